package import Formulas

/// The neurons of a program by layers, as its lines have them.
///
/// A *net input* is a line that adds quantities, each times a parameter or a constant, and biases. A
/// *neuron* is such a line with its activation: what follows from it alone, softmax, or in the last layer
/// nothing. A *layer* has the neurons at one depth that are of one family, or weigh the same quantities. A
/// program without any net input that has an activation has no layers.
package struct Network: Sendable {
  package struct Layer: Sendable {
    package enum Kind: Hashable, Sendable {
      case hidden, output
      /// Neurons that feed themselves, at another time.
      case cell
      /// Weights that are moved along what they weigh.
      case featureMap
      /// All that there is.
      case neuron
    }

    package let kind: Kind
    /// Its place among several of its kind.
    package let number: Int?
    /// Net inputs and activations, in the author's order.
    package let lines: [LineID]
  }

  /// The first is the one next to the inputs.
  package let layers: [Layer]
  /// Net inputs with a line of their own, in the author's order.
  package let netInputs: [LineID]
  private let layerOfLine: [LineID: Int]

  package init(of program: Program, objective: LineID?) {
    let neurons = Neurons(of: program, besides: program.objectives(with: objective))
    let arrangement = Arrangement(of: neurons, in: program)
    layers = arrangement.layers
    var layerOfLine: [LineID: Int] = [:]
    for (index, layer) in layers.enumerated() {
      for line in layer.lines { layerOfLine[line] = index }
    }
    self.layerOfLine = layerOfLine
    netInputs = neurons.all.filter { !$0.isInside }.flatMap(\.lines).filter {
      layerOfLine[$0] != nil
    }.sorted()
  }

  /// The place in ``layers`` of the layer that a net input or an activation belongs to.
  package func layer(of line: LineID) -> Int? { layerOfLine[line] }
}

extension Program {
  /// What is differentiated, and what is learned from.
  fileprivate func objectives(with own: LineID?) -> Set<LineID> {
    let positions = positions
    var tops: Set<Symbol> = []
    for line in lines {
      if case .derivative(let top, _) = line.symbol { tops.insert(top) }
    }
    return Set(tops.compactMap { positions[$0] } + [own].compactMap { $0 })
  }
}
