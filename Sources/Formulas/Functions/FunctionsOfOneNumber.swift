import Decimals

/// The elementary functions of one number: to add one is to add it here, and to the list.
extension Function {
  static let ofOneNumber: [Function] = [
    exp, expm1, log, log1p, sqrt, abs, sign, floor, relu, sin, cos, tan, asin, acos, atan, sinh,
    cosh, tanh, sigmoid, softplus, erf, erfc, stopGradient,
  ]

  // Exponentials and logarithms.

  package static let exp: Function = unary(
    "exp", libc.exp, .exponential, code: .library("exp", .function("EXP"))
  ) { _, result in result }

  // In cells e^x − 1 = 2·e^(x/2)·sinh(x/2), which loses no digits near 0.
  static let expm1: Function = unary(
    "expm1", libc.expm1,
    code: .library(
      "expm1",
      .formula { x in
        let half = Formula(.quotient(x[0], .number(2)))
        return Formula(.product([.number(2), .call(exp, half), .call(sinh, half)]))
      })
  ) { x, _ in .call(exp, x) }

  package static let log: Function = unary(
    "log", libc.log, .bare("ln", latex: "\\ln"), code: .library("log", .function("LN"))
  ) { x, _ in .one / x }

  // In cells 1 + x loses digits of a small x: for that there is the series.
  static let log1p: Function = unary(
    "log1p", libc.log1p,
    code: .library(
      "log1p",
      .formula { x in
        let square = Formula(.quotient(Formula(.power(x[0], .number(2))), .number(2)))
        let cube = Formula(.quotient(Formula(.power(x[0], .number(3))), .number(3)))
        return .call(
          choice, .call(less, .call(abs, x[0]), .number(Numeral(1e-5))),
          Formula(.sum([x[0], Formula(.negated(square)), cube])),
          .call(log, Formula(.sum([.one, x[0]]))))
      })
  ) { x, _ in .one / .total([.one, x]) }

  package static let sqrt: Function = unary(
    "sqrt", { $0.squareRoot() }, .root, code: .library("sqrt", .function("SQRT"))
  ) { _, result in .one / (.number(2) * result) }

  // Pieces of straight lines.

  static let abs: Function = unary(
    "abs", { Swift.abs($0) }, exact: { $0 < .zero ? -$0 : $0 }, .bars,
    code: .library("abs", .function("ABS"), fractions: "abs(x)")
  ) { x, _ in .call(sign, x) }

  static let sign: Function = unary(
    "sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 },
    exact: { $0 > .zero ? .one : $0 < .zero ? -.one : .zero },
    code: .library("sign", .function("SIGN"), fractions: "(x > 0) - (x < 0)")
  ) { _, _ in .zero }

  package static let floor: Function = unary(
    "floor", { $0.rounded(.down) }, exact: { $0.roundedDown }, .floor,
    code: .library("floor", .function("INT"), fractions: "math.floor(x)")
  ) { _, _ in .zero }

  static let relu: Function = unary(
    "relu", { $0 > 0 ? $0 : $0.isNaN ? $0 : 0 }, exact: { Swift.max($0, .zero) },
    code: FunctionCode(
      numpy: .call("np.maximum({}, 0.0)"), torch: .call("torch.relu({})"),
      cell: .formula { .call(max, $0[0], .zero) }, fractions: "max(x, 0)"),
    spelledOut: { Formula(.call(max, [.zero, $0])) }
  ) { x, _ in .call(greater, x, .zero) }

  // Circular and hyperbolic functions.

  static let sin: Function = unary(
    "sin", libc.sin, .prefix("sin", latex: "\\sin"), code: .library("sin", .function("SIN"))
  ) { x, _ in .call(cos, x) }

  static let cos: Function = unary(
    "cos", libc.cos, .prefix("cos", latex: "\\cos"), code: .library("cos", .function("COS"))
  ) { x, _ in -.call(sin, x) }

  static let tan: Function = unary(
    "tan", libc.tan, .prefix("tan", latex: "\\tan"), code: .library("tan", .function("TAN"))
  ) { _, result in .total([.one, result.squared]) }

  static let asin: Function = unary(
    "asin", libc.asin, .prefix("arcsin", latex: "\\arcsin"),
    code: .library("arcsin", .function("ASIN"))
  ) { x, _ in .one / .call(sqrt, .total([.one, -x.squared])) }

  static let acos: Function = unary(
    "acos", libc.acos, .prefix("arccos", latex: "\\arccos"),
    code: .library("arccos", .function("ACOS"))
  ) { x, _ in -(.one / .call(sqrt, .total([.one, -x.squared]))) }

  static let atan: Function = unary(
    "atan", libc.atan, .prefix("arctan", latex: "\\arctan"),
    code: .library("arctan", .function("ATAN"))
  ) { x, _ in .one / .total([.one, x.squared]) }

  static let sinh: Function = unary(
    "sinh", libc.sinh, .prefix("sinh", latex: "\\sinh"), code: .library("sinh", .function("SINH"))
  ) { x, _ in .call(cosh, x) }

  static let cosh: Function = unary(
    "cosh", libc.cosh, .prefix("cosh", latex: "\\cosh"), code: .library("cosh", .function("COSH"))
  ) { x, _ in .call(sinh, x) }

  static let tanh: Function = unary(
    "tanh", libc.tanh, .prefix("tanh", latex: "\\tanh"), code: .library("tanh", .function("TANH"))
  ) { x, result in .call(oneMinusTanhSquared, result, x) }

  // Functions of statistics and learning. Sigmoid and softplus never overflow; spreadsheets have no
  // numbers above e^709.

  static let sigmoid: Function = unary(
    "sigmoid",
    { x in
      if x >= 0 { return 1 / (1 + libc.exp(-x)) }
      let power = libc.exp(x)
      return power / (1 + power)
    },
    .prefix("σ", latex: "\\sigma"),
    code: FunctionCode(
      numpy: .definition(
        "sigmoid", parameters: "x",
        body: """
          if x >= 0:
              return 1/(1 + np.exp(-x))
          return np.exp(x)/(1 + np.exp(x))
          """),
      torch: .call("torch.sigmoid({})"),
      cell: .formula { x in
        let power = Formula.call(exp, .call(min, Formula(.negated(x[0])), .number(709)))
        return Formula(.quotient(.one, Formula(.sum([.one, power]))))
      }),
    spelledOut: { .one / Formula(.sum([.one, .call(exp, -$0)])) }
  ) { x, result in result * .call(oneMinusSigmoid, result, x) }

  static let softplus: Function = unary(
    "softplus",
    { x in x.isNaN ? x : Swift.max(x, 0) + libc.log1p(libc.exp(-Swift.abs(x))) },
    code: FunctionCode(
      numpy: .call("np.logaddexp({}, 0.0)"),
      torch: .call("torch.logaddexp({}, torch.tensor(0.0))"),
      cell: .formula { x in
        let power = Formula.call(exp, Formula(.negated(.call(abs, x[0]))))
        return Formula(.sum([.call(max, x[0], .zero), .call(log1p, power)]))
      }),
    spelledOut: { .call(log, Formula(.sum([.one, .call(exp, $0)]))) }
  ) { x, _ in .call(sigmoid, x) }

  static let erf: Function = unary(
    "erf", libc.erf,
    code: FunctionCode(
      numpy: .call("np.float64(math.erf({}))"), torch: .call("torch.erf({})"),
      cell: .function("ERF"))
  ) { x, _ in bell(x) }

  package static let erfc: Function = unary(
    "erfc", libc.erfc,
    code: FunctionCode(
      numpy: .call("np.float64(math.erfc({}))"), torch: .call("torch.erfc({})"),
      cell: .function("ERFC"))
  ) { x, _ in -bell(x) }

  /// The derivative of `erf`: 2/√π·e^(−x²).
  private static func bell(_ x: Formula) -> Formula {
    .number(2) / .call(sqrt, .pi) * .call(exp, -x.squared)
  }

  // What derivatives do not pass.

  /// The number itself, with the derivative 0.
  package static let stopGradient: Function = unary(
    "stop_gradient", { $0 }, exact: { $0 },
    code: FunctionCode(
      numpy: .call("({})"), torch: .call("({}).detach()"), cell: .formula { $0[0] },
      fractions: "x")
  ) { _, _ in .zero }

  private static func unary(
    _ name: String, _ value: @escaping Real,
    exact: (@Sendable (Fraction) -> Fraction)? = nil, _ notation: Notation? = nil,
    code: FunctionCode,
    spelledOut: (@Sendable (Formula) -> Formula)? = nil,
    derivative: @escaping @Sendable (_ x: Formula, _ result: Formula) -> Formula
  ) -> Function {
    Function(
      name, [Parameter("x")], value: .unary(value),
      exact: exact.map { exact in { @Sendable in exact($0[0]) } }, code: code,
      partial: { arguments, result, _ in derivative(arguments[0], result) }, notation: notation,
      spelledOut: spelledOut.map { form in { @Sendable (arguments) in form(arguments[0]) } })
  }
}
