import Diagnostics
import Formulas
import Programs

/// The gradient of a parameter that training takes from a claim.
struct ClaimedGradient {
  let parameter: LineID
  let line: LineID
  fileprivate let claim: ClaimedDerivative
  fileprivate let use: ClaimUse
}

/// Claims in place of derivatives.
extension LoweredProgram {
  /// Adds a line for each of the parameters whose gradient a claim is about; its formula comes
  /// when all names that it may have are known.
  ///
  /// A claim is the first transform of the chain, and its gradients are named so.
  mutating func claimedGradients(
    of parameters: [LineID], _ training: TrainingStatement, _ statements: [ClaimStatement]
  ) throws(Diagnostic) -> [ClaimedGradient] {
    guard let use = training.claims else { return [] }
    if let rule = training.chain.first(where: { $0.name == "claim" }) {
      throw Diagnostic(
        "a rule called 'claim' cannot stand beside 'using claim'", at: rule.namePlace)
    }
    var members: [LineID: ClaimedDerivative] = [:]
    for statement in statements where statement.label == use.label {
      for member in try self.members(of: statement) {
        if members.updateValue(member, forKey: member.derivative) != nil { throw twice(member) }
      }
    }
    let isLast = training.chain.count <= 1
    var claimed: [ClaimedGradient] = []
    for (parameter, gradient) in gradients where parameters.contains(parameter) {
      guard let member = members[gradient] else { continue }
      let symbol = Symbol.term(
        "g", of: program.lines[parameter].symbol, block: isLast ? nil : "claim")
      try limited(use.place) { () throws(ProgramTooLarge) in
        let line = try program.append(Line(symbol, .transform, .formula(.zero)))
        claimed.append(
          ClaimedGradient(parameter: parameter, line: line, claim: member, use: use))
      }
    }
    if claimed.isEmpty {
      throw Diagnostic(
        "of these claims, none is about a gradient that an optimizer uses", at: use.place,
        note: "a claim for 'd\(training.objective.name)/dw' would be, where w is a param")
    }
    return claimed
  }

  /// Gives claimed gradients their formulas, and puts them behind what these use.
  mutating func define(_ claimed: [ClaimedGradient]) throws(Diagnostic) {
    guard let first = claimed.first else { return }
    var size = 0
    for gradient in claimed {
      program.define(gradient.line, as: try formula(of: gradient.claim, &size))
    }
    reorder(
      try program.lines.evaluationOrder(from: first.line) { line in
        claimed.first { $0.line == line }?.claim.statement.derivative.place ?? first.use.place
      })
  }
}
