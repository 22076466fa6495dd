import Decimals
import Formulas

/// How an elementary function is computed in other languages.
///
/// The one table of it. What an author or the prelude defines is written out from its definition.
struct FunctionCode: Sendable {
  enum Python: Sendable {
    /// A call; `{}` stands for the arguments.
    case call(String)
    /// A definition that the script brings along.
    case definition(String)
  }

  enum Cell: Sendable {
    /// A function that spreadsheets have.
    case function(String)
    /// The same in terms of other functions.
    case formula(@Sendable ([Formula]) -> Formula)
  }

  let numpy: Python
  let torch: Python
  /// `nil` where the function's own definition is written out.
  let cell: Cell?

  static func of(_ function: Function) -> FunctionCode? {
    Function.elementary[function.name] == function ? table[function.name] : nil
  }

  private static let table: [String: FunctionCode] = [
    "exp": library("exp", .function("EXP")),
    // e^x − 1 = 2·e^(x/2)·sinh(x/2), which loses no digits near 0.
    "expm1": library(
      "expm1",
      .formula { x in
        let half = Formula(.quotient(x[0], .number(2)))
        return Formula(.product([.number(2), call("exp", half), call("sinh", half)]))
      }),
    "log": library("log", .function("LN")),
    // 1 + x loses digits of a small x: for that there is the series.
    "log1p": library(
      "log1p",
      .formula { x in
        let square = Formula(.quotient(Formula(.power(x[0], .number(2))), .number(2)))
        let cube = Formula(.quotient(Formula(.power(x[0], .number(3))), .number(3)))
        return choice(
          .call(.less, call("abs", x[0]), .number(Numeral(1e-5))),
          Formula(.sum([x[0], Formula(.negated(square)), cube])),
          call("log", Formula(.sum([.one, x[0]]))))
      }),
    "sqrt": library("sqrt", .function("SQRT")),
    "abs": library("abs", .function("ABS")),
    "sign": library("sign", .function("SIGN")),
    "floor": library("floor", .function("INT")),
    "sin": library("sin", .function("SIN")),
    "cos": library("cos", .function("COS")),
    "tan": library("tan", .function("TAN")),
    "asin": library("arcsin", .function("ASIN")),
    "acos": library("arccos", .function("ACOS")),
    "atan": library("arctan", .function("ATAN")),
    "sinh": library("sinh", .function("SINH")),
    "cosh": library("cosh", .function("COSH")),
    "tanh": library("tanh", .function("TANH")),
    // Spreadsheets have no numbers above e^709.
    "sigmoid": FunctionCode(
      numpy: .definition(
        """
        def sigmoid(x):
            if x >= 0:
                return 1/(1 + np.exp(-x))
            return np.exp(x)/(1 + np.exp(x))
        """),
      torch: .call("torch.sigmoid({})"),
      cell: .formula { x in
        let power = call("exp", call("min", Formula(.negated(x[0])), .number(709)))
        return Formula(.quotient(.one, Formula(.sum([.one, power]))))
      }),
    "softplus": FunctionCode(
      numpy: .call("np.logaddexp({}, 0.0)"),
      torch: .call("torch.logaddexp({}, torch.tensor(0.0))"),
      cell: .formula { x in
        let power = call("exp", Formula(.negated(call("abs", x[0]))))
        return Formula(.sum([call("max", x[0], .zero), call("log1p", power)]))
      }),
    "erf": FunctionCode(
      numpy: .call("np.float64(math.erf({}))"), torch: .call("torch.erf({})"),
      cell: .function("ERF")),
    "erfc": FunctionCode(
      numpy: .call("np.float64(math.erfc({}))"), torch: .call("torch.erfc({})"),
      cell: .function("ERFC")),
    "relu": FunctionCode(
      numpy: .call("np.maximum({}, 0.0)"), torch: .call("torch.relu({})"),
      cell: .formula { call("max", $0[0], .zero) }),
    "max": FunctionCode(
      numpy: .call("np.max([{}])"), torch: .definition(extremum("maximum", ">=")),
      cell: .function("MAX")),
    "min": FunctionCode(
      numpy: .call("np.min([{}])"), torch: .definition(extremum("minimum", "<=")),
      cell: .function("MIN")),
    "argmax": FunctionCode(
      numpy: .call("np.float64(np.argmax([{}]) + 1)"),
      torch: .call("(torch.argmax(torch.stack([{}])) + 1.0)"),
      cell: .formula { firstPlace(of: Formula(.call(.max, $0)), in: $0) }),
    "argmin": FunctionCode(
      numpy: .call("np.float64(np.argmin([{}]) + 1)"),
      torch: .call("(torch.argmin(torch.stack([{}])) + 1.0)"),
      cell: .formula { firstPlace(of: Formula(.call(.min, $0)), in: $0) }),
    "xlogy": FunctionCode(
      numpy: .definition(
        """
        def xlogy(x, y):
            return np.float64(0) if x == 0 and not np.isnan(y) else x*np.log(y)
        """),
      torch: .definition(
        """
        def xlogy(x, y):
            return x*0.0 if x == 0 and y <= 0 else x*torch.log(y)
        """),
      cell: .formula { x in
        choice(.call(.equal, x[0], .zero), .zero, Formula(.product([x[0], call("log", x[1])])))
      }),
    "xdivy": FunctionCode(
      numpy: .definition(
        """
        def xdivy(x, y):
            return np.float64(0) if x == 0 and not np.isnan(y) else np.divide(x, y)
        """),
      torch: .definition(
        """
        def xdivy(x, y):
            return x*0.0 if x == 0 and y == 0 else x/y
        """),
      cell: .formula { x in
        choice(.call(.equal, x[0], .zero), .zero, Formula(.quotient(x[0], x[1])))
      }),
    "logsumexp": FunctionCode(
      numpy: .call("np.logaddexp.reduce([{}])"),
      torch: .call("torch.logsumexp(torch.stack([{}]), 0)"), cell: nil),
    "softmax": FunctionCode(
      numpy: .definition(
        """
        def softmax(position, *z):
            powers = np.exp(np.array(z) - max(z))
            return powers[int(position) - 1]/sum(powers)
        """),
      torch: .definition(
        """
        def softmax(position, *z):
            return torch.softmax(torch.stack(z), 0)[int(position) - 1]
        """),
      cell: nil),
  ]

  private static func library(_ name: String, _ cell: Cell) -> FunctionCode {
    FunctionCode(numpy: .call("np.\(name)({})"), torch: .call("torch.\(name)({})"), cell: cell)
  }

  /// Of equal arguments the first is taken, and its derivative too; NaN is passed on.
  private static func extremum(_ name: String, _ sign: String) -> String {
    """
    def \(name)(first, *others):
        for other in others:
            if not (first \(sign) other or first != first):
                first = other
        return first
    """
  }

  private static func call(_ name: String, _ arguments: Formula...) -> Formula {
    Formula(.call(Function.elementary[name] ?? .exp, arguments))
  }

  private static func choice(_ condition: Formula, _ then: Formula, _ other: Formula) -> Formula {
    .call(.choice, condition, then, other)
  }

  private static func firstPlace(of value: Formula, in list: [Formula]) -> Formula {
    let places = list.enumerated().map { place, member in
      choice(.call(.equal, member, value), .number(place + 1), .number(list.count))
    }
    return Formula(.call(.min, places))
  }
}
