import Foundation
import Testing

@testable import chainrule

/// Several runs of one lesson.
@Suite struct VariantTests {
  /// u and v shrink by 1 − rate and 1 − 10·rate in each step.
  private static let lesson = """
    # Rates

    ```lesson
    param u = 1, v = 1
    L = 1/2*(u^2 + 10*v^2)
    variant slow: minimize L by gd(rate: 0.02), steps: 4
    variant fast: minimize L by gd(rate: 0.15), steps: 2
    variant ball: minimize L by momentum(rate: 0.05, mu: 0.5), steps: 3
    ```
    """

  @Test func `each run is traced from the same start, with its name in the first column`() {
    let run = CapturedRun(["trace", "-", "--where", "u", "v(u)"], input: Self.lesson)
    #expect(run.status == .done)
    // 0.85² = 0.7225; v = 1, then 0.5 + 0.95 = 1.45; u = 0.95, then 0.95 − 0.0725 = 0.8775.
    let rows = run.output.split(separator: "\n").map(String.init)
    #expect(rows[0] == "variant,step,phase,quantity,value")
    #expect(rows.contains("slow,1,param,u,1.0"))
    #expect(rows.contains("fast,2,param,u,0.85"))
    #expect(rows.contains("ball,2,moment,v(u),1.45"))
    #expect(rows.filter { $0.hasPrefix("fast") }.count == 2)
    #expect(rows.filter { $0.contains("v(u)") }.allSatisfy { $0.hasPrefix("ball") })
  }

  /// 14 is (3 − 1)² + 10·1².
  @Test func `many runs are compared in lines of the width that there is`() {
    let runs = ["slow", "a_rather_long_name", "another_long_name", "one_more_long_name", "fast"]
      .map { "variant \($0): minimize L by gd(rate: 0.03), steps: 500" }
    let lesson =
      "```lesson\nparam w = 3, v = 1\nL = (w - 1)^2 + 10*v^2\ndigits 12\n"
      + runs.joined(separator: "\n") + "\n```\n"
    let output = CapturedRun(["show", "-"], input: lesson).output
    let lines = output.split(separator: "\n").drop { !$0.hasPrefix("Comparison") }
    #expect(lines.allSatisfy { $0.count <= 80 })
    let steps = lines.compactMap { line in line.split(separator: " ").first.flatMap { Int($0) } }
    #expect(steps.starts(with: [1, 2, 5, 10, 20, 50, 100, 200, 500, 501, 1, 2, 5]))
    #expect(lines.count { $0.hasPrefix("    step  ") } == 2)
  }

  @Test func `an argument of the name of a constant is its number`() {
    let lesson =
      "```lesson\nparam u = 3\nconst rate = 0.1, eta = 0.2\nL = u^2\n"
      + "minimize L by OPTIMIZER, steps: 1\n```\n"
    func heading(_ optimizer: String, _ input: String = "") -> String? {
      let text = lesson.replacing("OPTIMIZER", with: optimizer)
        .replacing(
          "const rate = 0.1,", with: input.isEmpty ? "const rate = 0.1," : "\(input)\nconst")
      let output = CapturedRun(["show", "-"], input: text).output
      return output.split(separator: "\n").first { $0.hasPrefix("Update") }.map(String.init)
    }
    #expect(heading("gd(rate)") == "Update   gd, α = rate")
    #expect(heading("gd(eta)") == "Update   gd, α = η")
    #expect(heading("gd(rate)", "input rate each step = [1, 2]") == "Update   gd, α = rate")
  }

  @Test func `wide rows have the columns of all runs, empty where a run has none`() {
    let run = CapturedRun(
      ["trace", "-", "--wide", "--where", "u'", "v(u)", "--steps", "1"], input: Self.lesson)
    #expect(
      run.output == "variant,step,u',v(u)\nslow,1,0.98,\nfast,1,0.85,\nball,1,0.95,1.0\n")
  }

  @Test func `what all runs have in common is shown once, then each update, then a comparison`() {
    let run = CapturedRun(["show", "-"], input: Self.lesson)
    #expect(run.status == .done)
    #expect(run.output.components(separatedBy: "Forward").count == 2)
    #expect(run.output.contains("Update, variant slow   gd, η = 0.02"))
    #expect(run.output.contains("Update, variant ball   momentum, η = 0.05, μ = 0.5"))
    // ½·(0.85⁴ + 10·0.5⁴) = 0.573503; ½·(0.98⁸ + 10·0.8⁸) = 1.264243.
    #expect(run.output.contains("    step    slow  fast *    ball\n"))
    #expect(run.output.contains("* L is smallest at the end with fast: 0.5735 in step 3."))
    #expect(run.output.contains("a slow, b fast, c ball"))
  }

  @Test func `one run can be chosen, and is named`() {
    let run = CapturedRun(["show", "-", "--variant", "fast"], input: Self.lesson)
    #expect(run.output.hasPrefix("Rates, variant fast"))
    #expect(!run.output.contains("slow"))
    let wrong = CapturedRun(["show", "-", "--variant", "fost"], input: Self.lesson)
    #expect(wrong.status == .wrongCall)
    #expect(wrong.messages.contains("Did you mean 'fast'?"))
    let none = CapturedRun(["show", "circuit", "--variant", "fast"])
    #expect(none.status == .wrongCall)
    let explained = CapturedRun(["explain", "-", "u'"], input: Self.lesson)
    #expect(explained.output.contains("0.98"))
    #expect(explained.messages.contains("about the variant 'slow'"))
  }

  @Test func `gradients of all runs are checked`() {
    let run = CapturedRun(["gradcheck", "-"], input: Self.lesson)
    #expect(run.status == .done)
    for name in ["slow", "fast", "ball"] {
      #expect(run.output.contains("Rates, variant \(name)\n"))
    }
  }

  @Test func `a recorded run is shown as it was`() throws {
    let all = CapturedRun(["trace", "-", "--format", "json"], input: Self.lesson)
    #expect(all.status == .wrongCall)
    let one = CapturedRun(
      ["trace", "-", "--format", "json", "--variant", "ball"], input: Self.lesson)
    let shown = CapturedRun(["show", "-"], input: one.output)
    #expect(shown.status == .done)
    #expect(shown.output.hasPrefix("Rates, variant ball"))
    let run = CapturedRun(["show", "-", "--variant", "ball"], input: Self.lesson)
    #expect(shown.output == run.output)
  }

  @Test func `an update may belong to one run`() {
    let lesson = Self.lesson.replacing(
      "variant ball", with: "variant fast: update v = 0\nvariant ball")
    let run = CapturedRun(["trace", "-", "--where", "v'", "--steps", "1"], input: lesson)
    #expect(run.output.contains("fast,1,update,v',0.0\n"))
    #expect(run.output.contains("slow,1,update,v',0.8\n"))
  }
}
