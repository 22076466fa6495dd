/// An exact fraction of integers of any size, in lowest terms, its denominator positive.
///
/// The numbers of `arithmetic exact`. `Rational` is the small one, with which formulas are
/// simplified.
package struct Fraction: Hashable, Sendable {
  private let numerator: WideInteger
  private let denominator: WideInteger

  package static let zero = Fraction(0)
  package static let one = Fraction(1)

  package init(_ integer: Int) {
    (numerator, denominator) = (WideInteger(integer), .one)
  }

  /// Takes parts that are in lowest terms, the denominator positive.
  private init(lowest numerator: WideInteger, over denominator: WideInteger) {
    (self.numerator, self.denominator) = (numerator, denominator)
  }

  private init(_ numerator: WideInteger, over denominator: WideInteger) {
    let divisor = numerator.greatestCommonDivisor(with: denominator)
    let sign = denominator.isNegative ? WideInteger(-1) : .one
    if divisor == .one && sign == .one {
      self.init(lowest: numerator, over: denominator)
    } else {
      self.init(
        lowest: (sign * numerator).quotientAndRemainder(dividingBy: divisor).quotient,
        over: (sign * denominator).quotientAndRemainder(dividingBy: divisor).quotient)
    }
  }

  /// The decimal number itself.
  ///
  /// Nil where its power of ten is beyond all doubles, which would take much memory.
  package init?(_ decimal: DecimalExpansion) {
    guard abs(decimal.exponent) <= Self.largestExponent else { return nil }
    let digits = WideInteger(digits: decimal.digits)
    let size = decimal.isNegative ? -digits : digits
    let shift = decimal.exponent - decimal.digits.count + 1
    let power = WideInteger(10).power(abs(shift))
    self = shift < 0 ? Fraction(size, over: power) : Fraction(lowest: size * power, over: .one)
  }

  /// Doubles reach from 10⁻³²⁴ to 10³⁰⁸.
  private static let largestExponent = 400

  /// How many bits the numerator and the denominator have, the longer of the two.
  package var bits: Int { max(numerator.bitWidth, denominator.bitWidth) }

  /// The digits of the numerator, without its sign, and of the denominator.
  package var decimalParts: (numerator: String, denominator: String) {
    func text(_ integer: WideInteger) -> String {
      String(decoding: integer.digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }
    return (text(numerator), text(denominator))
  }

  package var isZero: Bool { numerator.isZero }
  package var isNegative: Bool { numerator.isNegative }

  /// The number as an `Int`, where it is one.
  package var integer: Int? { denominator == .one ? numerator.integer : nil }

  package static prefix func - (operand: Fraction) -> Fraction {
    Fraction(lowest: -operand.numerator, over: operand.denominator)
  }

  package static func + (left: Fraction, right: Fraction) -> Fraction {
    if left.denominator == right.denominator {
      return Fraction(left.numerator + right.numerator, over: left.denominator)
    }
    return Fraction(
      left.numerator * right.denominator + right.numerator * left.denominator,
      over: left.denominator * right.denominator)
  }

  package static func - (left: Fraction, right: Fraction) -> Fraction { left + -right }

  package static func * (left: Fraction, right: Fraction) -> Fraction {
    Fraction(left.numerator * right.numerator, over: left.denominator * right.denominator)
  }

  /// Returns the quotient, or nil of a division by zero.
  package func divided(by other: Fraction) -> Fraction? {
    if other.isZero { return nil }
    return Fraction(numerator * other.denominator, over: denominator * other.numerator)
  }

  /// Returns the power by a whole number; x⁰ is 1.
  ///
  /// Nil of a negative power of zero, and where the result may have more bits than are allowed.
  package func power(_ exponent: Int, bits allowed: Int) -> Fraction? {
    if isZero && exponent < 0 { return nil }
    let size = max(bits - 1, 0).multipliedReportingOverflow(by: Int(clamping: exponent.magnitude))
    if size.overflow || size.partialValue > allowed { return nil }
    // What is left has at most `allowed` bits, or a base of one bit, whose powers are ±1 and 0.
    let parity = Int(exponent.magnitude & 1)
    let count = bits > 1 || exponent == 0 ? Int(exponent.magnitude) : 2 + parity
    let result = Fraction(lowest: numerator.power(count), over: denominator.power(count))
    return exponent < 0 ? .one.divided(by: result) : result
  }

  /// The largest integer that is not above the number.
  package var roundedDown: Fraction {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let isBelow = isNegative && !remainder.isZero
    return Fraction(lowest: isBelow ? quotient + WideInteger(-1) : quotient, over: .one)
  }

  /// The nearest double, of two equally near ones the one with the even last bit.
  ///
  /// A number beyond all doubles is an infinity, one too small for them 0.
  package var value: Double {
    if isZero { return 0 }
    // A quotient of 65 or 66 bits, whose last bit stands for all that follow it.
    let shift = 65 - numerator.bitWidth + denominator.bitWidth
    let size = WideInteger(magnitude: numerator.magnitude)
    let (whole, rest) =
      shift >= 0
      ? (size << shift).quotientAndRemainder(dividingBy: denominator)
      : size.quotientAndRemainder(dividingBy: denominator << -shift)
    let exponent = whole.bitWidth - 1 - shift
    if exponent > 1023 { return isNegative ? -.infinity : .infinity }
    // Subnormal numbers have fewer bits, down to none at half of the smallest.
    let kept = min(53, exponent + 1075)
    if kept < 0 { return isNegative ? -0.0 : 0 }
    let dropped = whole.bitWidth - kept
    let top = whole >> dropped
    let half = (whole >> (dropped - 1)).magnitude.first ?? 0
    let isAboveHalf = !rest.isZero || whole.trailingZeroBitCount < dropped - 1
    let bits = top.magnitude.first ?? 0
    let roundsUp = half & 1 == 1 && (isAboveHalf || bits & 1 == 1)
    let rounded = Double(bits + (roundsUp ? 1 : 0))
    return Double(
      sign: isNegative ? .minus : .plus, exponent: dropped - shift, significand: rounded)
  }
}

extension Fraction {
  /// The decimal number that is left of the fraction when it is rounded, half away from zero.
  package func rounded(to precision: Precision) -> DecimalExpansion {
    // So many decimals are taken that one more digit than is kept can be seen.
    let decimals =
      switch precision {
      case .decimals(let count): count + 1
      case .digits(let count): count + 1 - leastExponent
      }
    let power = WideInteger(10).power(abs(decimals))
    let size = WideInteger(magnitude: numerator.magnitude)
    let (digits, rest) = (decimals >= 0 ? size * power : size)
      .quotientAndRemainder(dividingBy: decimals >= 0 ? denominator : denominator * power)
    // A digit behind them all says whether anything is left.
    let seen = digits.digits + [rest.isZero ? 0 : 1]
    return DecimalExpansion(
      isNegative: isNegative, digits: seen, exponent: seen.count - 2 - decimals
    ).rounded(to: precision)
  }

  /// A power of ten that the number, if it is not 0, has at least.
  private var leastExponent: Int {
    let powerOfTwo = Double(numerator.bitWidth - denominator.bitWidth - 1)
    return Int((powerOfTwo * 0.30102999566398114).rounded(.down))
  }
}

extension Fraction: Comparable {
  package static func < (left: Fraction, right: Fraction) -> Bool {
    if left.denominator == right.denominator { return left.numerator < right.numerator }
    return left.numerator * right.denominator < right.numerator * left.denominator
  }
}
