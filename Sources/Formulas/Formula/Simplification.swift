import Decimals

/// Arithmetic on formulas as a teacher would write it down, for derivative lines.
///
/// Factors 1, terms 0 and double signs vanish, numbers are folded as exact
/// rationals, signs stand in front: −(t − o), not (−1)·(t − o). The author's own
/// lines are never built with these.
extension Formula {
  package static func * (left: Formula, right: Formula) -> Formula {
    if right.isPlainFactor {
      if left == .one { return right }
      if left.isPlainFactor { return Formula(.product([left, right])) }
    }
    var product = Monomial()
    product.multiply(by: left)
    product.multiply(by: right)
    return product.formula
  }

  package static func / (left: Formula, right: Formula) -> Formula {
    var quotient = Monomial()
    quotient.multiply(by: left)
    quotient.divide(by: right)
    return quotient.formula
  }

  package static prefix func - (operand: Formula) -> Formula {
    if case .sum = operand.kind { return Formula(.negated(operand)) }
    return .number(-1) * operand
  }

  package var squared: Formula { raised(to: .number(2)) }

  /// The power, with the exponents 0 and 1 written out.
  package func raised(to exponent: Formula) -> Formula {
    switch exponent.numeral?.exact {
    case .some(let number) where number == Rational(0): .one
    case .some(let number) where number == Rational(1): self
    default: Formula(.power(self, exponent))
    }
  }

  /// The sum of the terms, from left to right, with like terms put together.
  package static func total(_ terms: [Formula]) -> Formula {
    if terms.count == 1, terms[0].isPlainTerm { return terms[0] }
    var sum = Polynomial()
    for term in terms { sum.add(term) }
    return sum.formula
  }

  /// `then` where `condition` is not 0, else `otherwise`; a mere 1 or 0 is the condition itself.
  package static func choice(
    _ condition: Formula, _ then: Formula, _ otherwise: Formula
  ) -> Formula {
    if case .call(let function, _) = condition.kind, Function.comparisons.contains(function),
      then == .one, otherwise == .zero
    {
      return condition
    }
    return .call(.choice, condition, then, otherwise)
  }
}

extension Formula {
  /// Whether the formula stays one factor in any product, with nothing in it to be simplified.
  private var isPlainFactor: Bool {
    switch kind {
    case .line, .previous, .step, .placeholder, .named, .power, .call: true
    case .number, .sum, .product, .quotient, .negated: false
    }
  }

  /// Whether the formula is a factor, or a product of factors, that simplification leaves as it is.
  fileprivate var isPlainTerm: Bool {
    if case .product(let factors) = kind { return factors.allSatisfy(\.isPlainFactor) }
    return isPlainFactor
  }
}

/// A product in the making: an exact coefficient, factors, and divisors.
private struct Monomial {
  var coefficient = Rational(1)
  var factors: [Formula] = []
  var divisors: [Formula] = []

  /// A longer product stays one factor, or the derivatives of a long one would grow with its square.
  private static let mostFlattened = 8

  mutating func multiply(by formula: Formula) {
    switch formula.kind {
    case .number(let number):
      if let exact = number.exact, let product = coefficient.multiplied(by: exact) {
        coefficient = product
      } else {
        factors.append(formula)
      }
    case .negated(let operand):
      coefficient = coefficient.opposite
      multiply(by: operand)
    case .product(let parts) where parts.count <= Monomial.mostFlattened:
      for part in parts { multiply(by: part) }
    case .quotient(let left, let right):
      multiply(by: left)
      divide(by: right)
    default:
      if !cancel(formula, in: &divisors) { factors.append(formula) }
    }
  }

  /// Takes out a named constant that stands on the other side of the stroke: π/π is 1.
  ///
  /// A quantity stays, since it may be 0.
  private func cancel(_ formula: Formula, in others: inout [Formula]) -> Bool {
    guard case .named(_, let value) = formula.kind, let number = value.numeral?.value,
      number != 0, number.isFinite, let index = others.firstIndex(of: formula)
    else { return false }
    others.remove(at: index)
    return true
  }

  mutating func divide(by formula: Formula) {
    switch formula.kind {
    case .number(let number):
      if let exact = number.exact, let quotient = coefficient.divided(by: exact) {
        coefficient = quotient
      } else {
        divisors.append(formula)
      }
    case .negated(let operand):
      coefficient = coefficient.opposite
      divide(by: operand)
    case .product(let parts) where parts.count <= Monomial.mostFlattened:
      for part in parts { divide(by: part) }
    case .quotient(let left, let right):
      divide(by: left)
      multiply(by: right)
    default:
      if !cancel(formula, in: &factors) { divisors.append(formula) }
    }
  }

  /// Whether a typed 0 is a divisor: 0/0 is no 0, whatever it is multiplied by.
  var dividesByZero: Bool { divisors.contains { $0.numeral?.value == 0 } }

  /// The product without its coefficient.
  var bare: Formula {
    let above = Formula.row(factors)
    return divisors.isEmpty ? above : Formula(.quotient(above, .row(divisors)))
  }

  var formula: Formula {
    if coefficient == Rational(0), !dividesByZero { return .zero }
    let isNegative = coefficient.numerator < 0
    let size = isNegative ? coefficient.opposite : coefficient
    let positive: Formula
    if size == Rational(1) {
      positive = bare
    } else if divisors.isEmpty || size.numeral != nil {
      let above = Formula.row([size.formula] + factors)
      positive = divisors.isEmpty ? above : Formula(.quotient(above, .row(divisors)))
    } else {
      let above = size.numerator == 1 ? factors : [.number(size.numerator)] + factors
      positive = Formula(.quotient(.row(above), .row([.number(size.denominator)] + divisors)))
    }
    return isNegative ? Formula(.negated(positive)) : positive
  }
}

/// A sum in the making: like terms are added up to one, and so are numbers.
private struct Polynomial {
  private var terms: [(coefficient: Rational, bare: Formula)] = []
  private var indices: [Formula: Int] = [:]

  mutating func add(_ term: Formula) {
    if case .sum(let parts) = term.kind {
      for part in parts { add(part) }
      return
    }
    if term.isPlainTerm {
      add(Rational(1), term)
    } else {
      var monomial = Monomial()
      monomial.multiply(by: term)
      if monomial.dividesByZero { return add(Rational(1), term) }
      add(monomial.coefficient, monomial.bare)
    }
  }

  private mutating func add(_ coefficient: Rational, _ bare: Formula) {
    if let index = indices[bare], let total = terms[index].coefficient.adding(coefficient) {
      terms[index].coefficient = total
    } else {
      indices[bare] = terms.count
      terms.append((coefficient, bare))
    }
  }

  var formula: Formula {
    let parts = terms.compactMap { coefficient, bare -> Formula? in
      if coefficient == Rational(0) { return nil }
      if coefficient == Rational(1), bare.isPlainTerm { return bare }
      var monomial = Monomial(coefficient: coefficient)
      monomial.multiply(by: bare)
      return monomial.formula
    }
    return switch parts.count {
    case 0: .zero
    case 1: parts[0]
    default: Formula(.sum(parts))
    }
  }
}

extension Rational {
  /// The number with the other sign.
  fileprivate var opposite: Rational {
    guard let opposite = negated() else {
      preconditionFailure("the smallest integer is no numerator of a formula's number")
    }
    return opposite
  }

  /// The number as a formula: a numeral, or a fraction of two.
  fileprivate var formula: Formula {
    if let numeral { return .number(numeral) }
    return Formula(.quotient(.number(numerator), .number(denominator)))
  }
}

extension Formula {
  /// The product of factors that need no simplification: 1 of none, the factor of one.
  fileprivate static func row(_ factors: [Formula]) -> Formula {
    switch factors.count {
    case 0: .one
    case 1: factors[0]
    default: Formula(.product(factors))
    }
  }
}
