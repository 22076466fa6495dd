package import Programs

/// A compiled program with room for its rows, to be run again and again in the same memory.
///
/// It is what a benchmark measures: the engine alone.
package struct PreparedRun {
  package let code: CompiledProgram
  private let rows: RowStore
  private let engine: Engine

  package init(_ program: Program) throws {
    let code = CompiledProgram(program)
    try self.init(program, code)
  }

  /// Takes fresh memory for the rows.
  package init(_ program: Program, _ code: CompiledProgram) throws {
    self.code = code
    rows = try RowStore(
      width: code.width, steps: program.plannedSteps,
      closing: program.training != nil, mayStop: code.until != nil,
      memory: RowStore.halfOfMachine)
    engine = try Engine(code, program, rows)
  }

  /// Runs all steps.
  package func run() throws { try engine.run { _, _ in } }

  /// The value in a column of a row; row 0 is what the first step finds before it.
  package subscript(row: Int, column: Int) -> Double { rows[row, column] }
}
