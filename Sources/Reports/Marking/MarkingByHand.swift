package import Checking
package import Decimals
import Formulas
import Lessons
import Programs
import Rendering
package import Tracing
import Words

/// What somebody gets who rounds every line, beside the exact numbers.
extension MarkingReport {
  /// The number by hand for an answer; `nil` where none was asked for, or there is none.
  func byHandValue(_ answer: AnswerSheet.Answer) -> Double? {
    guard let byHand else { return nil }
    switch answer.subject {
    case .line(let line, let isNegated):
      return byHand.value(of: line, at: answer.step).map { isNegated ? -$0 : $0 }
    case .expression(let formula):
      func written(_ value: Double?) -> ExactNumber { value.map { .init(written: $0) } ?? .unknown }
      let number = formula.value(
        step: answer.step, line: { written(byHand.value(of: $0, at: answer.step)) },
        previous: { written(byHand.previousValue(of: $0, at: answer.step)) })
      return number.rounded(to: byHand.precision).value
    case .unknown, .noValue: return nil
    }
  }

  /// The number by hand, and its error.
  func byHandRemark(_ mark: Marking.Mark) -> Remark? {
    guard let byHand, let value = byHandValue(mark.answer), let exact = mark.expected else {
      return nil
    }
    let isGiven = mark.answer.given?.value == value
    let number = RemarkPart.number(shownInFull(value))
    let size = HandError(value, exact: exact, precision: byHand.precision)?.size
    let error: HandErrorPhrase<RemarkPart> =
      if let size {
        .size("\(HandError.plus(before: size))\(RemarkPart.number(size))")
      } else {
        value.isFinite ? .none : .notFinite
      }
    return remark(.byHand(isGiven ? nil : number, error: error))
  }
}

extension ByHandTrace {
  /// The trace by hand of the steps that a sheet has answers for.
  package init(_ trace: Trace, to precision: Precision, for sheet: AnswerSheet) {
    let steps = sheet.answers.flatMap { [$0.step - 1, $0.step] }
    self.init(trace, to: precision, keeping: Set(steps))
  }
}
