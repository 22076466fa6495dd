import Decimals
import Formulas
import Programs
import RandomNumbers

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The rows of a trace: one double for each value that a step logs, one row a step.
///
/// Row 0 holds what the first step finds before it. A store of two rows keeps the last two.
/// This file is the only one that handles memory by hand: rows are written in place, once, by
/// one engine, and read afterwards, or between steps; every address comes from the compiler and
/// lies inside its row.
package final class RowStore: @unchecked Sendable {
  fileprivate let values: UnsafeMutablePointer<Double>
  private let mapped: Int
  fileprivate let width: Int
  /// How many rows there is room for, row 0 included.
  fileprivate let capacity: Int
  /// How many bytes all rows would take.
  private let needed: Int
  private let limit: Int
  /// Whether only the last two rows are kept.
  private let keepsTwo: Bool

  /// Half of the machine's memory, in bytes.
  package static var halfOfMachine: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2
  }

  fileprivate static let hugePage = 2 << 20

  /// Reserves memory for all rows; it is taken page by page as rows are written.
  init(
    width: Int, steps: Int, closing: Bool, mayStop: Bool, memory: Int
  ) throws(TraceTooLarge) {
    self.width = max(width, 1)
    let rows = steps + (closing ? 2 : 1)
    let rowBytes = self.width * MemoryLayout<Double>.stride
    needed = rows.saturatingMultiplied(rowBytes)
    limit = memory
    keepsTwo = false
    if needed > memory && (!mayStop || memory < 4 * rowBytes) {
      throw TraceTooLarge(bytes: needed, limit: memory, step: nil)
    }
    capacity = min(rows, memory / rowBytes)
    (values, mapped) = try RowStore.map(rows: capacity, of: self.width)
  }

  /// Reserves memory for two rows: each step's takes the place of the last but one.
  init(lastTwoOf width: Int, memory: Int) throws(TraceTooLarge) {
    self.width = max(width, 1)
    needed = 2 * self.width * MemoryLayout<Double>.stride
    limit = memory
    keepsTwo = true
    if needed > memory { throw TraceTooLarge(bytes: needed, limit: memory, step: nil) }
    capacity = 2
    (values, mapped) = try RowStore.map(rows: 2, of: self.width)
  }

  private static func map(
    rows: Int, of width: Int
  ) throws(TraceTooLarge) -> (UnsafeMutablePointer<Double>, Int) {
    let bytes = rows * width * MemoryLayout<Double>.stride + Machine.overrun
    guard let memory = map(bytes) else {
      throw TraceTooLarge(bytes: bytes, limit: bytes, step: nil)
    }
    return (memory.bindMemory(to: Double.self, capacity: rows * width), bytes)
  }

  deinit { RowStore.unmap(UnsafeMutableRawPointer(values), mapped) }

  /// Zeroed memory that lies on a huge page where it is large enough for one.
  private static func map(_ bytes: Int) -> UnsafeMutableRawPointer? {
    #if os(Linux)
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
      let length = bytes + hugePage
      guard let start = mmap(nil, length, PROT_READ | PROT_WRITE, flags, -1, 0),
        start != MAP_FAILED
      else { return nil }
      let address = Int(bitPattern: start)
      let aligned = (address + hugePage - 1) / hugePage * hugePage
      if aligned > address { munmap(start, aligned - address) }
      let result = UnsafeMutableRawPointer(bitPattern: aligned)
      let rest = address + length - (aligned + bytes.roundedUp(to: pageSize))
      if rest > 0, let result { munmap(result + bytes.roundedUp(to: pageSize), rest) }
      if bytes >= hugePage { madvise(result, bytes, Int32(MADV_HUGEPAGE)) }
      return result
    #else
      let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
      return memory
    #endif
  }

  private static func unmap(_ memory: UnsafeMutableRawPointer, _ bytes: Int) {
    #if os(Linux)
      munmap(memory, bytes.roundedUp(to: pageSize))
    #else
      memory.deallocate()
    #endif
  }

  private static let pageSize = sysconf(Int32(_SC_PAGESIZE))

  fileprivate func row(_ step: Int) -> UnsafeMutablePointer<Double> {
    values + (keepsTwo ? step & 1 : step) * width
  }

  fileprivate func hasRoom(for step: Int) -> Bool { keepsTwo || step < capacity }

  fileprivate func full(at step: Int) -> TraceTooLarge {
    TraceTooLarge(bytes: needed, limit: limit, step: step)
  }

  subscript(step: Int, column: Int) -> Double {
    get {
      check(step, column)
      return row(step)[column]
    }
    set {
      check(step, column)
      row(step)[column] = newValue
    }
  }

  private func check(_ step: Int, _ column: Int) {
    precondition(step >= 0 && (keepsTwo || step < capacity) && column >= 0 && column < width)
  }

  /// Whether any value of a row is infinite or not a number.
  func hasNotFinite(_ step: Int) -> Bool {
    let exponent: UInt64 = 0x7FF0_0000_0000_0000
    var largest: UInt64 = 0
    let row = row(step)
    for column in 0..<width { largest = max(largest, row[column].bitPattern & exponent) }
    return largest == exponent
  }
}

extension Int {
  fileprivate func roundedUp(to unit: Int) -> Int { (self + unit - 1) / unit * unit }
}

/// Runs a compiled program, step by step, into the rows of a trace.
struct Engine {
  private let code: CompiledProgram
  private let rows: RowStore
  private let training: Training?
  private let given: [Given]
  private let machine: Machine

  /// What is put into a column before each step.
  private struct Given {
    let column: Int
    let value: (_ step: Int) -> Double
  }

  init(_ code: CompiledProgram, _ program: Program, _ rows: RowStore) {
    self.code = code
    self.rows = rows
    machine = Machine(code)
    training = program.training
    let random = RandomSource(seed: program.seed)
    given = code.givenEachStep.map { position in
      let line = program.lines[position]
      let column = Int(code.columns[position])
      switch line.definition {
      case .sequence(let values):
        return Given(column: column) { values[($0 - 1) % values.count] }
      case .drawn(let distribution):
        let hash = RandomSource.hash(of: line.symbol.description)
        return Given(column: column) {
          distribution.value(from: random.bits(hash: hash, step: $0))
        }
      case .constant, .carried, .formula:
        return Given(column: column) { _ in line.initial }
      }
    }
    for (position, line) in program.lines.enumerated() where code.columns[position] >= 0 {
      rows.row(0)[Int(code.columns[position])] = line.initial
    }
  }

  /// Runs all steps and the closing pass, and calls `completed` after each.
  func run(_ completed: (_ step: Int, _ isClosing: Bool) throws -> Void) throws {
    let last = training?.steps ?? 1
    var step = 0
    repeat {
      step += 1
      let following = step < last || training != nil ? 1 : 0
      if !rows.hasRoom(for: step + following) { throw rows.full(at: step) }
      run(step, batches: code.batches.count)
      try completed(step, false)
    } while step < last && !hasEnded
    if training == nil { return }
    run(step + 1, batches: code.forwardBatches)
    try completed(step + 1, true)
  }

  /// Runs one step on the rows as they are, with other numbers for some that are given anew.
  func run(_ step: Int, instead: [(column: Int, value: Double)]) {
    run(step, batches: code.batches.count, instead)
  }

  private var hasEnded: Bool { code.until.map { machine.value($0) != 0 } ?? false }

  private func run(
    _ step: Int, batches: Int, _ instead: [(column: Int, value: Double)] = []
  ) {
    let row = rows.row(step)
    for given in given { row[given.column] = given.value(step) }
    for (column, value) in instead { row[column] = value }
    machine.run(batches, step, row: row, previousRow: rows.row(step - 1))
  }
}

private typealias Block = SIMD4<Double>

/// The steps of a batch and how many chains they are for.
private struct StepRange {
  let lanes: Int
  let first: UnsafeMutablePointer<Step>
  let end: UnsafeMutablePointer<Step>
}

/// Runs batches: for some chains at a time, step by step, with their accumulators side by side.
///
/// A batch of up to four chains keeps its accumulators in one vector, a larger one in memory, in
/// blocks of four. Of the last block, some chains may not exist: their numbers are whatever lies
/// there, and are never stored.
private final class Machine {
  /// How many bytes after the last number of a row or beside the rows may be read.
  static let overrun = 3 * MemoryLayout<Double>.stride
  /// How many chains run at a time.
  private static let strip = 128

  private let batches: UnsafeMutablePointer<StepRange>
  private let steps: UnsafeMutablePointer<Step>
  private let stepCount: Int
  private let addresses: UnsafeMutablePointer<Int32>
  private let beside: UnsafeMutablePointer<Double>
  private let accumulators: UnsafeMutablePointer<Block>
  /// By `Base`: this step's row, the row before, what lies beside.
  private let bases: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
  private let functions: [Function.Value]
  private let unary: UnsafeMutablePointer<Function.Real>

  init(_ code: CompiledProgram) {
    functions = code.functions.map(\.value)
    unary = .allocate(capacity: functions.count)
    for (index, function) in functions.enumerated() {
      if case .unary(let function) = function { (unary + index).initialize(to: function) }
    }
    stepCount = code.steps.count
    steps = .allocate(capacity: stepCount)
    steps.initialize(from: code.steps, count: stepCount)
    batches = .allocate(capacity: code.batches.count)
    for (index, batch) in code.batches.enumerated() {
      (batches + index).initialize(
        to: StepRange(
          lanes: batch.count, first: steps + batch.steps.lowerBound,
          end: steps + batch.steps.upperBound))
    }
    addresses = .allocate(capacity: code.addresses.count)
    addresses.initialize(from: code.addresses, count: code.addresses.count)
    beside = .allocate(capacity: code.beside.count + 3)
    beside.initialize(repeating: 0, count: code.beside.count + 3)
    beside.update(from: code.beside, count: code.beside.count)
    accumulators = .allocate(capacity: Machine.strip / 4)
    accumulators.initialize(repeating: Block(), count: Machine.strip / 4)
    bases = .allocate(capacity: 3)
    bases.initialize(repeating: beside, count: 3)
  }

  deinit {
    unary.deallocate()
    steps.deallocate()
    batches.deallocate()
    addresses.deallocate()
    beside.deallocate()
    accumulators.deallocate()
    bases.deallocate()
  }

  func value(_ place: Place) -> Double { bases[Int(place.base.rawValue)][place.address] }

  func run(
    _ count: Int, _ step: Int, row: UnsafeMutablePointer<Double>,
    previousRow: UnsafeMutablePointer<Double>
  ) {
    bases[Int(Base.row.rawValue)] = row
    bases[Int(Base.previousRow.rawValue)] = previousRow
    beside[0] = Double(step)
    let bases = self.bases
    var batch = batches
    let end = batches + count
    while batch < end {
      if batch.pointee.lanes <= 2 {
        runNarrow(batch.pointee, bases, as: SIMD2<Double>.self)
      } else if batch.pointee.lanes <= 4 {
        runNarrow(batch.pointee, bases, as: SIMD4<Double>.self)
      } else {
        runWide(batch.pointee)
      }
      batch += 1
    }
  }

  private func runWide(_ batch: StepRange) {
    var lane = 0
    while lane < batch.lanes {
      let lanes = min(batch.lanes - lane, Machine.strip)
      var step = batch.first
      while step < batch.end {
        run(step, lane, lanes)
        step += 1
      }
      lane += lanes
    }
  }

  @inline(__always)
  private func run(_ step: UnsafeMutablePointer<Step>, _ lane: Int, _ lanes: Int) {
    switch step.pointee.operation {
    case .set: fold(step, lane, lanes, { $1 })
    case .setNegative: fold(step, lane, lanes, { $1 * -1 })
    case .add: fold(step, lane, lanes, { $0 + $1 })
    case .subtract: fold(step, lane, lanes, { $0 - $1 })
    case .subtractFrom: fold(step, lane, lanes, { $1 - $0 })
    case .multiply: fold(step, lane, lanes, { $0 * $1 })
    case .divide: fold(step, lane, lanes, { $0 / $1 })
    case .divideInto: fold(step, lane, lanes, { $1 / $0 })
    case .setProduct: foldTwo(step, lane, lanes, { $1 * $2 })
    case .setSum: foldTwo(step, lane, lanes, { $1 + $2 })
    case .setDifference: foldTwo(step, lane, lanes, { $1 - $2 })
    case .addProduct: foldTwo(step, lane, lanes, { $0 + $1 * $2 })
    case .subtractProduct: foldTwo(step, lane, lanes, { $0 - $1 * $2 })
    case .subtractScaledFrom: foldTwo(step, lane, lanes, { $2 - $0 * $1 })
    case .negate:
      // A vector's own minus subtracts from 0 and loses the sign of a zero.
      for block in 0..<(lanes + 3) >> 2 { accumulators[block] *= -1 }
    case .squareRoot:
      for block in 0..<(lanes + 3) >> 2 {
        accumulators[block] = accumulators[block].squareRoot()
      }
    case .store: store(step.pointee.first, lane, lanes)
    case .unary, .binary, .choose, .many: apply(step.pointee, lane, lanes)
    }
    if step.pointee.stores { store(step.pointee.result, lane, lanes) }
  }

  /// Runs a batch of so few chains that they fit one vector; missing ones are the last one again.
  @inline(__always)
  private func runNarrow<Vector: Lanes>(_ batch: StepRange, _ bases: BasePointers, as: Vector.Type)
  {
    let lanes = batch.lanes
    var value = Vector()
    var step = batch.first
    repeat {
      @inline(__always)
      func first() -> Vector { Vector(&step.pointee.first, bases) }
      @inline(__always)
      func second() -> Vector { Vector(&step.pointee.second, bases) }
      switch step.pointee.operation {
      case .set: value = first()
      case .setNegative: value = first() * -1
      case .add:
        value += first()
        if step.pointee.count > 1 { value = repeated(step, lanes, value) }
      case .subtract:
        value -= first()
        if step.pointee.count > 1 { value = repeated(step, lanes, value) }
      case .subtractFrom: value = first() - value
      case .multiply: value *= first()
      case .divide: value /= first()
      case .divideInto: value = first() / value
      case .setProduct: value = first() * second()
      case .addProduct:
        value += first() * second()
        if step.pointee.count > 1 { value = repeated(step, lanes, value) }
      case .subtractProduct:
        value -= first() * second()
        if step.pointee.count > 1 { value = repeated(step, lanes, value) }
      case .setSum: value = first() + second()
      case .setDifference: value = first() - second()
      case .subtractScaledFrom: value = second() - value * first()
      case .negate: value *= -1
      case .squareRoot: value = value.squareRoot()
      case .store: value.write(&step.pointee.first, bases, lanes)
      case .unary: value.apply(unary[Int(step.pointee.function)], lanes)
      case .binary, .choose, .many: value = applied(step, lanes, value)
      }
      if step.pointee.stores { value.write(&step.pointee.result, bases, lanes) }
      step += 1
    } while step < batch.end
  }

  /// Does to each number of a vector what cannot be done to all at once.
  @inline(never)
  private func applied<Vector: Lanes>(
    _ step: UnsafeMutablePointer<Step>, _ lanes: Int, _ value: Vector
  ) -> Vector {
    for lane in 0..<Vector.scalarCount { scalars[lane] = value[lane] }
    apply(step.pointee, 0, lanes)
    var value = value
    for lane in 0..<Vector.scalarCount { value[lane] = scalars[min(lane, lanes - 1)] }
    return value
  }

  /// Does a sum's step again, with operands that move on.
  @inline(never)
  private func repeated<Vector: Lanes>(
    _ step: UnsafeMutablePointer<Step>, _ lanes: Int, _ value: Vector
  ) -> Vector {
    let operation = step.pointee.operation
    let isProduct = operation == .addProduct || operation == .subtractProduct
    let isAdding = operation == .addProduct || operation == .add
    let (first, second) = (step.pointee.first, step.pointee.second)
    let count = Int(step.pointee.count)
    if lanes == 1 {
      let (a, b) = (start(first, 0), start(second, 0))
      let strides = (Int(first.stride), Int(second.stride))
      switch operation {
      case .addProduct:
        return Vector(repeating: sum(value[0], a, b, strides, count) { $0 + $1 * $2 })
      case .subtractProduct:
        return Vector(repeating: sum(value[0], a, b, strides, count) { $0 - $1 * $2 })
      case .add: return Vector(repeating: sum(value[0], a, a, strides, count) { x, y, _ in x + y })
      default: return Vector(repeating: sum(value[0], a, a, strides, count) { x, y, _ in x - y })
      }
    }
    var (value, a, b) = (value, gather(first, 0), gather(second, 0))
    for _ in 1..<count {
      a.move(by: Int(first.stride))
      b.move(by: Int(second.stride))
      let term = isProduct ? Vector(a.load()) * Vector(b.load()) : Vector(a.load())
      value = isAdding ? value + term : value - term
    }
    return value
  }

  /// The accumulators one by one.
  @inline(__always)
  private var scalars: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(accumulators).assumingMemoryBound(to: Double.self)
  }

  @inline(__always)
  private func pointer(_ operand: Operand) -> UnsafeMutablePointer<Double> {
    bases[Int(operand.base.rawValue)]
  }

  /// Takes an operand, or several in a row, to each accumulator.
  @inline(__always)
  private func fold(
    _ step: UnsafeMutablePointer<Step>, _ lane: Int, _ lanes: Int,
    _ operation: (Block, Block) -> Block
  ) {
    let operand = step.pointee.first
    let (count, move) = (Int(step.pointee.count), Int(operand.stride))
    let blocks = (lanes + 3) >> 2
    switch operand.access {
    case .contiguous where count == 1:
      let values = start(operand, lane)
      for block in 0..<blocks {
        accumulators[block] = operation(accumulators[block], load(values + 4 * block))
      }
    case .broadcast where count == 1:
      let value = Block(repeating: start(operand, lane).pointee)
      for block in 0..<blocks { accumulators[block] = operation(accumulators[block], value) }
    default:
      for block in 0..<blocks {
        var value = accumulators[block]
        var places = gather(operand, lane + 4 * block)
        for _ in 0..<count {
          value = operation(value, places.load())
          places.move(by: move)
        }
        accumulators[block] = value
      }
    }
  }

  /// Takes two operands, or several pairs in a row, to each accumulator.
  @inline(__always)
  private func foldTwo(
    _ step: UnsafeMutablePointer<Step>, _ lane: Int, _ lanes: Int,
    _ operation: (Block, Block, Block) -> Block
  ) {
    let (first, second) = (step.pointee.first, step.pointee.second)
    let count = Int(step.pointee.count)
    let moves = (Int(first.stride), Int(second.stride))
    let blocks = (lanes + 3) >> 2
    switch (first.access, second.access) {
    case (.contiguous, .contiguous) where count == 1:
      let (a, b) = (start(first, lane), start(second, lane))
      for block in 0..<blocks {
        accumulators[block] = operation(
          accumulators[block], load(a + 4 * block), load(b + 4 * block))
      }
    case (.contiguous, .broadcast) where count == 1:
      let (a, b) = (start(first, lane), Block(repeating: start(second, lane).pointee))
      for block in 0..<blocks {
        accumulators[block] = operation(accumulators[block], load(a + 4 * block), b)
      }
    case (.broadcast, .contiguous) where count == 1:
      let (a, b) = (Block(repeating: start(first, lane).pointee), start(second, lane))
      for block in 0..<blocks {
        accumulators[block] = operation(accumulators[block], a, load(b + 4 * block))
      }
    case (.broadcastBlocks, .contiguousBlocks) where count == 1:
      let places = (
        addresses + (Int(first.start) + lane >> 2), addresses + (Int(second.start) + lane >> 2)
      )
      let (a, b) = (pointer(first), pointer(second))
      for block in 0..<blocks {
        let left = Block(repeating: a[Int(places.0[block])])
        let right = load(b + Int(places.1[block]))
        accumulators[block] = operation(accumulators[block], left, right)
      }
    case (.broadcastBlocks, _), (.broadcast, _):
      for block in 0..<blocks {
        var value = accumulators[block]
        var (a, b) = (start(first, lane + 4 * block), gather(second, lane + 4 * block))
        for _ in 0..<count {
          value = operation(value, Block(repeating: a.pointee), b.load())
          a += moves.0
          b.move(by: moves.1)
        }
        accumulators[block] = value
      }
    default:
      for block in 0..<blocks {
        var value = accumulators[block]
        var (a, b) = (gather(first, lane + 4 * block), gather(second, lane + 4 * block))
        for _ in 0..<count {
          value = operation(value, a.load(), b.load())
          a.move(by: moves.0)
          b.move(by: moves.1)
        }
        accumulators[block] = value
      }
    }
  }

  @inline(__always)
  private func store(_ result: Operand, _ lane: Int, _ lanes: Int) {
    let values = pointer(result) + Int(result.start) + lane
    let blocks = lanes >> 2
    for block in 0..<blocks {
      UnsafeMutableRawPointer(values + 4 * block).storeBytes(
        of: accumulators[block], as: Block.self)
    }
    for lane in 4 * blocks..<lanes { values[lane] = scalars[lane] }
  }

  /// Takes the terms after the first to a sum, four at a time, in their order.
  @inline(__always)
  private func sum(
    _ first: Double, _ a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>,
    _ strides: (Int, Int), _ count: Int, _ operation: (Double, Double, Double) -> Double
  ) -> Double {
    var (sum, a, b) = (first, a, b)
    var left = count &- 1
    while left >= 4 {
      a += strides.0
      b += strides.1
      sum = operation(sum, a[0], b[0])
      sum = operation(sum, a[strides.0], b[strides.1])
      sum = operation(sum, a[2 &* strides.0], b[2 &* strides.1])
      sum = operation(sum, a[3 &* strides.0], b[3 &* strides.1])
      a += 3 &* strides.0
      b += 3 &* strides.1
      left &-= 4
    }
    while left > 0 {
      a += strides.0
      b += strides.1
      sum = operation(sum, a.pointee, b.pointee)
      left &-= 1
    }
    return sum
  }

  /// What is done to each accumulator by itself.
  private func apply(_ step: Step, _ lane: Int, _ lanes: Int) {
    let values = scalars
    if step.operation == .choose {
      for index in 0..<lanes {
        values[index] = start(values[index] != 0 ? step.first : step.second, lane + index).pointee
      }
      return
    }
    switch functions[Int(step.function)] {
    case .unary(let function):
      for index in 0..<lanes { values[index] = function(values[index]) }
    case .binary(let function):
      for index in 0..<lanes {
        values[index] = function(values[index], start(step.first, lane + index).pointee)
      }
    case .many(let function):
      values[0] = function(
        (0..<Int(step.count)).map { index in
          let address = Int(addresses[Int(step.first.start) + index])
          return bases[address & 3][address >> 2]
        })
    case .choice, .definition: break
    }
  }

  /// Where the operand of one chain lies; of the first of four, where the table has blocks.
  @inline(__always)
  private func start(_ operand: Operand, _ lane: Int) -> UnsafeMutablePointer<Double> {
    let base = pointer(operand)
    let start = Int(operand.start)
    switch operand.access {
    case .contiguous: return base + (start + lane)
    case .broadcast: return base + start
    case .contiguousBlocks: return base + (Int(addresses[start + lane >> 2]) + lane & 3)
    case .broadcastBlocks: return base + Int(addresses[start + lane >> 2])
    case .gathered: return base + Int(addresses[start + lane])
    }
  }

  /// Where the operands of a block lie.
  @inline(__always)
  private func gather(_ operand: Operand, _ lane: Int) -> Gather {
    let base = pointer(operand)
    if operand.access == .gathered {
      let places = addresses + (Int(operand.start) + lane)
      return Gather(
        base + Int(places[0]), base + Int(places[1]), base + Int(places[2]), base + Int(places[3]))
    }
    let start = self.start(operand, lane)
    return operand.access.isBroadcast
      ? Gather(start, start, start, start) : Gather(start, start + 1, start + 2, start + 3)
  }

  @inline(__always)
  private func load(_ values: UnsafeMutablePointer<Double>) -> Block {
    UnsafeRawPointer(values).loadUnaligned(as: Block.self)
  }
}

private typealias BasePointers = UnsafeMutablePointer<UnsafeMutablePointer<Double>>

/// A vector that is read and written number by number.
private protocol Lanes: SIMD where Scalar == Double {
  init(_ operand: UnsafePointer<Operand>, _ bases: BasePointers)
  init(_ block: Block)
  func write(_ operand: UnsafePointer<Operand>, _ bases: BasePointers, _ lanes: Int)
  mutating func apply(_ function: Function.Real, _ lanes: Int)
}

extension SIMD2<Double>: Lanes {
  @inline(__always)
  fileprivate init(_ operand: UnsafePointer<Operand>, _ bases: BasePointers) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    self.init(base[Int(operand.pointee.offsets.0)], base[Int(operand.pointee.offsets.1)])
  }
  @inline(__always)
  fileprivate init(_ block: Block) { self = block.lowHalf }
  @inline(__always)
  fileprivate func write(_ operand: UnsafePointer<Operand>, _ bases: BasePointers, _ lanes: Int) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    base[Int(operand.pointee.offsets.0)] = x
    base[Int(operand.pointee.offsets.1)] = y
  }
  @inline(__always)
  fileprivate mutating func apply(_ function: Function.Real, _ lanes: Int) {
    let first = function(x)
    self = SIMD2(first, lanes > 1 ? function(y) : first)
  }
}

extension SIMD4<Double>: Lanes {
  @inline(__always)
  fileprivate init(_ operand: UnsafePointer<Operand>, _ bases: BasePointers) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    if operand.pointee.access == .contiguous {
      self = UnsafeRawPointer(base + Int(operand.pointee.offsets.0)).loadUnaligned(as: Block.self)
      return
    }
    if operand.pointee.access == .broadcast {
      self.init(repeating: base[Int(operand.pointee.offsets.0)])
      return
    }
    self.init(
      base[Int(operand.pointee.offsets.0)], base[Int(operand.pointee.offsets.1)],
      base[Int(operand.pointee.offsets.2)], base[Int(operand.pointee.offsets.3)])
  }
  @inline(__always)
  fileprivate init(_ block: Block) { self = block }
  @inline(__always)
  fileprivate func write(_ operand: UnsafePointer<Operand>, _ bases: BasePointers, _ lanes: Int) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    let start = base + Int(operand.pointee.offsets.0)
    if lanes == 4 {
      UnsafeMutableRawPointer(start).storeBytes(of: self, as: Block.self)
    } else {
      (start[0], start[1], start[2]) = (x, y, z)
    }
  }
  @inline(__always)
  fileprivate mutating func apply(_ function: Function.Real, _ lanes: Int) {
    let (first, second, third) = (function(x), function(y), function(z))
    self = SIMD4(first, second, third, lanes > 3 ? function(w) : third)
  }
}

/// Four numbers, wherever they lie.
private struct Gather {
  private var a, b, c, d: UnsafeMutablePointer<Double>

  @inline(__always)
  init(
    _ a: UnsafeMutablePointer<Double>, _ b: UnsafeMutablePointer<Double>,
    _ c: UnsafeMutablePointer<Double>, _ d: UnsafeMutablePointer<Double>
  ) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  @inline(__always)
  func load() -> Block { Block(a.pointee, b.pointee, c.pointee, d.pointee) }

  @inline(__always)
  mutating func move(by stride: Int) {
    a += stride
    b += stride
    c += stride
    d += stride
  }
}
