import Checking
import Foundation
import Testing

@testable import chainrule

/// The calls of `chainrule check`, and the status that it ends with.
@Suite struct CheckCommandTests {
  typealias Verdict = Marking.Verdict
  typealias Status = chainrule.ExitStatus

  private static func status(
    _ verdicts: [Verdict], strict: Bool = false, trace: Status = .done,
    mistakes: Int = 0
  ) throws -> Status {
    var marks = try HandMadeMarks()
    for verdict in verdicts { marks.add("E", "0.3", verdict) }
    marks.addMistakes(mistakes)
    return marks.report.status(strict: strict, trace: trace)
  }

  @Test(arguments: [
    (Verdict.exact, Status.done, Status.done), (.right, .done, .done),
    (.truncated, .done, .wrong), (.follows, .done, .wrong), (.slip, .done, .wrong),
    (.wrong, .wrong, .wrong), (.blank, .wrong, .wrong), (.unknown, .wrong, .wrong),
  ])
  func `a verdict passes or fails`(verdict: Verdict, lax: Status, strict: Status)
    throws
  {
    #expect(try Self.status([.right, verdict]) == lax)
    #expect(try Self.status([.right, verdict], strict: true) == strict)
  }

  @Test func `lines that cannot be read weigh most, then wrong answers, then the trace`() throws {
    #expect(try Self.status([.right], trace: .notFinite) == .notFinite)
    #expect(try Self.status([.wrong], trace: .notFinite) == .wrong)
    #expect(try Self.status([.wrong], trace: .notFinite, mistakes: 1) == .unreadable)
    #expect(try Self.status([.right], mistakes: 1) == .unreadable)
    #expect(try Self.status([]) == .done)
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
}
