import Formulas

/// Batches of more than four chains: block by block, with the accumulators in memory.
///
/// The memory is the machine's, which says why it is handled by hand.
extension Machine {
  func runWide(_ batch: StepRange) {
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

  /// The accumulators one by one.
  @inline(__always)
  var scalars: UnsafeMutablePointer<Double> {
    UnsafeMutableRawPointer(accumulators).assumingMemoryBound(to: Double.self)
  }

  @inline(__always)
  func pointer(_ operand: Operand) -> UnsafeMutablePointer<Double> {
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
        var gathered = gather(operand, lane + 4 * block)
        for _ in 0..<count {
          value = operation(value, gathered.load())
          gathered.move(by: move)
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
    let count = step.pointee.count
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
      let offsets = (
        addresses + (Int(first.start) + lane >> 2), addresses + (Int(second.start) + lane >> 2)
      )
      let (a, b) = (pointer(first), pointer(second))
      for block in 0..<blocks {
        let left = Block(repeating: a[Int(offsets.0[block])])
        let right = load(b + Int(offsets.1[block]))
        accumulators[block] = operation(accumulators[block], left, right)
      }
    default: foldPairs(step, lane, blocks, operation)
    }
  }

  /// Takes pairs in a row that lie anywhere, block by block.
  @inline(__always)
  private func foldPairs(
    _ step: UnsafeMutablePointer<Step>, _ lane: Int, _ blocks: Int,
    _ operation: (Block, Block, Block) -> Block
  ) {
    let (first, second) = (step.pointee.first, step.pointee.second)
    let count = Int(step.pointee.count)
    let moves = (Int(first.stride), Int(second.stride))
    for block in 0..<blocks {
      var value = accumulators[block]
      var b = gather(second, lane + 4 * block)
      if first.access.isBroadcast {
        var a = start(first, lane + 4 * block)
        for _ in 0..<count {
          value = operation(value, Block(repeating: a.pointee), b.load())
          a += moves.0
          b.move(by: moves.1)
        }
      } else {
        var a = gather(first, lane + 4 * block)
        for _ in 0..<count {
          value = operation(value, a.load(), b.load())
          a.move(by: moves.0)
          b.move(by: moves.1)
        }
      }
      accumulators[block] = value
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

  /// What is done to each accumulator by itself.
  func apply(_ step: Step, _ lane: Int, _ lanes: Int) {
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
      let operand = start(step.first, lane)
      switch step.first.access {
      case .contiguous:
        for index in 0..<lanes { values[index] = function(values[index], operand[index]) }
      case .broadcast:
        let operand = operand.pointee
        for index in 0..<lanes { values[index] = function(values[index], operand) }
      default:
        for index in 0..<lanes {
          values[index] = function(values[index], start(step.first, lane + index).pointee)
        }
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
  func start(_ operand: Operand, _ lane: Int) -> UnsafeMutablePointer<Double> {
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
  func gather(_ operand: Operand, _ lane: Int) -> Gather {
    let base = pointer(operand)
    if operand.access == .gathered {
      let offsets = addresses + (Int(operand.start) + lane)
      return Gather(
        base + Int(offsets[0]), base + Int(offsets[1]), base + Int(offsets[2]),
        base + Int(offsets[3]))
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

/// Four numbers, wherever they lie.
struct Gather {
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
