import Formulas
import Programs
import Words

/// What is said before the formulas of a group, as its lines have it.
struct StoryLeads {
  private let program: Program
  private let names: ProgramNames
  private let isMaximized: Bool
  /// What is printed of a line.
  private let formula: (LineID) -> Formula?
  private let group: StoryGroup

  init(
    _ group: StoryGroup, _ program: Program, _ names: ProgramNames, isMaximized: Bool,
    formula: @escaping (LineID) -> Formula?
  ) {
    (self.group, self.program, self.names) = (group, program, names)
    (self.isMaximized, self.formula) = (isMaximized, formula)
  }

  /// What is said before some lines of the group; `nil` where there is nothing to say.
  func phrase(before lines: [LineID]) -> LeadPhrase<LineID>? {
    switch program.lines[lines[0]].phase {
    case .forward:
      if group.part == .loss { return loss }
      if group.part == .layers { return layer.map(eachLayer) }
      return units.map { .units($0) }
    case .delta: return group.lines.first(where: names.isDelta).flatMap(errors)
    case .gradient: return gradients
    default: return nil
    }
  }

  // Forward.

  private var loss: LeadPhrase<LineID>? {
    guard let objective = names.objective, group.lines.contains(objective) else { return nil }
    let usesTargets = group.lines.contains { line in
      program.lines[line].formula?.lines.contains { operand in
        [.input, .target].contains(program.lines[operand].phase)
      } ?? false
    }
    return .loss(objective, usesTargets: usesTargets, isMaximized: isMaximized)
  }

  private var layer: (index: Int, layer: Network.Layer)? {
    let known = group.lines.lazy.compactMap { names.network.layer(of: subject(of: $0)) }.first
    return known.map { ($0, names.network.layers[$0]) }
  }

  private var units: Units? {
    guard let (index, layer) = layer else { return nil }
    let nets = Set(names.network.netInputs)
    let net = layer.lines.first(where: nets.contains) ?? layer.lines[0]
    return Units(
      kind: layer.kind, isFirst: index == 0, hasBias: hasBias(net),
      activation: activation(of: layer),
      takesAll: layer.lines.contains { line in
        !nets.contains(line)
          && (program.lines[line].formula?.lines.filter(nets.contains).count ?? 0) > 1
      })
  }

  private func eachLayer(_ index: Int, _ layer: Network.Layer) -> LeadPhrase<LineID> {
    let nets = Set(names.network.netInputs)
    return .eachLayer(
      hasBias: hasBias(layer.lines.first(where: nets.contains) ?? layer.lines[0]),
      activation: activation(of: layer))
  }

  /// The function that ends the units of a layer, where it is one that has a name.
  private func activation(of layer: Network.Layer) -> String? {
    let nets = Set(names.network.netInputs)
    let ends = layer.lines.filter { !nets.contains($0) }
    let functions = Set(
      ends.map { line -> String? in
        guard case .call(let function, _) = program.lines[line].formula?.kind else { return nil }
        return function.name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
          ? function.name : nil
      })
    return functions.count == 1 ? functions.first ?? nil : nil
  }

  private func hasBias(_ net: LineID) -> Bool {
    guard let written = program.lines[net].formula?.writtenForm else { return false }
    func isBias(_ term: Formula) -> Bool {
      switch term.kind {
      case .sum(let terms): terms.contains(where: isBias)
      case .call(_, let arguments): arguments.contains(where: isBias)
      case .line(let line): [.param, .const].contains(program.lines[line].phase)
      default: false
      }
    }
    return isBias(written)
  }

  // Backward.

  /// What a line is a derivative by; the line itself where it is none.
  private func subject(of line: LineID) -> LineID {
    switch program.lines[line].symbol {
    case .derivative(_, let variables) where variables.count == 1:
      program.positions[variables[0]] ?? line
    case .local(_, let operand): program.positions[operand] ?? line
    default: line
    }
  }

  private func errors(_ delta: LineID) -> LeadPhrase<LineID>? {
    guard let objective = names.objective, let (index, layer) = layer else { return nil }
    if group.part == .layers {
      return .errorsThroughLayers(from: objective, activation: activation(of: layer))
    }
    if layer.kind == .cell { return .errorsInTime }
    let outputs = derivativesOfOutputs(in: delta)
    if index == names.network.layers.count - 1 {
      let net = subject(of: delta)
      guard let output = outputs.first.map(subject(of:)) else {
        return .netInputs(net, of: objective, path: .direct)
      }
      if outputs.count == 1, program.lines[net].symbol.allIndices.isEmpty,
        group.lines.count(where: names.isDelta) > 1
      {
        return .eachNetInput(of: objective)
      }
      return .netInputs(
        net, of: objective, path: outputs.count == 1 ? .through(output) : .throughAll(output))
    }
    let source = outputs.first ?? delta
    let paths = formula(source)?.lines.filter(names.isDelta).count ?? 0
    return paths == 0
      ? nil : .errorsBack(severalPaths: paths > 1, activation: activation(of: layer))
  }

  /// The derivatives by outputs of units that a δ is made of.
  private func derivativesOfOutputs(in delta: LineID) -> [LineID] {
    (formula(delta)?.lines ?? []).filter { line in
      guard case .derivative = program.lines[line].symbol, !names.isDelta(line) else {
        return false
      }
      return names.network.layer(of: subject(of: line)) != nil
    }
  }

  private var gradients: LeadPhrase<LineID>? {
    let gradients = group.lines.filter { program.lines[$0].phase == .gradient }
    let deltas = gradients.map { formula($0)?.lines.filter(names.isDelta) ?? [] }
    guard let most = deltas.max(by: { $0.count < $1.count }), !most.isEmpty,
      let kind = layer?.layer.kind
    else { return nil }
    if most.count == 1 { return .gradients(sumOver: .nothing) }
    switch kind {
    case .cell: return .gradients(sumOver: .times)
    case .featureMap: return .gradients(sumOver: .places)
    case .hidden, .output, .neuron:
      return areOfOneUnit(most) ? .gradients(sumOver: .samples) : .gradients(sumOver: .nothing)
    }
  }

  /// Whether derivatives by net inputs differ in samples alone: in indices whose letters stand on no
  /// parameter.
  private func areOfOneUnit(_ deltas: [LineID]) -> Bool {
    let first = names.symbol(of: deltas[0])
    let letters = names.indexNames(of: deltas[0])
    let ofParameters = Set(
      program.lines.indices.lazy.filter { program.lines[$0].phase == .param }
        .flatMap { names.indexNames(of: $0) })
    return deltas.dropFirst().allSatisfy { line in
      let symbol = names.symbol(of: line)
      guard symbol.family == first.family, !symbol.allIndices.isEmpty else { return false }
      return zip(zip(symbol.allIndices, first.allIndices), letters).allSatisfy { pair, letter in
        pair.0 == pair.1 || !ofParameters.contains(letter)
      }
    }
  }
}

extension LeadPhrase {
  /// The phrase with other parts.
  func with<Other>(_ part: (Part) -> Other) -> LeadPhrase<Other> {
    switch self {
    case .head(let story): .head(story.with(part))
    case .deltas(let objective): .deltas(of: part(objective))
    case .chain(let objective): .chain(of: part(objective))
    case .units(let units): .units(units)
    case .eachLayer(let hasBias, let activation):
      .eachLayer(hasBias: hasBias, activation: activation)
    case .loss(let loss, let usesTargets, let isMaximized):
      .loss(part(loss), usesTargets: usesTargets, isMaximized: isMaximized)
    case .eachNetInput(let objective): .eachNetInput(of: part(objective))
    case .netInputs(let net, let objective, let path):
      .netInputs(part(net), of: part(objective), path: path.with(part))
    case .errorsBack(let severalPaths, let activation):
      .errorsBack(severalPaths: severalPaths, activation: activation)
    case .errorsThroughLayers(let objective, let activation):
      .errorsThroughLayers(from: part(objective), activation: activation)
    case .errorsInTime: .errorsInTime
    case .gradients(let sum): .gradients(sumOver: sum)
    case .gradientsAgain: .gradientsAgain
    case .cancellation(let form, let divisor, let numbers):
      .cancellation(part(form), divisor: divisor, numbers: part(numbers))
    case .outputErrors(let errors): .outputErrors(errors.map { $0.with(part) })
    case .oppositePaths(let neuron, let first, let second):
      .oppositePaths(of: part(neuron), part(first), part(second))
    case .rule(let states, let letter, let rate, let isMaximized):
      .rule(
        states: states.map(part), letter: part(letter), rate: rate.map(part),
        isMaximized: isMaximized)
    case .equalSteps(let size): .equalSteps(part(size))
    }
  }
}

extension LossPath {
  fileprivate func with<Other>(_ part: (Part) -> Other) -> LossPath<Other> {
    switch self {
    case .direct: .direct
    case .through(let output): .through(part(output))
    case .throughAll(let output): .throughAll(part(output))
    }
  }
}

extension StoryPart {
  func with<Other>(_ part: (Part) -> Other) -> StoryPart<Other> {
    switch self {
    case .layer(let kind, let number): .layer(kind, number: number)
    case .layers: .layers
    case .loss: .loss
    case .derivatives(let objective): .derivatives(of: part(objective))
    }
  }
}
