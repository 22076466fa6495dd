package import Formulas
package import Lessons
import Programs
package import Tracing

/// What makes a worksheet of a walkthrough: its rows have numbers, and some of them are blank.
package struct Exercise: Sendable {
  /// The numbers that are left blank.
  package var blanks: Set<TracedNumber>
  /// Whether the blanks are filled in, and marked.
  package var isKey: Bool

  package init(blanks: Set<TracedNumber> = [], isKey: Bool) {
    self.blanks = blanks
    self.isKey = isKey
  }

  /// Whether a number is not to be seen.
  func hides(_ number: TracedNumber) -> Bool { !isKey && blanks.contains(number) }

  /// The number of a row, and its formula as it is printed.
  package typealias Row = (number: TracedNumber, formula: Formula?)

  /// The rows, in their order.
  package static func rows(
    _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions
  ) -> [Row] {
    var options = options
    options.exercise = Exercise(isKey: true)
    return WalkthroughWriter.page(of: lesson, trace, options, .inRow) { writer in
      _ = writer.walkthrough()
      return writer.rows
    }
  }
}

extension Walkthrough {
  /// Whether members of families are left out.
  package var leavesOutRows: Bool {
    sections.flatMap(\.content).contains { content in
      if case .omission = content { true } else { false }
    }
  }
}
