import Diagnostics
import Decimals
import Formulas
import Lessons
import Programs
import Rendering
import Tracing
import Words

@testable import Checking
@testable import Reports

/// Marks that are made by hand, one answer after the other, for a lesson of the program.
struct HandMadeMarks {
  let lesson: Lesson
  let trace: Trace
  var sheet = AnswerSheet(source: Source(name: "answers.txt", text: ""))
  var marks: [Marking.Mark] = []
  var conventions: [Convention] = []

  init(_ lesson: String = "two-layer-sigmoid") throws {
    let text = ShippedLessons.text(lesson) ?? lesson
    self.lesson = try Lesson.read(Source(name: "lesson.md", text: text))
    trace = try Trace(running: self.lesson.program)
  }

  func line(_ name: String) -> LineID? {
    lesson.program.lines.firstIndex { $0.symbol.description == name }
  }

  func subject(_ name: String) -> AnswerSheet.Subject? {
    line(name).map { .line($0, isNegated: false) }
  }

  func number(_ name: String, step: Int = 1) -> TracedNumber {
    guard let line = line(name) else { preconditionFailure("there is no line '\(name)'") }
    return TracedNumber(line: line, step: step)
  }

  /// Adds an answer; one that is called like no line is unknown.
  mutating func add(
    _ name: String, _ text: String?, _ verdict: Marking.Verdict, step: Int = 1,
    comment: String? = nil, subject: AnswerSheet.Subject? = nil, expected: Double? = nil,
    explained: Double? = nil, followed: [TracedNumber] = [],
    explanations: [Marking.Explanation] = [], arithmetic: Marking.Arithmetic? = nil,
    isShort: Bool = false
  ) {
    let answer = AnswerSheet.Answer(
      line: marks.count + 1, step: step, name: name,
      subject: subject ?? self.subject(name) ?? .unknown(nearest: nil),
      given: text.flatMap(TypedNumber.init),
      text: text ?? "", working: [], comment: comment)
    var mark = Marking.Mark(answer: answer, verdict: verdict)
    mark.expected = expected ?? line(name).flatMap { trace.value(of: $0, at: step) }
    mark.explained = explained
    mark.followed = followed
    mark.explanations = explanations
    mark.arithmetic = arithmetic
    mark.isShort = isShort
    mark.isRestored = verdict == .right && explained != nil
    marks.append(mark)
  }

  /// Adds so many lines that cannot be read.
  mutating func addMistakes(_ count: Int) {
    for _ in 0..<count { sheet.mistakes.append(Diagnostic("not an answer", at: 0..<0)) }
  }

  var report: MarkingReport {
    MarkingReport(
      lesson, trace, sheet,
      Marking(program: lesson.program, marks: marks, conventions: conventions), in: NotesAsTyped())
  }

  func text(
    width: Int = 80, isASCII: Bool = false, detail: MarkingReport.Detail = .full,
    listsAll: Bool = false, _ format: MarkingFormat = .text
  ) -> String {
    var report = report
    report.detail = detail
    report.listsAll = listsAll
    var options = ShowOptions()
    options.width = width
    options.isASCII = isASCII
    return report.text(as: format, options)
  }

  /// A sheet with two mistakes, one of which is carried on.
  static func carriedMistake() throws -> HandMadeMarks {
    var marks = try HandMadeMarks()
    let wrong = marks.number("out_o1")
    marks.add("net_h1", "0.3775", .right)
    marks.add("out_h1", "0.5933", .right)
    marks.add("net_o1", "1.1059", .right)
    marks.add("out_o1", "0.7541", .wrong, explanations: [.digitsSwapped])
    marks.add("dE/dout_o1", "0.7441", .follows, followed: [wrong])
    marks.add("dE/dnet_o1", "0.1380", .follows, followed: [wrong])
    marks.add("dE/dw5", "0.4415", .wrong, explained: 0.08187737)
    let second = marks.number("dE/dw5")
    marks.add("w5'", "0.17925", .follows, followed: [second])
    marks.add("dE/dw1", "0.000438568", .right, explained: 0.000436, followed: [wrong])
    marks.add("dE/dw9", nil, .unknown, subject: .unknown(nearest: "dE/dw1"))
    return marks
  }
}

/// English, but for remarks on a sheet, which are said as a test has typed them.
struct NotesAsTyped: Language {
  func sentence<Part>(_ phrase: Phrase<Part>) -> Sentence<Part> {
    switch phrase {
    case .sheetNote(.givenAgain(let typed)): Sentence(typed)
    case .convention(.rule(let typed, equations: [])): Sentence(typed)
    default: English().sentence(phrase)
    }
  }
}
