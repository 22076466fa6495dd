import Decimals
import Formulas
import Programs

/// Breaks formulas into primitive instructions, each distinct value once.
struct ValueNumbering {
  enum Value {
    case step
    case constant(Int)
    /// A line that is given anew each step.
    case given(line: LineID)
    /// A line's value in the step before.
    case previous(line: LineID)
    case instruction(Int)
  }

  /// The values that an instruction takes: up to three, or a list of many.
  struct Operands: Equatable {
    var first: Int32 = 0
    var second: Int32 = 0
    var third: Int32 = 0
    var count: Int32

    init(_ values: [Int]) {
      count = Int32(values.count)
      first = Int32(values[0])
      if values.count > 1 { second = Int32(values[1]) }
      if values.count > 2 { third = Int32(values[2]) }
    }

    init(_ first: Int, _ second: Int) {
      self.first = Int32(first)
      self.second = Int32(second)
      count = 2
    }

    subscript(index: Int) -> Int { Int(index == 0 ? first : index == 1 ? second : third) }
  }

  struct Instruction {
    let operation: Operation
    let isForward: Bool
    let operands: Operands
    /// The value that it gives.
    let value: Int32
    /// The index of the line whose column the result is written to, or -1.
    private var lineIndex: Int32 = -1

    init(operation: Operation, isForward: Bool, operands: Operands, value: Int32) {
      self.operation = operation
      self.isForward = isForward
      self.operands = operands
      self.value = value
    }

    /// The line whose column the result is written to, if there is one.
    var line: LineID? {
      get { lineIndex < 0 ? nil : LineID(Int(lineIndex)) }
      set { lineIndex = newValue.map { Int32($0.index) } ?? -1 }
    }
  }

  private let program: Program
  private(set) var values: [Value] = []
  private(set) var instructions: [Instruction] = []
  private(set) var constants: [Double] = []
  private(set) var functions: [Function] = []
  /// The operands of functions of many arguments, by the value that they give.
  private(set) var manyOperands: [Int: [Int]] = [:]
  private(set) var givenEachStep: [LineID] = []
  private(set) var until: Int?
  private var lineValues: PerLine<Int>
  private var previousValues: [LineID: Int] = [:]
  private var constantValues: [UInt64: Int] = [:]
  private var formulaValues: [Formula: Int] = [:]
  private var known = PositionTable()
  private var functionIndices: [Function: Int] = [:]
  private var stepValue: Int?
  private var isForward = true

  init(_ program: Program) {
    self.program = program
    lineValues = PerLine(repeating: -1, count: program.lines.count)
  }

  mutating func numberAll() {
    numberGivenFamilies()
    for (position, line) in program.lines.numbered {
      isForward = line.phase == .forward
      switch line.definition {
      case .constant, .carried(from: nil): break
      case .carried(let source?):
        lineValues[position] = previous(source)
      // What a batch does not have keeps its column for the batches that do.
      case .sequence, .shuffled, .drawn, .outcome, .absent:
        givenEachStep.append(position)
        lineValues[position] = add(.given(line: position))
      case .formula(let formula):
        lineValues[position] = named(number(formula), position)
      }
    }
    isForward = false
    until = program.training?.until.map { number($0) }
  }

  /// Numbers the members of each family side by side, also where a table mixes families.
  private mutating func numberGivenFamilies() {
    // What is no quantity of the lesson is a family without a name.
    var families: [String?: Int] = [:]
    var members: [[LineID]] = []
    for (position, line) in program.lines.numbered {
      switch line.definition {
      case .constant, .carried(from: nil):
        let name = line.symbol.quantity?.name
        let family = families[name] ?? members.count
        if family == members.count {
          families[name] = family
          members.append([])
        }
        members[family].append(position)
      case .carried, .sequence, .shuffled, .drawn, .outcome, .absent, .formula: break
      }
    }
    for position in members.joined() {
      lineValues[position] = newConstant(program.lines[position].initial)
    }
  }

  /// The values that an instruction takes, however many.
  func operands(of instruction: Instruction) -> [Int] {
    manyOperands[Int(instruction.value)]
      ?? (0..<Int(instruction.operands.count)).map { instruction.operands[$0] }
  }

  /// The operands of the function of many arguments that gives a value.
  func operands(ofMany value: Int32) -> [Int] {
    guard let operands = manyOperands[Int(value)] else {
      preconditionFailure("a function of many arguments has its operands listed")
    }
    return operands
  }

  private mutating func add(_ value: Value) -> Int {
    values.append(value)
    return values.count - 1
  }

  /// A constant with a location of its own, so that given families lie side by side.
  private mutating func newConstant(_ value: Double) -> Int {
    constants.append(value)
    return add(.constant(constants.count - 1))
  }

  private mutating func constant(_ value: Double) -> Int {
    if let known = constantValues[value.bitPattern] { return known }
    let new = newConstant(value)
    constantValues[value.bitPattern] = new
    return new
  }

  private mutating func previous(_ line: LineID) -> Int {
    if let known = previousValues[line] { return known }
    let new = add(.previous(line: line))
    previousValues[line] = new
    return new
  }

  /// Has an instruction write a line's value to its column; one that has a line is copied.
  private mutating func named(_ value: Int, _ line: LineID) -> Int {
    if case .instruction(let index) = values[value], instructions[index].line == nil {
      instructions[index].line = line
      return value
    }
    let copy = newInstruction(.copy, Operands([value]))
    if case .instruction(let index) = values[copy] { instructions[index].line = line }
    return copy
  }

  private mutating func newInstruction(_ operation: Operation, _ operands: Operands) -> Int {
    let value = add(.instruction(instructions.count))
    instructions.append(
      Instruction(
        operation: operation, isForward: isForward, operands: operands, value: Int32(value)))
    return value
  }

  private mutating func instruction(_ operation: Operation, _ operands: Operands) -> Int {
    let hash = operation.order.mixed(with: operands[0]).mixed(with: operands[1])
      .mixed(with: operands[2])
    func isSame(_ index: Int) -> Bool {
      instructions[index].operands == operands && instructions[index].operation == operation
    }
    if let index = known.position(of: hash, where: isSame) { return Int(instructions[index].value) }
    known.set(instructions.count, of: hash) { _ in false }
    return newInstruction(operation, operands)
  }

  private mutating func many(_ function: Function, _ operands: [Int]) -> Int {
    let value = newInstruction(.many(index(of: function)), Operands([operands[0]]))
    manyOperands[value] = operands
    return value
  }

  // Formulas.

  private mutating func number(_ formula: Formula) -> Int {
    switch formula.kind {
    case .line(let line): return lineValues[line]
    case .previous(let line): return previous(line)
    case .number(let number): return constant(number.value)
    case .step:
      if let stepValue { return stepValue }
      let value = add(.step)
      stepValue = value
      return value
    case .placeholder: preconditionFailure("the formula of a line has no placeholders")
    default: break
    }
    // Small formulas are found again by their instructions.
    let isLarge = formula.size > 32
    if isLarge, let known = formulaValues[formula] { return known }
    let value: Int
    if !formula.dependsOnLines, let folded = formula.constantValue() {
      value = constant(folded)
    } else {
      value = compound(formula)
    }
    if isLarge { formulaValues[formula] = value }
    return value
  }

  private mutating func compound(_ formula: Formula) -> Int {
    switch formula.kind {
    case .number, .line, .previous, .step, .placeholder:
      return number(formula)
    case .named(_, let value):
      return number(value)
    case .negated(let operand):
      return instruction(.negate, Operands([number(operand)]))
    case .sum(let terms):
      return sum(terms)
    case .product(let factors):
      var product = number(factors[0])
      for factor in factors.dropFirst() {
        product = instruction(.multiply, Operands(product, number(factor)))
      }
      return product
    case .quotient(let numerator, let denominator):
      return instruction(.divide, Operands(number(numerator), number(denominator)))
    case .power(let base, let exponent):
      let base = number(base)
      if exponent.numeral?.value == 2 { return instruction(.multiply, Operands(base, base)) }
      return instruction(.binary(index(of: .power)), Operands(base, number(exponent)))
    case .call(let function, let arguments):
      return call(function, arguments)
    }
  }

  /// From left to right; adding a negated term is subtracting it, to the last bit.
  private mutating func sum(_ terms: [Formula]) -> Int {
    var sum = number(terms[0])
    for term in terms.dropFirst() {
      if case .negated(let operand) = term.kind {
        sum = instruction(.subtract, Operands(sum, number(operand)))
      } else {
        sum = instruction(.add, Operands(sum, number(term)))
      }
    }
    return sum
  }

  private mutating func call(_ function: Function, _ arguments: [Formula]) -> Int {
    if case .definition(let unfolded) = function.value { return number(unfolded(arguments)) }
    let operands = arguments.map { number($0) }
    switch function.value {
    case .unary:
      return instruction(
        function === Function.sqrt ? .squareRoot : .unary(index(of: function)),
        Operands(operands))
    case .binary:
      return operands.dropFirst().reduce(operands[0]) { result, operand in
        instruction(.binary(index(of: function)), Operands(result, operand))
      }
    case .choice:
      return instruction(.choose, Operands(operands))
    case .many, .definition:
      return many(function, operands)
    }
  }

  private mutating func index(of function: Function) -> Int {
    if let known = functionIndices[function] { return known }
    functionIndices[function] = functions.count
    functions.append(function)
    return functions.count - 1
  }
}
