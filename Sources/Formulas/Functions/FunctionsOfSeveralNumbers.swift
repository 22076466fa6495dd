import Decimals

/// The elementary functions of several numbers: to add one is to add it here, and to the list.
extension Function {
  static let ofSeveralNumbers: [Function] = [
    max, min, argmax, argmin, xlogy, logsumexp, softmax,
  ]

  // Choices. Of equal arguments the first is taken; NaN is passed on.

  package static let max: Function = extremum(
    "max", keepsFirst: { $0 >= $1 }, exact: { $0.max() }, atLeast: greaterOrEqual, less, argmax)
  package static let min: Function = extremum(
    "min", keepsFirst: { $0 <= $1 }, exact: { $0.min() }, atLeast: lessOrEqual, greater, argmin)

  private static func extremum(
    _ name: String, keepsFirst: @escaping @Sendable (Double, Double) -> Bool,
    exact: @escaping Exact, atLeast takesFirst: Function, _ takesSecond: Function,
    _ position: Function
  ) -> Function {
    Function(
      name, [Parameter("a")], variadic: true,
      value: .binary { a, b in keepsFirst(a, b) || a.isNaN ? a : b }, exact: exact,
      code: FunctionCode(
        numpy: .call("np.\(name)([{}])"),
        torch: .definition(
          "\(name)imum", parameters: "first, *others",
          body: """
            for other in others:
                if not (first \(takesFirst.name) other or first != first):
                    first = other
            return first
            """),
        cell: .function(name.uppercased()), fractions: "\(name)(a)"),
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
  package static let argmax: Function = position(
    "argmax", of: { .call(max, $0) }, inFractions: "max(a)",
    isBetter: { $0 > $1 }, isBetterExactly: { $0 > $1 })
  /// The position, from 1, of the first smallest argument.
  static let argmin: Function = position(
    "argmin", of: { .call(min, $0) }, inFractions: "min(a)",
    isBetter: { $0 < $1 }, isBetterExactly: { $0 < $1 })

  private static func position(
    _ name: String, of best: @escaping @Sendable ([Formula]) -> Formula.Kind,
    inFractions bestInFractions: String,
    isBetter: @escaping @Sendable (Double, Double) -> Bool,
    isBetterExactly: @escaping @Sendable (Fraction, Fraction) -> Bool
  ) -> Function {
    Function(
      name, [Parameter("a")], variadic: true,
      value: .many { Double(position(in: $0, isBetter)) },
      exact: { Fraction(position(in: $0, isBetterExactly)) },
      code: FunctionCode(
        numpy: .call("np.float64(np.\(name)([{}]) + 1)"),
        torch: .call("(torch.\(name)(torch.stack([{}])) + 1.0)"),
        cell: .formula { firstPosition(of: Formula(best($0)), in: $0) },
        fractions: "a.index(\(bestInFractions)) + 1"),
      partial: { _, _, _ in .zero })
  }

  private static func position<Number>(
    in list: [Number], _ isBetter: (Number, Number) -> Bool
  ) -> Int {
    var best = 0
    for index in list.indices where isBetter(list[index], list[best]) { best = index }
    return best + 1
  }

  private static func firstPosition(of value: Formula, in list: [Formula]) -> Formula {
    let positions = list.enumerated().map { index, member in
      Formula.call(
        choice, .call(equal, member, value), .number(index + 1), .number(list.count))
    }
    return Formula(.call(min, positions))
  }

  // Products that are 0 wherever their first factor is.

  static let xlogy: Function = Function(
    "xlogy", [Parameter("x"), Parameter("y")],
    value: .binary { x, y in x == 0 && !y.isNaN ? 0 : x * libc.log(y) },
    code: FunctionCode(
      numpy: .definition(
        "xlogy", parameters: "x, y",
        body: "return np.float64(0) if x == 0 and not np.isnan(y) else x*np.log(y)"),
      torch: .definition(
        "xlogy", parameters: "x, y",
        body: "return x*0.0 if x == 0 and y <= 0 else x*torch.log(y)"),
      cell: .formula { x in
        .call(
          choice, .call(equal, x[0], .zero), .zero,
          Formula(.product([x[0], .call(log, x[1])])))
      }),
    partial: { arguments, _, index in
      index == 0 ? .call(log, arguments[1]) : Formula(.call(xdivy, arguments))
    },
    spelledOut: { Formula(.product([$0[0], .call(log, $0[1])])) })

  // Functions of a whole family, shifted by its largest member so that nothing overflows.

  /// log Σ e^zⱼ.
  static let logsumexp: Function = Function(
    "logsumexp", [Parameter("z")], variadic: true,
    value: .definition { z in
      let largest = Formula(.call(max, z))
      let shifted = Formula(.sum([largest, .call(log, Formula(.sum(shifted(z, by: largest))))]))
      // ∞ − ∞ is no number: an infinite member is the whole.
      return .call(choice, .call(equal, .call(abs, largest), infinity), largest, shifted)
    },
    code: FunctionCode(
      numpy: .call("np.logaddexp.reduce([{}])"),
      torch: .call("torch.logsumexp(torch.stack([{}]), 0)"), cell: .definition),
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
    code: FunctionCode(
      numpy: .definition(
        "softmax", parameters: "position, *z",
        body: """
          powers = np.exp(np.array(z) - max(z))
          return powers[int(position) - 1]/sum(powers)
          """),
      torch: .definition(
        "softmax", parameters: "position, *z",
        body: "return torch.softmax(torch.stack(z), 0)[int(position) - 1]"),
      cell: .definition),
    partial: { arguments, result, index in
      if index == 0 { return .zero }
      if index - 1 == position(arguments) {
        let others = arguments.indices.dropFirst().filter { $0 != index }.map { arguments[$0] }
        return result * Formula(.call(oneMinusSoftmax, [result, arguments[index]] + others))
      }
      return -(result * Formula(.call(softmax, [.number(index)] + arguments.dropFirst())))
    },
    notation: .member("softmax", latex: "\\operatorname{softmax}"),
    spelledOut: { arguments in
      let z = arguments.dropFirst()
      return .call(exp, arguments[position(arguments) + 1])
        / Formula(.sum(z.map { .call(exp, $0) }))
    }, uses: [1, 3])

  /// Which of the scores is meant, from 0; the first, where arguments are lines and not numbers.
  private static func position(_ arguments: [Formula]) -> Int {
    let position = arguments[0].numeral.flatMap { Int(exactly: $0.value) } ?? 1
    return Swift.min(Swift.max(position, 1), arguments.count - 1) - 1
  }

  /// A number too large for a double.
  private static let infinity = Formula.number(Numeral(.infinity))

  private static func shifted(_ z: [Formula], by largest: Formula) -> [Formula] {
    z.map { .call(exp, Formula(.sum([$0, Formula(.negated(largest))]))) }
  }
}
