import Lessons
import Formulas
import Programs
import Testing
import Tracing

/// Lines that are computed in fractions, and runs in doubles that rounding decides.
@Suite struct ExactArithmeticTests {
  /// The weights after each step, as the textbook's table has them for the threshold 0.2, the rate 0.1.
  ///
  /// Michael Negnevitsky, Artificial Intelligence, chapter 6, the example of perceptron learning.
  @Test func `a perceptron learns AND as in the textbook`() throws {
    let lesson = try TracedLesson(shipped: "perceptron")
    let outputs = [0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 1]
    let first = [3, 3, 2, 3, 3, 3, 2, 2, 2, 2, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1]
    let second = [-1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    for step in 1...20 {
      #expect(try lesson.value("Y", at: step) == Double(outputs[step - 1]))
      #expect(try lesson.value("w1'", at: step) == Double(first[step - 1]) / 10)
      #expect(try lesson.value("w2'", at: step) == Double(second[step - 1]) / 10)
    }
    #expect(lesson.trace.firstCut == nil)
  }

  /// (1/49)·49 and 3·(1/3) are 1; in doubles the first is 0.9999999999999999.
  @Test func `constants are fractions, and a line is rounded once`() throws {
    let lesson = try TracedLesson(
      """
      arithmetic exact
      const third = 1/3, part = 1/49
      const two = 6*third
      param w = 0.1
      a = third + third + third
      b = part*49
      c = two
      d = w^3 - 0.001
      e = exp(w) - exp(w) + w
      """)
    for (name, value) in [("a", 1.0), ("b", 1), ("c", 2), ("d", 0), ("e", 0.1)] {
      #expect(try lesson.value(name) == value, "\(name)")
    }
  }

  /// 1/49 + 1/49 − 2/49 is 0, and 25 digits are 25 digits.
  @Test func `so are the numbers of a sequence, and all typed digits`() throws {
    let lesson = try TracedLesson(
      """
      arithmetic exact
      input g each step = [1/49, 0.1]
      const long = 1.000000000000000000000001
      param w = 0
      a = 49*g - 1
      b = (long - 1)*1e24
      L = w + a
      minimize L by gd(rate: 0.1), steps: 2
      """)
    #expect(try lesson.value("a", at: 1) == 0)
    #expect(try lesson.value("a", at: 2) == 3.9)
    #expect(try lesson.value("b") == 1)
  }

  /// 0.1 is a fraction, the double of 0.1 drawn at random or of π is none.
  @Test func `what is drawn is not exact`() throws {
    let lesson = try TracedLesson(
      """
      arithmetic exact
      param u ~ uniform(0.1, 0.100000001)
      x = u + u + u - 3*u
      y = pi + pi + pi - 3*pi
      """)
    let u = try lesson.value("u")
    #expect(try lesson.value("x") == u + u + u - 3 * u)
    #expect(try lesson.value("y") == Double.pi + .pi + .pi - 3 * .pi)
  }

  /// Squaring 0.9 doubles the digits at each step: 10^(2^k) has 3.32·2^k bits.
  @Test func `a fraction that grows too long ends, once and by name`() throws {
    let lesson = try TracedLesson(
      """
      arithmetic exact
      param w = 0.9
      L = w^2
      minimize L, steps: 20
      update w = L
      """)
    let cut = try #require(lesson.trace.firstCut)
    #expect(cut.step == 12)
    #expect(lesson.lesson.program.lines[cut.line].symbol == .named("L"))
    #expect(try lesson.value("L", at: 3) == 0.43046721)
  }

  /// By hand: 0.3 − 0.1 − 0.2 and 0.5·1 − 0.3·2 + 0.1 are 0.
  @Test func `rounding that decides is found, with what is right`() throws {
    let threshold = try TracedLesson("param w = 0.3\nx = w - 0.1 - 0.2\nY = x >= 0")
    #expect(Self.findings(threshold) == ["x 0.0", "Y 1.0"])
    let kink = try TracedLesson(
      """
      input x[1..2] = [1, 2]
      param w[1..2] = [0.5, -0.3], b = 0.1
      z = sum(i: w[i]*x[i]) + b
      a = relu(z)
      L = (a + 3)^2
      differentiate L
      """)
    #expect(Self.findings(kink) == ["z 0.0", "a 0.0", "da/dz 0.0"])
    let exact = try TracedLesson(
      "arithmetic exact\nparam w = 0.3\nx = w - 0.1 - 0.2\nY = x >= 0")
    #expect(Self.findings(exact).isEmpty)
    #expect(try exact.value("Y") == 1)
  }

  @Test func `where there is no fraction, it is only said that rounding may decide`() throws {
    let lesson = try TracedLesson("param w = 0.3\nx = exp(w) - exp(w)\nY = x > 0")
    #expect(Self.findings(lesson) == ["Y ?"])
  }

  /// 0.5 − 0.25 − 0.25 is 0 in doubles too, and 1 is larger than any rounding error.
  @Test func `nothing is said of what is exact, or far from deciding`() throws {
    let lesson = try TracedLesson(
      """
      param w = 0.5, v = 1.1
      x = w - 0.25 - 0.25
      a = relu(x) + abs(x)
      b = max(v, 0.1) + floor(v)
      L = a + b
      differentiate L
      """)
    #expect(Self.findings(lesson).isEmpty)
  }

  private static func findings(_ lesson: TracedLesson) -> [String] {
    RoundingNoise(lesson.trace, through: lesson.lastStep).findings.map { finding in
      let name = lesson.lesson.program.lines[finding.number.line].symbol
      return "\(name) \(finding.exact.map { "\($0)" } ?? "?")"
    }
  }
}
