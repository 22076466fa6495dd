import Diagnostics
package import Decimals
import Formulas
package import Lessons
import Programs
package import Tracing
package import Words

/// A sheet with an answer for each of some numbers, which ``AnswerSheet`` reads.
package struct AnswerForm: Sendable {
  private let lesson: Lesson
  private let trace: Trace
  /// The numbers that are asked for, each with the number of its row on the worksheet.
  private let entries: [(row: Int, number: TracedNumber)]
  private let precision: Precision
  private let names: QuantityNames
  private let deltas: [LineID: Symbol]
  private let language: any Language

  package init(
    _ lesson: Lesson, _ trace: Trace, _ entries: [(row: Int, number: TracedNumber)],
    to precision: Precision, in language: any Language
  ) {
    self.lesson = lesson
    self.trace = trace
    self.entries = entries
    self.precision = precision
    self.language = language
    names = QuantityNames(lesson)
    deltas = Dictionary(lesson.deltas.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The sheet to fill in.
  package var blank: String { sheet { _ in "" } }

  /// The sheet with all its numbers.
  package var filledIn: String {
    sheet { number in
      // What has no value is left blank.
      trace.value(of: number.line, at: number.step).map { shown($0, to: precision).plain } ?? ""
    }
  }

  private func sheet(answering answer: (TracedNumber) -> String) -> String {
    var lines = [
      "# \(language.text(.form(.answers(title: lesson.titleOfRun(in: language).printable))))",
      "# \(language.text(.form(.rowNumbers)))", heading, "",
    ]
    let left = entries.map { "\(name(of: $0.number.line)) = \(answer($0.number))" }
    let width = left.reduce(0) { max($0, $1.count) }
    var step = 1
    for (entry, left) in zip(entries, left) {
      if entry.number.step != step {
        step = entry.number.step
        lines.append("step \(step):")
      }
      let space = String(repeating: " ", count: width - left.count + 2)
      lines.append("\(left)\(space)# \(entry.row)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private var heading: String {
    switch precision {
    case .digits(let count): "digits \(count)"
    case .decimals(let count): "decimals \(count)"
    }
  }

  /// The author's name for a line, where it means that line alone.
  private func name(of line: LineID) -> String {
    let own = deltas[line]?.description
    return own.flatMap { names.lines(named: $0) == [line] ? $0 : nil }
      ?? lesson.program.lines[line].symbol.description
  }
}

extension NumberText {
  /// The number as it is typed.
  fileprivate var plain: String { significand + (exponent.map { "e\($0)" } ?? "") }
}
