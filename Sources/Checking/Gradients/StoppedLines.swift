import Formulas
import Programs

/// What objectives depend on by the arguments of `stop_gradient`.
struct StoppedLines {
  private let program: Program
  /// Whether anything is stopped at all.
  private let hasStops: Bool
  /// The lines that each objective depends on so.
  private var found: [LineID: Set<LineID>] = [:]

  init(_ program: Program) {
    self.program = program
    var search = StopSearch()
    for line in program.lines { if let formula = line.formula { search.visit(formula) } }
    hasStops = !search.arguments.isEmpty
  }

  /// Whether an objective depends on a line by what stands in `stop_gradient`.
  mutating func stop(_ line: LineID, in objective: LineID) -> Bool {
    if !hasStops { return false }
    if let lines = found[objective] { return lines.contains(line) }
    var search = StopSearch()
    for ancestor in program.ancestors(of: [objective]) {
      if let formula = program.lines[ancestor].formula { search.visit(formula) }
    }
    let lines = Set(program.ancestors(of: search.arguments.flatMap(\.lines)))
    found[objective] = lines
    return lines.contains(line)
  }
}

private struct StopSearch {
  private(set) var arguments: [Formula] = []
  private var seen: Set<Formula> = []

  mutating func visit(_ formula: Formula) {
    guard formula.dependsOnLines, seen.insert(formula).inserted else { return }
    formula.parts.forEach { visit($0) }
    guard case .call(let function, let parts) = formula.kind else { return }
    if function == .stopGradient { arguments += parts }
    if case .definition(let unfolded) = function.value, function.partial == nil {
      visit(unfolded(parts))
    }
  }
}
