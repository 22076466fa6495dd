/// An exact fraction of integers in lowest terms, its denominator positive.
///
/// Arithmetic returns nil where a result does not fit, and never an inexact value. The smallest
/// integer is no numerator, so that every fraction has a negative.
package struct Rational: Sendable {
  package let numerator: Int
  package let denominator: Int
  /// Whether a number typed with a decimal point or exponent went into it; no part of equality.
  package let isDecimal: Bool

  package init(_ integer: Int) {
    (numerator, denominator, isDecimal) = (integer, 1, false)
  }

  /// Creates a fraction, or nil if the denominator is 0 or a part in lowest terms does not fit.
  package init?(_ numerator: Int, over denominator: Int, isDecimal: Bool = false) {
    guard denominator != 0 else { return nil }
    let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    let isNegative = (numerator < 0) != (denominator < 0)
    guard
      let top = Int(magnitude: numerator.magnitude / divisor, isNegative: isNegative),
      let bottom = Int(exactly: denominator.magnitude / divisor), top != .min
    else { return nil }
    (self.numerator, self.denominator, self.isDecimal) = (top, bottom, isDecimal)
  }

  /// The nearest double where both parts are below 2⁵³; beyond, a few units in its last place off.
  package var value: Double { Double(numerator) / Double(denominator) }

  /// Returns the sum, or nil on overflow.
  package func adding(_ other: Rational) -> Rational? {
    let divisor = Int(greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
    let scale = other.denominator / divisor
    guard
      let left = product(numerator, scale),
      let right = product(other.numerator, denominator / divisor),
      let bottom = product(denominator, scale)
    else { return nil }
    let (top, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : Rational(top, over: bottom, isDecimal: isDecimal || other.isDecimal)
  }

  /// Returns the product, or nil on overflow.
  package func multiplied(by other: Rational) -> Rational? {
    guard
      let first = Rational(numerator, over: other.denominator),
      let second = Rational(other.numerator, over: denominator),
      let top = product(first.numerator, second.numerator),
      let bottom = product(first.denominator, second.denominator)
    else { return nil }
    return Rational(top, over: bottom, isDecimal: isDecimal || other.isDecimal)
  }

  /// Returns the quotient, or nil on overflow or division by zero.
  package func divided(by other: Rational) -> Rational? {
    guard
      let inverse = Rational(
        other.denominator, over: other.numerator, isDecimal: other.isDecimal)
    else { return nil }
    return multiplied(by: inverse)
  }

  /// Returns the negative, or nil on overflow.
  package func negated() -> Rational? {
    multiplied(by: Rational(-1))
  }

  /// Returns the power, or nil on overflow or for a negative power of zero; x⁰ is 1.
  package func power(_ exponent: Int) -> Rational? {
    guard exponent >= 0 else {
      return Rational(1).divided(by: self)?.power(magnitude: exponent.magnitude)
    }
    return power(magnitude: exponent.magnitude)
  }

  /// Squares and multiplies from the exponent's highest bit, so no square exceeds the result.
  private func power(magnitude exponent: UInt) -> Rational? {
    var result = Rational(1, over: 1, isDecimal: isDecimal)
    for bit in (0..<(UInt.bitWidth - exponent.leadingZeroBitCount)).reversed() {
      result = result.flatMap { $0.multiplied(by: $0) }
      if exponent >> UInt(bit) & 1 == 1 { result = result?.multiplied(by: self) }
    }
    return result
  }

  /// The number written in decimal: any integer, and a decimal's terminating fraction.
  ///
  /// Nil for a fraction such as 1/3, for 1/2 when nothing in it was typed as a decimal, and where
  /// the digits do not fit into an `Int`.
  package var numeral: Numeral? {
    if denominator == 1 { return Numeral(numerator) }
    guard isDecimal, let (digits, decimals) = decimalDigits else { return nil }
    let text = DecimalExpansion(
      isNegative: numerator < 0,
      digits: WideNatural(digits).digits, exponent: WideNatural.digitsPerLimb - 1 - decimals
    ).text
    return Numeral(text.significand + (text.exponent.map { "e\($0)" } ?? ""))
  }

  /// The magnitude as digits / 10^decimals, with the fewest decimals.
  private var decimalDigits: (digits: UInt64, decimals: Int)? {
    var (digits, remaining, decimals) = (numerator, denominator.magnitude, 0)
    while remaining > 1 {
      let shared = greatestCommonDivisor(remaining, 10)
      guard shared > 1, let scaled = product(digits, Int(10 / shared)) else { return nil }
      (digits, remaining, decimals) = (scaled, remaining / shared, decimals + 1)
    }
    return (UInt64(digits.magnitude), decimals)
  }
}

extension Rational: Hashable {
  package static func == (left: Rational, right: Rational) -> Bool {
    left.numerator == right.numerator && left.denominator == right.denominator
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(numerator)
    hasher.combine(denominator)
  }
}

extension Int {
  fileprivate init?(magnitude: UInt, isNegative: Bool) {
    guard magnitude <= (isNegative ? Int.min : Int.max).magnitude else { return nil }
    self.init(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude)
  }
}

private func product(_ left: Int, _ right: Int) -> Int? {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  return overflow ? nil : product
}

/// Returns the greatest common divisor by Euclid's algorithm; that of 0 and n is n.
private func greatestCommonDivisor(_ first: UInt, _ second: UInt) -> UInt {
  var (first, second) = (first, second)
  while second != 0 { (first, second) = (second, first % second) }
  return first
}
