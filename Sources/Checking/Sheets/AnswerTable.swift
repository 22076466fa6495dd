import Lessons
import Diagnostics
import Words

/// What the columns of a table hold, as its first line says.
struct AnswerTable {
  enum Shape {
    /// An answer a row.
    case long(quantity: Int, value: Int)
    /// A step a row, a quantity a column.
    case wide([(column: Int, heading: WrittenText)])
  }

  let shape: Shape
  let step: Int?
  let comment: Int?
  /// How many columns there are.
  let count: Int
  let separator: UInt8
  /// Whether the first line names the columns; else it is an answer already.
  var hasHead = true
}

/// Answers as tables.
extension AnswerTable {
  /// The step that a row is of: that of its cell, else the row's own number where it has a column
  /// for each quantity.
  fileprivate func step(of row: Int, in cell: WrittenText?) throws(Diagnostic) -> Int {
    guard let cell, !cell.isEmpty else {
      if case .wide = shape, step == nil { return row }
      return 1
    }
    guard let number = Int(cell.string), number >= 1, number < Int.max else {
      throw Diagnostic(
        "\(cell.quoted) is no step", at: cell.place, note: "steps are whole numbers from 1 on")
    }
    return number
  }
}

extension AnswerSheetReader {
  /// The table that begins with a line; `nil` where the line is none that one begins with.
  mutating func table(_ text: WrittenText, line: Int) -> AnswerTable? {
    let start = text.place.lowerBound
    guard text.splittingEqualities.count == 1, let separator = text.separator else { return nil }
    var records = source.records(separator, from: start, line: line)
    guard let cells = (try? records.next())?.cells(of: source), cells.count > 1 else { return nil }
    let words = cells.map { $0.string.lowercased() }
    let step = words.firstIndex(of: "step")
    let comment = words.firstIndex(of: "comment")
    if let quantity = words.firstIndex(of: "quantity"), let value = words.firstIndex(of: "value") {
      for word in ["quantity", "value", "step", "comment"]
      where words.count(where: { $0 == word }) > 1 {
        note(.severalColumns(word), line: line)
      }
      return AnswerTable(
        shape: .long(quantity: quantity, value: value), step: step, comment: comment,
        count: cells.count, separator: separator)
    }
    guard step != nil || cells.contains(where: { sides.isKnown($0) }) else { return nil }
    if cells.count == 2, step == nil, sides.isKnown(cells[0]), (try? SheetNumber(cells[1])) != nil {
      return AnswerTable(
        shape: .long(quantity: 0, value: 1), step: nil, comment: nil, count: 2,
        separator: separator, hasHead: false)
    }
    var columns: [(column: Int, heading: WrittenText)] = []
    for (column, cell) in cells.enumerated()
    where column != step && column != comment && !cell.isEmpty {
      guard let side = try? sides.side(cell, at: 1), side.isKnown else {
        let nearest = sides.formulas.nearest(to: cell.string)
        note(.unknownColumn(cell.quoted, nearest: nearest), line: line)
        continue
      }
      columns.append((column, cell))
    }
    return AnswerTable(
      shape: .wide(columns), step: step, comment: comment, count: cells.count,
      separator: separator)
  }

  /// Reads the rows of a table whose first line stands at `start`.
  mutating func read(_ table: AnswerTable, from start: Int, line: Int) {
    var records = source.records(table.separator, from: start, line: line)
    if table.hasHead { _ = try? records.next() }
    var commentAbove: String?
    var row = 0
    while true {
      do throws(Diagnostic) {
        guard let record = try records.next() else { return }
        if let comment = record.comment {
          commentAbove = WrittenText(source, in: comment).trimmed.printable
          continue
        }
        let above = commentAbove
        commentAbove = nil
        let cells = record.cells(of: source)
        if cells.allSatisfy(\.isEmpty) || cells.areRule { continue }
        row += 1
        try read(record, cells, of: table, row: row, commentAbove: above)
      } catch {
        report(error)
      }
    }
  }

  private mutating func read(
    _ record: TableRecords.Record, _ cells: [WrittenText], of table: AnswerTable, row: Int,
    commentAbove: String?
  ) throws(Diagnostic) {
    func cell(_ column: Int?) -> WrittenText? {
      column.flatMap { cells.indices.contains($0) ? cells[$0] : nil }
    }
    if cells.dropFirst(table.count).contains(where: { !$0.isEmpty }) {
      throw Diagnostic(
        "this row has \(counted(cells.count, "cell")), the table has "
          + counted(table.count, "column"), at: record.place,
        note: "a cell with a comma stands in quotation marks: \"0,5\"")
    }
    let step = try table.step(of: row, in: cell(table.step))
    let comment = cell(table.comment).flatMap { $0.isEmpty ? nil : $0.printable } ?? commentAbove
    func entry(_ value: WrittenText) -> Entry {
      Entry(
        value: value, line: record.line, step: step, comment: comment,
        hasOwnComma: table.separator != UInt8(ascii: ","))
    }
    switch table.shape {
    case .long(let quantity, let value):
      guard let name = cell(quantity), let value = cell(value) else {
        throw Diagnostic(
          "this row has \(counted(cells.count, "cell")) only", at: record.place,
          note: "an empty cell has its separator too")
      }
      if name.isEmpty { throw Diagnostic("no quantity is named in this row", at: record.place) }
      let (number, remark) = value.splittingComment
      var answer = entry(number)
      answer.comment = answer.comment ?? remark?.trimmed.printable
      try add(answer, to: sides.side(name, at: step))
    case .wide(let columns):
      for (column, heading) in columns {
        guard let value = cell(column), !value.isEmpty else { continue }
        do throws(Diagnostic) {
          try add(entry(value), to: sides.side(heading, at: step))
        } catch {
          report(error)
        }
      }
    }
  }
}

extension WrittenText {
  /// What separates the cells of a table's first line; `nil` where nothing does.
  fileprivate var separator: UInt8? {
    var isQuoted = false
    var found: Set<Unicode.Scalar> = []
    for character in characters {
      if character.scalar == "\"" { isQuoted.toggle() }
      if !isQuoted { found.insert(character.typed) }
    }
    if has("|", at: indices.lowerBound) { return UInt8(ascii: "|") }
    return (["\t", ";", ","] as [Unicode.Scalar]).first(where: found.contains).map(
      UInt8.init(ascii:))
  }
}

extension Source {
  fileprivate func records(_ separator: UInt8, from start: Int, line: Int) -> TableRecords {
    TableRecords(
      self, in: start..<bytes.count, separator: separator, comments: .lines, line: line)
  }
}

extension TableRecords.Record {
  fileprivate func cells(of source: Source) -> [WrittenText] {
    cells.map { cell in
      WrittenText(joining: cell.pieces.map { WrittenText(source, in: $0) }).trimmed
    }
  }
}

extension [WrittenText] {
  /// Whether these are the line below the head of a table in Markdown.
  fileprivate var areRule: Bool {
    contains { $0.has("--", at: $0.indices.lowerBound) }
      && allSatisfy { cell in
        cell.indices.allSatisfy { "-: ".unicodeScalars.contains(cell[$0]) }
      }
  }
}
