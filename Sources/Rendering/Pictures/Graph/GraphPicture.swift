import Diagnostics
import Formulas
package import Lessons
import Programs
package import Tracing

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

  /// The same without numbers, for formats that draw nothing.
  let graph: Graph
  let showsAll: Bool
  private(set) var boxes: [Box] = []
  /// Pairs of boxes: one that is used, and its user, which stands further to the right.
  private(set) var edges: [(from: Int, to: Int)] = []
  private(set) var columns = 0
  let title: String
  /// Which of the steps it is; empty where there is one only.
  let position: String
  let objective: MathName?

  /// The graph with the numbers of a step.
  package init(_ lesson: Lesson, _ trace: Trace, _ options: ShowOptions) {
    let step = options.steps?.lowerBound ?? 1
    self.init(WalkthroughWriter(lesson, trace, options, .inRow), step: step)
  }

  init(_ writer: WalkthroughWriter, step: Int) {
    let program = writer.program
    graph = Graph(writer.lesson)
    showsAll = writer.options.showsAll
    title = writer.lesson.titleOfRun
    position = writer.position(of: step...step) ?? ""
    let symbols = program.positions
    let objective = writer.lesson.objective ?? program.differentiated
    let showsDerivatives = !writer.options.phases.isDisjoint(with: [.delta, .gradient])
    self.objective = showsDerivatives ? objective.map(writer.names.name) : nil

    func numbered(_ line: Int) -> [MathNode]? {
      writer.value(of: line, at: step).map { value in
        [.name(writer.names.name(of: line)), .sign(.equals), .number(writer.style.text(value))]
      }
    }
    func derivative(of line: Int) -> [MathNode] {
      guard showsDerivatives, let objective else { return [] }
      let symbol = Symbol.derivative(
        of: program.lines[objective].symbol, by: [program.lines[line].symbol])
      return symbols[symbol].flatMap(numbered) ?? []
    }

    var boxOfLine: [Int: Int] = [:]
    func add(_ box: Box, _ lines: [Int]) {
      for line in lines { boxOfLine[line] = boxes.count }
      boxes.append(box)
    }
    func omission(_ words: String, _ column: Int, _ group: Int) -> Box {
      Box(kind: .omission, name: nil, text: [.words(words)], column: column, group: group)
    }

    for (column, level) in graph.columns(showsAll: showsAll).enumerated() {
      columns = column + 1
      guard case .level(let nodes) = level else {
        if case .omitted(let nodes, let levels) = level {
          let lines = nodes.flatMap { graph.nodes[$0].lines }
          let words = "… \(counted(levels, "more level")) …"
          add(omission(words, column, -1 - column), lines)
        }
        continue
      }
      var left: [Int] = []
      var count = 0
      for node in nodes {
        let lines = graph.nodes[node].lines
        let members = FamilyMembers(of: lines, symbol: writer.names.symbol, showsAll: showsAll)
        count += members.entries.count
        if count > Self.mostInColumn, !showsAll {
          left += lines
          continue
        }
        for entry in members.entries {
          switch entry {
          case .line(let line):
            let phase = program.lines[line].phase
            add(
              Box(
                kind: line == writer.lesson.objective ? .objective : .line(phase),
                name: writer.names.name(of: line),
                text: numbered(line) ?? [.name(writer.names.name(of: line))],
                derivative: derivative(of: line), column: column, group: node), [line])
          case .omitted(let lines): add(omission("… \(lines.count) more …", column, node), lines)
          }
        }
      }
      if !left.isEmpty { add(omission("… \(left.count) more …", column, -1 - column), left) }
    }

    var seen: Set<[Int]> = []
    for line in boxOfLine.keys.sorted() {
      guard let to = boxOfLine[line] else { continue }
      for operand in program.operands(of: line) {
        guard let from = boxOfLine[operand], boxes[from].column < boxes[to].column,
          seen.insert([from, to]).inserted
        else { continue }
        edges.append((from, to))
      }
    }
  }

  /// So many boxes stand in one column.
  private static let mostInColumn = 24

  /// How many lines have no box of their own.
  var omitted: Bool { boxes.contains { $0.kind == .omission } }
}

extension Program {
  /// What the first derivative is of, where there is no objective.
  fileprivate var differentiated: Int? {
    for line in lines where line.phase == .gradient || line.phase == .delta {
      if case .derivative(let top, _) = line.symbol { return positions[top] }
    }
    return nil
  }
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
    var place = nodes.map(\.level)
    var first: [Int: Int] = [:]
    for node in nodes {
      for used in node.uses where nodes[used].level == 0 {
        first[used] = min(first[used] ?? .max, node.level - 1)
      }
    }
    for (node, level) in first { place[node] = level }
    let count = (place.max() ?? -1) + 1
    let shown = showsAll ? Array(0..<count) : Self.shownLevels(of: count)
    var members = Array(repeating: [Int](), count: count)
    for node in nodes.indices { members[place[node]].append(node) }
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
