import Diagnostics
package import Formulas

extension Program {
  /// Adds transforms of the gradients, moments and updates.
  ///
  /// The chain is transforms, each of which hands its gradients to the next, then one
  /// optimizer. The parameters are the lines to learn, each with its gradient's line;
  /// when maximizing, the negated gradients are handed on.
  package mutating func update(
    by chain: [RuleCall], parameters: [(parameter: LineID, gradient: LineID)], maximizing: Bool,
    functions: [String: Function]
  ) throws(ProgramTooLarge) {
    var gradients = Gradients(lines: parameters.map(\.gradient), areNegated: maximizing)
    for block in chain.indices {
      var application = RuleApplication(
        chain, block: block, parameters: parameters.map(\.parameter), gradients: gradients,
        functions: functions, in: self)
      gradients = try application.run(&self)
    }
  }
}

/// What one block of a chain hands to the next: a line for each parameter.
private struct Gradients {
  let lines: [LineID]
  let areNegated: Bool
}

/// One block of a chain, written out for every parameter.
///
/// Each equation is instantiated once. What it has of each parameter stands there as a placeholder,
/// and is filled in for one parameter after the other.
private struct RuleApplication {
  /// The line of an equation: that of one parameter, by its index, or the one of all.
  private struct Planned {
    let equation: Int
    let parameter: Int?

    init(_ equation: Int, _ parameter: Int?) {
      self.equation = equation
      self.parameter = parameter
    }

    /// Which of the equation's lines it is: an equation for all has one only.
    var index: Int { parameter ?? 0 }
  }

  private let rule: UpdateRule
  private let values: [Formula]
  private let parameters: [LineID]
  private let gradients: Gradients
  private let functions: [String: Function]
  private let names: QuantityNames
  private let maximumLines: Int
  private var arguments: [String: Formula] = [:]
  /// The equations of this block whose lines of this step an equation uses.
  private let operands: [[(equation: Int, isInReduction: Bool)]]
  private let isPerParameter: [Bool]
  private var order: [Planned] = []
  /// The line of each equation, for each parameter or for all; then the parameters, and their
  /// gradients.
  private var lines: [[LineID]] = []

  init(
    _ chain: [RuleCall], block: Int, parameters: [LineID], gradients: Gradients,
    functions: [String: Function], in program: Program
  ) {
    rule = chain[block].rule
    values = chain[block].arguments
    self.parameters = parameters
    self.gradients = gradients
    self.functions = functions
    names = QuantityNames(chain, block: block, in: program)
    maximumLines = program.maximumLines
    operands = rule.equations.map(rule.operands)
    isPerParameter = rule.equations.map { [rule] in rule.perParameter.contains($0.name) }
  }

  /// Settles the order of the lines first, since a state may use another one's value of the
  /// step before that is written later, then writes them.
  mutating func run(_ program: inout Program) throws(ProgramTooLarge) -> Gradients {
    try writeArguments(&program)
    let count = lineCounts.reduce(0, +)
    if program.lines.count + count > maximumLines { throw .lines(limit: maximumLines) }
    planAll(from: program.lines.endIndex)
    program.reserve(count)
    try writeLines(&program)
    guard let result = rule.index(of: rule.kind.result) else { return gradients }
    if rule.kind == .transform { return Gradients(lines: lines[result], areNegated: false) }
    for (parameter, result) in zip(parameters, lines[result]) {
      program.carry(parameter, from: result)
    }
    return gradients
  }

  /// An argument that changes from step to step is a line; any other is a named number.
  private mutating func writeArguments(_ program: inout Program) throws(ProgramTooLarge) {
    for (parameter, value) in zip(rule.parameters, values) {
      if program.isConstant(value) {
        arguments[parameter.name] = Formula(.named(parameter.name, value))
      } else {
        let symbol = names.symbol(parameter.name, of: nil, in: program)
        arguments[parameter.name] = .line(
          try program.append(Line(symbol, .moment, .formula(value))))
      }
    }
  }

  // The order.

  /// Settles the order of the lines: what is computed once for all, then each parameter's terms,
  /// then an optimizer's updates, each preceded by whatever it uses of this step.
  private mutating func planAll(from first: LineID) {
    let planned = linesAsWritten
    var numbers = lineCounts.map { Array(repeating: 0, count: $0) }
    for (number, line) in planned.enumerated() { numbers[line.equation][line.index] = number }
    let dependencies = DependencyOrder(count: planned.count) { number in
      let line = planned[number]
      return operands[line.equation].flatMap { operand, isInReduction -> [Int] in
        if !isPerParameter[operand] { return [numbers[operand][0]] }
        return isInReduction ? numbers[operand] : [numbers[operand][line.index]]
      }
    }
    order = dependencies.ordered.map { planned[$0] }
    var places = Array(repeating: 0, count: planned.count)
    for (place, number) in dependencies.ordered.enumerated() { places[number] = place }
    lines = numbers.map { $0.map { first.advanced(by: places[$0]) } }
    lines += [parameters, gradients.lines]
  }

  /// How many lines each equation has.
  private var lineCounts: [Int] { isPerParameter.map { $0 ? parameters.count : 1 } }

  private var linesAsWritten: [Planned] {
    let update = rule.kind == .optimizer ? rule.index(of: rule.kind.result) : nil
    let terms = rule.equations.indices.filter { $0 != update }
    var planned: [Planned] = terms.filter { !isPerParameter[$0] }.map { Planned($0, nil) }
    let each = terms.filter { isPerParameter[$0] }
    for parameter in parameters.indices { planned += each.map { Planned($0, parameter) } }
    if let update { planned += parameters.indices.map { Planned(update, $0) } }
    return planned
  }

  // The lines.

  private func writeLines(_ program: inout Program) throws(ProgramTooLarge) {
    let templates = try rule.equations.indices.map { equation throws(ProgramTooLarge) in
      try template(of: equation)
    }
    var size = 0
    for planned in order {
      let right = templates[planned.equation].filled { meaning(of: $0, at: planned.index) }
      size = size.saturatingAdding(right.size)
      if size > maximumSize { throw .lines(limit: maximumLines) }
      let parameter = planned.parameter.map { program.lines[parameters[$0]] }
      try program.append(
        line(of: rule.equations[planned.equation], right, of: parameter, in: program))
    }
  }

  private func line(
    of equation: UpdateRule.Equation, _ right: Formula, of parameter: Line?, in program: Program
  ) -> Line {
    if let parameter, rule.kind == .optimizer, equation.name == rule.kind.result {
      return Line(
        .updated(parameter.symbol), .update, .formula(right), initial: parameter.initial,
        given: parameter.given)
    }
    return Line(
      names.symbol(equation.name, of: parameter?.symbol, in: program),
      rule.kind == .optimizer ? .moment : .transform, .formula(right),
      initial: rule.initial[equation.name, default: 0])
  }

  /// The names of a rule were checked when it was read: what can fail here is its size.
  private func template(of equation: Int) throws(ProgramTooLarge) -> Formula {
    var scope = Scope(functions: functions)
    scope.range = { _, _ in 1...max(parameters.count, 1) }
    scope.quantity = { (name, indices) throws(Diagnostic) in
      try value(of: name, at: indices.first.map { $0 - 1 }, in: equation)
    }
    var instantiation = Instantiation(scope, maximumSize: maximumSize)
    do throws(Diagnostic) {
      return try instantiation.formula(rule.equations[equation].formula)
    } catch {
      throw .lines(limit: maximumLines)
    }
  }

  private var maximumSize: Int { maximumLines.saturatingMultiplied(5) }

  /// What a name means: of the parameter with an index, else of the one that the equation is for.
  private func value(
    of name: ParsedName, at parameter: Int?, in equation: Int
  ) throws(Diagnostic) -> Formula {
    if let argument = arguments[name.name] { return argument }
    let quantity: Int?
    switch name.name {
    case "w" where !name.isPrimed: quantity = rule.equations.count
    case "g" where !name.isPrimed: quantity = rule.equations.count + 1
    default: quantity = rule.index(of: name.name)
    }
    guard let quantity else { throw .undefined(name.name, at: name.place) }
    let isEquation = quantity < rule.equations.count
    let isOfStepBefore = isEquation && rule.equations[quantity].isPrimed && !name.isPrimed
    let placeholder = isOfStepBefore ? quantity + lines.count : quantity
    let value: Formula
    if isEquation, !isPerParameter[quantity] {
      value = meaning(of: placeholder, at: 0)
    } else if let parameter {
      value = meaning(of: placeholder, at: parameter)
    } else if isPerParameter[equation] {
      value = .placeholder(placeholder)
    } else {
      throw Diagnostic("'\(name.name)' has a value for each parameter", at: name.place)
    }
    return !isEquation && name.name == "g" && gradients.areNegated
      ? Formula(.negated(value)) : value
  }

  /// What a placeholder stands for in a line: one of `lines` or, numbered behind these, its value in
  /// the step before.
  private func meaning(of placeholder: Int, at index: Int) -> Formula {
    placeholder < lines.count
      ? .line(lines[placeholder][index])
      : Formula(.previous(lines[placeholder - lines.count][index]))
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
