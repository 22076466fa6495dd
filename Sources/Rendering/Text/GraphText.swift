import Words

extension TextFormat {
  /// What is given, then a line for each node with what it uses.
  func lines(_ picture: GraphPicture) -> [String] {
    let (graph, showsAll) = (picture.graph, picture.showsAll)
    let levels = graph.levels
    func words(_ phrase: Phrase<Never>) -> String { picture.language.text(phrase) }
    func more(_ count: Int) -> String { "\(dots) \(words(.omission(.more(count))))" }
    let shown = showsAll ? Array(levels.indices) : Graph.shownLevels(of: levels.count)
    let labels = levels.indices.map { words(.label($0 == 0 ? .given : .level($0))) }
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
        result.append("  \(dots) \(words(.omission(.moreLevels(level - next))))")
      }
      next = level + 1
      let nodes = levels[level]
      let kept = showsAll ? nodes[...] : nodes.prefix(Self.mostNodes)
      var label = "  " + labels[level].padded(to: labelWidth) + "  "
      if level == 0 {
        let rest = nodes.count - kept.count
        let given = list(kept.map(counted) + (rest > 0 ? [more(rest)] : []))
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
              ? uses.prefix(2) + [more(uses.count - 3)] + uses.suffix(1) : uses))
        label = spaces(label.displayWidth)
      }
      if kept.count < nodes.count {
        result.append(label + more(nodes.count - kept.count))
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
