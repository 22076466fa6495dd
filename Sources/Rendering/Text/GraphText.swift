import Words

extension TextFormat {
  /// What is given, then a line for each node with what it uses.
  func lines(_ picture: GraphPicture) -> [String] {
    GraphText(format: self, picture).lines
  }
}

/// A graph in lines of text, level by level.
private struct GraphText {
  let format: TextFormat
  let graph: Graph
  let showsAll: Bool
  let language: any Language
  private let names: [String]
  private let levels: [[Int]]
  private let shown: [Int]

  private static let mostNodes = 16

  init(format: TextFormat, _ picture: GraphPicture) {
    self.format = format
    graph = picture.graph
    showsAll = picture.showsAll
    language = picture.language
    names = graph.nodes.map { format.math.text($0.name) }
    levels = graph.levels
    shown = showsAll ? Array(levels.indices) : Graph.shownLevels(of: levels.count)
  }

  private func more(_ omission: OmissionPhrase<Never>) -> String {
    "\(format.dots) \(language.text(.omission(omission)))"
  }

  var lines: [String] {
    let width = shown.map { label($0).count }.reduce(0, max)
    var result: [String] = []
    var next = 0
    for level in shown {
      if level > next { result.append("  " + more(.moreLevels(level - next))) }
      next = level + 1
      result += lines(level, "  " + label(level).padded(to: width) + "  ")
    }
    return result
  }

  private func label(_ level: Int) -> String {
    language.text(.label(level == 0 ? .given : .level(level)))
  }

  private func lines(_ level: Int, _ label: String) -> [String] {
    let nodes = levels[level]
    let kept = showsAll ? nodes[...] : nodes.prefix(Self.mostNodes)
    let more = nodes.count > kept.count ? [more(.more(nodes.count - kept.count))] : []
    let indent = spaces(label.displayWidth)
    if level == 0 { return format.hanging(label, list(kept.map(named) + more)) }
    let rows = kept.enumerated().flatMap { index, node in
      lines(of: node, index == 0 ? label : indent)
    }
    return rows + more.map { indent + $0 }
  }

  /// A node and what it uses.
  private func lines(of node: Int, _ beginning: String) -> [String] {
    let uses = graph.nodes[node].uses.map { names[$0] }
    let arrow = uses.isEmpty ? "" : format.math.isASCII ? " <- " : " ← "
    let isLong = !showsAll && uses.count > Self.mostNodes
    let listed =
      isLong ? uses.prefix(2) + [more(.more(uses.count - 3))] + uses.suffix(1) : uses
    return format.hanging(beginning + named(node) + arrow, list(listed))
  }

  private func named(_ node: Int) -> String {
    let count = graph.nodes[node].lines.count
    return names[node] + (count > 1 ? " (\(count))" : "")
  }

  private func list(_ names: [String]) -> BreakableText {
    var text = BreakableText()
    for (index, name) in names.enumerated() {
      text.append(name + (index + 1 < names.count ? "," : ""), afterSpace: true, breakCost: 0)
    }
    return text
  }
}
