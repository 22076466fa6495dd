import Lessons
import Diagnostics
import Decimals
import Formulas
import Programs
import Tracing
import Words

/// Answers that are added to a sheet.
extension AnswerSheetReader {
  /// Adds the answers of an entry: one, or one for each member of a family.
  mutating func add(_ entry: Entry, to side: AnswerSubject) throws(Diagnostic) {
    switch side.meaning {
    case .unknown(let nearest):
      let subject = AnswerSheet.Subject.unknown(nearest: nearest)
      // How many numbers belong there is not known.
      if entry.value.isList { return append(nil, entry.value, entry, side.name, subject) }
      let number = try number(entry.value, entry)
      append(number, entry.value, entry, side.name, subject)
    case .one(let subject):
      let number = try number(entry.value.withoutListOfOne, entry)
      append(number, entry.value, entry, side.name, self.subject(subject, side.name, entry.step))
    case .family(let family, let isNegated):
      for (line, text) in try family.members(in: entry.value, named: side.name) {
        do throws(Diagnostic) {
          let name = family.name(of: line, side.name)
          let number = try number(text, entry)
          let subject = AnswerSheet.Subject.line(line, isNegated: isNegated)
          append(number, text, entry, name, self.subject(subject, name, entry.step))
        } catch {
          report(error)
        }
      }
    }
  }

  /// Reads a number and notes the first decimal comma of the sheet.
  private mutating func number(
    _ text: WrittenText, _ entry: Entry
  ) throws(Diagnostic) -> TypedNumber? {
    let number: SheetNumber
    do throws(Diagnostic) {
      number = try SheetNumber(text)
    } catch {
      guard let formula = try? sides.formulas.formula(text.trimmed), !formula.isNumber else {
        throw error
      }
      throw Diagnostic(
        "\(text.trimmed.quoted) is no number", at: text.trimmed.place,
        note: "write the number behind a further '='")
    }
    if number.hasComma, !entry.hasOwnComma, !hasCommaNote {
      hasCommaNote = true
      note(.decimalComma(in: text.trimmed.quoted), line: entry.line)
    }
    return number.value
  }

  private mutating func append(
    _ number: TypedNumber?, _ text: WrittenText, _ entry: Entry, _ name: String,
    _ subject: AnswerSheet.Subject
  ) {
    if sheet.answers.count == AnswerSheet.maximumAnswers {
      if !isFull {
        report(
          Diagnostic(
            "there are more than \(AnswerSheet.maximumAnswers) answers", at: text.place,
            note: "the further ones are left out"))
      }
      isFull = true
      return
    }
    sheet.answers.append(
      AnswerSheet.Answer(
        line: entry.line, step: entry.step, name: name, subject: subject, given: number,
        text: text.trimmed.printable, working: entry.working, comment: entry.comment))
  }

  /// The subject, or why it has no value at the step.
  private func subject(
    _ subject: AnswerSheet.Subject, _ name: String, _ step: Int
  ) -> AnswerSheet.Subject {
    if step < 1 || step > trace.lastStep {
      return .noValue(
        .noStep(of: trace.steps, closing: trace.hasClosingPass ? trace.lastStep : nil))
    }
    let lines: [LineID] =
      switch subject {
      case .line(let line, _): [line]
      case .expression(let formula): formula.lines
      case .unknown, .noValue: []
      }
    guard let missing = lines.first(where: { trace.value(of: $0, at: step) == nil }) else {
      return subject
    }
    let name = trace.program.lines[missing].symbol.description
    return .noValue(
      trace.program.line(missing, at: step).isAbsent
        ? .shorterBatch(name, step: step) : .closingPass(name, step: step))
  }
}
