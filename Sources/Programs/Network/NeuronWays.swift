import Formulas

/// The ways from neurons to neurons, through lines that belong to none.
struct NeuronWays {
  /// The neurons whose outputs get to each neuron, through no other one.
  private(set) var feeders: [Set<Int>]
  /// The neurons that get to each line that belongs to none.
  private var sources = PerLine<Set<Int>>()
  private let neurons: Neurons
  private let program: Program

  init(between neurons: Neurons, in program: Program) {
    self.neurons = neurons
    self.program = program
    feeders = Array(repeating: [], count: neurons.all.count)
    for (line, entry) in program.lines.numbered {
      var found: Set<Int> = []
      if entry.phase == .forward {
        entry.formula?.forEachLine { operand in
          if let neuron = neurons.neuronOfLine[operand] {
            found.insert(neuron)
          } else if operand < sources.endIndex {
            found.formUnion(sources[operand])
          }
        }
      }
      sources.append(found)
      if let own = neurons.neuronOfLine[line], neurons.lines.contains(line) {
        feeders[own].formUnion(found)
      }
    }
  }

  /// Lines that belong to no neuron, on the way from some to some of these, with their families.
  func lines(within members: Set<Int>) -> [LineID] {
    var leads = PerLine<Bool>(repeating: false, count: program.lines.count)
    var families: Set<String> = []
    var found: [LineID] = []
    for line in program.lines.indices.reversed() where program.lines[line].phase == .forward {
      let neuron = neurons.neuronOfLine[line]
      if neuron == nil, leads[line], !sources[line].isDisjoint(with: members) {
        found.append(line)
        program.lines[line].symbol.familyOfQuantity.map { _ = families.insert($0) }
      }
      guard neuron.map({ members.contains($0) }) ?? leads[line] else { continue }
      program.lines[line].formula?.forEachLine { leads[$0] = true }
    }
    let relatives = program.lines.indices.filter { line in
      program.lines[line].phase == .forward && neurons.neuronOfLine[line] == nil
        && program.lines[line].symbol.familyOfQuantity.map(families.contains) == true
    }
    return Set(found + relatives).sorted()
  }
}
