import Decimals

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

private typealias Real = Function.Real

/// The C library's functions, under a name that the catalogue's own names do not hide.
private let libc:
  (
    exp: Real, expm1: Real, log: Real, log1p: Real, sin: Real, cos: Real, tan: Real, asin: Real,
    acos: Real, atan: Real, sinh: Real, cosh: Real, tanh: Real, erf: Real, erfc: Real,
    pow: @Sendable (Double, Double) -> Double
  ) = (exp, expm1, log, log1p, sin, cos, tan, asin, acos, atan, sinh, cosh, tanh, erf, erfc, pow)

/// The elementary functions of the language: the one place that calls the C library's mathematics.
extension Function {
  package static let elementary: [String: Function] = Dictionary(
    uniqueKeysWithValues: ([
      exp, expm1, log, log1p, sqrt, abs, sign, floor, sin, cos, tan, asin, acos, atan, sinh, cosh,
      tanh, sigmoid, softplus, erf, erfc, relu, max, min, choice, xlogy, xdivy, softmax, logsumexp,
      argmax, argmin,
    ] as [Function]).map { ($0.name, $0) } + [("ln", log)])

  // Exponentials and logarithms.

  package static let exp: Function = unary("exp", libc.exp, .exponential) { _, result in result }
  static let expm1: Function = unary("expm1", libc.expm1) { _, result in .total([result, .one]) }
  package static let log: Function = unary(
    "log", libc.log, .prefix("log", latex: "\\log")
  ) { x, _ in .one / x }
  static let log1p: Function = unary("log1p", libc.log1p) { x, _ in .one / .total([.one, x]) }
  package static let sqrt: Function = unary("sqrt", { $0.squareRoot() }, .root) { _, result in
    .one / (.number(2) * result)
  }

  // Pieces of straight lines.

  static let abs: Function = unary("abs", { Swift.abs($0) }, .bars) { x, _ in .call(sign, x) }
  static let sign: Function = unary("sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }) { _, _ in .zero }
  package static let floor: Function = unary("floor", { $0.rounded(.down) }, .floor) { _, _ in .zero
  }
  static let relu: Function = unary(
    "relu", { $0 > 0 ? $0 : $0.isNaN ? $0 : 0 },
    spelledOut: { Formula(.call(max, [.zero, $0])) }
  ) { x, _ in .call(greater, x, .zero) }

  // Circular and hyperbolic functions.

  static let sin: Function = unary("sin", libc.sin, .prefix("sin", latex: "\\sin")) { x, _ in
    .call(cos, x)
  }
  static let cos: Function = unary("cos", libc.cos, .prefix("cos", latex: "\\cos")) { x, _ in
    -.call(sin, x)
  }
  static let tan: Function = unary("tan", libc.tan, .prefix("tan", latex: "\\tan")) { _, result in
    .total([.one, result.squared])
  }
  static let asin: Function = unary("asin", libc.asin, .prefix("arcsin", latex: "\\arcsin")) {
    x, _ in
    .one / .call(sqrt, .total([.one, -x.squared]))
  }
  static let acos: Function = unary("acos", libc.acos, .prefix("arccos", latex: "\\arccos")) {
    x, _ in
    -(.one / .call(sqrt, .total([.one, -x.squared])))
  }
  static let atan: Function = unary("atan", libc.atan, .prefix("arctan", latex: "\\arctan")) {
    x, _ in
    .one / .total([.one, x.squared])
  }
  static let sinh: Function = unary("sinh", libc.sinh, .prefix("sinh", latex: "\\sinh")) { x, _ in
    .call(cosh, x)
  }
  static let cosh: Function = unary("cosh", libc.cosh, .prefix("cosh", latex: "\\cosh")) { x, _ in
    .call(sinh, x)
  }
  static let tanh: Function = unary("tanh", libc.tanh, .prefix("tanh", latex: "\\tanh")) {
    _, result in
    .total([.one, -result.squared])
  }

  // Functions of statistics and learning. Sigmoid and softplus never overflow.

  static let sigmoid: Function = unary(
    "sigmoid",
    { x in
      if x >= 0 { return 1 / (1 + libc.exp(-x)) }
      let power = libc.exp(x)
      return power / (1 + power)
    },
    .prefix("σ", latex: "\\sigma"),
    spelledOut: { .one / Formula(.sum([.one, .call(exp, -$0)])) }
  ) { _, result in result * .total([.one, -result]) }
  static let softplus: Function = unary(
    "softplus",
    { x in x.isNaN ? x : Swift.max(x, 0) + libc.log1p(libc.exp(-Swift.abs(x))) },
    spelledOut: { .call(log, Formula(.sum([.one, .call(exp, $0)]))) }
  ) { x, _ in .call(sigmoid, x) }
  static let erf: Function = unary("erf", libc.erf) { x, _ in bell(x) }
  package static let erfc: Function = unary("erfc", libc.erfc) { x, _ in -bell(x) }

  /// The derivative of `erf`: 2/√π·e^(−x²).
  private static func bell(_ x: Formula) -> Formula {
    .number(2) / .call(sqrt, .pi) * .call(exp, -x.squared)
  }

  // Choices. Of equal arguments the first is taken; NaN is passed on.

  package static let max: Function = extremum(
    "max", keepsFirst: { $0 >= $1 }, atLeast: greaterOrEqual, less, argmax)
  package static let min: Function = extremum(
    "min", keepsFirst: { $0 <= $1 }, atLeast: lessOrEqual, greater, argmin)

  private static func extremum(
    _ name: String, keepsFirst: @escaping @Sendable (Double, Double) -> Bool,
    atLeast takesFirst: Function, _ takesSecond: Function, _ position: Function
  ) -> Function {
    Function(
      name, [Parameter("a")], variadic: true,
      value: .binary { a, b in keepsFirst(a, b) || a.isNaN ? a : b },
      partial: { arguments, _, index in
        switch arguments.count {
        case 1: .one
        case 2: Formula(.call(index == 0 ? takesFirst : takesSecond, arguments))
        default: .call(equal, Formula(.call(position, arguments)), .number(index + 1))
        }
      },
      notation: .prefix(name, latex: "\\\(name)"))
  }

  /// The position, from 1, of the first largest argument.
  package static let argmax: Function = position("argmax") { $0 > $1 }
  /// The position, from 1, of the first smallest argument.
  static let argmin: Function = position("argmin") { $0 < $1 }

  private static func position(
    _ name: String, isBetter: @escaping @Sendable (Double, Double) -> Bool
  ) -> Function {
    Function(
      name, [Parameter("a")], variadic: true,
      value: .many { values in
        var best = 0
        for index in values.indices where isBetter(values[index], values[best]) { best = index }
        return Double(best + 1)
      },
      partial: { _, _, _ in .zero })
  }

  package static let choice: Function = Function(
    "if", [Parameter("condition"), Parameter("then"), Parameter("else")], value: .choice)

  // Comparisons: 1 or 0, with derivative 0.

  package static let less: Function = comparison("<", "<", "<") { $0 < $1 ? 1 : 0 }
  package static let lessOrEqual: Function = comparison("<=", "≤", "\\le") { $0 <= $1 ? 1 : 0 }
  package static let greater: Function = comparison(">", ">", ">") { $0 > $1 ? 1 : 0 }
  package static let greaterOrEqual: Function = comparison(">=", "≥", "\\ge") { $0 >= $1 ? 1 : 0 }
  package static let equal: Function = comparison("==", "=", "=") { $0 == $1 ? 1 : 0 }
  package static let comparisons: [Function] = [less, lessOrEqual, greater, greaterOrEqual, equal]

  private static func comparison(
    _ name: String, _ sign: String, _ latex: String,
    value: @escaping @Sendable (Double, Double) -> Double
  ) -> Function {
    Function(
      name, [Parameter("a"), Parameter("b")], value: .binary(value),
      partial: { _, _, _ in .zero }, notation: .infix(sign, ascii: name, latex: latex))
  }

  package static let power: Function = Function(
    "^", [Parameter("base"), Parameter("exponent")], value: .binary { raise($0, to: $1) })

  /// The power as it is computed everywhere: a square is x·x, however its exponent is given.
  package static func raise(_ base: Double, to exponent: Double) -> Double {
    exponent == 2 ? base * base : libc.pow(base, exponent)
  }

  // Products that are 0 wherever their first factor is.

  static let xlogy: Function = Function(
    "xlogy", [Parameter("x"), Parameter("y")],
    value: .binary { x, y in x == 0 && !y.isNaN ? 0 : x * libc.log(y) },
    partial: { arguments, _, index in
      index == 0 ? .call(log, arguments[1]) : Formula(.call(xdivy, arguments))
    },
    spelledOut: { Formula(.product([$0[0], .call(log, $0[1])])) })

  /// x/y, and 0 where x = 0: the derivative of `xlogy` by y.
  static let xdivy: Function = Function(
    "xdivy", [Parameter("x"), Parameter("y")],
    value: .binary { x, y in x == 0 && !y.isNaN ? 0 : x / y },
    partial: { arguments, _, index in
      index == 0
        ? .one / arguments[1] : -Formula(.call(xdivy, [arguments[0], arguments[1].squared]))
    },
    notation: .fraction)

  // Functions of a whole family, shifted by its largest member so that nothing overflows.

  /// log Σ e^zⱼ.
  static let logsumexp: Function = Function(
    "logsumexp", [Parameter("z")], variadic: true,
    value: .definition { z in
      let largest = Formula(.call(max, z))
      return Formula(.sum([largest, .call(log, Formula(.sum(shifted(z, by: largest))))]))
    },
    partial: { z, result, index in
      // Of very many, all softmaxes together would take room that grows with the square.
      z.count <= 256
        ? Formula(.call(softmax, [.number(index + 1)] + z))
        : .call(exp, .total([z[index], -result]))
    },
    spelledOut: { z in .call(log, Formula(.sum(z.map { .call(exp, $0) }))) }, uses: [3])

  /// The member at a position, from 1, of e^zᵢ/Σ e^zⱼ: `softmax(2, z1, z2, z3)`.
  package static let softmax: Function = Function(
    "softmax", [Parameter("position"), Parameter("z")], variadic: true,
    value: .definition { arguments in
      let z = Array(arguments.dropFirst())
      let powers = shifted(z, by: Formula(.call(max, z)))
      return powers[position(arguments)] / Formula(.sum(powers))
    },
    partial: { arguments, result, index in
      if index == 0 { return .zero }
      if index - 1 == position(arguments) { return result * .total([.one, -result]) }
      return -(result * Formula(.call(softmax, [.number(index)] + arguments.dropFirst())))
    },
    notation: .member("softmax", latex: "\\operatorname{softmax}"),
    spelledOut: { arguments in
      let z = arguments.dropFirst()
      return .call(exp, arguments[position(arguments) + 1])
        / Formula(.sum(z.map { .call(exp, $0) }))
    }, uses: [1, 3])

  private static func position(_ arguments: [Formula]) -> Int {
    let position = arguments[0].numeral.flatMap { Int(exactly: $0.value) } ?? 1
    return Swift.min(Swift.max(position, 1), arguments.count - 1) - 1
  }

  private static func shifted(_ z: [Formula], by largest: Formula) -> [Formula] {
    z.map { .call(exp, Formula(.sum([$0, Formula(.negated(largest))]))) }
  }

  private static func unary(
    _ name: String, _ value: @escaping Real, _ notation: Notation? = nil,
    spelledOut: (@Sendable (Formula) -> Formula)? = nil,
    derivative: @escaping @Sendable (_ x: Formula, _ result: Formula) -> Formula
  ) -> Function {
    Function(
      name, [Parameter("x")], value: .unary(value),
      partial: { arguments, result, _ in derivative(arguments[0], result) }, notation: notation,
      spelledOut: spelledOut.map { form in { @Sendable (arguments) in form(arguments[0]) } })
  }
}

extension Formula {
  package static let pi = Formula(.named("pi", .number(Numeral(Double.pi))))
}
