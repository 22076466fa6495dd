import Diagnostics
import Decimals
import Formulas
import Programs

/// Reads an `optimizer` or `transform` block, and checks that its names mean something.
struct RuleReader {
  private let source: Source
  private let kind: UpdateRule.Kind
  private(set) var name = ""
  private(set) var namePlace = 0..<0
  private var parameters: [(name: String, preset: ParsedFormula?, place: Range<Int>)] = []
  private var equations: [UpdateRule.Equation] = []
  /// The index of the first equation of each name.
  private var firstEquations: [String: Int] = [:]
  private var states: [(name: String, initial: ParsedFormula, place: Range<Int>)] = []
  private(set) var mistakes: [Diagnostic] = []

  /// Reads the line that opens a block.
  init(_ kind: UpdateRule.Kind, opening tokens: [Token], in source: Source) {
    self.source = source
    self.kind = kind
    var statement = StatementParser(source, tokens) { _ in false }
    statement.parser.advance()
    do throws(Diagnostic) {
      (name, namePlace) = try statement.parser.expectName("the \(kind.rawValue)'s name")
      if statement.parser.take("(") { parameters = try statement.parameters() }
      try statement.parser.expectEnd()
    } catch {
      mistakes.append(error)
    }
  }

  /// The rule in lines, with brackets around every operation.
  var text: String {
    let states = states.map { "  state \($0.name) = \($0.initial.bracketed)" }
    let equations = equations.map { equation in
      "  \(equation.name)\(equation.isPrimed ? "'" : "") = \(equation.formula.bracketed)"
    }
    let opening = "\(kind.rawValue) \(name)(\(parameterList(parameters)))"
    return ([opening] + states + equations).joined(separator: "\n")
  }

  /// Takes a line of the block.
  mutating func read(_ tokens: [Token]) {
    var parser = FormulaParser(source, tokens) { _ in false }
    do throws(Diagnostic) {
      if StatementParser.word(of: tokens, in: source) == "state" {
        parser.advance()
        let (name, place) = try parser.expectName("the state's name")
        try parser.expect("=", "and the value that '\(name)' starts from")
        states.append((name, try parser.formula(), place))
      } else {
        let left = try parser.name()
        if !left.indices.isEmpty {
          throw Diagnostic("an equation here stands for every parameter", at: left.place)
        }
        try parser.expect("=", "after '\(left.name)'")
        if firstEquations[left.name] == nil { firstEquations[left.name] = equations.count }
        equations.append(
          .init(left.name, isPrimed: left.isPrimed, try parser.formula(), at: left.place))
      }
      try parser.expectEnd()
    } catch {
      mistakes.append(error)
    }
  }

  /// Returns the rule, or `nil` with its mistakes noted.
  mutating func rule(functions: [String: Function]) -> UpdateRule? {
    if mistakes.isEmpty { checkNames() }
    if mistakes.isEmpty { checkOrder() }
    if mistakes.isEmpty { checkFormulas(functions) }
    guard mistakes.isEmpty else { return nil }
    var presets: [Function.Parameter] = []
    var initial: [String: Double] = [:]
    do throws(Diagnostic) {
      for parameter in parameters {
        let preset = try parameter.preset.map { preset throws(Diagnostic) in
          Formula(number: try constant(preset, functions), typed: preset)
        }
        presets.append(.init(parameter.name, preset: preset))
      }
      for state in states { initial[state.name] = try constant(state.initial, functions) }
    } catch {
      mistakes.append(error)
      return nil
    }
    let rule = UpdateRule(kind, name, parameters: presets, equations: equations, initial: initial)
    for equation in equations { checkReductions(equation.formula, of: equation, in: rule) }
    return mistakes.isEmpty ? rule : nil
  }

  private func constant(
    _ parsed: ParsedFormula, _ functions: [String: Function]
  ) throws(Diagnostic) -> Double {
    var instantiation = Instantiation(Scope(functions: functions), maximumSize: 10_000)
    guard let value = try instantiation.formula(parsed).constantValue() else {
      throw Diagnostic("a fixed number is needed here", at: parsed.place)
    }
    return value
  }

  /// Reports what only the whole rule tells: names with an index that have one value for all,
  /// and names without one in a sum that is computed once for all.
  private mutating func checkReductions(
    _ formula: ParsedFormula, of equation: UpdateRule.Equation, in rule: UpdateRule,
    isInside: Bool = false
  ) {
    var isInside = isInside
    switch formula.kind {
    case .name(let name):
      let isPerParameter = rule.perParameter.contains(name.name)
      if !name.indices.isEmpty, !isPerParameter {
        mistakes.append(
          Diagnostic("'\(name.name)' has one value for all parameters", at: name.place))
      } else if isInside, name.indices.isEmpty, isPerParameter,
        !rule.perParameter.contains(equation.name)
      {
        mistakes.append(
          Diagnostic(
            "which parameter's '\(name.name)'?", at: name.place,
            note: "write \(name.name)[p] in a sum over p"))
      }
    case .call(let call) where Reduction.named(call.name)?.isOfEach == true:
      mistakes.append(Diagnostic("a \(call.name) cannot be used here", at: call.place))
    case .reduction(let reduction):
      isInside = true
      if reduction.reduction.isOfEach {
        mistakes.append(Diagnostic("a \(reduction.name) cannot be used here", at: reduction.place))
      }
      for index in reduction.indices where index.range != nil {
        mistakes.append(
          Diagnostic("'\(index.name)' runs over all parameters here", at: index.place))
      }
    default: break
    }
    for part in formula.parts {
      checkReductions(part, of: equation, in: rule, isInside: isInside)
    }
  }

  private mutating func checkNames() {
    let result = kind.result
    var defined: Set<String> = []
    for equation in equations {
      let isReserved = ["w", "g"].contains(equation.name) && equation.name != result
      if isReserved || equation.name == result && !equation.isPrimed
        || equation.name.isReserved
        || parameters.contains(where: { $0.name == equation.name })
      {
        mistakes.append(
          Diagnostic("'\(equation.name)' cannot be defined here", at: equation.place))
      } else if !defined.insert(equation.name).inserted {
        mistakes.append(Diagnostic("'\(equation.name)' is defined twice", at: equation.place))
      }
    }
    if !defined.contains(result) {
      mistakes.append(
        Diagnostic("this \(kind.rawValue) does not say what \(result)' is", at: namePlace))
    }
    let primed = Set(equations.filter(\.isPrimed).map(\.name))
    for state in states where !primed.contains(state.name) {
      mistakes.append(
        Diagnostic("there is no equation for \(state.name)'", at: state.place))
    }
    for parameter in parameters where ["w", "g", "step", "pi"].contains(parameter.name) {
      mistakes.append(
        Diagnostic("'\(parameter.name)' has a meaning here already", at: parameter.place))
    }
    for equation in equations { check(equation.formula, bound: []) }
  }

  /// Reports names that mean nothing here.
  private mutating func check(_ formula: ParsedFormula, bound: [String]) {
    var bound = bound
    switch formula.kind {
    case .name(let name): check(name, bound: bound)
    case .derivative(let top, _):
      mistakes.append(
        Diagnostic("a derivative is called g here", at: top.place))
    case .reduction(let reduction): bound += reduction.indices.map(\.name)
    default: break
    }
    for part in formula.parts { check(part, bound: bound) }
  }

  private mutating func check(_ name: ParsedName, bound: [String]) {
    let equation = equation(name.name)
    let isIndexed = !name.indices.isEmpty
    if isIndexed
      && !(name.indices.count == 1 && name.indices[0].bareName.map(bound.contains) == true)
    {
      mistakes.append(
        Diagnostic(
          "only the index of a sum may stand here", at: name.place,
          note: "for example sum(p: \(name.name)[p])"))
    } else if name.isPrimed {
      if equation?.isPrimed != true {
        mistakes.append(
          Diagnostic("there is no equation for \(name.name)'", at: name.place))
      }
    } else if !bound.contains(name.name) && !knows(name.name, equation) {
      mistakes.append(
        .undefined(
          name.name, here: true, at: name.place,
          among: parameters.map(\.name) + equations.map(\.name)))
    }
  }

  private func equation(_ name: String) -> UpdateRule.Equation? {
    firstEquations[name].map { equations[$0] }
  }

  private func knows(_ name: String, _ equation: UpdateRule.Equation?) -> Bool {
    ["w", "g", "step", "pi"].contains(name) || equation != nil
      || parameters.contains { $0.name == name }
  }

  /// Reports equations whose values would depend on themselves within one step.
  private mutating func checkOrder() {
    let uses = equations.map { operands(of: $0.formula) }
    let rest = DependencyOrder(uses).rest.map { equations[$0] }
    if let equation = rest.first {
      let names = rest.map { $0.isPrimed ? "\($0.name)'" : $0.name }
      mistakes.append(
        Diagnostic(
          "these depend on each other: \(names.joined(separator: ", "))", at: equation.place))
    }
  }

  /// The indices of the block's own equations of this step that a formula uses.
  private func operands(of formula: ParsedFormula) -> [Int] {
    var used: Set<Int> = []
    formula.forEachNode { node in
      for name in node.names {
        if let index = firstEquations[name.name], equations[index].isPrimed == name.isPrimed {
          used.insert(index)
        }
      }
    }
    return Array(used)
  }

  /// Instantiates each equation once, so that wrong calls are found here.
  private mutating func checkFormulas(_ functions: [String: Function]) {
    var scope = Scope(functions: functions)
    scope.quantity = { _, _ in .placeholder(0) }
    scope.range = { _, _ in 1...2 }
    for equation in equations {
      var instantiation = Instantiation(scope, maximumSize: 100_000)
      do throws(Diagnostic) {
        _ = try instantiation.formula(equation.formula)
      } catch {
        mistakes.append(error)
      }
    }
  }
}

extension Formula {
  /// A number with its text as typed, where it was typed as one.
  convenience init(number value: Double, typed: ParsedFormula) {
    if case .number(let numeral) = typed.kind {
      self.init(.number(numeral))
    } else {
      self.init(.number(Numeral(value)))
    }
  }
}
