import Decimals
package import Formulas
package import Programs

/// Where an operand's or a result's numbers lie, for each chain of a batch.
struct Operand {
  enum Access: UInt8 {
    /// One after the other, from `start`.
    case contiguous
    /// The same number, at `start`, for all.
    case broadcast
    /// For each four chains, one after the other, from where the table of addresses says.
    case contiguousBlocks
    /// For each four chains the same number, where the table of addresses says.
    case broadcastBlocks
    /// At the addresses in the table of addresses, from `start`.
    case gathered

    /// Whether four chains take one number.
    var isBroadcast: Bool { self == .broadcast || self == .broadcastBlocks }
  }

  var base = Base.beside
  var access = Access.broadcast
  var start: Int32 = 0
  /// How far each repetition of the step moves on.
  var stride: Int32 = 0
  /// The addresses for the first four chains; where there are fewer, the last one's again.
  var offsets: (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
}

/// One operation on the accumulators of a batch.
struct Step {
  var operation: StepOperation
  let function: Int32
  /// How often in a row.
  var count: Int32 = 1
  var first: Operand
  var second: Operand
  /// Whether the accumulators are stored afterwards, and where.
  var stores = false
  var result = Operand()
}

/// Chains of one shape that do not depend on each other.
struct Batch {
  let count: Int
  /// Their steps, among those of the program.
  let steps: Range<Int>
}

/// A program as batches of primitive instructions, and the location of each value.
///
/// Equal values are computed once. Instructions are put together to chains, chains are sorted
/// by how deep they stand, then by shape, then by where their operands lie; results are then
/// laid out in that order, so that most operands lie side by side.
package struct CompiledProgram {
  /// How many values a row has.
  package private(set) var width = 0
  /// The column of each line in a row; -1 for lines that are in no row.
  package private(set) var columns: PerLine<Int32>
  /// The numbers beside the rows: first the step, then constants, then temporaries.
  package private(set) var beside: [Double] = [0]
  private(set) var batches: [Batch] = []
  private(set) var steps: [Step] = []
  /// How many batches, from the first, the forward pass takes.
  private(set) var forwardBatches = 0
  package private(set) var functions: [Function] = []
  /// The table of addresses.
  ///
  /// What is gathered is filled up to a multiple of four; the operands of functions of many
  /// arguments carry their base.
  private(set) var addresses: [Int32] = []
  /// Where the condition that ends the run lies.
  private(set) var until: Location?
  /// Lines whose value is put into the row before each step.
  private(set) var givenEachStep: [LineID] = []

  package init(_ program: Program) {
    columns = PerLine(repeating: -1, count: program.lines.count)
    var numbering = ValueNumbering(program)
    numbering.numberAll()
    layOut(numbering)
  }

  private mutating func layOut(_ numbering: ValueNumbering) {
    functions = numbering.functions
    beside = [0] + numbering.constants
    givenEachStep = numbering.givenEachStep
    for line in givenEachStep {
      columns[line] = Int32(width)
      width += 1
    }
    let values = numbering.values
    var locations = [Location](repeating: Location(), count: values.count)
    // A value that a line names lies in its column, further lines of equal value are copies.
    for (id, value) in values.enumerated() {
      switch value {
      case .step: locations[id] = Location(base: .beside, address: 0)
      case .constant(let index): locations[id] = Location(base: .beside, address: index + 1)
      case .given(let line): locations[id] = Location(base: .row, address: Int(columns[line]))
      case .previous, .instruction: break
      }
    }
    let chains = Chains(numbering)
    var sorter = InstructionSorter(numbering, chains)
    // Columns are settled level by level; values of the step before have all levels' columns,
    // so a first pass lays out the rows and a second one finds the batches.
    sorter.layOut(&columns, &width, &locations, &beside)
    for (id, value) in values.enumerated() {
      if case .previous(let line) = value {
        locations[id] = Location(base: .previousRow, address: Int(columns[line]))
      }
    }
    for group in sorter.groups {
      // What is a few vectors wide runs vector by vector, whose steps need no tables.
      let size = group.elements.count <= 16 ? 4 : group.elements.count
      for start in stride(from: 0, to: group.elements.count, by: size) {
        let end = min(start + size, group.elements.count)
        append(Array(group.elements[start..<end]), numbering, chains, locations)
      }
      if group.isForward { forwardBatches = batches.count }
    }
    until = numbering.until.map { locations[$0] }
  }

  /// Makes a batch of a group, the same step for all its chains.
  private mutating func append(
    _ group: [Int32], _ numbering: ValueNumbering, _ chains: Chains, _ locations: [Location]
  ) {
    var elements = group
    let firstStep = steps.count
    var last = (first: [Int32](), second: [Int32]())
    while elements[0] >= 0 {
      let element = chains.elements[Int(elements[0])]
      if element.operation == .many {
        appendMany(element, numbering, locations)
      } else {
        let addresses = (
          elements.map { address(chains.elements[Int($0)].first, locations) },
          elements.map { address(chains.elements[Int($0)].second, locations) }
        )
        let bases = (base(element.first, locations), base(element.second, locations))
        if element.operation == .store, steps.count > firstStep, !steps[steps.count - 1].stores {
          steps[steps.count - 1].stores = true
          steps[steps.count - 1].result = operand(bases.0, addresses.0)
        } else if steps.count > firstStep, !steps[steps.count - 1].stores,
          let joined = element.operation.joined(to: steps[steps.count - 1].operation)
        {
          steps[steps.count - 1].operation = joined
          steps[steps.count - 1].second = operand(bases.0, addresses.0)
        } else if !repeatsLast(element.operation, bases, last, addresses, since: firstStep) {
          steps.append(
            Step(
              operation: element.operation, function: element.function,
              first: operand(bases.0, addresses.0), second: operand(bases.1, addresses.1)))
        }
        last = addresses
      }
      for index in elements.indices {
        elements[index] = chains.elements[Int(elements[index])].next
      }
    }
    batches.append(Batch(count: group.count, steps: firstStep..<steps.count))
  }

  private func address(_ value: Int32, _ locations: [Location]) -> Int32 {
    value < 0 ? 0 : Int32(locations[Int(value)].address)
  }

  private func base(_ value: Int32, _ locations: [Location]) -> Base {
    value < 0 ? .beside : locations[Int(value)].base
  }

  /// Whether the last step, done once more with operands that have moved on, does this.
  private mutating func repeatsLast(
    _ operation: StepOperation, _ bases: (Base, Base), _ last: ([Int32], [Int32]),
    _ addresses: ([Int32], [Int32]), since firstStep: Int
  ) -> Bool {
    guard operation.repeats, steps.count > firstStep, !steps[steps.count - 1].stores else {
      return false
    }
    var step = steps[steps.count - 1]
    guard step.operation == operation, step.first.base == bases.0, step.second.base == bases.1
    else { return false }
    if step.count == 1 {
      step.first.stride = addresses.0[0] - last.0[0]
      step.second.stride = addresses.1[0] - last.1[0]
    }
    let (first, second) = (step.first.stride, step.second.stride)
    for index in addresses.0.indices {
      guard addresses.0[index] - last.0[index] == first,
        addresses.1[index] - last.1[index] == second
      else { return false }
    }
    step.count += 1
    steps[steps.count - 1] = step
    return true
  }

  private mutating func operand(_ base: Base, _ offsets: [Int32]) -> Operand {
    let first = offsets[0]
    var operand = Operand(base: base, access: .broadcast, start: first)
    let last = offsets.count - 1
    operand.offsets = (first, offsets[min(1, last)], offsets[min(2, last)], offsets[min(3, last)])
    if offsets.allSatisfy({ $0 == first }) {
      return operand
    }
    if offsets.indices.allSatisfy({ offsets[$0] == first + Int32($0) }) {
      operand.access = .contiguous
      return operand
    }
    operand.start = Int32(addresses.count)
    let blocks = stride(from: 0, to: offsets.count, by: 4)
    func areBlocks(_ step: Int32) -> Bool {
      offsets.indices.allSatisfy { $0 % 4 == 0 || offsets[$0] == offsets[$0 - 1] + step }
    }
    if areBlocks(0) || areBlocks(1) {
      operand.access = areBlocks(0) ? .broadcastBlocks : .contiguousBlocks
      addresses += blocks.map { offsets[$0] }
      return operand
    }
    operand.access = .gathered
    addresses += offsets
    addresses += repeatElement(first, count: (4 - offsets.count % 4) % 4)
    return operand
  }

  private mutating func appendMany(
    _ element: Chains.Element, _ numbering: ValueNumbering, _ locations: [Location]
  ) {
    let operands = numbering.operands(ofMany: element.first)
    var step = Step(
      operation: .many, function: element.function, first: Operand(), second: Operand())
    step.count = Int32(operands.count)
    step.first.start = Int32(addresses.count)
    for operand in operands {
      addresses.append(
        Int32(locations[operand].address << 2 | Int(locations[operand].base.rawValue)))
    }
    steps.append(step)
  }
}
