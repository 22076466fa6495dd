import Fixtures
import Foundation
import Testing

@testable import chainrule

/// Lessons that search arguments of their training, and searches trial by trial.
@Suite struct TrialTests {
  /// A step makes 1 − 2·rate of w = 1; at the rates 0.25, 0, 0.5, 1, L is 0.25, 1, 0, 1.
  private static let lesson = """
    # A rate

    Which rate is the best?

    ```lesson
    param w = 1
    L = w^2
    minimize L by gd(rate: 0.25), steps: 1
    search L over rate in [0, 1] by grid(points: 3)
    ```
    """

  private func run(_ arguments: String..., input: String = lesson) -> CapturedRun {
    CapturedRun([arguments[0], "-"] + arguments.dropFirst(), input: input)
  }

  @Test func `each trial is a step`() {
    let run = run("trace", "--wide", "--where", "rate", "L", "trial", "kept", "best", "best(rate)")
    #expect(run.status == .done)
    #expect(
      run.output == """
        step,rate,L,trial,kept,best,best(rate)
        1,0.25,0.25,1.0,1.0,0.25,0.25
        2,0.0,1.0,2.0,0.0,0.25,0.25
        3,0.5,0.0,3.0,1.0,0.0,0.5
        4,1.0,1.0,4.0,0.0,0.0,0.5
        5,,0.0,,,,

        """)
  }

  @Test func `the training of a trial is traced as one`() {
    let expected = """
      step,phase,quantity,value
      1,const,rate,0.5
      1,param,w,1.0
      1,forward,L,1.0
      1,gradient,dL/dw,2.0
      1,update,w',0.0
      2,forward,L,0.0

      """
    let rows = { (text: String) in Set(text.split(separator: "\n")) }
    #expect(rows(run("trace", "--trial", "3").output) == rows(expected))
    #expect(run("trace", "--trial", "best").output == run("trace", "--trial", "3").output)
  }

  @Test func `a lesson is shown with its first training, the search, and the best training`() {
    let run = run("show")
    #expect(run.status == .done)
    let blocks = run.output.split(separator: "\n\n").map(String.init)
    #expect(blocks[0] == "A rate" + String(repeating: " ", count: 62) + "trial 1 of 4")
    #expect(blocks[1] == "Which rate is the best?")
    let headings = blocks.compactMap { $0.split(separator: "\n").first.map(String.init) }
      .filter { !$0.hasPrefix(" ") && !$0.hasPrefix("For ") && $0 != "All values:" }
    #expect(
      headings.dropFirst(2) == [
        "The training of trial 1", "Given", "Forward", "Backward", "Update   gd, η = 0.25",
        "After step 1", "The search", "Given", "Forward", "Search   grid, points = 3, t = 1",
        "Trials   4 trials; line 5 is the best one again",
        "The best is trial 3, with rate = 0.5 and L = 0.",
        "Computed in full, shown to 4 decimals. So the last digit of a result may be",
      ])
    #expect(
      blocks.contains(
        """
        Forward
        ───────
            L = 0.25   what the training ends with: --trial 1 shows it
        """))
    #expect(
      run.output.contains(
        """
        Trials   4 trials; line 5 is the best one again
        ──────
            trial  rate     L  kept  best
                1  0.25  0.25     1  0.25
                2     0  1        0  0.25
                3  0.5      0     1     0
                4  1     1        0     0
                5  0.5      0

        The best is trial 3, with rate = 0.5 and L = 0.
        """))
  }

  @Test func `the best training is told where it has steps`() {
    let longer = Self.lesson.replacing("steps: 1", with: "steps: 2")
    #expect(
      run("show", input: longer).output.contains(
        """
        The training of trial 3, the best   2 steps; step 3 is the forward pass after
        ─────────────────────────────────   the last update
            step  L  w
               1  1  1
               2  0  0
               3  0  0
        """))
  }

  @Test func `the training of a trial is shown without the prose`() {
    let run = run("show", "--trial", "3")
    #expect(
      run.output.hasPrefix("A rate, trial 3" + String(repeating: " ", count: 54) + "step 1 of 1\n"))
    #expect(!run.output.contains("Which rate"))
    #expect(run.output.contains("Update   gd, η = 0.5\n"))
  }

  @Test func `of many trials those that were kept have lines`() {
    let falling = """
      ```lesson
      param w = 0
      L = 100 - w - floor(w)
      search L over w in [0, 3] by grid(points: 31)
      ```
      """
    let shown = run("show", input: falling).output
    let lines = shown.split(separator: "\n").map(String.init)
    let start = lines.firstIndex { $0.hasPrefix("Trials") } ?? 0
    // Each trial from the third on is better than all before it; the last ten of them have lines.
    let numbers = lines[(start + 3)...].prefix { $0.first == " " && !$0.contains("best") }
      .compactMap { $0.split(separator: " ").first.flatMap { Int($0) } }
    #expect(numbers == [1, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33])
    #expect(shown.contains("The best is trial 32, with w = 3 and L = 94.\n"))
    #expect(run("show", "--all", input: falling).output.split(separator: "\n").count > 33 + 10)
  }

  @Test func `a number that a training ends with is explained by the training`() {
    let run = run("explain", "rate'", "--step", "3")
    #expect(run.output.contains("what the training ends with: --trial 3 shows it"))
    #expect(run.output.contains("Search   grid, points = 3"))
  }

  @Test func `gradients are those of the first training`() {
    let run = run("gradcheck")
    #expect(run.status == .done)
    #expect(run.output.hasPrefix("A rate, trial 1\n"))
    #expect(
      run.messages
        == "Note: this is about the training of trial 1; --trial chooses another one.")
    #expect(self.run("gradcheck", "--trial", "2").messages == "")
  }

  @Test func `names are those of the search, or of a training`() {
    #expect(run("names").output.hasPrefix("rate         rate         parameter\n"))
    #expect(run("names", "--trial", "1").output.contains("dL/dw"))
  }

  @Test(arguments: [[], ["--trial", "3"]])
  func `a JSON trace is read back`(options: [String]) throws {
    try inTemporaryFolder { folder in
      let file = folder.appending(path: "rate.json").path
      let trace = CapturedRun(
        ["trace", "-", "--format", "json", "-o", file] + options, input: Self.lesson)
      #expect(trace.status == .done)
      let shown = CapturedRun(["show", file, "--step", "1"])
      #expect(shown.status == .done)
      let direct = CapturedRun(["show", "-", "--step", "1"] + options, input: Self.lesson)
      #expect(shown.output == direct.output)
    }
  }

  @Test func `a training that diverges is not kept, and is reported`() {
    let diverging = Self.lesson.replacing("steps: 1", with: "steps: 3000")
      .replacing("[0, 1]", with: "[0, 2]")
    let run = run("trace", "--wide", "--where", "L", "kept", "best(rate)", input: diverging)
    #expect(run.status == .notFinite)
    // At the rates 0, 1 and 2 the factor of w is 1, −1 and −3; 0.25 halves it.
    #expect(
      run.output == """
        step,L,kept,best(rate)
        1,0.0,1.0,0.25
        2,1.0,0.0,0.25
        3,1.0,0.0,0.25
        4,NaN,0.0,0.25
        5,0.0,,

        """)
    #expect(
      run.messages
        == "Warning: at step 4, L is nan: the first value that is not finite")
  }

  @Test(arguments: [
    (["--trial", "0"], "Error: '--trial' is a number from 1 to 4, or 'best', not '0'"),
    (["--trial", "5"], "Error: '--trial' is a number from 1 to 4, or 'best', not '5'"),
    (["--trial", "x"], "Error: '--trial' is a number from 1 to 4, or 'best', not 'x'"),
  ])
  func `trials that there are not`(options: [String], message: String) {
    let run = CapturedRun(["show", "-"] + options, input: Self.lesson)
    #expect(run.status == .wrongCall)
    #expect(run.messages == message)
  }

  @Test func `a lesson without such a search has no trials`() {
    let run = run(
      "show", "--trial", "1",
      input: "```lesson\nparam w = 1\nL = w\nsearch L over w in [0, 1] by grid(points: 3)\n```")
    #expect(run.status == .wrongCall)
    #expect(
      run.messages
        == "Error: '--trial' is about a search over arguments of 'minimize'; there is none")
  }

  @Test func `a search follows the comparison of variants`() {
    let variants = Self.lesson.replacing(
      "minimize L by gd(rate: 0.25), steps: 1",
      with: "variant a: minimize L by gd(0.25), steps: 1\nvariant b: minimize L by gd(1), steps: 1")
    let shown = run("show", input: variants).output
    let comparison = shown.firstRange(of: "Comparison   L by step")
    let search = shown.firstRange(of: "The best is trial 3, with rate = 0.5 and L = 0.")
    #expect(comparison != nil && search != nil)
    if let comparison, let search { #expect(comparison.lowerBound < search.lowerBound) }
    #expect(run("trace", input: variants).output.contains("\nsearch,3,param,rate,0.5\n"))
    #expect(
      run("trace", "--variant", "search", "--trial", "best", input: variants).output
        .contains("\nsearch,1,const,rate,0.5\n"))
  }
}
