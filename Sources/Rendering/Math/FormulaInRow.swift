import Decimals
package import Formulas
package import Lessons
import Programs
package import Words

/// The lines of a program as its pages print them, in a row.
package struct LineNotation: Sendable {
  package let names: ProgramNames
  private let folding: Folding
  private let layout: MathLayout

  package init(_ lesson: Lesson, in language: any Language) {
    names = ProgramNames(lesson)
    folding = Folding(lesson.program, .chain, names)
    layout = MathLayout(names: names, fractions: .inRow, language: language)
  }

  package func name(of line: LineID) -> MathNode { .name(names.name(of: line)) }

  /// The name that a page has for a line's number: of a local derivative that is all that is left of an
  /// adjoint, that of the adjoint.
  package func nameOnPage(of line: LineID) -> MathNode { name(of: folding.shown(line)) }

  /// A line with its formula in names; `nil` where it has none.
  package func equation(of line: LineID) -> MathNode? {
    folding.formula(of: line).map { formula in
      .row([name(of: line), .sign(.equals), self.formula(formula)])
    }
  }

  /// A formula in names.
  package func formula(_ formula: Formula) -> MathNode {
    layout.symbolic(formula.textbookForm.writtenForm)
  }

  /// What one user of its variable contributes to a derivative; without one, the objective.
  package func share(of derivative: LineID, via user: LineID?) -> MathNode {
    .name(.share(of: names.name(of: derivative), via: user.map { names.name(of: $0) }))
  }
}

extension ProgramNames {
  /// A formula in names, with its numbers put in, and its value.
  ///
  /// `line` and `previous` give the values of lines, in the step and in the one before; the name of
  /// one that has none stays.
  package func working(
    _ formula: Formula, value: Double, step: Int, in style: NumberStyle, _ language: any Language,
    line: @escaping (LineID) -> Double?, previous: @escaping (LineID) -> Double?
  ) -> [MathNode] {
    let precision = OperandPrecision(
      style: style, program: program, step: step, line: line, previous: previous)
    let operandStyle = precision.style(for: formula, result: value)
    let operands = PrintedOperands(
      step: step,
      line: { id in
        line(id).map { program.lines[id].text($0, at: step, in: operandStyle) }
      },
      previous: { id in
        previous(id).map { program.lines[id].textBefore($0, at: step, in: operandStyle) }
      },
      isExact: { id in
        let value = line(id)
        return value == 0 || value == 1 && program.lines[id].formula == nil
      },
      wasExact: { previous($0) == 0 })
    let layout = MathLayout(names: self, fractions: .inRow, language: language)
    var substitution = Substitution(operands)
    let numbers =
      substitution.simplified(formula).map { layout.numbers($0) }
      ?? layout.substituted(formula, operands)
    return [
      layout.symbolic(formula.textbookForm.writtenForm), numbers, .number(style.text(value)),
    ].withoutRepetitions
  }
}
