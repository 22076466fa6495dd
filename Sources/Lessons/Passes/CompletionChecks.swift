import Diagnostics
import Formulas
import Programs

/// What can be said about a lesson's last statements before its equations are lines.
extension Completion {
  /// Reports names that mean nothing in what is done with the equations.
  mutating func checkNames(
    _ derivatives: [Differentiate], _ deltas: [Equation], _ updates: [Equation],
    _ claims: [ClaimStatement], _ training: TrainingStatement?
  ) {
    var others = Set(deltas.map(\.left.name))
    var terms: Set<String> = []
    func report(_ indices: [String] = [], _ body: (inout NameCheck) -> Void) {
      var check = NameCheck(
        quantities, catalogue.functions, indices: indices, others: others, terms: terms)
      body(&check)
      mistakes += check.mistakes
    }
    for statement in derivatives {
      report { check in
        check.check(statement.target)
        for name in statement.variables where name.indices.isEmpty {
          if quantities.position(of: name.name) == nil { check.check(name) }
        }
      }
    }
    func checkDeltas() {
      for delta in deltas {
        let indices = delta.left.indices.compactMap(\.bareName) + delta.ranges.map(\.name)
        report(indices) { $0.check(delta.right) }
      }
    }
    func checkClaims() {
      for claim in claims {
        let indices = claim.indices.compactMap(\.bareName) + claim.ranges.map(\.name)
        report(indices) { check in
          check.check(claim.derivative)
          check.check(claim.right)
        }
      }
    }
    guard let training else {
      checkDeltas()
      checkClaims()
      if let update = updates.first {
        mistakes.append(
          Diagnostic(
            "an update needs training", at: update.left.place,
            note: "'minimize L, steps: 10' says what is to become small, and for how many steps"))
      }
      return
    }
    report { $0.check(training.objective) }
    let rules = training.chain.compactMap { catalogue.rules[$0.name] }
    terms.formUnion(rules.flatMap { $0.equations.map(\.name) })
    terms.remove("w")
    others.formUnion(terms.subtracting(["g"]))
    others.formUnion(rules.flatMap { $0.parameters.map(\.name) } + ["gradient_norm"])
    if let use = training.claims {
      terms.insert("g")
      check(use, among: claims)
    }
    checkDeltas()
    checkClaims()
    if let until = training.until { report { $0.check(until) } }
    for update in updates {
      let indices = update.left.indices.compactMap(\.bareName) + update.ranges.map(\.name)
      report(indices) { $0.check(update.right) }
    }
  }

  private mutating func check(_ use: ClaimUse, among claims: [ClaimStatement]) {
    if claims.contains(where: { $0.label == use.label }) { return }
    guard let label = use.label else {
      mistakes.append(
        Diagnostic(
          "there is no claim without a label", at: use.place,
          note: claims.first?.label.map { "write 'using claim \"\($0)\"'" }))
      return
    }
    mistakes.append(
      .unknown(
        "there is no claim \"\(label)\"", at: use.place, word: label,
        among: claims.compactMap(\.label)))
  }

  /// Reports transforms and optimizers that do not exist or stand in the wrong place.
  mutating func checkRules(of training: TrainingStatement) {
    for (place, call) in training.chain.enumerated() {
      let isLast = place == training.chain.count - 1
      let wanted: UpdateRule.Kind = isLast ? .optimizer : .transform
      let names = catalogue.rules.values.filter { $0.kind == wanted }.map(\.name).sorted()
      if catalogue.brokenRules.contains(call.name) { continue }
      guard let rule = catalogue.rules[call.name] else {
        mistakes.append(
          .unknown(
            "there is no \(wanted.rawValue) '\(call.name)'", at: call.namePlace, word: call.name,
            among: names))
        continue
      }
      if rule.kind != wanted {
        mistakes.append(
          Diagnostic(
            isLast
              ? "'\(call.name)' is a transform: an optimizer must follow it"
              : "'\(call.name)' is an optimizer: nothing can follow it", at: call.namePlace))
        continue
      }
      var instantiation = Instantiation(permissiveScope, maximumSize: maximumLines)
      do throws(Diagnostic) {
        _ = try instantiation.bound(
          call, to: rule.parameters.map(\.name),
          hasPreset: { rule.parameters[$0].preset != nil })
      } catch {
        mistakes.append(error)
      }
    }
  }

  /// A scope in which every quantity is a number: enough to check how a call is made.
  private var permissiveScope: Scope {
    var scope = Scope(functions: catalogue.functions)
    scope.quantity = { (name, _) throws(Diagnostic) in
      guard let position = quantities.position(of: name.name) else {
        throw quantities.unknown(name)
      }
      try quantities.checkRank(name, of: quantities.families[position])
      return .zero
    }
    return scope
  }
}
