package import Decimals
import Formulas
package import Programs
package import Tracing
package import Words

/// What is to be said about each answer of a sheet.
package struct Marking: Sendable {
  package typealias Verdict = Words.Verdict

  package struct Mark: Sendable {
    package internal(set) var answer: AnswerSheet.Answer
    package var verdict: Verdict
    /// The true value; `nil` where there is none.
    package var expected: Double?
    /// What the learner's earlier answers lead to, where that is another number.
    package var explained: Double?
    /// The learner's answers that `explained` rests on: those that are not right, else those that
    /// are rounded.
    package var followed: [TracedNumber] = []
    /// Whether fewer digits are given than the sheet was asked for.
    package var isShort = false
    /// Whether the answer is right, although the learner's own earlier one leads to another.
    package var isRestored = false
    /// What a wrong answer looks like; several where they fit equally well.
    package var explanations: [Explanation] = []
    /// A part of a chain whose value is not the number given.
    package var arithmetic: Arithmetic?

    package init(answer: AnswerSheet.Answer, verdict: Verdict) {
      self.answer = answer
      self.verdict = verdict
    }
  }

  /// A part of a chain of equalities that does not give the number behind it.
  package struct Arithmetic: Sendable {
    /// As it was typed.
    package let text: String
    package let value: Double
    /// Whether its value, rounded, would have been an answer that is not wrong.
    package let formulaIsRight: Bool

    package init(text: String, value: Double, formulaIsRight: Bool) {
      self.text = text
      self.value = value
      self.formulaIsRight = formulaIsRight
    }
  }

  /// What a wrong number looks like.
  package enum Explanation: Hashable, Sendable {
    case signFlipped
    case digitsSwapped, digitDropped, digitInserted, digitChanged
    /// By so many places to the right; to the left where negative.
    case pointMoved(by: Int)
    /// The value of another quantity, or of another step.
    case copied(TracedNumber)
  }

  package let program: Program
  package let marks: [Mark]
  /// What holds for the sheet as a whole.
  package let conventions: [Convention]
  /// To what lines without an answer are rounded: the coarsest of these; none where there is no
  /// number to tell from.
  package let precisions: [Precision]

  package init(
    program: Program, marks: [Mark], conventions: [Convention] = [], precisions: [Precision] = []
  ) {
    self.program = program
    self.marks = marks
    self.conventions = conventions
    self.precisions = precisions
  }
}

extension AnswerSheet.Answer {
  /// Where the answer stands in the order of the program: an expression with the last of its
  /// operands; first, where it has none in this step.
  package var position: TracedNumber {
    switch subject {
    case .line(let line, _): TracedNumber(line: line, step: step)
    case .expression(let formula): TracedNumber(line: formula.lines.max() ?? LineID(0), step: step)
    case .unknown, .noValue: TracedNumber(line: LineID(0), step: step)
    }
  }
}
