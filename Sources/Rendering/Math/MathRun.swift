/// A stretch of words, or of what stands in formulas.
enum MathRun {
  case words(String)
  case formula(MathNode)

  static func runs(of nodes: [MathNode]) -> [MathRun] {
    var runs: [MathRun] = []
    var formula: [MathNode] = []
    for node in nodes.flatMap(\.parts) {
      guard case .words(let words) = node else {
        formula.append(node)
        continue
      }
      if !formula.isEmpty { runs.append(.formula(.row(formula))) }
      formula = []
      runs.append(.words(words))
    }
    return formula.isEmpty ? runs : runs + [.formula(.row(formula))]
  }
}

extension MathNode {
  fileprivate var parts: [MathNode] {
    if case .row(let nodes) = self { return nodes.flatMap(\.parts) }
    return [self]
  }
}
