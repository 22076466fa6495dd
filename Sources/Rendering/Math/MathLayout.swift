import Decimals
import Formulas
import Words

/// How fractions are written: where they are stacked, fewer parentheses are needed.
package enum FractionStyle: Sendable {
  case inRow, stacked
}

/// Lays formulas out: which parentheses they need, and how long sums are shortened.
struct MathLayout: Sendable {
  let names: ProgramNames
  let fractions: FractionStyle
  let language: any Language
  /// Whether sums and arguments are written out however many there are.
  var writesEverything = false

  /// The formula in names.
  func symbolic(_ formula: Formula) -> MathNode {
    LayoutPass(layout: self, operands: nil).whole(formula)
  }

  /// A formula that consists of numbers.
  func numbers(_ formula: Formula) -> MathNode {
    var pass = LayoutPass(layout: self, operands: nil)
    pass.isNumeric = true
    return pass.whole(formula)
  }

  /// A general formula, with what stands in the places of its lines.
  func general(
    _ formula: Formula, _ leaves: [LineID: GeneralLeaf], before: [LineID: MathName] = [:]
  ) -> MathNode {
    var pass = LayoutPass(layout: self, operands: nil)
    (pass.leaves, pass.leavesBefore) = (leaves, before)
    return pass.whole(formula)
  }

  /// What is said of so many terms or factors that are left out.
  func more(_ count: Int) -> String { language.text(.omission(.more(count))) }

  /// A comparison without the brackets that make a number of it.
  func statement(_ formula: Formula) -> MathNode {
    LayoutPass(layout: self, operands: nil).statement(formula).withBrackets
  }

  /// The formula with numbers put in for names.
  func substituted(_ formula: Formula, _ operands: PrintedOperands) -> MathNode {
    LayoutPass(layout: self, operands: operands).whole(formula)
  }
}

/// The numbers that are put in for names; `nil` where a name stays.
struct PrintedOperands {
  let step: Int
  let line: (LineID) -> NumberText?
  let previous: (LineID) -> NumberText?
  var placeholder: (Int) -> NumberText? = { _ in nil }
  /// Whether the printed number of a line is its value, in this step and in the one before.
  var isExact: (LineID) -> Bool = { _ in false }
  var wasExact: (LineID) -> Bool = { _ in false }
}
