import Decimals
import Fixtures
import Formulas
import Testing

@Suite struct ApproximationTests {
  /// What a bound of first order leaves out, relative to it.
  private static let higherOrders = 1e-9

  /// The exact value of a formula of + − × ÷, where it and all between fit into fractions.
  private static func exact(_ formula: Formula, _ lines: PerLine<Rational>) -> Rational? {
    func exact(_ part: Formula) -> Rational? { Self.exact(part, lines) }
    func folded(
      _ parts: [Formula], _ operation: (Rational, Rational) -> Rational?
    ) -> Rational? {
      parts.dropFirst().reduce(exact(parts[0])) { result, part in
        result.flatMap { left in exact(part).flatMap { operation(left, $0) } }
      }
    }
    return switch formula.kind {
    case .number(let number): number.exact
    case .line(let line): lines[line]
    case .previous(let line): lines[line]
    case .step: Rational(1)
    case .named(_, let value): exact(value)
    case .negated(let operand): exact(operand).flatMap { $0.negated() }
    case .sum(let terms): folded(terms) { $0.adding($1) }
    case .product(let factors): folded(factors) { $0.multiplied(by: $1) }
    case .quotient(let top, let bottom): folded([top, bottom]) { $0.divided(by: $1) }
    case .power, .call, .placeholder: nil
    }
  }

  /// Lines are eighths, which doubles have exactly.
  ///
  /// A fraction p/q with parts below 2⁵³ is compared as v·q − p, which a fused operation rounds
  /// once.
  @Test func `the bound holds the error of sums, products and quotients`() throws {
    var compared = 0
    for seed in 0..<4000 {
      var formulas = RandomFormulas(seed: seed, lines: 3, calling: [])
      formulas.hasPowers = false
      let formula = formulas.formula(depth: 3)
      let eighths = (0..<3).map { _ in Int.random(in: -40...40, using: &formulas.random) }
      let lines = PerLine(eighths.compactMap { Rational($0, over: 8) })
      guard let exact = Self.exact(formula, lines), abs(exact.numerator) < 1 << 53,
        exact.denominator < 1 << 53
      else { continue }
      func line(_ line: LineID) -> Approximation { Approximation(lines[line].value, error: 0) }
      let found = formula.value(step: 1, line: line, previous: line)
      let (top, bottom) = (Double(exact.numerator), Double(exact.denominator))
      let difference = abs((-top).addingProduct(found.value, bottom)) / bottom
      #expect(
        difference <= found.error * (1 + Self.higherOrders),
        "\(formula.text { "x\($0.index)" }) at \(eighths)/8: off by \(difference), not \(found.error)"
      )
      compared += 1
    }
    // Most fit into fractions.
    #expect(compared > 2000)
  }

  /// With u = 2⁻⁵³: u·0.1 and u·0.2 for the typed numbers, u·0.3 for the rounding of the sum.
  @Test func `the bound of 0.1 + 0.2 by hand`() {
    let sum = Formula(.sum([.number(Numeral(0.1)), .number(Numeral(0.2))]))
    let found = sum.value(
      step: 1, line: { _ in Approximation(0) }, previous: { _ in Approximation(0) })
    #expect(abs(found.error - 0.6 * 0x1p-53) < 1e-9 * found.error)
  }

  /// An argument's small error is worth the function's slope times it.
  @Test(arguments: [
    "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "asin", "acos", "atan", "sinh",
    "cosh", "tanh", "sigmoid", "softplus", "erf", "erfc",
  ])
  func `an operand's error goes through a function`(name: String) throws {
    let function = try #require(Function.elementary[name])
    let small = 1e-7
    for x in [0.1, 0.3, 0.7] {
      let bound = Approximation.value(of: function, at: [Approximation(x, error: small)])
      let moved = [x - small, x + small].map { abs(function.applied(to: [$0]) - bound.value) }
      let (least, most) = (moved.min() ?? 0, moved.max() ?? 0)
      // The second order is some 1e-7 of the first; the function itself is rounded.
      #expect(bound.error >= least * (1 - 1e-5))
      #expect(bound.error <= most * (1 + 1e-5) + 8 * 0x1p-53 * abs(bound.value))
    }
  }

  @Test func `a choice has the error of the branch that is taken`() {
    let choice = Formula.call(.choice, .line(0), .line(1), .line(2))
    let lines: PerLine = [Approximation(1), Approximation(2, error: 3), Approximation(4, error: 5)]
    let found = choice.value(step: 1, line: { lines[$0] }, previous: { lines[$0] })
    #expect(found.value == 2)
    #expect(found.error == 3)
  }
}
