import Formulas

/// The accumulators of four chains.
typealias Block = SIMD4<Double>

/// The steps of a batch and how many chains they are for.
struct StepRange {
  let lanes: Int
  let first: UnsafeMutablePointer<Step>
  let end: UnsafeMutablePointer<Step>
}

/// Runs batches: for some chains at a time, step by step, with their accumulators side by side.
///
/// A batch of up to four chains keeps its accumulators in one vector, a larger one in memory, in
/// blocks of four. Of the last block, some chains may not exist: their numbers are whatever lies
/// there, and are never stored.
///
/// It handles memory by hand because checking an address costs more than the sum or product that
/// it is for. All addresses come from the compiler, which has laid out the rows and what lies
/// beside them; nothing else writes to any of it.
final class Machine {
  /// How many bytes after the last number of a row or beside the rows may be read.
  static let overrun = 3 * MemoryLayout<Double>.stride
  /// How many chains run at a time.
  static let strip = 128

  private let batches: UnsafeMutablePointer<StepRange>
  private let steps: UnsafeMutablePointer<Step>
  private let stepCount: Int
  let addresses: UnsafeMutablePointer<Int32>
  private let beside: UnsafeMutablePointer<Double>
  let accumulators: UnsafeMutablePointer<Block>
  /// By `Base`: this step's row, the row before, what lies beside.
  let bases: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
  let functions: [Function.Value]
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

  func value(_ location: Location) -> Double {
    bases[Int(location.base.rawValue)][location.address]
  }

  /// Runs so many batches, from the first, of a step.
  func run(_ count: Int, _ step: Int, of rows: RowStore) {
    bases[Int(Base.row.rawValue)] = rows.row(step)
    bases[Int(Base.previousRow.rawValue)] = rows.row(step - 1)
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
}
