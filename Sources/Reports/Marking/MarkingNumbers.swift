import Checking
import Decimals
import Formulas

extension MarkingReport {
  /// A number beside one that was given: to as many digits, and to more where only these show a
  /// difference.
  func shown(_ value: Double, beside mark: Marking.Mark, atLeast least: Int = 4) -> NumberText {
    guard let given = mark.answer.given else {
      return Decimals.shown(value, to: sheet.asked ?? .digits(least))
    }
    guard value.isFinite else { return Decimals.shown(value, to: .digits(least)) }
    let exact = DecimalExpansion(shortest: value)
    let fewest = min(max(given.digits.upperBound, least), 17)
    let enough = (fewest...17).first { count in
      exact.rounded(to: .digits(count)) != given.expansion || given.isRounding(of: value)
    }
    return rounded(value, toDigits: enough ?? fewest)
  }

  /// What the learner's values lead to, where that is shown as another number than the true one.
  func ownValue(_ mark: Marking.Mark) -> NumberText? {
    let own = mark.explained.map { shown($0, beside: mark) }
    return own == mark.expected.map { shown($0, beside: mark) } ? nil : own
  }

  /// A number with the zeros that rounding left at its end: they are digits of it too.
  private func rounded(_ value: Double, toDigits count: Int) -> NumberText {
    var text = Decimals.shown(value, to: .digits(count))
    let exact = DecimalExpansion(shortest: value)
    let rounded = exact.rounded(to: .digits(count))
    if exact.rounded(to: .digits(TypedNumber.digitsOfDoubles)) == rounded { return text }
    let decimals = count - 1 - (text.exponent == nil ? rounded.exponent : 0)
    let written = text.significand.split(separator: ".").dropFirst().first?.count ?? 0
    if decimals > written {
      if written == 0 { text.significand += "." }
      text.significand += String(repeating: "0", count: decimals - written)
    }
    return text
  }
}
