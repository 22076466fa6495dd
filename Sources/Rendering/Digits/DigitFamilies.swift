import Formulas
import Programs

/// What has one number of decimals on a page: a family; scalars whose formulas are equal up to names
/// and equally deep; all numbers of one optimizer term; a parameter with its next value.
struct DigitFamilies: Sendable {
  /// The symbol by which a family is known in every run of a lesson, for each line.
  private var families: [Symbol]
  /// The recurrence that a family belongs to, by the number of its first family.
  private var recurrences: [Symbol: Int] = [:]

  init(_ program: Program, _ names: ProgramNames) {
    families = program.lines.indices.map { Self.family(names.symbol(of: $0)) }
    findRows(in: program)
    findRecurrences(in: program)
  }

  subscript(line: LineID) -> Symbol { families[line.index] }

  /// Whether the two are one family, or compute each other in turn.
  func isSameRecurrence(_ first: Symbol, _ second: Symbol) -> Bool {
    if first == second { return true }
    guard let recurrence = recurrences[first] else { return false }
    return recurrences[second] == recurrence
  }

  private static func family(_ symbol: Symbol) -> Symbol {
    switch symbol {
    case .term(let name, .some, let block): .term(name, of: nil, block: block)
    case .updated(let parameter): family(parameter)
    default: symbol.family
    }
  }

  /// What scalars of one row have in common.
  private struct Row: Hashable {
    let phase: Phase
    let shape: Formula
    /// How many lines lie between the row and what is given.
    let depth: Int
  }

  private mutating func findRows(in program: Program) {
    var depths = Array(repeating: 0, count: program.lines.count)
    var firsts: [Row: Symbol] = [:]
    var parameters: [Symbol: Symbol] = [:]
    for (line, entry) in program.lines.enumerated() {
      guard let formula = entry.formula else { continue }
      formula.forEachLine { depths[line] = max(depths[line], depths[$0.index] + 1) }
      guard entry.symbol.allIndices.isEmpty else { continue }
      if case .term(_, .some, _) = entry.symbol { continue }
      let isUpdate = entry.phase == .update
      let row = Row(
        phase: entry.phase, shape: formula.withNamesByAppearance,
        depth: isUpdate ? 0 : depths[line])
      if let first = firsts[row] {
        if isUpdate { parameters[families[line]] = first }
        families[line] = first
      } else {
        firsts[row] = families[line]
      }
    }
    for line in families.indices {
      if let first = parameters[families[line]] { families[line] = first }
    }
  }

  private mutating func findRecurrences(in program: Program) {
    var numbers: [Symbol: Int] = [:]
    var symbols: [Symbol] = []
    var operands: [Set<Int>] = []
    func number(_ symbol: Symbol) -> Int {
      if let number = numbers[symbol] { return number }
      numbers[symbol] = symbols.count
      symbols.append(symbol)
      operands.append([])
      return symbols.count - 1
    }
    for (line, entry) in program.lines.enumerated() where entry.phase != .update {
      guard let formula = entry.formula else { continue }
      let family = number(families[line])
      formula.forEachLine { operands[family].insert(number(families[$0.index])) }
    }
    for group in DependencyOrder(operands.map { $0.sorted() }).groups where group.count > 1 {
      for family in group { recurrences[symbols[family]] = group[0] }
    }
  }
}

extension Formula {
  /// The formula with other names in the order in which its own appear: the same for two that are
  /// equal up to names.
  var withNamesByAppearance: Formula {
    var names: [LineID: LineID] = [:]
    return renumbered { line in
      let name = names[line] ?? LineID(names.count)
      names[line] = name
      return name
    }
  }
}
