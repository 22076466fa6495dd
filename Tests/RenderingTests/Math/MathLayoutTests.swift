import Diagnostics
import Decimals
import Formulas
import Lessons
import Rendering
import Testing
import Tracing

struct `Formulas in print` {
  /// Parentheses as a reader needs them; signs must not collide once numbers are put in.
  @Test(arguments: [
    ("a*b + c", ["a·b + c", "−2·0.5 + 3", "2"]),
    ("c + a*b", ["c + a·b", "3 − 2·0.5", "2"]),
    ("c - a", ["c − a", "3 − (−2)", "5"]),
    ("-a", ["−a", "2"]),
    ("c - (a + b)", ["c − (a + b)", "3 − (−2 + 0.5)", "4.5"]),
    ("c + (a + b)", ["c + a + b", "3 − 2 + 0.5", "1.5"]),
    ("b*a*c", ["b·a·c", "0.5·(−2)·3", "−3"]),
    ("(a + b)*c", ["(a + b)·c", "(−2 + 0.5)·3", "−4.5"]),
    ("a/b/c", ["a/b/c", "−2/0.5/3", "−1.3333"]),
    ("b/(a*c)", ["b/(a·c)", "0.5/(−2·3)", "−0.08333"]),
    ("b/a", ["b/a", "0.5/(−2)", "−0.25"]),
    ("c*(a/b)", ["c · a/b", "3 · (−2/0.5)", "−12"]),
    ("a^2", ["a²", "(−2)²", "4"]),
    ("-a^2", ["−a²", "−(−2)²", "−4"]),
    ("c^a", ["c^a", "3^−2", "0.1111"]),
    ("c^-b", ["c^−b", "3^−0.5", "0.5774"]),
    ("(a*b)^3", ["(a·b)³", "(−2·0.5)³", "−1"]),
    ("exp(a)", ["e^a", "e^−2", "0.1353"]),
    ("exp(-a)", ["e^−a", "e²", "7.3891"]),
    ("exp(a + b)", ["e^(a + b)", "e^(−2 + 0.5)", "0.2231"]),
    ("sqrt(c)", ["√c", "√3", "1.7321"]),
    ("sqrt(c - a)", ["√(c − a)", "√(3 − (−2))", "2.2361"]),
    ("abs(a)", ["|a|", "|−2|", "2"]),
    ("tanh(a)", ["tanh(a)", "tanh(−2)", "−0.9640"]),
    ("log(c)", ["ln c", "ln 3", "1.0986"]),
    ("relu(a)", ["relu(a)", "max(0, −2)", "0"]),
    ("c*(a > b)", ["c·[a > b]", "3·[−2 > 0.5]", "0"]),
    (
      "if(a > 0, a, b*a)",
      ["{a if a > 0; b·a otherwise}", "{−2 if −2 > 0; 0.5·(−2) otherwise}", "−1"]
    ),
    ("1/2*(a - b)^2", ["½·(a − b)²", "½·(−2 − 0.5)²", "3.125"]),
    ("half_squared_error(a, b)", ["½·(a − b)²", "½·(−2 − 0.5)²", "3.125"]),
    ("huber(a, b)", ["huber(a, b)"]),
    ("leaky_relu(a, slope: 0.2)", ["leaky_relu(a, 0.2)"]),
    ("0.10*a", ["0.10·a", "0.10·(−2)", "−0.2"]),
    ("1e-3*c", ["10⁻³·c", "10⁻³·3", "0.003"]),
    ("c*pi", ["c·π", "3·π", "9.4248"]),
    ("b", ["b", "0.5"]),
    ("4", ["4"]),
    // Without parentheses where nothing follows a name or a number.
    ("log(b)", ["ln b", "ln 0.5", "−0.6931"]),
    ("-log(b) + 1", ["−ln b + 1", "−ln 0.5 + 1", "1.6931"]),
    ("log(c)*a", ["ln(c)·a", "ln(3)·(−2)", "−2.1972"]),
    ("log(b*c)", ["ln(b·c)", "ln(0.5·3)", "0.4055"]),
    ("log(-a)", ["ln(−a)", "ln(−(−2))", "0.6931"]),
    // A whole number stands before a name without a sign.
    ("2*a", ["2 a", "2·(−2)", "−4"]),
    ("20*c", ["20 c", "20·3", "60"]),
    ("2*c^2", ["2 c²", "2·3²", "18"]),
    ("2*log(c)", ["2 ln c", "2·ln 3", "2.1972"]),
    ("2/(3*c)", ["2/(3 c)", "2/(3·3)", "0.2222"]),
    ("0.5*c", ["0.5·c", "0.5·3", "1.5"]),
    ("c*2", ["c·2", "3·2", "6"]),
    ("2*(a + c)", ["2·(a + c)", "2·(−2 + 3)", "2"]),
    ("2*sqrt(c)", ["2·√c", "2·√3", "3.4641"]),
    // Square brackets around parentheses; a negative number is one sign with its own.
    (
      "1/2*((a - b)^2 + (c - a)^2)",
      ["½·[(a − b)² + (c − a)²]", "½·[(−2 − 0.5)² + (3 − (−2))²]", "15.625"]
    ),
    ("c*(1 - (a + b))", ["c·[1 − (a + b)]", "3·[1 − (−2 + 0.5)]", "7.5"]),
    ("(b + (c - a)*b)*c", ["[b + (c − a)·b]·c", "[0.5 + (3 − (−2))·0.5]·3", "9"]),
    ("c*(b + tanh(b))", ["c·[b + tanh(b)]", "3·[0.5 + tanh(0.5)]", "2.8864"]),
    ("((a + b)*c + 1)^2", ["[(a + b)·c + 1]²", "[(−2 + 0.5)·3 + 1]²", "12.25"]),
    ("sqrt((a + c)*(c - a))", ["√[(a + c)·(c − a)]", "√[(−2 + 3)·(3 − (−2))]", "2.2361"]),
    // A quotient behind another factor.
    ("1/4*(c/b)", ["1/4 · c/b", "1/4 · 3/0.5", "1.5"]),
  ])
  func `have the parentheses that they need`(formula: String, rows: [String]) throws {
    let shown = try ShownLesson("const a = -2\nconst b = 0.5\nconst c = 3\nq = \(formula)")
    #expect(Array(shown.rows("q").prefix(rows.count)) == rows)
  }

  /// In plain characters there are parentheses, and a sign between all factors.
  @Test(arguments: [
    ("1/2*((a - b)^2 + (b - a)^2)", "1/2*((a - b)^2 + (b - a)^2)"), ("log(b)", "log(b)"),
    ("c*(1 - (a + b))", "c*(1 - (a + b))"), ("c*(a > b)", "c*(a > b)"),
  ])
  func `keep round parentheses in plain characters`(formula: String, row: String) throws {
    let shown = try ShownLesson(
      "const a = -2\nconst b = 0.5\nconst c = 3\nq = \(formula)", options: .ascii)
    #expect(shown.rows("q").first == row)
  }

  @Test func `write a softmax out`() throws {
    let shown = try ShownLesson("input z[1..3] = [1, 2, 3]\np[k] = softmax(k: z[k])")
    #expect(
      shown.rows("p₃") == ["e^z₃/(e^z₁ + e^z₂ + e^z₃)", "e³/(e¹ + e² + e³)", "0.6652"])
    #expect(shown.rows("pₖ") == ["e^zₖ/(Σₗ e^zₗ)"])
  }

  @Test func `tell a state before the update from the same after it`() throws {
    let shown = try ShownLesson(
      "param w5 = 2\nL = w5^2\nminimize L by momentum(rate: 0.1, mu: 0.5), steps: 2",
      options: .changed { $0.steps = 2...2 })
    // g = 2·2 = 4, v = 4, w' = 1.6; then g = 3.2, v = 0.5·4 + 3.2 = 5.2, w' = 1.6 − 0.52.
    #expect(shown.rows("v(w₅)") == ["μ·v(w₅)⁻ + ∂L/∂w₅", "0.5·4 + 3.2", "5.2"])
    #expect(shown.rows("w₅⁺") == ["w₅ − η·v(w₅)", "1.6 − 0.1·5.2", "1.08"])
  }

  @Test func `keep a derivative's slash apart from a fraction's`() throws {
    let shown = try ShownLesson(
      "param w = 2\nL = w^2\nminimize L by adagrad(rate: 0.1, epsilon: 0), steps: 1")
    #expect(shown.rows("G(w)").first == "G(w)⁻ + (∂L/∂w)²")
    #expect(shown.rows("w⁺").first == "w − η·(∂L/∂w)/(√G(w) + ε)")
  }

  @Test func `need fewer parentheses where fractions are stacked`() throws {
    let lesson = try Lesson.read(
      Source(name: "lesson.md", text: "```lesson\nconst a = 2\nq = (a + 1)/(a*3)\n```"))
    let trace = try Trace(running: lesson.program)
    let walkthrough = Walkthrough(lesson, trace, ShowOptions(), fractions: .stacked)
    let rows = walkthrough.sections.flatMap(\.content).compactMap { content -> MathNode? in
      if case .equation(let equation) = content { return equation.rows.first }
      return nil
    }
    let a = MathNode.name(SymbolNotation().name(.named("a")))
    func number(_ text: String) -> MathNode { .number(NumberText(significand: text)) }
    #expect(
      rows == [
        .fraction(
          .row([a, .sign(.plus), number("1")]), .row([a, .sign(.times), number("3")]))
      ])
  }
}
