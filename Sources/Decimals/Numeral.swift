/// A number as it was typed, with the double that it stands for.
package struct Numeral: Hashable, Sendable {
  package let text: String
  /// The double nearest to the typed number; 0 where that is too small for a double.
  package let value: Double
  /// Whether the number meant is no fraction, and its digits are only the first ones, as those of π.
  fileprivate let isIrrational: Bool

  package init(_ integer: Int) {
    (text, value, isIrrational) = (String(integer), Double(integer), false)
  }

  /// Makes the shortest numeral for a double.
  package init(_ value: Double) {
    (text, self.value, isIrrational) = (shortest(value), value, false)
  }

  /// Makes a numeral for the double that is nearest to an irrational number.
  package init(nearest value: Double) {
    (text, self.value, isIrrational) = (shortest(value), value, true)
  }

  /// Reads a decimal such as `12`, `0.10`, `.5`, `5.`, `-3` or `1.40E+01`.
  ///
  /// Nil for anything else, including `inf`, `nan`, hexadecimals and spaces, and where the number
  /// is too large for a double.
  package init?(_ text: String) {
    guard Spelling(text) != nil, let value = Double(text), value.isFinite else { return nil }
    (self.text, self.value, isIrrational) = (text, value, false)
  }

  /// The number with the other sign.
  package var negated: Numeral {
    Numeral(
      text: text.hasPrefix("-") ? String(text.dropFirst()) : "-" + text, value: -value,
      isIrrational: isIrrational)
  }

  private init(text: String, value: Double, isIrrational: Bool) {
    (self.text, self.value, self.isIrrational) = (text, value, isIrrational)
  }

  /// The number as it was typed, with a digit on either side of its point.
  package var typedText: NumberText {
    let mark = text.firstIndex { $0 == "e" || $0 == "E" }
    var significand = String(text[..<(mark ?? text.endIndex)])
    if significand.hasSuffix(".") { significand.removeLast() }
    if let point = significand.firstIndex(of: "."),
      !significand[..<point].contains(where: \.isNumber)
    {
      significand.insert("0", at: point)
    }
    return NumberText(
      significand: significand, exponent: mark.flatMap { Int(text[text.index(after: $0)...]) })
  }

  /// Whether the text is how the number is written in full, so that nothing is lost with it.
  package var isWrittenInFull: Bool { isPlain || typedText == shownInFull(value) }

  /// Whether the text is seen at once to be a short number without a zero too many.
  private var isPlain: Bool {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
    guard digits.count <= TypedNumber.digitsOfDoubles, let first = digits.first,
      let last = digits.last, let second = digits.dropFirst().first
    else { return digits.count == 1 && text != "-0" }
    let hasPoint = digits.contains(UInt8(ascii: "."))
    let beginsPlainly =
      UInt8(ascii: "1")...UInt8(ascii: "9") ~= first
      || first == UInt8(ascii: "0") && second == UInt8(ascii: ".") && abs(value) > 0.001
    let endsPlainly = !hasPoint || UInt8(ascii: "1")...UInt8(ascii: "9") ~= last
    return beginsPlainly && endsPlainly
      && digits.allSatisfy { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
  }

  /// The fraction that the typed number is, read from the text each time.
  ///
  /// Nil where its digits or their power of ten do not fit into an `Int`.
  package var exact: Rational? {
    if let integer = Int(text) { return Rational(integer, over: 1) }
    return Spelling(text)?.exact
  }
}

extension Fraction {
  /// The fraction that a typed number is.
  ///
  /// Nil of an irrational one, and where its power of ten is beyond those of doubles.
  package init?(_ number: Numeral) {
    if let integer = Int(number.text) {
      self.init(integer)
    } else if !number.isIrrational, let decimal = Spelling(number.text)?.decimal {
      self.init(decimal.expansion)
    } else {
      return nil
    }
  }
}

/// The parts of a typed decimal number, as ranges of its bytes.
struct Spelling {
  private let bytes: [UInt8]
  private let isNegative: Bool
  /// The digits before and after the decimal point.
  private let whole: Range<Int>
  private let decimals: Range<Int>
  private let isDecimal: Bool
  /// What follows the letter e, with its sign.
  private let exponent: Range<Int>

  init?(_ text: String) {
    let bytes = Array(text.utf8)
    var position = 0
    func take(_ first: UInt8, _ second: UInt8) -> Bool {
      guard position < bytes.count, bytes[position] == first || bytes[position] == second else {
        return false
      }
      position += 1
      return true
    }
    func takeDigits() -> Range<Int> {
      let start = position
      while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
      return start..<position
    }
    isNegative = take(UInt8(ascii: "-"), UInt8(ascii: "-"))
    whole = takeDigits()
    let hasPoint = take(UInt8(ascii: "."), UInt8(ascii: "."))
    decimals = hasPoint ? takeDigits() : position..<position
    if whole.isEmpty && decimals.isEmpty { return nil }
    let hasExponent = take(UInt8(ascii: "e"), UInt8(ascii: "E"))
    let start = position
    if hasExponent {
      _ = take(UInt8(ascii: "+"), UInt8(ascii: "-"))
      if takeDigits().isEmpty { return nil }
    }
    exponent = start..<position
    isDecimal = hasPoint || hasExponent
    if position < bytes.count { return nil }
    self.bytes = bytes
  }

  /// The number, and which powers of ten its last claimed digit may count.
  ///
  /// Nil where its power of ten is not one that doubles have.
  var decimal: (expansion: DecimalExpansion, lastExponents: ClosedRange<Int>)? {
    let typed = exponent.isEmpty ? 0 : Int(String(decoding: bytes[exponent], as: UTF8.self))
    guard let typed, abs(typed) <= Self.largestExponent else { return nil }
    let digits = (bytes[whole] + bytes[decimals]).map { $0 - UInt8(ascii: "0") }
    let number = DecimalExpansion(
      isNegative: isNegative, digits: digits, exponent: typed + whole.count - 1)
    let last = typed - decimals.count
    let zeros = number.digits.isEmpty || isDecimal ? 0 : digits.reversed().prefix { $0 == 0 }.count
    return (number, last...last + zeros)
  }

  /// A number with a larger power of ten, either way, is not taken for a double.
  private static let largestExponent = 100_000

  var exact: Rational? {
    // All digits up to the last one that is not 0, and how many zeros follow it.
    var (significand, zeros) = (0, 0)
    for digit in bytes[whole] + bytes[decimals] {
      zeros += 1
      if digit == UInt8(ascii: "0") { continue }
      for _ in 0..<zeros {
        let (scaled, overflow) = significand.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        significand = scaled
      }
      let (sum, overflow) = significand.addingReportingOverflow(Int(digit - UInt8(ascii: "0")))
      if overflow { return nil }
      (significand, zeros) = (sum, 0)
    }
    if significand == 0 { return Rational(0, over: 1, isDecimal: isDecimal) }
    let typed = exponent.isEmpty ? 0 : Int(String(decoding: bytes[exponent], as: UTF8.self))
    guard let typed else { return nil }
    let (power, overflow) = typed.addingReportingOverflow(zeros - decimals.count)
    if overflow { return nil }
    return Rational(isNegative ? -significand : significand, over: 1, isDecimal: isDecimal)
      .flatMap { integer in Rational(10).power(power).flatMap(integer.multiplied(by:)) }
  }
}
