/// A way of setting a walkthrough.
package struct ShowFormat: Sendable {
  package let name: String
  /// What the names of files end with.
  package let fileEnding: String
  package let fractions: FractionStyle
  /// Whether the numbers stand in tables too, after their working.
  package var hasTables = false
  /// Whether it has pieces of other documents, and slides.
  package var hasFragments = false
  package var hasSlides = false
  package let text: @Sendable (Walkthrough, ShowOptions, PaperOptions) -> String

  package static let text = ShowFormat(
    name: "text", fileEnding: "txt", fractions: .inRow
  ) { walkthrough, options, _ in
    Rendering.text(walkthrough, options)
  }

  package static let latex = ShowFormat(
    name: "latex", fileEnding: "tex", fractions: .stacked, hasTables: true, hasFragments: true,
    hasSlides: true
  ) { walkthrough, _, paper in
    LaTeXFormat(paper).document(walkthrough).text
  }

  package static let markdown = ShowFormat(
    name: "markdown", fileEnding: "md", fractions: .stacked
  ) { walkthrough, _, _ in
    MarkdownFormat().text(walkthrough)
  }

  /// The first is what is shown where nothing else is asked for.
  package static let all = [text, latex, markdown]
}
