package import Formulas

extension Program {
  /// Every part whose value jumps and whose derivative is 0 elsewhere, each once: what decides
  /// between pieces of the objective, in the formulas themselves or in their derivatives.
  package var decisions: [Formula] {
    var search = DecisionSearch()
    for line in lines { if let formula = line.formula { search.visit(formula) } }
    return search.found
  }
}

extension Formula {
  /// Every part of the formula, or of its derivatives, whose value jumps and whose derivative is 0
  /// elsewhere.
  package var decisions: [Formula] {
    var search = DecisionSearch()
    search.visit(self)
    return search.found
  }
}

private struct DecisionSearch {
  private(set) var found: [Formula] = []
  private var seen: Set<Formula> = []

  mutating func visit(_ formula: Formula) {
    for call in formula.calls(besides: &seen) {
      guard case .call(let function, let arguments) = call.kind else { continue }
      if function.jumps(arguments, call) { found.append(call) }
      // A definition with a derivative of its own is smooth, whatever it is computed by.
      if case .definition = function.value { continue }
      guard let partial = function.partial else { continue }
      for index in arguments.indices { visit(derivative: partial(arguments, call, index)) }
    }
  }

  /// Visits a derivative, whose own derivatives do not matter.
  private mutating func visit(derivative: Formula) {
    guard derivative.dependsOnLines else { return }
    if case .call(let function, let arguments) = derivative.kind,
      function.jumps(arguments, derivative)
    {
      return visit(derivative)
    }
    derivative.parts.forEach { visit(derivative: $0) }
  }
}

extension Function {
  /// Whether the function is constant between jumps: all of its derivatives are 0.
  fileprivate func jumps(_ arguments: [Formula], _ call: Formula) -> Bool {
    guard let partial, self != .stopGradient else { return false }
    return arguments.indices.allSatisfy { partial(arguments, call, $0) == .zero }
  }
}
