package import Decimals

/// A number, and how far rounding may have taken it from the one that it stands for, to first order.
///
/// The rules are those of running error analysis (N. J. Higham, Accuracy and Stability of Numerical
/// Algorithms, 2002, section 3.3).
package struct Approximation: FormulaNumber {
  package let value: Double
  package let error: Double

  /// What rounding to a double changes at most, relative to the number.
  private static let unit = 0x1p-53
  /// The error of an elementary function's value, in such units: it is good to a few.
  private static let functionUnits = 4.0
  /// A call with more arguments counts as if its value were proportional to each of them.
  private static let mostArguments = 64

  package init(_ value: Double, error: Double) { (self.value, self.error) = (value, error) }

  /// A number of the formula: whole ones are exact.
  package init(_ value: Double) {
    self.init(value, error: value.rounded() == value ? 0 : Self.unit * abs(value))
  }

  /// A number of a lesson: one whose decimal is a double's is exact.
  package init(written value: Double) {
    // 5²⁵ has 18 digits: with more bits behind the point, no shortest decimal is the double.
    let bits = value.fractionBits
    let isExact =
      value.isFinite && bits <= 24
      && DecimalExpansion(exactly: value) == DecimalExpansion(shortest: value)
    self.init(value, error: isExact ? 0 : Self.unit * abs(value))
  }

  package init(_ number: Numeral) { self.init(written: number.value) }

  /// A value that was rounded, besides what its operands' errors make of it.
  private init(rounded value: Double, inherited: Double, units: Double = 1) {
    self.init(value, error: inherited + units * Self.unit * abs(value))
  }

  /// What the operand's error is worth where its own is multiplied by a slope.
  private func error(times slope: Double) -> Double {
    error == 0 || slope == 0 ? 0 : error * abs(slope)
  }

  package static func + (left: Self, right: Self) -> Self {
    Self(rounded: left.value + right.value, inherited: left.error + right.error)
  }

  package static func * (left: Self, right: Self) -> Self {
    Self(
      rounded: left.value * right.value,
      inherited: left.error(times: right.value) + right.error(times: left.value))
  }

  package static func / (top: Self, bottom: Self) -> Self {
    let value = top.value / bottom.value
    return Self(
      rounded: value, inherited: (top.error + bottom.error(times: value)) / abs(bottom.value))
  }

  package static prefix func - (operand: Self) -> Self {
    Self(-operand.value, error: operand.error)
  }

  package func raised(to exponent: Self) -> Self {
    let result = value.raised(to: exponent.value)
    let slope = exponent.value * value.raised(to: exponent.value - 1)
    let inherited =
      error(times: slope) + exponent.error(times: Function.log.applied(to: [abs(value)]) * result)
    return Self(rounded: result, inherited: inherited, units: Self.functionUnits)
  }

  package static func value(of function: Function, at arguments: [Self]) -> Self {
    if case .choice = function.value { return arguments[arguments[0].value != 0 ? 1 : 2] }
    let value = function.applied(to: arguments.map(\.value))
    // Placeholders stand for the arguments and the result: no argument is worked out again.
    let operands = arguments.map(\.value) + [value]
    let placeholders = arguments.indices.map { Formula.placeholder($0) }
    var inherited = 0.0
    for (index, argument) in arguments.enumerated() where argument.error != 0 {
      var slope = value / argument.value
      // A derivative of 0 that the value does not have says nothing of its error.
      if function != .stopGradient, let partial = function.partial,
        arguments.count <= mostArguments
      {
        slope = partial(placeholders, .placeholder(arguments.count), index).slope(at: operands)
      }
      inherited += argument.error(times: slope)
    }
    // What is exact of fractions is exact of doubles: one of the operands, or a whole number.
    return Self(
      rounded: value, inherited: inherited, units: function.exact == nil ? functionUnits : 0)
  }
}

extension Formula {
  /// The value of a function's derivative at its arguments and result.
  fileprivate func slope(at operands: [Double]) -> Double {
    func none() -> Double { preconditionFailure("a function knows of its arguments only") }
    return worked(out: none, { _ in none() }, { _ in none() }, { operands[$0] })
  }
}

extension Double {
  /// How many bits stand behind the binary point, up to the last that is not 0.
  fileprivate var fractionBits: Int {
    guard isNormal else { return 0 }
    return Swift.max(0, significandWidth - Int(exponent))
  }
}
