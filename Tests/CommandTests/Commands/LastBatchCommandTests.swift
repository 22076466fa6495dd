import Fixtures
import Foundation
import Testing

@testable import chainrule

/// Every command shows, writes and reads the steps whose batch is shorter as they are.
@Suite struct LastBatchCommandTests {
  private static let lesson = """
    # Two rows and one

    ```data n
    x, y
    1, 1
    2, 4
    3, 2
    ```
    ```lesson
    param w = 1
    e[n] = w*x[n] - y[n]
    L = mean(n: e[n]^2)
    claim dL/de[n] = e[n]
    minimize L by gd(rate: 0.5), steps: 2, batch: 2
    ```

    """

  private func run(_ command: String, _ words: String...) -> CapturedRun {
    CapturedRun([command, "-"] + words, input: Self.lesson)
  }

  /// By hand.
  ///
  /// Step 1: e = (0, −2), L = 2, ∂L/∂e₂ = −2, ∂L/∂w = −4, w' = 3. Step 2, row 3 alone:
  /// e = 7, L = 49, ∂L/∂e₁ = 14, ∂L/∂w = 42, w' = −18. Then rows 1 and 2 again: e = (−19, −40).
  @Test func `wide tables have empty cells, long ones no rows`() {
    #expect(
      run("trace", "--wide", "--only", "forward,gradient,update").output == """
        step,e[1],e[2],L,dL/dw,w'
        1,0.0,-2.0,2.0,-4.0,3.0
        2,7.0,,49.0,42.0,-18.0
        3,-19.0,-40.0,980.5,,

        """)
    let rows = run("trace", "--where", "e", "--where", "x").output.split(separator: "\n")
    #expect(
      rows.filter { $0.hasPrefix("2,") }
        == ["2,input,x[1],3.0", "2,forward,e[1],7.0"].map { $0[...] })
  }

  @Test func `a page has the formulas of the rows that are there`() {
    let page = run("show", "--step", "2").output
    #expect(page.contains("     L = e₁²/1 = 7² = 49\n"), "\(page)")
    #expect(!page.contains("x₂") && !page.contains("e₂"))
    #expect(run("show", "--step", "1").output.contains("L = ½ · Σₙ eₙ²"))
    let explained = run("explain", "dL/dw", "--step", "2").output
    #expect(
      explained.contains("∂L/∂w = ∂L/∂e₁ · x₁ = 14·3 = 42\n"), "\(explained)")
    let absent = run("explain", "e[2]", "--step", "2")
    #expect(absent.messages == "Error: 'e[2]' has no value at step 2, whose batch is shorter")
    #expect(absent.status == .wrongCall)
  }

  @Test func `tables have the rows that are there, and deltas of updates a table of their own`() {
    let lesson = Self.lesson.replacing("minimize", with: "delta change = w' - w\nminimize")
    let page = CapturedRun(
      ["show", "-", "--tables", "--format", "markdown", "--step", "2"], input: lesson
    ).output
    #expect(page.contains("$`e_{1}`$") && !page.contains("$`e_{2}`$"), "\(page)")
    // w = 3 and w' = −18.
    let change = page.split(separator: "\n").first { $0.contains("change") }
    #expect(change?.contains("−21") == true, "\(page)")
  }

  @Test func `gradients and claims of the shorter batch are checked too`() {
    let check = run("gradcheck")
    #expect(check.output.contains("Gradients of step 2"))
    // With two rows ∂L/∂e is 2·e/2, with one it is 2·e.
    #expect(check.output.contains("∂L/∂e₁ = e₁ = 7\n"), "\(check.output)")
    #expect(check.output.contains("fails: at step 2 the derivative is 14, but as claimed"))
    #expect(check.output.contains("1 of 2 claims fails."))
  }

  @Test func `sheets are marked with the rows that are there`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "answers.txt").path
      let text = "step 2:\ne[1] = 6\nL = 36\ne[2] = 3\nw' = -15\n"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let marked = run("check", path).output
      #expect(marked.contains("e[2] has no value at step 2, whose batch is shorter"), "\(marked)")
      #expect(marked.contains("ok*    L"), "\(marked)")
      // 2·e₁·x₁, where two rows would give e₁·x₁.
      let paths =
        "step 2:\ndL/de[1] directly = 14\ndL/dw via e[1] = 42\nstep 1:\ndL/dw via e[2] = -4"
      try paths.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(run("check", path).output.contains("3 right."))
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let hint = run("check", path, "--hints", "2").output
      #expect(hint.contains("L = e₁²/1"), "\(hint)")
    }
  }

  @Test func `a recorded trace is read back`() {
    let trace = run("trace", "--format", "json").output
    #expect(trace.contains("\"lastBatch\": {\"every\": 2, "))
    let shown = CapturedRun(["show", "-", "--step", "2"], input: trace)
    #expect(shown.output == run("show", "--step", "2").output, "\(shown.messages)")
    for (own, other) in [
      ("\"every\": 2", "\"every\": 3"), ("\"formula\": \"e[1]^2/1\"", "\"formula\": \"e[1]^2/2\""),
      ("\"lastBatch\"", "\"other\""),
    ] {
      let changed = CapturedRun(["show", "-"], input: trace.replacing(own, with: other))
      #expect(
        changed.messages
          == "standard input: error: the last batch of an epoch is another one in its lesson")
    }
    let wrong = CapturedRun(["show", "-"], input: trace.replacing(" 49,", with: " 24.5,"))
    #expect(wrong.messages.contains("at step 2, L is 24.5, where its formula gives 49"))
  }

  /// By hand to one digit: w' = 3, then e = 9 − 2 = 7, L = 50, ∂L/∂e = 14 → 10, ∂L/∂w = 30.
  @Test func `by hand, the lines of the shorter batch are rounded`() {
    let page = run("show", "--step", "2", "--by-hand", "1").output
    #expect(page.contains("L = e₁²/1 = 7²/1 = 50   exact 49, error +1\n"), "\(page)")
    #expect(page.contains("∂L/∂w = ∂L/∂e₁ · x₁ = 10·3 = 30   exact 42, error −12\n"), "\(page)")
  }
}
