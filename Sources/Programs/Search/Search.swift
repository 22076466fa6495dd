package import Formulas
import RandomNumbers

/// A parameter that a search moves, and between which bounds.
package struct SearchRange: Sendable {
  package let parameter: LineID
  package let low: Formula
  package let high: Formula
  /// Whether equal ratios are equal distances: both bounds are then above 0.
  package let isLogarithmic: Bool

  package init(parameter: LineID, low: Formula, high: Formula, isLogarithmic: Bool) {
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

  /// The part of the way that a number is at, from the lower bound to the upper one.
  func part(of number: Formula) -> Formula {
    isLogarithmic
      ? Formula(.quotient(.call(.log, number / low), .call(.log, high / low)))
      : .total([number, -low]) / .total([high, -low])
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
  package enum Argument: Sendable {
    /// A whole number, known before the first trial.
    case count(ClosedRange<Int>)
    /// Any formula; it may change from trial to trial.
    case formula
  }

  package let name: String
  package let parameters: [(parameter: Function.Parameter, argument: Argument)]
  /// The names of the families that its lines make up.
  package let families: [String]
  /// The number of trials, the first one included; `nil` where an `Int` cannot hold it.
  package let trials: @Sendable (_ counts: [Int], _ parameters: Int) -> Int?
  /// Adds the lines that the next trial is made of, and returns what it tries in each range.
  let proposals: @Sendable (inout Program, SearchState) throws(ProgramTooLarge) -> [Formula]

  /// The names that its lines may have.
  package var names: [String] {
    ["trial", "kept", "best"] + families + parameters.map(\.parameter.name)
  }

  init(
    _ name: String, _ parameters: [(parameter: Function.Parameter, argument: Argument)],
    families: [String] = [],
    trials: @escaping @Sendable ([Int], Int) -> Int? = { counts, _ in counts[0] },
    proposals: @escaping @Sendable (inout Program, SearchState) throws(ProgramTooLarge) -> [Formula]
  ) {
    self.name = name
    self.parameters = parameters
    self.families = families
    self.trials = trials
    self.proposals = proposals
  }
}

/// What a proposal can be made of.
struct SearchState {
  let objective: LineID
  let ranges: [SearchRange]
  /// The arguments of the method, in the order of its parameters, and those that are counts.
  let arguments: [Formula]
  let counts: [Int]
  /// The lines with the best value so far, and with each parameter of its trial.
  let best: LineID
  let bestParameters: [LineID]
}

extension Program {
  /// The line of a search that all of its methods have: `trial`, `kept` or `best`.
  package func searchLine(_ name: String) -> LineID? {
    lines.firstIndex { line in
      if case .term(name, of: nil, block: _) = line.symbol { return line.phase == .moment }
      return false
    }
  }

  /// Adds the random number that a proposal is made of.
  mutating func draw(
    _ distribution: Distribution, for range: SearchRange
  ) throws(ProgramTooLarge) -> LineID {
    try append(
      Line(
        .term("xi", of: lines[range.parameter].symbol, block: nil), .moment, .drawn(distribution)))
  }

  /// Adds a search for the parameters at which an objective is smallest.
  ///
  /// The first trial is of the parameters as they are given. A trial is kept if its value is below
  /// all before it, which a NaN never is. After the last trial the parameters are the best ones.
  package mutating func search(
    for objective: LineID, in ranges: [SearchRange], by method: SearchMethod, arguments: [Formula],
    counts: [Int], trials: Int
  ) throws(ProgramTooLarge) {
    let values = try appendArguments(arguments, of: method)
    try append(Line(term("trial", of: method), .moment, .formula(Formula(.step))))
    let (best, bestValues) = try appendBest(objective, ranges, of: method)
    let hasNext = Formula.call(.less, Formula(.step), .number(trials))
    let proposals = try method.proposals(
      &self,
      SearchState(
        objective: objective, ranges: ranges, arguments: values, counts: counts, best: best,
        bestParameters: bestValues))
    for (index, range) in ranges.enumerated() {
      let parameter = lines[range.parameter]
      let update = try append(
        Line(
          .updated(parameter.symbol), .update,
          .formula(.call(.choice, hasNext, proposals[index], .line(bestValues[index]))),
          initial: parameter.initial))
      carry(range.parameter, from: update)
    }
    training = Training(steps: trials, until: nil)
  }

  private func term(_ name: String, of method: SearchMethod) -> Symbol {
    .term(name, of: nil, block: positions[.named(name)] == nil ? nil : method.name)
  }

  /// The arguments of a search: named numbers, and lines where they change from trial to trial.
  private mutating func appendArguments(
    _ arguments: [Formula], of method: SearchMethod
  ) throws(ProgramTooLarge) -> [Formula] {
    var values: [Formula] = []
    for (parameter, value) in zip(method.parameters.map(\.parameter), arguments) {
      values.append(
        isConstant(value)
          ? Formula(.named(parameter.name, value))
          : .line(try append(Line(term(parameter.name, of: method), .moment, .formula(value)))))
    }
    return values
  }

  /// Adds the lines that keep the best value so far, and the parameters of its trial.
  private mutating func appendBest(
    _ objective: LineID, _ ranges: [SearchRange], of method: SearchMethod
  ) throws(ProgramTooLarge) -> (value: LineID, parameters: [LineID]) {
    let best = lines.endIndex.advanced(by: 1)
    let kept = try append(
      Line(
        term("kept", of: method), .moment,
        .formula(.call(.less, .line(objective), Formula(.previous(best))))))
    func better(_ line: LineID) -> Formula {
      .call(.choice, .line(kept), .line(line), Formula(.previous(lines.endIndex)))
    }
    try append(
      Line(term("best", of: method), .moment, .formula(better(objective)), initial: .infinity))
    var parameters: [LineID] = []
    for range in ranges {
      let parameter = lines[range.parameter]
      parameters.append(
        try append(
          Line(
            .term("best", of: parameter.symbol, block: nil), .moment,
            .formula(better(range.parameter)), initial: parameter.initial)))
    }
    return (best, parameters)
  }
}
