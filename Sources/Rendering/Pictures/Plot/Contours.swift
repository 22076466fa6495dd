/// The lines on which a function of two variables has one value, found by marching squares.
package struct Contours: Sendable {
  /// Values at the crossings of a grid, row by row.
  private let values: [Double]
  private let columns: Int
  private let rows: Int

  package init(columns: Int, rows: Int, _ value: (_ column: Int, _ row: Int) -> Double) {
    self.columns = columns
    self.rows = rows
    values = (0..<rows).flatMap { row in (0..<columns).map { value($0, row) } }
  }

  private func value(_ column: Int, _ row: Int) -> Double { values[row * columns + column] }

  /// The values that are finite, from the smallest to the largest.
  var sortedValues: [Double] { values.filter(\.isFinite).sorted() }

  /// A side of a square of the grid: that to the right of a crossing, or that above it.
  private struct Side: Hashable {
    let column, row: Int
    let isUpright: Bool
  }

  /// The lines of one value, each as points in columns and rows of the grid.
  ///
  /// A line that closes ends with its first point. Squares with a corner that is not finite have no
  /// lines.
  package func lines(at level: Double) -> [[(column: Double, row: Double)]] {
    var neighbours: [Side: [Side]] = [:]
    var order: [Side] = []
    let squares = (0..<rows - 1).flatMap { row in (0..<columns - 1).map { ($0, row) } }
    for (one, other) in squares.flatMap({ crossings($0, $1, level) }) {
      for (from, to) in [(one, other), (other, one)] {
        if neighbours[from] == nil { order.append(from) }
        neighbours[from, default: []].append(to)
      }
    }
    var visited: Set<Side> = []
    func line(from start: Side) -> [(column: Double, row: Double)]? {
      guard visited.insert(start).inserted else { return nil }
      var sides = [start]
      while let next = neighbours[sides[sides.count - 1]]?.first(where: { !visited.contains($0) }) {
        visited.insert(next)
        sides.append(next)
      }
      if sides.count > 2, neighbours[sides[sides.count - 1]]?.contains(start) == true {
        sides.append(start)
      }
      return sides.map { point(on: $0, level) }
    }
    // Open lines first, from their ends.
    let ends = order.filter { neighbours[$0]?.count == 1 }
    return (ends + order).compactMap(line)
  }

  /// The pairs of a square's sides that lines of a value join.
  private func crossings(_ column: Int, _ row: Int, _ level: Double) -> [(Side, Side)] {
    let corners = [
      value(column, row), value(column + 1, row), value(column + 1, row + 1),
      value(column, row + 1),
    ]
    if !corners.allSatisfy(\.isFinite) { return [] }
    let sides = [
      Side(column: column, row: row, isUpright: false),
      Side(column: column + 1, row: row, isUpright: true),
      Side(column: column, row: row + 1, isUpright: false),
      Side(column: column, row: row, isUpright: true),
    ]
    let isAbove = corners.map { $0 >= level }
    let crossed = (0..<4).filter { isAbove[$0] != isAbove[($0 + 1) % 4] }
    if crossed.count == 2 { return [(sides[crossed[0]], sides[crossed[1]])] }
    if crossed.isEmpty { return [] }
    // Two corners are above across from each other: the middle tells whether they are joined.
    let middle = corners.reduce(0) { $0 + $1 / 4 } >= level
    return middle == isAbove[0]
      ? [(sides[0], sides[1]), (sides[2], sides[3])] : [(sides[3], sides[0]), (sides[1], sides[2])]
  }

  private func point(on side: Side, _ level: Double) -> (column: Double, row: Double) {
    let (first, second) = (
      value(side.column, side.row),
      side.isUpright ? value(side.column, side.row + 1) : value(side.column + 1, side.row)
    )
    let share = (level / 2 - first / 2) / (second / 2 - first / 2)
    let (column, row) = (Double(side.column), Double(side.row))
    return side.isUpright ? (column, row + share) : (column + share, row)
  }
}
