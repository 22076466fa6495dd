/// Sorts instructions into groups that can run as batches, and lays out their results.
struct InstructionSorter {
  struct Group {
    let isForward: Bool
    let instructions: [Int]
  }

  private let numbering: ValueNumbering
  private(set) var groups: [Group] = []

  init(_ numbering: ValueNumbering) {
    self.numbering = numbering
  }

  /// What instructions of one group share, and the order of the groups.
  private struct GroupKey: Hashable, Comparable {
    let stage: Int
    let level: Int
    let operation: Int
    let resultIsInRow: Int
    let bases: Int

    static func < (left: GroupKey, right: GroupKey) -> Bool {
      (left.stage, left.level, left.operation, left.resultIsInRow, left.bases)
        < (right.stage, right.level, right.operation, right.resultIsInRow, right.bases)
    }
  }

  /// Gives each line a column and each temporary a place, operands before users.
  mutating func layOut(
    _ columns: inout [Int32], _ width: inout Int, _ places: inout [Place],
    _ beside: inout [Double]
  ) {
    let instructions = numbering.instructions
    var members: [GroupKey: [Int]] = [:]
    for (index, instruction) in instructions.enumerated() {
      members[key(of: instruction), default: []].append(index)
    }
    for key in members.keys.sorted() {
      guard var group = members[key] else { continue }
      if group.count > 1 { sort(&group, places, columns) }
      for index in group {
        let instruction = instructions[index]
        if let line = instruction.line {
          columns[line] = Int32(width)
          places[instruction.value] = Place(base: .row, address: width)
          width += 1
        } else {
          places[instruction.value] = Place(base: .beside, address: beside.count)
          beside.append(0)
        }
      }
      groups.append(Group(isForward: key.stage == 0, instructions: group))
    }
  }

  private func key(of instruction: ValueNumbering.Instruction) -> GroupKey {
    var bases = 0
    if case .many = instruction.operation {
      bases = 0
    } else {
      for place in 0..<Int(instruction.operands.count) {
        bases = bases * 3 + base(of: instruction.operands[place]).rawValue
      }
    }
    return GroupKey(
      stage: instruction.isForward ? 0 : 1, level: instruction.level,
      operation: instruction.operation.order, resultIsInRow: instruction.line == nil ? 0 : 1,
      bases: bases)
  }

  private func base(of value: Int) -> Base {
    switch numbering.values[value] {
    case .step, .constant: .beside
    case .given: .row
    case .previous: .previousRow
    case .instruction(let index): numbering.instructions[index].line == nil ? .beside : .row
    }
  }

  /// Sorts by where the operands lie; what lies in the row before is in the order of its lines.
  private func sort(_ group: inout [Int], _ places: [Place], _ columns: [Int32]) {
    func address(_ value: Int) -> Int {
      if case .previous(let line) = numbering.values[value] { return line }
      return places[value].address
    }
    let keys = group.map { index -> (first: Int, second: Int, index: Int) in
      let operands = numbering.instructions[index].operands
      return (address(operands[0]), operands.count > 1 ? address(operands[1]) : 0, index)
    }
    group = keys.sorted {
      ($0.first, $0.second, $0.index) < ($1.first, $1.second, $1.index)
    }.map(\.index)
  }
}
