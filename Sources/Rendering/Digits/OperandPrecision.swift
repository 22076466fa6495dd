import Decimals
import Formulas
import Programs

/// How many digits the operands of a line need, so that its printed result follows from them.
///
/// A printed operand stands for every number that is rounded to it. Where these together allow
/// results that lie further apart than ten units of the result's last digit (as when nearly equal
/// numbers are subtracted), all operands of the line are shown with more digits.
struct OperandPrecision {
  let style: NumberStyle
  let program: Program
  let step: Int
  /// The exact values of the lines, in this step and in the one before; `nil` where one has none.
  let line: (LineID) -> Double?
  let previous: (LineID) -> Double?
  var placeholder: (Int) -> Double? = { _ in nil }

  private static let unitsAllowed = 10.0
  /// With so many digits more, every double is shown in full.
  private static let mostDigits = 17
  /// A number of at most so many digits, with nothing but zeros behind them up to the last that
  /// doubles keep, is a short one: 0.0988, although 0.02·4.94 is 0.09880000000000001 in doubles.
  private static let (shortDigits, keptDigits) = (12, 15)

  /// Returns the style in which the operands of a formula with the given value are shown.
  ///
  /// Where an operand has no value, the result follows from no digits of the others.
  func style(for formula: Formula, result: Double) -> NumberStyle {
    guard result.isFinite, result != 0, formula.dependsOnLines,
      formula.value(step: step, line: line, previous: previous, placeholder: placeholder) != nil
    else { return style }
    let allowed = Self.unitsAllowed * style.unit(of: DecimalExpansion(shortest: result))
    let styles = (0...Self.mostDigits).lazy.map(style.adding)
    let sufficient = styles.first { candidate in
      let range = formula.value(
        step: step,
        line: { number in
          shown(line(number), in: candidate) { program.lines[number].typed($0, at: step) }
        },
        previous: { number in
          shown(previous(number), in: candidate) { program.lines[number].typedBefore($0, at: step) }
        },
        placeholder: { shown(placeholder($0), in: candidate) })
      return range.width <= allowed
    }
    return sufficient ?? style.adding(Self.mostDigits)
  }

  /// The numbers that a printed number may stand for; one that is printed in full, or as it was
  /// typed, is itself.
  ///
  /// It is known to its last digit: zeros behind that one are not printed, so that nobody sees
  /// whether it was rounded to more digits than all numbers of the page are.
  private func shown(
    _ value: Double?, in candidate: NumberStyle, typed: (Double) -> NumberText? = { _ in nil }
  ) -> Interval {
    guard let value else { return .unknown }
    guard value.isFinite, value != 0, typed(value) == nil else { return Interval(value) }
    let exact = DecimalExpansion(shortest: value)
    let rounded = candidate.rounded(exact)
    let printed = rounded.value
    let isShort =
      rounded.digits.count <= Self.shortDigits
      && rounded == exact.rounded(to: .digits(Self.keptDigits))
    if isShort || printed == value { return Interval(min(printed, value), max(printed, value)) }
    let last = rounded.exponent - rounded.digits.count + 1
    let half = min(Function.raise(10, to: Double(last)), style.unit(of: exact)) / 2
    return Interval(printed - half, printed + half)
  }
}
