import Diagnostics
import Checking
import Formulas
import Lessons
import Programs
import Rendering
import Testing
import Tracing

@testable import chainrule

/// What `chainrule gradcheck` tells, and the status that it ends with.
@Suite struct GradcheckCommandTests {
  /// L = (w·x)² at w = 3, x = 2 has the derivative 2·w·x² = 24; |w − 3| has a kink there.
  private static let lesson = """
    # Small

    ```lesson
    input x = 2
    param w = 3
    z = w*x
    L = z^2
    differentiate L
    ```
    """

  @Test func `a table, a result and a control`() {
    let run = CapturedRun(["gradcheck", "-"], input: Self.lesson)
    #expect(run.status == .done)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[2...5].joined(separator: "\n").contains("Gradients of step 1\n"))
    #expect(lines[5].split(separator: " ").prefix(4) == ["∂L/∂w", "24", "24", "24"])
    #expect(run.output.contains("The gradient agrees, to a relative error of "))
    #expect(
      run.output.contains(
        "Control: ∂L/∂z made 1 % too large; 1 of 1 fails, as it should.\n"))
  }

  /// Next to 1, differences of the sigmoid are rounding; both modes have its derivative from one rule.
  @Test func `what only shared rules say is not called agreement`() {
    let text = "```lesson\nparam z = 30, w = 2\nL = sigmoid(z) + w^2\ndifferentiate L\n```\n"
    let run = CapturedRun(["gradcheck", "-"], input: text)
    #expect(run.status == .done)
    #expect(run.output.contains("1 gradient agrees, to a relative error of "))
    #expect(run.output.contains("1 gradient is the same backward and forward, which is no check"))
    #expect(!run.output.contains("exactly"))
  }

  /// The derivative by z is made 1 % too large: 2·6·1.01·2 = 24.24.
  @Test func `a broken derivative fails, and the gradient is named`() throws {
    let lesson = try Lesson.read(Source(name: "lesson.md", text: Self.lesson))
    let position = try #require(
      lesson.program.lines.firstIndex { $0.symbol.description == "dL/dz" })
    let trace = try Trace(running: lesson.program.breaking(position))
    final class Recorder { var text = "" }
    let recorder = Recorder()
    let surroundings = Surroundings(
      write: { recorder.text += String(decoding: $0, as: UTF8.self) }, tell: { _ in },
      readInput: { [] }, width: 80)
    let status = try GradcheckCommand.check(
      [(lesson, trace)], ShowOptions(), Invocation(arguments: ["-"], words: [:]), surroundings)
    #expect(status == .wrong)
    #expect(recorder.text.contains("24.24"))
    #expect(recorder.text.contains("FAILS at step 1: ∂L/∂w\n"))
    #expect(!recorder.text.contains("agree"))
  }

  @Test func `what is checked of updates that are given outright`() {
    func remark(_ updates: String, _ rest: String = ", steps: 1") -> Bool {
      let lesson = "param u = 1, v = 2\nL = u^2 + v^2\n\(updates)\nminimize L\(rest)"
      let run = CapturedRun(["gradcheck", "-"], input: "```lesson\n\(lesson)\n```\n")
      #expect(run.status == .done, "\(run.messages)")
      return run.output.contains(
        "u⁺ and v⁺ have updates of their own, of which the gradients are checked: ∂L/∂u.\n")
    }
    #expect(remark("update u = u - dL/du\nupdate v = v/2"))
    #expect(!remark("", " by gd(1), steps: 1"))
    let halved = "```lesson\nparam u = 1\nL = u^2\nupdate u = u/2\nminimize L, steps: 1\n```\n"
    #expect(
      CapturedRun(["gradcheck", "-"], input: halved).output.contains(
        "u⁺ has an update of its own, in which no gradient stands.\n"))
  }

  @Test func `a kink has a derivative on either side`() {
    let lesson = Self.lesson.replacing("L = z^2", with: "L = z^2 + abs(w - 3)")
    let run = CapturedRun(["gradcheck", "-", "--ascii"], input: lesson)
    #expect(run.status == .done)
    #expect(
      run.output.contains(
        "L has a kink here: along w its slope is 23 on the left and 25 on the right."))
    #expect(run.output.contains("1 gradient at a kink"))
  }

  @Test func `large families are shortened`() {
    let lesson = """
      ```lesson
      param w[1..20] = 0.5
      L = sum(i: w[i]^2)
      differentiate L
      ```
      """
    let run = CapturedRun(["gradcheck", "-"], input: lesson)
    #expect(run.output.ranges(of: "\n    ∂L/∂w").count == 3)
    #expect(run.output.contains("and 17 more that agree; --all shows them"))
    #expect(run.output.contains("All 20 gradients agree"))
    let all = CapturedRun(["gradcheck", "-", "--all"], input: lesson)
    #expect(all.output.ranges(of: "\n    ∂L/∂w").count == 20)
  }

  /// At the end this run stands where the errors add up to 0, which is ∂L/∂b but for rounding.
  @Test func `where only rounding is left, words stand in place of an error`() {
    let run = CapturedRun(["gradcheck", "regression-without-x", "--variant", "printed"])
    let rows = run.output.split(separator: "\n").filter { $0.hasPrefix("    ∂L/∂b") }
    #expect(rows.count == 2)
    #expect(rows.last?.hasSuffix("  only rounding") == true)
    #expect(rows.last?.split(separator: " ").count == 6)
  }

  @Test func `no gradient, and one that is not finite`() {
    let none = CapturedRun(["gradcheck", "-"], input: "```lesson\ny = 1\n```")
    #expect(none.status == .done)
    #expect(none.output.hasSuffix("Result\n──────\nThis lesson has no gradient to check.\n"))
    let infinite = CapturedRun(
      ["gradcheck", "-"], input: "```lesson\nparam w = 0\nL = sqrt(w)\ndifferentiate L\n```")
    #expect(infinite.status == .notFinite)
    #expect(infinite.output.contains("not finite"))
  }
}
