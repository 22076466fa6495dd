package import Decimals

/// Numbers in rows under headings; the first column says what a row is about.
package struct Table: Hashable, Sendable {
  /// What a table is called where it stands apart from the text.
  package struct Title: Hashable, Sendable {
    /// A word for references to it: `forward`.
    package let key: String
    /// Words and names in a row.
    package let caption: [MathNode]
    /// What the further parts of a long table have behind it.
    package let continued: String
  }

  package enum Cell: Hashable, Sendable {
    case integer(Int)
    case number(NumberText)
    case name(MathName)
    case words(String)
    /// Words and names in a row.
    case formula(MathNode)
    case empty

    /// A number; empty where there is none.
    init(_ number: NumberText?) { self = number.map(Cell.number) ?? .empty }

    var isNumber: Bool {
      switch self {
      case .integer, .number: true
      case .name, .words, .formula, .empty: false
      }
    }
  }

  package let columns: [MathNode]
  package internal(set) var rows: [[Cell]]
  package let title: Title?
  /// How families stand in it; `nil` where it is about something else.
  package internal(set) var families: FamilyShape?

  package init(columns: [MathNode], rows: [[Cell]], title: Title? = nil) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }

  /// Columns that stay together where a table stands in parts: numbers without a heading go with the
  /// names before them.
  var columnsTogether: [Range<Int>] {
    var groups: [Range<Int>] = []
    for column in columns.indices {
      let goesOn = columns[column] == .words("") && rows.allSatisfy { $0[column].isNumber }
      if goesOn, groups.count > 1, let last = groups.popLast() {
        groups.append(last.lowerBound..<column + 1)
      } else {
        groups.append(column..<column + 1)
      }
    }
    return groups
  }

  /// The table with so many rows at most, and the rest of it in others.
  func inParts(of count: Int) -> [Table] {
    stride(from: 0, to: rows.count, by: count).map { start in
      var part = self
      part.rows = Array(rows[start..<min(start + count, rows.count)])
      return part
    }
  }
}

extension NumberStyle {
  /// A number in a table; an empty cell where there is none.
  package func cell(_ value: Double?) -> Table.Cell {
    Table.Cell(value.map(text))
  }
}
