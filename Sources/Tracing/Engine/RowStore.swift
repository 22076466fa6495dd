import Formulas

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
/// The memory is handled by hand because the system is to give zeroed pages only as rows are
/// written, which an array would write first. Rows are written in place, once, by one engine, and
/// read afterwards, or between steps; what asks from outside of the machine has its row and column
/// checked.
package final class RowStore: @unchecked Sendable {
  private let values: UnsafeMutablePointer<Double>
  private let mapped: Int
  private let width: Int
  /// How many rows there is room for, row 0 included.
  private let capacity: Int
  /// How many bytes all rows would take.
  private let needed: Int
  private let limit: Int
  /// Whether only the last two rows are kept.
  private let keepsTwo: Bool

  /// Half of the machine's memory, in bytes.
  package static var halfOfMachine: Int {
    sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2
  }

  private static let hugePage = 2 << 20

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

  /// Where a row begins; only the machine may ask.
  func row(_ step: Int) -> UnsafeMutablePointer<Double> {
    values + (keepsTwo ? step & 1 : step) * width
  }

  func hasRoom(for step: Int) -> Bool { keepsTwo || step < capacity }

  func full(at step: Int) -> TraceTooLarge {
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
    // Times 0, only what is not finite is not 0.
    let row = UnsafeRawPointer(row(step))
    var sums = SIMD4<Double>.zero
    for start in stride(from: 0, to: width & ~3, by: 4) {
      let offset = start * MemoryLayout<Double>.stride
      sums += row.loadUnaligned(fromByteOffset: offset, as: SIMD4<Double>.self) * 0
    }
    var sum = sums.sum()
    for column in width & ~3..<width { sum += self[step, column] * 0 }
    return sum != 0
  }
}

/// Thrown where the values of a run would take more memory than they may.
package struct TraceTooLarge: Error, Sendable {
  package let bytes: Int
  package let limit: Int
  /// The step at which the room ended, where how long the run takes is not known before.
  package let step: Int?
}

extension Int {
  fileprivate func roundedUp(to unit: Int) -> Int { (self + unit - 1) / unit * unit }
}
