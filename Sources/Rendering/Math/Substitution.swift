import Decimals
import Formulas

/// Puts numbers in for names as one does on paper: what is multiplied by an exact 0 goes, and so do a
/// term 0 and a factor 1.
struct Substitution {
  let operands: PrintedOperands
  /// The operands whose 0 or 1 is no longer seen, in the order of the formula.
  private(set) var dropped: [Operand] = []
  private var isDropped: Set<Operand> = []

  init(_ operands: PrintedOperands) { self.operands = operands }

  /// A line of the step, or what it was in the step before.
  enum Operand: Hashable {
    case line(LineID)
    case previous(LineID)
  }

  /// A formula with numbers, and its value, where that is exact and a small integer.
  private struct Part {
    let formula: Formula
    var exact: Int?
    /// What stands in it.
    var operands: [Operand] = []

    static func integer(_ value: Int, _ operands: [Operand]) -> Part {
      Part(formula: .number(value), exact: value, operands: operands)
    }
  }

  /// The formula with numbers in the places of names; `nil` where simplifying has changed its value.
  mutating func simplified(_ formula: Formula) -> Formula? {
    let result = part(formula).formula
    func number(_ text: NumberText?) -> Double? { text.map(\.value) }
    let before: Double? = formula.value(
      step: operands.step, line: { number(operands.line($0)) },
      previous: { number(operands.previous($0)) }, placeholder: { number(operands.placeholder($0)) }
    )
    let after: Double? = result.value(
      step: operands.step, line: { number(operands.line($0)) },
      previous: { number(operands.previous($0)) }, placeholder: { number(operands.placeholder($0)) }
    )
    guard let before, let after else { return nil }
    return abs(before - after) <= Self.rounding * abs(before) ? result : nil
  }

  /// What another order of the same operations may change, relative to the value.
  private static let rounding = 1e-12

  private static func numeral(_ text: NumberText) -> Formula? {
    Numeral(text.typed).map(Formula.number)
  }

  private mutating func part(_ formula: Formula) -> Part {
    switch formula.kind {
    case .number(let number): return Part(formula: formula, exact: number.smallInteger)
    case .line(let line):
      return operand(formula, .line(line), operands.line(line), operands.isExact(line))
    case .previous(let line):
      return operand(
        formula, .previous(line), operands.previous(line), operands.wasExact(line))
    case .placeholder(let place):
      return operand(formula, nil, operands.placeholder(place), false)
    case .step: return .integer(operands.step, [])
    case .named(let name, let value): return name == "pi" ? Part(formula: formula) : part(value)
    case .sum(let terms): return sum(terms.map { part($0) })
    case .product(let factors): return product(factors.map { part($0) })
    case .negated(let operand): return negated(part(operand))
    case .quotient(let top, let bottom):
      let (above, below) = (part(top), part(bottom))
      if above.exact == 0, below.exact != 0 {
        drop(above.operands + below.operands)
        return .integer(0, above.operands)
      }
      if below.exact == 1 {
        drop(below.operands)
        return above
      }
      return Part(
        formula: Formula(.quotient(above.formula, below.formula)),
        operands: above.operands + below.operands)
    case .power(let base, let exponent):
      let (below, above) = (part(base), part(exponent))
      if above.exact == 1 { return below }
      if let power = above.exact, power > 0, below.exact == 0 { return below }
      return Part(
        formula: Formula(.power(below.formula, above.formula)),
        operands: below.operands + above.operands)
    case .call(let function, let arguments): return call(function, arguments, formula)
    }
  }

  private func operand(
    _ formula: Formula, _ operand: Operand?, _ text: NumberText?, _ isExact: Bool
  ) -> Part {
    guard let text, let numeral = Self.numeral(text) else { return Part(formula: formula) }
    return Part(
      formula: numeral, exact: isExact ? numeral.numeral?.smallInteger : nil,
      operands: [operand].compactMap(\.self))
  }

  private mutating func drop(_ operands: [Operand]) {
    for operand in operands where isDropped.insert(operand).inserted { dropped.append(operand) }
  }

  private func negated(_ part: Part) -> Part {
    if let exact = part.exact {
      return Part(formula: .number(-exact), exact: -exact, operands: part.operands)
    }
    // − (−2) says more than + 2.
    guard let numeral = part.formula.numeral, numeral.value >= 0 else {
      return Part(formula: Formula(.negated(part.formula)), operands: part.operands)
    }
    return Part(formula: .number(numeral.negated), operands: part.operands)
  }

  private mutating func sum(_ terms: [Part]) -> Part {
    let operands = terms.flatMap(\.operands)
    let exact = terms.compactMap(\.exact)
    if exact.count == terms.count, case let total = exact.reduce(0, +), total == 0 || total == 1 {
      drop(operands)
      return .integer(total, operands)
    }
    let rest = terms.filter { $0.exact != 0 }
    drop(terms.filter { $0.exact == 0 }.flatMap(\.operands))
    if rest.count == 1 { return rest[0] }
    let formulas = rest.enumerated().map { $0 == 0 ? $1.formula : $1.formula.withSignInFront }
    return Part(formula: Formula(.sum(formulas)), operands: rest.flatMap(\.operands))
  }

  private mutating func product(_ factors: [Part]) -> Part {
    let operands = factors.flatMap(\.operands)
    if factors.contains(where: { $0.exact == 0 }) {
      drop(factors.filter { $0.exact == 0 }.flatMap(\.operands))
      return .integer(0, operands)
    }
    var rest = factors.filter { $0.exact != 1 }
    drop(factors.filter { $0.exact == 1 }.flatMap(\.operands))
    if rest.isEmpty { return .integer(1, operands) }
    let isNegated = rest.count > 1 && rest[0].exact == -1
    if isNegated { rest.removeFirst() }
    let product =
      rest.count == 1
      ? rest[0]
      : Part(formula: Formula(.product(rest.map(\.formula))), operands: rest.flatMap(\.operands))
    return isNegated ? negated(product) : product
  }

  private static let longestSpelledOut = 400

  private mutating func call(
    _ function: Function, _ arguments: [Formula], _ formula: Formula
  ) -> Part {
    if let spelledOut = function.spelledOut, case let form = spelledOut(arguments),
      form.size <= Self.longestSpelledOut
    {
      return part(form)
    }
    let parts = arguments.map { part($0) }
    return Part(
      formula: Formula(.call(function, parts.map(\.formula))), operands: parts.flatMap(\.operands))
  }
}

extension Numeral {
  /// The number, where it is an integer that is easily seen to be one.
  fileprivate var smallInteger: Int? { abs(value) < 1000 ? Int(exactly: value) : nil }
}

extension Formula {
  /// A later term of a sum with its sign before all of it: a + (−b)·c is a − b·c.
  fileprivate var withSignInFront: Formula {
    if case .sum(let terms) = kind {
      return Formula(.sum([terms[0].withSignInFront] + terms.dropFirst()))
    }
    return withoutSign.map { Formula(.negated($0)) } ?? self
  }

  /// A product or quotient that begins with a negative number, without its sign.
  private var withoutSign: Formula? {
    func unsigned(_ formula: Formula) -> Formula? {
      if let number = formula.numeral {
        return number.value < 0 ? .number(number.negated) : nil
      }
      return formula.withoutSign
    }
    switch kind {
    case .product(let factors):
      return unsigned(factors[0]).map { Formula(.product([$0] + factors.dropFirst())) }
    case .quotient(let top, let bottom):
      return unsigned(top).map { Formula(.quotient($0, bottom)) }
    default: return nil
    }
  }
}
