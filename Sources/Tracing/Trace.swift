package import Formulas
package import Programs

/// A program with the values of every step that was run.
package struct Trace: Sendable {
  package private(set) var program: Program
  /// Completed steps: of training, or 1.
  package private(set) var steps: Int
  /// Whether a closing forward pass follows, as step `steps + 1`.
  package private(set) var hasClosingPass: Bool
  /// The first line of `arithmetic exact` whose fraction would have been too long: from there on
  /// what depends on it is computed in doubles.
  package private(set) var firstCut: TracedNumber?
  private let rows: RowStore
  private let columns: PerLine<Int32>

  /// Runs a program and keeps the values of all steps.
  ///
  /// They may take so many bytes of memory, by default half of the machine's. `progress` is told
  /// the number of each step. Throws `TraceTooLarge` where the values would take more.
  package init(
    running program: Program, memory: Int = RowStore.halfOfMachine,
    progress: (_ step: Int) -> Void = { _ in }
  ) throws {
    let code = CompiledProgram(program)
    let rows = try RowStore(
      width: code.width, steps: program.plannedSteps,
      closing: program.training != nil, mayStop: code.until != nil, memory: memory)
    var last = 0
    let engine = try Engine(code, program, rows)
    try engine.run { step, isClosing in
      last = isClosing ? step - 1 : step
      progress(step)
    }
    self.init(program, rows, code.columns, steps: last, hasClosingPass: program.training != nil)
    firstCut = engine.firstCut.map { TracedNumber(line: $0, step: $1) }
  }

  /// Runs a program and hands on each step, which the next but one overwrites.
  ///
  /// `body` is given the trace up to the step; of its values, those of this step and the one
  /// before may be asked for. Returns the trace up to the last step. Throws `TraceTooLarge` where
  /// two steps take more memory than they may, and what `body` throws.
  package static func streaming(
    _ program: Program, memory: Int = RowStore.halfOfMachine,
    _ body: (_ trace: Trace, _ step: Int) throws -> Void
  ) throws -> Trace {
    let code = CompiledProgram(program)
    let rows = try RowStore(lastTwoOf: code.width, memory: memory)
    var trace = Trace(program, rows, code.columns, steps: 0, hasClosingPass: false)
    let engine = try Engine(code, program, rows)
    try engine.run { step, isClosing in
      trace.firstCut = engine.firstCut.map { TracedNumber(line: $0, step: $1) }
      trace.steps = isClosing ? step - 1 : step
      trace.hasClosingPass = isClosing
      try body(trace, step)
    }
    return trace
  }

  /// A trace of values that were computed before, one row a step, one column a line.
  ///
  /// Throws `TraceTooLarge`, and where the number of rows does not fit the program.
  init(_ program: Program, steps: Int, values: [PerLine<Double?>], memory: Int) throws {
    let code = CompiledProgram(program)
    let closing = program.training != nil
    let rows = try RowStore(
      width: code.width, steps: steps, closing: closing, mayStop: false, memory: memory)
    rows.begin(program, code.columns)
    for (row, values) in values.enumerated() {
      for (line, value) in values.numbered where code.columns[line] >= 0 {
        // The rows are zero where a step has no value, for which nobody asks.
        if let value { rows[row + 1, Int(code.columns[line])] = value }
      }
    }
    self.init(program, rows, code.columns, steps: steps, hasClosingPass: closing)
  }

  private init(
    _ program: Program, _ rows: RowStore, _ columns: PerLine<Int32>, steps: Int,
    hasClosingPass: Bool
  ) {
    self.program = program
    self.rows = rows
    self.columns = columns
    self.steps = steps
    self.hasClosingPass = hasClosingPass
  }

  /// The trace with the program of one step, of which its values may be asked for.
  package func at(_ step: Int) -> Trace {
    var trace = self
    trace.program = program.at(step)
    return trace
  }

  package var lastStep: Int { hasClosingPass ? steps + 1 : steps }

  /// The value of a line at a step, from 1; `nil` where that step has none.
  package func value(of line: LineID, at step: Int) -> Double? {
    guard step >= 1, step <= lastStep else { return nil }
    let lines = program.lines(at: step)
    switch lines[line].definition {
    case .constant, .carried(from: nil): return lines[line].initial
    case .carried(let source?): return rows[step - 1, Int(columns[source])]
    case .sequence, .shuffled, .drawn, .outcome: return rows[step, Int(columns[line])]
    case .formula:
      return hasRow(line, at: step) ? rows[step, Int(columns[line])] : nil
    case .absent: return nil
    }
  }

  /// Why a line has no value at one of the steps.
  package func reason(without line: LineID, at step: Int) -> String {
    program.line(line, at: step).isAbsent
      ? "whose batch is shorter" : "the forward pass after the last step"
  }

  /// The value of a formula at a step; `nil` where an operand has none.
  package func value(of formula: Formula, at step: Int) -> Double? {
    formula.value(
      step: step, line: { value(of: $0, at: step) },
      previous: { previousValue(of: $0, at: step) })
  }

  /// The value that a line had in the step before; before the first step, its initial one.
  package func previousValue(of line: LineID, at step: Int) -> Double? {
    guard step >= 1, step <= lastStep, columns[line] >= 0 else { return nil }
    return rows[step - 1, Int(columns[line])]
  }

  /// Whether the trace lists a value for a line at a step.
  ///
  /// What never changes is listed at the first step, parameters at the steps of training,
  /// and the closing pass has what changes of the given numbers and the forward lines.
  package func lists(_ line: LineID, at step: Int) -> Bool {
    let entry = program.lines[line]
    if entry.isConstant { return step == 1 }
    return step >= 1 && step <= lastStep && hasRow(line, at: step)
  }

  /// The value that the trace lists for a line at a step.
  package func listedValue(of line: LineID, at step: Int) -> Double? {
    lists(line, at: step) ? value(of: line, at: step) : nil
  }

  private func hasRow(_ line: LineID, at step: Int) -> Bool {
    if program.lastBatch != nil, program.line(line, at: step).isAbsent { return false }
    let phase = program.lines[line].phase
    return step <= steps || phase != .param && !phase.belongsToTraining
  }

  /// The first value, by step and then by line, that is not finite.
  package var firstNotFinite: NotFinite? {
    for step in 1...lastStep {
      if let first = firstNotFinite(at: step) { return first }
    }
    return nil
  }

  /// The first value of a step that is not finite.
  package func firstNotFinite(at step: Int) -> NotFinite? {
    if !rows.hasNotFinite(step) { return nil }
    for line in program.lines.indices where columns[line] >= 0 && hasRow(line, at: step) {
      let value = rows[step, Int(columns[line])]
      if !value.isFinite { return NotFinite(line: line, step: step, value: value) }
    }
    return nil
  }
}

/// A value that is infinite or not a number, and where it arose.
package struct NotFinite: Sendable {
  package let line: LineID
  package let step: Int
  package let value: Double
}
