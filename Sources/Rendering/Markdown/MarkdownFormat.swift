import Decimals
import Words

/// Sets a walkthrough in Markdown with formulas in LaTeX's notation, as GitHub renders it.
struct MarkdownFormat {
  private let equations = LaTeXEquations(width: 4200)
  private let plain = TextMath(isASCII: false)

  func text(_ walkthrough: Walkthrough) -> String {
    var blocks: [String] = []
    if !walkthrough.title.isEmpty {
      blocks.append("# \(MarkdownText.escaped(walkthrough.title))")
    }
    if let position = walkthrough.position {
      blocks.append("*\(MarkdownText.escaped(position))*")
    }
    blocks += self.blocks(walkthrough.prose)
    for section in walkthrough.sections { blocks += self.blocks(section) }
    blocks += self.blocks(walkthrough.afterword)
    blocks += walkthrough.notes.map(text)
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private func blocks(_ section: Walkthrough.Section) -> [String] {
    let words = section.heading.isEmpty ? nil : MarkdownText.escaped(section.heading)
    let heading = [words, section.detail.map { text([$0]) }].compactMap { $0 }
      .joined(separator: ": ")
    var blocks = heading.isEmpty ? [] : ["## \(heading)"]
    var run: [Walkthrough.Equation] = []
    func endRun() {
      if !run.isEmpty { blocks.append(alignment(run)) }
      run = []
    }
    for content in section.content {
      run += content.equations
      if content.equations.isEmpty {
        endRun()
        blocks += self.blocks(content)
      }
    }
    endRun()
    return blocks
  }

  private func alignment(_ equations: [Walkthrough.Equation]) -> String {
    let leftWidth = equations.map { self.equations.math.piece($0.left).width }.reduce(0, max)
    let lines = equations.flatMap {
      self.equations.lines($0, leftWidth: leftWidth, oneByOne: false)
    }
    let latex = LaTeXEquations.alignment(lines, in: "aligned").text
    return MarkdownText.formulas(latex).joined(separator: "\n")
  }

  private func blocks(_ content: Walkthrough.Content) -> [String] {
    switch content {
    case .given(let rows): [rows.map(text).joined(separator: "\n")]
    case .general, .equation: [alignment(content.equations)]
    case .omission(let omissions): [text(omissions)]
    case .table(let table):
      [table.title.map { "**\(text($0.caption))**" }, text(table)].compactMap { $0 }
    case .listing(let listing): [text(listing)]
    case .plot(let plot): [code(TextFormat(width: 80, isASCII: true).lines(plot))]
    case .graph(let picture):
      [code(TextFormat(width: 80, isASCII: false).lines(picture))]
    case .prose(let prose): blocks(prose)
    case .lead(let lead):
      [
        [lead.head.isEmpty ? nil : "**\(text(lead.runInHead))**", text(lead.text)]
          .compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
      ]
    case .remark(let nodes): [text(nodes)]
    }
  }

  private func text(_ omissions: [Sentence<MathName>]) -> String {
    let parts = omissions.map { $0.text(words: MarkdownText.escaped) { formula(.name($0)) } }
    return "… " + parts.joined(separator: ", ")
  }

  private func text(_ given: Walkthrough.Given) -> String {
    let entries = given.entries.map { entry in
      switch entry {
      case .value(let name, let number):
        formula(.row([.name(name), .sign(.equals), .number(number)]))
      case .matrix(let name, let matrix): formula(.row([.name(name), .sign(.equals), matrix]))
      }
    }
    return "- \(MarkdownText.escaped(given.label)): \(entries.joined(separator: ", "))"
  }

  // Tables.

  /// So many columns of a turned table are read well beside each other.
  private static let mostColumns = 8

  private func text(_ table: Table) -> String {
    let table = table.turned { $0.columns.count <= Self.mostColumns }.withNameInCorner
    let marks = table.columns.indices.map { column in
      table.rows.contains { $0[column].isNumber } ? "--:" : "---"
    }
    let heads = table.columns.map { text([$0]) }
    let labels = table.labels
    let above = labels.indices.map { column in
      column == 0 || labels[column] == labels[column - 1]
        ? "" : MarkdownText.escaped(labels[column] ?? "")
    }
    let isLabelled = above.contains { !$0.isEmpty }
    let rows =
      (isLabelled ? [above, marks, heads] : [heads, marks]) + table.rows.map { $0.map(text) }
    return pipes(rows)
  }

  func pipes(_ rows: [[String]]) -> String {
    rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private func text(_ cell: Table.Cell) -> String {
    switch cell {
    case .integer(let number): String(number)
    case .number(let number): plain.text(number)
    case .name(let name): formula(.name(name))
    case .words(let words): MarkdownText.escaped(words)
    case .formula(let node): text([node])
    case .empty: ""
    }
  }

  private func text(_ listing: Listing) -> String {
    let rows = listing.rows.map { row -> [String] in
      switch row {
      case .shared(let label, let names, _):
        let names = names.map { text([$0]) }
        return [MarkdownText.escaped(label), names.joined(separator: ", "), "", ""]
      case .entry(let entry):
        return [
          MarkdownText.escaped(entry.label), text([entry.name]),
          MarkdownText.escaped(entry.value), entry.remarks.map(text).joined(separator: "; "),
        ]
      }
    }
    let head = Array(repeating: "", count: 4)
    return pipes([head, head.map { _ in "---" }] + rows)
  }

  // Text.

  /// Words outside of formulas, all else in them.
  private func text(_ nodes: [MathNode]) -> String {
    MathRun.runs(of: nodes).map { run in
      switch run {
      case .words(let words): MarkdownText.escaped(words)
      case .formula(let node): formula(node)
      }
    }.joined()
  }

  private func formula(_ node: MathNode) -> String {
    MarkdownText.formula(LaTeXMath(isInline: true).piece(node))
  }

  func code(_ lines: [String]) -> String {
    MarkdownText.block(lines).joined(separator: "\n")
  }
}
