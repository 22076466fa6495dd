import Formulas
import RandomNumbers

extension SearchMethod {
  package static let all = [random, local, grid, bayes]

  static let mostTrials = 1_000_000_000

  /// Draws each parameter evenly from its range.
  private static let random = SearchMethod(
    "random", [(.init("trials"), .count(1...mostTrials))]
  ) { (program, state) throws(ProgramTooLarge) in
    try state.ranges.map { range throws(ProgramTooLarge) in
      range.value(at: .line(try program.draw(.uniform(0, 1), for: range)))
    }
  }

  /// Draws each parameter around that of the best trial, as in Rastrigin, "The convergence of the
  /// random search method in the extremal control of a many-parameter system", Automation and
  /// Remote Control 24, 1963, here with normal steps.
  private static let local = SearchMethod(
    "local", [(.init("trials"), .count(1...mostTrials)), (.init("sigma"), .formula)]
  ) { (program, state) throws(ProgramTooLarge) in
    var proposals: [Formula] = []
    for (range, best) in zip(state.ranges, state.bestParameters) {
      let xi = try program.draw(.normal(mean: 0, deviation: 1), for: range)
      let distance = Formula(.product([state.arguments[1], .line(xi)]))
      proposals.append(range.value(at: distance, from: .line(best)))
    }
    return proposals
  }

  /// Goes through all points of a grid, the last parameter fastest.
  private static let grid = SearchMethod(
    "grid", [(.init("points"), .count(2...mostTrials))],
    trials: { counts, parameters in
      let points = counts[0].power(parameters)
      return points < .max ? points + 1 : nil
    }
  ) { (program, state) throws(ProgramTooLarge) in
    let completed = Formula.total([Formula(.step), .number(-1)])
    return try program.proposals(
      afterPoints: completed, perParameter: state.arguments[0], state.ranges)
  }
}

extension Program {
  /// Adds the number of a grid's point in each range, and returns the numbers there.
  ///
  /// `count` says how many points come before this one; `points` are in each range.
  mutating func proposals(
    afterPoints count: Formula, perParameter points: Formula, _ ranges: [SearchRange]
  ) throws(ProgramTooLarge) -> [Formula] {
    /// How many grids of so many parameters come before the point.
    func completed(_ parameters: Int) -> Formula {
      if parameters == 0 { return count }
      let size = parameters == 1 ? points : Formula(.power(points, .number(parameters)))
      return .call(.floor, Formula(.quotient(count, size)))
    }
    var proposals: [Formula] = []
    for (index, range) in ranges.enumerated() {
      let followers = ranges.count - index - 1
      let before = Formula(.product([points, completed(followers + 1)]))
      let point = try append(
        Line(
          .term("point", of: lines[range.parameter].symbol, block: nil), .moment,
          .formula(Formula(.sum([completed(followers), Formula(.negated(before))])))))
      let last = Formula(.sum([points, .number(-1)]))
      proposals.append(range.value(at: Formula(.quotient(.line(point), last))))
    }
    return proposals
  }
}

extension Int {
  /// The power; the largest `Int` where it is too large for one.
  func power(_ exponent: Int) -> Int {
    var result = 1
    for _ in 0..<exponent where result < .max { result = result.saturatingMultiplied(self) }
    return result
  }
}
