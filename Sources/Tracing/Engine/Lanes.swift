import Formulas

/// By `Base`: where this step's row begins, the row before, and what lies beside.
typealias BasePointers = UnsafeMutablePointer<UnsafeMutablePointer<Double>>

/// A vector of accumulators, whose operands lie anywhere.
///
/// Addresses are those of the machine, which says why memory is handled by hand.
protocol Lanes: SIMD where Scalar == Double {
  init(_ operand: UnsafePointer<Operand>, _ bases: BasePointers)
  init(_ block: Block)
  func write(_ operand: UnsafePointer<Operand>, _ bases: BasePointers, _ lanes: Int)
  mutating func apply(_ function: Function.Real, _ lanes: Int)
}

extension SIMD2<Double>: Lanes {
  @inline(__always)
  init(_ operand: UnsafePointer<Operand>, _ bases: BasePointers) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    self.init(base[Int(operand.pointee.offsets.0)], base[Int(operand.pointee.offsets.1)])
  }
  @inline(__always)
  init(_ block: Block) { self = block.lowHalf }
  @inline(__always)
  func write(_ operand: UnsafePointer<Operand>, _ bases: BasePointers, _ lanes: Int) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    base[Int(operand.pointee.offsets.0)] = x
    base[Int(operand.pointee.offsets.1)] = y
  }
  @inline(__always)
  mutating func apply(_ function: Function.Real, _ lanes: Int) {
    let first = function(x)
    self = SIMD2(first, lanes > 1 ? function(y) : first)
  }
}

extension SIMD4<Double>: Lanes {
  @inline(__always)
  init(_ operand: UnsafePointer<Operand>, _ bases: BasePointers) {
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
  init(_ block: Block) { self = block }
  @inline(__always)
  func write(_ operand: UnsafePointer<Operand>, _ bases: BasePointers, _ lanes: Int) {
    let base = bases[Int(operand.pointee.base.rawValue)]
    let start = base + Int(operand.pointee.offsets.0)
    if lanes == 4 {
      UnsafeMutableRawPointer(start).storeBytes(of: self, as: Block.self)
    } else {
      (start[0], start[1], start[2]) = (x, y, z)
    }
  }
  @inline(__always)
  mutating func apply(_ function: Function.Real, _ lanes: Int) {
    let (first, second, third) = (function(x), function(y), function(z))
    self = SIMD4(first, second, third, lanes > 3 ? function(w) : third)
  }
}
