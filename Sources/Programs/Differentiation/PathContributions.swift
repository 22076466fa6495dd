package import Formulas

extension Program {
  /// The line that a derivative is the derivative of; `nil` for a line that is no derivative.
  package func objective(of derivative: LineID) -> LineID? {
    guard case .derivative(let top, let variables) = lines[derivative].symbol else { return nil }
    return positions[variables.count == 1 ? top : .derivative(of: top, by: variables.dropLast())]
  }

  /// The partial derivative of a line's formula by one of its operands, whether or not it is a
  /// line of its own; `nil` where the formula does not use the operand.
  package func localDerivative(of line: LineID, by operand: LineID) -> Formula? {
    guard let formula = lines[line].formula, formula.uses(operand) else { return nil }
    let symbol = Symbol.local(of: lines[line].symbol, by: lines[operand].symbol)
    if let own = positions[symbol], !lines[own].isAbsent { return .line(own) }
    return formula.partials(ownLine: line, wanted: { $0 == operand }).first?.derivative
  }

  /// The contributions of paths to a derivative: one for each line that uses its variable, in their order.
  ///
  /// A contribution is the user's adjoint times the local derivative; their sum is the derivative. Empty
  /// where the line is no derivative of a quantity by another one that it depends on.
  package func pathContributions(of derivative: LineID) -> [(via: LineID, formula: Formula)] {
    guard case .derivative(_, let variables) = lines[derivative].symbol,
      let variable = variables.last.flatMap({ positions[$0] }),
      let objective = objective(of: derivative), variable < objective
    else { return [] }
    var known = KnownFormulas(lines)
    let uses = uses(by: objective, downTo: variable)
    var contributions: [(via: LineID, formula: Formula)] = []
    for user in variable.advanced(by: 1)...objective {
      guard let formula = lines[user].formula, formula.uses(variable),
        let partial = formula.conditionalPartials(ownLine: user, wanted: { $0 == variable }).first
      else { continue }
      let local = known.rewritten(partial.derivative)
      if user == objective {
        contributions.append((user, local))
      } else if let adjoint = positions[
        lines[objective].symbol.differentiated(by: lines[user].symbol)]
      {
        let symbol = Symbol.local(of: lines[user].symbol, by: lines[variable].symbol)
        let factor = positions[symbol].flatMap { lines[$0].isAbsent ? nil : Formula.line($0) }
        let term = .line(adjoint) * (factor ?? local)
        let use = partial.use.by(uses[user, default: .never])
        contributions.append((user, term.where(use, &known)))
      }
    }
    return contributions
  }
}

extension Program {
  /// Whether an objective uses the lines behind a variable, where branches decide that.
  private func uses(by objective: LineID, downTo variable: LineID) -> [LineID: Use] {
    var uses: [LineID: Use] = [objective: .always]
    for user in (variable...objective).reversed() {
      guard let use = uses[user], let formula = lines[user].formula else { continue }
      let partials = formula.conditionalPartials(ownLine: user) { $0 > variable }
      for partial in partials {
        uses[partial.line, default: .never] = uses[partial.line, default: .never]
          .or(partial.use.by(use))
      }
    }
    return uses
  }
}

extension Formula {
  fileprivate func uses(_ line: LineID) -> Bool {
    var found = false
    forEachLine { if $0 == line { found = true } }
    return found
  }
}
