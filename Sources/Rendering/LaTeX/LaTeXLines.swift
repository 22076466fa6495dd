package import Formulas
package import Lessons
import Programs
package import Words

/// The lines of a lesson in LaTeX, for math mode.
package struct LaTeXLines: Sendable {
  private let program: Program
  private let names: ProgramNames
  private let layout: MathLayout
  private let math = LaTeXMath()

  package init(_ lesson: Lesson, in language: any Language) {
    program = lesson.program
    names = ProgramNames(lesson)
    layout = MathLayout(names: names, fractions: .stacked, language: language)
  }

  /// The printed name of a line.
  package func name(_ line: LineID) -> LaTeXPiece { math.piece(names.name(of: line)) }

  /// The right side of a line in names, its long sums shortened; `nil` where it has none.
  package func formula(_ line: LineID) -> LaTeXPiece? {
    program.lines[line].formula.map { math.piece(layout.symbolic($0)) }
  }
}
