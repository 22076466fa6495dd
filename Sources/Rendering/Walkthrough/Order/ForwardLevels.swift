import Formulas
import Programs

/// How far the quantities that an objective depends on are from it, counted in families.
///
/// A family is what one equation stands for, or scalars that are neighbours in the text, equal up to
/// the names in their formulas and equally far away.
struct ForwardLevels {
  /// Members whose order is one question: families, or several that use each other.
  struct Group {
    /// The members, in the author's order.
    let lines: [LineID]
    /// Whether its families use each other, at other values of an index.
    let isRecurrence: Bool
  }

  /// The nearest first; those of one level in the author's order.
  let groups: [Group]
  /// For each line the longest way from the objective, counted in lines.
  let distances: PerLine<Int>
  /// Those that use a line, of the lines that the objective depends on.
  let users: PerLine<[LineID]>
  /// Scalars that are one family, in the author's order.
  let rows: [[LineID]]

  init(_ program: Program, objective: LineID) {
    let lines = program.ancestors(of: [objective]).filter { program.lines[$0].formula != nil }
    var distances = PerLine(repeating: 0, count: program.lines.count)
    var users = PerLine(repeating: [LineID](), count: program.lines.count)
    for line in lines.reversed() {
      let distance = distances[line]
      program.lines[line].formula?.forEachLine { operand in
        distances[operand] = max(distances[operand], distance + 1)
        if users[operand].last != line { users[operand].append(line) }
      }
    }
    self.distances = distances
    self.users = users

    // Families as nodes, numbered in the author's order.
    let families = Self.families(of: lines, in: program, distances)
    rows = families.filter { members in
      members.count > 1 && program.lines[members[0]].symbol.allIndices.isEmpty
    }
    var familyOfLine = PerLine(repeating: 0, count: program.lines.count)
    for (index, members) in families.enumerated() {
      for line in members { familyOfLine[line] = index }
    }
    let familyUsers = families.enumerated().map { index, members in
      var found: Set<Int> = []
      for line in members {
        for user in users[line] { found.insert(familyOfLine[user]) }
      }
      return found.sorted()
    }
    let order = DependencyOrder(familyUsers)
    var node = Array(families.indices)
    for group in order.groups { for family in group { node[family] = group[0] } }
    var levels = Array(repeating: 0, count: families.count)
    let condensed = Dictionary(grouping: families.indices) { node[$0] }
    let nodeUsers = families.indices.map { family in
      Set((condensed[family] ?? []).flatMap { familyUsers[$0] }.map { node[$0] })
        .subtracting([family]).sorted()
    }
    for family in DependencyOrder(nodeUsers).ordered where node[family] == family {
      levels[family] = nodeUsers[family].map { levels[$0] + 1 }.max() ?? 0
    }
    groups = condensed.keys.sorted { (levels[$0], $0) < (levels[$1], $1) }.map { family in
      let members = condensed[family] ?? []
      return Group(
        lines: members.flatMap { families[$0] }.sorted(),
        isRecurrence: members.count > 1 || familyUsers[family].contains(family))
    }
  }

  private static func families(
    of lines: [LineID], in program: Program, _ distances: PerLine<Int>
  ) -> [[LineID]] {
    var families: [[LineID]] = []
    var named: [Symbol: Int] = [:]
    var row: (shape: Formula?, distance: Int)?
    for line in lines {
      let symbol = program.lines[line].symbol
      guard symbol.allIndices.isEmpty else {
        row = nil
        if let family = named[symbol.family] {
          families[family].append(line)
        } else {
          named[symbol.family] = families.count
          families.append([line])
        }
        continue
      }
      let next = (program.lines[line].formula?.withNamesByAppearance, distances[line])
      if let row, row == next, families[families.count - 1].last.map({ $0.advanced(by: 1) }) == line
      {
        families[families.count - 1].append(line)
      } else {
        families.append([line])
      }
      row = next
    }
    return families
  }
}
