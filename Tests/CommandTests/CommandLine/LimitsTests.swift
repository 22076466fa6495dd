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
    #expect(run.messages.contains("'dL/dw' grows to more than 2000000 operations"))
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

  // Numbers.

  private static let integers = [
    "-9223372036854775809", "-9223372036854775808", "-1", "0", "9223372036854775807",
    "9223372036854775808", "1e9", "1..9223372036854775807",
  ]
  /// The statuses that a command may end with.
  private static let known: Set<Int32> = [0, 1, 2, 64, 65, 66, 73]
  private static let training = """
    ```lesson
    param w = 1
    L = w^2
    minimize L by gd(rate: 0.1), steps: 2
    ```
    """
  /// What stands behind the name of a command besides its options.
  private static let arguments = [
    "show": ["-"], "trace": ["-"], "explain": ["-", "L"], "check": ["-", "/dev/null"],
    "gradcheck": ["-"], "plot": ["-", "L"], "eval": ["w^2", "w=1"], "names": ["-"],
    "export": ["-", "--to", "numpy"], "new": ["name", "-o", "-"], "list": [],
  ]

  /// Whatever an option takes for a value, a number is taken or refused with a message.
  @Test(arguments: Chainrule.commands.map(\.name).filter { arguments[$0] != nil })
  func `the smallest and the largest integers are taken or refused`(name: String) throws {
    let command = try #require(Chainrule.commands.first { $0.name == name })
    let options = command.options.map(\.spelling).filter { spelling in
      spelling.value != nil && !["file", "folder"].contains(spelling.value)
    }
    for option in options {
      for integer in Self.integers {
        let words = [name] + (Self.arguments[name] ?? []) + [option.name, integer]
        let run = CapturedRun(words, input: Self.training)
        #expect(Self.known.contains(run.status.rawValue), "\(words)")
        #expect(run.status.rawValue < 64 || !run.messages.isEmpty, "\(words)")
      }
    }
  }

  @Test(arguments: [
    "param w = N\nL = w^2\ndifferentiate L", "param w[1..N] = 1\nL = sum(i: w[i])",
    "param w[N..N] = 1\nL = w[N]", "param w = 1\nL = w^N\ndifferentiate L",
    "param w = 1\nL = w^2\nminimize L by gd(rate: N), steps: 3",
    "param w = 1\nL = w^2\nminimize L by gd(rate: 0.1), steps: N", "param w = 1\nL = w\ndigits N",
    "param w = 1\nL = w\ndecimals N", "seed N\nparam w ~ normal(0, 1)\nL = w",
    "param w ~ normal(N, 1)\nL = w", "param w ~ uniform(N, N)\nL = w",
    "param w = 1\nL = sum(i in N..N: w*i)", "x[0] = 1\nx[t] = x[t-1] + 1 for t in 1..N\nL = x[0]",
    "arithmetic exact\nparam w = N\nL = w*w/3\ndifferentiate L",
    "arithmetic exact\nparam w = 3\nL = w^N\ndifferentiate L", "param w = 1\nL = floor(w*N)",
    "param w = 1\nL = softmax(N, w, w)", "param w = 1\nL = w\ndifferentiate L\nclaim dL/dw = N",
  ])
  func `the smallest and the largest numbers of a lesson too`(statements: String) {
    let numbers = ["1e308", "1e309", "5e-324", "1e-400", "100000000000000000000000"]
    for number in Self.integers + numbers {
      // A run of so many steps would be one.
      if statements.hasSuffix("steps: N"), number.hasPrefix("9") { continue }
      let lesson = "```lesson\n\(statements.replacing("N", with: number))\n```\n"
      for command in [["show", "-"], ["gradcheck", "-"], ["show", "-", "--format", "latex"]] {
        let run = CapturedRun(command, input: lesson)
        #expect(Self.known.contains(run.status.rawValue), "\(lesson)")
        #expect(run.status.rawValue < 64 || !run.messages.isEmpty, "\(lesson)")
      }
    }
  }
}
