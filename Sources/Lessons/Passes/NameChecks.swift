import Diagnostics
import Formulas
import Programs

/// What can be said about what is done with the equations before these are lines.
extension Environment {
  /// Names that mean nothing, and rules that do not exist or stand in the wrong place.
  func mistakes(in run: PlannedRun) -> [Diagnostic] {
    var checks = RunChecks(self)
    if let training = run.training { checks.checkRules(of: training) }
    checks.checkNames(of: run)
    if let search = run.search { checks.checkNames(of: search, ofTrainings: run.training != nil) }
    return checks.mistakes
  }
}

private struct RunChecks {
  private let environment: Environment
  /// Names that mean something beside the lesson's quantities.
  private var others: Set<String> = []
  /// What may be called with a parameter.
  private var terms: Set<String> = []
  private(set) var mistakes: [Diagnostic] = []

  init(_ environment: Environment) {
    self.environment = environment
  }

  private var quantities: Quantities { environment.quantities }
  private var catalogue: Catalogue { environment.catalogue }

  // Names.

  private mutating func check(_ indices: [String] = [], _ body: (inout NameCheck) -> Void) {
    var check = NameCheck(
      quantities, catalogue.functions, indices: indices, others: others, terms: terms)
    body(&check)
    mistakes += check.mistakes
  }

  private mutating func check(_ equation: Equation) {
    let indices = equation.left.indices.compactMap(\.bareName) + equation.ranges.map(\.name)
    check(indices) { $0.check(equation.right) }
  }

  private mutating func check(_ claim: ClaimStatement) {
    let indices = claim.indices.compactMap(\.bareName) + claim.ranges.map(\.name)
    check(indices) { check in
      check.check(claim.derivative)
      check.check(claim.right)
    }
  }

  mutating func checkNames(of run: PlannedRun) {
    others = Set(run.deltas.map(\.left.name))
    for statement in run.derivatives {
      check { [quantities] check in
        check.check(statement.target)
        for name in statement.variables where name.indices.isEmpty {
          if quantities.position(of: name.name) == nil { check.check(name) }
        }
      }
    }
    if let training = run.training { noteNames(of: training, run.claims) }
    for delta in run.deltas { check(delta) }
    for claim in run.claims { check(claim) }
    if let training = run.training {
      if let until = training.until { check { $0.check(until) } }
      for update in run.updates { check(update) }
    } else if let update = run.updates.first {
      mistakes.append(
        Diagnostic(
          "an update needs training", at: update.left.place,
          note: "'minimize L, steps: 10' says what is to become small, and for how many steps"))
    }
  }

  /// Checks what a training learns from, and notes the names that come of its rules.
  private mutating func noteNames(of training: TrainingStatement, _ claims: [ClaimStatement]) {
    check { $0.check(training.objective) }
    let rules = training.chain.compactMap { catalogue.rules[$0.name] }
    terms.formUnion(rules.flatMap { $0.equations.map(\.name) })
    terms.remove("w")
    others.formUnion(terms.subtracting(["g"]))
    others.formUnion(rules.flatMap { $0.parameters.map(\.name) } + ["gradient_norm"])
    if let use = training.claims {
      terms.insert("g")
      check(use, among: claims)
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

  mutating func checkNames(of search: SearchStatement, ofTrainings: Bool) {
    (others, terms) = ([], [])
    check { [quantities] check in
      check.check(search.objective)
      for range in search.ranges where !ofTrainings {
        // The name of a family means all of it.
        if range.name.indices.isEmpty, quantities.position(of: range.name.name) != nil { continue }
        check.check(range.name)
      }
      for argument in search.method.arguments { check.check(argument.value) }
    }
    if SearchMethod.all.contains(where: { $0.name == search.method.name }) { return }
    mistakes.append(
      .noSuch(
        "search", search.method.name, at: search.method.namePlace,
        among: SearchMethod.all.map(\.name)))
  }

  // Rules.

  /// Reports transforms and optimizers that do not exist or stand in the wrong place.
  mutating func checkRules(of training: TrainingStatement) {
    for (place, call) in training.chain.enumerated() {
      if catalogue.brokenRules.contains(call.name) { continue }
      do throws(Diagnostic) {
        try check(call, isLast: place == training.chain.count - 1)
      } catch {
        mistakes.append(error)
      }
    }
  }

  private func check(_ call: ParsedCall, isLast: Bool) throws(Diagnostic) {
    let wanted: UpdateRule.Kind = isLast ? .optimizer : .transform
    guard let rule = catalogue.rules[call.name] else {
      let names = catalogue.rules.values.filter { $0.kind == wanted }.map(\.name).sorted()
      throw .noSuch(wanted.rawValue, call.name, at: call.namePlace, among: names)
    }
    if rule.kind != wanted {
      throw Diagnostic(
        isLast
          ? "'\(call.name)' is a transform: an optimizer must follow it"
          : "'\(call.name)' is an optimizer: nothing can follow it", at: call.namePlace)
    }
    var instantiation = Instantiation(
      permissiveScope, maximumSize: environment.maximumLines)
    _ = try instantiation.bound(
      call, to: rule.parameters.map(\.name), hasPreset: { rule.parameters[$0].preset != nil })
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
