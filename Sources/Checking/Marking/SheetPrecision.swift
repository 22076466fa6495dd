import Decimals

extension AnswerSheet {
  /// To what the learner rounds: what is known, else what the sheet was asked for, else what is
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
    let (decimals, decimalShare) = numbers.map(\.decimals).medianWithShare
    let (digits, digitShare) = numbers.map(\.digits.upperBound).medianWithShare
    let coarsest = Precision.digits(max(digits, Self.fewestDigits))
    // Whole numbers say little of how others are rounded.
    if decimals == 0 { return [coarsest] }
    if decimalShare > 2 * digitShare { return [.decimals(decimals)] }
    if digitShare > 2 * decimalShare { return [coarsest] }
    if decimalShare >= Self.plain, digitShare < Self.plain { return [.decimals(decimals)] }
    if digitShare >= Self.plain, decimalShare < Self.plain { return [coarsest] }
    return [.decimals(decimals), coarsest]
  }

  /// Nobody rounds to fewer digits on the way.
  private static let fewestDigits = 2
  /// What so many of the numbers have in common is no chance.
  private static let plain = 0.9
}

extension [Int] {
  /// The median, and the part of the numbers that are it.
  fileprivate var medianWithShare: (Int, Double) {
    let median = sorted()[count / 2]
    return (median, Double(self.count { $0 == median }) / Double(count))
  }
}

extension Precision {
  /// Whether rounding changes nothing but what doubles have rounded.
  func keeps(_ value: Double) -> Bool {
    guard value.isFinite else { return true }
    let short = DecimalExpansion(shortest: value).rounded(to: .digits(TypedNumber.digitsOfDoubles))
    return short.rounded(to: self) == short
  }

  /// Half a unit of the last digit that is kept of a number of such a size.
  func halfUnit(of value: Double) -> Double {
    switch self {
    case .decimals(let count): powerOfTen(-count) / 2
    case .digits(let count):
      value == 0 || !value.isFinite
        ? 0 : powerOfTen(DecimalExpansion(shortest: value).exponent - count + 1) / 2
    }
  }
}
