package import Formulas

extension Program {
  /// Returns this program followed by transforms of the gradients, moments and updates.
  ///
  /// The chain is transforms, each of which hands its gradients to the next, then one
  /// optimizer. The parameters are the lines to learn, each with its gradient's line;
  /// when maximizing, the negated gradients are handed on.
  package func updated(
    by chain: [RuleCall], parameters: [(parameter: Int, gradient: Int)], maximizing: Bool,
    functions: [String: Function]
  ) throws(TooManyLines) -> Program {
    let handedOn = parameters.map { parameter, gradient in
      maximizing ? Formula(.negated(.line(gradient))) : .line(gradient)
    }
    var program = self
    var gradients = handedOn
    for block in chain.indices {
      var application = RuleApplication(
        program, chain, block: block, parameters: parameters.map(\.parameter),
        gradients: gradients, functions: functions)
      (program, gradients) = try application.run()
    }
    return program
  }
}

/// One block of a chain, written out for every parameter.
private struct RuleApplication {
  /// A name of the block, of one parameter (by its place) or of all.
  private struct Key: Hashable {
    let name: String
    let parameter: Int?
  }

  private var program: Program
  private let chain: [RuleCall]
  private let block: Int
  private let parameters: [Int]
  private let gradients: [Formula]
  private let functions: [String: Function]
  private let names: QuantityNames
  private var arguments: [String: Formula] = [:]
  private var order: [(equation: UpdateRule.Equation, place: Int?)] = []
  private var positions: [Key: Int] = [:]
  private var firstPosition = 0
  /// How many operations all lines of the block have so far.
  private var size = 0

  init(
    _ program: Program, _ chain: [RuleCall], block: Int, parameters: [Int], gradients: [Formula],
    functions: [String: Function]
  ) {
    self.program = program
    self.chain = chain
    self.block = block
    self.parameters = parameters
    self.gradients = gradients
    self.functions = functions
    names = QuantityNames(chain, block: block, in: program)
  }

  private var rule: UpdateRule { chain[block].rule }

  /// Settles the order of the lines first, since a state may use another one's value of the
  /// step before that is written later, then writes them.
  mutating func run() throws(TooManyLines) -> (Program, gradients: [Formula]) {
    try writeArguments()
    firstPosition = program.lines.count
    planAll()
    if firstPosition + order.count > program.maximumLines {
      throw TooManyLines(limit: program.maximumLines)
    }
    for (equation, place) in order { try program.append(try line(of: equation, at: place)) }
    let results = parameters.indices.compactMap { position(rule.kind.result, of: $0) }
    switch rule.kind {
    case .transform:
      return (program, results.map { .line($0) })
    case .optimizer:
      for (parameter, result) in zip(parameters, results) { program.carry(parameter, from: result) }
      return (program, gradients)
    }
  }

  private func position(_ name: String, of place: Int?) -> Int? {
    positions[Key(name: name, parameter: rule.perParameter.contains(name) ? place : nil)]
  }

  /// An argument that changes from step to step is a line; any other is a named number.
  private mutating func writeArguments() throws(TooManyLines) {
    for (parameter, value) in zip(rule.parameters, chain[block].arguments) {
      if program.isConstant(value) {
        arguments[parameter.name] = Formula(.named(parameter.name, value))
      } else {
        let symbol = names.symbol(parameter.name, of: nil, in: program)
        arguments[parameter.name] = .line(
          try program.append(Line(symbol, .moment, .formula(value))))
      }
    }
  }

  /// What is computed once for all, then each parameter's terms, then an optimizer's updates.
  private mutating func planAll() {
    let isOptimizer = rule.kind == .optimizer
    let terms = rule.equations.filter { !isOptimizer || $0.name != rule.kind.result }
    for equation in terms where !rule.perParameter.contains(equation.name) {
      plan(equation, of: nil)
    }
    for place in parameters.indices {
      for equation in terms where rule.perParameter.contains(equation.name) {
        plan(equation, of: place)
      }
    }
    guard isOptimizer, let result = rule.equation(rule.kind.result) else { return }
    for place in parameters.indices { plan(result, of: place) }
  }

  private mutating func plan(_ equation: UpdateRule.Equation, of place: Int?) {
    let isFull = firstPosition + order.count > program.maximumLines
    if isFull || position(equation.name, of: place) != nil { return }
    planOperands(of: equation.formula, of: place, isInReduction: false)
    let isPerParameter = rule.perParameter.contains(equation.name)
    positions[Key(name: equation.name, parameter: isPerParameter ? place : nil)] =
      firstPosition + order.count
    order.append((equation, isPerParameter ? place : nil))
  }

  /// Plans the lines of this step that a formula uses.
  private mutating func planOperands(
    of formula: ParsedFormula, of place: Int?, isInReduction: Bool
  ) {
    if case .name(let name) = formula.kind, let equation = rule.equation(name.name),
      name.isPrimed == equation.isPrimed
    {
      if isInReduction && rule.perParameter.contains(name.name) {
        for other in parameters.indices { plan(equation, of: other) }
      } else {
        plan(equation, of: place)
      }
    }
    var isInside = isInReduction
    if case .reduction = formula.kind { isInside = true }
    for part in formula.parts { planOperands(of: part, of: place, isInReduction: isInside) }
  }

  private mutating func line(
    of equation: UpdateRule.Equation, at place: Int?
  ) throws(TooManyLines) -> Line {
    let right = try instantiated(equation, of: place)
    size = size.saturatingAdding(right.size)
    if size > maximumSize { throw TooManyLines(limit: program.maximumLines) }
    let formula = Line.Definition.formula(right)
    let parameter = place.map { program.lines[parameters[$0]] }
    if let parameter, rule.kind == .optimizer, equation.name == rule.kind.result {
      return Line(.updated(parameter.symbol), .update, formula, initial: parameter.initial)
    }
    return Line(
      names.symbol(equation.name, of: parameter?.symbol, in: program),
      rule.kind == .optimizer ? .moment : .transform, formula,
      initial: rule.initial[equation.name] ?? 0)
  }

  /// The names of a rule were checked when it was read: what can fail here is its size.
  private func instantiated(
    _ equation: UpdateRule.Equation, of place: Int?
  ) throws(TooManyLines) -> Formula {
    var scope = Scope(functions: functions)
    scope.range = { _, _ in 1...max(parameters.count, 1) }
    scope.quantity = { (name, indices) throws(Diagnostic) in
      try value(of: name, at: indices.first.map { $0 - 1 } ?? place)
    }
    var instantiation = Instantiation(scope, maximumSize: maximumSize)
    guard let formula = try? instantiation.formula(equation.formula) else {
      throw TooManyLines(limit: program.maximumLines)
    }
    return formula
  }

  private var maximumSize: Int { program.maximumLines.saturatingMultiplied(5) }

  private func value(of name: ParsedName, at place: Int?) throws(Diagnostic) -> Formula {
    if let argument = arguments[name.name] { return argument }
    if !name.isPrimed, let place {
      if name.name == "w" { return .line(parameters[place]) }
      if name.name == "g" { return gradients[place] }
    }
    guard let equation = rule.equation(name.name), let line = position(name.name, of: place) else {
      throw Diagnostic("'\(name.name)' is not defined", at: name.place)
    }
    return equation.isPrimed && !name.isPrimed ? Formula(.previous(line)) : .line(line)
  }
}

extension Program {
  /// Whether a formula has the same value at every step.
  package func isConstant(_ formula: Formula) -> Bool {
    switch formula.kind {
    case .step, .previous: false
    case .line(let line): lines[line].isConstant
    default: formula.parts.allSatisfy(isConstant)
    }
  }
}

/// The symbols of a block's terms, qualified only where the bare name would not be unique.
private struct QuantityNames {
  private let label: String
  private let shared: Set<String>
  private let isLastTransform: Bool

  init(_ chain: [RuleCall], block: Int, in program: Program) {
    let name = chain[block].rule.name
    let earlier = chain[..<block].filter { $0.rule.name == name }.count
    label = earlier == 0 ? name : "\(name)#\(earlier + 1)"
    isLastTransform = !chain[(block + 1)...].contains { $0.rule.kind == .transform }
    let others = chain.indices.filter { $0 != block }.flatMap { index -> [String] in
      let (rule, arguments) = (chain[index].rule, chain[index].arguments)
      let rows = zip(rule.parameters, arguments).filter { !program.isConstant($1) }
      return rule.equations.map(\.name) + rows.map(\.0.name)
    }
    shared = Set(others).subtracting(["w", "g"])
  }

  func symbol(_ name: String, of parameter: Symbol?, in program: Program) -> Symbol {
    let isQualified: Bool
    if name == "g", parameter != nil {
      isQualified = !isLastTransform
    } else {
      let bearsLessonName = parameter == nil && program.positions[.named(name)] != nil
      isQualified = bearsLessonName || shared.contains(name)
    }
    return .term(name, of: parameter, block: isQualified ? label : nil)
  }
}
