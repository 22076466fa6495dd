import Decimals
import Formulas

/// How many digits the operands of a line need, so that its printed result follows from them.
///
/// A printed operand stands for every number that is rounded to it. Where these together allow
/// results that lie further apart than ten units of the result's last digit (as when nearly equal
/// numbers are subtracted), all operands of the line are shown with more digits.
struct OperandPrecision {
  let style: NumberStyle
  let step: Int
  /// The exact values of the lines, in this step and in the one before.
  let line: (Int) -> Double
  let previous: (Int) -> Double

  private static let unitsAllowed = 10.0
  /// A double has no more digits than this.
  private static let mostDigits = 17

  /// Returns the style in which the operands of a formula with the given value are shown.
  func style(for formula: Formula, result: Double) -> NumberStyle {
    guard result.isFinite, result != 0, formula.dependsOnLines else { return style }
    let allowed = Self.unitsAllowed * unit(of: result)
    for extra in 0...Self.mostDigits {
      let candidate = style.adding(extra)
      if case .digits(let count) = candidate.precision, count >= Self.mostDigits {
        return NumberStyle(.digits(Self.mostDigits))
      }
      let range = formula.range(
        step: step, line: { candidate.rounding(line($0)) },
        previous: { candidate.rounding(previous($0)) })
      if range.width <= allowed { return candidate }
    }
    return style.adding(Self.mostDigits)
  }

  /// One unit of the last digit that a number is shown to.
  private func unit(of value: Double) -> Double {
    Function.raise(10, to: Double(style.lastExponent(of: value)))
  }
}

extension NumberStyle {
  /// The power of ten of the last digit that a number is rounded to.
  fileprivate func lastExponent(of value: Double) -> Int {
    let exact = DecimalExpansion(exactly: value)
    switch precision {
    case .digits(let count): return exact.rounded(to: precision).exponent - count + 1
    case .decimals(let count):
      let isScientific = exact.rounded(to: precision).digits.isEmpty
      return isScientific ? exact.exponent - max(count, 1) + 1 : -count
    }
  }

  /// The numbers that are shown as this one is; a number that is shown in full is itself.
  fileprivate func rounding(_ value: Double) -> Interval {
    guard value.isFinite, value != 0 else { return Interval(value) }
    let exact = DecimalExpansion(exactly: value)
    let isExact = Double(exact.rounded(to: precision).positional()) == value
    if isExact { return Interval(value) }
    let half = Function.raise(10, to: Double(lastExponent(of: value))) / 2
    return Interval(spanning: [value - half, value + half])
  }
}
