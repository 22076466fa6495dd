import Decimals

/// A double that is added as on paper, where sums of short decimals are short ones.
package struct PaperNumber: FormulaNumber {
  package let value: Double

  package init(_ value: Double) { self.value = value }

  package static func + (left: Self, right: Self) -> Self { sum(of: [left, right]) }
  package static func * (left: Self, right: Self) -> Self { Self(left.value * right.value) }
  package static func / (left: Self, right: Self) -> Self { Self(left.value / right.value) }
  package static prefix func - (operand: Self) -> Self { Self(-operand.value) }

  package func raised(to exponent: Self) -> Self { Self(value.raised(to: exponent.value)) }

  package static func sum(of terms: [Self]) -> Self {
    Self(Double.sumAtSchool(of: terms.map(\.value)))
  }

  package static func value(of function: Function, at arguments: [Self]) -> Self {
    Self(function.applied(to: arguments.map(\.value)))
  }
}
