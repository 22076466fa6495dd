import Programs
import Words

/// The computation graph of one step, with its numbers: a box for each line that is shown.
package struct GraphPicture: Sendable {
  /// A line, or lines that are left out.
  struct Box: Sendable {
    enum Kind: Hashable, Sendable {
      case line(Phase)
      case objective
      case omission
    }

    let kind: Kind
    let name: MathName?
    /// The name with the value, or how many are left out.
    let text: [MathNode]
    /// The derivative of the objective.
    var derivative: [MathNode] = []
    let column: Int
    /// Members of one family in one column stand together.
    let group: Int
  }

  /// A pair of boxes: one that is used, and its user, which stands further to the right.
  typealias Edge = (from: Int, to: Int)

  /// The same without numbers, for formats that draw nothing.
  let graph: Graph
  let showsAll: Bool
  let boxes: [Box]
  let edges: [Edge]
  let columns: Int
  let title: String
  /// Which of the steps it is; `nil` where there is one only.
  let position: PositionPhrase?
  /// What the derivatives are of; `nil` where none are shown.
  let objective: MathName?
  /// The kinds of boxes that it has, and what they are called.
  let legend: [(kind: Box.Kind, label: LabelPhrase)]
  let language: any Language

  /// Whether some lines have no box of their own.
  var isShortened: Bool { boxes.contains { $0.kind == .omission } }
}

extension Graph {
  enum Column {
    /// Nodes, in the order of the program.
    case level([Int])
    /// The nodes of so many levels.
    case omitted([Int], levels: Int)
  }

  /// The nodes by column: what is given stands just before the first that uses it, all else by its
  /// level.
  func columns(showsAll: Bool) -> [Column] {
    var levels = nodes.map(\.level)
    var first: [Int: Int] = [:]
    for node in nodes {
      for used in node.uses where nodes[used].level == 0 {
        first[used] = min(first[used] ?? .max, node.level - 1)
      }
    }
    for (node, level) in first { levels[node] = level }
    let count = levels.reduce(0) { max($0, $1 + 1) }
    let shown = showsAll ? Array(0..<count) : Self.shownLevels(of: count)
    var members = Array(repeating: [Int](), count: count)
    for node in nodes.indices { members[levels[node]].append(node) }
    var columns: [Column] = []
    var next = 0
    for level in shown {
      if level > next {
        columns.append(.omitted(members[next..<level].flatMap(\.self), levels: level - next))
      }
      columns.append(.level(members[level]))
      next = level + 1
    }
    return columns
  }
}
