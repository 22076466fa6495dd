import Diagnostics
import Formulas
import Programs

/// The parts of a network that a document shows.
extension ShownPartReader {
  /// What stands behind `of`; `nil` where nothing does.
  func subject(of group: PhaseGroup, _ words: Words) throws(Diagnostic) -> ShownPart.Subject? {
    if words.text.isEmpty { return nil }
    guard words.text.hasPrefix("of "), group == .forward || group == .backward else {
      throw Diagnostic("'\(group)' takes no names", at: words.place)
    }
    let place = self.words(in: words.place.lowerBound + 2..<words.place.upperBound)
    if place.text == "loss" { return try loss(at: place.place) }
    let layer = try layer(place, group)
    if group == .backward { try expectDerivatives(ofLayer: layer, at: place.place) }
    return .layer(layer)
  }

  /// What is made of targets, and belongs to no layer.
  func loss(at place: Range<Int>) throws(Diagnostic) -> ShownPart.Subject {
    let objective = lesson.objective.map { lesson.program.lines[$0].symbol }
    if lesson.network.layers.isEmpty || objective == nil {
      throw Diagnostic(
        "this lesson has no layers, and no loss apart from them", at: place,
        note: objective.map { "'show \($0)' shows what is differentiated" })
    }
    return .loss
  }

  // Layers.

  private static let kinds: [(name: String, kind: Network.Layer.Kind)] = [
    ("hidden layer", .hidden), ("output layer", .output), ("cell", .cell),
    ("feature map", .featureMap), ("neuron", .neuron),
  ]

  /// The place of a layer that is named by its number from the input on, or by its kind.
  private func layer(_ words: Words, _ group: PhaseGroup) throws(Diagnostic) -> Int {
    let layers = lesson.network.layers
    if layers.isEmpty {
      throw Diagnostic(
        "this lesson has no layers", at: words.place,
        note: example(of: group).map { "name what is to be shown, such as 'show \($0)'" })
    }
    var name = words.text.split(whereSeparator: \.isWhitespace).map(String.init)
    if name.first == "the" { name.removeFirst() }
    let number = name.last.flatMap { Int($0) }
    if number != nil { name.removeLast() }
    let kind = name.joined(separator: " ")
    if kind == "layer", let number {
      if 1...layers.count ~= number { return number - 1 }
      throw Diagnostic(
        "this lesson has \(counted(layers.count, "layer"))", at: words.place,
        note: "they are counted from the input on; the last is 'layer \(layers.count)'")
    }
    let named = Self.kinds.first { $0.name == kind }.map { known in
      layers.indices.filter { layers[$0].kind == known.kind }
    }
    if let named, let place = number.map({ $0 - 1 }) ?? (named.count == 1 ? 0 : nil),
      named.indices.contains(place)
    {
      return named[place]
    }
    let what =
      switch named?.count {
      case nil: "'\(words.text.printable)' is no layer"
      case 0: "this lesson has no \(kind)"
      case let count?: "this lesson has \(counted(count, kind))"
      }
    throw Diagnostic(
      what, at: words.place, note: "there are \(listed(layers.indices.map(layerName)))")
  }

  private func layerName(_ index: Int) -> String {
    let layer = lesson.network.layers[index]
    let kind = Self.kinds.first { $0.kind == layer.kind }?.name ?? "layer"
    return "'\(kind)\(layer.number.map { " \($0)" } ?? "")'"
  }

  /// A family that can be shown without any layer.
  private func example(of group: PhaseGroup) -> String? {
    let phase = group == .forward ? Phase.forward : .gradient
    let line = lesson.program.lines.first { $0.phase == phase }
    return line.map { $0.symbol.description.withoutIndices }
  }

  /// Makes sure that the objective depends on a layer.
  private func expectDerivatives(
    ofLayer layer: Int, at place: Range<Int>
  ) throws(Diagnostic) {
    let positions = lesson.program.positions
    let objective = lesson.objective.map { lesson.program.lines[$0].symbol }
    let isDerived = lesson.network.layers[layer].lines.contains { line in
      guard let objective else { return false }
      return positions[.derivative(of: objective, by: [lesson.program.lines[line].symbol])] != nil
    }
    if !isDerived {
      throw Diagnostic(
        "there are no derivatives with respect to this layer in the lesson", at: place)
    }
  }
}
