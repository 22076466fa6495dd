import Testing

@testable import chainrule

/// What is too large, or nested too deep, is refused with its limit; it neither ends the program nor
/// takes for ever.
@Suite struct LimitsTests {
  private static func lesson(_ formula: String) -> String {
    "```lesson\nparam w = 1, v = 2\nL = \(formula)\ndifferentiate L\n```\n"
  }

  private static func nested(_ count: Int, _ opening: String, _ closing: String) -> String {
    String(repeating: opening, count: count) + "w" + String(repeating: closing, count: count)
  }

  /// Each `huber` has its argument in several places: the derivative of eight in each other is larger
  /// than any page.
  @Test func `a derivative that unfolds without end is refused`() {
    let run = CapturedRun(["show", "-"], input: Self.lesson(Self.nested(8, "huber(w, ", ")")))
    #expect(run.status == .unreadable)
    #expect(run.messages.contains("with 'dL/dw' this lesson grows to more than 2000000 operations"))
  }

  @Test func `definitions nested deep have a value`() {
    let formula = Self.nested(9, "leaky_relu(", ")")
    let run = CapturedRun(["eval", formula, "w=1"])
    #expect(run.status == .done)
    #expect(run.output.contains("= 1\n"))
  }

  @Test func `a long chain of divisions is refused`() {
    let formula = Array(repeating: "w", count: 4000).joined(separator: "/")
    let run = CapturedRun(["trace", "-"], input: Self.lesson(formula))
    #expect(run.status == .unreadable)
    #expect(run.messages.contains("nested more than 1000 deep"))
  }

  /// At each level a fraction, a root or a branch may stand in a row instead; forty levels have more
  /// combinations than can be tried.
  @Test(
    arguments: ["latex", "markdown"],
    [("(1 + ", ")/w"), ("sqrt(1 + ", ")"), ("if(w > 0, 1 + ", ", 0)")])
  func `deep formulas are printed`(format: String, form: (opening: String, closing: String)) {
    let lesson = Self.lesson(Self.nested(100, form.opening, form.closing))
    let run = CapturedRun(["show", "-", "--format", format], input: lesson)
    #expect(run.status == .done)
  }

  @Test(arguments: [
    "0..9223372036854775807", "-9223372036854775808..1", "-1..9223372036854775807",
    "-9223372036854775808..9223372036854775807", "9223372036854775807..9223372036854775807",
    "99999999999999999999", "1..99999999999999999999", "-1", "0", "1..",
  ])
  func `steps that no integer counts are refused`(steps: String) {
    for command in [
      ["show", "xor", "--step", steps], ["trace", "xor", "--steps", steps],
      ["plot", "xor", "L", "--steps", steps],
      ["worksheet", "xor", "--step", steps, "-o", "/tmp/none"],
    ] {
      let run = CapturedRun(command)
      #expect(run.status == .wrongCall, "\(command)")
      #expect(run.messages.hasPrefix("Error: "), "\(command)")
      #expect(run.output.isEmpty)
    }
  }

  @Test func `a document of too many steps is refused with an estimate`() {
    let lesson =
      "```lesson\nparam w = 1\nL = w^2\nminimize L by gd(rate: 0.000001), steps: 30000\n```\n"
    let run = CapturedRun(["show", "-", "--step", "1..30000"], input: lesson)
    #expect(run.status == .wrongCall)
    #expect(run.messages.contains("these 30000 steps would be a document of about "))
    #expect(run.messages.contains("'chainrule trace' writes any number of steps"))
  }

  @Test func `a chain of rules has an end`() {
    let rules = Array(repeating: "clip_norm(1)", count: 101).joined(separator: " then ")
    let lesson =
      "```lesson\nparam w = 1\nL = w^2\nminimize L by \(rules) then gd(rate: 1), steps: 1\n```\n"
    let run = CapturedRun(["trace", "-"], input: lesson)
    #expect(run.status == .unreadable)
    #expect(run.messages.contains("a chain of more than 100 rules"))
  }

  @Test func `of very many gradients some are checked`() {
    let lesson = "```lesson\nparam w[1..3000] = 1\nL = sum(i: sin(w[i]))\ndifferentiate L\n```\n"
    let run = CapturedRun(["gradcheck", "-"], input: lesson)
    #expect(run.status == .done)
    #expect(
      run.output.contains("more gradients of a step were not checked; --all checks every one"))
  }

  @Test func `mistakes without end are not listed without end`() {
    let lines = (0..<2000).map { "r\($0) = p\($0)" }.joined(separator: "\n")
    let run = CapturedRun(["show", "-"], input: "```lesson\n\(lines)\n```\n")
    #expect(run.status == .unreadable)
    #expect(run.messages.hasSuffix("more than 50 mistakes"))
  }
}
