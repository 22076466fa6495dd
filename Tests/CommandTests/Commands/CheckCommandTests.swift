import Fixtures
import Checking
import Foundation
import Testing

@testable import chainrule

/// The calls of `chainrule check`, and the status that it ends with.
@Suite struct CheckCommandTests {
  /// Of y = log(0), which ends a run with another status, where nothing is wrong with the sheet.
  @Test(
    arguments: [
      ("z = 1", chainrule.ExitStatus.notFinite), ("z = 2", .wrong),
      ("z = 2\nwhat is this?", .unreadable), ("z = 1\nwhat is this?", .unreadable),
    ])
  func `lines that cannot be read weigh most, then wrong answers, then the trace`(
    sheet: String, status: chainrule.ExitStatus
  ) throws {
    let lesson = "```lesson\nparam x = 0\ny = log(x)\nz = x + 1\ndifferentiate y\n```\n"
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "answers").path
      try sheet.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(CapturedRun(["check", "-", path], input: lesson).status == status)
    }
  }

  @Test(arguments: [
    (["-", "-"], "Error: only one of lesson and answers can be '-'"),
    (
      ["two-layer-sigmoid", "-", "--hints", "3"],
      "Error: '--hints' needs a whole number from 1 to 2"
    ),
    (
      ["two-layer-sigmoid", "-", "--hints", "1", "--format", "json"],
      "Error: '--hints' goes with text and markdown, not with '--format json'"
    ),
    (["two-layer-sigmoid", "-", "--format", "html"], "Error: there is no format 'html'"),
    (["two-layer-sigmoid"], "Error: Missing expected argument '<answers>'"),
  ])
  func `a wrong call`(words: [String], message: String) {
    let run = CapturedRun(["check"] + words)
    #expect(run.status == .wrongCall)
    #expect(run.messages.hasPrefix(message))
    #expect(run.output.isEmpty)
  }

  @Test func `no such file, and the sheet itself as output`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "answers.txt").path
      let missing = CapturedRun(["check", "two-layer-sigmoid", path])
      #expect(missing.status == .noInput)
      #expect(missing.messages.contains("cannot read '\(path)'"))
      let text = "net_h1 = 0.3775\n"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let run = CapturedRun(["check", "two-layer-sigmoid", path, "-o", path])
      #expect(run.status == .wrongCall)
      #expect(run.messages.contains("is the answer sheet itself"))
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
  }

  /// 0.15·0.05 + 0.2·0.1 + 0.35 is 0.3775, and 0.38 to two decimals.
  @Test(arguments: ["text", "markdown", "latex"])
  func `a report to people has the number by hand and its error`(format: String) {
    let run = CapturedRun(
      ["check", "two-layer-sigmoid", "-", "--by-hand", "2dp", "--format", format],
      input: "net_h1 = 0.4")
    #expect(run.output.contains("by hand"))
    #expect(run.output.contains("0.38") && run.output.contains("0.0025"))
  }

  @Test func `a hint shows no formula that is nothing but the number`() throws {
    try inTemporaryFolder { folder in
      let path = folder.appending(path: "answers").path
      try "y = 5\ndL/dy = 7\nL - dL/dy = 4".write(toFile: path, atomically: true, encoding: .utf8)
      let lesson =
        "```lesson\nparam x = 2\ny = 3*x\nL = y + 1\nminimize L by gd(rate: 0.1), steps: 1\n```\n"
      let run = CapturedRun(["check", "-", path, "--hints", "2"], input: lesson)
      #expect(run.output.contains("y = 3 x") && run.output.contains("L = y + 1"))
      #expect(!run.output.contains("∂L/∂y ="))
    }
  }
}
