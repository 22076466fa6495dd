import Formulas
import Diagnostics
import Checking
import Decimals
import Lessons
import Programs
import Tracing
import Words

/// A remark in parts, each of which a format sets in its way.
enum RemarkPart: Equatable {
  case words(String)
  /// What the learner typed.
  case typed(String)
  case quantity(TracedNumber)
  case number(NumberText)
  /// A line with its formula in names, as it is at a step.
  case equation(LineID, step: Int)
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
    case .truncated: return remark(.truncated(expected))
    case .follows: return remark(.follows(names(mark.followed)))
    case .slip: return remark(.slip(expected))
    case .wrong:
      if let expected { return right(expected, mark) }
      let isUnexplained = mark.explanations.isEmpty && mark.arithmetic == nil
      return showsNumbers || !isUnexplained ? nil : remark(.unexplained)
    case .blank: return remark(.blank(expected))
    case .unknown: return unknown(mark.answer)
    }
  }

  /// What a wrong answer looks like, where its arithmetic fails, and that it has too few digits.
  func details(_ mark: Marking.Mark, showsNumbers: Bool) -> [Remark] {
    [
      explanation(mark), arithmetic(mark, showsNumbers), short(mark),
    ].compactMap { $0 }
  }

  func remark(_ phrase: AnswerPhrase<RemarkPart>) -> Remark {
    language.sentence(.answer(phrase)).pieces.map { piece in
      switch piece {
      case .words(let words): .words(words)
      case .part(let part): part
      }
    }
  }

  // Verdicts.

  private func right(_ expected: RemarkPart, _ mark: Marking.Mark) -> Remark {
    ownValue(mark).map { remark(.withOwnValues(.number($0), true: expected)) } ?? [expected]
  }

  private func restored(_ mark: Marking.Mark, _ showsNumbers: Bool) -> Remark {
    let other = showsNumbers ? mark.explained : nil
    return remark(
      .restored(
        names(mark.followed), other: other.map { .number(shown($0, beside: mark)) }))
  }

  func unknown(_ answer: AnswerSheet.Answer) -> Remark {
    switch answer.subject {
    case .unknown(let nearest):
      remark(
        .unknown(
          nearest: nearest.map { name in
            line(named: name).map { .quantity(TracedNumber(line: $0, step: answer.step)) }
              ?? .typed(name.printable)
          }))
    case .noValue(let reason): [.words(language.text(.missing(reason)).printable)]
    case .line, .expression: remark(.noValue)
    }
  }

  private func names(_ numbers: [TracedNumber]) -> SomeNames<RemarkPart> {
    SomeNames(numbers.map { .quantity($0) }, atMost: 3)
  }

  // Details.

  func explanation(_ mark: Marking.Mark) -> Remark? {
    if mark.explanations.isEmpty { return nil }
    if mark.explanations.count == 1, case .copied(let number) = mark.explanations[0] {
      return copied(number, mark.answer)
    }
    return remark(.looksLike(mark.explanations.map { likeness($0, mark.answer) }))
  }

  private func likeness(
    _ explanation: Marking.Explanation, _ answer: AnswerSheet.Answer
  ) -> Likeness<RemarkPart> {
    switch explanation {
    case .signFlipped: .signFlipped
    case .digitsSwapped: .digitsSwapped
    case .digitDropped: .digitDropped
    case .digitInserted: .digitInserted
    case .digitChanged: .digitChanged
    case .pointMoved(let digits): .pointMoved(by: detail == .full ? digits : nil)
    case .copied(let number):
      .value(
        of: .quantity(number),
        number.step == answer.step ? nil : moment(number))
    }
  }

  /// The value of another quantity, or of this one at another step.
  private func copied(_ number: TracedNumber, _ answer: AnswerSheet.Answer) -> Remark {
    let name = RemarkPart.quantity(number)
    if number.step == answer.step { return remark(.isValue(of: name, nil)) }
    guard case .line(number.line, _) = answer.subject else {
      return remark(.isValue(of: name, moment(number)))
    }
    let own = TracedNumber(line: number.line, step: answer.step)
    return remark(.isOfAnotherStep(name, moment(number), under: moment(own)))
  }

  /// When a value is worked out: step s begins after s − 1 updates, and makes one.
  private func moment(_ number: TracedNumber) -> AnswerMoment {
    if lesson.program.training == nil { return .step(number.step) }
    return .updates(
      lesson.program.lines[number.line].phase == .update ? number.step : number.step - 1)
  }

  func arithmetic(_ mark: Marking.Mark, _ showsNumbers: Bool) -> Remark? {
    guard let arithmetic = mark.arithmetic else { return nil }
    return remark(
      .arithmetic(
        .typed(arithmetic.text.printable.cut(to: 120)),
        value: showsNumbers
          ? .number(shown(arithmetic.value, beside: mark, atLeast: 3)) : nil,
        given: .typed(given(mark)), formulaIsRight: arithmetic.formulaIsRight))
  }

  private func short(_ mark: Marking.Mark) -> Remark? {
    guard mark.isShort, let given = mark.answer.given, let asked = sheet.asked else { return nil }
    let count =
      switch asked {
      case .digits: given.digits.upperBound
      case .decimals: given.decimals
      }
    return remark(.short(count, asked: asked))
  }

  private func formulas(_ mark: Marking.Mark) -> [Remark] {
    switch mark.answer.subject {
    case .line(let line, _):
      switch lesson.program.line(line, at: mark.answer.step).formula {
      case nil: [remark(.givenInLesson)]
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
