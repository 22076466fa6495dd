import Formulas

/// Neurons put into layers.
struct Arrangement {
  private(set) var layers: [Network.Layer] = []
  private let neurons: [Neurons.Neuron]

  /// Neurons that feed each other, or one that stands for itself.
  private struct Group {
    let members: [Int]
    let isRecurrent: Bool
    var depth = 0
    var isLast = true
  }

  init(of neurons: Neurons, in program: Program) {
    self.neurons = neurons.all
    guard neurons.all.contains(where: { !$0.isInside && $0.isActivated }) else { return }
    let ways = NeuronWays(between: neurons, in: program)
    let groups = groups(fedBy: ways.feeders).sorted {
      ($0.depth, $0.members[0]) < ($1.depth, $1.members[0])
    }
    var parts: [[Group]] = []
    for group in groups {
      let known = parts.firstIndex { belongTogether($0[0], group, in: program) }
      if let known { parts[known].append(group) } else { parts.append([group]) }
    }
    let kinds = parts.map { kind(of: $0, isAlone: groups.count == 1) }
    var counts: [Network.Layer.Kind: Int] = [:]
    for (part, kind) in zip(parts, kinds) {
      counts[kind, default: 0] += 1
      let number = kinds.filter { $0 == kind }.count > 1 ? counts[kind] : nil
      let members = part.flatMap(\.members)
      let lines =
        members.flatMap { neurons.all[$0].lines + neurons.all[$0].outputs }
        + (kind == .cell ? ways.lines(within: Set(members)) : [])
      layers.append(Network.Layer(kind: kind, number: number, lines: lines.sorted()))
    }
  }

  private func kind(of part: [Group], isAlone: Bool) -> Network.Layer.Kind {
    if part[0].isRecurrent { return .cell }
    if part.flatMap(\.members).contains(where: { neurons[$0].isSlid }) { return .featureMap }
    if !part[0].isLast { return .hidden }
    return isAlone ? .neuron : .output
  }

  /// Whether two groups are one layer: at one depth, and of one family or with the same sources.
  private func belongTogether(_ one: Group, _ other: Group, in program: Program) -> Bool {
    guard one.depth == other.depth, !one.isRecurrent, !other.isRecurrent else { return false }
    let (first, second) = (neurons[one.members[0]], neurons[other.members[0]])
    if first.sources == second.sources { return true }
    let families = [first, second].map { program.lines[$0.lines[0]].symbol.familyOfQuantity }
    return families[0] != nil && families[0] == families[1]
  }

  /// The groups of neurons that count: without those that have no activation and feed others.
  private func groups(fedBy feeders: [Set<Int>]) -> [Group] {
    let circles = DependencyOrder(feeders.map { $0.sorted() }).groups
    let isOnCircle = Set(circles.joined())
    let singles = feeders.indices.filter { !isOnCircle.contains($0) }.map { [$0] }
    var groups =
      circles.map { Group(members: $0, isRecurrent: true) }
      + singles.map { Group(members: $0, isRecurrent: false) }
    var groupOfNeuron: [Int: Int] = [:]
    for (index, group) in groups.enumerated() {
      for member in group.members { groupOfNeuron[member] = index }
    }
    let inputs = groups.enumerated().map { index, group in
      Set(group.members.flatMap { feeders[$0] }.compactMap { groupOfNeuron[$0] }).subtracting([
        index
      ])
    }
    for input in inputs.flatMap(\.self) { groups[input].isLast = false }
    let counts = groups.map { group in
      group.isLast || group.members.contains { neurons[$0].isActivated }
    }
    for index in DependencyOrder(inputs.map { $0.sorted() }).ordered {
      let before = inputs[index].map { groups[$0].depth }.max() ?? 0
      groups[index].depth = before + (counts[index] ? 1 : 0)
    }
    return groups.enumerated().filter { counts[$0.offset] }.map(\.element)
  }
}
