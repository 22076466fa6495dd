import Diagnostics
import Checking
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing
import Words

/// A sheet that has been read, in words: its answers are compared with lines of text.
struct ReadSheet {
  let sheet: AnswerSheet
  private let lesson: Lesson

  init(_ text: String, of lesson: SheetLesson = .classic) {
    self.init(Source(name: "answers.txt", text: text), of: lesson)
  }

  init(_ source: Source, of lesson: SheetLesson = .classic) {
    self.lesson = lesson.lesson
    sheet = AnswerSheet.read(source, of: lesson.lesson, lesson.trace)
  }

  /// Each answer as `line@step name: subject = number`.
  var answers: [String] {
    sheet.answers.map { answer in
      let given = answer.given.map { "\($0.value)" } ?? "blank"
      return "\(answer.line)@\(answer.step) \(answer.name): \(words(answer.subject)) = \(given)"
    }
  }

  /// What an answer is meant to be the answer to.
  func words(_ subject: AnswerSheet.Subject) -> String {
    switch subject {
    case .line(let line, let isNegated): (isNegated ? "negated " : "") + name(line)
    case .expression(let formula): "(\(formula.text(naming: name)))"
    case .unknown(let nearest): "unknown, \(nearest ?? "nothing near")"
    case .noValue(let reason): "no value, \(English().text(.missing(reason)))"
    }
  }

  /// The subjects of all answers.
  var subjects: [String] { sheet.answers.map { words($0.subject) } }

  func working(_ answer: Int) -> [String] {
    sheet.answers[answer].working.map { $0.formula.text(naming: name) }
  }

  private func name(_ line: LineID) -> String { lesson.program.lines[line].symbol.description }

  /// Each mistake as `line:column message = note`, with what is marked.
  var mistakes: [String] {
    sheet.mistakes.map { mistake in
      let (number, range) = sheet.source.line(at: mistake.place.lowerBound)
      let column = sheet.source.text(range.lowerBound..<mistake.place.lowerBound).count + 1
      let marked = sheet.source.text(mistake.place)
      return "\(number):\(column) «\(marked)» \(mistake.message)"
    }
  }

  var notes: [String] { sheet.notes.map { "\($0.line): \(English().text(.sheetNote($0.note)))" } }
}

/// A lesson with its trace.
struct SheetLesson: Sendable {
  let lesson: Lesson
  let trace: Trace

  init(_ text: String) {
    let document = text.contains("```") ? text : "```lesson\n\(text)\n```\n"
    do {
      lesson = try Lesson.read(Source(name: "lesson.md", text: document), files: .shipped)
      trace = try Trace(running: lesson.program)
    } catch {
      preconditionFailure("\(error)")
    }
  }

  static let classic = SheetLesson(ShippedLessons.text("two-layer-sigmoid") ?? "")
}

extension Marking {
  /// The first answer, in the order of the program, that neither rounding nor the learner's earlier
  /// answers explain.
  var first: Mark? {
    marks.filter { $0.verdict == .wrong }.min { $0.answer.position < $1.answer.position }
  }
}
