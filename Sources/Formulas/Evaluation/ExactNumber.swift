package import Decimals

/// A number of `arithmetic exact`: a fraction as long as every operation has one, and its double.
///
/// A line is computed in fractions where that is possible, and its double is the fraction rounded
/// once; every other line is computed in doubles, from the doubles of its operands.
package struct ExactNumber: FormulaNumber {
  /// The fraction rounded once, of a whole formula; on the way to it, what doubles give.
  package let value: Double
  package let fraction: Fraction?
  /// Whether there is no fraction because one would have been too long, here or in an operand.
  package let isCut: Bool
  /// Whether the number of the step went into it.
  private let dependsOnStep: Bool
  /// The most bits that a line made of it may have.
  private var limit: Int

  /// The most bits that a line's numerator or denominator may have.
  package static let mostBits = 10_000
  /// The same of b^step, which becomes longer at every step.
  package static let mostBitsOfStepPower = 1_000

  private init(
    _ value: Double, _ fraction: Fraction?, isCut: Bool, dependsOnStep: Bool,
    limit: Int = mostBits
  ) {
    (self.value, self.fraction) = (value, fraction)
    (self.isCut, self.dependsOnStep, self.limit) = (isCut, dependsOnStep, limit)
  }

  /// The number, of which nothing longer is made.
  package func limited(to bits: Int) -> Self {
    var result = self
    result.limit = bits
    return result
  }

  /// A double of which no fraction is known.
  package init(_ value: Double) {
    self.init(value, nil, isCut: false, dependsOnStep: false)
  }

  package init(_ number: Numeral) {
    self.init(number.value, Fraction(number), isCut: false, dependsOnStep: false)
  }

  package init(step: Int) {
    self.init(Double(step), Fraction(step), isCut: false, dependsOnStep: true)
  }

  package init(written value: Double) {
    let fraction = value.isFinite ? Fraction(DecimalExpansion(shortest: value)) : nil
    self.init(value, fraction, isCut: false, dependsOnStep: false)
  }

  package init(_ fraction: Fraction) {
    self.init(fraction.value, fraction, isCut: false, dependsOnStep: false)
  }

  /// What an operation makes of its operands: of fractions one, where there is one.
  ///
  /// On the way to a line's value it may be longer, since terms may cancel.
  private init(_ value: Double, of operands: [Self], _ fraction: ([Fraction]) -> Fraction?) {
    let limit = operands.reduce(Self.mostBits) { min($0, $1.limit) }
    let fractions = operands.compactMap(\.fraction)
    let result = fractions.count == operands.count ? fraction(fractions) : nil
    let isLong = (result?.bits ?? 0) > 4 * limit
    self.init(
      value, isLong ? nil : result, isCut: isLong || operands.contains(where: \.isCut),
      dependsOnStep: operands.contains(where: \.dependsOnStep), limit: limit)
  }

  package static func + (left: Self, right: Self) -> Self {
    Self(left.value + right.value, of: [left, right]) { $0[0] + $0[1] }
  }

  package static func * (left: Self, right: Self) -> Self {
    Self(left.value * right.value, of: [left, right]) { $0[0] * $0[1] }
  }

  package static func / (left: Self, right: Self) -> Self {
    Self(left.value / right.value, of: [left, right]) { $0[0].divided(by: $0[1]) }
  }

  package static prefix func - (operand: Self) -> Self {
    Self(-operand.value, of: [operand]) { -$0[0] }
  }

  package func raised(to exponent: Self) -> Self {
    let limit = min(limit, exponent.limit)
    let allowed = exponent.dependsOnStep ? min(limit, Self.mostBitsOfStepPower) : 4 * limit
    let result = value.raised(to: exponent.value)
    guard let fraction, let whole = exponent.fraction?.integer else {
      return Self(result, of: [self, exponent]) { _ in nil }
    }
    let power = fraction.power(whole, bits: allowed)
    let isLong = power == nil && !(fraction.isZero && whole < 0)
    return Self(
      result, power, isCut: isLong, dependsOnStep: dependsOnStep || exponent.dependsOnStep,
      limit: limit)
  }

  package static func value(of function: Function, at arguments: [Self]) -> Self {
    if case .choice = function.value {
      return choice(arguments[0], arguments[1], arguments[2])
    }
    return Self(function.applied(to: arguments.map(\.value)), of: arguments) {
      function.exact?($0)
    }
  }

  /// The fraction of the branch that the condition's fraction takes: only that one needs one.
  private static func choice(_ condition: Self, _ first: Self, _ second: Self) -> Self {
    let taken = condition.fraction.map { $0.isZero ? second : first }
    return Self(
      (condition.value != 0 ? first : second).value, taken?.fraction,
      isCut: condition.isCut || taken?.isCut ?? false,
      dependsOnStep: taken?.dependsOnStep ?? false,
      limit: min(condition.limit, first.limit, second.limit))
  }

  /// The value of a line, whose fraction, if it has one, is rounded once.
  package static func value(
    of formula: Formula, step: Int, line: (LineID) -> Self, previous: (LineID) -> Self,
    placeholder: (Int) -> Self
  ) -> Self {
    let result: Self = formula.worked(out: { Self(step: step) }, line, previous, placeholder)
    guard let fraction = result.fraction else { return Self(result.value, isCut: result.isCut) }
    return fraction.bits > result.limit ? Self(result.value, isCut: true) : Self(fraction)
  }

  /// The number written down: rounded half away from zero, as taught at school.
  ///
  /// What is no fraction is rounded from its shortest decimal; what is not finite stays.
  package func rounded(to precision: Precision) -> Self {
    guard value.isFinite else { return self }
    let rounded =
      fraction?.rounded(to: precision) ?? DecimalExpansion(shortest: value).rounded(to: precision)
    return Self(rounded.value, Fraction(rounded), isCut: false, dependsOnStep: false)
  }

  private init(_ value: Double, isCut: Bool) {
    self.init(value, nil, isCut: isCut, dependsOnStep: false)
  }
}

extension Formula {
  /// The exact value of a formula that uses neither a line nor the step; `nil` where it has none.
  package var constantFraction: Fraction? {
    let none = { (_: LineID) in ExactNumber.unknown }
    return dependsOnLines ? nil : value(step: 1, line: none, previous: none).fraction
  }
}

extension Fraction {
  /// The fraction as a formula: a whole number, or a quotient of two.
  package var formula: Formula {
    let (top, bottom) = decimalParts
    func number(_ digits: String) -> Formula {
      guard let numeral = Numeral(digits) else {
        preconditionFailure("parts of a lesson's fraction are no larger than doubles")
      }
      return .number(numeral)
    }
    let size = bottom == "1" ? number(top) : Formula(.quotient(number(top), number(bottom)))
    return isNegative ? Formula(.negated(size)) : size
  }
}
