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

  /// Gives each line a column and each temporary a place, operands before users.
  mutating func layOut(
    _ columns: inout [Int32], _ width: inout Int, _ places: inout [Place],
    _ beside: inout [Double]
  ) {
    let instructions = numbering.instructions
    var members: [Int: [Int]] = [:]
    for (index, instruction) in instructions.enumerated() {
      members[key(of: instruction), default: []].append(index)
    }
    for (_, members) in members.sorted(by: { $0.key < $1.key }) {
      let group = members.count > 1 ? sorted(members, places) : members
      for index in group {
        let instruction = instructions[index]
        let value = Int(instruction.value)
        if instruction.isNamed {
          columns[Int(instruction.line)] = Int32(width)
          places[value] = Place(base: .row, address: width)
          width += 1
        } else {
          places[value] = Place(base: .beside, address: beside.count)
          beside.append(0)
        }
      }
      groups.append(Group(isForward: instructions[group[0]].isForward, instructions: group))
    }
  }

  /// What instructions of one group share, as one number, in the order of the groups: the stage,
  /// the level, the operation, whether the result is in the row, and the operands' bases.
  private func key(of instruction: ValueNumbering.Instruction) -> Int {
    var key = instruction.isForward ? 0 : 1
    key = key * (numbering.instructions.count + 1) + Int(instruction.level)
    key = key * Operation.orders(numbering.functions.count) + instruction.operation.order
    key = key * 2 + (instruction.isNamed ? 1 : 0)
    if case .many = instruction.operation { return key * 27 }
    var bases = 0
    for place in 0..<Int(instruction.operands.count) {
      bases = bases * 3 + base(of: instruction.operands[place]).rawValue
    }
    return key * 27 + bases
  }

  private func base(of value: Int) -> Base {
    switch numbering.values[value] {
    case .step, .constant: .beside
    case .given: .row
    case .previous: .previousRow
    case .instruction(let index): numbering.instructions[index].isNamed ? .row : .beside
    }
  }

  /// Sorts by where the operands lie; what lies in the row before is in the order of its lines.
  private func sorted(_ group: [Int], _ places: [Place]) -> [Int] {
    func address(_ value: Int) -> Int {
      if case .previous(let line) = numbering.values[value] { return line }
      return places[value].address
    }
    let keys = group.map { index -> (first: Int, second: Int, index: Int) in
      let operands = numbering.instructions[index].operands
      return (address(operands[0]), operands.count > 1 ? address(operands[1]) : 0, index)
    }
    return keys.sorted {
      ($0.first, $0.second, $0.index) < ($1.first, $1.second, $1.index)
    }.map(\.index)
  }
}
