import Decimals

/// Functions that derivatives need and that are written as other formulas.
///
/// They equal what is written, but for a product that is to be 0, or for digits that a difference of
/// doubles has lost.
extension Function {
  static let writtenOtherwise: [Function] = [
    xdivy, powerSlope, oneMinusSigmoid, oneMinusTanhSquared, oneMinusSoftmax,
  ]

  // Products that are 0 wherever their first factor is.

  /// x/y, and 0 where x = 0: the derivative of `xlogy` by y.
  static let xdivy: Function = Function(
    "xdivy", [Parameter("x"), Parameter("y")],
    value: .binary { x, y in x == 0 && !y.isNaN ? 0 : x / y },
    code: FunctionCode(
      numpy: .definition(
        "xdivy", parameters: "x, y",
        body: "return np.float64(0) if x == 0 and not np.isnan(y) else np.divide(x, y)"),
      torch: .definition(
        "xdivy", parameters: "x, y",
        body: "return x*0.0 if x == 0 and y == 0 else x/y"),
      cell: .formula { x in
        .call(choice, .call(equal, x[0], .zero), .zero, Formula(.quotient(x[0], x[1])))
      }),
    partial: { arguments, _, index in
      index == 0
        ? .one / arguments[1] : -Formula(.call(xdivy, [arguments[0], arguments[1].squared]))
    },
    notation: .written { Formula(.quotient($0[0], $0[1])) })

  /// b·x^(b−1), and 0 where b = 0: the derivative of x^b by x.
  static let powerSlope: Function = Function(
    "power_slope", [Parameter("x"), Parameter("b")],
    value: .binary { x, b in b == 0 ? 0 : b * raise(x, to: b - 1) },
    code: FunctionCode(
      numpy: .definition(
        "power_slope", parameters: "x, b",
        body: "return np.float64(0) if b == 0 else b*np.power(x, b - 1)"),
      torch: .definition(
        "power_slope", parameters: "x, b",
        body: "return b*0.0 if b == 0 else b*x**(b - 1)"),
      cell: .formula { .call(choice, .call(equal, $0[1], .zero), .zero, lowered($0[0], $0[1])) }),
    partial: { arguments, result, index in
      let (x, b) = (arguments[0], arguments[1])
      let below = Formula.total([b, .number(-1)])
      return index == 0
        ? .choice(.call(equal, b, .zero), .zero, b * .call(powerSlope, x, below))
        : .total([x.raised(to: below), Formula(.call(xlogy, [result, x]))])
    },
    notation: .written { lowered($0[0], $0[1]) })

  private static func lowered(_ x: Formula, _ b: Formula) -> Formula {
    b * x.raised(to: .total([b, .number(-1)]))
  }

  // Differences from 1 of functions that come near to it. Where half of a double's digits would be
  // lost, they are computed from the function's argument.

  /// The least difference from 1 that has more than half of a double's digits.
  private static let halfOfDigits = 0x1p-27

  /// 1 − a, of a = σ(z).
  static let oneMinusSigmoid: Function = Function(
    "one_minus_sigmoid", [Parameter("a"), Parameter("z")],
    value: .binary { a, z in
      let rest = 1 - a
      if rest >= halfOfDigits { return rest }
      let power = libc.exp(-z)
      return power / (1 + power)
    },
    code: FunctionCode(
      numpy: .definition(
        "one_minus_sigmoid", parameters: "a, z",
        body: "return 1 - a if 1 - a >= 2**-27 else np.exp(-z)/(1 + np.exp(-z))"),
      torch: .definition(
        "one_minus_sigmoid", parameters: "a, z",
        body: "return 1 - a if 1 - a >= 2**-27 else torch.sigmoid(-z)"),
      cell: .formula { .total([.one, -$0[0]]) }),
    partial: { _, _, index in index == 0 ? .number(-1) : .zero },
    notation: .written { .total([.one, -$0[0]]) })

  /// 1 − a², of a = tanh(z), which is 4e^(−2|z|)/(1 + e^(−2|z|))².
  static let oneMinusTanhSquared: Function = Function(
    "one_minus_tanh_squared", [Parameter("a"), Parameter("z")],
    value: .binary { a, z in
      let rest = 1 - a * a
      if rest >= halfOfDigits { return rest }
      let power = libc.exp(-2 * Swift.abs(z))
      return 4 * power / ((1 + power) * (1 + power))
    },
    code: FunctionCode(
      numpy: .definition(
        "one_minus_tanh_squared", parameters: "a, z",
        body: """
          power = np.exp(-2*abs(z))
          return 1 - a*a if 1 - a*a >= 2**-27 else 4*power/((1 + power)*(1 + power))
          """),
      torch: .definition(
        "one_minus_tanh_squared", parameters: "a, z",
        body: """
          power = torch.exp(-2*abs(z))
          return 1 - a*a if 1 - a*a >= 2**-27 else 4*power/((1 + power)*(1 + power))
          """),
      cell: .formula { .total([.one, -$0[0].squared]) }),
    partial: { arguments, _, index in index == 0 ? -(.number(2) * arguments[0]) : .zero },
    notation: .written { .total([.one, -$0[0].squared]) })

  /// 1 − p, of the softmax p of the first score: the share of the others.
  static let oneMinusSoftmax: Function = Function(
    "one_minus_softmax", [Parameter("p"), Parameter("z")], variadic: true,
    value: .many { arguments in
      let rest = 1 - arguments[0]
      if rest >= halfOfDigits || arguments.count < 3 { return rest }
      let scores = arguments.dropFirst()
      let largest = scores.reduce(-Double.infinity) { Swift.max($0, $1) }
      let others = scores.dropFirst().reduce(0) { $0 + libc.exp($1 - largest) }
      return others / (libc.exp(arguments[1] - largest) + others)
    },
    code: FunctionCode(
      numpy: .definition(
        "one_minus_softmax", parameters: "p, *z",
        body: """
          if 1 - p >= 2**-27 or len(z) < 2:
              return 1 - p
          powers = np.exp(np.array(z) - max(z))
          return sum(powers[1:])/sum(powers)
          """),
      torch: .definition(
        "one_minus_softmax", parameters: "p, *z",
        body: """
          if 1 - p >= 2**-27 or len(z) < 2:
              return 1 - p
          return torch.softmax(torch.stack(z), 0)[1:].sum()
          """),
      cell: .formula { .total([.one, -$0[0]]) }),
    partial: { _, _, index in index == 0 ? .number(-1) : .zero },
    notation: .written { .total([.one, -$0[0]]) })
}
