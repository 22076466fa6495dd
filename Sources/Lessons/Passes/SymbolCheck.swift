import Diagnostics
import Formulas
import Programs

/// Finds `symbol` statements whose printed form is taken by another name.
struct SymbolCheck {
  typealias Statement = (name: String, symbol: PrintedSymbol, place: Range<Int>)

  private let statements: [Statement]
  private let printed: [String: PrintedSymbol]
  /// The name that each statement's printed forms are of.
  private var names: [Spelling: String] = [:]
  private var reported: Set<String> = []
  private(set) var mistakes: [Diagnostic] = []

  init(_ statements: [Statement], of lesson: Lesson) {
    self.statements = statements
    printed = lesson.printedSymbols
    if statements.isEmpty { return }
    let quantities =
      lesson.program.lines.compactMap(\.symbol.quantity)
      + lesson.deltas.keys.compactMap(\.quantity)
    for (name, indices) in quantities where printed[name] != nil {
      let look = look(name, indices)
      if let other = names[look], other != name {
        let (first, second) = inOrder(other, name)
        report(second, like: "'\(first)'")
      } else {
        names[look] = name
      }
    }
    check("pi", like: "'pi'")
    for rule in lesson.rules {
      for argument in rule.arguments {
        check(argument.name, like: "'\(argument.name)', an argument of '\(rule.name)'")
      }
    }
    for line in lesson.program.lines {
      if case .term(let name, of: nil, block: nil) = line.symbol { check(name, like: "'\(name)'") }
    }
    for (name, indices) in quantities where printed[name] == nil {
      check(name, indices, like: "'\(Symbol.quantity(name, indices))'")
    }
  }

  private func look(_ name: String, _ indices: [Int]) -> Spelling {
    let spelling =
      printed[name].map { Spelling(of: name, as: $0) }
      ?? Spelling(of: name, hasIndices: !indices.isEmpty)
    return spelling.look(indices: indices.map(String.init))
  }

  /// Two names, that of the earlier statement first.
  private func inOrder(_ one: String, _ other: String) -> (String, String) {
    let first = statements.first { $0.name == one || $0.name == other }
    return first?.name == one ? (one, other) : (other, one)
  }

  private mutating func check(_ name: String, _ indices: [Int] = [], like owner: String) {
    let look = look(name, indices)
    if let taking = names[look], taking != name { report(taking, like: owner) }
  }

  private mutating func report(_ name: String, like owner: String) {
    guard reported.insert(name).inserted,
      let statement = statements.last(where: { $0.name == name })
    else { return }
    mistakes.append(
      Diagnostic(
        "'\(name)' would be printed like \(owner)", at: statement.place,
        note: "give it another symbol"))
  }
}
