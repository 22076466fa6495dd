/// What an author says, in LaTeX.
extension LaTeXFormat {
  func blocks(_ prose: [Prose]) -> [LaTeXBlock] {
    var blocks: [LaTeXBlock] = []
    var items: [LaTeXBlock] = []
    func endItems() {
      if !items.isEmpty { blocks.append(items.parted(by: "\\\\\n")) }
      items = []
    }
    for block in prose {
      if case .item = block {} else { endItems() }
      switch block {
      case .heading(let text): blocks.append("\\subsection*{\(piece(text, isInLine: true))}")
      case .paragraph(let text): blocks.append(LaTeXBlock(piece(text)))
      case .quote(let text): blocks.append("\\begin{quote}\n\(piece(text))\n\\end{quote}")
      case .verbatim(let lines): blocks.append(verbatim(lines))
      case .table(_, let rows): blocks.append(table(rows))
      case .item(let marker, let indent, let text):
        let space = indent == 0 ? "" : "\\hspace{\(indent)ex}"
        let mark = marker == "•" ? LaTeXPiece("$\\bullet$", width: 50) : LaTeXText.words(marker)
        items.append("\(space)\\makebox[1.5em][l]{\(mark)}\(piece(text))")
      }
    }
    endItems()
    return blocks
  }

  /// Text; where it `isInLine` there is no room for a formula of its own.
  private func piece(_ spans: [ProseSpan], isInLine: Bool = false) -> LaTeXPiece {
    spans.map { piece($0, isInLine: isInLine) }.joined()
  }

  private func piece(_ span: ProseSpan, isInLine: Bool) -> LaTeXPiece {
    switch span.style {
    case .plain(let isEmphasized, let isStrong):
      var piece = LaTeXText.words(span.text)
      if isStrong { piece = piece.within("\\textbf{", "}", adding: LaTeXWidth.roomOfWords) }
      return isEmphasized ? piece.within("\\emph{", "}", adding: LaTeXWidth.roomOfWords) : piece
    case .code: return LaTeXText.typed(span.text)
    case .math(let formula, let isDisplayed):
      let piece = LaTeXPiece(formula)
      return isDisplayed && !isInLine ? piece.within("\\[", "\\]") : piece.inFormula
    case .name(let name): return LaTeXText.row([.name(name)])
    }
  }

  /// A table of the author's; wide cells are broken in lines.
  private func table(_ rows: [[[ProseSpan]]]) -> LaTeXBlock {
    let cells = rows.map { $0.map { piece($0, isInLine: true) } }
    let columns = rows[0].count
    let widths = (0..<columns).map { column in
      cells.map { $0[column].width + LaTeXWidth.gap }.reduce(0, max)
    }
    let share = Double(90 / columns) / 100
    let isWide = widths.reduce(0, +) > equations.width
    let specification = String(
      repeating: isWide ? "p{\(share)\\linewidth}" : "l", count: columns)
    let lines = cells.map { "{}\($0.parted(by: " & ")) \\\\" as LaTeXBlock }
    let table: LaTeXBlock = """
      \\begin{center}
      \\begin{tabular}{\(specification)}
      \\toprule
      \(lines[0])
      \\midrule
      \(Array(lines.dropFirst()).parted(by: "\n"))
      \\bottomrule
      \\end{tabular}
      \\end{center}
      """
    return table.needing([.booktabs])
  }

  /// Lines as they stand, with their spaces; nothing in them is obeyed.
  private func verbatim(_ lines: [String]) -> LaTeXBlock {
    "{\\small \(lines.map(LaTeXText.typedLine).parted(by: "\\\\\n"))\\par}"
  }
}
