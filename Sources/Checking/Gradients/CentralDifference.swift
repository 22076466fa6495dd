/// A slope by central differences of one beginning width, extrapolated to width 0.
///
/// Ridders' method (C. J. F. Ridders, Advances in Engineering Software 4, 1982): the width shrinks
/// by a factor, and a polynomial through all differences so far is taken at 0. What two
/// extrapolations differ by estimates the error; the best one is kept. To it comes what the
/// function's own rounding does to a difference of that width.
struct CentralDifference {
  private(set) var slope = Double.nan
  /// The estimated error of the slope.
  private(set) var error = Double.infinity

  var relativeError: Double { error == 0 ? 0 : error / abs(slope) }

  private static let shrinking = 1.4
  private static let mostWidths = 10
  /// Extrapolations that are this many times worse than the best one end the search.
  private static let tooMuchWorse = 2.0

  /// `noise` is how far values of the function are from a smooth one; a function that has no value
  /// somewhere ends the search there.
  init(of function: (Double) -> Double?, at point: Double, width: Double, noise: Double) {
    var width = width
    var last: [Double] = []
    for _ in 0..<Self.mostWidths {
      guard let above = function(point + width), let below = function(point - width) else { return }
      // What was really added and taken away: the points are rounded.
      let distance = (point + width) - (point - width)
      var row = [(above - below) / distance]
      var factor = Self.shrinking * Self.shrinking
      for earlier in last {
        let better = (row[row.count - 1] * factor - earlier) / (factor - 1)
        let spread = max(abs(better - row[row.count - 1]), abs(better - earlier))
        let error = spread + noise / width
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

  init(slope: Double, error: Double) {
    self.slope = slope
    self.error = error
  }
}
