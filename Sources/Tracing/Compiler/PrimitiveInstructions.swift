import Formulas
package import Programs

/// One primitive instruction: what is counted as an operation.
package struct Instruction: Sendable {
  package let operation: Operation
  package let operands: [Location]
  package let result: Location
  package let isForward: Bool
}

extension CompiledProgram {
  /// The primitive instructions of the program that this was made of, operands before users.
  ///
  /// What belongs to no line has a location beside the rows that is made up here, after the
  /// constants.
  package func instructions(of program: Program) -> [Instruction] {
    var numbering = ValueNumbering(program)
    numbering.numberAll()
    func location(_ id: Int) -> Location {
      switch numbering.values[id] {
      case .step: return Location(base: .beside, address: 0)
      case .constant(let index): return Location(base: .beside, address: index + 1)
      case .given(let line): return Location(base: .row, address: Int(columns[line]))
      case .previous(let line): return Location(base: .previousRow, address: Int(columns[line]))
      case .instruction(let index):
        let instruction = numbering.instructions[index]
        if let line = instruction.line {
          return Location(base: .row, address: Int(columns[line]))
        }
        return Location(base: .beside, address: numbering.constants.count + 1 + index)
      }
    }
    return numbering.instructions.map { instruction in
      Instruction(
        operation: instruction.operation,
        operands: numbering.operands(of: instruction).map(location),
        result: location(Int(instruction.value)), isForward: instruction.isForward)
    }
  }
}
