/// A finite decimal number, ± d.ddd × 10^`exponent`.
///
/// Equal numbers have equal parts: `digits` neither begins nor ends with a zero, and zero has no
/// digits, exponent 0 and no sign.
package struct DecimalExpansion: Hashable, Sendable {
  package let isNegative: Bool
  /// The digits, each 0...9, most significant first.
  package let digits: [UInt8]
  /// The power of ten that the first digit counts.
  package let exponent: Int

  /// Creates ± d.ddd × 10^`exponent`, dropping zeros on either side.
  init(isNegative: Bool, digits: some BidirectionalCollection<UInt8>, exponent: Int) {
    guard let first = digits.firstIndex(where: { $0 != 0 }),
      let last = digits.lastIndex(where: { $0 != 0 })
    else {
      (self.isNegative, self.digits, self.exponent) = (false, [], 0)
      return
    }
    self.isNegative = isNegative
    self.digits = Array(digits[first...last])
    self.exponent = exponent - digits.distance(from: digits.startIndex, to: first)
  }

  /// Creates the exact value of a finite double, which takes at most 767 digits.
  ///
  /// A double is m·2^e with integers m and e, and 2^e = 5^−e · 10^e where e is negative.
  package init(exactly value: Double) {
    precondition(value.isFinite, "only a finite number has a decimal expansion")
    let isSubnormal = value.exponentBitPattern == 0
    let significand = value.significandBitPattern | (isSubnormal ? 0 : 1 << 52)
    let shift = significand == 0 ? 0 : significand.trailingZeroBitCount
    let power = max(Int(value.exponentBitPattern), 1) - 1075 + shift

    var integer = WideNatural(significand >> UInt64(shift))
    integer.multiply(by: power < 0 ? 5 : 2, times: abs(power))
    let digits = integer.digits
    self.init(
      isNegative: value.sign == .minus, digits: digits,
      exponent: digits.count - 1 + min(power, 0))
  }

  /// Creates the shortest decimal that reads back as the same finite double: what is rounded where
  /// numbers are printed, so that 0.15 is a tie as it is on paper.
  package init(shortest value: Double) {
    guard let decimal = Spelling(Decimals.shortest(value))?.decimal else {
      preconditionFailure("only a finite number has a decimal expansion")
    }
    self = decimal.expansion
  }

  /// Returns the number of the given precision that the rule selects.
  package func rounded(to precision: Precision, _ rule: Rounding = .halfUp) -> Self {
    rounded(keeping: digitCount(keptBy: precision), rule)
  }

  /// Returns the number rounded to a multiple of 10^`place`.
  package func rounded(toPlace place: Int, _ rule: Rounding = .halfUp) -> Self {
    rounded(keeping: exponent - place + 1, rule)
  }

  private func rounded(keeping kept: Int, _ rule: Rounding) -> Self {
    guard kept < digits.count else { return self }
    guard kept >= 0 else { return Self(isNegative: false, digits: [], exponent: 0) }
    guard roundsUp(after: kept, rule) else {
      return Self(isNegative: isNegative, digits: digits[..<kept], exponent: exponent)
    }
    var digits = Array(digits[..<kept])
    while digits.last == 9 { digits.removeLast() }
    guard let last = digits.popLast() else {
      return Self(isNegative: isNegative, digits: [1], exponent: exponent + 1)
    }
    return Self(isNegative: isNegative, digits: digits + [last + 1], exponent: exponent)
  }

  private func digitCount(keptBy precision: Precision) -> Int {
    switch precision {
    case .digits(let count):
      precondition(count > 0, "at least one significant digit")
      return count
    case .decimals(let count):
      precondition(count >= 0, "at least no decimals")
      return exponent + 1 + count
    }
  }

  /// Whether the digits from `kept` on, which are not all zero, carry into the digit before them.
  private func roundsUp(after kept: Int, _ rule: Rounding) -> Bool {
    switch rule {
    case .down: return false
    case .halfUp: return digits[kept] >= 5
    case .halfEven:
      let isTie = digits[kept] == 5 && kept + 1 == digits.count
      let isOdd = kept > 0 && digits[kept - 1] % 2 == 1
      return isTie ? isOdd : digits[kept] >= 5
    }
  }

  /// The double nearest to the number.
  package var value: Double {
    guard let value = Double(positional()) else {
      preconditionFailure("digits with a point are a number, be it 0 or infinity")
    }
    return value
  }

  /// Returns the number written out with an ASCII point and minus sign, such as `-12.5` or `0`.
  package func positional() -> String {
    var text = isNegative ? "-" : ""
    for position in stride(from: max(exponent, 0), through: lowestExponent, by: -1) {
      if position == -1 { text.append(".") }
      text.append(digit(at: position))
    }
    return text
  }

  /// Returns the number written out with so many decimals at least, of which the last may be zeros.
  package func positional(decimals count: Int) -> String {
    let written = -lowestExponent
    let zeros = String(repeating: "0", count: max(count - written, 0))
    return positional() + (written == 0 && count > 0 ? "." : "") + zeros
  }

  /// The power of ten that the last written digit counts; whole numbers are written to the ones.
  private var lowestExponent: Int { min(exponent - digits.count + 1, 0) }

  private func digit(at position: Int) -> Character {
    let index = exponent - position
    let digit = digits.indices.contains(index) ? digits[index] : 0
    return Character(Unicode.Scalar(UInt8(ascii: "0") + digit))
  }
}
