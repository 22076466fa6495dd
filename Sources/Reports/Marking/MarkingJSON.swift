import Exports
import Checking
import Decimals
import Formulas
import Lessons
import Programs
import Rendering
import Tracing
import Words

extension MarkingReport {
  /// The report as one JSON object, one line an answer.
  func json() -> String {
    let answers = marking.marks.map { "{\(members($0).joined(separator: ", "))}" }
    let counts = Marking.Verdict.allCases.map { "\"\($0)\": \(count($0))" }
    let first = firstMistake
    let conventions = marking.conventions.map { language.text(.convention($0)).inJSON }
      .joined(separator: ", ")
    let notes = sheet.notes.map { line, note in
      "{\"line\": \(line), \"text\": \(language.text(.sheetNote(note)).inJSON)}"
    }
    return """
      {"lesson": \(lesson.title.inJSON), "answers": [\(listed(answers))],
      "summary": {\(counts.joined(separator: ", "))},
      "first": \(first.map { quantity($0.answer).inJSON } ?? "null"), \
      "firstStep": \(first.map { String($0.answer.step) } ?? "null"),
      "conventions": [\(conventions)], "notes": [\(notes.joined(separator: ", "))]}

      """
  }

  /// Objects that each begin a line.
  private func listed(_ objects: [String]) -> String {
    objects.isEmpty ? "" : "\n" + objects.joined(separator: ",\n") + "\n"
  }

  private func members(_ mark: Marking.Mark) -> [String] {
    let answer = mark.answer
    let followed = mark.followed.map { plainName(of: $0.line).inJSON }.joined(separator: ", ")
    let arithmetic = mark.arithmetic.map { arithmetic in
      "{\"text\": \(arithmetic.text.inJSON), \"value\": \(number(arithmetic.value)), "
        + "\"formulaIsRight\": \(arithmetic.formulaIsRight)}"
    }
    return [
      "\"line\": \(answer.line)", "\"step\": \(answer.step)",
      "\"quantity\": \(quantity(answer).inJSON)",
      "\"given\": \(answer.given == nil ? "null" : answer.text.inJSON)",
      "\"expected\": \(number(mark.expected))", "\"verdict\": \"\(mark.verdict)\"",
      "\"digits\": \(answer.given.map { String($0.digits.upperBound) } ?? "null")",
      "\"followed\": [\(followed)]", "\"short\": \(mark.isShort)",
      "\"restored\": \(mark.isRestored)",
      "\"diagnosis\": \(diagnosis(mark)?.inJSON ?? "null")",
      "\"explained\": \(number(mark.explained))",
      "\"comment\": \(answer.comment?.inJSON ?? "null")",
      "\"arithmetic\": \(arithmetic ?? "null")",
    ] + (byHand == nil ? [] : ["\"byHand\": \(number(byHandValue(answer)))"])
  }

  /// A number; one that is not finite is a string.
  private func number(_ value: Double?) -> String {
    guard let value else { return "null" }
    return value.isFinite ? shortest(value) : shortest(value).inJSON
  }

  /// What is said of an answer beside its verdict, in plain characters; `nil` for nothing.
  func diagnosis(_ mark: Marking.Mark) -> String? {
    var remarks = [explanation(mark), arithmetic(mark, true)].compactMap { $0 }
    if mark.verdict == .unknown { remarks += [unknown(mark.answer)] }
    return remarks.isEmpty ? nil : remarks.map(plain).joined(separator: "; ")
  }

  private func plain(_ remark: Remark) -> String {
    remark.map { part in
      switch part {
      case .words(let text), .typed(let text): text
      case .number(let number): MathNode.number(number).text(isASCII: true)
      case .quantity(let number): plainName(of: number.line)
      case .equation(let line, _): plainName(of: line)
      }
    }.joined()
  }
}
