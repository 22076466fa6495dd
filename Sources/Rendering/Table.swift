package import Decimals

/// Numbers in rows under headings.
package struct Table: Hashable, Sendable {
  /// What a table is called where it stands apart from the text.
  package struct Title: Hashable, Sendable {
    /// A word for references to it: `forward`.
    package let key: String
    /// Words and names in a row.
    package let caption: [MathNode]
  }

  package enum Cell: Hashable, Sendable {
    case integer(Int)
    case number(NumberText)
    case name(MathName)
    case words(String)
    /// Words and names in a row.
    case formula(MathNode)
    case empty
  }

  package let columns: [MathNode]
  /// How many of the columns are needed; the others may be left out where there is no room.
  package let neededColumns: Int
  package let rows: [[Cell]]
  package let title: Title?

  package init(
    columns: [MathNode], neededColumns: Int, rows: [[Cell]], title: Title? = nil
  ) {
    self.title = title
    self.columns = columns
    self.neededColumns = neededColumns
    self.rows = rows
  }

  /// The table with so many rows at most, and the rest of it in others.
  func inParts(of count: Int) -> [Table] {
    stride(from: 0, to: rows.count, by: count).map { start in
      Table(
        columns: columns, neededColumns: neededColumns,
        rows: Array(rows[start..<min(start + count, rows.count)]), title: title)
    }
  }
}
