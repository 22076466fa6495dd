import Fixtures
import Diagnostics
import Checking
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Formulas that somebody derived by hand, held against the derivatives.
@Suite struct ClaimCheckTests {
  private static func check(_ text: String) throws -> (check: ClaimCheck, lesson: Lesson) {
    let document = text.contains("```") ? text : "```lesson\n\(text)\n```\n"
    let lesson = try Lesson.read(Source(name: "lesson.md", text: document))
    return (try ClaimCheck(lesson.claims, try Trace(running: lesson.program)), lesson)
  }

  private static func verdicts(_ text: String) throws -> [ClaimCheck.Verdict] {
    try check(text).check.rows.map(\.verdict)
  }

  /// One sigmoid neuron with z = 2·0.5 − 1 = 0, so that a = 1/2.
  private static func neuron(_ loss: String, _ claims: String) -> String {
    """
    input x = 2
    target y = 1
    param w = 0.5, b = -1
    z = w*x + b
    a = sigmoid(z)
    L = \(loss)
    differentiate L
    \(claims)
    """
  }

  /// (a − y)·f'(z) is right for half the squared error alone: there ∂L/∂w = −½·¼·2 = −0.25, and with
  /// cross-entropy −½·2 = −1.
  @Test func `the delta of squared error is wrong for cross-entropy`() throws {
    let claims = "claim dL/dw = (a - y)*a*(1 - a)*x\nclaim \"logistic\" dL/dw = (a - y)*x"
    let squared = try Self.check(Self.neuron("half_squared_error(a, y)", claims)).check
    #expect(squared.rows.map(\.verdict) == [.holds, .fails])
    let wrong = try #require(squared.rows[1].difference)
    #expect(wrong.step == 1 && !wrong.isVaried)
    #expect(wrong.derivative == -0.25)
    #expect(wrong.claimed == -1)
    let logistic = try Self.check(Self.neuron("binary_cross_entropy(a, y)", claims)).check
    #expect(logistic.rows.map(\.verdict) == [.fails, .holds])
    let printed = try #require(logistic.rows[0].difference)
    #expect(printed.derivative == -1)
    #expect(printed.claimed == -0.25)
  }

  /// As the texts of the lessons say.
  @Test func `of the claims in lessons those fail that their texts call wrong`() throws {
    let wrong = [
      "delta-rule": ["for C, as printed"], "regression-without-x": ["as printed"],
    ]
    for (name, labels) in wrong {
      let lesson = try Lesson.shipped(name)
      let rows = try ClaimCheck(lesson.claims, try Trace(running: lesson.program)).rows
      #expect(rows.count > 0)
      for row in rows {
        let fails = labels.contains(row.claim.label ?? "")
        #expect(row.verdict == (fails ? .fails : .holds), "\(name), \(row.claim.label ?? "")")
      }
    }
  }

  /// ∂L/∂zₖ = pₖ·Σy − yₖ, which is pₖ − yₖ only where the targets add up to 1.
  @Test func `softmax with cross-entropy, its targets in a table`() throws {
    let lesson = { (targets: String) in
      """
      ```data n
      x[1],x[2],y[1],y[2],y[3]
      0.5,1,1,0,0
      -1,2,\(targets)
      ```
      ```lesson
      param W[1..3, 1..2] = [[0.1, 0.2], [0.3, -0.1], [0.2, 0.4]]
      z[n,k] = sum(i: W[k,i]*x[n,i])
      p[n,k] = softmax(k: z[n,k])
      L = -mean(n: sum(k: y[n,k]*log(p[n,k])))
      differentiate L
      claim dL/dz[n,k] = (p[n,k] - y[n,k])/2
      claim "times f'" dL/dz[n,k] = (p[n,k] - y[n,k])*p[n,k]*(1 - p[n,k])/2
      ```
      """
    }
    let verdicts = try Self.verdicts(lesson("0,1,0"))
    #expect(verdicts == Array(repeating: .holds, count: 6) + Array(repeating: .fails, count: 6))
    #expect(try Self.verdicts(lesson("0,1,1"))[3...5].allSatisfy { $0 == .fails })
  }

  /// At w = 2, w² has the derivative 4 = w + 2.
  @Test func `two formulas that meet in the starting point`() throws {
    let (check, lesson) = try Self.check(
      "param w = 2\nL = w^2\ndifferentiate L\nclaim dL/dw = w + 2")
    let row = check.rows[0]
    #expect(row.verdict == .agreesByChance)
    let difference = try #require(row.difference)
    let w = try #require(difference.values[lesson.program.positions[.named("w")] ?? -1])
    #expect(difference.isVaried)
    #expect(w != 2)
    #expect(difference.derivative == 2 * w)
    #expect(difference.claimed == w + 2)
  }

  @Test func `the points depend on the seed alone`() throws {
    func difference(_ seed: Int) throws -> Double? {
      try Self.check(
        "seed \(seed)\nparam w = 2\nL = w^2\ndifferentiate L\nclaim dL/dw = w + 2"
      ).check.rows[0].difference?.claimed
    }
    #expect(try difference(1) == difference(1))
    #expect(try difference(1) != difference(2))
  }

  /// Without the factor x, the derivative of (w·x − 3)² by w is right for x = 1 alone.
  @Test func `a factor that is 1 in the data is missed, a target that is 1 is not`() throws {
    let lesson = "input x = 1\nparam w = 2\nL = (w*x - 3)^2\ndifferentiate L\n"
    #expect(try Self.verdicts(lesson + "claim dL/dw = 2*(w*x - 3)") == [.agreesForTheseInputs])
    #expect(
      try Self.verdicts(
        """
        target y = 1
        param z = 0.3
        p = sigmoid(z)
        L = binary_cross_entropy(p, y)
        differentiate L
        claim dL/dz = p - 1
        """) == [.holds])
  }

  /// w is 1, 1/2, 1/4 at the three steps, where 2·w is 2, 1 and 1/2.
  @Test func `the first step at which it differs is named`() throws {
    let check = try Self.check(
      """
      param w = 1
      L = w^2
      minimize L by gd(rate: 0.25), steps: 4
      claim dL/dw = if(step < 3, 2*w, 0)
      """
    ).check
    let difference = try #require(check.rows[0].difference)
    #expect(check.rows[0].verdict == .fails)
    #expect(difference.step == 3)
    #expect(difference.derivative == 0.5)
    #expect(difference.claimed == 0)
  }

  /// w' = w − 0.1·∂L/∂w; with a rate of 10⁻¹⁴, what is left of the difference is rounding.
  @Test func `new values of parameters, and what rounding leaves of their difference`() throws {
    func verdicts(_ rate: String) throws -> [ClaimCheck.Verdict] {
      try Self.verdicts(
        """
        param w = 1.7
        L = w^2
        minimize L by gd(rate: \(rate)), steps: 2
        claim dL/dw = (w - w')/\(rate)
        claim "old" dL/dw = 2*w'
        """)
    }
    #expect(try verdicts("0.1") == [.holds, .fails])
    #expect(try verdicts("1e-14") == [.undecided, .fails])
  }

  /// a·(1 − a) loses the digits that e⁻ᶻ/(1 + e⁻ᶻ)² keeps.
  @Test(arguments: [0, 0.1, 1, 5, 20, 30, 36, 38, -5, -30])
  func `rounding is no error`(w: Double) throws {
    let lesson = "param w = \(w)\na = sigmoid(w)\nL = 3*a\ndifferentiate L\n"
    let check = try Self.check(lesson + "claim dL/dw = 3*exp(-w)/(1 + exp(-w))^2").check
    #expect(check.failures.isEmpty)
    #expect(w > 30 || check.rows[0].verdict == .holds)
    let off = try Self.check(lesson + "claim dL/dw = 3.000001*exp(w)/(1 + exp(w))^2").check
    #expect(w > 10 || off.rows[0].verdict == .fails)
  }

  /// Errors by hand, to 10⁻¹²: far below what a guess of 10⁻⁹ would find.
  @Test func `a small error is found where little is rounded`() throws {
    let lesson = "param w = 1.7\nL = w^3\ndifferentiate L\nclaim dL/dw = 3*w^2*(1 + "
    #expect(try Self.verdicts(lesson + "1e-12)") == [.fails])
    #expect(try Self.verdicts(lesson + "0)") == [.holds])
  }

  @Test func `points without a value are left out, a step without one is a difference`() throws {
    let lesson = "param w = 0.05\nL = w^2\ndifferentiate L\n"
    let check = try Self.check(lesson + "claim dL/dw = 2*w + 0*log(w)").check
    #expect(check.rows[0].verdict == .holds)
    #expect(check.rows[0].skippedPoints > 0)
    #expect(check.rows[0].skippedPoints < check.points)
    #expect(try Self.verdicts(lesson + "claim dL/dw = 2*w + 0*log(-w)") == [.fails])
    #expect(
      try Self.verdicts("param w = -1\nL = log(w)*0\ndifferentiate L\nclaim dL/dw = sqrt(w)")
        == [.fails])
  }

  @Test func `another convention at a kink`() throws {
    let check = try Self.check(
      "param w = 0\nL = relu(w)\ndifferentiate L\nclaim dL/dw = if(w >= 0, 1, 0)"
    ).check
    #expect(check.rows[0].verdict == .fails)
    #expect(check.rows[0].agreesAround)
  }

  @Test func `second derivatives, local ones, states and deltas`() throws {
    #expect(
      try Self.verdicts(
        """
        param w = 0.7, u = -0.4
        z = w*u
        a = tanh(z)
        L = a^2
        differentiate dL/dw wrt u
        minimize L by momentum(rate: 0.1, mu: 0.5), steps: 3
        delta d = dL/dz
        claim dL/dw = d*u
        claim da/dz = 1 - a^2
        claim d2L/dwdu = 2*a*(1 - a^2) + 2*z*(1 - a^2)*(1 - 3*a^2)
        claim dL/du = v(u)
        """) == [.holds, .holds, .holds, .fails])
  }
}
