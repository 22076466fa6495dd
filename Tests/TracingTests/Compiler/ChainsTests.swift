import Fixtures
import Formulas
import Programs
import Testing

@testable import Tracing

@Suite struct ChainsTests {
  private static func compiled(_ program: Program) -> (ValueNumbering, Chains) {
    var numbering = ValueNumbering(program)
    numbering.numberAll()
    return (numbering, Chains(numbering))
  }

  /// The operations of each chain.
  private static func operations(given count: Int, _ formulas: Formula...) throws
    -> [[StepOperation]]
  {
    let (_, chains) = compiled(try Program(given: count, formulas))
    return chains.chains.filter { $0.count > 0 }.map { chains.elements(of: $0).map(\.operation) }
  }

  private static func product(_ left: LineID, _ right: LineID) -> Formula {
    Formula(.product([.line(left), .line(right)]))
  }

  @Test func `a line is one chain`() throws {
    let net = Formula(.sum([Self.product(0, 1), Self.product(2, 3), .line(4)]))
    #expect(
      try Self.operations(given: 5, net) == [[.setProduct, .addProduct, .add, .store]])
    let sigmoid = Formula.call(try #require(Function.elementary["sigmoid"]), net)
    #expect(
      try Self.operations(given: 5, sigmoid)
        == [[.setProduct, .addProduct, .add, .unary, .store]])
  }

  @Test func `a line that one line uses goes on in that line's chain`() throws {
    #expect(
      try Self.operations(given: 3, Self.product(0, 1), Formula(.sum([.line(3), .line(2)])))
        == [[.setProduct, .store, .add, .store]])
  }

  /// (x + y)·e^(x + y).
  @Test func `a value with several uses ends its chain`() throws {
    let sum = Formula(.sum([.line(0), .line(1)]))
    #expect(
      try Self.operations(given: 2, Formula(.product([sum, .call(.exp, sum)])))
        == [[.set, .add, .store], [.set, .unary, .multiply, .store]])
  }

  /// (a + b)/(c + d): a chain has one accumulator, so that the divisor is stored.
  @Test func `of two operands that are chains one is stored`() throws {
    let (first, second) = (
      Formula(.sum([.line(0), .line(1)])), Formula(.sum([.line(2), .line(3)]))
    )
    #expect(
      try Self.operations(given: 4, Formula(.quotient(first, second)))
        == [[.set, .add, .divide, .store], [.set, .add, .store]])
    #expect(
      try Self.operations(given: 3, Formula(.quotient(.line(2), first)))
        == [[.set, .add, .divideInto, .store]])
  }

  @Test func `the forward pass does not go on in later chains`() throws {
    let program = try Program(
      given: 2,
      [(.forward, Self.product(0, 1)), (.update, Formula(.sum([.line(2), .line(0)])))])
    let (_, chains) = Self.compiled(program)
    #expect(chains.chains.map(\.isForward) == [true, false])
    #expect(chains.chains.map(\.level) == [1, 1])
  }

  @Test(arguments: 0..<60)
  func `a line or what has several uses is stored once`(seed: Int) throws {
    let (numbering, chains) = Self.compiled(try RandomPrograms.program(seed: seed))
    var uses = [Int](repeating: 0, count: numbering.values.count)
    for instruction in numbering.instructions {
      for operand in numbering.operands(of: instruction) { uses[operand] += 1 }
    }
    var stored = [Int](repeating: 0, count: numbering.values.count)
    var storedAtEnd: Set<Int> = []
    for chain in chains.chains where chain.count > 0 {
      let elements = chains.elements(of: chain)
      #expect(elements.count == chain.count)
      for element in elements where element.operation == .store { stored[Int(element.first)] += 1 }
      let last = try #require(elements.last)
      #expect(last.operation == .store)
      storedAtEnd.insert(Int(last.first))
    }
    for instruction in numbering.instructions {
      let value = Int(instruction.value)
      if instruction.line != nil || uses[value] != 1 {
        #expect(stored[value] == 1)
      } else {
        // What is used once and by another chain.
        #expect(stored[value] == (storedAtEnd.contains(value) ? 1 : 0))
      }
    }
  }

  @Test(arguments: 0..<60)
  func `a chain takes what chains of lower levels have stored`(seed: Int) throws {
    let (numbering, chains) = Self.compiled(try RandomPrograms.program(seed: seed))
    var levels: [Int: (isForward: Bool, level: Int)] = [:]
    for chain in chains.chains where chain.count > 0 {
      for element in chains.elements(of: chain) where element.operation == .store {
        levels[Int(element.first)] = (chain.isForward, chain.level)
      }
    }
    for chain in chains.chains where chain.count > 0 {
      for element in chains.elements(of: chain) {
        for operand in element.operands(numbering) {
          let source = try #require(levels[operand])
          if source.isForward == chain.isForward {
            #expect(source.level < chain.level)
          } else {
            #expect(source.isForward)
          }
        }
      }
    }
  }
}

extension Chains {
  func elements(of chain: Chain) -> [Element] { elements(from: chain.first) }

  func elements(from first: Int32) -> [Element] {
    var found: [Element] = []
    var place = first
    while place >= 0 {
      found.append(elements[Int(place)])
      place = elements[Int(place)].next
    }
    return found
  }
}

extension Chains.Element {
  /// The values of instructions that the element takes from memory.
  func operands(_ numbering: ValueNumbering) -> [Int] {
    let values =
      switch operation {
      case .store: [Int]()
      case .many: numbering.operands(ofMany: first)
      default: [Int(first), Int(second)].filter { $0 >= 0 }
      }
    return values.filter { value in
      if case .instruction = numbering.values[value] { return true }
      return false
    }
  }
}

extension ValueNumbering {
  func operands(of instruction: Instruction) -> [Int] {
    manyOperands[Int(instruction.value)]
      ?? (0..<Int(instruction.operands.count)).map { instruction.operands[$0] }
  }
}
