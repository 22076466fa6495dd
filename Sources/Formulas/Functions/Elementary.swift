import Decimals

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's functions, under a name that the catalogue's own names do not hide: the one
/// place that knows its mathematics.
let libc:
  (
    exp: Function.Real, expm1: Function.Real, log: Function.Real, log1p: Function.Real,
    sin: Function.Real, cos: Function.Real, tan: Function.Real, asin: Function.Real,
    acos: Function.Real, atan: Function.Real, sinh: Function.Real, cosh: Function.Real,
    tanh: Function.Real, erf: Function.Real, erfc: Function.Real,
    pow: @Sendable (Double, Double) -> Double
  ) = (exp, expm1, log, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, erf, erfc, pow)

/// The elementary functions of the language, and its signs, which are functions too.
extension Function {
  package static let elementary: [String: Function] = Dictionary(
    uniqueKeysWithValues: (ofOneNumber + ofSeveralNumbers + writtenOtherwise + [choice]).map {
      ($0.name, $0)
    }
      + [("ln", log)])

  package static let choice: Function = Function(
    "if", [Parameter("condition"), Parameter("then"), Parameter("else")], value: .choice, code: nil)

  // Comparisons: 1 or 0, with derivative 0.

  package static let less: Function = comparison(
    "<", "<", "<", { $0 < $1 }, exact: { $0 < $1 })
  package static let lessOrEqual: Function = comparison(
    "<=", "≤", "\\le", { $0 <= $1 }, exact: { $0 <= $1 })
  package static let greater: Function = comparison(
    ">", ">", ">", { $0 > $1 }, exact: { $0 > $1 })
  package static let greaterOrEqual: Function = comparison(
    ">=", "≥", "\\ge", { $0 >= $1 }, exact: { $0 >= $1 })
  package static let equal: Function = comparison(
    "==", "=", "=", { $0 == $1 }, exact: { $0 == $1 })
  package static let comparisons: [Function] = [less, lessOrEqual, greater, greaterOrEqual, equal]

  private static func comparison(
    _ name: String, _ sign: String, _ latex: String,
    _ holds: @escaping @Sendable (Double, Double) -> Bool,
    exact holdsExactly: @escaping @Sendable (Fraction, Fraction) -> Bool
  ) -> Function {
    Function(
      name, [Parameter("a"), Parameter("b")], value: .binary { holds($0, $1) ? 1 : 0 },
      exact: { holdsExactly($0[0], $0[1]) ? .one : .zero }, code: nil,
      partial: { _, _, _ in .zero }, notation: .infix(sign, ascii: name, latex: latex))
  }

  package static let power: Function = Function(
    "^", [Parameter("base"), Parameter("exponent")], value: .binary { raise($0, to: $1) },
    code: nil)

  /// The power as it is computed everywhere: a square is x·x, however its exponent is given.
  package static func raise(_ base: Double, to exponent: Double) -> Double {
    exponent == 2 ? base * base : libc.pow(base, exponent)
  }
}

extension Formula {
  package static let pi = Formula(.named("pi", .number(Numeral(nearest: .pi))))
}
