import Formulas

/// Sorts chains into groups that can run as batches, and lays out their results.
struct InstructionSorter {
  /// Chains of one shape that do not depend on each other.
  struct Group {
    let isForward: Bool
    /// The first element of each.
    let elements: [Int32]
  }

  private let numbering: ValueNumbering
  private let chains: Chains
  private(set) var groups: [Group] = []

  init(_ numbering: ValueNumbering, _ chains: Chains) {
    self.numbering = numbering
    self.chains = chains
  }

  /// What the chains of one group share, and the order of the groups.
  private struct GroupKey: Hashable, Comparable {
    let stage: Int
    let level: Int
    let shape: Int

    static func < (left: GroupKey, right: GroupKey) -> Bool {
      (left.stage, left.level, left.shape) < (right.stage, right.level, right.shape)
    }
  }

  /// Gives each line a column and each temporary a location, operands before users.
  mutating func layOut(
    _ columns: inout PerLine<Int32>, _ width: inout Int, _ locations: inout [Location],
    _ beside: inout [Double]
  ) {
    var members: [GroupKey: [Int32]] = [:]
    var shapes: [[UInt8]: Int] = [:]
    var shape: [UInt8] = []
    for chain in chains.chains where chain.count > 0 {
      describe(chain, in: &shape)
      let number = shapes[shape] ?? shapes.count
      if number == shapes.count { shapes[shape] = number }
      let key = GroupKey(stage: chain.isForward ? 0 : 1, level: chain.level, shape: number)
      members[key, default: []].append(chain.first)
    }
    for key in members.keys.sorted() {
      guard var group = members[key] else { continue }
      if group.count > 1 { sort(&group, locations) }
      groups.append(Group(isForward: key.stage == 0, elements: group))
      var elements = group
      while elements[0] >= 0 {
        for index in elements.indices {
          let element = chains.elements[Int(elements[index])]
          elements[index] = element.next
          if element.operation == .store {
            layOut(Int(element.first), &columns, &width, &locations, &beside)
          }
        }
      }
    }
  }

  private func layOut(
    _ value: Int, _ columns: inout PerLine<Int32>, _ width: inout Int,
    _ locations: inout [Location],
    _ beside: inout [Double]
  ) {
    if let line = line(of: value) {
      columns[line] = Int32(width)
      locations[value] = Location(base: .row, address: width)
      width += 1
    } else {
      locations[value] = Location(base: .beside, address: beside.count)
      beside.append(0)
    }
  }

  /// The operations of a chain, and in which memory its operands lie.
  private func describe(_ chain: Chains.Chain, in shape: inout [UInt8]) {
    shape.removeAll(keepingCapacity: true)
    var index = chain.first
    while index >= 0 {
      let element = chains.elements[Int(index)]
      index = element.next
      shape.append(element.operation.rawValue)
      switch element.operation {
      case .many:
        // A group of its own.
        withUnsafeBytes(of: element.first) { shape += $0 }
        continue
      case .unary, .binary: withUnsafeBytes(of: element.function) { shape += $0 }
      default: break
      }
      let bases = (base(of: element.first), base(of: element.second))
      shape.append(bases.0 << 4 | bases.1)
    }
  }

  private func base(of value: Int32) -> UInt8 {
    if value < 0 { return 3 }
    let base: Base =
      switch numbering.values[Int(value)] {
      case .step, .constant: .beside
      case .given: .row
      case .previous: .previousRow
      case .instruction: line(of: Int(value)) == nil ? .beside : .row
      }
    return base.rawValue
  }

  private func line(of value: Int) -> LineID? {
    guard case .instruction(let index) = numbering.values[value] else { return nil }
    return numbering.instructions[index].line
  }

  /// Sorts by where the first operands lie; what lies in the row before is in the order of its lines.
  private func sort(_ group: inout [Int32], _ locations: [Location]) {
    func address(_ value: Int32) -> Int {
      if value < 0 { return 0 }
      if case .previous(let line) = numbering.values[Int(value)] { return line.index }
      return locations[Int(value)].address
    }
    let keys = group.map { index -> (first: Int, second: Int, third: Int, index: Int32) in
      let element = chains.elements[Int(index)]
      let next = chains.elements[Int(element.next)]
      let third = next.operation == .store ? 0 : address(next.first)
      return (address(element.first), address(element.second), third, index)
    }
    group = keys.sorted {
      ($0.first, $0.second, $0.third, $0.index) < ($1.first, $1.second, $1.third, $1.index)
    }.map(\.index)
  }
}
