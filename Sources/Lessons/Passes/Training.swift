import Diagnostics
import Formulas
import Programs

/// What a training's headings say: its rules, and the new parameters that are given outright.
struct TrainedRules {
  let rules: [Lesson.Rule]
  let givenUpdates: Set<Symbol>
}

/// Training: the update rules of a lesson, and what stands in their place.
extension LoweredProgram {
  /// Adds the lines of one step's updates, and of the deltas that name what comes of them.
  mutating func train(
    _ training: TrainingStatement, _ run: PlannedRun, _ deltas: [Equation],
    _ searched: inout [SearchedArgument], _ mistakes: inout [Diagnostic]
  ) throws(Diagnostic) -> TrainedRules {
    let calls = try ruleCalls(training.chain, &searched)
    let given = try givenUpdates(run.updates)
    let places = Set(given.map(\.parameter))
    let ruled = gradients.filter { !places.contains($0.parameter) }
    if calls.isEmpty, let parameter = ruled.first?.parameter {
      throw Diagnostic(
        "nothing says how '\(program.lines[parameter].symbol)' is updated", at: training.place,
        note: "write 'by' and an optimizer, or give it an 'update' of its own")
    }
    let rules = TrainedRules(
      rules: (training.claims.map { [$0.rule] } ?? []) + calls.map(Lesson.Rule.init),
      givenUpdates: Set(given.map { .updated(program.lines[$0.parameter].symbol) }))
    let claimed = try claimedGradients(of: ruled.map(\.parameter), training, run.claims)
    let handedOn = ruled.map { pair in
      (pair.parameter, claimed.first { $0.parameter == pair.parameter }?.line ?? pair.gradient)
    }
    try limited(training.place) { () throws(ProgramTooLarge) in
      if !calls.isEmpty {
        try program.update(
          by: calls, parameters: handedOn, maximizing: training.isMaximizing,
          functions: environment.catalogue.functions)
      }
    }
    try update(given, deltas, &mistakes)
    try define(claimed)
    let until = try training.until.map { condition throws(Diagnostic) in try formula(condition) }
    program.training = Training(steps: training.steps, until: until)
    return rules
  }

  private mutating func ruleCalls(
    _ chain: [ParsedCall], _ searched: inout [SearchedArgument]
  ) throws(Diagnostic) -> [RuleCall] {
    var calls: [RuleCall] = []
    for (place, call) in chain.enumerated() {
      guard let rule = environment.catalogue.rules[call.name] else { continue }
      var instantiation = Instantiation(scope, maximumSize: environment.maximumLines)
      let given = try instantiation.bound(
        call, to: rule.parameters.map(\.name),
        hasPreset: { rule.parameters[$0].preset != nil })
      var arguments = zip(given, rule.parameters).map { $0 ?? $1.preset ?? .zero }
      for number in searched.indices where searched[number].rule == place {
        let argument = searched[number].argument
        arguments[argument] = try self.argument(&searched[number], given: arguments[argument])
      }
      calls.append(RuleCall(rule, arguments: arguments))
    }
    return calls
  }

  // Updates that are given outright.

  /// One parameter whose next value is given outright.
  private struct GivenUpdate {
    let parameter: LineID
    let equation: Equation
    let bindings: Scope.Bindings
  }

  private func givenUpdates(_ equations: [Equation]) throws(Diagnostic) -> [GivenUpdate] {
    var updates: [LineID: GivenUpdate] = [:]
    for equation in equations {
      for (symbol, bindings) in try environment.members(of: equation) {
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
    _ updates: [GivenUpdate], _ deltas: [Equation], _ mistakes: inout [Diagnostic]
  ) throws(Diagnostic) {
    let start = program.lines.endIndex
    for update in updates {
      let parameter = program.lines[update.parameter]
      try limited(update.equation.left.place) { () throws(ProgramTooLarge) in
        _ = try program.append(
          Line(
            .updated(parameter.symbol), .update, .formula(.zero), initial: parameter.initial,
            given: parameter.given))
      }
    }
    defineAfterUpdates(deltas, &mistakes)
    if !mistakes.isEmpty { return }
    for (offset, update) in updates.enumerated() {
      let line = start.advanced(by: offset)
      program.define(line, as: try formula(update.equation.right, update.bindings))
      program.carry(update.parameter, from: line)
    }
    try sortUpdates(updates)
  }

  /// Puts the updates in the order of the parameters, then the deltas of updates, each preceded by
  /// whatever it uses that has not come yet.
  private mutating func sortUpdates(_ given: [GivenUpdate]) throws(Diagnostic) {
    if given.isEmpty { return }
    let first = program.lines.firstIndex { $0.phase == .update } ?? program.lines.endIndex
    let updates = gradients.compactMap { (parameter, _) -> LineID? in
      guard case .carried(let source) = program.lines[parameter].definition else { return nil }
      return source
    }
    let others = Set(program.lines.indices[first...]).subtracting(updates).sorted()
    reorder(program.lines.indices[..<first] + updates + others)
    let lines = program.lines
    reorder(
      try lines.evaluationOrder(from: first) { line in
        let update = given.first { lines[line].symbol == .updated(lines[$0.parameter].symbol) }
        return (update ?? given[0]).equation.left.place
      })
  }
}

extension Lesson.Rule {
  fileprivate init(_ call: RuleCall) {
    self.init(
      name: call.rule.name,
      arguments: zip(call.rule.parameters, call.arguments).map { (name: $0.name, value: $1) })
  }
}

extension ClaimUse {
  /// The claims as the first of a chain's rules.
  fileprivate var rule: Lesson.Rule {
    .init(name: "claim" + (label.map { " \"\($0.printable)\"" } ?? ""), arguments: [])
  }
}
