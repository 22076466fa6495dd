import Decimals

extension AnswerSheet {
  /// To what the author rounds: what is known, else what the sheet was asked for, else what is
  /// typed most.
  ///
  /// Numbers that are exact say nothing about rounding, unless all are. Decimals or significant
  /// digits: what more of the numbers have in common, and of that the median; both where neither
  /// is plain. None where there is no number to tell from.
  func precisions(isExact: (Answer) -> Bool) -> [Precision] {
    if let known = rounding ?? asked { return [known] }
    let rounded = answers.filter { $0.given != nil && !isExact($0) }
    let numbers = (rounded.isEmpty ? answers : rounded).compactMap(\.given)
      .filter { !$0.expansion.digits.isEmpty }
    if numbers.isEmpty { return [] }
    let (decimals, decimalCount) = numbers.map(\.decimals).medianWithCount
    let (digits, digitCount) = numbers.map(\.digits.upperBound).medianWithCount
    if decimalCount > 2 * digitCount { return [.decimals(decimals)] }
    if digitCount > 2 * decimalCount { return [.digits(digits)] }
    return [.decimals(decimals), .digits(digits)]
  }
}

extension [Int] {
  /// The median, and how many of the numbers are it.
  fileprivate var medianWithCount: (Int, Int) {
    let median = sorted()[count / 2]
    return (median, self.count { $0 == median })
  }
}

extension Precision {
  /// Whether rounding changes nothing but what doubles have rounded.
  func keeps(_ value: Double) -> Bool {
    guard value.isFinite else { return true }
    let short = DecimalExpansion(exactly: value).rounded(to: .digits(TypedNumber.digitsOfDoubles))
    return short.rounded(to: self) == short
  }

  /// Half a unit of the last digit that is kept of a number of such a size.
  func halfUnit(of value: Double) -> Double {
    switch self {
    case .decimals(let count): powerOfTen(-count) / 2
    case .digits(let count):
      value == 0 || !value.isFinite
        ? 0 : powerOfTen(DecimalExpansion(exactly: value).exponent - count + 1) / 2
    }
  }
}
