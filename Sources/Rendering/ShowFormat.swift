/// A way of setting a walkthrough.
package struct ShowFormat: Sendable {
  package let name: String
  package let fractions: FractionStyle
  /// Whether the numbers stand in tables too, after their working.
  package let hasTables: Bool
  package let text: @Sendable (Walkthrough, ShowOptions, PaperOptions) -> String

  package static let all = [
    ShowFormat(name: "text", fractions: .inRow, hasTables: false) { walkthrough, options, _ in
      TextFormat(width: options.width, isASCII: options.isASCII).text(walkthrough)
    },
    ShowFormat(name: "latex", fractions: .stacked, hasTables: true) { walkthrough, _, paper in
      LaTeXFormat(paper).document(walkthrough).text
    },
    ShowFormat(name: "markdown", fractions: .stacked, hasTables: false) { walkthrough, _, _ in
      MarkdownFormat().text(walkthrough)
    },
  ]
}
