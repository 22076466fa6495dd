/// Tables in lines of text.
extension TextFormat {
  /// A table, in several blocks where it does not fit; each begins with the first column.
  func lines(_ table: Table) -> [String] {
    let title = table.title.map { hanging("", math.breakable(.row($0.caption))) } ?? []
    return title + table.lines(self).map { $0.isEmpty ? "" : Self.margin + $0 }
  }

  /// The room between tables beside each other.
  private static let gapBetweenTables = 8

  /// Tables of families: as many beside each other as fit.
  func besideEachOther(_ tables: [Table]) -> [[String]] {
    var blocks: [[String]] = []
    var taken = 0
    for lines in tables.map({ $0.lines(self) }) {
      let width = lines.reduce(0) { max($0, $1.displayWidth) }
      let start = taken + Self.gapBetweenTables
      if let last = blocks.indices.last, start + width <= self.width - Self.margin.count {
        blocks[last] = (0..<max(blocks[last].count, lines.count)).map { row in
          let left = row < blocks[last].count ? blocks[last][row] : ""
          return row < lines.count ? left.padded(to: start) + lines[row] : left
        }
        taken = start + width
      } else {
        blocks.append(lines)
        taken = width
      }
    }
    return blocks.map { block in
      block.map { $0.isEmpty ? "" : (Self.margin + $0).withoutTrailingSpaces }
    }
  }
}

extension Table {
  /// The lines without a margin.
  fileprivate func lines(_ format: TextFormat) -> [String] {
    let room = format.width - TextFormat.margin.count
    return TextTable(turned { TextTable($0, format.math).width <= room }, format.math).lines(
      room: room)
  }
}

/// A table whose columns know their cells.
private struct TextTable {
  private static let gap = 2

  private var columns: [Column]
  private let rowCount: Int
  /// Columns that stand in the same block.
  private let groups: [Range<Int>]
  /// What stands above a matrix: its name, and the part that it plays.
  private let name: String?

  init(_ table: Table, _ math: TextMath) {
    columns = table.columns.indices.map { Column(table, $0, math) }
    rowCount = table.rows.count
    groups = table.columnsTogether
    let spans = table.families?.spans ?? []
    if let matrix = table.families?.matrix {
      name = ([math.text(matrix.name)] + spans.prefix(1).map(\.label)).joined(separator: "   ")
      return
    }
    name = nil
    var start = 1
    for span in spans {
      for column in start..<start + span.count { columns[column].label = span.label }
      let width = Self.width(columns[start..<start + span.count])
      columns[start + span.count - 1].widen(by: span.label.displayWidth - width)
      start += span.count
    }
  }

  var width: Int { max(Self.width(columns[...]), name?.displayWidth ?? 0) }

  private static func width(_ columns: ArraySlice<Column>) -> Int {
    columns.reduce(0) { $0 + $1.width + gap } - gap
  }

  /// The rows, in several blocks where they do not fit; each begins with the first column.
  func lines(room: Int) -> [String] {
    var blocks: [[Column]] = []
    for group in groups.dropFirst().map({ columns[$0] }) {
      let taken = (blocks.last ?? []).reduce(0) { $0 + $1.width + Self.gap }
      if blocks.isEmpty || taken + Self.width(group) > room && blocks[blocks.count - 1].count > 1 {
        blocks.append([columns[0]])
      }
      blocks[blocks.count - 1] += group
    }
    if blocks.isEmpty { blocks = [columns] }
    let lines = blocks.map { block in
      [labels(of: block)].compactMap(\.self)
        + (0...rowCount).map { row in
          block.map { $0.lines[row] }.joined(separator: spaces(Self.gap)).withoutTrailingSpaces
        }
    }
    return (name.map { [$0] } ?? []) + lines.joined(separator: [""])
  }

  /// The line above the headings; `nil` where it says nothing.
  private func labels(of block: [Column]) -> String? {
    var line = ""
    var start = 0
    var before: String?
    for column in block {
      if let label = column.label, label != before { line = line.padded(to: start) + label }
      before = column.label
      start += column.width + Self.gap
    }
    return line.isEmpty ? nil : line
  }
}

/// Cells below a heading: numbers aligned at their decimal points at the right, or text, which begins at the
/// left.
private struct Column {
  private(set) var lines: [String]
  private(set) var width: Int
  /// What it is, with the columns beside it.
  var label: String?

  init(_ table: Table, _ place: Int, _ math: TextMath) {
    let cells = table.rows.map { $0[place] }
    let heading = math.text(table.columns[place])
    let texts = cells.map { $0.text(math) }
    // An exact 0 has no point: it stands at the right.
    let hasPoints = texts.contains { $0.contains(".") }
    let whole =
      cells.contains(where: \.isName)
      ? []
      : zip(cells, texts).map { hasPoints && $1 == "0" ? nil : $0.widthBeforePoint(math) }
    guard let before = whole.compactMap(\.self).max() else {
      let width = texts.reduce(heading.displayWidth) { max($0, $1.displayWidth) }
      lines = ([heading] + texts).map { $0.padded(to: width) }
      self.width = width
      return
    }
    // In a row for each family there is no reason why points should be below each other.
    let isAligned = table.families?.hasRows != true
    let aligned = zip(texts, whole).map { text, own in
      isAligned ? own.map { spaces(before - $0) + text } ?? text : text
    }
    let own = aligned.reduce(0) { max($0, $1.displayWidth) }
    let width = max(own, heading.displayWidth)
    lines =
      [spaces(width - heading.displayWidth) + heading]
      + zip(aligned, whole).map { text, number in
        let row = isAligned && number != nil ? text.padded(to: own) : text
        return spaces(width - row.displayWidth) + row
      }
    self.width = width
  }

  /// Makes it wider, with the room behind text and before numbers.
  mutating func widen(by columns: Int) {
    if columns <= 0 { return }
    lines = lines.map { spaces(columns) + $0 }
    width += columns
  }
}

extension Table.Cell {
  fileprivate var isName: Bool {
    if case .name = self { return true }
    return false
  }

  fileprivate func text(_ math: TextMath) -> String {
    switch self {
    case .integer(let number): String(number)
    case .number(let number): math.text(number)
    case .name(let name): math.text(name)
    case .words(let words): words
    case .formula(let node): math.text(node).withoutTrailingSpaces
    case .empty: ""
    }
  }

  /// How wide a number is before its decimal point or its power of ten; `nil` for all else.
  fileprivate func widthBeforePoint(_ math: TextMath) -> Int? {
    switch self {
    case .integer(let number): String(number).count
    case .number(let number): math.widthBeforePoint(number)
    case .name, .words, .formula, .empty: nil
    }
  }
}
