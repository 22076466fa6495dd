import Testing

@testable import chainrule

/// `show --by-hand`, as it is called.
struct `The option by-hand` {
  @Test(arguments: [
    ("4dp", "= 0.0822 ", "4 decimals"), ("3", "= 0.0818 ", "3 significant digits"),
  ])
  func `rounds to digits or to decimals`(value: String, line: String, precision: String) {
    let run = CapturedRun(["show", "two-layer-sigmoid", "--by-hand", value])
    #expect(run.status == .done)
    #expect(run.messages == "")
    #expect(run.output.contains(line))
    #expect(run.output.contains("Worked by hand   rounded half up to \(precision)\n"))
    #expect(!run.output.contains("0.0821670406"))
  }

  @Test(arguments: [
    "0", "16", "0dp", "16dp", "4DP", "4d", "dp", "", "-1", "+4", "4.0", "٣", "4 dp",
  ])
  func `takes 1 to 15 digits or decimals`(value: String) {
    let run = CapturedRun(["show", "circuit", "--by-hand", value])
    #expect(run.status == .wrongCall)
    #expect(run.output == "")
    #expect(
      run.messages
        == "Error: '--by-hand' needs 1 to 15 significant digits such as 4, or decimals such as "
        + "4dp, not '\(value)'")
  }

  @Test(arguments: ["--digits", "--decimals"])
  func `excludes another precision`(other: String) {
    let run = CapturedRun(["show", "circuit", "--by-hand", "4", other, "3"])
    #expect(run.status == .wrongCall)
    #expect(run.messages == "Error: '\(other)' and '--by-hand' exclude each other")
  }

  private static func status(_ statements: String) -> (chainrule.ExitStatus, messages: String) {
    let lesson = "```lesson\n\(statements)\n```\n"
    let run = CapturedRun(["show", "-", "--by-hand", "4dp"], input: lesson)
    return (run.status, run.messages)
  }

  /// By hand a·a is 0.
  @Test func `ends with the status of the exact run`() {
    let ruined = Self.status("const a = 0.001\nb = 1/(a*a)\nc = 1/b")
    #expect(ruined == (.done, ""))
    let infinite = Self.status("const a = 0\nb = 1/a")
    #expect(infinite.0 == .notFinite)
    #expect(infinite.messages.hasPrefix("Warning: at step 1, b is inf"))
  }
}
