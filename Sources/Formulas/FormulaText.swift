import Decimals

extension Formula {
  /// The formula in the lesson language, with a name for each line.
  ///
  /// Brackets stand where the grammar needs them to read the same tree again, so that whoever
  /// evaluates the text computes the same operations in the same order. A value of the step
  /// before is written `previous(…)`; a hyper-parameter by its value.
  package func text(naming name: @escaping (Int) -> String) -> String {
    FormulaSpelling(name: name).text(self, in: .statement)
  }
}

/// Spells formulas with the brackets that their places need.
private struct FormulaSpelling {
  /// What may stand in a place without brackets: everything down to a rule of the grammar.
  enum Place: Comparable { case statement, sum, product, unary, power, operand }

  let name: (Int) -> String

  func text(_ formula: Formula, in place: Place) -> String {
    if case .named(let name, let value) = formula.kind {
      return name == "pi" ? name : text(value, in: place)
    }
    let spelled = spelling(of: formula)
    return rank(of: formula) < place ? "(\(spelled))" : spelled
  }

  private func rank(of formula: Formula) -> Place {
    switch formula.kind {
    case .line, .previous, .step, .named: .operand
    case .number(let number): number.text.hasPrefix("-") ? .unary : .operand
    case .sum: .sum
    case .product, .quotient: .product
    case .negated: .unary
    case .power: .power
    case .call(let function, _): function.isInfix ? .statement : .operand
    }
  }

  private func spelling(of formula: Formula) -> String {
    switch formula.kind {
    case .number(let number): number.text
    case .line(let line): name(line)
    case .previous(let line): "previous(\(name(line)))"
    case .step: "step"
    case .named(let name, _): name
    case .sum(let terms): sum(terms)
    case .product(let factors): product(factors)
    case .quotient(let top, let bottom):
      text(top, in: .product) + "/" + divisor(bottom)
    case .power(let base, let exponent):
      text(base, in: .operand) + "^" + text(exponent, in: .unary)
    case .negated(let operand): "-" + text(operand, in: .power)
    case .call(let function, let arguments): call(function, arguments)
    }
  }

  private func sum(_ terms: [Formula]) -> String {
    terms.enumerated().map { place, term in
      if place == 0 { return text(term, in: .product) }
      if case .negated(let operand) = term.kind { return " - " + text(operand, in: .product) }
      return " + " + text(term, in: .product)
    }.joined()
  }

  /// A quotient needs no brackets as the first factor, and a product none above a divisor.
  private func product(_ factors: [Formula]) -> String {
    factors.enumerated().map { place, factor in
      if place == 0, case .quotient = factor.kind { return text(factor, in: .product) }
      return text(factor, in: place == 0 ? .unary : .power)
    }.joined(separator: "*")
  }

  /// What stands below a fraction line; a derivative's own would run into it.
  private func divisor(_ formula: Formula) -> String {
    let divisor = text(formula, in: .power)
    if case .line = formula.kind, divisor.contains("/") { return "(\(divisor))" }
    return divisor
  }

  private func call(_ function: Function, _ arguments: [Formula]) -> String {
    if function.isInfix {
      return arguments.map { text($0, in: .sum) }.joined(separator: " \(function.name) ")
    }
    let list = arguments.map { text($0, in: .statement) }.joined(separator: ", ")
    return "\(function.name)(\(list))"
  }
}

extension Function {
  /// Whether calls are typed as a sign between two operands.
  fileprivate var isInfix: Bool {
    if case .infix = notation { return true }
    return false
  }
}
