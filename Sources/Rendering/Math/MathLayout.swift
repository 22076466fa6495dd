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

  /// What is said of so many terms or factors that are left out.
  func more(_ count: Int) -> String { language.text(.omission(.more(count))) }

  /// A comparison without the brackets that make a number of it.
  func statement(_ formula: Formula) -> MathNode {
    LayoutPass(layout: self, operands: nil).statement(formula)
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
}
