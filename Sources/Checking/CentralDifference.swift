/// The slope of a function by central differences of several widths, extrapolated to width 0.
///
/// Ridders' method (C. J. F. Ridders, Advances in Engineering Software 4, 1982): the width shrinks
/// by a factor, and a polynomial through all differences so far is taken at 0. What two
/// extrapolations differ by estimates the error, rounding included; the best one is kept.
struct CentralDifference {
  private(set) var slope = Double.nan
  /// The estimated error of the slope.
  private(set) var error = Double.infinity

  private static let shrinking = 1.4
  private static let mostWidths = 10
  /// Extrapolations that are this many times worse than the best one end the search.
  private static let tooMuchWorse = 2.0

  /// Begins with several widths, the largest first; a function of no value ends a search.
  init(of function: (Double) -> Double?, at point: Double, widths: [Double]) {
    for width in widths {
      search(function, point, width)
      if error <= 1e-9 * abs(slope) { return }
    }
  }

  private mutating func search(
    _ function: (Double) -> Double?, _ point: Double, _ width: Double
  ) {
    var width = width
    var last: [Double] = []
    for _ in 0..<Self.mostWidths {
      guard let above = function(point + width), let below = function(point - width) else { return }
      // What was really added and taken away: the points are rounded.
      var row = [(above - below) / ((point + width) - (point - width))]
      var factor = Self.shrinking * Self.shrinking
      for earlier in last {
        let better = (row[row.count - 1] * factor - earlier) / (factor - 1)
        let error = max(abs(better - row[row.count - 1]), abs(better - earlier))
        if error <= self.error { (slope, self.error) = (better, error) }
        row.append(better)
        factor *= Self.shrinking * Self.shrinking
      }
      if let before = last.last, abs(row[row.count - 1] - before) >= Self.tooMuchWorse * error {
        return
      }
      last = row
      width /= Self.shrinking
    }
  }
}
