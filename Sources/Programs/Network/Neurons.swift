import Formulas

/// The lines of a program that are net inputs, and what is a function of each alone.
struct Neurons {
  /// One set of weights: the lines that it gives, one for each sample or time.
  struct Neuron {
    /// The lines, in the author's order.
    var lines: [LineID]
    /// What follows from them alone: their activations.
    var outputs: [LineID] = []
    /// Whether the net input is written inside the activation, and has no line of its own.
    let isInside: Bool
    /// What is weighed.
    var sources: Set<LineID> = []
    /// Whether quantities are weighed by one weight in one line, by another in the next.
    var isSlid = false

    var isActivated: Bool { isInside || !outputs.isEmpty }
  }

  private(set) var all: [Neuron] = []
  /// The neuron of each line that is a net input or an activation.
  private(set) var neuronOfLine: [LineID: Int] = [:]
  /// The lines that have a net input on their right side.
  private(set) var lines: Set<LineID> = []
  private let program: Program

  /// Objectives are no neurons.
  init(of program: Program, besides objectives: Set<LineID>) {
    self.program = program
    let origins = Origins(program)
    let lines = program.lines.indices.filter {
      program.lines[$0].phase == .forward && !objectives.contains($0)
    }
    var candidates: [Candidate] = []
    for line in lines {
      guard let formula = program.lines[line].formula else { continue }
      if let net = NetInput(formula, origins) {
        candidates.append(Candidate(line: line, isInside: false, net: net))
      } else if let net = formula.netInside(origins) {
        candidates.append(Candidate(line: line, isInside: true, net: net))
      }
    }
    gather(candidates)
    addFunctions(among: lines)
    addSoftmax(among: lines)
  }

  private struct Candidate {
    let line: LineID
    let isInside: Bool
    let net: NetInput
  }

  /// Members of one family that share a weight are one neuron: the indices that stand on no parameter
  /// count samples or times.
  private mutating func gather(_ candidates: [Candidate]) {
    var first: [Shared: Int] = [:]
    var leaders = Array(candidates.indices)
    func leader(of index: Int) -> Int {
      var index = index
      while leaders[index] != index { index = leaders[index] }
      return index
    }
    for (index, candidate) in candidates.enumerated() {
      guard let family = program.lines[candidate.line].symbol.familyOfQuantity else { continue }
      for weight in candidate.net.sources.flatMap(\.weights) {
        let shared = Shared(family: family, isInside: candidate.isInside, weight: weight)
        guard let other = first[shared] else {
          first[shared] = index
          continue
        }
        let (one, two) = (leader(of: other), leader(of: index))
        leaders[max(one, two)] = min(one, two)
      }
    }
    let groups = Dictionary(grouping: candidates.indices, by: leader(of:))
    for key in groups.keys.sorted() { add((groups[key] ?? []).map { candidates[$0] }) }
  }

  private struct Shared: Hashable {
    let family: String
    let isInside: Bool
    let weight: LineID
  }

  private mutating func add(_ members: [Candidate]) {
    var neuron = Neuron(lines: members.map(\.line), isInside: members[0].isInside)
    var weights: [LineID: [LineID]] = [:]
    for source in members.flatMap(\.net.sources) {
      for quantity in source.quantities {
        neuron.sources.insert(quantity)
        if let known = weights.updateValue(source.weights, forKey: quantity),
          known != source.weights
        {
          neuron.isSlid = true
        }
      }
    }
    neuron.isSlid = neuron.isSlid && members.count > 1
    for line in neuron.lines { neuronOfLine[line] = all.count }
    lines.formUnion(neuron.lines)
    all.append(neuron)
  }

  // Activations.

  /// Takes what follows from one net input alone, directly or in several lines.
  private mutating func addFunctions(among candidates: [LineID]) {
    /// The net input that a line is made of.
    var nets: [LineID: LineID] = [:]
    for (line, neuron) in neuronOfLine where !all[neuron].isInside { nets[line] = line }
    for line in candidates where neuronOfLine[line] == nil {
      guard let operands = program.lines[line].formula?.lines, let first = operands.first,
        let net = nets[first], operands.allSatisfy({ nets[$0] == net }),
        let neuron = neuronOfLine[net]
      else { continue }
      nets[line] = net
      neuronOfLine[line] = neuron
      all[neuron].outputs.append(line)
    }
  }

  /// Takes calls that are made of several net inputs, one for each of these.
  private mutating func addSoftmax(among candidates: [LineID]) {
    var rows: [Set<LineID>: [LineID]] = [:]
    for line in candidates where neuronOfLine[line] == nil {
      guard let formula = program.lines[line].formula, case .call = formula.kind else { continue }
      let operands = Set(formula.lines)
      let areNets = operands.allSatisfy { operand in
        neuronOfLine[operand].map { lines.contains(operand) && !all[$0].isInside } ?? false
      }
      if operands.count > 1, areNets { rows[operands, default: []].append(line) }
    }
    for (operands, members) in rows where operands.count == members.count {
      for (operand, member) in zip(operands.sorted(), members) {
        guard let neuron = neuronOfLine[operand] else { continue }
        neuronOfLine[member] = neuron
        all[neuron].outputs.append(member)
      }
    }
  }
}

extension Formula {
  /// The net input in a call that has no other quantity.
  fileprivate func netInside(_ origins: Origins) -> NetInput? {
    guard case .call(_, let arguments) = kind else { return nil }
    let open = arguments.filter { !origins.isFixed($0) }
    guard open.count == 1 else { return nil }
    return NetInput(open[0], origins) ?? open[0].netInside(origins)
  }
}

extension Symbol {
  /// The name that the members of a family share.
  var familyOfQuantity: String? {
    if case .quantity(let name, let indices) = self, !indices.isEmpty { return name }
    return nil
  }
}
