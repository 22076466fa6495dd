/// A number ready to be set: a significand, and a power of ten where it is scientific.
///
/// The significand is ASCII, such as `-1.25`, `inf`, `-inf` or `nan`; how signs and powers look is
/// left to the output format.
package struct NumberText: Hashable, Sendable {
  package var significand: String
  package var exponent: Int?

  package init(significand: String, exponent: Int? = nil) {
    self.significand = significand
    self.exponent = exponent
  }

  /// The number as a lesson has it.
  package var typed: String { significand + (exponent.map { "e\($0)" } ?? "") }

  /// The double nearest to the number.
  package var value: Double { Double(typed) ?? .nan }

  /// How many digits stand from the first that is not 0 to the last.
  package var digitCount: Int {
    significand.utf8.filter { $0 &- UInt8(ascii: "0") < 10 }.drop { $0 == UInt8(ascii: "0") }.count
  }
}

extension DecimalExpansion {
  /// The exponents of numbers that are written out: from 0.00001 to below 10¹⁵.
  private static let positionalExponents = -5..<15

  /// Whether the number is neither too small nor too large to be written out.
  private var isReadable: Bool { Self.positionalExponents.contains(exponent) }

  /// The number written out, or as d.ddd × 10^`exponent` where it is very small or very large.
  package var text: NumberText { isReadable ? positionalText : scientificText }

  private var positionalText: NumberText { NumberText(significand: positional()) }

  /// The number as d.ddd × 10^`exponent`.
  package var scientificText: NumberText {
    let significand = Self(isNegative: isNegative, digits: digits, exponent: 0)
    return NumberText(significand: significand.positional(), exponent: exponent)
  }

  /// The number as d.ddd × 10^`exponent` with so many digits, of which the last may be zeros.
  package func scientificText(digits count: Int) -> NumberText {
    let significand = Self(isNegative: isNegative, digits: digits, exponent: 0)
    return NumberText(
      significand: significand.positional(decimals: max(count - 1, 0)), exponent: exponent)
  }
}

/// Returns a double with the fewest digits that read back as the same one.
package func shownInFull(_ value: Double) -> NumberText {
  let text = shortest(value)
  // Infinities and NaN have no digits: they are their names.
  guard let number = TypedNumber(text) else { return NumberText(significand: text) }
  return number.expansion.text
}

/// Returns a double as it is printed: its shortest decimal, rounded half away from zero as at school,
/// no trailing zeros.
///
/// It is written out, unless it is below 10⁻⁵ or from 10¹⁵ on, or zeros would stand where digits
/// were rounded away: 123456 to three digits is 1.23 × 10⁵, but 120000 stays. A number that so
/// many decimals would turn into 0 is given in scientific form with that many significant digits
/// (at least one): nothing but zero is printed as 0, and zero has no sign.
package func shown(_ value: Double, to precision: Precision) -> NumberText {
  guard value.isFinite else { return NumberText(significand: shortest(value)) }
  let exact = DecimalExpansion(shortest: value)
  let rounded = exact.rounded(to: precision)
  switch precision {
  case .digits(let count):
    return rounded != exact && rounded.exponent >= count ? rounded.scientificText : rounded.text
  case .decimals(let count):
    guard rounded.digits.isEmpty, !exact.digits.isEmpty else { return rounded.text }
    return exact.rounded(to: .digits(max(count, 1))).scientificText
  }
}
