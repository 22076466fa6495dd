import Decimals
import Formulas
import Programs

/// Breaks formulas into primitive instructions, each distinct value once.
struct ValueNumbering {
  enum Value {
    case step
    case constant(Int)
    /// A line that is given anew each step.
    case given(line: Int)
    /// A line's value in the step before.
    case previous(line: Int)
    case instruction(Int)
  }

  struct Instruction {
    let operation: Operation
    let operands: [Int]
    /// The value that it gives.
    let value: Int
    /// 1 more than the deepest operand's.
    let level: Int
    let isForward: Bool
    /// The line whose column the result is written to.
    var line: Int?
  }

  private struct Key: Hashable {
    let operation: Operation
    let operands: [Int]
  }

  private let program: Program
  private(set) var values: [Value] = []
  private(set) var instructions: [Instruction] = []
  private(set) var constants: [Double] = []
  private(set) var functions: [Function.Value] = []
  private(set) var givenEachStep: [Int] = []
  private(set) var until: Int?
  private var levels: [Int] = []
  private var lineValues: [Int]
  private var previousValues: [Int: Int] = [:]
  private var constantValues: [UInt64: Int] = [:]
  private var formulaValues: [Formula: Int] = [:]
  private var keyValues: [Key: Int] = [:]
  private var functionIndices: [Function: Int] = [:]
  private var stepValue: Int?
  private var isForward = true

  init(_ program: Program) {
    self.program = program
    lineValues = Array(repeating: -1, count: program.lines.count)
  }

  mutating func numberAll() {
    for (position, line) in program.lines.enumerated() {
      isForward = line.phase == .forward
      switch line.definition {
      case .constant, .carried(from: nil):
        lineValues[position] = newConstant(line.initial)
      case .carried(let source?):
        lineValues[position] = previous(source)
      case .sequence, .drawn:
        givenEachStep.append(position)
        lineValues[position] = add(.given(line: position), level: 0)
      case .formula(let formula):
        lineValues[position] = named(number(formula), position)
      }
    }
    isForward = false
    until = program.training?.until.map { number($0) }
  }

  private mutating func add(_ value: Value, level: Int) -> Int {
    values.append(value)
    levels.append(level)
    return values.count - 1
  }

  /// A constant with a place of its own, so that given families lie side by side.
  private mutating func newConstant(_ value: Double) -> Int {
    constants.append(value)
    return add(.constant(constants.count - 1), level: 0)
  }

  private mutating func constant(_ value: Double) -> Int {
    if let known = constantValues[value.bitPattern] { return known }
    let new = newConstant(value)
    constantValues[value.bitPattern] = new
    return new
  }

  private mutating func previous(_ line: Int) -> Int {
    if let known = previousValues[line] { return known }
    let new = add(.previous(line: line), level: 0)
    previousValues[line] = new
    return new
  }

  /// Has an instruction write a line's value to its column; one that has a line is copied.
  private mutating func named(_ value: Int, _ line: Int) -> Int {
    if case .instruction(let index) = values[value], instructions[index].line == nil {
      instructions[index].line = line
      return value
    }
    let copy = newInstruction(.copy, [value])
    if case .instruction(let index) = values[copy] { instructions[index].line = line }
    return copy
  }

  private mutating func newInstruction(_ operation: Operation, _ operands: [Int]) -> Int {
    let level = operands.reduce(0) { max($0, levels[$1]) } + 1
    let value = add(.instruction(instructions.count), level: level)
    instructions.append(
      Instruction(
        operation: operation, operands: operands, value: value, level: level,
        isForward: isForward, line: nil))
    return value
  }

  private mutating func instruction(_ operation: Operation, _ operands: [Int]) -> Int {
    let key = Key(operation: operation, operands: operands)
    if let known = keyValues[key] { return known }
    let new = newInstruction(operation, operands)
    keyValues[key] = new
    return new
  }

  // Formulas.

  private mutating func number(_ formula: Formula) -> Int {
    switch formula.kind {
    case .line(let line): return lineValues[line]
    case .previous(let line): return previous(line)
    case .number(let number): return constant(number.value)
    case .step:
      if let stepValue { return stepValue }
      let value = add(.step, level: 0)
      stepValue = value
      return value
    default: break
    }
    if let known = formulaValues[formula] { return known }
    let value: Int
    if !formula.dependsOnLines, let folded = formula.constantValue() {
      value = constant(folded)
    } else {
      value = compound(formula)
    }
    formulaValues[formula] = value
    return value
  }

  private mutating func compound(_ formula: Formula) -> Int {
    switch formula.kind {
    case .number, .line, .previous, .step:
      return number(formula)
    case .named(_, let value):
      return number(value)
    case .negated(let operand):
      return instruction(.negate, [number(operand)])
    case .sum(let terms):
      return sum(terms)
    case .product(let factors):
      var product = number(factors[0])
      for factor in factors.dropFirst() {
        product = instruction(.multiply, [product, number(factor)])
      }
      return product
    case .quotient(let numerator, let denominator):
      return instruction(.divide, [number(numerator), number(denominator)])
    case .power(let base, let exponent):
      let base = number(base)
      if exponent.numeral?.value == 2 { return instruction(.multiply, [base, base]) }
      return instruction(.binary(index(of: .power)), [base, number(exponent)])
    case .call(let function, let arguments):
      return call(function, arguments)
    }
  }

  /// From left to right; adding a negated term is subtracting it, to the last bit.
  private mutating func sum(_ terms: [Formula]) -> Int {
    var sum = number(terms[0])
    for term in terms.dropFirst() {
      if case .negated(let operand) = term.kind {
        sum = instruction(.subtract, [sum, number(operand)])
      } else {
        sum = instruction(.add, [sum, number(term)])
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
        function === Function.sqrt ? .squareRoot : .unary(index(of: function)), operands)
    case .binary:
      return operands.dropFirst().reduce(operands[0]) { result, operand in
        instruction(.binary(index(of: function)), [result, operand])
      }
    case .choice:
      return instruction(.choose, operands)
    case .many, .definition:
      return instruction(.many(index(of: function)), operands)
    }
  }

  private mutating func index(of function: Function) -> Int {
    if let known = functionIndices[function] { return known }
    functionIndices[function] = functions.count
    functions.append(function.value)
    return functions.count - 1
  }
}
