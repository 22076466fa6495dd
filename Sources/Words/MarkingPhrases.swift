package import Decimals

/// What is said of a sheet as a whole, and the words of its tables.
package enum MarkingPhrase<Part> {
  case noAnswers
  /// How many answers are how; only those that there are.
  case summary([(kind: AnswerKind, count: Int)])
  case first(Part, at: PositionPhrase?)
  /// A remark with the lines that it is about.
  case note(String, lines: SomeNames<Int>)
  case lines(SomeNames<Int>)
  case right([Part])
  /// The verdict on an answer in a word, and as a mark.
  case verdict(Verdict)
  case mark(Verdict, isRestored: Bool)
  case column(SheetColumn)
}

package enum AnswerKind {
  case right, truncated, followsRounding, followsMistake, slip, wrong, blank, unknown
}

package enum SheetColumn {
  case line, quantity, given, verdict, remarks
  case place, printed, expected, reason
}

/// What is said of an answer; a right number is left out where it is not to be given away.
package enum AnswerPhrase<Part> {
  case truncated(Part?)
  case follows(SomeNames<Part>)
  case slip(Part?)
  case unexplained
  case blank(Part?)
  case unknown(nearest: Part?)
  case noValue
  case withOwnValues(Part, true: Part)
  case withNumbersBefore(Part)
  /// Right, although other answers lead to another number.
  case restored(SomeNames<Part>, other: Part?)
  case looksLike([Likeness<Part>])
  case isValue(of: Part, AnswerMoment?)
  /// The value of another step than the one that it is written under.
  case isOfAnotherStep(Part, AnswerMoment, under: AnswerMoment)
  /// A line of the sheet that does not give the number behind it.
  case arithmetic(Part, value: Part?, given: Part, formulaIsRight: Bool)
  /// So many digits or decimals are given.
  case short(Int, asked: Precision)
  case givenInLesson
  /// The number of somebody who rounds every line, where that is not the one given, and its error,
  /// where that is finite.
  case byHand(Part?, error: HandErrorPhrase<Part>)
}

package enum HandErrorPhrase<Part> {
  case none, notFinite
  case size(Sentence<Part>)
}

/// What a wrong number looks like.
package enum Likeness<Part> {
  case signFlipped
  case digitsSwapped, digitDropped, digitInserted, digitChanged
  /// By so many digits to the right; to the left where negative, and unknown where it is not told.
  case pointMoved(by: Int?)
  case value(of: Part, AnswerMoment?)
}

/// When a value is worked out: at a step, or after so many updates.
package enum AnswerMoment: Hashable {
  case step(Int)
  case updates(Int)
}

/// A convention other than the lesson's that a whole sheet keeps to.
package enum Convention: Hashable, Sendable {
  case oppositeSign(Derivatives)
  /// A loss that is so many times the lesson's, for any of some reasons.
  case loss(String, times: Double, [LossReason])
  case rule(String, equations: [String])

  package enum Derivatives: Sendable {
    case deltas, byIntermediateQuantities, gradients, deltasAndGradients, all
  }

  package enum LossReason: Hashable, Sendable {
    case withoutHalf, withHalf
    case summedNotAveraged(Int)
    case summedAndHalved(Int)
    case averagedNotSummed(Int)
  }
}

/// What was understood on a sheet although it is not written as numbers usually are.
package enum SheetNote: Hashable, Sendable {
  case decimalComma(in: String)
  case severalColumns(String)
  /// The code and the name of a character.
  case invisible(String)
  case unknownColumn(String, nearest: String?)
  case listMarks
  case anotherLesson
  case headingInComment
  case notWorkedOut
  case givenAgain(String)
}

/// Why a quantity has no value at a step.
package enum MissingValue: Hashable, Sendable {
  /// The lesson has so many steps, and perhaps a pass after them.
  case noStep(of: Int, closing: Int?)
  case shorterBatch(String, step: Int)
  case closingPass(String, step: Int)
}

/// Comments on a sheet that is to be filled in.
package enum FormPhrase {
  case answers(title: String)
  case rowNumbers
}
