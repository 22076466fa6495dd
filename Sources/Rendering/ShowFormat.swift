/// A way of setting a walkthrough.
package struct ShowFormat: Sendable {
  package let name: String
  package let fractions: FractionStyle
  /// Whether it makes pages of paper: tables stand behind the working, and there are fragments and
  /// slides.
  package let isPaper: Bool
  package let text: @Sendable (Walkthrough, ShowOptions, PaperOptions) -> String

  package static let text = ShowFormat(name: "text", fractions: .inRow, isPaper: false) {
    walkthrough, options, _ in
    TextFormat(width: options.width, isASCII: options.isASCII).text(walkthrough)
  }
  package static let latex = ShowFormat(name: "latex", fractions: .stacked, isPaper: true) {
    walkthrough, _, paper in
    LaTeXFormat(paper).document(walkthrough).text
  }
  package static let markdown = ShowFormat(name: "markdown", fractions: .stacked, isPaper: false) {
    walkthrough, _, _ in
    MarkdownFormat().text(walkthrough)
  }

  package static let all = [text, latex, markdown]
}
