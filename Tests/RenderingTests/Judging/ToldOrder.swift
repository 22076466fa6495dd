import Formulas
import Lessons
import Programs

@testable import Rendering

/// Holds the order of a page against what its lines use.
struct ToldOrder {
  let page: ToldPage
  private let indexed: IndexedText
  private let known: PrintedNames
  /// The longest way from each line to what nothing is made of.
  private let distances: [LineID: Int]

  /// Names of update rules and of the step, which no line is.
  private static let rules = [
    "rate", "mu", "rho", "beta1", "beta2", "epsilon", "decay", "step", "limit", "lambda",
  ]

  init(_ page: ToldPage) {
    self.page = page
    indexed = IndexedText(page.lines.keys)
    known = PrintedNames(Array(page.lines.keys) + Self.rules)
    var distances: [LineID: Int] = [:]
    for (position, line) in page.lesson.program.lines.numbered.reversed()
    where line.phase == .forward {
      for operand in line.formula?.lines ?? [] {
        distances[operand] = max(
          distances[operand, default: 0], distances[position, default: 0] + 1)
      }
    }
    self.distances = distances
  }

  /// Lines that use a number which stands nowhere above them; what a page leaves out is none.
  func usesBeforeShown() -> [String] {
    var faults: [String] = []
    let isShown = shownAnywhere
    var shown: Set<LineID> = []
    for (section, item) in page.items {
      switch item {
      case .given(let cells), .table(let cells):
        shown.formUnion(cells.compactMap { page.lines[$0.name] })
      case .general(let left, let rows, _):
        // What a recurrence begins with is told by its formula alone.
        let isGiven = rows.allSatisfy { PrintedValue($0) != nil || isName($0) }
        if isGiven { shown.formUnion(indexed.members(of: left).compactMap { page.lines[$0.name] }) }
      case .lead, .remark: break
      case .worked(let line, let left, let rows):
        if section != "Update" {
          for operand in operands(of: line, rows)
          where !shown.contains(operand) && (isShown.contains(operand) || !page.leavesOut) {
            faults.append("\(left) uses \(page.name(of: operand)) before it is shown")
          }
        }
        shown.insert(line)
      }
    }
    return faults
  }

  private var shownAnywhere: Set<LineID> {
    page.items.reduce(into: []) { shown, entry in
      switch entry.item {
      case .given(let cells), .table(let cells):
        shown.formUnion(cells.compactMap { page.lines[$0.name] })
      case .worked(let line, _, _): shown.insert(line)
      case .general, .lead, .remark: break
      }
    }
  }

  /// Whether two derivatives are by scalars that are told as a family is: equal up to names, and as far
  /// from the objective.
  private func isRow(_ left: LineID, _ right: LineID) -> Bool {
    let program = page.lesson.program
    let variables = [left, right].compactMap { line -> LineID? in
      guard case .derivative(_, let variables) = program.lines[line].symbol else { return nil }
      return variables.last.flatMap { program.positions[$0] }
    }
    let forms = variables.map { program.lines[$0].formula?.withNamesByAppearance }
    return forms.count == 2 && forms[0] != nil && forms[0] == forms[1]
      && distances[variables[0]] == distances[variables[1]]
  }

  private func isName(_ row: String) -> Bool { !indexed.members(of: row).isEmpty }

  /// The lines that a row of names speaks of; of a row that has none or leaves some out, nothing is said.
  private func operands(of line: LineID, _ rows: [String]) -> [LineID] {
    guard rows.count > 1, let row = rows.first, !rows.contains(where: { $0.contains("...") }),
      let text = try? indexed.instance(of: row, [:]),
      let formula = try? PrintedFormulaParser.formula(text, known)
    else { return [] }
    return formula.leaves.compactMap { leaf in
      guard case .name(let name, isPrevious: false) = leaf, let operand = page.lines[name] else {
        return nil
      }
      return operand == line ? nil : operand
    }
  }

  /// Gradients that stand further down than where what they are made of has been told.
  ///
  /// What one general formula, or some below one another, begin is one group; so is a line that none begins.
  func lateGradients() -> [String] {
    let program = page.lesson.program
    var groups: [[LineID]] = [[]]
    var isGeneral = false
    var isBegun = false
    for (section, item) in page.items where section == "Backward" {
      switch item {
      case .general:
        if !isBegun { groups.append([]) }
        (isGeneral, isBegun) = (true, true)
        continue
      case .lead:
        groups.append([])
        isGeneral = false
      case .given, .remark: break
      case .table(let cells): groups[groups.count - 1] += cells.compactMap { page.lines[$0.name] }
      case .worked(let line, _, _):
        if !isGeneral { groups.append([]) }
        groups[groups.count - 1].append(line)
      }
      isBegun = false
    }
    var place: [LineID: Int] = [:]
    for (index, group) in groups.enumerated() {
      for line in group where place[line] == nil { place[line] = index }
    }
    func isAdjoint(_ line: LineID) -> Bool {
      guard case .derivative = program.lines[line].symbol else { return false }
      return program.lines[line].phase == .delta
    }
    func needed(_ line: LineID, _ depth: Int) -> [Int] {
      (program.lines[line].formula?.lines ?? []).flatMap { operand -> [Int] in
        if isAdjoint(operand) {
          return place[operand].map { [$0] } ?? (depth == 0 ? [] : needed(operand, depth - 1))
        }
        return depth > 0 && program.lines[operand].phase == .delta ? needed(operand, depth - 1) : []
      }
    }
    let families = FamilyUses(program)
    return place.keys.sorted().compactMap { line in
      guard program.lines[line].phase == .gradient,
        program.lines[line].symbol.isOfGiven(in: program),
        let own = place[line], case let needs = needed(line, 3), let last = needs.max(),
        last + 1 < own
      else { return nil }
      let used = groups[...last].joined().filter(isAdjoint)
      let between = groups[(last + 1)..<own].joined().first { other in
        isAdjoint(other)
          && !used.contains { isRow($0, other) || place[$0] == last && families.belong($0, other) }
      }
      return between.map { "\(page.name(of: line)) stands below \(page.name(of: $0))" }
    }
  }

  /// Members of one family that are worked out in another order than that of their indices, outside of
  /// recurrences.
  func unsorted() -> [String] {
    var last: [Symbol: [Int]] = [:]
    var faults: [String] = []
    for (section, item) in page.items where section == "Forward" {
      guard case .worked(let line, let left, _) = item else { continue }
      let symbol = page.names.symbol(of: line)
      if symbol.allIndices.isEmpty { continue }
      if let before = last[symbol.family],
        symbol.allIndices.lexicographicallyPrecedes(before)
      {
        faults.append("\(left) stands below a later member")
      }
      last[symbol.family] = symbol.allIndices
    }
    return faults
  }
}

/// Which families of quantities need each other, as a recurrence's do.
private struct FamilyUses {
  private let program: Program
  private var reached: [Symbol: Set<Symbol>] = [:]

  init(_ program: Program) {
    self.program = program
    for line in program.lines where line.phase == .forward {
      let operands = (line.formula?.lines ?? []).map { program.lines[$0].symbol.family }
      reached[line.symbol.family, default: []].formUnion(operands)
    }
    for _ in reached {
      for (family, uses) in reached {
        reached[family] = uses.union(uses.flatMap { reached[$0] ?? [] })
      }
    }
  }

  /// Whether two derivatives are by one family, or by such that need each other.
  func belong(_ left: LineID, _ right: LineID) -> Bool {
    guard case .derivative(_, let first) = program.lines[left].symbol,
      case .derivative(_, let second) = program.lines[right].symbol,
      let first = first.last?.family, let second = second.last?.family
    else { return false }
    return first == second
      || reached[first]?.contains(second) == true && reached[second]?.contains(first) == true
  }
}

extension Symbol {
  /// Whether it is a derivative by something that no formula gives.
  fileprivate func isOfGiven(in program: Program) -> Bool {
    guard case .derivative(_, let variables) = self, let variable = variables.last,
      let line = program.positions[variable]
    else { return false }
    return program.lines[line].formula == nil
  }
}
