import Formulas
package import Lessons
import Programs
package import Tracing
import Words

extension GraphPicture {
  /// The graph with the numbers of a step.
  package init(_ lesson: Lesson, _ trace: Trace, _ options: ShowOptions) {
    self = WalkthroughWriter.page(of: lesson, trace, options, .inRow) { writer in
      GraphPicture(writer, step: options.shownSteps.lowerBound)
    }
  }

  init(_ writer: WalkthroughWriter, step: Int) {
    var graph = StepGraph(writer, step: step)
    self = graph.picture()
  }
}

/// Makes the graph of one step: boxes with its numbers, column by column.
private struct StepGraph {
  private let writer: WalkthroughWriter
  private let step: Int
  private let graph: Graph
  private let positions: Program.Positions
  /// What derivatives are shown of.
  private let objective: LineID?
  private var boxes: [GraphPicture.Box] = []
  private var boxOfLine: [LineID: Int] = [:]

  init(_ writer: WalkthroughWriter, step: Int) {
    self.writer = writer
    self.step = step
    graph = Graph(writer.lesson)
    positions = writer.program.positions
    let showsDerivatives = !writer.options.phases.isDisjoint(with: [.delta, .gradient])
    objective =
      showsDerivatives ? writer.lesson.objective ?? writer.program.differentiated : nil
  }

  private var showsAll: Bool { writer.options.showsAll }

  mutating func picture() -> GraphPicture {
    let columns = graph.columns(showsAll: showsAll)
    for (number, column) in columns.enumerated() {
      switch column {
      case .level(let nodes): add(nodes, in: number)
      case .omitted(let nodes, let levels):
        let lines = nodes.flatMap { graph.nodes[$0].lines }
        addOmission(.moreLevels(levels), of: lines, in: number)
      }
    }
    return GraphPicture(
      graph: graph, showsAll: showsAll, boxes: boxes, edges: edges, columns: columns.count,
      title: writer.titleOfRun, position: writer.position(of: step...step),
      objective: objective.map(writer.names.name), legend: legend,
      language: writer.options.language)
  }

  // Boxes.

  /// So many boxes stand in one column.
  private static let mostInColumn = 24

  /// Adds the boxes of a level; those that have no room are left out together.
  private mutating func add(_ nodes: [Int], in column: Int) {
    var left: [LineID] = []
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
        case .line(let line): add(box(of: line, in: column, group: node), of: [line])
        case .omitted(let lines):
          addOmission(.more(lines.count), of: lines, in: column, group: node)
        }
      }
    }
    if !left.isEmpty { addOmission(.more(left.count), of: left, in: column) }
  }

  private mutating func add(_ box: GraphPicture.Box, of lines: [LineID]) {
    for line in lines { boxOfLine[line] = boxes.count }
    boxes.append(box)
  }

  /// Adds what is said of lines that are left out; without a family they are a group of their own.
  private mutating func addOmission(
    _ omission: OmissionPhrase<Never>, of lines: [LineID], in column: Int, group: Int? = nil
  ) {
    let words = writer.words(.omission(omission))
    let box = GraphPicture.Box(
      kind: .omission, name: nil, text: [.words("… \(words) …")], column: column,
      group: group ?? -1 - column)
    add(box, of: lines)
  }

  private func box(of line: LineID, in column: Int, group: Int) -> GraphPicture.Box {
    let name = writer.names.name(of: line)
    return GraphPicture.Box(
      kind: line == writer.lesson.objective ? .objective : .line(writer.program.lines[line].phase),
      name: name, text: numbered(line) ?? [.name(name)], derivative: derivative(of: line),
      column: column, group: group)
  }

  private func numbered(_ line: LineID) -> [MathNode]? {
    writer.number(of: line, at: step).map { number in
      [.name(writer.names.name(of: line)), .sign(.equals), .number(number)]
    }
  }

  /// The derivative of the objective by a line; empty where the program has none.
  private func derivative(of line: LineID) -> [MathNode] {
    guard let objective else { return [] }
    let symbol = Symbol.derivative(
      of: writer.program.lines[objective].symbol, by: [writer.program.lines[line].symbol])
    guard let derivative = positions[symbol], let text = numbered(derivative) else { return [] }
    return text
  }

  // What is said of the boxes.

  private var edges: [GraphPicture.Edge] {
    var edges: [GraphPicture.Edge] = []
    var seen: Set<[Int]> = []
    for (line, to) in boxOfLine.sorted(by: { $0.key < $1.key }) {
      for operand in writer.program.operands(of: line) {
        guard let from = boxOfLine[operand], boxes[from].column < boxes[to].column,
          seen.insert([from, to]).inserted
        else { continue }
        edges.append((from, to))
      }
    }
    return edges
  }

  private var legend: [(kind: GraphPicture.Box.Kind, label: LabelPhrase)] {
    let given = WalkthroughWriter.roles.map {
      (GraphPicture.Box.Kind.line($0.phase), $0.label.many)
    }
    let kinds = given + [(.line(.forward), .computed), (.objective, .objective)]
    return kinds.filter { kind, _ in boxes.contains { $0.kind == kind } }
  }
}

extension Program {
  /// What the first derivative is of, where there is no objective.
  fileprivate var differentiated: LineID? {
    for line in lines where line.phase == .gradient || line.phase == .delta {
      if case .derivative(let top, _) = line.symbol { return positions[top] }
    }
    return nil
  }
}
