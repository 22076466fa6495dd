/// A number as it was typed, with the double and, where it fits, the fraction that it stands for.
package struct Numeral: Hashable, Sendable {
  package let text: String
  /// The double nearest to the typed number; 0 where that is too small for a double.
  package let value: Double
  /// The typed number itself; nil where its digits or their power of ten do not fit into an `Int`.
  package let exact: Rational?

  package init(_ integer: Int) {
    (text, value, exact) = (String(integer), Double(integer), Rational(integer))
  }

  /// Makes the shortest numeral for a double.
  package init(_ value: Double) {
    self = Numeral(shortest(value)) ?? Numeral(notFinite: value)
  }

  private init(notFinite value: Double) {
    (text, self.value, exact) = (shortest(value), value, nil)
  }

  /// Reads a decimal such as `12`, `0.10`, `.5`, `5.`, `-3` or `1.40E+01`.
  ///
  /// Nil for anything else, including `inf`, `nan`, hexadecimals and spaces, and where the number
  /// is too large for a double.
  package init?(_ text: String) {
    guard let spelling = Spelling(text), let value = Double(text), value.isFinite else {
      return nil
    }
    (self.text, self.value, exact) = (text, value, spelling.exact)
  }
}

/// The parts of a typed decimal number.
private struct Spelling {
  var isNegative = false
  /// The digits before and after the decimal point.
  var digits: [UInt8] = []
  var decimals = 0
  var hasPoint = false
  /// What follows the letter e, with its sign.
  var exponent: String?

  init?(_ text: String) {
    var rest = text.utf8[...]
    isNegative = rest.removeFirst(anyOf: "-") != nil
    digits = rest.removeDigits()
    if rest.removeFirst(anyOf: ".") != nil {
      hasPoint = true
      let fraction = rest.removeDigits()
      digits += fraction
      decimals = fraction.count
    }
    guard !digits.isEmpty else { return nil }
    if rest.removeFirst(anyOf: "eE") != nil {
      let sign = rest.removeFirst(anyOf: "+-").map { [$0] } ?? []
      let digits = rest.removeDigits()
      guard !digits.isEmpty else { return nil }
      exponent = String(decoding: sign + digits, as: UTF8.self)
    }
    guard rest.isEmpty else { return nil }
  }

  var exact: Rational? {
    let significant = digits.prefix(1 + (digits.lastIndex { $0 != UInt8(ascii: "0") } ?? -1))
    let isDecimal = hasPoint || exponent != nil
    guard !significant.isEmpty else { return Rational(0, over: 1, isDecimal: isDecimal) }
    guard
      let integer = Int((isNegative ? "-" : "") + String(decoding: significant, as: UTF8.self)),
      let exponent = Int(exponent ?? "0")
    else { return nil }
    let (power, overflow) = exponent.addingReportingOverflow(
      digits.count - significant.count - decimals)
    guard !overflow else { return nil }
    return Rational(integer, over: 1, isDecimal: isDecimal).flatMap { integer in
      Rational(10).power(power).flatMap(integer.multiplied(by:))
    }
  }
}

extension Substring.UTF8View {
  fileprivate mutating func removeFirst(anyOf bytes: StaticString) -> UInt8? {
    guard let first, bytes.withUTF8Buffer({ $0.contains(first) }) else { return nil }
    return popFirst()
  }

  fileprivate mutating func removeDigits() -> [UInt8] {
    let digits = prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    self = dropFirst(digits.count)
    return Array(digits)
  }
}
