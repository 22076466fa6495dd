import Fixtures
import Formulas
import Programs
import Testing

@testable import Tracing

@Suite struct PrimitiveInstructionsTests {
  /// y = x0·x1 + 7 is a product beside the rows and a sum in the line's column.
  @Test func `the instructions of a line`() throws {
    let formula = Formula(.sum([Formula(.product([.line(0), .line(1)])), .number(7)]))
    let program = try Program(given: 2, [formula])
    let instructions = CompiledProgram(program).instructions(of: program)
    #expect(instructions.map(\.operation) == [.multiply, .add])
    #expect(
      instructions[0].operands == [
        Location(base: .beside, address: 1), Location(base: .beside, address: 2),
      ])
    #expect(instructions[0].result.base == .beside)
    #expect(
      instructions[1].operands == [instructions[0].result, Location(base: .beside, address: 3)])
    #expect(instructions[1].result == Location(base: .row, address: 0))
    #expect(instructions.allSatisfy { $0.isForward })
  }

  /// Each instruction is done by itself, in the order of the list.
  @Test(arguments: 0..<60)
  func `instructions one by one give the bits of the formulas`(seed: Int) throws {
    let program = try RandomPrograms.program(seed: seed)
    let code = CompiledProgram(program)
    let instructions = code.instructions(of: program)
    let before = PerLine(program.lines.map(\.initial))
    let values = program.plainValues(at: 1, after: before)
    var memory: [Location: Double] = [Location(base: .beside, address: 0): 1]
    for (address, value) in code.beside.enumerated().dropFirst() {
      memory[Location(base: .beside, address: address)] = value
    }
    for (line, column) in code.columns.numbered where column >= 0 {
      memory[Location(base: .previousRow, address: Int(column))] = before[line]
      if program.lines[line].formula == nil {
        memory[Location(base: .row, address: Int(column))] = values[line]
      }
    }
    for instruction in instructions {
      let operands = try instruction.operands.map { try #require(memory[$0]) }
      memory[instruction.result] = instruction.operation.value(operands, code.functions)
    }
    for (line, column) in code.columns.numbered where column >= 0 {
      let value = try #require(memory[Location(base: .row, address: Int(column))])
      #expect(value.isSame(as: values[line]), "\(program.lines[line].symbol) of seed \(seed)")
    }
  }
}

extension Tracing.Operation {
  fileprivate func value(_ operands: [Double], _ functions: [Function]) -> Double {
    switch self {
    case .add: operands[0] + operands[1]
    case .subtract: operands[0] - operands[1]
    case .multiply: operands[0] * operands[1]
    case .divide: operands[0] / operands[1]
    case .negate: -operands[0]
    case .copy: operands[0]
    case .squareRoot: operands[0].squareRoot()
    case .choose: operands[0] != 0 ? operands[1] : operands[2]
    case .unary(let index), .binary(let index), .many(let index):
      functions[index].applied(to: operands)
    }
  }
}
