import Testing

/// Which lines differentiation adds, in which order, and how they are written.
@Suite struct DerivativeLinesTests {
  @Test func `a chain has a factor of its own for each link`() throws {
    let lesson = try TracedLesson(
      """
      input x = 2
      target y = 1
      param w = 0.5, b = -1
      z = w*x + b
      a = tanh(z)
      L = 1/2*(a - y)^2
      differentiate L
      """)
    #expect(
      lesson.rows(at: 1) == [
        "input x", "target y", "param w", "param b", "forward z", "forward a", "forward L",
        "delta dL/da", "delta da/dz", "delta dL/dz", "gradient dL/dw", "gradient dL/db",
      ])
    #expect(try lesson.formula("dL/da") == "a - y")
    #expect(try lesson.formula("da/dz") == "1 - a^2")
    #expect(try lesson.formula("dL/dz") == "dL/da*da/dz")
    #expect(try lesson.formula("dL/dw") == "dL/dz*x")
    #expect(try lesson.formula("dL/db") == "dL/dz")
    // z = 0 and a = 0, so dL/da = −1 and tanh' = 1.
    #expect(try lesson.value("dL/dw") == -2)
    #expect(try lesson.value("dL/db") == -1)
  }

  /// A local derivative that is a number, a name, a negated one or a fraction of numbers has no
  /// row; a product, a power or a function of one has.
  @Test(
    arguments: [
      ("3*z", false), ("-z", false), ("z/4", false), ("2*z/3", false), ("x*z", false),
      ("-x*z", false), ("x - z", false), ("z", false), ("z + z", false), ("exp(z)", false),
      ("x*y*z", true), ("2*x*z", true), ("z/x", true), ("x/z", true), ("z^2", true),
      ("sin(z)", true), ("sigmoid(z)", true), ("(x + y)*z", true), ("if(z > 0, x*z, z)", true),
    ])
  func `a local derivative has a row where it is more than a number or a name`(
    right: String, hasRow: Bool
  ) throws {
    let lesson = try TracedLesson(
      """
      input x = 2, y = 3
      param w = 0.5
      z = w*x
      a = \(right)
      L = a*y
      differentiate L
      """)
    #expect(lesson.has("da/dz") == hasRow)
    #expect(lesson.has("dL/da") && lesson.has("dL/dz"))
    #expect(!lesson.has("dz/dw"))
  }

  @Test func `the objective's own local derivatives are written into the adjoints`() throws {
    let lesson = try TracedLesson(
      """
      param w = 3
      z = 2*w
      L = sin(z)*z
      differentiate L
      """)
    #expect(
      lesson.rows(at: 1) == [
        "param w", "forward z", "forward L", "delta dL/dz", "gradient dL/dw",
      ])
    let formula = try lesson.formula("dL/dz")
    #expect(formula == "z*cos(z) + sin(z)")
  }

  @Test func `the derivative by the objective is a row only where it is asked for`() throws {
    let text = "param w = 3\nz = 2*w\nL = -z\ndifferentiate L"
    #expect(!(try TracedLesson(text).has("dL/dL")))
    let lesson = try TracedLesson(text + " wrt w, L")
    #expect(try lesson.value("dL/dL") == 1)
    #expect(lesson.phase("dL/dL") == "gradient")
  }

  @Test func `adjoints that are the number 1 are rows`() throws {
    let lesson = try TracedLesson("param w = 3\nu = w*w\nv = u\nL = v\ndifferentiate L")
    #expect(try lesson.formula("dL/dv") == "1")
    #expect(try lesson.formula("dL/du") == "dL/dv")
    #expect(try lesson.value("dL/dw") == 6)
  }

  @Test func `what the objective does not depend on has no delta, and an unused param gradient 0`()
    throws
  {
    let lesson = try TracedLesson(
      """
      param w = 3, idle = 5, aside = 1
      z = 2*w
      loose = aside*z
      L = z^2
      minimize L by gd(rate: 0.1), steps: 1
      """)
    #expect(!lesson.has("dL/dloose"))
    for name in ["idle", "aside"] {
      #expect(try lesson.value("dL/d\(name)") == 0)
      #expect(lesson.phase("dL/d\(name)") == "gradient")
    }
    #expect(try lesson.value("idle'") == 5)
    #expect(try lesson.value("w'") == 3 - 0.1 * 24)
  }

  @Test func `an equation without a param behind it has a delta too`() throws {
    let lesson = try TracedLesson(
      """
      input x = 2
      param u = 0.5, v = 0.25
      h[0] = 0
      c = 2*x
      h[t] = u*c + v*h[t-1] for t in 1..2
      L = h[2]
      differentiate L
      """)
    // h₂ = u·c + v·(u·c + v·h₀), with c = 4: dL/dh₀ = v², dL/dc = u + v·u.
    #expect(try lesson.value("dL/dh[0]") == 0.0625)
    #expect(try lesson.value("dL/dc") == 0.625)
    #expect(try lesson.value("dL/dv") == 2)
    #expect(lesson.phase("dL/dh[0]") == "delta")
    #expect(!lesson.has("dL/dx"))
  }

  @Test func `inputs and lines that wrt names have gradients`() throws {
    let lesson = try TracedLesson(
      """
      input x[1..2] = [2, 5]
      param w = 3
      z[i] = w*x[i]
      L = sum(i: z[i]^2)
      differentiate L wrt x, z, w
      """)
    // L = w²(x₁² + x₂²).
    #expect(try lesson.value("dL/dx[1]") == 36)
    #expect(try lesson.value("dL/dx[2]") == 90)
    #expect(try lesson.value("dL/dw") == 174)
    #expect(lesson.phase("dL/dz[2]") == "gradient")
    #expect(lesson.phase("dL/dx[1]") == "gradient")
  }

  @Test func `wrt alone says what has a gradient`() throws {
    let lesson = try TracedLesson(
      "param a = 2, b = 3\ninput x = 4\nL = a*b*x\ndifferentiate L wrt x")
    #expect(try lesson.value("dL/dx") == 6)
    #expect(!lesson.has("dL/da"))
  }

  @Test func `several statements add up`() throws {
    let lesson = try TracedLesson(
      """
      param a = 2, b = 3
      input x = 4
      z = a*b
      L = z*x
      minimize L by gd(rate: 1), steps: 1
      differentiate L wrt x
      differentiate z wrt a
      """)
    #expect(try lesson.value("dL/dx") == 6)
    #expect(try lesson.value("dL/da") == 12)
    #expect(try lesson.value("dz/da") == 3)
  }

  // Shares of several uses.

  @Test func `a value used twice gets both shares, in the order of the uses`() throws {
    let lesson = try TracedLesson(
      """
      param w = 3
      z = 2*w
      u = z^2
      v = z^3
      L = u*v
      differentiate L
      """)
    // L = z⁵ at z = 6.
    #expect(try lesson.formula("dL/dz") == "dL/du*du/dz + dL/dv*dv/dz")
    #expect(try lesson.value("dL/dw") == 2 * 5 * 1296)
  }

  @Test func `a parameter in several equations gets them all`() throws {
    let lesson = try TracedLesson(
      """
      param w = 3
      u = w^2
      v = w^3
      L = u + v + w
      differentiate L
      """)
    #expect(try lesson.value("dL/dw") == 6 + 27 + 1)
  }

  @Test func `a name twice in one line is one derivative`() throws {
    let lesson = try TracedLesson("param w = 3, b = 2\nz = w*b + w*w\nL = 2*z\ndifferentiate L")
    #expect(try lesson.value("dL/dw") == 2 * (2 + 6))
    #expect(lesson.rows(at: 1).filter { $0.contains("dz/dw") } == ["delta dz/dw"])
  }

  /// h₃ = u·x + v·(u·x + v·(u·x)): by v, u·x·(1 + 2v).
  @Test func `a recurrence`() throws {
    let lesson = try TracedLesson(
      """
      input x = 2
      param u = 0.5, v = 0.25
      h[0] = 0
      h[t] = u*x + v*h[t-1] for t in 1..3
      L = h[3]
      differentiate L
      """)
    #expect(try lesson.value("L") == 1 + 0.25 + 0.0625)
    #expect(try lesson.value("dL/dv") == 1.5)
    #expect(try lesson.value("dL/du") == 2 * (1 + 0.25 + 0.0625))
    #expect(
      lesson.rows(at: 1).filter { $0.hasPrefix("delta") } == [
        "delta dL/dh[3]", "delta dL/dh[2]", "delta dL/dh[1]", "delta dL/dh[0]",
      ])
  }

  @Test func `differentiating changes no forward value`() throws {
    let text = """
      input x[1..3] = [0.3, -1.2, 2]
      param W[1..2, 1..3] ~ normal(0, 1)
      param b[1..2] ~ uniform(-1, 1)
      a[j] = tanh(sum(i: W[j,i]*x[i]) + b[j])
      L = logsumexp(j: a[j]) + max(j: a[j])^2/(1 + exp(-a[1]))
      """
    let plain = try TracedLesson(text)
    let differentiated = try TracedLesson(text + "\ndifferentiate L")
    for name in ["a[1]", "a[2]", "L"] {
      #expect(try plain.value(name) == differentiated.value(name))
    }
  }

  @Test func `the author's right sides stay as they are written`() throws {
    let lesson = try TracedLesson(
      "param w = 3\nL = 1*w + 0 - w*0 + (2 - 1)*w/1\ndifferentiate L")
    #expect(try lesson.formula("L") == "1*w + 0 - w*0 + (2 - 1)*w/1")
    #expect(try lesson.formula("dL/dw") == "2")
  }

  @Test func `a long sum is one row of terms`() throws {
    let lesson = try TracedLesson(
      "param w[1..5] = 2\nz = sum(i: w[i])\nL = z^2\ndifferentiate L")
    #expect(try lesson.formula("z") == "w[1] + w[2] + w[3] + w[4] + w[5]")
    #expect(try lesson.value("dL/dw[5]") == 20)
  }

  // Second derivatives.

  /// L = w1²·w2 + w2³ at (3, 2).
  @Test func `second derivatives`() throws {
    let lesson = try TracedLesson(
      """
      param w1 = 3, w2 = 2
      L = w1^2*w2 + w2^3
      differentiate L
      differentiate dL/dw1 wrt w1, w2
      differentiate dL/dw2 wrt w2
      """)
    let expected = ["dL/dw1": 12, "dL/dw2": 21, "d2L/dw1dw1": 4, "d2L/dw1dw2": 6, "d2L/dw2dw2": 12]
    for (name, number) in expected { #expect(try lesson.value(name) == Double(number), "\(name)") }
    #expect(lesson.phase("d2L/dw1dw2") == "gradient")
  }

  /// σ'' = σ'(1 − 2σ): at 0 it is 0, and σ''' = −1/8.
  @Test func `derivatives of a derivative through several lines`() throws {
    let lesson = try TracedLesson(
      """
      param w = 0
      z = 2*w
      L = sigmoid(z)
      differentiate L
      differentiate dL/dw
      differentiate d2L/dwdw
      """)
    #expect(try lesson.value("dL/dw") == 0.5)
    #expect(try lesson.value("d2L/dwdw") == 0)
    #expect(try lesson.value("d3L/dwdwdw") == -1)
  }

  // Names for derivatives.

  @Test func `a delta that is a derivative adds no row`() throws {
    let lesson = try TracedLesson(
      "param w = 3\nz[i] = i*w for i in 1..2\nL = z[1]*z[2]\ndelta d[i] = dL/dz[i]\n"
        + "differentiate L")
    #expect(!lesson.has("d[1]"))
    #expect(
      lesson.rows(at: 1) == [
        "param w", "forward z[1]", "forward z[2]", "forward L", "delta dL/dz[2]", "delta dL/dz[1]",
        "gradient dL/dw",
      ])
    #expect(lesson.deltaNames == ["d[1]", "d[2]"])
  }

  @Test func `any other delta is a row of its own, after what it uses`() throws {
    let lesson = try TracedLesson(
      """
      input T = 1
      param w = 2
      I = 3*w
      O = I/2
      E = 1/2*(T - O)^2
      delta Err = -dE/dI
      minimize E by gd(rate: 0.1), steps: 1
      """)
    // O = 3, dE/dO = 2, dE/dI = 1.
    #expect(try lesson.value("Err") == -1)
    #expect(lesson.phase("Err") == "delta")
    #expect(
      lesson.rows(at: 1).dropFirst(5) == [
        "delta dE/dO", "delta dE/dI", "delta Err", "gradient dE/dw", "update w'",
      ])
  }
}
