import Diagnostics
import Lessons
import Tracing

@testable import Exports

extension RunExport {
  /// The run of a lesson with these statements.
  static func of(_ statements: String, title: String = "Lesson") throws -> RunExport {
    let text = "# \(title)\n\n```lesson\n\(statements)\n```\n"
    let lesson = try Lesson.read(Source(name: "lesson.md", text: text))
    return try RunExport(lesson, try Trace(running: lesson.program))
  }
}

/// The line ends that Python, XML and Unicode know, a quotation, and signs of markup.
let hostileText =
  "coding: utf-7 \"\"\" ''' <b>&amp;]]> \u{1B}[31m \u{B}\u{C}\u{85}\u{2028}x"
