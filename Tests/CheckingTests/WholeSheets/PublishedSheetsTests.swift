import Words
import Fixtures
import Diagnostics
import Checking
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// The sheets of published examples, held against the verdicts that people gave.
///
/// A published number is `rounded`, `truncated`, a `slip` of rounding, or `wrong`.
@Suite struct PublishedSheetsTests {
  private static func marking(_ name: String) throws -> Marking {
    let lesson = try Lesson.published(name)
    let trace = try Trace(running: lesson.program)
    let sheet = AnswerSheet.read(
      Source(name: "\(name).answers", text: try PublishedExamples.text("\(name).answers")),
      of: lesson, trace)
    #expect(sheet.mistakes.isEmpty)
    return try Marking(sheet, of: lesson, trace)
  }

  @Test func `all sheets are found`() { #expect(PublishedExamples.names.count == 21) }

  @Test(arguments: PublishedExamples.names)
  func `what is printed right is marked right, and nothing else is`(name: String) throws {
    let marking = try Self.marking(name)
    let rows = try PublishedExamples.text("\(name).expected.csv").split(separator: "\n").dropFirst()
      .map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    #expect(rows.count == marking.marks.count)
    for row in rows {
      let mark = try #require(
        marking.marks.first {
          [String($0.answer.step), $0.answer.name, $0.answer.text] == row[0...2]
        }, "\(row)")
      let verdict = mark.verdict
      let agrees =
        switch row[4] {
        case "rounded": verdict == .exact || verdict == .right
        case "truncated": verdict == .truncated
        case "slip": verdict == .slip || verdict == .follows
        default: !verdict.isRight && verdict != .blank && verdict != .unknown
        }
      #expect(agrees, "\(mark.answer.name) = \(row[2]) is \(row[4]), marked \(verdict)")
    }
  }
}
