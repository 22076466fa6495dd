package import Formulas
import RandomNumbers

/// A parameter that a search moves, and between which bounds.
package struct SearchRange: Sendable {
  package let parameter: Int
  package let low: Formula
  package let high: Formula
  /// Whether equal ratios are equal distances: both bounds are then above 0.
  package let isLogarithmic: Bool

  package init(parameter: Int, low: Formula, high: Formula, isLogarithmic: Bool) {
    self.parameter = parameter
    self.low = low
    self.high = high
    self.isLogarithmic = isLogarithmic
  }

  /// The number at a part of the way from the lower bound to the upper one.
  func value(at part: Formula) -> Formula {
    isLogarithmic
      ? low * Formula(.power(high / low, part)) : .total([low, .total([high, -low]) * part])
  }

  /// The number that a distance leads to, inside the bounds.
  func value(at distance: Formula, from start: Formula) -> Formula {
    let moved =
      isLogarithmic
      ? Formula(.product([start, .call(.exp, distance)])) : Formula(.sum([start, distance]))
    return .call(.max, low, .call(.min, high, moved))
  }
}

/// A gradient-free search: how many trials it makes, and what each tries.
package struct SearchMethod: Sendable {
  package enum Parameter: Sendable {
    /// A whole number, known before the first trial.
    case count(ClosedRange<Int>)
    /// Any formula; it may change from trial to trial.
    case formula
  }

  package let name: String
  package let parameters: [(name: String, kind: Parameter)]
  /// The number of trials, the first one included; `nil` where an `Int` cannot hold it.
  package let trials: @Sendable (_ counts: [Int], _ parameters: Int) -> Int?
  /// Adds the lines that a proposal needs, and returns what the next trial tries in a range.
  let proposal: @Sendable (inout Program, SearchRange, SearchState) throws(TooManyLines) -> Formula
}

/// What a proposal can be made of.
struct SearchState {
  /// The arguments of the method, in the order of its parameters.
  let arguments: [Formula]
  /// The line with the best value of the parameter so far.
  let best: Int
  /// How many parameters come after this one.
  let followers: Int
}

extension SearchMethod {
  package static let all = [random, local, grid]

  private static let mostTrials = 1_000_000_000

  /// Draws each parameter evenly from its range.
  private static let random = SearchMethod(
    name: "random", parameters: [("trials", .count(1...mostTrials))],
    trials: { counts, _ in counts[0] }
  ) { (program, range, _) throws(TooManyLines) in
    range.value(at: .line(try program.draw(.uniform(0, 1), for: range)))
  }

  /// Draws each parameter around the best value so far: one-member evolution, as in Rastrigin,
  /// "The convergence of the random search method in the extremal control of a many-parameter
  /// system", Automation and Remote Control 24, 1963, with normal steps.
  private static let local = SearchMethod(
    name: "local", parameters: [("trials", .count(1...mostTrials)), ("sigma", .formula)],
    trials: { counts, _ in counts[0] }
  ) { (program, range, state) throws(TooManyLines) in
    let xi = try program.draw(.normal(mean: 0, deviation: 1), for: range)
    return range.value(
      at: Formula(.product([state.arguments[1], .line(xi)])), from: .line(state.best))
  }

  /// Goes through all points of a grid, the last parameter fastest.
  private static let grid = SearchMethod(
    name: "grid", parameters: [("points", .count(2...mostTrials))],
    trials: { counts, parameters in
      var trials = 1
      for _ in 0..<parameters {
        if trials > mostTrials { return nil }
        trials *= counts[0]
      }
      return trials + 1
    }
  ) { (program, range, state) throws(TooManyLines) in
    let points = state.arguments[0]
    let count = Formula.total([Formula(.step), .number(-1)])
    /// How many grids of so many parameters have been left behind.
    func completed(_ parameters: Int) -> Formula {
      if parameters == 0 { return count }
      let size = parameters == 1 ? points : Formula(.power(points, .number(parameters)))
      return .call(.floor, Formula(.quotient(count, size)))
    }
    let point = Formula(
      .sum([
        completed(state.followers),
        Formula(.negated(Formula(.product([points, completed(state.followers + 1)])))),
      ]))
    let line = try program.append(
      Line(
        .term("point", of: program.lines[range.parameter].symbol, block: nil), .moment,
        .formula(point)))
    let last = Formula(.sum([points, .number(-1)]))
    return range.value(at: Formula(.quotient(.line(line), last)))
  }
}

extension Program {
  /// Adds the random number that a proposal is made of.
  fileprivate mutating func draw(
    _ distribution: Distribution, for range: SearchRange
  ) throws(TooManyLines) -> Int {
    try append(
      Line(
        .term("xi", of: lines[range.parameter].symbol, block: nil), .moment, .drawn(distribution)))
  }

  /// Adds a search for the parameters at which an objective is smallest.
  ///
  /// The first trial is of the parameters as they are given. A trial is kept if its value is below
  /// all before it, which a NaN never is. After the last trial the parameters are the best ones.
  package mutating func search(
    for objective: Int, in ranges: [SearchRange], by method: SearchMethod, arguments: [Formula],
    trials: Int
  ) throws(TooManyLines) {
    func term(_ name: String) -> Symbol {
      .term(name, of: nil, block: positions[.named(name)] == nil ? nil : method.name)
    }
    var values: [Formula] = []
    for (parameter, value) in zip(method.parameters, arguments) {
      values.append(
        isConstant(value)
          ? Formula(.named(parameter.name, value))
          : .line(try append(Line(term(parameter.name), .moment, .formula(value)))))
    }
    try append(Line(term("trial"), .moment, .formula(Formula(.step))))
    let best = lines.count + 1
    let kept = try append(
      Line(
        term("kept"), .moment,
        .formula(.call(.less, .line(objective), Formula(.previous(best))))))
    func better(_ line: Int) -> Formula {
      .call(.choice, .line(kept), .line(line), Formula(.previous(lines.count)))
    }
    try append(
      Line(term("best"), .moment, .formula(better(objective)), initial: .infinity))
    var bestValues: [Int] = []
    for range in ranges {
      let parameter = lines[range.parameter]
      bestValues.append(
        try append(
          Line(
            .term("best", of: parameter.symbol, block: nil), .moment,
            .formula(better(range.parameter)), initial: parameter.initial)))
    }
    let hasNext = Formula.call(.less, Formula(.step), .number(trials))
    var proposals: [Formula] = []
    for (place, range) in ranges.enumerated() {
      let state = SearchState(
        arguments: values, best: bestValues[place], followers: ranges.count - place - 1)
      proposals.append(try method.proposal(&self, range, state))
    }
    for (place, range) in ranges.enumerated() {
      let parameter = lines[range.parameter]
      let update = try append(
        Line(
          .updated(parameter.symbol), .update,
          .formula(.call(.choice, hasNext, proposals[place], .line(bestValues[place]))),
          initial: parameter.initial))
      carry(range.parameter, from: update)
    }
    training = Training(steps: trials, until: nil)
  }
}
