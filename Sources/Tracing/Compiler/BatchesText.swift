import Formulas
package import Programs

/// What the engine runs, as text for developers.
extension CompiledProgram {
  /// Where each line and each number lies, then the batches with their steps.
  ///
  /// Addresses are `r3` in the row of the step, `p3` in the row before and `b3` beside the rows.
  package func batchesText(of program: Program) -> String {
    let lines = columns.numbered.filter { $0.1 >= 0 }.sorted { $0.1 < $1.1 }
      .map { "r\($0.1) \(program.lines[$0.0].symbol)" }
    let numbers = beside.enumerated().dropFirst().map { "b\($0.offset) \($0.element)" }
    var text = ["Row"] + lines + ["", "Beside", "b0 step"] + numbers
    for (index, batch) in batches.enumerated() {
      let stage = index < forwardBatches ? "forward" : "after"
      text += ["", "Batch \(index), \(stage), of \(batch.count)"]
      text += steps[batch.steps].map { self.text($0, lanes: batch.count) }
    }
    if let until { text += ["", "Ends where \(until.base.letter)\(until.address) is not 0"] }
    return text.joined(separator: "\n")
  }

  private func text(_ step: Step, lanes: Int) -> String {
    var words = ["\(step.operation)"]
    switch step.operation {
    case .unary, .binary, .many: words.append(functions[Int(step.function)].name)
    default: break
    }
    if step.operation == .many {
      words += addresses[Int(step.first.start)...].prefix(Int(step.count)).map { packed in
        "\((Base(rawValue: UInt8(packed & 3)) ?? .beside).letter)\(packed >> 2)"
      }
    } else {
      let operands = [step.first, step.second].prefix(step.operation.operandCount)
      words += operands.map { operand in
        text(operand, lanes: lanes)
          + (step.count > 1 && operand.stride != 0 ? "+\(operand.stride)" : "")
      }
      if step.count > 1 { words.append("\(step.count) times") }
    }
    if step.stores { words += ["->", text(step.result, lanes: lanes)] }
    return "  " + words.joined(separator: " ")
  }

  private func text(_ operand: Operand, lanes: Int) -> String {
    let letter = operand.base.letter
    let blocks = (lanes + 3) / 4
    func table(_ count: Int) -> String {
      addresses[Int(operand.start)...].prefix(count).map { "\($0)" }.joined(separator: ",")
    }
    return switch operand.access {
    case .contiguous: "\(letter)\(operand.start)..\(operand.start + Int32(lanes) - 1)"
    case .broadcast: "\(letter)\(operand.start)"
    case .contiguousBlocks: "\(letter)[\(table(blocks))]..+3"
    case .broadcastBlocks: "\(letter)[\(table(blocks))] by fours"
    case .gathered: "\(letter)[\(table(lanes))]"
    }
  }
}

extension Base {
  fileprivate var letter: String {
    switch self {
    case .row: "r"
    case .previousRow: "p"
    case .beside: "b"
    }
  }
}

extension StepOperation {
  /// How many values it takes beside what the chain has so far.
  fileprivate var operandCount: Int {
    switch self {
    case .negate, .squareRoot, .unary, .many: 0
    case .set, .setNegative, .add, .subtract, .multiply, .divide, .subtractFrom, .divideInto,
      .binary, .store:
      1
    case .setProduct, .setSum, .setDifference, .addProduct, .subtractProduct, .subtractScaledFrom,
      .choose:
      2
    }
  }
}
