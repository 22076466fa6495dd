/// Steps that give an overview of a long run: the first, the last, and round numbers between.
enum StepSelection {
  static let most = 12

  /// Returns at most ``most`` steps from 1 to `last`, evenly spaced, or in growing strides where
  /// the run is long.
  static func overview(to last: Int, most: Int = most) -> [Int] {
    if last <= most { return Array(1...max(last, 1)) }
    let candidates =
      last <= 120
      ? roundStrides(to: last).map { Array(stride(from: $0, to: last, by: $0)) }
      : [[1, 2, 5], [1, 3], [1]].map { powers(of: $0, below: last) }
    let chosen = candidates.first { $0.count <= most - 2 || $0.first == 1 && $0.count < most } ?? []
    return (chosen.first == 1 ? [] : [1]) + chosen + [last]
  }

  /// The steps of an overview, and the second in any case: what the first update led to.
  static func comparison(to last: Int) -> [Int] {
    let steps = overview(to: last, most: most - 1)
    return last < 2 || steps.contains(2) ? steps : [1, 2] + steps.dropFirst()
  }

  private static func roundStrides(to last: Int) -> [Int] { [2, 5, 10, 20, 50, 100] }

  /// The leading digits times each power of ten, up to a limit.
  private static func powers(of digits: [Int], below last: Int) -> [Int] {
    var result: [Int] = []
    var power = 1
    while power < last {
      result += digits.map { $0 * power }.filter { $0 < last }
      power *= 10
    }
    return result
  }
}
