import Formulas
package import Programs

/// What values and instructions are called in texts for developers.
private struct ValueNames {
  let program: Program
  let numbering: ValueNumbering

  subscript(value: Int) -> String {
    switch numbering.values[value] {
    case .step: return "step"
    case .constant(let index): return "\(numbering.constants[index])"
    case .given(let line): return name(line)
    case .previous(let line): return "previous(\(name(line)))"
    case .instruction(let index):
      let instruction = numbering.instructions[index]
      return instruction.line.map(name) ?? "%\(index)"
    }
  }

  private func name(_ line: LineID) -> String { program.lines[line].symbol.description }

  func operation(_ operation: Operation) -> String {
    switch operation {
    case .unary(let index), .binary(let index), .many(let index): numbering.functions[index].name
    case .add, .subtract, .multiply, .divide, .negate, .copy, .squareRoot, .choose: "\(operation)"
    }
  }

  /// One element of a chain: the operation and the values that it takes beside what the chain has.
  func text(_ element: Chains.Element) -> String {
    var words = ["\(element.operation)"]
    switch element.operation {
    case .many:
      words.append(numbering.functions[Int(element.function)].name)
      words += numbering.operands(ofMany: element.first).map { self[$0] }
      return words.joined(separator: " ")
    case .unary, .binary: words.append(numbering.functions[Int(element.function)].name)
    default: break
    }
    words += [element.first, element.second].filter { $0 >= 0 }.map { self[Int($0)] }
    return words.joined(separator: " ")
  }
}

/// A program as primitive instructions, each distinct value once, then as the chains that these are
/// put together to.
///
/// `%7` is the value of instruction 7 where no line has it.
package func instructionsText(of program: Program) -> String {
  var numbering = ValueNumbering(program)
  numbering.numberAll()
  let names = ValueNames(program: program, numbering: numbering)
  let instructions = numbering.instructions.map { instruction in
    let operands = numbering.operands(of: instruction).map { names[$0] }.joined(separator: " ")
    return "\(instruction.isForward ? "forward" : "after  ") \(names[Int(instruction.value)])"
      + " = \(names.operation(instruction.operation)) \(operands)"
  }
  let chains = Chains(numbering)
  let texts = chains.chains.filter { $0.count > 0 }.map { chain in
    var elements: [String] = []
    var index = chain.first
    while index >= 0 {
      elements.append(names.text(chains.elements[Int(index)]))
      index = chains.elements[Int(index)].next
    }
    return "\(chain.isForward ? "forward" : "after  ") level \(chain.level): "
      + elements.joined(separator: ", ")
  }
  return (["Instructions"] + instructions + ["", "Chains"] + texts).joined(separator: "\n")
}
