package import Formulas
package import Lessons
package import Programs

/// What a program's lines use, level by level: a line's level is one more than that of the deepest
/// line that it uses.
///
/// The members of a family that are on one level are one node. No format is settled by it.
package struct Graph: Sendable {
  package struct Node: Sendable {
    package let name: MathName
    package let phase: Phase
    package let level: Int
    /// Its lines of the program.
    package let lines: [LineID]
    /// The nodes that it uses, each once, in the order of their first use; all are on lower levels.
    package fileprivate(set) var uses: [Int] = []
  }

  /// Level by level, in the order of the program.
  package let nodes: [Node]

  /// The lines of some phases, by default those of the forward pass and what is given for it.
  ///
  /// Uses of lines of other phases, and of the step before, are left out.
  package init(
    _ lesson: Lesson, phases: Set<Phase> = [.input, .target, .const, .param, .forward]
  ) {
    let names = ProgramNames(lesson)
    let program = lesson.program
    let levels = program.levels(of: phases)
    var groupOfKey: [Key: Int] = [:]
    var groups: [(level: Int, lines: [LineID])] = []
    for (line, level) in levels.numbered where level >= 0 {
      let key = Key(family: program.lines[line].symbol.family, level: level)
      let group = groupOfKey[key, default: groups.count]
      if group == groups.count {
        groupOfKey[key] = group
        groups.append((level, []))
      }
      groups[group].lines.append(line)
    }
    let order = groups.indices.sorted { (groups[$0].level, $0) < (groups[$1].level, $1) }
    var nodes = order.map { group in
      let (level, lines) = groups[group]
      return Node(
        name: lines.count == 1 ? names.name(of: lines[0]) : names.familyName(of: lines),
        phase: program.lines[lines[0]].phase, level: level, lines: lines)
    }
    var nodeOfLine: [LineID: Int] = [:]
    for (index, node) in nodes.enumerated() {
      for line in node.lines { nodeOfLine[line] = index }
    }
    for index in nodes.indices {
      var seen: Set<Int> = []
      nodes[index].uses = nodes[index].lines.flatMap(program.operands).compactMap { nodeOfLine[$0] }
        .filter { seen.insert($0).inserted }
    }
    self.nodes = nodes
  }

  private struct Key: Hashable {
    let family: Symbol
    let level: Int
  }

  /// The nodes of each level, from what is given on.
  package var levels: [[Int]] {
    var levels: [[Int]] = []
    for (index, node) in nodes.enumerated() {
      while levels.count <= node.level { levels.append([]) }
      levels[node.level].append(index)
    }
    return levels
  }

  private static let mostLevels = 16

  /// All levels, or the first ones and the last where there are many.
  static func shownLevels(of count: Int) -> [Int] {
    count <= mostLevels ? Array(0..<count) : Array(0..<mostLevels - 4) + Array(count - 3..<count)
  }
}

extension Program {
  /// The lines of the same step that a line's value comes from.
  func operands(of line: LineID) -> [LineID] {
    switch lines[line].definition {
    case .formula(let formula): formula.writtenForm.lines
    case .outcome(let run): run.beginnings.map(\.source)
    case .constant, .sequence, .shuffled, .drawn, .carried, .absent: []
    }
  }

  /// The level of each line of some phases; -1 for the others.
  fileprivate func levels(of phases: Set<Phase>) -> PerLine<Int> {
    var levels = PerLine(repeating: -1, count: lines.count)
    for line in lines.indices where phases.contains(lines[line].phase) {
      levels[line] = operands(of: line).reduce(0) { max($0, levels[$1] + 1) }
    }
    return levels
  }
}
