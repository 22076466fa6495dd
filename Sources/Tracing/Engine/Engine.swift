import Formulas
import Programs
import RandomNumbers

/// Runs a compiled program, step by step, into the rows of a trace.
struct Engine {
  private let code: CompiledProgram
  private let rows: RowStore
  private let plannedSteps: Int
  private let hasClosingPass: Bool
  private let lastBatch: LastBatchEngine?
  private let given: [Given]
  private let machine: Machine
  private let exact: ExactRun?

  /// What is put into a column before each step.
  private struct Given {
    let column: Int
    let value: (_ step: Int) -> Double
  }

  init(_ code: CompiledProgram, _ program: Program, _ rows: RowStore) throws {
    self.code = code
    self.rows = rows
    machine = Machine(code)
    exact = ExactRun(program, code.columns)
    plannedSteps = program.plannedSteps
    hasClosingPass = program.training != nil
    lastBatch = try program.lastBatch.map { last in
      try LastBatchEngine(program.at(last.period), last, besides: code)
    }
    var epochs: Epochs?
    given = try code.givenEachStep.map { position in
      Given(
        column: Int(code.columns[position]),
        value: try Self.numbers(
          of: program.lines[position], program, &epochs, rows, code.columns))
    }
    rows.begin(program, code.columns)
  }

  /// What a line is given at each step; lines that are shuffled have one order.
  private static func numbers(
    of line: Line, _ program: Program, _ epochs: inout Epochs?, _ rows: RowStore,
    _ columns: PerLine<Int32>
  ) throws -> (_ step: Int) -> Double {
    let random = RandomSource(seed: program.seed)
    switch line.definition {
    case .sequence(let values): return { values[($0 - 1) % values.count] }
    case .shuffled(let values, let row, let batch):
      let samples = epochs ?? Epochs(of: values.count, random)
      epochs = samples
      // What a shorter batch does not have is 0, for which nobody asks.
      return { samples.sample(row, of: batch, at: $0).map { values[$0] } ?? 0 }
    case .drawn(let distribution):
      let hash = RandomSource.hash(of: line.symbol.description)
      return { distribution.value(from: random.bits(hash: hash, step: $0)) }
    case .outcome(let run):
      let inner = try RepeatedRun(run)
      let sources = run.beginnings.map { program.lines[$0.source] }
      func beginning(_ source: Line, at step: Int) -> Double {
        guard case .carried(let update?) = source.definition else { return source.initial }
        return rows[step - 1, Int(columns[update])]
      }
      return { step in
        inner.outcome(beginningWith: sources.map { beginning($0, at: step) })
      }
    case .constant, .carried, .formula, .absent: return { _ in line.initial }
    }
  }

  /// Runs all steps and the closing pass, and calls `completed` after each.
  func run(_ completed: (_ step: Int, _ isClosing: Bool) throws -> Void) throws {
    let last = plannedSteps
    var step = 0
    repeat {
      step += 1
      let following = step < last || hasClosingPass ? 1 : 0
      if !rows.hasRoom(for: step + following) { throw rows.full(at: step) }
      fill(step)
      compute(step)
      try completed(step, false)
    } while step < last && !hasEnded(step)
    if !hasClosingPass { return }
    close(step + 1)
    try completed(step + 1, true)
  }

  /// Runs all steps and the closing pass in rows that keep the last two; returns the last.
  func runToEnd() -> Int {
    let last = plannedSteps
    var step = 0
    repeat {
      step += 1
      fill(step)
      compute(step)
    } while step < last && !hasEnded(step)
    if !hasClosingPass { return step }
    close(step + 1)
    return step + 1
  }

  private func close(_ step: Int) {
    fill(step)
    compute(step, forwardOnly: true)
  }

  /// Puts what is given anew into a step's row.
  func fill(_ step: Int) {
    for given in given { rows[step, given.column] = given.value(step) }
  }

  /// Computes the lines of a step from what is given in its row and from the row before.
  func compute(_ step: Int, forwardOnly: Bool = false) {
    if let exact { return exact.compute(step, of: rows, forwardOnly: forwardOnly) }
    if let lastBatch, lastBatch.batch.isTaken(at: step) {
      return lastBatch.compute(step, of: rows, forwardOnly: forwardOnly)
    }
    machine.run(forwardOnly ? code.forwardBatches : code.batches.count, step, of: rows)
  }

  /// The first line of an exact run whose fraction would have been too long, so far.
  var firstCut: (line: LineID, step: Int)? { exact?.firstCut }

  /// Whether the condition that ends the run holds after a step.
  private func hasEnded(_ step: Int) -> Bool {
    if let exact { return exact.hasEnded(step) }
    if let lastBatch, lastBatch.batch.isTaken(at: step) { return lastBatch.hasEnded }
    return code.until.map { machine.value($0) != 0 } ?? false
  }
}

/// Runs the steps with fewer rows: another program, whose values go to the rows of the trace.
private final class LastBatchEngine {
  let batch: LastBatch
  private let code: CompiledProgram
  private let machine: Machine
  /// A step and the one before, laid out as this program has them.
  private let rows: RowStore
  /// Of each line that both programs have in their rows, the column here and in the trace.
  private var columns: [(own: Int, theirs: Int)] = []

  init(
    _ program: Program, _ batch: LastBatch, besides other: CompiledProgram
  ) throws(TraceTooLarge) {
    self.batch = batch
    code = CompiledProgram(program)
    machine = Machine(code)
    rows = try RowStore(lastTwoOf: code.width, memory: .max)
    for (own, theirs) in zip(code.columns, other.columns) where own >= 0 && theirs >= 0 {
      columns.append((Int(own), Int(theirs)))
    }
  }

  func compute(_ step: Int, of trace: RowStore, forwardOnly: Bool) {
    for (own, theirs) in columns {
      rows[step - 1, own] = trace[step - 1, theirs]
      rows[step, own] = trace[step, theirs]
    }
    machine.run(forwardOnly ? code.forwardBatches : code.batches.count, step, of: rows)
    for (own, theirs) in columns { trace[step, theirs] = rows[step, own] }
  }

  var hasEnded: Bool { code.until.map { machine.value($0) != 0 } ?? false }
}

/// A program that is run again and again, each time from other numbers; two rows are kept of it.
private struct RepeatedRun {
  private let run: InnerRun
  private let columns: PerLine<Int32>
  private let rows: RowStore
  private let engine: Engine

  init(_ run: InnerRun) throws {
    let code = CompiledProgram(run.program)
    self.run = run
    columns = code.columns
    rows = try RowStore(lastTwoOf: code.width, memory: RowStore.halfOfMachine)
    engine = try Engine(code, run.program, rows)
  }

  func outcome(beginningWith values: [Double]) -> Double {
    rows.begin(run.program, columns)
    for (beginning, value) in zip(run.beginnings, values) {
      rows[0, Int(columns[beginning.line])] = value
    }
    return rows[engine.runToEnd(), Int(columns[run.outcome])]
  }
}

/// The order of the samples, in the epoch that was last asked for.
private final class Epochs {
  private let count: Int
  private let random: RandomSource
  private var epoch = 0
  private var order: [Int] = []

  init(of count: Int, _ random: RandomSource) {
    self.count = count
    self.random = random
  }

  /// Returns which sample is a row of the batch of a step; `nil` where that batch is
  /// shorter.
  func sample(_ row: Int, of batch: Int, at step: Int) -> Int? {
    let batches = (count + batch - 1) / batch
    let (past, number) = (step - 1).quotientAndRemainder(dividingBy: batches)
    if past + 1 != epoch {
      epoch = past + 1
      order = random.order(of: count, name: "row", epoch: epoch)
    }
    let position = number * batch + row
    return position < count ? order[position] : nil
  }
}

extension RowStore {
  /// Fills row 0 with what the first step finds before it.
  func begin(_ program: Program, _ columns: PerLine<Int32>) {
    for (position, line) in program.lines.numbered where columns[position] >= 0 {
      self[0, Int(columns[position])] = line.initial
    }
  }
}

extension Program {
  /// How many steps a run has at most; what is not trained has one.
  var plannedSteps: Int { training?.steps ?? 1 }
}
