import Testing

@testable import chainrule

@Suite struct PlotCommandTests {
  private static let lesson = """
    # <b>A & B</b>

    ```lesson
    param w = 1, b = 4, c = 3
    L = (w - 2)^2 + b^2 + c
    variant small: minimize L by gd(rate: 0.1), steps: 20
    variant large: minimize L by gd(rate: 0.3), steps: 10
    ```
    """

  private func run(_ words: String...) -> CapturedRun {
    CapturedRun(["plot", "-"] + words, input: Self.lesson)
  }

  @Test func `each variant has a curve`() {
    let plain = run("L", "--ascii")
    #expect(plain.status == .done)
    #expect(plain.output.hasPrefix("  L\n"))
    #expect(plain.output.contains("  a small, b large"))
    #expect(plain.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(run("L", "--variant", "large", "--ascii").output.contains("o"))
    #expect(run("w", "b").output.contains("a w, small, b b, small, c w, large, d b, large"))
  }

  @Test func `every format has every curve`() {
    let svg = run("w", "b", "--format", "svg").output
    // The axes, and a line and marks for each of the four curves and its sample.
    #expect(svg.components(splitBy: "stroke-width=\"1.7\"") == 1 + 8)
    #expect(svg.contains("<title>&lt;b&gt;A &amp; B&lt;/b&gt;</title>"))
    let tikz = run("w", "--format", "tikz").output
    #expect(tikz.contains("\\documentclass{article}"))
    let fragment = run("w", "--format", "tikz", "--fragment").output
    #expect(fragment.contains("% Needs \\usepackage{amsmath,tikz}"))
    #expect(!fragment.contains("\\documentclass"))
  }

  @Test func `a path runs over contours, with what they hold fixed`() {
    let path = run("w", "b", "--against", "--variant", "small")
    #expect(path.status == .done, "\(path.messages)")
    #expect(path.output.contains("contours of L at "))
    // c has the gradient 1, 20 times a tenth of it.
    #expect(path.output.contains("Contours with the last value of c."))
    #expect(run("w", "b", "--against").output.contains("Contours of 'small' with the last value"))
  }

  @Test func `a plot is as wide as is asked for`() {
    for width in [30, 60, 120] {
      let lines = run("L", "--width", "\(width)").output.split(separator: "\n")
      let widest = lines.map(\.count).max() ?? 0
      #expect(widest <= width && widest > width - 6)
    }
  }

  @Test(arguments: [
    (["z"], "Error: there is no quantity 'z'."),
    (["w", "--against"], "Error: '--against' needs two parameters, such as w1 w2"),
    (["w", "L", "--against"], "Error: 'w' and 'L' are not both parameters that are trained"),
    (["w", "b", "--against", "--log"], "Error: '--log' and '--against' exclude each other"),
    (["L", "--fragment"], "Error: '--fragment' needs '--format tikz'"),
    (["L", "--format", "png"], "Error: there is no format 'png'"),
    (["L", "--steps", "5..99"], "Error: this lesson has 21 steps"),
    (["L", "--width", "3"], "Error: '--width' needs a whole number from 20 to 1000, not '3'"),
  ])
  func `wrong calls`(words: [String], message: String) {
    let run = CapturedRun(["plot", "-"] + words, input: Self.lesson)
    #expect(run.status == .wrongCall)
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.output.isEmpty)
  }

  @Test func `what is not finite leaves a gap, and is said`() {
    let lesson = "```lesson\nparam w = 1\nL = w^4\nminimize L by gd(rate: 5), steps: 9\n```"
    let run = CapturedRun(["plot", "-", "L", "--log"], input: lesson)
    #expect(run.status == .notFinite)
    #expect(run.output.contains("not finite."))
    #expect(run.messages.contains("the first value that is not finite"))
    let none = CapturedRun(["plot", "-", "a"], input: "```lesson\na = log(0)\n```")
    #expect(none.status == .notFinite)
    #expect(none.messages.contains("there is no number to draw"))
  }

  @Test func `a graph is drawn of one step`() {
    let svg = CapturedRun(
      ["show", "-", "--format", "svg", "--step", "2", "--variant", "small"], input: Self.lesson)
    #expect(svg.status == .done)
    #expect(svg.output.contains("Numbers of step 2 of 20."))
    // After one step w = 1 + 0.1·2 = 1.2.
    #expect(svg.output.contains(">w</tspan> = 1.2<"))
    let range = CapturedRun(
      ["show", "-", "--format", "svg", "--step", "1..2"], input: Self.lesson)
    #expect(range.status == .wrongCall)
    #expect(range.messages.contains("'--step' takes one step here"))
  }
}

extension String {
  /// How many parts a separator parts the text into.
  fileprivate func components(splitBy separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
