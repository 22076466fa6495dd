package import Diagnostics
package import Decimals
package import Formulas
package import Words

/// Numbers that somebody worked out for the quantities of a lesson.
package struct AnswerSheet: Sendable {
  /// What an answer is an answer to.
  package enum Subject: Hashable, Sendable {
    /// A line of the program; `isNegated` where it is given with the other sign, as -dE/dnet_o1.
    case line(LineID, isNegated: Bool)
    /// An expression of lines, such as w5' - w5.
    case expression(Formula)
    /// Nothing that the lesson has, with the nearest name.
    case unknown(nearest: String?)
    /// A quantity of the lesson that has no value at the step, with what there is instead.
    case noValue(MissingValue)
  }

  /// One of the parts of a chain of equalities, between the name and the answer.
  package struct Working: Sendable {
    /// As it was typed, in one line.
    package let text: String
    package let formula: Formula
    /// Whether no quantity stands in it, so that it says which numbers were put in.
    package var isNumeric: Bool { !formula.dependsOnLines }
  }

  package struct Answer: Sendable {
    /// The number of the line in the sheet, from 1.
    package let line: Int
    package let step: Int
    /// What stands on the left, as it was typed, with the indices of a member of a family.
    package let name: String
    package internal(set) var subject: Subject
    /// The number; `nil` where it was left blank.
    package let given: TypedNumber?
    /// The number as it was typed.
    package let text: String
    package internal(set) var working: [Working]
    package let comment: String?

    package init(
      line: Int, step: Int, name: String, subject: Subject, given: TypedNumber?, text: String,
      working: [Working] = [], comment: String? = nil
    ) {
      self.line = line
      self.step = step
      self.name = name
      self.subject = subject
      self.given = given
      self.text = text
      self.working = working
      self.comment = comment
    }
  }

  package let source: Source
  /// To how many digits or decimals the answers were asked for.
  package var asked: Precision?
  /// To what the learner rounds, where that is known from elsewhere.
  package var rounding: Precision?
  package var answers: [Answer] = []
  /// The learner's own names for something, in plain characters.
  package var ownNames: Set<String> = []
  /// What could not be read, in the order of the sheet; the first ones, where there are many.
  package var mistakes: [Diagnostic] = []
  /// How many mistakes there are beside those that are kept.
  package var furtherMistakes = 0
  /// What was understood although it is not written as numbers usually are, by line.
  package var notes: [(line: Int, note: SheetNote)] = []

  package init(source: Source, asked: Precision? = nil, answers: [Answer] = []) {
    self.source = source
    self.asked = asked
    self.answers = answers
  }
}
