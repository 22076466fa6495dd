import Words
import Checking
import Reports
import Testing

/// What a sheet comes to as a whole.
@Suite struct MarkingOutcomeTests {
  typealias Verdict = Marking.Verdict
  typealias Outcome = MarkingReport.Outcome

  private static func outcome(
    _ verdicts: [Verdict], strict: Bool = false, mistakes: Int = 0
  ) throws -> Outcome {
    var marks = try HandMadeMarks()
    for verdict in verdicts { marks.add("E", "0.3", verdict) }
    marks.addMistakes(mistakes)
    return marks.report.outcome(strict: strict)
  }

  @Test(arguments: [
    (Verdict.exact, Outcome.passed, Outcome.passed), (.right, .passed, .passed),
    (.truncated, .passed, .failed), (.follows, .passed, .failed), (.slip, .passed, .failed),
    (.wrong, .failed, .failed), (.blank, .failed, .failed), (.unknown, .failed, .failed),
  ])
  func `a verdict passes or fails`(verdict: Verdict, lax: Outcome, strict: Outcome) throws {
    #expect(try Self.outcome([.right, verdict]) == lax)
    #expect(try Self.outcome([.right, verdict], strict: true) == strict)
  }

  @Test func `lines that cannot be read weigh most`() throws {
    #expect(try Self.outcome([.wrong], mistakes: 1) == .unreadable)
    #expect(try Self.outcome([.right], mistakes: 1) == .unreadable)
    #expect(try Self.outcome([]) == .passed)
  }
}
