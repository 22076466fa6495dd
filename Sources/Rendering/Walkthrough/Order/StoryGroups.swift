import Formulas
import Lessons
import Programs
import Words

/// Lines that are told together: those of a layer, or of the loss.
struct StoryGroup {
  /// What they are about; `nil` where nothing is said of layers.
  let part: StoryPart<LineID>?
  private(set) var lines: [LineID]

  /// Divides lines that stand under one heading, in their order.
  ///
  /// Gradients belong to the layer whose δ completes them. Lines of one family stay together: where its
  /// members are in several layers, these are one group.
  static func groups(
    of lines: [LineID], _ program: Program, _ names: ProgramNames
  ) -> [StoryGroup] {
    if names.network.layers.isEmpty || lines.isEmpty {
      return [StoryGroup(part: nil, lines: lines)]
    }
    let parts = StoryParts(of: lines, program, names)
    var groups: [StoryGroup] = []
    var objective = parts.firstObjective
    for (line, part) in zip(lines, parts.parts) {
      if let own = parts.objective(of: line), own != objective {
        objective = own
        groups.append(StoryGroup(part: .derivatives(of: own), lines: []))
        groups.append(StoryGroup(part: part, lines: [line]))
      } else if let last = groups.indices.last, groups[last].part == part {
        groups[last].lines.append(line)
      } else {
        groups.append(StoryGroup(part: part, lines: [line]))
      }
    }
    return groups
  }
}

extension StoryGroup {
  /// Those of some lines that stand under one heading that belong to one part of a network, in their
  /// order; of derivatives, those of the first objective.
  ///
  /// The members of a family are told apart where they are in several layers.
  static func lines(
    _ lines: [LineID], of subject: ShownPart.Subject, _ program: Program, _ names: ProgramNames
  ) -> [LineID] {
    let parts = StoryParts(of: lines, program, names, joinsLayers: false)
    let wanted: StoryPart<LineID>
    switch subject {
    case .loss: wanted = .loss
    case .layer(let index):
      guard names.network.layers.indices.contains(index) else { return [] }
      wanted = .layer(names.network.layers[index].kind, number: names.network.layers[index].number)
    }
    var objective = parts.firstObjective
    var found: [LineID] = []
    for (line, part) in zip(lines, parts.parts) {
      objective = parts.objective(of: line) ?? objective
      if part == wanted, objective == parts.firstObjective { found.append(line) }
    }
    return found
  }
}

/// What each of some lines is about.
private struct StoryParts {
  private(set) var parts: [StoryPart<LineID>?] = []
  private let lines: [LineID]
  private let program: Program
  private let names: ProgramNames
  private let positions: Program.Positions
  private let isLoss: PerLine<Bool>
  let firstObjective: LineID?

  /// Layers that share a family are one, unless they are told apart.
  init(
    of lines: [LineID], _ program: Program, _ names: ProgramNames, joinsLayers: Bool = true
  ) {
    self.lines = lines
    self.program = program
    self.names = names
    positions = program.positions
    firstObjective = names.objective
    isLoss = program.lossLines(besides: names.network, objective: names.objective)
    let families = lines.map { names.symbol(of: $0).family }
    let own = lines.map { layer(of: $0) }
    let joined = joinsLayers ? joined(own, families) : [:]
    for (line, layer) in zip(lines, own) {
      if let layer {
        parts.append(part(of: joined[layer] ?? [layer]))
      } else if let subject = subject(of: line), isLoss[subject], !hasLayer {
        parts.append(.loss)
      } else if isLoss[line] {
        parts.append(.loss)
      } else {
        parts.append(parts.last ?? nil)
      }
    }
    if joinsLayers { keepTogether(families, own) }
  }

  private var hasLayer: Bool {
    parts.contains { part in
      if case .layer = part { return true }
      return part == .layers
    }
  }

  /// What a line is a derivative by; the line itself where it is none.
  private func subject(of line: LineID) -> LineID? {
    switch program.lines[line].symbol {
    case .derivative(_, let variables) where variables.count == 1: positions[variables[0]]
    case .local(_, let operand): positions[operand]
    case .quantity: line
    case .derivative, .updated, .term: nil
    }
  }

  private func layer(of line: LineID) -> Int? {
    subject(of: line).flatMap { names.network.layer(of: $0) }
  }

  func objective(of line: LineID) -> LineID? {
    guard case .derivative(let top, let variables) = program.lines[line].symbol,
      variables.count == 1
    else { return nil }
    return positions[top]
  }

  /// For each layer those that share a family with it.
  private func joined(_ layers: [Int?], _ families: [Symbol]) -> [Int: Set<Int>] {
    var joined: [Int: Set<Int>] = [:]
    var firsts: [Symbol: Int] = [:]
    for (layer, family) in zip(layers, families) where !family.allIndices.isEmpty {
      guard let layer else { continue }
      let first = firsts[family, default: layer]
      firsts[family] = first
      if joined[first]?.contains(layer) == true { continue }
      let all = joined[first, default: [first]].union(joined[layer, default: [layer]])
      for member in all { joined[member] = all }
    }
    return joined
  }

  private func part(of layers: Set<Int>) -> StoryPart<LineID> {
    guard layers.count == 1, let index = layers.first else { return .layers }
    let layer = names.network.layers[index]
    return .layer(layer.kind, number: layer.number)
  }

  /// Gives lines without a layer the part of their family, or the one in which its last member stands.
  private mutating func keepTogether(_ families: [Symbol], _ layers: [Int?]) {
    var partOfFamily: [Symbol: StoryPart<LineID>] = [:]
    for (place, family) in families.enumerated() where !family.allIndices.isEmpty {
      if layers[place] == nil, program.lines[lines[place]].phase != .forward { continue }
      partOfFamily[family] = parts[place]
    }
    for (place, family) in families.enumerated() where layers[place] == nil {
      if let part = partOfFamily[family] { parts[place] = part }
    }
  }
}

extension Program {
  /// The objective, and what is made of targets.
  fileprivate func lossLines(besides network: Network, objective: LineID?) -> PerLine<Bool> {
    var isLoss = PerLine<Bool>()
    for (line, entry) in lines.numbered {
      var found = line == objective
      if entry.phase == .forward {
        entry.formula?.forEachLine { operand in
          found = found || lines[operand].phase == .target || isLoss[operand]
        }
      }
      isLoss.append(found && entry.phase == .forward && network.layer(of: line) == nil)
    }
    return isLoss
  }
}
