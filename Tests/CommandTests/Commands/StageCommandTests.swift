import Fixtures
import Testing

@testable import chainrule

/// What `chainrule stage` prints of a tiny lesson, worked out by hand.
@Suite struct StageCommandTests {
  private static let lesson = """
    ```lesson
    param w = 2
    z = 3*w
    L = z^2
    minimize L by gd(0.5), steps: 1
    ```

    """

  private func stage(_ name: String, of lesson: String = lesson) -> String {
    let run = CapturedRun(["stage", "-", name], input: lesson)
    #expect(run.status == .done, "\(run.messages)")
    return run.output
  }

  @Test func `tokens stand with line, column and kind, in statements`() {
    let expected = """
      2:1 name param
      2:7 name w
      2:9 sign =
      2:11 number 2

      3:1 name z
      3:3 sign =
      3:5 number 3
      3:6 sign *
      3:7 name w

      4:1 name L
      4:3 sign =

      """
    #expect(stage("tokens").hasPrefix(expected.dropLast()))
  }

  @Test func `statements have brackets around every operation`() {
    let expected = """
      param w = 2
      equation z = (3 * w)
      equation L = (z ^ 2)
      minimize L by gd(0.5), steps: 1

      """
    #expect(stage("statements") == expected)
  }

  @Test func `every kind of statement has its text`() {
    let lesson = """
      ```data n
      x,y
      1,2
      3,4
      ```
      ```lesson
      optimizer plain(rate = 0.5)
        state m = 1
        m' = m/2
        w' = w - rate*m'*g
      end
      seed 7
      decimals 3
      define f(u, v = 2) = if(u < v, -u, u)
      input a[1..2] each step = [[1, 2], [3, 4]]
      param w[1..2] ~ normal(0, 1)
      symbol a = hat(z_(in)^(1))
      p[n] = sum(i: w[i]*a[i]) + x[n] - 1/2/4 for n in 1..2
      L = mean(n: (f(p[n]) - y[n])^2)
      claim "mine" dL/dw[i] = 0
      delta e[n] = -dL/dp[n]
      differentiate L wrt w, a
      variant one: minimize L by clip_norm(1) then plain(rate: 0.1), steps: 3, until: L < 1, \
      batch: 1 of n, shuffle: yes
      ```

      """
    let expected = """
      optimizer plain(rate = 0.5)
        state m = 1
        m' = (m / 2)
        w' = (w + (-(rate * m' * g)))
      seed 7
      decimals 3
      define f(u, v = 2) = if((u < v), (-u), u)
      input a[1..2] each step = [[1, 2], [3, 4]]
      param w[1..2] ~ normal(0, 1)
      symbol a = hat(z_(in)^(1))
      equation p[n] = (sum(i: (w[i] * a[i])) + x[n] + (-(1 / 2 / 4))) for n in 1..2
      equation L = mean(n: ((f(p[n]) + (-y[n])) ^ 2))
      claim "mine" d(L)/d(w[i]) = 0
      delta e[n] = (-d(L)/d(p[n]))
      differentiate L wrt w, a
      variant one: minimize L by clip_norm(1) then plain(rate: 0.1), steps: 3, until: (L < 1), \
      batch: 1 of n, shuffle: yes

      """
    #expect(stage("statements", of: lesson) == expected)
  }

  @Test func `a search has its ranges and its method`() {
    let lesson = """
      ```lesson
      param u = 1
      L = u^2
      search L over u in [-1, 1], gd.rate in [0.1, 1] log by random(trials: 3)
      ```

      """
    let statement =
      "search L over u in [(-1), 1], gd.rate in [0.1, 1] log by random(trials: 3)\n"
    #expect(stage("statements", of: lesson).hasSuffix(statement))
  }

  @Test func `lines are the program`() {
    let expected = """
      0 param     w carried from w', initially 2.0
      1 forward   z = 3*w
      2 forward   L = z^2
      3 delta     dL/dz = 2*z
      4 gradient  dL/dw = 3*dL/dz
      5 update    w' = w - 0.5*dL/dw, initially 2.0

      """
    #expect(stage("lines") == expected)
  }

  @Test func `derivatives are lines by themselves`() {
    let expected = """
      3 delta     dL/dz = 2*z
      4 gradient  dL/dw = 3*dL/dz

      """
    #expect(stage("derivatives") == expected)
  }

  @Test func `instructions come one by one, then in chains`() {
    let expected = """
      Instructions
      forward z = multiply 3.0 previous(w')
      forward L = multiply z z
      after   dL/dz = multiply 2.0 z
      after   dL/dw = multiply 3.0 dL/dz
      after   %4 = multiply 0.5 dL/dw
      after   w' = subtract previous(w') %4

      Chains
      forward level 1: setProduct 3.0 previous(w'), store z
      forward level 2: setProduct z z, store L
      after   level 1: setProduct 2.0 z, store dL/dz, multiply 3.0, store dL/dw, multiply 0.5, \
      subtractFrom previous(w'), store w'

      """
    #expect(stage("instructions") == expected)
  }

  @Test func `batches have addresses in the rows and beside them`() {
    let expected = """
      Row
      r0 z
      r1 L
      r2 dL/dz
      r3 dL/dw
      r4 w'

      Beside
      b0 step
      b1 3.0
      b2 2.0
      b3 0.5

      Batch 0, forward, of 1
        setProduct b1 p4 -> r0

      Batch 1, forward, of 1
        setProduct r0 r0 -> r1

      Batch 2, after, of 1
        setProduct b2 r0 -> r2
        multiply b1 -> r3
        subtractScaledFrom b3 p4 -> r4

      """
    #expect(stage("batches") == expected)
  }

  /// Three chains of one shape are one batch, whose operands lie side by side.
  @Test func `members of a family are one batch`() {
    let text = stage(
      "batches", of: "```lesson\ninput x[1..3] = [1, 2, 3]\ny[i] = 2*x[i] + exp(x[i])\n```\n")
    let batch = """
      Batch 0, forward, of 3
        set b1..3
        unary exp
        addProduct b4 b1..3 -> r0..2

      """
    #expect(text.hasSuffix(batch))
  }

  @Test func `each run of a lesson has its name`() {
    let lesson = Self.lesson.replacing("minimize", with: "variant slow: minimize")
    #expect(stage("lines", of: lesson).hasPrefix("variant slow\n0 param     w carried"))
  }

  @Test func `it is not in the help, and has its own`() {
    #expect(!CapturedRun(["help"]).output.contains("stage"))
    let help = CapturedRun(["help", "stage"])
    #expect(help.status == .done)
    #expect(help.output.contains("tokens, statements, lines, derivatives,"))
  }

  @Test func `what cannot be is told as elsewhere`() {
    let stage = CapturedRun(["stage", "circuit", "token"])
    #expect(stage.status == .wrongCall)
    let known = "tokens, statements, lines, derivatives, instructions, batches"
    #expect(
      stage.messages
        == "Error: there is no stage 'token'; there is \(known). Did you mean 'tokens'?")
    let lesson = CapturedRun(["stage", "circuitt", "tokens"])
    #expect(lesson.status == .noInput)
    let missing = CapturedRun(["stage", "circuit"])
    #expect(missing.messages.hasPrefix("Error: Missing expected argument '<stage>'"))
    for (name, text) in [("tokens", "y = (1\n"), ("statements", "y = 1 +* 2\n")] {
      let run = CapturedRun(["stage", "-", name], input: "```lesson\n\(text)```\n")
      #expect(run.status == .unreadable)
      #expect(run.messages.hasPrefix("standard input:2:"))
    }
  }
}
