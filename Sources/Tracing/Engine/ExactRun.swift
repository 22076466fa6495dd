import Decimals
package import Formulas
package import Programs

/// Computes the steps of a program of `arithmetic exact`, line by line and without the compiler.
///
/// Two rows of exact numbers are kept; their doubles go to the rows of the trace.
final class ExactRun {
  private let programs: PerBatch<Program>
  private let columns: PerLine<Int32>
  private var before: PerLine<ExactNumber>
  private var now: PerLine<ExactNumber>
  /// The first line whose fraction would have been too long.
  private(set) var firstCut: (line: LineID, step: Int)?

  /// `nil` of a program that is computed in doubles.
  init?(_ program: Program, _ columns: PerLine<Int32>) {
    if program.arithmetic != .exact { return nil }
    programs = PerBatch(program) { $0 }
    self.columns = columns
    before = PerLine(repeating: .unknown, count: program.lines.count)
    now = before
  }

  /// Computes a step from what is given in its row; the first one begins with row 0.
  func compute(_ step: Int, of rows: RowStore, forwardOnly: Bool) {
    let lines = programs[step].lines
    if step == 1 {
      firstCut = nil
      before = PerLine(
        lines.numbered.map { position, line in
          let initial: ExactNumber = line.number(of: line.initial)
          let column = Int(columns[position])
          // An inner run begins with numbers of the outer one.
          return column < 0 || rows[0, column] == initial.value
            ? initial : ExactNumber(rows[0, column])
        })
    } else {
      swap(&before, &now)
    }
    for (position, line) in lines.numbered {
      if forwardOnly, line.phase.belongsToTraining { continue }
      now[position] = number(of: line, at: position, step, rows)
      if case .formula = line.definition {
        if now[position].isCut, firstCut == nil {
          firstCut = (position, step)
        }
        rows[step, Int(columns[position])] = now[position].value
      }
    }
  }

  private func number(
    of line: Line, at position: LineID, _ step: Int, _ rows: RowStore
  ) -> ExactNumber {
    switch line.definition {
    case .constant, .carried(from: nil): line.number(of: line.initial)
    case .carried(from: let source?): before[source]
    case .sequence, .shuffled: line.number(of: rows[step, Int(columns[position])])
    case .drawn, .outcome: ExactNumber(rows[step, Int(columns[position])])
    case .formula(let formula):
      formula.value(step: step, line: { now[$0] }, previous: { before[$0] })
    case .absent: .unknown
    }
  }

  /// Whether the condition that ends the run holds after the last step.
  func hasEnded(_ step: Int) -> Bool {
    guard let until = programs[step].training?.until else { return false }
    let number: ExactNumber = until.value(
      step: step, line: { now[$0] }, previous: { before[$0] })
    return number.value != 0
  }
}

extension Line {
  /// A given number of the line, or what the line begins with, as the lesson has it.
  package func number<Number: FormulaNumber>(of value: Double) -> Number {
    switch given[value] {
    case nil: value.isNaN ? .unknown : Number(written: value)
    case .typed(let numeral): Fraction(numeral).map { Number($0) } ?? Number(written: value)
    case .computed(let fraction): Number(fraction)
    case .inexact: Number(value)
    }
  }
}
