import Diagnostics
import Decimals
import Fixtures
import Formulas
import Testing

/// Partial derivatives of one right side, against central differences.
@Suite struct PartialsTests {
  /// Cut-off error h²·f'''/6 and rounding 2⁻⁵³/h are both near 1e-10 for functions of size 1.
  private static let step = 1e-5
  private static let tolerance = 1e-7

  /// A formula in x and y, the lines 0 and 1, parsed from text.
  private static func formula(_ text: String) throws -> Formula {
    let source = Source(name: "formula", text: text)
    var tokenizer = Tokenizer(source, in: 0..<source.bytes.count)
    let tokens = try tokenizer.nextStatement() ?? []
    var parser = FormulaParser(source, tokens) { _ in false }
    var scope = Scope(functions: Function.elementary)
    scope.quantity = { (name, _) throws(Diagnostic) in .line(name.name == "x" ? 0 : 1) }
    var instantiation = Instantiation(scope, maximumSize: 1000)
    return try instantiation.formula(try parser.formula())
  }

  /// The value with numbers in place of the lines.
  private static func value(_ formula: Formula, _ values: PerLine<Double>) throws -> Double {
    func filled(_ part: Formula) -> Formula {
      if case .line(let line) = part.kind { return .number(Numeral(values[line])) }
      return part.mapParts(filled)
    }
    return try #require(filled(formula).constantValue())
  }

  @Test(arguments: [
    "x*y + x/y - y", "x^3*y^2", "x^y", "2^x*y", "(x + y)^4/(x - y)", "exp(-x*y)", "log(x + y^2)",
    "sqrt(x*y)", "sin(x)*cos(y)", "tan(x/y)", "asin(x/2) + acos(y/5)", "atan(x*y)",
    "sinh(x) + cosh(y)*tanh(x)", "sigmoid(x - y)*softplus(y)", "erf(x)*erfc(y/2)",
    "expm1(x)*log1p(y)", "relu(x - 1)*y + abs(x - y)", "max(x, y, 2) + min(x^2, y)",
    "if(x < y, x*y, x/y)", "xlogy(x, y)", "logsumexp(x, 2*y, 1)", "softmax(2, x, y, x*y)",
    "x*x*x*x*x*y*y*y*y*y*x*y", "-(x - y)*(-x)*(-(-y))", "1/(1/x + 1/y)", "x/(y/(x/(y + 1)))",
  ])
  func `a derivative is the slope`(text: String) throws {
    let formula = try Self.formula(text)
    let point: PerLine = [0.8, 1.7]
    let result = try Self.value(formula, point)
    var withResult = point
    // The right side's own line is 2.
    #expect(withResult.append(result) == 2)
    let partials = formula.partials(ownLine: 2)
    #expect(partials.map(\.line).sorted() == [0, 1])
    for (line, derivative) in partials {
      var (above, below) = (point, point)
      above[line] += Self.step
      below[line] -= Self.step
      let slope = try (Self.value(formula, above) - Self.value(formula, below)) / (2 * Self.step)
      let exact = try Self.value(derivative, withResult)
      #expect(
        abs(exact - slope) <= Self.tolerance * max(1, abs(slope)),
        "by \(line == 0 ? "x" : "y"): \(exact), not \(slope)")
    }
  }

  @Test(arguments: ["sign(x)", "floor(x)", "(x < y)", "0*x", "x - x"])
  func `what is flat has no derivative`(text: String) throws {
    #expect(try Self.formula(text).partials(ownLine: 2).isEmpty)
  }

  @Test func `derivatives that are taught in terms of the result name the line`() throws {
    let result = Formula.line(2)
    for (text, expected) in [
      ("exp(x)", result), ("sigmoid(x)", result * .total([.one, -result])),
      ("tanh(x)", .total([.one, -result.squared])), ("sqrt(x)", .one / (.number(2) * result)),
    ] {
      #expect(
        try Self.formula(text).partials(ownLine: 2).first?.derivative.writtenForm == expected,
        "\(text)")
    }
  }
}
