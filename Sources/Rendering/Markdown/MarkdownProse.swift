import Diagnostics

/// What an author says, in Markdown.
extension MarkdownFormat {
  func blocks(_ prose: [Prose]) -> [String] {
    var blocks: [String] = []
    var isInList = false
    for prose in prose {
      let text = self.text(prose)
      if case .item = prose, isInList, let last = blocks.indices.last {
        blocks[last] += "\n" + text
      } else {
        blocks.append(text)
      }
      if case .item = prose { isInList = true } else { isInList = false }
    }
    return blocks
  }

  private func text(_ prose: Prose) -> String {
    switch prose {
    case .heading(let text): "## \(self.text(text))"
    case .paragraph(let text): protected(self.text(text))
    case .item(let marker, let indent, let text):
      spaces(indent) + (marker == "•" ? "-" : marker) + " " + self.text(text)
    case .quote(let text): "> \(self.text(text))"
    case .verbatim(let lines): code(lines)
    case .table(_, let rows): table(rows)
    }
  }

  /// A paragraph that nobody takes for the beginning of a list or a line across the page.
  private func protected(_ text: String) -> String {
    guard let first = text.first, "+-=0123456789".contains(first) else { return text }
    let number = text.prefix { $0.isASCII && $0.isNumber }
    if number.isEmpty { return "\\" + text }
    let rest = text.dropFirst(number.count)
    return rest.first == "." || rest.first == ")" ? "\(number)\\\(rest)" : text
  }

  private func table(_ rows: [[[ProseSpan]]]) -> String {
    let cells = rows.map { row in
      row.map { spans in spans.map { text($0, isInTable: true) }.joined() }
    }
    return pipes(cells.prefix(1) + [rows[0].map { _ in "---" }] + cells.dropFirst())
  }

  private func text(_ spans: [ProseSpan]) -> String { spans.map { text($0) }.joined() }

  private func text(_ span: ProseSpan, isInTable: Bool = false) -> String {
    switch span.style {
    case .plain(let isEmphasized, let isStrong):
      let marks = (isEmphasized ? "*" : "") + (isStrong ? "**" : "")
      return marks + MarkdownText.escaped(span.text) + String(marks.reversed())
    case .code: return MarkdownText.code(span.text, inTable: isInTable)
    case .math(let formula, let isDisplayed):
      let latex = LaTeXPiece(formula)
      return isDisplayed && !isInTable
        ? "\n```math\n\(latex.text)\n```\n" : Self.formula(latex)
    }
  }
}
