import Fixtures
import Diagnostics
import Checking
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Gradients against forward mode and central differences.
@Suite struct GradientCheckTests {
  private static func program(_ text: String) throws -> Program {
    let document = text.contains("```") ? text : "```lesson\n\(text)\n```\n"
    return try Lesson.read(Source(name: "lesson.md", text: document), files: .shipped).program
  }

  private static func check(_ text: String) throws -> GradientCheck {
    try GradientCheck(try Trace(running: try program(text)))
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a shipped lesson passes`(name: String) throws {
    let text = try #require(ShippedLessons.text(name))
    let check = try Self.check(text)
    #expect(check.passes)
    let hasGradients = ["minimize ", "differentiate "].contains(where: text.contains)
    #expect(check.steps.allSatisfy { $0.rows.isEmpty != hasGradients })
  }

  @Test func `every published lesson passes`() throws {
    #expect(PublishedExamples.names.count == 21)
    for name in PublishedExamples.names {
      let check = try GradientCheck(try Trace(running: try Lesson.published(name).program))
      #expect(check.passes, "\(name)")
      #expect(check.control != nil || check.steps.allSatisfy(\.rows.isEmpty), "\(name)")
    }
  }

  /// Each derivative line of the lesson is broken in turn.
  @Test func `a broken derivative is found, and a broken gradient alone is named`() throws {
    let lesson = try #require(ShippedLessons.text("two-layer-sigmoid"))
    let program = try Self.program(lesson)
    var count = 0
    for (position, line) in program.lines.numbered {
      guard line.phase == .delta || line.phase == .gradient, line.formula != nil else { continue }
      let check = try GradientCheck(try Trace(running: program.breaking(position)))
      #expect(!check.passes, "\(line.symbol)")
      if line.phase == .gradient {
        #expect(check.failures.map(\.row.line) == [position])
      }
      count += 1
    }
    // 8 gradients, 6 deltas besides two that are 1, 4 local derivatives, and those two.
    #expect(count >= 18)
  }

  /// Slopes are measured beside a kink, and continued to it by a parabola.
  private static let sideTolerance = 1e-6

  /// One-sided derivatives by hand.
  ///
  /// At a = 0, relu(a) + 2·relu(a) has the slopes 0 and 3; |b − 1| at 1 has −1 and 1; 3·max(c, −2)
  /// at −2 has 0 and 3; d is 10⁻⁷ beside relu's kink.
  @Test func `a kink is no error, and has a slope on either side`() throws {
    let check = try Self.check(
      """
      param a = 0, b = 1, c = -2, d = 1e-7, e = 0.3
      f = relu(a) + abs(b - 1) + max(c, -2)*3 + relu(d) + floor(e) + e^2
      L = f + 2*relu(a)
      differentiate L
      """)
    #expect(check.passes)
    let rows = check.steps[0].rows
    #expect(rows.map(\.verdict) == [.kink, .kink, .kink, .kink, .agrees])
    for (row, expected) in zip(rows, [(0.0, 3.0), (-1, 1), (0, 3), (0, 1)]) {
      let sides = try #require(row.sides)
      #expect(abs(sides.left - expected.0) < Self.sideTolerance)
      #expect(abs(sides.right - expected.1) < Self.sideTolerance)
    }
    #expect(rows[4].backward == 0.6)
  }

  /// relu(w) − relu(−w) is w, with slope 1 at 0; the derivative by the language's convention is 0.
  @Test func `a slope that the chain rule misses at a kink is an error`() throws {
    for lesson in ["L = relu(w) - relu(-w)", "L = if(w == 0, 5*w, w)"] {
      let check = try Self.check("param w = 0\n\(lesson)\ndifferentiate L")
      let row = try #require(check.failures.first?.row)
      #expect(row.backward != 1)
      #expect(row.difference.map { abs($0 - 1) < Self.sideTolerance } == true)
    }
  }

  @Test(arguments: [
    // At a kink of a part, the whole may be smooth.
    ("w = 2", "huber(w, 1)"), ("w = 0", "relu(w)^2"), ("w = 0", "abs(w)*w"),
    // Close to where the function ends.
    ("w = 1e-5", "log(w)"), ("w = 1e-8", "log(w)"), ("w = 1e-10", "sqrt(w)"),
    ("w = 1e-6", "w*log(w)"), ("w = 1e-5", "1/w"), ("w = 1e-6", "log(w) + 1e-12/(2*w^2)"),
    // Beside much larger terms, and much wider or narrower than 1.
    ("w = 1", "1e8 + sin(w)"), ("w = 1e6", "sin(w)"), ("w = 1", "sin(1e5*w)"),
    ("w = 1e-12", "w^2 + 3*w"), ("w = 1e12", "w^2"),
  ])
  func `a slope is measured`(parameter: String, formula: String) throws {
    let check = try Self.check("param \(parameter)\nL = \(formula)\ndifferentiate L")
    let row = try #require(check.steps[0].rows.first)
    #expect(row.verdict == .agrees)
    #expect(row.difference != nil)
  }

  /// The objective is known to some 10⁻⁴, 10⁻⁵ and 1 of its change here, so that no width says more.
  @Test(arguments: [
    ("w = 1", "1e12 + w^2"), ("w = -25", "binary_cross_entropy(sigmoid(w), 0)"),
    ("w = -36", "binary_cross_entropy(sigmoid(w), 0)"),
  ])
  func `what rounding hides is not measured, and no error`(
    parameter: String, formula: String
  ) throws {
    let check = try Self.check("param \(parameter)\nL = \(formula)\ndifferentiate L")
    let row = try #require(check.steps[0].rows.first)
    #expect(row.verdict == .agrees)
    #expect(row.difference == nil)
  }

  @Test(arguments: [
    ("w = 0", "sign(w) + w", GradientCheck.Verdict.jump), ("w = -1", "log(w)", .notFinite),
    ("w = 1e200", "w^2", .notFinite), ("w = 0", "sqrt(w)", .notFinite),
  ])
  func `no slope`(parameter: String, formula: String, verdict: GradientCheck.Verdict) throws {
    let check = try Self.check("param \(parameter)\nL = \(formula)\ndifferentiate L")
    #expect(check.steps[0].rows.map(\.verdict) == [verdict])
    #expect(check.passes)
  }

  /// p does not vary with w, so that (−2)³ has a derivative by w although it has none by p.
  @Test func `what does not vary contributes nothing, also beside what is not finite`() throws {
    let check = try Self.check(
      "const p = 3\nparam w = -2\nL = w^p\ndifferentiate L wrt p, w")
    #expect(check.steps[0].rows.map(\.verdict) == [.notFinite, .agrees])
    #expect(check.steps[0].rows[1].forward == 12)
  }

  /// Of two equal terms of opposite sign a rounding error is left; the logistic map loses every
  /// digit in forty steps, and its derivatives are right.
  @Test func `rounding is told from an error`() throws {
    let cancelled = try Self.check(
      """
      input x[1..3] = [1, 3, 5]
      mu = mean(i: x[i])
      var = mean(i: (x[i] - mu)^2)
      L = sum(i: (x[i] - mu)/sqrt(var + 1e-5))
      differentiate L wrt x
      """)
    #expect(cancelled.passes)
    #expect(cancelled.steps[0].rows.allSatisfy { [.rounding, .agrees].contains($0.verdict) })
    let chaotic = try Self.check(
      """
      param x = 0.3
      h[0] = x
      h[t] = 4*h[t-1]*(1 - h[t-1]) for t in 1..40
      L = h[40]
      differentiate L
      """)
    #expect(chaotic.passes)
    #expect(chaotic.control?.failures == 1)
  }

  /// A kink a little off is stepped around: relu(0.01) has slope 1.
  @Test func `a kink outside of the smallest step does not matter`() throws {
    let check = try Self.check("param w = 0.01\nL = relu(w)\ndifferentiate L")
    #expect(check.steps[0].rows.map(\.verdict) == [.agrees])
    #expect(check.steps[0].rows[0].difference.map { abs($0 - 1) < 1e-12 } == true)
  }

  /// At equal logits the largest changes from one to the other, and softmax has no kink.
  @Test func `a softmax of equal numbers has no kink`() throws {
    let check = try Self.check(
      """
      param z[1..3] = 0
      p[k] = softmax(k: z[k])
      L = -log(p[1]) + logsumexp(k: z[k])
      differentiate L
      """)
    #expect(check.steps[0].rows.map(\.verdict) == [.agrees, .agrees, .agrees])
  }

  @Test func `inputs, intermediate quantities, the objective itself and second derivatives`() throws
  {
    let check = try Self.check(
      """
      param w = 0.7
      input x = 1.3
      z = w*x
      a = tanh(z)
      L = a^2*w
      differentiate L wrt w, x, z, L
      differentiate dL/dw wrt w, x
      """)
    #expect(check.passes)
    #expect(check.steps[0].rows.count == 6)
    #expect(check.steps[0].rows.allSatisfy { $0.verdict == .agrees })
  }

  @Test func `the last step is checked with its own numbers`() throws {
    let check = try Self.check(
      """
      input x each step = [1, 2, 3]
      input n ~ normal(0, 1) each step
      param w = 1
      L = (w*x + step*n)^2
      minimize L by adam(rate: 0.1), steps: 5
      """)
    #expect(check.passes)
    #expect(check.steps.map(\.step) == [1, 5])
  }

  @Test func `a lesson without gradients, and one of zeros, have no control`() throws {
    #expect(try Self.check("y = 2").control == nil)
    let zero = try Self.check("param w = 1\nL = 2\ndifferentiate L")
    #expect(zero.passes)
    #expect(zero.control == nil)
  }

  @Test func `a derivative that is not finite in both modes is said to be so`() throws {
    let check = try Self.check("param w = 0\nL = sqrt(w)\ndifferentiate L")
    #expect(check.steps[0].rows.map(\.verdict) == [.notFinite])
  }

  /// Only differences are independent of the derivatives that functions have; they measure them.
  @Test(arguments: [
    "exp(w)", "log(w)", "sqrt(w)", "sin(w)", "cos(w)", "tan(w)", "asin(w)", "acos(w)", "atan(w)",
    "sinh(w)", "cosh(w)", "tanh(w)", "sigmoid(w)", "softplus(w)", "erf(w)", "erfc(w)", "expm1(w)",
    "log1p(w)", "w^3", "2^w", "w^w", "1/w", "w/(1 + w^2)", "xlogy(w, w)", "gelu(w)", "silu(w)",
    "elu(-w)", "w*w*w*w", "if(w < 1, w^2, w)", "logsumexp(w, 2*w, 1)", "softmax(1, w, w^2)",
    "(w - 1)^2*exp(-w*3)",
  ])
  func `a function's derivative is its slope`(formula: String) throws {
    let check = try Self.check("param w = 0.37\nL = \(formula)\ndifferentiate L")
    let row = try #require(check.steps.first?.rows.first)
    #expect(row.verdict == .agrees)
    #expect(row.difference != nil)
    #expect(row.relativeError < 1e-9, "\(row.relativeError)")
  }
}
