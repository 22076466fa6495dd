package import Formulas
package import Programs

/// One step of a program, to be computed again and again from numbers that the caller chooses.
package final class SingleStep {
  private let engine: Engine
  private let rows: RowStore
  private let columns: PerLine<Int32>
  private var step = 1
  /// The step whose row has the numbers that are given anew.
  private var filled: Int?
  /// What was in the row where the caller's numbers are now.
  private var replaced: [(column: Int, value: Double)] = []

  package init(_ program: Program, memory: Int = RowStore.halfOfMachine) throws {
    let code = CompiledProgram(program)
    columns = code.columns
    rows = try RowStore(lastTwoOf: code.width, memory: memory)
    engine = try Engine(code, program, rows)
  }

  /// Takes what the lines had in the step before `step` from a trace of the same lines.
  package func setPrevious(from trace: Trace, before step: Int) {
    setPrevious(before: step) { trace.previousValue(of: $0, at: step) }
  }

  /// Takes what lines had in the step before `step`; `nil` leaves one as it is.
  package func setPrevious(before step: Int, _ value: (_ line: LineID) -> Double?) {
    for (line, column) in columns.numbered where column >= 0 {
      if let value = value(line) { rows[step - 1, Int(column)] = value }
    }
    filled = nil
  }

  /// Computes all lines; lines that are given anew at each step may get other numbers.
  package func run(step: Int = 1, giving numbers: [(line: LineID, value: Double)] = []) {
    if filled == step {
      for (column, value) in replaced.reversed() { rows[step, column] = value }
    } else {
      engine.fill(step)
    }
    (self.step, filled) = (step, step)
    replaced.removeAll(keepingCapacity: true)
    for (line, value) in numbers {
      let column = Int(columns[line])
      replaced.append((column, rows[step, column]))
      rows[step, column] = value
    }
    engine.compute(step)
  }

  /// The value of a line that a formula defines or that is given anew at each step.
  package subscript(line: LineID) -> Double { rows[step, Int(columns[line])] }

  /// Whether a line's value is computed, or given, at each step.
  package func computes(_ line: LineID) -> Bool { columns[line] >= 0 }
}
