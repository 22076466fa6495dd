import Formulas
import Lessons
import Programs
import Tracing

/// A lesson under another convention, with its trace, for the sheets of the lesson as it is.
struct VariedLesson {
  let trace: Trace
  /// `nil` where all lines are in the places that the lesson has them in.
  private let moved: MovedLines?

  /// `nil` where the lesson has no such variation.
  init?(_ lesson: Lesson, _ change: ProgramChange) throws {
    guard let varied = lesson.varied(by: change) else { return nil }
    trace = try Trace(running: varied.program)
    moved = MovedLines(from: lesson.program, to: varied.program)
  }

  func line(_ original: LineID) -> LineID? { moved.map { $0.lines[original] } ?? original }

  /// The sheet with its answers for the lines of this lesson.
  func sheet(_ sheet: AnswerSheet) -> AnswerSheet { moved?.sheet(sheet) ?? sheet }

  /// A mark on an answer of that sheet, as one of the sheet as it is.
  func mark(_ mark: Marking.Mark, on answer: AnswerSheet.Answer) -> Marking.Mark {
    moved?.mark(mark, on: answer) ?? mark
  }
}

/// The lines of one program in another one, where lines come and go between them: another loss may
/// have other local derivatives, another rule other terms.
private struct MovedLines {
  /// The line for each line of the first program; `nil` where there is none.
  let lines: PerLine<LineID?>
  private let originals: [LineID: LineID]

  /// `nil` where none is moved.
  init?(from program: Program, to other: Program) {
    if program.lines.map(\.symbol) == other.lines.map(\.symbol) { return nil }
    let positions = other.positions
    lines = PerLine(program.lines.map { positions[$0.symbol] })
    originals = Dictionary(
      lines.numbered.compactMap { original, line in line.map { ($0, original) } },
      uniquingKeysWith: { first, _ in first })
  }

  func sheet(_ sheet: AnswerSheet) -> AnswerSheet {
    var result = sheet
    for place in result.answers.indices {
      let answer = result.answers[place]
      result.answers[place].subject = subject(answer.subject)
      result.answers[place].working = answer.working.compactMap { part in
        formula(part.formula).map { AnswerSheet.Working(text: part.text, formula: $0) }
      }
    }
    return result
  }

  private func subject(_ subject: AnswerSheet.Subject) -> AnswerSheet.Subject {
    let none = AnswerSheet.Subject.unknown(nearest: nil)
    return switch subject {
    case .line(let line, let isNegated):
      lines[line].map { .line($0, isNegated: isNegated) } ?? none
    case .expression(let formula): self.formula(formula).map { .expression($0) } ?? none
    case .unknown, .noValue: subject
    }
  }

  private func formula(_ formula: Formula) -> Formula? {
    var isComplete = true
    let result = formula.renumbered { line in
      if lines[line] == nil { isComplete = false }
      return lines[line] ?? line
    }
    return isComplete ? result : nil
  }

  func mark(_ mark: Marking.Mark, on answer: AnswerSheet.Answer) -> Marking.Mark {
    var mark = mark
    mark.answer = answer
    mark.followed = mark.followed.compactMap(place)
    mark.explanations = mark.explanations.compactMap { explanation in
      guard case .copied(let copy) = explanation else { return explanation }
      return place(copy).map { .copied($0) }
    }
    return mark
  }

  private func place(_ place: TracedNumber) -> TracedNumber? {
    originals[place.line].map { TracedNumber(line: $0, step: place.step) }
  }
}
