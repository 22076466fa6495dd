import Formulas
package import Programs

/// One primitive instruction: what is counted as an operation.
package struct Instruction: Sendable {
  package let operation: Operation
  package let operands: [Place]
  package let result: Place
  package let isForward: Bool
}

extension CompiledProgram {
  /// The primitive instructions of the program that this was made of, operands before users.
  ///
  /// What belongs to no line has a place beside the rows that is made up here, after the
  /// constants.
  package func instructions(of program: Program) -> [Instruction] {
    var numbering = ValueNumbering(program)
    numbering.numberAll()
    func place(_ id: Int) -> Place {
      switch numbering.values[id] {
      case .step: return Place(base: .beside, address: 0)
      case .constant(let index): return Place(base: .beside, address: index + 1)
      case .given(let line): return Place(base: .row, address: Int(columns[line]))
      case .previous(let line): return Place(base: .previousRow, address: Int(columns[line]))
      case .instruction(let index):
        let instruction = numbering.instructions[index]
        if instruction.isNamed {
          return Place(base: .row, address: Int(columns[Int(instruction.line)]))
        }
        return Place(base: .beside, address: numbering.constants.count + 1 + index)
      }
    }
    return numbering.instructions.map { instruction in
      let operands =
        numbering.manyOperands[Int(instruction.value)]
        ?? (0..<Int(instruction.operands.count)).map { instruction.operands[$0] }
      return Instruction(
        operation: instruction.operation, operands: operands.map(place),
        result: place(Int(instruction.value)), isForward: instruction.isForward)
    }
  }
}
