package import Decimals
import Formulas
import Programs

/// How many digits are shown, the same in every output format.
package struct NumberStyle: Hashable, Sendable {
  package let precision: Precision
  /// Whether numbers are printed in full, because they have been rounded already.
  private let isInFull: Bool
  private(set) var extraDigits = 0

  package init(_ precision: Precision, inFull isInFull: Bool = false) {
    self.precision = precision
    self.isInFull = isInFull
  }

  package func text(_ value: Double) -> NumberText {
    if isInFull { return shownInFull(value) }
    let text = shown(value, to: precision)
    guard extraDigits > 0, value.isFinite, value != 0 else { return text }
    let rounded = rounded(DecimalExpansion(shortest: value))
    return text.exponent == nil ? rounded.text : rounded.scientificText
  }

  /// A style that shows so many digits more of every number.
  func adding(_ digits: Int) -> NumberStyle {
    var style = self
    style.extraDigits += digits
    return style
  }

  /// The value of a double as it is rounded, to no more digits than tell it from other doubles.
  func rounded(_ exact: DecimalExpansion) -> DecimalExpansion {
    let precision = precision(of: exact)
    if extraDigits == 0 { return exact.rounded(to: precision) }
    let own =
      switch precision {
      case .digits(let count): count
      case .decimals(let count): exact.exponent + 1 + count
      }
    let value = exact.value
    let enough = (15...17).first { count in
      own + extraDigits <= count || exact.rounded(to: .digits(count)).value == value
    }
    return exact.rounded(to: .digits(max(own, min(own + extraDigits, enough ?? 17))))
  }

  /// One unit of the last digit of a number, without the extra ones.
  func unit(of exact: DecimalExpansion) -> Double {
    let last =
      switch precision(of: exact) {
      case .digits(let count): exact.rounded(to: .digits(count)).exponent - count + 1
      case .decimals(let count): -count
      }
    return Function.raise(10, to: Double(last))
  }

  /// The precision of a number without the extra digits: one that so many decimals would turn
  /// into 0 has as many significant digits.
  private func precision(of exact: DecimalExpansion) -> Precision {
    guard case .decimals(let count) = precision, exact.rounded(to: precision).digits.isEmpty
    else { return precision }
    return .digits(max(count, 1))
  }
}

extension Line {
  /// A number of the line at a step as it is printed: as it was typed, where it was.
  func text(_ value: Double, at step: Int, in style: NumberStyle) -> NumberText {
    typed(value, at: step) ?? style.text(value)
  }

  /// The same of the number that it had in the step before.
  func textBefore(_ value: Double, at step: Int, in style: NumberStyle) -> NumberText {
    typedBefore(value, at: step) ?? style.text(value)
  }
}

extension Precision {
  /// That of numbers which stand on no page.
  package static let usual = Precision.digits(6)
}

extension NumberText {
  var negated: NumberText {
    if isNegative { return magnitude }
    return NumberText(
      significand: significand == "0" ? "0" : "-" + significand, exponent: exponent)
  }

  var isNegative: Bool { significand.hasPrefix("-") }

  /// The number without its sign.
  var magnitude: NumberText {
    isNegative
      ? NumberText(significand: String(significand.dropFirst()), exponent: exponent) : self
  }
}
