import Programs
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
    /// How its numbers stand in the table, by their doubles; where one stands in two ways, the first.
    fileprivate(set) var given: [Double: Given] = [:]
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
    var records = TableRecords(
      source, in: place, separator: UInt8(ascii: ","), comments: .lineEnds)
    while true {
      do throws(Diagnostic) {
        guard let record = try records.next() else { break }
        if record.isBlank { continue }
        if columns.isEmpty {
          columns = try DataTable.header(source, record)
        } else {
          try addRow(source, record)
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
    let start = file.beginning
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
    _ source: Source, _ record: TableRecords.Record
  ) throws(Diagnostic) -> [Column] {
    var columns: [Column] = []
    var names: Set<Symbol> = []
    for cell in record.cells {
      let name = try heading(source, cell, of: record)
      let instantiation = Instantiation(Scope(functions: [:]), maximumSize: 1)
      let indices = try instantiation.integers(name.indices)
      if !names.insert(.quantity(name.name, indices)).inserted {
        throw Diagnostic("this column stands here twice", at: name.place)
      }
      columns.append(Column(name: name.name, indices: indices, place: name.place))
    }
    return columns
  }

  /// The name that stands in a cell of the first record.
  private static func heading(
    _ source: Source, _ cell: TableRecords.Cell, of record: TableRecords.Record
  ) throws(Diagnostic) -> ParsedName {
    let place = cell.place.isEmpty ? record.place : cell.place
    if cell.place.isEmpty { throw Diagnostic("a column has no name", at: place) }
    if cell.pieces.count > 1 || source.bytes[place].contains(UInt8(ascii: "\n")) {
      throw Diagnostic("a column's name is that of a quantity", at: place)
    }
    var tokenizer = Tokenizer(source, in: place)
    var parser = FormulaParser(source, try tokenizer.nextStatement() ?? []) { _ in false }
    let name = try parser.name()
    try parser.expectEnd()
    return name
  }

  private mutating func addRow(
    _ source: Source, _ record: TableRecords.Record
  ) throws(Diagnostic) {
    if record.cells.count != columns.count {
      throw Diagnostic(
        "this row has \(counted(record.cells.count, "value")), the table has "
          + counted(columns.count, "column"), at: record.place,
        note: record.cells.count == 2 * columns.count
          ? "decimal numbers are written with a point" : nil)
    }
    for (column, cell) in record.cells.enumerated() {
      let (text, place) = (cell.text(in: source), cell.place)
      let isNegative = text.hasPrefix("-")
      let digits = isNegative || text.hasPrefix("+") ? String(text.dropFirst()) : text
      guard let number = Numeral(digits), !digits.hasPrefix("-") else {
        throw Diagnostic(
          text.isEmpty ? "a value is missing" : "'\(text.printable)' is not a number",
          at: place.isEmpty ? place.lowerBound..<place.lowerBound + 1 : place,
          note: Numeral(digits.replacing(",", with: ".")) == nil
            ? nil : "decimal numbers are written with a point")
      }
      let typed = isNegative ? number.negated : number
      if !typed.isWrittenInFull, columns[column].given[typed.value] == nil {
        columns[column].given[typed.value] = .typed(typed)
      }
      values.append(typed.value)
    }
  }
}
