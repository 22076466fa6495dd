import Diagnostics

extension TextFormat {
  /// What is given, then a line for each node with what it uses.
  func lines(_ graph: Graph, showsAll: Bool) -> [String] {
    let levels = graph.levels
    let shown = showsAll ? Array(levels.indices) : Graph.shownLevels(of: levels.count)
    let labels = ["given"] + levels.indices.dropFirst().map { "level \($0)" }
    let labelWidth = shown.map { labels[$0].count }.max() ?? 0
    let names = graph.nodes.map { math.text($0.name) }
    func counted(_ node: Int) -> String {
      let count = graph.nodes[node].lines.count
      return names[node] + (count > 1 ? " (\(count))" : "")
    }
    var result: [String] = []
    var next = 0
    for level in shown {
      if level > next {
        result.append("  \(dots) \(Diagnostics.counted(level - next, "more level"))")
      }
      next = level + 1
      let nodes = levels[level]
      let kept = showsAll ? nodes[...] : nodes.prefix(Self.mostNodes)
      var label = "  " + labels[level].padded(to: labelWidth) + "  "
      if level == 0 {
        let rest = nodes.count - kept.count
        let given = list(kept.map(counted) + (rest > 0 ? ["\(dots) \(rest) more"] : []))
        result += hanging(label, given)
        continue
      }
      for node in kept {
        let uses = graph.nodes[node].uses.map { names[$0] }
        let isLong = !showsAll && uses.count > Self.mostNodes
        let arrow = math.isASCII ? " <- " : " ← "
        result += hanging(
          label + counted(node) + (uses.isEmpty ? "" : arrow),
          list(
            isLong
              ? uses.prefix(2) + ["\(dots) \(uses.count - 3) more"] + uses.suffix(1) : uses))
        label = spaces(label.displayWidth)
      }
      if kept.count < nodes.count {
        result.append(label + "\(dots) \(nodes.count - kept.count) more")
      }
    }
    return result
  }

  private static let mostNodes = 16

  private func list(_ names: [String]) -> BreakableText {
    var text = BreakableText()
    for (place, name) in names.enumerated() {
      text.append(name + (place + 1 < names.count ? "," : ""), afterSpace: true, breakCost: 0)
    }
    return text
  }
}
