import Diagnostics
import Formulas
import Programs

/// Training: the update rules of a lesson, and what stands in their place.
extension Completion {
  mutating func train(
    _ training: TrainingStatement, _ updates: [Equation], _ claims: [ClaimStatement],
    _ deltas: [Equation]
  ) throws(Diagnostic) {
    let calls = try ruleCalls(training.chain)
    let given = try updateMembers(updates)
    let places = Set(given.map(\.parameter))
    let ruled = gradients.filter { !places.contains($0.parameter) }
    if calls.isEmpty, let parameter = ruled.first?.parameter {
      throw Diagnostic(
        "nothing says how '\(program.lines[parameter].symbol)' is updated", at: training.place,
        note: "write 'by' and an optimizer, or give it an 'update' of its own")
    }
    let claimed = try claimedGradients(of: ruled.map(\.parameter), training, claims)
    let handedOn = ruled.map { pair in
      (pair.parameter, claimed.first { $0.parameter == pair.parameter }?.line ?? pair.gradient)
    }
    try limited(training.place) { () throws(TooManyLines) in
      if !calls.isEmpty {
        try program.update(
          by: calls, parameters: handedOn, maximizing: training.isMaximizing,
          functions: catalogue.functions)
      }
    }
    try update(given, deltas)
    try define(claimed)
    var until: Formula?
    if let condition = training.until {
      var instantiation = Instantiation(scope, maximumSize: maximumLines)
      until = try instantiation.formula(condition)
    }
    program.training = Training(steps: training.steps, until: until)
  }

  private mutating func ruleCalls(_ chain: [ParsedCall]) throws(Diagnostic) -> [RuleCall] {
    var calls: [RuleCall] = []
    for (place, call) in chain.enumerated() {
      guard let rule = catalogue.rules[call.name] else { continue }
      var instantiation = Instantiation(scope, maximumSize: maximumLines)
      let given = try instantiation.bound(
        call, to: rule.parameters.map(\.name),
        hasPreset: { rule.parameters[$0].preset != nil })
      var arguments = zip(given, rule.parameters).map { $0 ?? $1.preset ?? .zero }
      for (number, searched) in searched.enumerated() where searched.rule == place {
        arguments[searched.argument] = try argument(number, given: arguments[searched.argument])
      }
      calls.append(RuleCall(rule, arguments: arguments))
      rules.append(
        .init(
          name: rule.name,
          arguments: zip(rule.parameters, arguments).map { (name: $0.name, value: $1) }))
    }
    return calls
  }

  /// One parameter whose next value is given outright.
  private struct GivenUpdate {
    let parameter: Int
    let equation: Equation
    let bindings: Scope.Bindings
  }

  private func updateMembers(_ equations: [Equation]) throws(Diagnostic) -> [GivenUpdate] {
    var updates: [Int: GivenUpdate] = [:]
    for equation in equations {
      for (symbol, _, bindings) in try members(of: equation) {
        guard let parameter = program.positions[symbol], program.lines[parameter].phase == .param
        else { throw Diagnostic("'\(symbol)' is no param", at: equation.left.place) }
        if updates[parameter] != nil {
          throw Diagnostic("'\(symbol)' is updated twice", at: equation.left.place)
        }
        updates[parameter] = GivenUpdate(
          parameter: parameter, equation: equation, bindings: bindings)
      }
    }
    return updates.values.sorted { $0.parameter < $1.parameter }
  }

  /// Adds the lines of updates that are given outright, and of deltas that name what comes of an
  /// update, each after those that it uses.
  ///
  /// All their names are known before the first formula is read: one may name another's result.
  private mutating func update(
    _ updates: [GivenUpdate], _ deltas: [Equation]
  ) throws(Diagnostic) {
    let start = program.lines.count
    for update in updates {
      let parameter = program.lines[update.parameter]
      givenUpdates.insert(.updated(parameter.symbol))
      try limited(update.equation.left.place) { () throws(TooManyLines) in
        _ = try program.append(
          Line(
            .updated(parameter.symbol), .update, .formula(.zero), initial: parameter.initial))
      }
    }
    defineAfterUpdates(deltas)
    if !mistakes.isEmpty { return }
    for (place, update) in updates.enumerated() {
      var instantiation = Instantiation(
        scope, bindings: update.bindings, maximumSize: maximumLines)
      program.define(start + place, as: try instantiation.formula(update.equation.right))
      program.carry(update.parameter, from: start + place)
    }
    try sortUpdates(updates)
  }

  /// Puts the updates in the order of the parameters, then the deltas of updates, each preceded by
  /// whatever it uses that has not come yet.
  private mutating func sortUpdates(_ given: [GivenUpdate]) throws(Diagnostic) {
    if given.isEmpty { return }
    let first = program.lines.firstIndex { $0.phase == .update } ?? program.lines.count
    let updates = gradients.compactMap { (parameter, _) -> Int? in
      guard case .carried(let source) = program.lines[parameter].definition else { return nil }
      return source
    }
    let others = Set(first..<program.lines.count).subtracting(updates).sorted()
    reorder(Array(0..<first) + updates + others)
    let lines = program.lines
    reorder(
      try lines.evaluationOrder(from: first) { line in
        let update = given.first { lines[line].symbol == .updated(lines[$0.parameter].symbol) }
        return (update ?? given[0]).equation.left.place
      })
  }
}
