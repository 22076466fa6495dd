/// A number that somebody typed, with the digits that it claims.
///
/// The last typed digit is claimed: `0.10` claims two decimals, `1.40E+01` three digits. Of a whole
/// number without a point, zeros at the end may be claimed or not: `100` claims one to three digits.
package struct TypedNumber: Hashable, Sendable {
  /// The double nearest to the number.
  package let value: Double
  /// The number itself.
  package let expansion: DecimalExpansion
  /// The powers of ten that the last claimed digit may count, the finest first.
  private let lastExponents: ClosedRange<Int>
  /// One unit of the last typed digit.
  package let unit: Double
  /// One unit of the first digit that may be the last one claimed.
  private let coarsestUnit: Double

  /// Equality to so many significant digits counts as equality: what lies behind them is the
  /// rounding of doubles, not a digit of anybody's.
  package static let digitsOfDoubles = 15

  /// Reads a decimal such as `12`, `0.10`, `.5` or `1.40E+01`; `nil` for anything else, and where
  /// the number is too large for a double.
  package init?(_ text: String) {
    guard let spelling = Spelling(text), let value = Double(text), value.isFinite,
      let decimal = spelling.decimal
    else { return nil }
    self.init(value, decimal.expansion, lastExponents: decimal.lastExponents)
  }

  /// A number that is known to the last digit of a double, such as a typed fraction.
  package init(exactly value: Double) {
    let expansion = DecimalExpansion(exactly: value).rounded(to: .digits(Self.digitsOfDoubles))
    let last = expansion.exponent - Self.digitsOfDoubles + 1
    self.init(value, expansion, lastExponents: last...last)
  }

  private init(_ value: Double, _ expansion: DecimalExpansion, lastExponents: ClosedRange<Int>) {
    self.value = value
    self.expansion = expansion
    self.lastExponents = lastExponents
    unit = powerOfTen(lastExponents.lowerBound)
    coarsestUnit = lastExponents.count == 1 ? unit : powerOfTen(lastExponents.upperBound)
  }

  /// The significant digits that are claimed at least and at most; of zero, none.
  package var digits: ClosedRange<Int> {
    if expansion.digits.isEmpty { return 0...0 }
    let first = expansion.exponent
    return max(
      first - lastExponents.upperBound + 1, 1)...max(first - lastExponents.lowerBound + 1, 1)
  }

  /// How many digits stand behind the decimal point.
  package var decimals: Int { max(-lastExponents.lowerBound, 0) }

  /// Whether the number equals a value as a double, or to 15 significant digits.
  package func equals(_ value: Double) -> Bool {
    if self.value == value { return true }
    guard value.isFinite else { return false }
    let precision = Precision.digits(Self.digitsOfDoubles)
    return DecimalExpansion(exactly: value).rounded(to: precision)
      == expansion.rounded(to: precision)
  }

  /// Whether a value rounds to this number, by either rule, at any digit that it may claim.
  ///
  /// Rounded are the value itself and its first 15 digits: 0.285 rounds to 0.29 by hand, although
  /// the double of that name lies a little below. Where few digits are typed, it is also the first
  /// 12, since (1.1 - 1.05)^2/2 is 0.00125 by hand and 0.0012499999999999911 in doubles.
  package func isRounding(of value: Double) -> Bool {
    guard isWithin(coarsestUnit, of: value) else { return false }
    let exact = DecimalExpansion(exactly: value)
    var numbers = [exact, exact.rounded(to: .digits(Self.digitsOfDoubles))]
    if digits.upperBound <= Self.fewDigits {
      numbers.append(exact.rounded(to: .digits(Self.digitsAfterCancellation)))
    }
    return numbers.contains { number in
      [Rounding.halfUp, .halfEven].contains { isRounding(of: number, $0) }
    }
  }

  /// At any digit behind which nothing but zeros is typed, as many digits are compared.
  private func isRounding(of number: DecimalExpansion, _ rule: Rounding) -> Bool {
    if number.rounded(toPlace: lastExponents.lowerBound, rule) == expansion { return true }
    return lastExponents.dropFirst().contains { last in
      number.rounded(to: .digits(max(expansion.exponent - last + 1, 1)), rule) == expansion
    }
  }

  /// Where terms cancel, so many digits of a result remain at least in most cases.
  private static let digitsAfterCancellation = 12
  /// A number of so many digits is a tie within those digits by design, not by chance.
  private static let fewDigits = 9

  /// Whether cutting the digits of a value behind the last one typed gives this number.
  package func isTruncation(of value: Double) -> Bool {
    guard isWithin(unit, of: value) else { return false }
    let short = DecimalExpansion(exactly: value).rounded(to: .digits(Self.digitsOfDoubles))
    return short.rounded(toPlace: lastExponents.lowerBound, .down) == expansion
  }

  /// Whether the double of the number is so near to a value: what decimals decide need not be asked
  /// of others.
  private func isWithin(_ distance: Double, of value: Double) -> Bool {
    value.isFinite && abs(value - self.value) <= distance * Self.slack
  }

  /// Whether a value is the number rounded, cut, or up to one unit of the last digit beside it.
  ///
  /// What has no digits behind the last one typed is not rounded by anybody: of it, the number is
  /// to be all.
  package func isAbout(_ value: Double) -> Bool {
    if isRounding(of: value) { return true }
    guard isWithin(unit, of: value) else { return false }
    let short = DecimalExpansion(exactly: value).rounded(to: .digits(Self.digitsOfDoubles))
    return short.rounded(toPlace: lastExponents.lowerBound, .down) != short
  }

  /// A unit may be a little more than one, by the rounding of doubles.
  package static let slack = 1 + 1e-9

  /// The number with the other sign.
  package var negated: TypedNumber {
    TypedNumber(
      -value,
      DecimalExpansion(
        isNegative: !expansion.isNegative, digits: expansion.digits,
        exponent: expansion.exponent),
      lastExponents: lastExponents)
  }
}

/// The double nearest to a power of ten.
package func powerOfTen(_ exponent: Int) -> Double {
  guard let power = Double("1e\(exponent)") else {
    preconditionFailure("1 with an exponent is a number, be it 0 or infinity")
  }
  return power
}
