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
    let bytes = rows * width * MemoryLayout<Double>.stride
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

  /// What is put into a column before each step.
  private struct Given {
    let column: Int
    let value: (_ step: Int) -> Double
  }

  init(_ code: CompiledProgram, _ program: Program, _ rows: RowStore) {
    self.code = code
    self.rows = rows
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
    var beside = code.beside
    try beside.withUnsafeMutableBufferPointer { beside in
      guard let memory = beside.baseAddress else { return }
      let last = training?.steps ?? 1
      var step = 0
      repeat {
        step += 1
        let following = step < last || training != nil ? 1 : 0
        if !rows.hasRoom(for: step + following) { throw rows.full(at: step) }
        run(code.batches[...], step, memory)
        try completed(step, false)
      } while step < last && !ends(step, memory)
      if training == nil { return }
      run(code.batches[..<code.forwardBatches], step + 1, memory)
      try completed(step + 1, true)
    }
  }

  /// Runs one step on the rows as they are, with other numbers for some that are given anew.
  func run(
    _ step: Int, beside: inout [Double], instead: [(column: Int, value: Double)]
  ) {
    beside.withUnsafeMutableBufferPointer { beside in
      if let memory = beside.baseAddress { run(code.batches[...], step, memory, instead) }
    }
  }

  private func ends(_ step: Int, _ beside: UnsafeMutablePointer<Double>) -> Bool {
    guard let until = code.until else { return false }
    let condition =
      switch until.base {
      case .row: rows.row(step)[until.address]
      case .previousRow: rows.row(step - 1)[until.address]
      case .beside: beside[until.address]
      }
    return condition != 0
  }

  private func run(
    _ batches: ArraySlice<Batch>, _ step: Int, _ beside: UnsafeMutablePointer<Double>,
    _ instead: [(column: Int, value: Double)] = []
  ) {
    beside[0] = Double(step)
    let row = rows.row(step)
    for given in given { row[given.column] = given.value(step) }
    for (column, value) in instead { row[column] = value }
    code.addresses.withUnsafeBufferPointer { addresses in
      let bases = Bases(row: row, previousRow: rows.row(step - 1), beside: beside, addresses)
      for batch in batches { run(batch, bases) }
    }
  }

  private func run(_ batch: Batch, _ bases: Bases) {
    let result = bases[batch.result.base] + batch.result.start
    switch batch.operation {
    case .add: bases.apply(batch, to: result) { $0 + $1 }
    case .subtract: bases.apply(batch, to: result) { $0 - $1 }
    case .multiply: bases.apply(batch, to: result) { $0 * $1 }
    case .divide: bases.apply(batch, to: result) { $0 / $1 }
    case .negate: bases.apply(batch, to: result) { -$0 }
    case .copy: bases.apply(batch, to: result) { $0 }
    case .squareRoot: bases.apply(batch, to: result) { $0.squareRoot() }
    case .choose:
      for index in 0..<batch.count {
        let isChosen = bases.value(batch.first, index) != 0
        result[index] = bases.value(isChosen ? batch.second : batch.third, index)
      }
    case .unary(let index):
      guard case .unary(let function) = code.functions[index] else { return }
      bases.apply(batch, to: result) { function($0) }
    case .binary(let index):
      guard case .binary(let function) = code.functions[index] else { return }
      bases.apply(batch, to: result) { function($0, $1) }
    case .many(let index):
      guard case .many(let function) = code.functions[index] else { return }
      result[0] = function(bases.many(batch.first.start, batch.count))
    }
  }
}

/// Where the operands of a step lie.
private struct Bases {
  let row: UnsafeMutablePointer<Double>
  let previousRow: UnsafeMutablePointer<Double>
  let beside: UnsafeMutablePointer<Double>
  let addresses: UnsafeBufferPointer<Int32>

  init(
    row: UnsafeMutablePointer<Double>, previousRow: UnsafeMutablePointer<Double>,
    beside: UnsafeMutablePointer<Double>, _ addresses: UnsafeBufferPointer<Int32>
  ) {
    self.row = row
    self.previousRow = previousRow
    self.beside = beside
    self.addresses = addresses
  }

  @inline(__always)
  subscript(base: Base) -> UnsafeMutablePointer<Double> {
    switch base {
    case .row: row
    case .previousRow: previousRow
    case .beside: beside
    }
  }

  @inline(__always)
  func value(_ operand: Operand, _ index: Int) -> Double {
    switch operand.access {
    case .contiguous: self[operand.base][operand.start + index]
    case .broadcast: self[operand.base][operand.start]
    case .gathered: self[operand.base][Int(addresses[operand.start + index])]
    }
  }

  func many(_ start: Int, _ count: Int) -> [Double] {
    (start..<start + count).map { index in
      let address = Int(addresses[index])
      return self[Base(rawValue: address & 3) ?? .beside][address >> 2]
    }
  }

  @inline(__always)
  func apply(
    _ batch: Batch, to result: UnsafeMutablePointer<Double>, _ operation: (Double) -> Double
  ) {
    let operand = batch.first
    let values = self[operand.base]
    switch operand.access {
    case .contiguous, .broadcast:
      let stride = operand.access == .contiguous ? 1 : 0
      for index in 0..<batch.count {
        result[index] = operation(values[operand.start + index * stride])
      }
    case .gathered:
      for index in 0..<batch.count {
        result[index] = operation(values[Int(addresses[operand.start + index])])
      }
    }
  }

  @inline(__always)
  func apply(
    _ batch: Batch, to result: UnsafeMutablePointer<Double>,
    _ operation: (Double, Double) -> Double
  ) {
    let (left, right) = (batch.first, batch.second)
    let (a, b) = (self[left.base], self[right.base])
    let count = batch.count
    switch (left.access, right.access) {
    case (.contiguous, .contiguous):
      let (a, b) = (a + left.start, b + right.start)
      for index in 0..<count { result[index] = operation(a[index], b[index]) }
    case (.contiguous, .broadcast):
      let (a, fixed) = (a + left.start, b[right.start])
      for index in 0..<count { result[index] = operation(a[index], fixed) }
    case (.broadcast, .contiguous):
      let (fixed, b) = (a[left.start], b + right.start)
      for index in 0..<count { result[index] = operation(fixed, b[index]) }
    case (.broadcast, .broadcast):
      let value = operation(a[left.start], b[right.start])
      for index in 0..<count { result[index] = value }
    case (.gathered, .gathered):
      for index in 0..<count {
        result[index] = operation(
          a[Int(addresses[left.start + index])], b[Int(addresses[right.start + index])])
      }
    case (.gathered, _):
      let stride = right.access == .contiguous ? 1 : 0
      for index in 0..<count {
        result[index] = operation(
          a[Int(addresses[left.start + index])], b[right.start + index * stride])
      }
    case (_, .gathered):
      let stride = left.access == .contiguous ? 1 : 0
      for index in 0..<count {
        result[index] = operation(
          a[left.start + index * stride], b[Int(addresses[right.start + index])])
      }
    }
  }
}
