import Decimals

extension Formula {
  /// The formula in the lesson language, with a name for each line.
  ///
  /// Brackets stand where the grammar needs them to read the same tree again, so that whoever
  /// evaluates the text computes the same operations in the same order. A value of the step
  /// before is written `previous(…)`; a hyper-parameter by its value.
  package func text(naming name: @escaping (LineID) -> String) -> String {
    FormulaSpelling(line: name).text(self)
  }
}

/// Spells formulas in a language of formulas, with the brackets that they need.
///
/// By itself it writes the lesson language.
package struct FormulaSpelling {
  /// The rules of the grammar, from the loosest: a text needs brackets inside of a tighter one.
  package enum Precedence: Comparable, Sendable {
    case statement, sum, product, unary, power, operand
  }
  /// A text, and the tightest rule in which it needs no brackets.
  package typealias Spelled = (text: String, precedence: Precedence)

  private let line: (LineID) -> String
  private let powerSign: String
  /// Whether `-x^2` is (−x)², and `2^3^2` (2³)².
  private let powersAreLikeInSpreadsheets: Bool
  /// What another language writes in its own way.
  private let special: (FormulaSpelling, Formula) -> Spelled?

  package init(
    line: @escaping (LineID) -> String, powerSign: String = "^",
    powersAreLikeInSpreadsheets: Bool = false,
    special: @escaping (FormulaSpelling, Formula) -> Spelled? = { _, _ in nil }
  ) {
    self.line = line
    self.powerSign = powerSign
    self.powersAreLikeInSpreadsheets = powersAreLikeInSpreadsheets
    self.special = special
  }

  package func text(_ formula: Formula, in outer: Precedence = .statement) -> String {
    let (text, precedence) = spelled(formula)
    return precedence < outer ? "(\(text))" : text
  }

  private func spelled(_ formula: Formula) -> Spelled {
    if let spelled = special(self, formula) { return spelled }
    switch formula.kind {
    case .number(let number): return (number.text, number.text.hasPrefix("-") ? .unary : .operand)
    case .line(let line): return (self.line(line), .operand)
    case .previous(let line): return ("previous(\(self.line(line)))", .operand)
    case .step: return ("step", .operand)
    case .placeholder(let number): return ("_\(number)", .operand)
    case .named("pi", _): return ("pi", .operand)
    case .named(_, let value): return spelled(value)
    case .sum(let terms): return (sum(terms), .sum)
    case .product(let factors): return (product(factors), .product)
    case .quotient(let top, let bottom):
      return (text(top, in: .product) + "/" + divisor(bottom), .product)
    case .power(let base, let exponent):
      let precedence: Precedence = powersAreLikeInSpreadsheets ? .operand : .unary
      return (text(base, in: .operand) + powerSign + text(exponent, in: precedence), .power)
    case .negated(let operand):
      return ("-" + text(operand, in: powersAreLikeInSpreadsheets ? .operand : .power), .unary)
    case .call(let function, let arguments): return call(function, arguments)
    }
  }

  private func sum(_ terms: [Formula]) -> String {
    terms.enumerated().map { index, term in
      index == 0 ? text(term, in: .product) : " " + addend(term)
    }.joined()
  }

  /// A further term of a sum, with its sign.
  package func addend(_ term: Formula) -> String {
    if case .negated(let operand) = term.kind { return "- " + text(operand, in: .product) }
    return "+ " + text(term, in: .product)
  }

  /// A quotient needs no brackets as the first factor, and a product none above a divisor.
  private func product(_ factors: [Formula]) -> String {
    factors.enumerated().map { index, factor in
      if index == 0, case .quotient = factor.kind { return text(factor, in: .product) }
      return text(factor, in: index == 0 ? .unary : .power)
    }.joined(separator: "*")
  }

  /// What stands below a fraction line; a derivative's own would run into it.
  private func divisor(_ formula: Formula) -> String {
    let divisor = text(formula, in: .power)
    if case .line = formula.kind, divisor.contains("/") { return "(\(divisor))" }
    return divisor
  }

  private func call(_ function: Function, _ arguments: [Formula]) -> Spelled {
    if function.isInfix {
      let sides = arguments.map { text($0, in: .sum) }
      return (sides.joined(separator: " \(function.name) "), .statement)
    }
    return ("\(function.name)(\(list(arguments)))", .operand)
  }

  /// Arguments between commas.
  package func list(_ arguments: [Formula]) -> String {
    arguments.map { text($0) }.joined(separator: ", ")
  }
}

extension Function {
  /// Whether calls are typed as a sign between two operands.
  package var isInfix: Bool {
    if case .infix = notation { return true }
    return false
  }
}
