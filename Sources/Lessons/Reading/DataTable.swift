import Diagnostics
import Decimals
import Formulas

/// A table of a `data` block or a file: one row for each value of its index, one column for each quantity.
struct DataTable {
  struct Column {
    let name: String
    /// The indices after the table's own.
    let indices: [Int]
    fileprivate(set) var place: Range<Int>
  }

  let index: String
  private(set) var indexPlace: Range<Int>
  private(set) var columns: [Column] = []
  /// The values, row by row.
  private(set) var values: [Double] = []
  /// Whether some of the table could not be read.
  private(set) var isBroken = false

  /// Reads a table; mistakes are added to the list.
  init(
    _ source: Source, index: String, indexPlace: Range<Int>, in place: Range<Int>,
    _ mistakes: inout [Diagnostic]
  ) {
    self.index = index
    self.indexPlace = indexPlace
    let earlierMistakes = mistakes.count
    defer { isBroken = mistakes.count > earlierMistakes }
    var start = place.lowerBound
    while start < place.upperBound {
      let end =
        source.bytes[start..<place.upperBound].firstIndex(of: UInt8(ascii: "\n"))
        ?? place.upperBound
      let line = source.content(start..<end)
      start = end + 1
      if line.isEmpty { continue }
      do throws(Diagnostic) {
        if columns.isEmpty {
          columns = try DataTable.header(source, line)
        } else {
          try addRow(source, line)
        }
      } catch {
        mistakes.append(error)
        let isOverfull = mistakes.count - earlierMistakes > LessonMistakes.mostShown
        if columns.isEmpty || isOverfull { return }
      }
    }
    if values.isEmpty && mistakes.count == earlierMistakes {
      mistakes.append(Diagnostic("this table has no rows", at: indexPlace))
    }
  }

  /// Reads the file that a statement of a lesson names; mistakes in it are added to the list.
  ///
  /// What is wrong with its columns among the lesson's quantities stands at the statement.
  init(_ file: Source, of statement: SamplesStatement, _ mistakes: inout [Diagnostic]) {
    let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    self.init(
      file, index: statement.index, indexPlace: start..<start, in: start..<file.bytes.count,
      &mistakes)
    indexPlace = statement.indexPlace
    for column in columns.indices { columns[column].place = statement.place }
  }

  var rowCount: Int { columns.isEmpty ? 0 : values.count / columns.count }

  /// The values of a column, by the index of the column.
  func values(of column: Int) -> [Double] {
    stride(from: column, to: values.count, by: columns.count).map { values[$0] }
  }

  private static func header(
    _ source: Source, _ line: Range<Int>
  ) throws(Diagnostic) -> [Column] {
    var tokenizer = Tokenizer(source, in: line)
    var parser = FormulaParser(source, try tokenizer.nextStatement() ?? []) { _ in false }
    var columns: [Column] = []
    var names: Set<Symbol> = []
    repeat {
      let name = try parser.name()
      let instantiation = Instantiation(Scope(functions: [:]), maximumSize: 1)
      let indices = try instantiation.integers(name.indices)
      if !names.insert(.quantity(name.name, indices)).inserted {
        throw Diagnostic("this column stands here twice", at: name.place)
      }
      columns.append(Column(name: name.name, indices: indices, place: name.place))
    } while parser.take(",")
    try parser.expectEnd()
    return columns
  }

  private mutating func addRow(_ source: Source, _ line: Range<Int>) throws(Diagnostic) {
    let cells = source.cells(line)
    if cells.count != columns.count {
      throw Diagnostic(
        "this row has \(counted(cells.count, "value")), the table has "
          + counted(columns.count, "column"), at: line)
    }
    for cell in cells {
      let text = source.text(cell)
      let isNegative = text.hasPrefix("-")
      let digits = isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text
      guard let number = Numeral(digits), !digits.hasPrefix("-") else {
        throw Diagnostic(
          text.isEmpty ? "a value is missing" : "'\(text)' is not a number",
          at: cell.isEmpty ? cell.lowerBound..<cell.lowerBound + 1 : cell)
      }
      values.append(isNegative ? -number.value : number.value)
    }
  }
}

extension Source {
  /// The part of a line before its comment, without white space at either end.
  fileprivate func content(_ line: Range<Int>) -> Range<Int> {
    let end = bytes[line].firstIndex(of: UInt8(ascii: "#")) ?? line.upperBound
    return trimmed(line.lowerBound..<end)
  }

  fileprivate func cells(_ line: Range<Int>) -> [Range<Int>] {
    var cells: [Range<Int>] = []
    var start = line.lowerBound
    for offset in line where bytes[offset] == UInt8(ascii: ",") {
      cells.append(trimmed(start..<offset))
      start = offset + 1
    }
    return cells + [trimmed(start..<line.upperBound)]
  }

  private func trimmed(_ place: Range<Int>) -> Range<Int> {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
    var (start, end) = (place.lowerBound, place.upperBound)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}
