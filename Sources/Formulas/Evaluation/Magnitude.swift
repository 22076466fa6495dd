/// A value, and how large it would be if terms did not cancel: what rounding is measured against.
package struct Magnitude: FormulaNumber {
  package let value: Double
  package let size: Double

  package init(_ value: Double) { self.init(value, size: abs(value)) }

  private init(_ value: Double, size: Double) { (self.value, self.size) = (value, size) }

  package static func + (left: Self, right: Self) -> Self {
    Self(left.value + right.value, size: left.size + right.size)
  }

  package static func * (left: Self, right: Self) -> Self {
    Self(left.value * right.value, size: left.size * right.size)
  }

  package static func / (left: Self, right: Self) -> Self {
    Self(left.value / right.value, size: left.size / abs(right.value))
  }

  package static prefix func - (operand: Self) -> Self { Self(-operand.value, size: operand.size) }

  package func raised(to exponent: Self) -> Self { Self(value.raised(to: exponent.value)) }

  package static func value(of function: Function, at arguments: [Self]) -> Self {
    if case .choice = function.value { return arguments[arguments[0].value != 0 ? 1 : 2] }
    return Self(function.applied(to: arguments.map(\.value)))
  }
}
