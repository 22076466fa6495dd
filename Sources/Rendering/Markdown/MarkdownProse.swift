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
    case .heading(let text): "## \(inLine(text))"
    case .paragraph(let text): lines(text).joined(separator: "\n")
    case .item(let marker, let indent, let text):
      lines(text, after: spaces(indent) + (marker == "•" ? "-" : marker) + " ")
        .joined(separator: "\n")
    case .quote(let text): lines(text).map { "> " + $0 }.joined(separator: "\n")
    case .verbatim(let lines): code(lines)
    case .table(_, let rows): table(rows)
    }
  }

  /// The lines of a block, in which displayed formulas stand in lines of their own; all belong to
  /// the list entry whose marker is before the first.
  private func lines(_ spans: [ProseSpan], after marker: String = "") -> [String] {
    var lines: [String] = []
    for part in spans.split(omittingEmptySubsequences: false, whereSeparator: \.isDisplayed) {
      let text = inLine(Array(part)).trimmingSpaces
      if !text.isEmpty { lines.append(protected(text)) }
      if part.endIndex < spans.endIndex { lines += displayed(spans[part.endIndex]) }
    }
    if lines.isEmpty { return [marker] }
    return zip(lines.indices, lines).map { ($0 == 0 ? marker : spaces(marker.count)) + $1 }
  }

  private func displayed(_ span: ProseSpan) -> [String] {
    guard case .math(let formula, _) = span.style else { return [] }
    return MarkdownText.formulas(LaTeXPiece(formula).text)
  }

  /// A line of text that nobody takes for the beginning of a list or a line across the page.
  private func protected(_ text: String) -> String {
    guard let first = text.first, "+-=0123456789".contains(first) else { return text }
    let number = text.prefix { $0.isASCII && $0.isNumber }
    if number.isEmpty { return "\\" + text }
    let rest = text.dropFirst(number.count)
    return rest.first == "." || rest.first == ")" ? "\(number)\\\(rest)" : text
  }

  private func table(_ rows: [[[ProseSpan]]]) -> String {
    let cells = rows.map { row in row.map { inLine($0, isInTable: true) } }
    return pipes(cells.prefix(1) + [rows[0].map { _ in "---" }] + cells.dropFirst())
  }

  private func inLine(_ spans: [ProseSpan], isInTable: Bool = false) -> String {
    spans.map { text($0, isInTable: isInTable) }.joined()
  }

  private func text(_ span: ProseSpan, isInTable: Bool) -> String {
    switch span.style {
    case .plain(let isEmphasized, let isStrong):
      let marks = (isEmphasized ? "*" : "") + (isStrong ? "**" : "")
      return marked(span.text, by: marks)
    case .code: return MarkdownText.code(span.text, inTable: isInTable)
    case .math(let formula, _): return MarkdownText.formula(LaTeXPiece(formula))
    case .name(let name):
      return MarkdownText.formula(LaTeXMath(isInline: true).piece(.name(name)))
    }
  }

  /// Words between marks; spaces stand outside, since marks beside them are none.
  private func marked(_ text: String, by marks: String) -> String {
    let words = text.trimmingSpaces
    guard !marks.isEmpty, !words.isEmpty else { return MarkdownText.escaped(text) }
    let before = text.prefix { $0 == " " }
    let after = text.dropFirst(before.count + words.count)
    return before + marks + MarkdownText.escaped(words) + marks.reversed() + after
  }
}

extension ProseSpan {
  fileprivate var isDisplayed: Bool {
    if case .math(_, isDisplayed: true) = style { true } else { false }
  }
}
