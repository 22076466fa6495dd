import Fixtures
import Decimals
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

/// Pages in LaTeX and in Markdown, read by the reader of the terminal's pages.
struct PaperTruthTests {
  private struct Pages {
    let lesson: Lesson
    let trace: Trace
    let format: ShowFormat
    let reading = LaTeXReading()

    init(_ name: String, _ format: ShowFormat) throws {
      lesson = try Lesson.shipped(name)
      trace = try Trace(running: lesson.program)
      self.format = format
    }

    func page(
      inFull: Bool = false, _ change: (inout ShowOptions) -> Void
    ) throws -> (text: String, step: Int) {
      let options = ShowOptions.changed(change)
      let walkthrough =
        inFull
        ? Walkthrough(inFull: lesson, trace, options, format.fractions)
        : Walkthrough(lesson, trace, options, fractions: format.fractions)
      let text = format.text(walkthrough, options, PaperOptions())
      return (try reading.page(text), options.steps?.lowerBound ?? 1)
    }

    func inFull() throws -> PrintedPage {
      func page(_ steps: ClosedRange<Int>) throws -> (text: String, step: Int) {
        try self.page(inFull: true) { ($0.steps, $0.showsAll) = (steps, true) }
      }
      let last = trace.lastStep
      return PrintedPage(try page(1...min(2, last)), try page(max(1, last - 2)...last))
    }
  }

  private static let formats = ShowFormat.all.filter { $0.name != "text" }

  @Test(arguments: ShippedLessons.all.map(\.name), formats.indices)
  func `every line of a lesson is true by itself`(name: String, format: Int) throws {
    let pages = try Pages(name, Self.formats[format])
    let inFull = try pages.inFull()
    let names = PrintedNames(inFull.names)
    let last = pages.trace.lastStep
    let samples: [(Precision, Working, Int)] = [
      (.digits(4), .chain, 1), (.decimals(3), .brief, last), (.digits(9), .full, min(2, last)),
      (.decimals(12), .full, 1),
    ]
    for (precision, working, step) in samples {
      let page = PrintedPage(
        try pages.page {
          ($0.precision, $0.working) = (precision, working)
          ($0.steps, $0.showsAll) = (step...step, true)
        })
      let report = PrintedLineReader(page, inFull: inFull, names: names).report()
      #expect(report.faults.isEmpty, "\(precision), \(working): \(report.faults.prefix(3))")
      // The terminal says as much.
      let options = ShowOptions.changed {
        ($0.precision, $0.working, $0.steps) = (precision, working, step...step)
        ($0.showsAll, $0.width) = (true, 100_000)
      }
      let terminal = PrintedPage((walkthroughText(pages.lesson, pages.trace, options), step))
      #expect(
        page.entries.count == terminal.entries.count,
        "\(page.entries.map(\.rows)) \(terminal.entries.map(\.rows))")
      #expect(page.entries.map(\.rows.count) == terminal.entries.map(\.rows.count))
    }
  }
}
