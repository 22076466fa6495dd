import Formulas
import Programs
import Words

/// What the letters of indices count, as the neurons of a program use them.
///
/// A letter that stands on a parameter counts neurons, or what goes into them; any other letter of a net
/// input counts samples, the times of a cell, or the places of a feature map.
struct IndexMeanings {
  private var meanings: [String: Set<Counted>] = [:]

  init(_ program: Program, _ names: ProgramNames) {
    let network = names.network
    let nets = Set(network.netInputs)
    for (index, layer) in network.layers.enumerated() {
      var families: Set<Symbol> = []
      for net in layer.lines where nets.contains(net) {
        guard families.insert(names.symbol(of: net).family).inserted else { continue }
        let operands = program.lines[net].formula?.lines ?? []
        let parameters = operands.filter { [.param, .const].contains(program.lines[$0].phase) }
        let ofParameters = Set(parameters.flatMap { names.indexNames(of: $0).compactMap(\.self) })
        let own = names.indexNames(of: net).compactMap(\.self)
        let running = own.filter { !ofParameters.contains($0) }
        for letter in own where ofParameters.contains(letter) {
          note(letter, Self.neurons(of: layer))
        }
        for letter in running { note(letter, Self.cases(of: layer, running.count)) }
        guard index == 0, layer.kind != .featureMap else { continue }
        let inputs = operands.filter { program.lines[$0].phase == .input }
          .flatMap { names.indexNames(of: $0).compactMap(\.self) }
        for letter in Set(inputs).intersection(ofParameters).subtracting(own) {
          note(letter, .inputs)
        }
      }
    }
  }

  private mutating func note(_ letter: String, _ counted: Counted?) {
    if let counted { meanings[letter, default: []].insert(counted) }
  }

  private static func neurons(of layer: Network.Layer) -> Counted? {
    switch layer.kind {
    case .hidden: .hiddenUnits(layer: layer.number)
    case .output: .outputs
    case .cell: .units
    case .featureMap, .neuron: nil
    }
  }

  /// What a letter counts that stands on no parameter, one of so many.
  private static func cases(of layer: Network.Layer, _ count: Int) -> Counted? {
    switch layer.kind {
    case .hidden, .output, .neuron: count == 1 ? .samples : nil
    case .cell: count == 1 ? .times : nil
    case .featureMap: count == 1 ? .places : nil
    }
  }

  /// `nil` where that is not known, or not always the same.
  subscript(letter: String) -> Counted? {
    guard let all = meanings[letter], let first = all.first else { return nil }
    if all.count == 1 { return first }
    let areNeurons = all.allSatisfy { counted in
      switch counted {
      case .hiddenUnits, .outputs, .units: true
      case .samples, .times, .places, .inputs: false
      }
    }
    return areNeurons ? .units : nil
  }
}
