import Diagnostics
import Decimals
import Lessons

/// A number as it stands on a sheet.
struct SheetNumber {
  /// The number; `nil` where a sign for "left blank" stands in its place.
  let value: TypedNumber?
  /// Whether it was typed with a decimal comma.
  let hasComma: Bool

  /// Longer numbers are refused.
  private static let maximumLength = 1000

  /// Reads a number.
  ///
  /// Beside decimals these are understood: a sign of either kind, a decimal comma, a power of ten
  /// such as `1.2×10^-3`, `1.2·10⁻³` or `10^-3`, and a fraction of two decimals.
  init(_ text: WrittenText) throws(Diagnostic) {
    if text.isBlank {
      (value, hasComma) = (nil, false)
      return
    }
    let text = text.trimmed.withoutPunctuation
    if text.indices.count > Self.maximumLength {
      throw Diagnostic(
        "this number has more than \(Self.maximumLength) characters", at: text.place)
    }
    guard var parser = NumberParser(text), let number = parser.number() else {
      throw text.notANumber
    }
    if number.hasComma && number.hasPointToo {
      throw Diagnostic(
        "\(text.quoted) has a comma and a point", at: text.place,
        note: "write the number with a point, and nothing between its thousands")
    }
    hasComma = number.hasComma
    guard let numerator = TypedNumber(number.decimal) else {
      throw text.outOfRange(number.decimal)
    }
    guard let below = number.divisor else {
      value = numerator
      return
    }
    guard let divisor = TypedNumber(below) else { throw text.outOfRange(below) }
    let quotient = numerator.value / divisor.value
    guard quotient.isFinite else {
      throw Diagnostic("\(text.quoted) has no finite value", at: text.place)
    }
    value = TypedNumber(exactly: quotient)
  }
}

extension WrittenText {
  /// Whether nothing stands here, or only a sign for what is left open.
  fileprivate var isBlank: Bool {
    characters.allSatisfy { "?_….-–—− ".unicodeScalars.contains($0.scalar) }
  }

  /// The text without what ends a clause behind a number; a point belongs to a number without one.
  fileprivate var withoutPunctuation: WrittenText {
    guard let last = characters.last?.scalar, ",;.".unicodeScalars.contains(last) else {
      return self
    }
    let rest = self[indices.dropLast()].trimmed
    guard let end = rest.characters.last?.scalar, end.isDigit else { return self }
    if last == ".", rest.firstIndex(of: ".") == nil, rest.firstIndex(of: ",") == nil {
      return self
    }
    return rest
  }

  fileprivate func outOfRange(_ decimal: String) -> Diagnostic {
    let isSmall = Double(decimal)?.isFinite ?? false
    return Diagnostic(
      "\(quoted) is too \(isSmall ? "small" : "large") for a double", at: place)
  }

  /// What to say of a text that is no number.
  fileprivate var notANumber: Diagnostic {
    let word = string.drop { "+-−–".contains($0) }.lowercased()
    if ["nan", "inf", "infinity", "∞"].contains(word) {
      return Diagnostic(
        "\(quoted) is not a finite number", at: place,
        note: "an answer that has no number can be left blank")
    }
    var note = "an answer is a decimal such as 0.5933, -1.2e-3 or 3/4"
    if word.allSatisfy({ $0.isNumber || " .,".contains($0) }), word.contains(" ") {
      note = "write the number without spaces"
    }
    if word.hasSuffix("%") || word.hasSuffix("‰") {
      note = "write it without the percent sign: 0.05 for 5 %"
    } else if word.first?.isNumber == true, word.contains(where: \.isLetter) {
      note = "write the number alone; a unit or a remark may follow after '#'"
    }
    return Diagnostic("\(quoted) is not a number", at: place, note: note)
  }
}

/// Takes a number apart.
private struct NumberParser {
  struct Number {
    /// In plain ASCII, with a point.
    var decimal = ""
    var divisor: String?
    var hasComma = false
    var hasPointToo = false
  }

  private let bytes: [UInt8]
  private var position = 0

  /// `nil` where there are characters that no number has.
  init?(_ text: WrittenText) {
    var plain = ""
    var isRaised = false
    for character in text.characters {
      if let digit = character.scalar.superscript {
        plain += isRaised ? digit : "^" + digit
        isRaised = true
      } else {
        let form = character.scalar.inFormulas ?? String(character.scalar)
        let isFraction = form.count > 1 && form.first == "("
        // 2½ would be read as 21/2.
        if isFraction, plain.last?.isNumber == true { return nil }
        plain += isFraction ? String(form.dropFirst().dropLast()) : form
        isRaised = false
      }
    }
    let isInBrackets = plain.first == "(" && plain.last == ")"
    bytes = Array((isInBrackets ? plain.dropFirst().dropLast() : plain[...]).utf8)
    if bytes.contains(where: { $0 >= 0x80 }) { return nil }
  }

  mutating func number() -> Number? {
    var number = Number()
    guard let top = decimal(&number) else { return nil }
    number.decimal = top
    skipSpaces()
    if take("/") {
      skipSpaces()
      guard let below = decimal(&number) else { return nil }
      number.divisor = below
      skipSpaces()
    }
    return position == bytes.count ? number : nil
  }

  /// A decimal with its sign and its power of ten, in plain ASCII with a point.
  private mutating func decimal(_ number: inout Number) -> String? {
    let sign = take("-") ? "-" : ""
    if sign.isEmpty { _ = take("+") }
    skipSpaces()
    guard let digits = digits(&number) else { return nil }
    if digits == "10", take("^") { return exponent().map { "\(sign)1e\($0)" } }
    if take("e") || take("E") { return exponent().map { "\(sign)\(digits)e\($0)" } }
    let end = position
    skipSpaces()
    guard take("*") || take("x") || take("X") else {
      position = end
      return sign + digits
    }
    skipSpaces()
    guard take("1"), take("0"), take("^") else { return nil }
    return exponent().map { "\(sign)\(digits)e\($0)" }
  }

  /// Digits with a point or a comma.
  private mutating func digits(_ number: inout Number) -> String? {
    let start = position
    while position < bytes.count, Self.digitsAndPoints.contains(bytes[position]) { position += 1 }
    let typed = bytes[start..<position]
    let points = typed.count { $0 == UInt8(ascii: ".") }
    let commas = typed.count { $0 == UInt8(ascii: ",") }
    guard typed.count > points + commas, typed.last != UInt8(ascii: ","), points < 2 else {
      return nil
    }
    if commas > 0 {
      if points == 0 && commas > 1 { return nil }
      number.hasComma = true
      number.hasPointToo = number.hasPointToo || points > 0
    }
    return String(
      decoding: typed.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self)
  }

  private static let digitsAndPoints = Set("0123456789.,".utf8)

  /// A whole number with its sign, perhaps in brackets.
  private mutating func exponent() -> String? {
    let isInBrackets = take("(") || take("{")
    var result = take("-") ? "-" : ""
    if result.isEmpty { _ = take("+") }
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
    if start == position { return nil }
    result += String(decoding: bytes[start..<position], as: UTF8.self)
    if isInBrackets, !take(")"), !take("}") { return nil }
    return result
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() { while take(" ") {} }
}
