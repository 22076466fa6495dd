import Decimals
package import Formulas
import Programs
package import Words

extension ProgramNames {
  /// A line with its formula in names, in a row; `nil` where it has none.
  package func equation(of line: LineID, in language: any Language) -> MathNode? {
    program.lines[line].formula.map { formula in
      let layout = MathLayout(names: self, fractions: .inRow, language: language)
      let right = layout.symbolic(formula)
      return .row([.name(name(of: line)), .sign(.equals), right])
    }
  }

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
      })
    let layout = MathLayout(names: self, fractions: .inRow, language: language)
    return [
      layout.symbolic(formula), layout.substituted(formula, operands), .number(style.text(value)),
    ].withoutRepetitions
  }
}
