package import Decimals

/// Numbers in rows under headings.
package struct Table: Hashable, Sendable {
  package enum Cell: Hashable, Sendable {
    case integer(Int)
    case number(NumberText)
    case name(MathName)
    case words(String)
    case empty
  }

  package let columns: [MathNode]
  /// How many of the columns are needed; the others may be left out where there is no room.
  package let neededColumns: Int
  package let rows: [[Cell]]

  package init(columns: [MathNode], neededColumns: Int, rows: [[Cell]]) {
    self.columns = columns
    self.neededColumns = neededColumns
    self.rows = rows
  }
}
