import Formulas
import Programs

/// One operation on what a chain has so far, its accumulator.
enum StepOperation: UInt8 {
  /// Takes a value, its negative, or what two values give, as the first of the chain.
  case set, setNegative, setProduct, setSum, setDifference
  case add, subtract, addProduct, subtractProduct, multiply, divide
  /// With the accumulator on the right.
  case subtractFrom, divideInto
  /// Multiplies by the first operand and takes that from the second.
  case subtractScaledFrom
  case negate, squareRoot
  case unary, binary, choose, many
  /// Writes the accumulator to where its value lies.
  case store

  /// Whether several in a row can be one step with operands that move on.
  var repeats: Bool {
    switch self {
    case .add, .subtract, .addProduct, .subtractProduct: true
    default: false
    }
  }

  /// The one operation that does what the one before and then this one do, with the operands of both.
  func joined(to before: StepOperation) -> StepOperation? {
    switch (before, self) {
    case (.set, .negate): .setNegative
    case (.set, .add): .setSum
    case (.set, .subtract): .setDifference
    case (.multiply, .subtractFrom): .subtractScaledFrom
    default: nil
    }
  }
}

/// Instructions in chains: each works on the result of the one before, which needs no memory
/// of its own unless it is a line.
///
/// A value with one use is passed on within its chain; one with more is stored and ends it. So
/// the chain of a line is mostly its whole formula, and members of a family have chains of the
/// same shape.
struct Chains {
  struct Element {
    let operation: StepOperation
    var function: Int32 = 0
    /// The values that it takes, or for `store` the value that it gives; -1 for none.
    var first: Int32 = -1
    var second: Int32 = -1
    /// The element that follows in the chain; -1 after the last.
    var next: Int32 = -1
  }

  struct Chain {
    fileprivate(set) var first: Int32
    fileprivate var last: Int32
    fileprivate(set) var count = 1
    fileprivate(set) var isForward: Bool
    /// The value of the accumulator at the end.
    fileprivate var value: Int
    fileprivate var lastInstruction: Int
    fileprivate var isStored = false
    fileprivate var hasLine = false
    /// 1 more than that of the deepest chain whose values it takes.
    fileprivate(set) var level = 0
  }

  private let numbering: ValueNumbering
  private(set) var elements: [Element] = []
  private(set) var chains: [Chain] = []
  private var uses: [Int32]
  /// The chain that ends with a value; -1 for none.
  private var chainOfValue: [Int32]

  init(_ numbering: ValueNumbering) {
    self.numbering = numbering
    uses = Array(repeating: 0, count: numbering.values.count)
    chainOfValue = Array(repeating: -1, count: numbering.values.count)
    elements.reserveCapacity(numbering.instructions.count * 2)
    countUses()
    for index in numbering.instructions.indices { append(index) }
    for index in chains.indices where chains[index].count > 0 && !chains[index].isStored {
      store(index)
    }
    settleLevels()
  }

  private mutating func countUses() {
    for instruction in numbering.instructions {
      if let operands = numbering.manyOperands[Int(instruction.value)] {
        for operand in operands { uses[operand] += 1 }
        continue
      }
      for index in 0..<Int(instruction.operands.count) {
        uses[instruction.operands[index]] += 1
      }
    }
    if let until = numbering.until { uses[until] += 1 }
  }

  // Building.

  private mutating func append(_ index: Int) {
    let instruction = numbering.instructions[index]
    let operands = instruction.operands
    let (x, y) = (operands[0], operands[1])
    switch instruction.operation {
    case .add, .subtract:
      appendSum(index, x, y, isAdding: instruction.operation == .add)
    case .multiply:
      if joined(x, by: index) != nil {
        appendStep(.multiply, index, on: x, y)
      } else if joined(y, by: index) != nil {
        appendStep(.multiply, index, on: y, x)
      } else {
        begin(index, Element(operation: .setProduct, first: Int32(x), second: Int32(y)))
      }
    case .divide:
      if joined(x, by: index) == nil, joined(y, by: index) != nil {
        appendStep(.divideInto, index, on: y, x)
      } else {
        appendStep(.divide, index, on: x, y)
      }
    case .negate: appendStep(.negate, index, on: x)
    case .squareRoot: appendStep(.squareRoot, index, on: x)
    case .unary(let function): appendStep(.unary, index, on: x, function: function)
    case .binary(let function): appendStep(.binary, index, on: x, y, function: function)
    case .choose: appendStep(.choose, index, on: x, y, operands[2])
    case .copy: begin(index, Element(operation: .set, first: Int32(x)))
    case .many(let function):
      begin(
        index,
        Element(operation: .many, function: Int32(function), first: instruction.value))
    }
    finish(index)
  }

  private mutating func appendSum(_ index: Int, _ x: Int, _ y: Int, isAdding: Bool) {
    let (left, right) = (joined(x, by: index), joined(y, by: index))
    if let left, let product = dissolved(right) {
      append(isAdding ? .addProduct : .subtractProduct, product, to: left, by: index)
    } else if let right, isAdding, let product = dissolved(left) {
      append(.addProduct, product, to: right, by: index)
    } else if let left, right == nil || isSum(left) {
      append(isAdding ? .add : .subtract, (Int32(y), -1), to: left, by: index)
    } else if left == nil, let right {
      append(isAdding ? .add : .subtractFrom, (Int32(x), -1), to: right, by: index)
    } else {
      // Of two of a kind, such as the members of a family, neither goes before the other.
      begin(index, Element(operation: .set, first: Int32(x)))
      append(isAdding ? .add : .subtract, (Int32(y), -1), to: chains.count - 1, by: index)
    }
  }

  /// The factors of a chain that is but a product, which then needs no chain of its own.
  private mutating func dissolved(_ chain: Int?) -> (Int32, Int32)? {
    guard let chain, chains[chain].count == 1 else { return nil }
    let element = elements[Int(chains[chain].first)]
    guard element.operation == .setProduct else { return nil }
    chains[chain].count = 0
    return (element.first, element.second)
  }

  /// Whether a chain is a sum by now, to which more can be added.
  private func isSum(_ chain: Int) -> Bool {
    elements[Int(chains[chain].last)].operation.repeats
  }

  /// The chain that ends with a value, if this instruction may go on with it.
  private func joined(_ value: Int, by index: Int) -> Int? {
    let chain = Int(chainOfValue[value])
    guard chain >= 0, uses[value] == 1 else { return nil }
    let isSameStage = chains[chain].isForward == numbering.instructions[index].isForward
    return isSameStage || !chains[chain].hasLine ? chain : nil
  }

  /// Goes on with the chain of a value, or begins one with it.
  private mutating func appendStep(
    _ operation: StepOperation, _ index: Int, on value: Int, _ first: Int = -1,
    _ second: Int = -1, function: Int = 0
  ) {
    let chain = joined(value, by: index)
    if chain == nil { begin(index, Element(operation: .set, first: Int32(value))) }
    append(
      operation, (Int32(first), Int32(second)), function: function, to: chain ?? chains.count - 1,
      by: index)
  }

  private mutating func begin(_ index: Int, _ element: Element) {
    elements.append(element)
    let added = Int32(elements.count - 1)
    chains.append(
      Chain(
        first: added, last: added, isForward: numbering.instructions[index].isForward,
        value: Int(numbering.instructions[index].value), lastInstruction: index))
  }

  private mutating func append(
    _ operation: StepOperation, _ operands: (Int32, Int32), function: Int = 0, to chain: Int,
    by index: Int
  ) {
    elements.append(
      Element(
        operation: operation, function: Int32(function), first: operands.0, second: operands.1))
    let added = Int32(elements.count - 1)
    elements[Int(chains[chain].last)].next = added
    chains[chain].last = added
    chains[chain].count += 1
    chains[chain].value = Int(numbering.instructions[index].value)
    chains[chain].lastInstruction = index
    chains[chain].isForward = numbering.instructions[index].isForward
    chains[chain].isStored = false
    chainOfValue[Int(numbering.instructions[index].value)] = Int32(chain)
  }

  /// Stores what is a line, or is used more than once.
  private mutating func finish(_ index: Int) {
    let value = Int(numbering.instructions[index].value)
    let chain = chainOfValue[value] >= 0 ? Int(chainOfValue[value]) : chains.count - 1
    chainOfValue[value] = Int32(chain)
    let isLine = numbering.instructions[index].line != nil
    if isLine { chains[chain].hasLine = true }
    if isLine || uses[value] != 1 { store(chain) }
  }

  private mutating func store(_ chain: Int) {
    elements.append(Element(operation: .store, first: Int32(chains[chain].value)))
    let added = Int32(elements.count - 1)
    elements[Int(chains[chain].last)].next = added
    chains[chain].last = added
    chains[chain].count += 1
    chains[chain].isStored = true
  }

  // Levels.

  /// A chain ends after all chains whose values it takes; the forward pass is over before the
  /// rest begins, whose levels begin anew.
  private mutating func settleLevels() {
    var ending = [Int32](repeating: -1, count: numbering.instructions.count)
    for (index, chain) in chains.enumerated() where chain.count > 0 {
      ending[chain.lastInstruction] = Int32(index)
    }
    var levels = [Int32](repeating: 0, count: numbering.values.count)
    var isForward = [Bool](repeating: true, count: numbering.values.count)
    for index in ending where index >= 0 {
      let stage = chains[Int(index)].isForward
      var level: Int32 = 0
      func follow(_ value: Int) {
        if value >= 0, isForward[value] == stage { level = max(level, levels[value]) }
      }
      forEachElement(of: Int(index)) { element in
        if element.operation == .many {
          for operand in numbering.operands(ofMany: element.first) { follow(operand) }
        } else if element.operation != .store {
          follow(Int(element.first))
          follow(Int(element.second))
        }
      }
      chains[Int(index)].level = Int(level) + 1
      forEachElement(of: Int(index)) { element in
        if element.operation == .store {
          levels[Int(element.first)] = level + 1
          isForward[Int(element.first)] = stage
        }
      }
    }
  }

  private func forEachElement(of chain: Int, _ body: (Element) -> Void) {
    var index = Int(chains[chain].first)
    while index >= 0 {
      body(elements[index])
      index = Int(elements[index].next)
    }
  }
}
