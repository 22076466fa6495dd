import Diagnostics
import Fixtures
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

/// A lesson's pages, and what stands on them with seventeen digits.
struct PrintedLesson {
  let lesson: Lesson
  let trace: Trace

  init(_ name: String, _ text: String) throws {
    lesson = try Lesson.read(Source(name: name, text: text), files: .shipped)
    trace = try Trace(running: lesson.program)
  }

  /// The first steps, and the last with the pass after it.
  var steps: [Int] {
    Set([1, 2, trace.lastStep - 1, trace.lastStep]).filter { (1...trace.lastStep).contains($0) }
      .sorted()
  }

  func text(_ options: ShowOptions) -> String { walkthroughText(lesson, trace, options) }

  func page(_ options: ShowOptions) -> PrintedPage {
    PrintedPage((text(options), options.steps?.lowerBound ?? 1))
  }

  /// The first page, those of some steps, and those of the steps before, which they refer to.
  func inFull(isASCII: Bool) -> PrintedPage {
    func page(_ steps: ClosedRange<Int>?) -> (String, Int) {
      let options = ShowOptions.changed {
        ($0.steps, $0.isASCII) = (steps, isASCII)
        $0.showsAll = steps != nil
        // In eighty columns a table of so many digits would be one of many parts.
        $0.width = 400
      }
      return (
        Rendering.text(Walkthrough(inFull: lesson, trace, options), options), steps?.lowerBound ?? 1
      )
    }
    let last = trace.lastStep
    return PrintedPage(page(nil), page(1...min(2, last)), page(max(1, last - 2)...last))
  }
}
