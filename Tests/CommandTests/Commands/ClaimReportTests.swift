import Testing

@testable import chainrule

/// What `chainrule gradcheck` says about claims, and the status that it ends with.
@Suite struct ClaimReportTests {
  /// One sigmoid neuron with z = 0 and cross-entropy: ∂L/∂w = (a − y)·x = −1.
  private static func lesson(_ claims: String, steps: Int = 3) -> String {
    """
    # Claims

    ```lesson
    input x = 2
    target y = 1
    param w = 0.5, b = -1
    z = w*x + b
    a = sigmoid(z)
    L = binary_cross_entropy(a, y)
    minimize L by gd(rate: 0.5), steps: \(steps)
    \(claims)
    ```
    """
  }

  @Test func `claims that hold`() {
    let run = CapturedRun(
      ["gradcheck", "-"], input: Self.lesson("claim dL/dw = (a - y)*x\nclaim dL/db = a - y"))
    #expect(run.status == .done)
    #expect(
      run.output.contains(
        """
        Claims
        ──────
                   derivative  claimed
            ∂L/∂w        −1       −1    holds
            ∂L/∂b        −0.5     −0.5  holds

        Result
        ──────

        """))
    #expect(run.output.contains("Both claims hold, at 3 steps and 24 random points.\n"))
  }

  /// −½·½·½·2 = −0.25.
  @Test func `a claim that fails, with its numbers`() {
    let run = CapturedRun(
      ["gradcheck", "-"],
      input: Self.lesson(
        "claim dL/dw = (a - y)*x\nclaim \"as printed\" dL/dw = (a - y)*a*(1 - a)*x"))
    #expect(run.status == .wrong)
    #expect(
      run.output.contains(
        """
        Claims   "as printed"
        ──────
                   derivative  claimed
            ∂L/∂w          −1    −0.25  FAILS at step 1

        ∂L/∂w fails: at step 1 the derivative is −1, but as claimed:

            ∂L/∂w = (a − y)·a·(1 − a)·x = (0.5 − 1)·0.5·(1 − 0.5)·2 = −0.25

        """))
    #expect(run.output.contains("1 of 2 claims fails.\n"))
  }

  /// Where x is 2, x is x²/2.
  @Test func `a claim that agrees by chance`() {
    let chance = CapturedRun(
      ["gradcheck", "-"], input: Self.lesson("claim dL/dw = 2*(a - y) + (w - 0.5)", steps: 1))
    #expect(chance.status == .wrong)
    #expect(chance.output.contains("∂L/∂w agrees at the starting values by chance. At a random"))
    #expect(chance.output.contains("FAILS around step 1\n"))
    #expect(chance.output.contains("The claim FAILS.\n"))
    let inputs = CapturedRun(
      ["gradcheck", "-"], input: Self.lesson("claim dL/dw = (a - y)*x^2/2"))
    #expect(inputs.status == .wrong)
    #expect(
      inputs.output.contains("∂L/∂w agrees for the inputs as they are, with any parameters."))
  }

  @Test func `large families are shortened, and one member is worked out`() {
    let lesson = """
      ```lesson
      param w[1..12] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1]
      L = sum(i: w[i]^2)
      differentiate L
      claim dL/dw[i] = if(i == 11, w[i], 2*w[i])
      ```
      """
    let run = CapturedRun(["gradcheck", "-", "--ascii"], input: lesson)
    #expect(run.output.contains("and 9 more, of which 1 fails; --all shows them"))
    #expect(run.output.contains("dL/dw[11] fails: at step 1 the derivative is 6, but as claimed:"))
    #expect(run.output.contains("1 of 12 claims fails.\n"))
    let all = CapturedRun(["gradcheck", "-", "--all"], input: lesson)
    #expect(all.output.ranges(of: "holds\n").count == 11)
  }

  @Test func `a label reaches the terminal without what it would obey`() {
    let run = CapturedRun(
      ["gradcheck", "-"], input: Self.lesson("claim \"a\u{9B}31m\u{202E}b\" dL/dw = 1"))
    #expect(run.output.contains("Claims   \"a31mb\"\n"))
    let show = CapturedRun(
      ["show", "-"],
      input: Self.lesson("claim \"a\u{9B}31m\" dL/dw = 1").replacing(
        "steps: 3", with: "steps: 3 using claim \"a\u{9B}31m\""))
    #expect(show.output.contains("Update   claim \"a31m\", then gd, η = 0.5\n"))
    #expect(show.output.contains("    w⁺ = w − η·g(w) = "))
  }
}
