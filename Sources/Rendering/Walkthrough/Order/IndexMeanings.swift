import Formulas
import Programs
import Words

/// What the letters of indices count, as the neurons of a program use them.
///
/// A letter that stands on a parameter counts neurons, or what goes into them, or layers, if it is the same
/// throughout a layer; any other letter of a net input counts samples, the times of a cell, or the places
/// of a feature map.
struct IndexMeanings {
  private var meanings: [String: Set<Counted>] = [:]

  init(_ program: Program, _ names: ProgramNames) {
    let network = names.network
    let nets = Set(network.netInputs)
    let layersOfLetter = Self.layers(names, nets)
    for (index, layer) in network.layers.enumerated() {
      for net in names.families(of: layer.lines.filter(nets.contains)).map({ $0[0] }) {
        let operands = program.lines[net].formula?.lines ?? []
        let parameters = operands.filter { [.param, .const].contains(program.lines[$0].phase) }
        let ofParameters = Set(parameters.flatMap { names.indexNames(of: $0).compactMap(\.self) })
        let own = names.indexNames(of: net).compactMap(\.self)
        let running = own.filter { !ofParameters.contains($0) }
        for letter in own where ofParameters.contains(letter) {
          let isLayer = layersOfLetter[letter].map { $0 > 1 } ?? false
          note(letter, isLayer ? .layers : Self.neurons(of: layer))
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

  /// In how many layers a letter has one value, another one in each.
  private static func layers(_ names: ProgramNames, _ nets: Set<LineID>) -> [String: Int] {
    var values: [String: [Int]] = [:]
    for layer in names.network.layers {
      var own: [String: Set<Int>] = [:]
      for net in layer.lines where nets.contains(net) {
        for (letter, index) in zip(names.indexNames(of: net), names.symbol(of: net).allIndices) {
          if let letter { own[letter, default: []].insert(index) }
        }
      }
      for (letter, all) in own { if all.count == 1 { values[letter, default: []] += all } }
    }
    return values.mapValues { Set($0).count == $0.count ? $0.count : 0 }
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
      case .samples, .times, .places, .inputs, .layers: false
      }
    }
    return areNeurons ? .units : nil
  }
}
