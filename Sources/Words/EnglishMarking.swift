import Decimals
import Diagnostics

// Sheets as a whole.

extension English {
  func sentence<Part>(_ marking: MarkingPhrase<Part>) -> Sentence<Part> {
    switch marking {
    case .noAnswers: return "No answers."
    case .summary(let counts):
      let parts = counts.map { "\($0.count) \(words($0.kind, $0.count))" }
      return Sentence(parts.joined(separator: ", ") + ".")
    case .first(let name, nil): return "First mistake: \(name)."
    case .first(let name, let position?):
      let moment = if case .at = position { "at \(words(position))" } else { words(position) }
      return "First mistake: \(name) \(moment)."
    case .note(let note, let numbers): return "\(note) (\(lines(numbers)))"
    case .lines(let numbers): return Sentence(lines(numbers))
    case .right(let names): return "Right: \(joined(names.map { "\($0)" }, by: ", "))."
    case .verdict(let verdict): return Sentence(words(verdict))
    case .mark(let verdict, let isRestored): return Sentence(mark(verdict, isRestored))
    case .column(let column): return Sentence(words(column))
    }
  }

  private func lines(_ numbers: SomeNames<Int>) -> String {
    let shown = numbers.names.map(String.init)
    if numbers.count == 1 { return "line \(shown[0])" }
    let more = numbers.further > 0 ? ["\(numbers.further) more"] : []
    return "lines \(Diagnostics.listed(shown + more))"
  }

  private func words(_ kind: AnswerKind, _ count: Int) -> String {
    let follow = count == 1 ? "follows" : "follow"
    return switch kind {
    case .right: "right"
    case .truncated: "cut off instead of rounded"
    case .followsRounding: "\(follow) from earlier answers as rounded"
    case .followsMistake: "\(follow) from an earlier mistake"
    case .slip: "off by what rounding explains"
    case .wrong: "wrong"
    case .blank: "left blank"
    case .unknown: "not understood"
    }
  }

  private func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .exact: "exact"
    case .right: "right"
    case .truncated: "truncated"
    case .follows: "follows"
    case .slip: "slip"
    case .wrong: "wrong"
    case .blank: "blank"
    case .unknown: "unknown"
    }
  }

  private func mark(_ verdict: Verdict, _ isRestored: Bool) -> String {
    switch verdict {
    case .exact, .right: isRestored ? "ok!" : "ok"
    case .truncated: "cut"
    case .follows: "ok*"
    case .slip: "slip"
    case .wrong: "wrong"
    case .blank: "blank"
    case .unknown: "?"
    }
  }

  private func words(_ column: SheetColumn) -> String {
    switch column {
    case .line: "Line"
    case .quantity: "Quantity"
    case .given: "Given"
    case .verdict: "Verdict"
    case .remarks: "Remarks"
    case .place: "Place"
    case .printed: "Printed"
    case .expected: "Should read"
    case .reason: "Why"
    }
  }

  func words(_ form: FormPhrase) -> String {
    switch form {
    case .answers(let title): "Answers: \(title)"
    case .rowNumbers: "The number behind an answer is that of its row on the sheet."
    }
  }
}

// Answers.

extension English {
  func sentence<Part>(_ answer: AnswerPhrase<Part>) -> Sentence<Part> {
    switch answer {
    case .truncated(nil): return "cut off, not rounded"
    case .truncated(let value?): return "cut off, not rounded: \(value)"
    case .follows(let names): return "follows from your \(earlier(names))"
    case .slip(nil): return "off by no more than rounding explains"
    case .slip(let value?): return "\(value); rounding on the way explains the difference"
    case .unexplained: return "not what its formula gives, with the true values or with yours"
    case .blank(nil): return "left blank"
    case .blank(let value?): return "left blank; it is \(value)"
    case .unknown(nil): return "no such quantity"
    case .unknown(let nearest?): return "no such quantity; did you mean \(nearest)?"
    case .noValue: return "has no value here"
    case .withOwnValues(let own, let value):
      return "\(own) with your values, \(value) in truth"
    case .withNumbersBefore(let value): return "\(value) with the numbers before it"
    case .restored(let names, let other):
      let give = names.count == 1 ? "gives" : "give"
      let number: Sentence<Part> = other.map { "\($0)" } ?? "another number"
      return "right, though your own \(earlier(names)) \(give) \(number): copied, or worked again?"
    case .looksLike(let likenesses): return sentence(likenesses)
    case .isValue(let name, let moment):
      return "is the value of \(name)\(moment.map { " " + words($0) } ?? "")"
    case .isOfAnotherStep(let name, let moment, let own):
      return "this is \(name) \(words(moment)); you wrote it under \(written(own, besides: moment))"
    case .arithmetic(let line, let value, let given, let formulaIsRight):
      let end = formulaIsRight ? "the formula is right" : "and the formula is not right either"
      let result: Sentence<Part> =
        value.map { "is \($0), you wrote \(given)" } ?? "does not give \(given)"
      return "your line \(line) \(result): arithmetic\(formulaIsRight ? ";" : ",") \(end)"
    case .short(let count, .digits(let asked)):
      return "only \(counted(count, "digit")); \(asked) \(asked == 1 ? "is" : "are") asked for"
    case .short(let count, .decimals(let asked)):
      return "only \(counted(count, "decimal")); \(asked) \(asked == 1 ? "is" : "are") asked for"
    case .givenInLesson: return "given in the lesson"
    case .byHand(let value, let error):
      let start: Sentence<Part> = value.map { "by hand \($0)" } ?? "as by hand"
      switch error {
      case .none: return "\(start), no error"
      case .notFinite: return start
      case .size(let size): return "\(start), error \(size)"
      }
    }
  }

  private func earlier<Part>(_ names: SomeNames<Part>) -> Sentence<Part> {
    names.count == 0 ? "earlier answers" : listed(names)
  }

  private func sentence<Part>(_ likenesses: [Likeness<Part>]) -> Sentence<Part> {
    if likenesses.count == 1 { return "looks like \(sentence(likenesses[0]))" }
    let list = joined(likenesses.map(sentence), by: ", like ", last: ", or like ")
    return "looks like \(list): the digits cannot tell"
  }

  private func sentence<Part>(_ likeness: Likeness<Part>) -> Sentence<Part> {
    switch likeness {
    case .signFlipped: return "the other sign"
    case .digitsSwapped: return "two digits swapped"
    case .digitDropped: return "one digit left out"
    case .digitInserted: return "one digit too many"
    case .digitChanged: return "one digit miswritten"
    case .pointMoved(nil): return "the decimal point in another place"
    case .pointMoved(let digits?):
      let way = digits > 0 ? "right" : "left"
      return "the decimal point \(counted(abs(digits), "place")) too far to the \(way)"
    case .value(let name, let moment):
      return "the value of \(name)\(moment.map { " " + words($0) } ?? "")"
    }
  }

  private func words(_ moment: AnswerMoment) -> String {
    switch moment {
    case .step(let step): "of step \(grouped(step))"
    case .updates(0): "before any update"
    case .updates(let count): "after \(grouped(count)) update\(count == 1 ? "" : "s")"
    }
  }

  /// What a value stands under, after the moment that it is of.
  private func written(_ own: AnswerMoment, besides moment: AnswerMoment) -> String {
    switch own {
    case .step(let step): return "step \(grouped(step))"
    case .updates(0): return "none"
    case .updates(let count):
      let noun = moment == .updates(0) ? count == 1 ? " update" : " updates" : ""
      return grouped(count) + noun
    }
  }
}

// What is understood of a sheet.

extension English {
  func words(_ convention: Convention) -> String {
    switch convention {
    case .oppositeSign(let derivatives):
      return
        "The \(words(derivatives)) on this sheet have the opposite sign, as where δ stands for "
        + "the negative derivative. They are marked so."
    case .loss(let name, let factor, let reasons):
      let which = reasons.count > 1 ? " (the numbers cannot tell which)" : ""
      return "\(name) and its derivatives on this sheet are \(times(factor)) the lesson's, "
        + "\(reasons.map(words).joined(separator: ", or "))\(which). They are marked so."
    case .rule(let name, let equations):
      return "This sheet has \(name) in another form: \(equations.joined(separator: ", ")). It is "
        + "marked by that."
    }
  }

  private func words(_ derivatives: Convention.Derivatives) -> String {
    switch derivatives {
    case .deltas: "deltas"
    case .byIntermediateQuantities: "derivatives with respect to intermediate quantities"
    case .gradients: "gradients"
    case .deltasAndGradients: "deltas and gradients"
    case .all: "derivatives"
    }
  }

  private func words(_ reason: Convention.LossReason) -> String {
    switch reason {
    case .withoutHalf: "as without the factor ½ of the loss"
    case .withHalf: "as with a factor ½ before the loss"
    case .summedNotAveraged(let count):
      "as where the \(count) terms of the loss are added up, not averaged"
    case .summedAndHalved(let count):
      "as where the \(count) terms of the loss are added up and halved"
    case .averagedNotSummed(let count):
      "as where the \(count) terms of the loss are averaged, not added up"
    }
  }

  /// How often a number is taken; below 1, a half or another such part of it.
  private func times(_ factor: Double) -> String {
    switch factor {
    case 2: "twice"
    case 0.5: "half"
    case 1...: "\(shortest(factor)) times"
    default: "1/\(shortest((1 / factor).rounded())) of"
    }
  }

  func words(_ note: SheetNote) -> String {
    switch note {
    case .decimalComma(let text): "the comma in \(text) is read as a decimal point"
    case .invisible(let character): "\(character), which is invisible, is left out"
    case .severalColumns(let word): "of several columns '\(word)' the first is read"
    case .unknownColumn(let name, let nearest):
      "no quantity is called \(name), so this column is left out"
        + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    case .listMarks: "a '-' and a space before a name are read as the mark of a list"
    case .anotherLesson:
      "no name on this sheet is one of this lesson's: is it the sheet of another lesson?"
    case .headingInComment: "a comment that is the heading of a step is read as one"
    case .notWorkedOut: "a part with '…' or 'Σ' is not worked out again"
    case .givenAgain(let name):
      "\(name) is given again with another number; what follows is held against the later one"
    }
  }

  func words(_ value: MissingValue) -> String {
    switch value {
    case .noStep(let count, let closing):
      "this lesson has \(counted(count, "step"))"
        + (closing.map { ", and the forward pass after it as step \($0)" } ?? "")
    case .shorterBatch(let name, let step):
      "\(name) has no value at step \(step), whose batch is shorter"
    case .closingPass(let name, let step):
      "\(name) has no value at step \(step), the forward pass after the last step"
    }
  }
}
