import Diagnostics
import Decimals
package import Lessons
package import Tracing
import Words

/// Returns a lesson told step by step, as text for the terminal.
package func walkthroughText(
  _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions = ShowOptions()
) -> String {
  text(Walkthrough(lesson, trace, options, fractions: .inRow), options)
}

/// Returns a walkthrough as text for the terminal.
package func text(_ walkthrough: Walkthrough, _ options: ShowOptions) -> String {
  TextFormat(
    width: options.width, isASCII: options.isASCII, usesColour: options.usesColour
  ).text(walkthrough)
}

/// Sets a walkthrough in lines of plain text.
struct TextFormat {
  let width: Int
  let math: TextMath
  let dots: String
  let usesColour: Bool

  init(width: Int, isASCII: Bool, usesColour: Bool = false) {
    self.usesColour = usesColour
    self.width = max(width, 20)
    math = TextMath(isASCII: isASCII)
    dots = isASCII ? "..." : "…"
  }

  private static let margin = "  "

  func text(_ walkthrough: Walkthrough) -> String {
    var blocks = walkthrough.title.isEmpty ? [] : [titleLines(walkthrough)]
    blocks += self.blocks(walkthrough.prose)
    for section in walkthrough.sections { blocks += self.blocks(section) }
    blocks += self.blocks(walkthrough.afterword)
    let notes = walkthrough.notes.flatMap { hanging("", math.breakable(.row(written($0)))) }
    if !notes.isEmpty { blocks.append(notes) }
    return blocks.map { $0.map(finished).joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // The beginning.

  private func titleLines(_ walkthrough: Walkthrough) -> [String] {
    let title = BreakableText(words: walkthrough.title).lines(width: width)
    guard let position = walkthrough.position else { return title }
    if title.count == 1 {
      let room = width - title[0].displayWidth - position.displayWidth
      if room >= 2 { return [title[0] + spaces(room) + position] }
    }
    return title + [spaces(width - position.displayWidth) + position]
  }

  /// Blocks of prose; the entries of a list stand together.
  private func blocks(_ prose: [Prose]) -> [[String]] {
    var blocks: [[String]] = []
    var isInList = false
    for prose in prose {
      if case .item = prose, isInList, let last = blocks.indices.last {
        blocks[last] += lines(prose)
      } else {
        blocks.append(lines(prose))
      }
      if case .item = prose { isInList = true } else { isInList = false }
    }
    return blocks
  }

  private func lines(_ prose: Prose) -> [String] {
    switch prose {
    case .heading(let text), .paragraph(let text):
      return BreakableText(words: written(text.plainText)).lines(width: width)
    case .item(let marker, let indent, let text):
      let first = spaces(indent) + (math.isASCII && marker == "•" ? "-" : marker) + " "
      return hanging(first, BreakableText(words: written(text.plainText)))
    case .quote(let text):
      return BreakableText(words: written(text.plainText)).lines(width: width - 2).map { "| " + $0 }
    case .verbatim(let lines), .table(let lines, _):
      return lines.map { $0.allSatisfy(\.isWhitespace) ? "" : Self.margin + written($0) }
    }
  }

  /// Prose, in ASCII mode with its signs in plain characters.
  func written(_ text: String) -> String {
    if !math.isASCII || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return text.map { Self.plainSigns[$0] ?? String($0) }.joined()
  }

  /// Nodes in a row with their words written so.
  func written(_ nodes: [MathNode]) -> [MathNode] {
    nodes.map { node in
      if case .words(let words) = node { return .words(written(words)) }
      return node
    }
  }

  private static let plainSigns: [Character: String] = [
    "−": "-", "–": "-", "—": "-", "·": "*", "×": "x", "∂": "d", "…": "...", "≤": "<=", "≥": ">=",
    "≠": "/=", "≈": "~", "→": "->", "“": "\"", "”": "\"", "‘": "'", "’": "'", "½": "1/2", "²": "^2",
    "σ": "sigma", "δ": "delta", "Σ": "sum", "√": "sqrt", "′": "'",
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8",
    "₉": "9", "⁺": "'",
  ]

  // Sections.

  private func blocks(_ section: Walkthrough.Section) -> [[String]] {
    var blocks = section.content.flatMap { content -> [[String]] in
      if case .prose(let prose) = content { return self.blocks(prose) }
      if case .equation(let equation) = content {
        return [painted(lines(equation), math.text(equation.left), section.tone)]
      }
      return [lines(content)]
    }
    let heading = painted(headingLines(section), section.heading, section.tone)
    if let first = blocks.first {
      blocks[0] = heading + first
    } else {
      blocks = [heading]
    }
    return blocks
  }

  private func headingLines(_ section: Walkthrough.Section) -> [String] {
    guard let detail = section.detail else {
      return section.heading.isEmpty ? [] : [section.heading]
    }
    return hanging(section.heading + "   ", math.breakable(detail))
  }

  private func lines(_ content: Walkthrough.Content) -> [String] {
    switch content {
    case .given(let rows): givenLines(rows)
    case .general(let formulas): lines(formulas)
    case .equation(let equation): lines(equation)
    case .omission(let omissions): lines(omissions)
    case .table(let table): lines(table)
    case .listing(let listing): lines(listing)
    case .plot(let plot): lines(plot)
    case .graph(let picture): lines(picture)
    case .prose(let prose): blocks(prose).flatMap(\.self)
    case .lead(let lead):
      hanging(
        Self.margin,
        math.breakable(
          .row(written(lead.head + (lead.head.isEmpty ? [] : [.words(" ")]) + lead.text))))
    case .remark(let nodes): hanging(Self.margin, math.breakable(.row(written(nodes))))
    }
  }

  /// General formulas below one another, aligned at their equals signs.
  private func lines(_ formulas: [GeneralFormula]) -> [String] {
    let names = formulas.map { math.text($0.left) }
    let left = names.map(\.displayWidth).reduce(0, max)
    return zip(names, formulas).flatMap { name, formula in
      hanging(
        Self.margin + spaces(left - name.displayWidth) + name + " = ", math.breakable(formula.right)
      )
    }
  }

  /// The formula, the numbers and the result below one another, aligned at their equals signs.
  private func lines(_ equation: Walkthrough.Equation) -> [String] {
    let name = margin(equation.row) + math.text(equation.left)
    let isWide = 3 * name.displayWidth > 2 * width
    let indent = isWide ? spaces(equation.row == nil ? 3 : 7) : spaces(name.displayWidth)
    var result = isWide ? [name] : []
    for row in equation.rows {
      let isFirst = result.isEmpty
      result += hanging((isFirst ? name : indent) + " = ", math.breakable(row))
    }
    if let remark = equation.remark { result += hanging(indent + "   ", math.breakable(remark)) }
    return result
  }

  /// What stands before a name: the number of its row, where it has one.
  private func margin(_ row: Walkthrough.Row?) -> String {
    guard let row else { return Self.margin }
    let width = String(row.number).count
    return spaces(4 - width) + row.text.padded(to: width + 2)
  }

  private func lines(_ omissions: [Sentence<MathName>]) -> [String] {
    let parts = omissions.map { $0.text(math.text) }
    return hanging(Self.margin + dots + " ", BreakableText(words: parts.joined(separator: ", ")))
  }

  // What is given.

  private func givenLines(_ rows: [Walkthrough.Given]) -> [String] {
    let labelWidth = rows.reduce(0) { max($0, $1.label.count) }
    let first = Self.margin.count + labelWidth + 2
    var lines: [String] = []
    for row in rows {
      var label = Self.margin + row.label.padded(to: labelWidth) + "  "
      for line in row.groups.flatMap({ columns($0, room: width - first) }) {
        lines.append(label + line)
        label = spaces(first)
      }
    }
    return lines
  }

  /// The room between columns.
  private static let gap = 4

  private func text(_ entry: Walkthrough.Given.Entry) -> String {
    switch entry {
    case .value(let name, let number): "\(math.text(name)) = \(math.text(number))"
    case .matrix(let name, let matrix): "\(math.text(name)) = \(math.text(matrix))"
    case .omitted(let words): "\(dots) \(words) \(dots)"
    }
  }

  /// Entries in lines of equal length; the rows of a family are kept where they fit.
  private func columns(_ group: Walkthrough.Given.Group, room: Int) -> [String] {
    let entries = group.entries.map(text)
    let width = entries.reduce(0) { max($0, $1.displayWidth) }
    let most = max(1, (room + Self.gap) / (width + Self.gap))
    let lineCount = (entries.count + most - 1) / most
    var length = (entries.count + lineCount - 1) / lineCount
    if let row = group.rowLength, row <= most { length = row }
    return stride(from: 0, to: entries.count, by: length).map { start in
      let line = entries[start..<min(start + length, entries.count)]
      return line.dropLast().map { $0.padded(to: width + Self.gap) }.joined()
        + line.suffix(1).joined()
    }
  }

  // Tables.

  /// The rows, in several blocks where they do not fit; each begins with the first column.
  private func lines(_ table: Table) -> [String] {
    let columns = table.columns.indices.map { column -> Column in
      let cells = table.rows.map { $0[column] }
      return Column(
        heading: math.text(table.columns[column]), cells: cells.map(text),
        whole: cells.contains(where: \.isName) ? [] : cells.map(widthBeforePoint))
    }
    let room = width - Self.margin.count
    var blocks: [[Column]] = []
    for column in columns.dropFirst() {
      let taken = (blocks.last ?? []).reduce(0) { $0 + $1.width + 2 }
      if blocks.isEmpty || taken + column.width > room && blocks[blocks.count - 1].count > 1 {
        blocks.append([columns[0]])
      }
      blocks[blocks.count - 1].append(column)
    }
    let lines = blocks.map { block in
      (0...table.rows.count).map { row in
        (Self.margin + block.map { $0.lines[row] }.joined(separator: "  ")).withoutTrailingSpaces
      }
    }
    let title = table.title.map { hanging("", math.breakable(.row($0.caption))) } ?? []
    return title + lines.joined(separator: [""])
  }

  private func text(_ cell: Table.Cell) -> String {
    switch cell {
    case .integer(let number): String(number)
    case .number(let number): math.text(number)
    case .name(let name): math.text(name)
    case .words(let words): words
    case .formula(let node): math.text(node)
    case .empty: ""
    }
  }

  /// How wide a number is before its decimal point or its power of ten; `nil` for all else.
  private func widthBeforePoint(_ cell: Table.Cell) -> Int? {
    switch cell {
    case .integer(let number): String(number).count
    case .number(let number): math.widthBeforePoint(number)
    case .name, .words, .formula, .empty: nil
    }
  }

  /// Cells below a heading: numbers aligned at their decimal points, or text, which begins at the
  /// left.
  private struct Column {
    let lines: [String]
    let width: Int

    /// Makes a column; `whole` says how wide those of its cells that are numbers are before their
    /// points, where these are aligned.
    init(heading: String, cells: [String], whole: [Int?]) {
      let before = whole.compactMap(\.self).max()
      guard let before else {
        let width = cells.reduce(heading.displayWidth) { max($0, $1.displayWidth) }
        lines = ([heading] + cells).map { $0.padded(to: width) }
        self.width = width
        return
      }
      let aligned = zip(cells, whole).map { spaces(before - ($1 ?? before)) + $0 }
      let width = aligned.reduce(heading.displayWidth) { max($0, $1.displayWidth) }
      let isInteger = cells.allSatisfy { $0.allSatisfy(\.isNumber) }
      lines = ([heading] + aligned).map { cell in
        isInteger ? spaces(width - cell.displayWidth) + cell : cell.padded(to: width)
      }
      self.width = width
    }
  }

  // Lines.

  /// Text behind a beginning, its further lines indented as far.
  func hanging(_ beginning: String, _ text: BreakableText) -> [String] {
    let indent = beginning.displayWidth
    let lines = text.lines(width: max(width - indent, 12))
    if lines.isEmpty { return [beginning] }
    return lines.enumerated().map { index, line in
      (index == 0 ? beginning : spaces(indent)) + line
    }
  }
}

extension Table.Cell {
  fileprivate var isName: Bool {
    if case .name = self { return true }
    return false
  }
}
