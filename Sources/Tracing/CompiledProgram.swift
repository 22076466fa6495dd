import Decimals
import Formulas
import Programs

/// What an instruction does with its operands.
enum Operation: Hashable {
  case add, subtract, multiply, divide, negate, copy, squareRoot, choose
  /// A function of the table, of one, two or many arguments.
  case unary(Int), binary(Int), many(Int)

  var order: Int {
    switch self {
    case .add: 0
    case .subtract: 1
    case .multiply: 2
    case .divide: 3
    case .negate: 4
    case .copy: 5
    case .squareRoot: 6
    case .choose: 7
    case .unary(let index): 8 + 3 * index
    case .binary(let index): 9 + 3 * index
    case .many(let index): 10 + 3 * index
    }
  }

  /// How many orders there are, given how many functions.
  static func orders(_ functions: Int) -> Int { 8 + 3 * functions }
}

/// Where a value lies: in this step's row, in the row before, or beside the rows.
enum Base: Int {
  case row, previousRow, beside
}

/// Where an operand's or a result's numbers lie, for each instruction of a batch.
struct Operand {
  enum Access {
    /// One after the other, from `start`.
    case contiguous
    /// The same number, at `start`, for all.
    case broadcast
    /// At the addresses in the table of addresses, from `start`.
    case gathered
  }

  var base = Base.beside
  var access = Access.broadcast
  var start = 0
}

/// Instructions of one operation that do not depend on each other; results lie side by side.
struct Batch {
  let operation: Operation
  let count: Int
  let result: Operand
  let first: Operand
  var second = Operand()
  var third = Operand()
}

/// A program as batches of primitive instructions, and the place of each value.
///
/// Equal values are computed once. Instructions are sorted by how deep they stand, then
/// by operation, then by where their operands lie; results are then laid out in that
/// order, so that most operands lie side by side.
struct CompiledProgram {
  /// How many values a row has.
  private(set) var width = 0
  /// The column of each line in a row; -1 for lines that are in no row.
  private(set) var columns: [Int32]
  /// The numbers beside the rows: first the step, then constants, then temporaries.
  private(set) var beside: [Double] = [0]
  private(set) var batches: [Batch] = []
  /// How many batches, from the first, the forward pass takes.
  private(set) var forwardBatches = 0
  private(set) var functions: [Function.Value] = []
  /// Addresses of gathered operands; those of many-argument functions carry their base.
  private(set) var addresses: [Int32] = []
  /// Where the condition that ends the run lies.
  private(set) var until: (base: Base, address: Int)?
  /// Lines whose value is put into the row before each step.
  private(set) var givenEachStep: [Int] = []

  init(_ program: Program) {
    columns = Array(repeating: -1, count: program.lines.count)
    var numbering = ValueNumbering(program)
    numbering.numberAll()
    place(numbering)
  }

  private mutating func place(_ numbering: ValueNumbering) {
    functions = numbering.functions
    beside = [0] + numbering.constants
    givenEachStep = numbering.givenEachStep
    for line in givenEachStep {
      columns[line] = Int32(width)
      width += 1
    }
    let values = numbering.values
    var places = [Place](repeating: Place(), count: values.count)
    // A value that a line names lies in its column, further lines of equal value are copies.
    for (id, value) in values.enumerated() {
      switch value {
      case .step: places[id] = Place(base: .beside, address: 0)
      case .constant(let index): places[id] = Place(base: .beside, address: index + 1)
      case .given(let line): places[id] = Place(base: .row, address: Int(columns[line]))
      case .previous, .instruction: break
      }
    }
    var sorter = InstructionSorter(numbering)
    // Columns are settled level by level; values of the step before have all levels' columns,
    // so a first pass lays out the rows and a second one finds the batches.
    sorter.layOut(&columns, &width, &places, &beside)
    for (id, value) in values.enumerated() {
      if case .previous(let line) = value {
        places[id] = Place(base: .previousRow, address: Int(columns[line]))
      }
    }
    for group in sorter.groups {
      if group.isForward { forwardBatches = batches.count + 1 }
      append(group.instructions, numbering, places)
    }
    if let value = numbering.until { until = (places[value].base, places[value].address) }
  }

  /// Splits a group of instructions of one operation into batches whose operands have one base.
  private mutating func append(
    _ group: [Int], _ numbering: ValueNumbering, _ places: [Place]
  ) {
    guard let first = group.first else { return }
    let operation = numbering.instructions[first].operation
    if case .many = operation {
      for index in group {
        let instruction = numbering.instructions[index]
        appendMany(instruction, numbering.manyOperands[Int(instruction.value)] ?? [], places)
      }
      return
    }
    let count = Int(numbering.instructions[first].operands.count)
    func operand(_ position: Int) -> Operand {
      position < count
        ? self.operand(group.map { places[numbering.instructions[$0].operands[position]] })
        : Operand()
    }
    let result = places[Int(numbering.instructions[first].value)]
    batches.append(
      Batch(
        operation: operation, count: group.count,
        result: Operand(base: result.base, access: .contiguous, start: result.address),
        first: operand(0), second: operand(1), third: operand(2)))
  }

  private mutating func operand(_ places: [Place]) -> Operand {
    let first = places[0]
    if places.allSatisfy({ $0.address == first.address }) {
      return Operand(base: first.base, access: .broadcast, start: first.address)
    }
    if places.indices.allSatisfy({ places[$0].address == first.address + $0 }) {
      return Operand(base: first.base, access: .contiguous, start: first.address)
    }
    let start = addresses.count
    addresses += places.map { Int32($0.address) }
    return Operand(base: first.base, access: .gathered, start: start)
  }

  private mutating func appendMany(
    _ instruction: ValueNumbering.Instruction, _ operands: [Int], _ places: [Place]
  ) {
    let start = addresses.count
    for operand in operands {
      addresses.append(Int32(places[operand].address << 2 | places[operand].base.rawValue))
    }
    let result = places[Int(instruction.value)]
    batches.append(
      Batch(
        operation: instruction.operation, count: operands.count,
        result: Operand(base: result.base, access: .contiguous, start: result.address),
        first: Operand(base: .beside, access: .gathered, start: start)))
  }
}

/// The base and address of one value.
struct Place {
  var base = Base.beside
  var address = -1
}
