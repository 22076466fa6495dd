import Formulas
import Lessons
import Testing

@testable import Rendering

struct `Printed names` {
  @Test(arguments: [
    (Symbol.named("w5"), "w₅"),
    (.named("netₕ₁"), "netₕ₁"),
    (.named("x_1"), "x₁"),
    (.named("theta"), "θ"),
    (.named("beta1"), "β₁"),
    (.named("Omega"), "Ω"),
    (.named("rate"), "rate"),
    (.named("输入2"), "输入₂"),
    (.quantity("z1", [2]), "z⁽¹⁾₂"),
    (.quantity("W1", [2, 1]), "W⁽¹⁾₂₁"),
    (.quantity("x", [12]), "x₁₂"),
    (.quantity("h", [-1]), "h₋₁"),
    (.quantity("W_ih", [2, 1]), "W_ih[2,1]"),
    (.updated(.named("w5")), "w₅⁺"),
    (.derivative(of: .named("E"), by: [.named("w5")]), "∂E/∂w₅"),
    (.derivative(of: .named("L"), by: [.quantity("W1", [2, 1])]), "∂L/∂W⁽¹⁾₂₁"),
    (.derivative(of: .named("L"), by: [.named("w1"), .named("w2")]), "∂²L/∂w₁∂w₂"),
    (.derivative(of: .named("L"), by: [.named("w"), .named("w")]), "∂²L/∂w²"),
    (.local(of: .named("out_o1"), by: .named("net_o1")), "∂outₒ₁/∂netₒ₁"),
    (.term("m", of: .named("w5"), block: nil), "m(w₅)"),
    (.term("mhat", of: .named("w5"), block: nil), "m\u{302}(w₅)"),
    (.term("vhat", of: .quantity("W1", [2, 1]), block: nil), "v\u{302}(W⁽¹⁾₂₁)"),
    (.term("norm", of: nil, block: nil), "norm"),
    (.term("norm", of: nil, block: "clip_norm"), "clip_norm.norm"),
  ])
  func `follow the rules of the lesson language`(symbol: Symbol, printed: String) {
    let name = SymbolNotation().name(symbol)
    #expect(TextMath(isASCII: false).text(name) == printed)
    #expect(TextMath(isASCII: true).text(name) == symbol.description)
  }

  @Test func `may look like a power, and are no power`() throws {
    let lesson = "param u = 3\nvar = u^2\nsymbol var = sigma^2\ny = var^2 + var"
    let shown = try ShownLesson(lesson)
    #expect(shown.text.contains("    σ² = u² = 3² = 9\n"))
    #expect(shown.text.contains("  y = (σ²)² + σ² = 9² + 9 = 90\n"))
    // Where there is a σ, σ² would be its square.
    let beside = try ShownLesson(lesson.replacing("u", with: "sigma"))
    #expect(beside.text.contains("  var = σ² = 3² = 9\n"))
    #expect(beside.text.contains("  y = var² + var = 9² + 9 = 90\n"))
    let batch = "param s[1..2] = 2\nsymbol s = hat(sigma^2)\ny = s[1]*s[2]"
    #expect(try ShownLesson(batch).text.contains("  y = σ\u{302}²₁·σ\u{302}²₂ = 2·2 = 4\n"))
  }

  @Test(arguments: ["e = 3", "q = 3\nsymbol q = e"])
  func `e is no number where a quantity is called so`(given: String) throws {
    let statements = "input x = 2\ninput \(given)\na = NAME^x\nb = exp(x)\nc = a + sigmoid(x)"
    let lesson = statements.replacing("NAME", with: given.prefix(1))
    let shown = try ShownLesson(lesson)
    #expect(shown.rows("a") == ["e^x", "3²", "9"])
    #expect(shown.rows("b") == ["exp(x)", "exp(2)", "7.3891"])
    #expect(shown.rows("c")[1] == "9 + 1/[1 + exp(−2)]")
  }

  @Test func `follow the author where the lesson has symbols`() throws {
    let shown = try ShownLesson(
      """
      param y = 2
      symbol yhat = hat(y)
      symbol z2 = z^(2)
      symbol s = x_(in)
      yhat = 3*y
      z2 = yhat^2
      s = z2 + 1
      """)
    #expect(shown.rows("y\u{302}").first == "3 y")
    #expect(shown.rows("z⁽²⁾").first == "y\u{302}²")
    #expect(shown.rows("xᵢₙ").first == "z⁽²⁾ + 1")
  }

  @Test func `of a derivative are the author's where a delta names it`() throws {
    let shown = try ShownLesson(
      """
      param w = 0.5
      z = 3*w
      a = z^2
      L = a^2
      delta d1 = dL/dz
      differentiate L
      """)
    #expect(shown.rows("d₁") == ["∂L/∂z", "∂L/∂a · ∂a/∂z", "4.5·3", "13.5"])
    #expect(shown.rows("∂L/∂w").first == "3 d₁")
  }

  @Test func `take as many columns as a terminal gives them`() {
    #expect("m\u{302}(w₅)".displayWidth == 5)
    #expect("输入₂".displayWidth == 5)
    #expect("∂E/∂w".displayWidth == 5)
  }
}
