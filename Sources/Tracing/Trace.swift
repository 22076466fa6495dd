import Formulas
package import Programs

/// A program with the values of every step that was run.
package struct Trace: Sendable {
  package let program: Program
  /// Completed steps: of training, or 1.
  package let steps: Int
  /// Whether a closing forward pass follows, as step `steps + 1`.
  package let hasClosingPass: Bool
  private let rows: RowStore
  private let columns: [Int32]

  /// Runs a program; its values may take so many bytes of memory, by default half of the machine's.
  package init(
    running program: Program, memory: Int = RowStore.halfOfMachine
  ) throws(TraceTooLarge) {
    let code = CompiledProgram(program)
    let rows = try RowStore(
      width: code.width, steps: program.training?.steps ?? 1,
      closing: program.training != nil, mayStop: code.until != nil, memory: memory)
    let engine = Engine(code, program, rows)
    steps = try engine.run()
    hasClosingPass = program.training != nil
    self.program = program
    self.rows = rows
    columns = code.columns
  }

  package var lastStep: Int { hasClosingPass ? steps + 1 : steps }

  /// The value of a line at a step, from 1; `nil` where that step has none.
  package func value(of line: Int, at step: Int) -> Double? {
    guard step >= 1, step <= lastStep else { return nil }
    switch program.lines[line].definition {
    case .constant, .carried(from: nil): return program.lines[line].initial
    case .carried(let source?): return rows[step - 1, Int(columns[source])]
    case .sequence, .drawn: return rows[step, Int(columns[line])]
    case .formula:
      return hasRow(line, at: step) ? rows[step, Int(columns[line])] : nil
    }
  }

  /// The value that a line had in the step before; before the first step, its initial one.
  package func previousValue(of line: Int, at step: Int) -> Double? {
    guard step >= 1, step <= lastStep, columns[line] >= 0 else { return nil }
    return rows[step - 1, Int(columns[line])]
  }

  /// Whether the trace lists a value for a line at a step.
  ///
  /// What never changes is listed at the first step, parameters at the steps of training,
  /// and the closing pass has what changes of the given numbers and the forward lines.
  package func lists(_ line: Int, at step: Int) -> Bool {
    let entry = program.lines[line]
    if entry.isConstant { return step == 1 }
    return step >= 1 && step <= lastStep && hasRow(line, at: step)
  }

  private func hasRow(_ line: Int, at step: Int) -> Bool {
    switch program.lines[line].phase {
    case .forward, .input, .target, .const: true
    case .param, .delta, .gradient, .transform, .moment, .update: step <= steps
    }
  }

  /// The first value, by step and then by line, that is not finite.
  package var firstNotFinite: (line: Int, step: Int)? {
    var lines = [Int](repeating: -1, count: columns.count)
    for (line, column) in columns.enumerated() where column >= 0 { lines[Int(column)] = line }
    for step in 1...lastStep where rows.hasNotFinite(step) {
      let bad = rows.notFinite(step).map { lines[$0] }.filter { hasRow($0, at: step) }
      if let first = bad.min() { return (first, step) }
    }
    return nil
  }
}

/// Thrown where the values of a run would take more memory than they may.
package struct TraceTooLarge: Error, Sendable {
  package let bytes: Int
  package let limit: Int
  /// The step at which the room ended, where how long the run takes is not known before.
  package let step: Int?
}
