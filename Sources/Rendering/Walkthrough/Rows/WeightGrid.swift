import Formulas
import Programs

/// Gradients of weights between two rows of neurons: each is the δ where the weight leads to, times what
/// comes in through it.
struct WeightGrid {
  /// What the weights lead to, by name, and their gradients in the order of `sources`.
  let targets: [MathNode]
  let rows: [[LineID]]
  /// What the weights come from.
  let sources: [MathNode]

  /// More columns would not fit beside each other.
  private static let mostSources = 3

  /// `nil` where there is no weight between some of them, or only one of either.
  init?(_ gradients: [LineID], _ names: ProgramNames, _ formula: (LineID) -> Formula?) {
    var lines: [[LineID]: LineID] = [:]
    var (deltas, inputs): ([LineID], [LineID]) = ([], [])
    for gradient in gradients {
      guard case .product(let factors) = formula(gradient)?.kind, factors.count == 2,
        case .line(let first) = factors[0].kind, case .line(let second) = factors[1].kind,
        names.isDelta(first) != names.isDelta(second)
      else { continue }
      let (delta, input) = names.isDelta(first) ? (first, second) : (second, first)
      if !deltas.contains(delta) { deltas.append(delta) }
      if !inputs.contains(input) { inputs.append(input) }
      lines[[delta, input]] = gradient
    }
    guard deltas.count > 1, inputs.count > 1, inputs.count <= Self.mostSources,
      lines.count == deltas.count * inputs.count,
      let targets = CommonName(of: deltas.map(names.name(of:)))?.labels, !targets.isEmpty,
      let sources = CommonName(of: inputs.map(names.name(of:))), !sources.rests.isEmpty
    else { return nil }
    self.targets = targets.map { .words($0) }
    self.sources =
      sources.hasLettersBelow
      ? sources.labels.map { .words($0) } : inputs.map { .name(names.name(of: $0)) }
    rows = deltas.map { delta in inputs.compactMap { lines[[delta, $0]] } }
  }

  func contains(_ gradient: LineID) -> Bool { rows.contains { $0.contains(gradient) } }
}

extension CommonName {
  /// Whether what stands below a name says by itself which neuron is meant: o1, not 1.
  fileprivate var hasLettersBelow: Bool { labels.allSatisfy { $0.first?.isLetter ?? false } }
}
