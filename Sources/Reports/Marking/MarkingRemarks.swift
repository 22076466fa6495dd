import Formulas
import Diagnostics
import Checking
import Decimals
import Lessons
import Programs

/// A remark in parts, each of which a format sets in its way.
enum RemarkPart: Equatable {
  case words(String)
  /// What the learner typed, or a name in the letters of the lesson.
  case typed(String)
  case number(NumberText)
  /// A line with its formula in names, as it is at a step.
  case equation(Int, step: Int)
}

typealias Remark = [RemarkPart]

/// The wording.
extension MarkingReport {
  /// All that is said of an answer, each remark in a line.
  func remarks(on mark: Marking.Mark) -> [Remark] {
    let showsNumbers = detail == .full
    var remarks = [verdict(mark, showsNumbers: showsNumbers)].compactMap { $0 }
    remarks += details(mark, showsNumbers: showsNumbers)
    if showsNumbers { remarks += [byHandRemark(mark)].compactMap { $0 } }
    if detail == .formula, !mark.isPlainlyRight { remarks += formulas(mark) }
    if let comment = comment(mark), !mark.isPlainlyRight || listsAll {
      remarks.append([.typed("# " + comment)])
    }
    return remarks
  }

  /// The verdict in words, with the right number if that is to be shown.
  func verdict(_ mark: Marking.Mark, showsNumbers: Bool) -> Remark? {
    let value = showsNumbers ? mark.expected : nil
    let expected = value.map { RemarkPart.number(shown($0, beside: mark)) }
    switch mark.verdict {
    case .exact, .right: return mark.isRestored ? restored(mark, showsNumbers) : nil
    case .truncated:
      guard let expected else { return [.words("cut off, not rounded")] }
      return [.words("cut off, not rounded: "), expected]
    case .follows: return [.words("follows from your ")] + names(mark.followed)
    case .slip:
      guard let expected else { return [.words("off by no more than rounding explains")] }
      return [expected, .words("; rounding on the way explains the difference")]
    case .wrong:
      if let expected { return right(expected, mark) }
      let isUnexplained = mark.explanations.isEmpty && mark.arithmetic == nil
      if showsNumbers || !isUnexplained { return nil }
      return [.words("not what its formula gives, with the true values or with yours")]
    case .blank:
      guard let expected else { return [.words("left blank")] }
      return [.words("left blank; it is "), expected]
    case .unknown: return unknown(mark.answer)
    }
  }

  /// What a wrong answer looks like, where its arithmetic fails, and that it has too few digits.
  func details(_ mark: Marking.Mark, showsNumbers: Bool) -> [Remark] {
    [
      explanation(mark), arithmetic(mark, showsNumbers), short(mark),
    ].compactMap { $0 }
  }

  // Verdicts.

  private func right(_ expected: RemarkPart, _ mark: Marking.Mark) -> Remark {
    guard let own = ownValue(mark) else { return [expected] }
    return [.number(own), .words(" with your values, "), expected, .words(" in truth")]
  }

  private func restored(_ mark: Marking.Mark, _ showsNumbers: Bool) -> Remark {
    let verb = mark.followed.count == 1 ? " gives " : " give "
    let other: RemarkPart =
      if showsNumbers, let explained = mark.explained {
        .number(shown(explained, beside: mark))
      } else {
        .words("another number")
      }
    return [.words("right, though your own ")] + names(mark.followed)
      + [.words(verb), other, .words(": copied, or worked again?")]
  }

  func unknown(_ answer: AnswerSheet.Answer) -> Remark {
    switch answer.subject {
    case .unknown(let nearest?):
      [.words("no such quantity; did you mean "), .typed(nearest.printable), .words("?")]
    case .unknown(nil): [.words("no such quantity")]
    case .noValue(let reason): [.words(reason.printable)]
    case .line, .expression: [.words("has no value here")]
    }
  }

  private func names(_ places: [Marking.Place]) -> Remark {
    let most = 3
    var names = places.prefix(most).map { RemarkPart.typed(name(of: $0).printable.cut(to: 40)) }
    if places.count > most { names.append(.words("\(places.count - most) more")) }
    var result: Remark = []
    for (index, name) in names.enumerated() {
      if index > 0 { result.append(.words(index == names.count - 1 ? " and " : ", ")) }
      result.append(name)
    }
    return result.isEmpty ? [.words("earlier answers")] : result
  }

  // Details.

  func explanation(_ mark: Marking.Mark) -> Remark? {
    switch mark.explanations.count {
    case 0: return nil
    case 1:
      if case .copied(let place) = mark.explanations[0] { return copied(place, mark.answer) }
      return [.words("looks like ")] + likeness(mark.explanations[0], mark.answer)
    default:
      var result: Remark = []
      for (index, explanation) in mark.explanations.enumerated() {
        let isLast = index == mark.explanations.count - 1
        result.append(.words(index == 0 ? "looks like " : isLast ? ", or like " : ", like "))
        result += likeness(explanation, mark.answer)
      }
      return result + [.words(": the digits cannot tell")]
    }
  }

  private func likeness(
    _ explanation: Marking.Explanation, _ answer: AnswerSheet.Answer
  ) -> Remark {
    switch explanation {
    case .signFlipped: return [.words("the other sign")]
    case .digitsSwapped: return [.words("two digits swapped")]
    case .digitDropped: return [.words("one digit left out")]
    case .digitInserted: return [.words("one digit too many")]
    case .digitChanged: return [.words("one digit miswritten")]
    case .pointMoved where detail != .full: return [.words("the decimal point in another place")]
    case .pointMoved(let places):
      let way = places > 0 ? "right" : "left"
      return [.words("the decimal point \(counted(abs(places), "place")) too far to the \(way)")]
    case .copied(let place):
      let moment = place.step == answer.step ? "" : " " + moment(place)
      return [.words("the value of "), .typed(name(of: place).printable), .words(moment)]
    }
  }

  /// The value of another quantity, or of this one at another step.
  private func copied(_ place: Marking.Place, _ answer: AnswerSheet.Answer) -> Remark {
    let name = RemarkPart.typed(name(of: place).printable)
    if place.step == answer.step { return [.words("is the value of "), name] }
    guard case .line(place.line, _) = answer.subject else {
      return [.words("is the value of "), name, .words(" " + moment(place))]
    }
    let own = Marking.Place(line: place.line, step: answer.step)
    return [
      .words("this is "), name,
      .words(" \(moment(place)); you wrote it under \(heading(own, besides: place))"),
    ]
  }

  /// When a value is worked out: step s begins after s − 1 updates, and makes one.
  private func moment(_ place: Marking.Place) -> String {
    if lesson.program.training == nil { return "of step \(place.step.grouped)" }
    let count = updates(before: place)
    if count == 0 { return "before any update" }
    return "after \(count.grouped) update\(count == 1 ? "" : "s")"
  }

  /// The heading that a value stands under, after the moment that it is of.
  private func heading(_ own: Marking.Place, besides place: Marking.Place) -> String {
    if lesson.program.training == nil { return "step \(own.step.grouped)" }
    let count = updates(before: own)
    let noun = updates(before: place) > 0 ? "" : count == 1 ? " update" : " updates"
    return count == 0 ? "none" : count.grouped + noun
  }

  private func updates(before place: Marking.Place) -> Int {
    lesson.program.lines[place.line].phase == .update ? place.step : place.step - 1
  }

  func arithmetic(_ mark: Marking.Mark, _ showsNumbers: Bool) -> Remark? {
    guard let arithmetic = mark.arithmetic else { return nil }
    let line: Remark = [.words("your line "), .typed(arithmetic.text.printable.cut(to: 120))]
    let end =
      arithmetic.formulaIsRight
      ? ": arithmetic; the formula is right" : ": arithmetic, and the formula is not right either"
    let given = RemarkPart.typed(given(mark))
    if !showsNumbers { return line + [.words(" does not give "), given, .words(end)] }
    let value = shown(arithmetic.value, beside: mark, atLeast: 3)
    return line + [.words(" is "), .number(value), .words(", you wrote "), given, .words(end)]
  }

  private func short(_ mark: Marking.Mark) -> Remark? {
    guard mark.isShort, let given = mark.answer.given, let asked = sheet.asked else { return nil }
    let (count, noun, wanted) =
      switch asked {
      case .digits(let wanted): (given.digits.upperBound, "digit", wanted)
      case .decimals(let wanted): (given.decimals, "decimal", wanted)
      }
    return [
      .words("only \(counted(count, noun)); \(wanted) \(wanted == 1 ? "is" : "are") asked for")
    ]
  }

  private func formulas(_ mark: Marking.Mark) -> [Remark] {
    switch mark.answer.subject {
    case .line(let line, _):
      switch lesson.program.line(line, at: mark.answer.step).formula {
      case nil: [[.words("given in the lesson")]]
      // A formula without quantities would give the number away.
      case let formula?: formula.dependsOnLines ? [[.equation(line, step: mark.answer.step)]] : []
      }
    case .expression(let formula):
      formula.lines.filter {
        lesson.program.line($0, at: mark.answer.step).formula?.dependsOnLines ?? false
      }.prefix(3)
        .map {
          [.equation($0, step: mark.answer.step)]
        }
    case .unknown, .noValue: []
    }
  }
}

extension Int {
  /// The number with its thousands parted: 10,000.
  fileprivate var grouped: String {
    var text = ""
    for (place, digit) in String(magnitude).reversed().enumerated() {
      if place > 0, place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
