import Decimals
import Formulas
import Programs

/// Writes formulas as Python.
struct PythonFormulas {
  let dialect: PythonDialect
  /// What variables are called; tables and parts get their names when they are written.
  private(set) var names: [Script.Variable: String] = [.step: "step"]
  private var functionNames: [Function: String] = [:]

  /// Gives names to functions, hyper-parameters and lines.
  init(
    _ dialect: PythonDialect, _ lines: ScriptLines, _ program: Program, _ taken: inout PythonNames
  ) {
    self.dialect = dialect
    for function in lines.functions {
      switch function.code.map(dialect.code) {
      case .definition(let name, _, _)?: functionNames[function] = taken.name(name)
      case .call? where dialect.computesFractions:
        functionNames[function] = taken.name(function.name)
      case .call?, nil: continue
      }
    }
    for function in lines.functions where function.code == nil {
      functionNames[function] = taken.name(function.name)
    }
    for argument in lines.arguments {
      names[.argument(argument.formula)] = taken.name(argument.name)
    }
    for line in lines.named {
      names[.line(line)] = taken.name(program.lines[line].symbol.description)
    }
    for line in lines.previous {
      let name = name(.line(line))
      let keepsIt = lines.keepingPrevious.contains(line)
      names[.previous(line)] = keepsIt ? name : taken.name("\(name)_before")
    }
  }

  func name(_ variable: Script.Variable) -> String {
    guard let name = names[variable] else {
      preconditionFailure("a variable gets its name before it is used")
    }
    return name
  }

  mutating func define(_ variable: Script.Variable, _ name: String) -> String {
    names[variable] = name
    return name
  }

  private func name(_ function: Function) -> String {
    guard let name = functionNames[function] else {
      preconditionFailure("'\(function.name)' is called, but was not noted in the script")
    }
    return name
  }

  /// The functions that the script brings along: those that the library lacks, then the lesson's.
  func definitions(_ script: Script) -> [String] {
    let lacking = script.lines.functions.compactMap { function -> String? in
      if dialect.computesFractions {
        return function.code.map { operation(function, $0, named: name(function)) }
      }
      guard case .definition(_, let parameters, let body)? = function.code.map(dialect.code) else {
        return nil
      }
      let lines = body.split(separator: "\n").map { "    \($0)" }
      return (["def \(name(function))(\(parameters)):"] + lines).joined(separator: "\n")
    }
    return lacking + script.definitions.map(definition)
  }

  private func definition(_ definition: Script.Definition) -> String {
    var taken = PythonNames(reserving: dialect.ownNames + functionNames.values)
    var inside = self
    let parameters = definition.function.parameters.enumerated().map { index, parameter in
      inside.define(.placeholder(index), taken.name(parameter.name))
    }
    var lines = ["def \(name(definition.function))(\(parameters.joined(separator: ", "))):"]
    for part in definition.parts {
      let name = inside.define(.placeholder(part.number), taken.name("part"))
      lines.append("    \(name) = \(inside.value(part.formula))")
    }
    return (lines + ["    return \(inside.value(definition.result))"]).joined(separator: "\n")
  }

  /// A formula as a value of the library.
  func value(_ formula: Formula) -> String {
    isTyped(formula) ? number(formula) : spelling().text(formula)
  }

  /// A formula that another one takes.
  func text(_ formula: Formula) -> String { spelling().text(formula) }

  /// A given number, as a number of the library is made of it.
  func given(_ number: GivenNumber) -> String {
    dialect.computesFractions ? Self.exactText(number) : Self.decimal(number.value)
  }

  /// A condition, as it stands behind `if`.
  func condition(_ formula: Formula) -> String {
    dialect.computesFractions ? "line(\(text(formula)))" : condition(formula, spelling())
  }

  /// The longest sum in a formula, its own or of one of its operands, in brackets or as a list.
  func longestSum(
    in formula: Formula
  ) -> (opening: String, items: [String], closing: String, separator: String)? {
    let terms = ([formula] + formula.parts).compactMap { part -> [Formula]? in
      if case .sum(let terms) = part.kind { return terms }
      return nil
    }.max { $0.count < $1.count }
    guard let terms else { return nil }
    let spelling = spelling()
    if terms.count > Self.longest { return ("sum([", terms.map { spelling.text($0) }, "])", ",") }
    let items = terms.enumerated().map { index, term in
      index == 0 ? spelling.text(term, in: .product) : spelling.addend(term)
    }
    return ("(", items, ")", "")
  }

  // Numbers that are only typed.

  /// Whether Python computes a formula with numbers of its own.
  private func isTyped(_ formula: Formula) -> Bool {
    if formula.dependsOnLines || needsLibrary(formula) { return false }
    return switch formula.kind {
    case .number(let numeral):
      !dialect.computesFractions || Self.exactText(numeral) == numeral.text
    case .named(let name, _): name == "pi" && !dialect.computesFractions
    case .sum, .product, .quotient, .power, .negated: formula.parts.allSatisfy(isTyped)
    case .call(let function, let arguments):
      function.isInfix && !dialect.computesFractions && arguments.allSatisfy(isTyped)
    case .line, .previous, .step, .placeholder: false
    }
  }

  /// Whether Python would stop at a formula with numbers of its own, a division by 0 or a power of
  /// typed numbers, or would not make of it what it is exactly.
  private func needsLibrary(_ formula: Formula) -> Bool {
    switch formula.kind {
    case .power: formula.parts.allSatisfy(isTyped)
    case .product(let factors):
      dialect.computesFractions && factors.prefix(2).allSatisfy(isTyped)
    case .negated(let operand): dialect.computesFractions && operand.numeral?.value == 0
    case .quotient(_, let bottom):
      formula.parts.allSatisfy(isTyped)
        && (dialect.computesFractions || bottom.constantValue() == 0)
    default: false
    }
  }

  private func number(_ formula: Formula) -> String {
    "\(dialect.number)(\(spelling(decimal: !dialect.computesFractions).text(formula)))"
  }

  private func text(_ numeral: Numeral, decimal: Bool) -> String {
    if dialect.computesFractions { return Self.exactText(numeral) }
    let text = Self.pythonNumber(numeral)
    let isWhole = text.allSatisfy { $0.isNumber || $0 == "-" }
    return isWhole && (decimal || abs(numeral.value) > 0x1p31) ? text + ".0" : text
  }

  /// A number as it was typed, where that is one in Python too.
  private static func pythonNumber(_ numeral: Numeral) -> String {
    let text = numeral.text.drop { $0 == "-" }
    let hasZeros = text.hasPrefix("0") && text.dropFirst().first?.isNumber == true
    return hasZeros || !numeral.value.isFinite ? python(numeral.value) : numeral.text
  }

  /// A double that Python reads as the same.
  static func python(_ value: Double) -> String {
    value.isFinite
      ? shortest(value) : value.isNaN ? "math.nan" : value > 0 ? "math.inf" : "-math.inf"
  }

  /// A double as a number with a decimal point, which libraries don't take for an integer.
  static func decimal(_ value: Double) -> String {
    let text = python(value)
    return text.allSatisfy { $0.isNumber || $0 == "-" } ? text + ".0" : text
  }

  // Formulas.

  private func spelling(decimal: Bool = false) -> FormulaSpelling {
    FormulaSpelling(line: { name(.line($0)) }, powerSign: "**") { spelling, formula in
      spelled(formula, spelling, decimal: decimal)
    }
  }

  private func spelled(
    _ formula: Formula, _ spelling: FormulaSpelling, decimal: Bool
  ) -> FormulaSpelling.Spelled? {
    switch formula.kind {
    case .number(let numeral):
      let text = text(numeral, decimal: decimal)
      return (text, text.hasPrefix("-") ? .unary : .operand)
    case .named("pi", _):
      return (dialect.computesFractions ? "inexact(math.pi)" : "math.pi", .operand)
    case .named: return names[.argument(formula)].map { ($0, .operand) }
    case .step: return (name(.step), .operand)
    case .previous(let line): return (name(.previous(line)), .operand)
    case .placeholder(let number): return (name(.placeholder(number)), .operand)
    case .power(let base, let exponent) where needsLibrary(formula):
      return ("\(number(base))**\(spelling.text(exponent, in: .unary))", .power)
    case .quotient(let top, let bottom) where needsLibrary(formula):
      return ("\(number(top))/\(spelling.text(bottom, in: .power))", .product)
    case .negated(let operand) where needsLibrary(formula):
      return ("-\(number(operand))", .unary)
    case .product(let factors) where needsLibrary(formula):
      let others = factors.dropFirst().map { spelling.text($0, in: .power) }
      return (([number(factors[0])] + others).joined(separator: "*"), .product)
    case .sum(let terms) where terms.count > Self.longest:
      return ("sum([\(spelling.list(terms))])", .operand)
    case .product(let factors) where factors.count > Self.longest:
      return ("math.prod([\(spelling.list(factors))])", .operand)
    case .call(let function, let arguments): return call(function, arguments, spelling)
    default: return nil
    }
  }

  /// Sums and products of more are written as a list.
  static let longest = 100

  private func call(
    _ function: Function, _ arguments: [Formula], _ spelling: FormulaSpelling
  ) -> FormulaSpelling.Spelled {
    if dialect.computesFractions { return exactCall(function, arguments, spelling) }
    if function.isInfix { return ("(\(comparison(function, arguments, spelling)))*1.0", .product) }
    let values = arguments.map { isTyped($0) ? number($0) : spelling.text($0) }
    if function == .choice {
      let branches = arguments.enumerated().map { index, branch in
        isTyped(branch) ? values[index] : spelling.text(branch, in: .sum)
      }
      let condition = condition(arguments[0], spelling)
      return ("\(branches[1]) if \(condition) else \(branches[2])", .statement)
    }
    if case .call(let template)? = function.code.map(dialect.code) {
      let plain = self.spelling(decimal: true)
      let takesPlain = !dialect.differentiates
      let list = zip(arguments, values).map { argument, value in
        takesPlain && isTyped(argument) ? plain.text(argument) : value
      }.joined(separator: ", ")
      let pieces = template.split(separator: "{}", omittingEmptySubsequences: false)
      return (pieces.joined(separator: list), .operand)
    }
    var list = values
    if case .member = function.notation { list[0] = spelling.text(arguments[0]) }
    return ("\(name(function))(\(list.joined(separator: ", ")))", .operand)
  }

  /// A call whose value is an exact number.
  private func exactCall(
    _ function: Function, _ arguments: [Formula], _ spelling: FormulaSpelling
  ) -> FormulaSpelling.Spelled {
    if function.isInfix {
      let sides = arguments.enumerated().map { index, side in
        index == 0 && isTyped(side) ? number(side) : spelling.text(side, in: .sum)
      }
      return (sides.joined(separator: " \(function.name) "), .statement)
    }
    if function == .choice { return ("choice(\(spelling.list(arguments)))", .operand) }
    // In a definition, numbers of Python's own would meet each other.
    let isDefinition = function.code == nil
    let values = arguments.map { isDefinition && isTyped($0) ? number($0) : spelling.text($0) }
    return ("\(name(function))(\(values.joined(separator: ", ")))", .operand)
  }

  private func condition(_ formula: Formula, _ spelling: FormulaSpelling) -> String {
    if case .call(let function, let arguments) = formula.kind, function.isInfix {
      return comparison(function, arguments, spelling)
    }
    return "\(spelling.text(formula, in: .sum)) != 0"
  }

  private func comparison(
    _ function: Function, _ sides: [Formula], _ spelling: FormulaSpelling
  ) -> String {
    sides.map { spelling.text($0, in: .sum) }.joined(separator: " \(function.name) ")
  }
}
