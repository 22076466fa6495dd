import Decimals
import Formulas
import Lessons
import Programs
import Tracing

@testable import Rendering

/// A page in the order in which it is read: what it says of which quantity, in plain characters.
struct ToldPage {
  enum Item {
    /// Numbers that are given.
    case given([(name: String, number: String)])
    /// A formula that stands for several members, with the condition under which it does.
    case general(left: String, rows: [String], condition: String)
    /// A quantity that is worked out.
    case worked(line: LineID, left: String, rows: [String])
    case table([(name: String, number: String)])
    /// Words that begin a group.
    case lead
    case remark
  }

  let lesson: Lesson
  let trace: Trace
  let step: Int
  let names: ProgramNames
  /// The heading under which each item stands.
  private(set) var items: [(section: String, item: Item)] = []
  /// Whether members of families, or rows of tables, are left out.
  private(set) var leavesOut = false
  /// The lines, by their names on the page and those in files.
  let lines: [String: LineID]

  private static let math = TextMath(isASCII: true)

  init(_ lesson: Lesson, _ trace: Trace, step: Int = 1) {
    (self.lesson, self.trace, self.step) = (lesson, trace, step)
    let names = ProgramNames(lesson)
    self.names = names
    var lines: [String: LineID] = [:]
    for line in lesson.program.lines.indices {
      lines[lesson.program.lines[line].symbol.description] = line
    }
    for line in lesson.program.lines.indices { lines[Self.math.text(names.name(of: line))] = line }
    self.lines = lines
    let options = ShowOptions.changed { ($0.steps, $0.isASCII) = (step...step, true) }
    let walkthrough = Walkthrough(lesson, trace, options, fractions: .inRow)
    for section in walkthrough.sections {
      for content in section.content {
        items += self.items(content).map { (section.heading, $0) }
        if case .omission = content { leavesOut = true }
        if case .table(let table) = content, table.isShortened { leavesOut = true }
      }
    }
  }

  /// The printed name of a line.
  func name(of line: LineID) -> String { Self.math.text(names.name(of: line)) }

  /// All names of a line: the one that is printed, that in files, and what a rule calls it that is worked out
  /// for its parameter.
  func names(of line: LineID) -> [String] {
    let inFiles = lesson.program.lines[line].symbol.description
    return Array(
      Set([name(of: line), inFiles]).union(generalNames.filter { $0.value == line }.map(\.key)))
  }

  /// What update rules call the lines of the parameter that is worked out.
  var generalNames: [String: LineID] {
    var names: [String: LineID] = [:]
    for (_, item) in items {
      if case .worked(let line, let left, _) = item, lines[left] == nil { names[left] = line }
    }
    return names
  }

  /// The name of a family, with letters for its indices.
  func familyName(of members: [LineID]) -> String { Self.math.text(names.familyName(of: members)) }

  /// All that stands in tables.
  var numbersInTables: [(name: String, number: String)] {
    items.flatMap { _, item in
      if case .table(let cells) = item { return cells }
      return []
    }
  }

  /// Numbers that stand in more than one table of their phase, or are worked out twice.
  var repeatedNumbers: [String] {
    var seen: Set<[String]> = []
    var repeated: [String] = []
    for (section, item) in items {
      switch item {
      case .table(let cells):
        for cell in cells where !seen.insert([section, "table", cell.name]).inserted {
          repeated.append("\(cell.name) stands in two tables of \(section)")
        }
      case .worked(let line, let left, _):
        if !seen.insert([section, "line", name(of: line)]).inserted {
          repeated.append("\(left) is worked out twice")
        }
      case .given, .general, .lead, .remark: break
      }
    }
    return repeated
  }

  private func items(_ content: Walkthrough.Content) -> [Item] {
    let math = Self.math
    switch content {
    case .given(let rows):
      let entries = rows.flatMap(\.entries).map { entry in
        switch entry {
        case .value(let name, let number): [(math.text(name), math.text(number))]
        case .matrix: [] as [(String, String)]
        }
      }
      return [.given(entries.flatMap(\.self))]
    case .general(let formulas):
      return formulas.map { formula in
        .general(
          left: math.text(formula.left), rows: formula.rows.map(math.text),
          condition: math.text(.row(formula.condition)))
      }
    case .equation(let equation):
      return [
        .worked(
          line: equation.line, left: math.text(equation.left),
          rows: equation.rows.map(math.text))
      ]
    case .table(let table): return [.table(cells(of: table))]
    case .lead: return [.lead]
    case .remark: return [.remark]
    case .omission, .listing, .plot, .graph, .prose: return []
    }
  }

  // Tables.

  private func cells(of table: Table) -> [(name: String, number: String)] {
    table.rows.flatMap { row in
      zip(table.columns, row).dropFirst().compactMap { column, cell in
        guard case .number(let number) = cell, let name = name(row[0], column, in: table) else {
          return nil
        }
        return (name, Self.math.text(number))
      }
    }
  }

  private func name(_ head: Table.Cell, _ column: MathNode, in table: Table) -> String? {
    let text = Self.math.text(column)
    switch head {
    case .integer(let value):
      if let matrix = table.families?.matrix {
        guard let across = Int(text) else { return nil }
        let name = matrix.name.putting(value, for: matrix.down)
        return Self.math.text(name.putting(across, for: matrix.across))
      }
      guard case .name(let family) = column, case .name(let letter) = table.columns[0] else {
        return nil
      }
      return Self.math.text(family.putting(value, for: Self.math.text(letter)))
    case .name(let parameter): return name(of: Self.math.text(parameter), text, in: table)
    case .words(let neuron): return name(ofNeuron: neuron, text)
    case .number, .formula, .empty: return nil
    }
  }

  /// What a table of parameters has in a column: `dL/dw`, `w'`, `v'`.
  private func name(of parameter: String, _ column: String, in table: Table) -> String? {
    let letter = Self.math.text(table.columns[0])
    let candidates = [
      column == "before" ? parameter : nil, column == "value" ? parameter : nil,
      column == letter + "'" ? parameter + "'" : nil,
      column.hasSuffix("d" + letter) ? column.dropLast(letter.count) + parameter : nil,
      column.hasSuffix("'") ? "\(column.dropLast())(\(parameter))" : nil, "\(column)(\(parameter))",
    ]
    return candidates.compactMap(\.self).first { lines[$0] != nil }
  }

  /// The quantity of one neuron that is called as all are but for what is the neuron's.
  private func name(ofNeuron label: String, _ common: String) -> String? {
    let number = String(label.reversed().prefix { $0.isNumber }.reversed())
    return lines.keys.sorted().first { name in
      [label, number].contains { rest in
        guard !rest.isEmpty else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let own = common.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == own.count && name != common
          && zip(parts, own).allSatisfy { part, own in
            part == own || part == own + rest || part == "\(own)_\(rest)"
          }
      }
    }
  }
}

extension Table {
  fileprivate var isShortened: Bool {
    let cells = rows.joined().map { cell -> MathNode? in
      if case .formula(let node) = cell { return node }
      return nil
    }
    return (cells + columns).contains(.ellipsis(nil))
  }
}
