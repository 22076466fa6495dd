import Formulas
import Programs
import RandomNumbers

/// Runs a compiled program, step by step, into the rows of a trace.
struct Engine {
  private let code: CompiledProgram
  private let rows: RowStore
  private let training: Training?
  private let lastBatch: LastBatchEngine?
  private let given: [Given]
  private let machine: Machine

  /// What is put into a column before each step.
  private struct Given {
    let column: Int
    let value: (_ step: Int) -> Double
  }

  init(_ code: CompiledProgram, _ program: Program, _ rows: RowStore) throws {
    self.code = code
    self.rows = rows
    machine = Machine(code)
    training = program.training
    lastBatch = try program.lastBatch.map { last in
      try LastBatchEngine(program.at(last.period), last, besides: code)
    }
    let random = RandomSource(seed: program.seed)
    var epochs: Epochs?
    given = try code.givenEachStep.map { position in
      let line = program.lines[position]
      let column = Int(code.columns[position])
      switch line.definition {
      case .sequence(let values):
        return Given(column: column) { values[($0 - 1) % values.count] }
      case .shuffled(let values, let place, let batch):
        let samples = epochs ?? Epochs(of: values.count, random)
        epochs = samples
        return Given(column: column) {
          samples.sample(place, of: batch, at: $0).map { values[$0] } ?? 0
        }
      case .drawn(let distribution):
        let hash = RandomSource.hash(of: line.symbol.description)
        return Given(column: column) {
          distribution.value(from: random.bits(hash: hash, step: $0))
        }
      case .outcome(let run):
        let inner = try RepeatedRun(run)
        let sources = run.beginnings.map { program.lines[$0.source] }
        return Given(column: column) { step in
          inner.outcome(
            beginningWith: sources.map { source in
              guard case .carried(let update?) = source.definition else { return source.initial }
              return rows[step - 1, Int(code.columns[update])]
            })
        }
      case .constant, .carried, .formula, .absent:
        return Given(column: column) { _ in line.initial }
      }
    }
    rows.begin(program, code.columns)
  }

  /// Runs all steps and the closing pass, and calls `completed` after each.
  func run(_ completed: (_ step: Int, _ isClosing: Bool) throws -> Void) throws {
    let last = training?.steps ?? 1
    var step = 0
    repeat {
      step += 1
      let following = step < last || training != nil ? 1 : 0
      if !rows.hasRoom(for: step + following) { throw rows.full(at: step) }
      fill(step)
      compute(step)
      try completed(step, false)
    } while step < last && !hasEnded(step)
    if training == nil { return }
    close(step + 1)
    try completed(step + 1, true)
  }

  /// Runs all steps and the closing pass in rows that keep the last two; returns the last.
  func runToEnd() -> Int {
    let last = training?.steps ?? 1
    var step = 0
    repeat {
      step += 1
      fill(step)
      compute(step)
    } while step < last && !hasEnded(step)
    if training == nil { return step }
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
    if let lastBatch, lastBatch.batch.isTaken(at: step) {
      return lastBatch.compute(step, of: rows, forwardOnly: forwardOnly)
    }
    machine.run(forwardOnly ? code.forwardBatches : code.batches.count, step, of: rows)
  }

  /// Whether the condition that ends the run holds after a step.
  private func hasEnded(_ step: Int) -> Bool {
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
  private let columns: [Int32]
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

  /// Returns which sample stands at a place in the batch of a step; `nil` where that batch is
  /// shorter.
  func sample(_ place: Int, of batch: Int, at step: Int) -> Int? {
    let batches = (count + batch - 1) / batch
    let (past, number) = (step - 1).quotientAndRemainder(dividingBy: batches)
    if past + 1 != epoch {
      epoch = past + 1
      order = random.order(of: count, name: "row", epoch: epoch)
    }
    let position = number * batch + place
    return position < count ? order[position] : nil
  }
}

extension RowStore {
  /// Fills row 0 with what the first step finds before it.
  func begin(_ program: Program, _ columns: [Int32]) {
    for (position, line) in program.lines.enumerated() where columns[position] >= 0 {
      self[0, Int(columns[position])] = line.initial
    }
  }
}
