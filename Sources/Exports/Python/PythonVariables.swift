import Formulas
import Programs

/// What a script has a variable for, and what each is called.
struct PythonVariables {
  private(set) var names = PythonNames(reserving: PythonVariables.ownNames)
  private(set) var formulas: PythonFormulas
  let usersOfPrevious: [Int: [Int]]
  /// Of each line that the library differentiates, its derivatives.
  let derivatives: [Int: [(line: Int, by: Int)]]
  /// The line that a derivative which the library finds is of.
  let objectives: [Int: Int]
  /// The lines that the script computes by their formulas, in the order of the program.
  let computed: [Int]
  /// These and those that the library finds.
  let computedOrFound: [Int]
  /// Whether derivatives are differentiated.
  let isHigherOrder: Bool
  /// Whether formulas name the number of the step.
  let countsSteps: Bool
  /// The lines that might be the tensor of another line, or none that has a derivative.
  private(set) var tracked: Set<Int> = []
  private let leaves: Set<Int>

  /// Names that a script uses for itself.
  private static let ownNames = [
    "compared", "count", "difference", "expected", "found", "gradients", "largest", "name",
    "number", "remember", "result", "results", "step", "steps", "tolerance", "trace", "tracked",
    "value", "values", "variable", "variables", "where",
  ]

  init(_ run: RunExport, _ dialect: PythonDialect) {
    let program = run.program
    usersOfPrevious = run.usersOfPrevious
    derivatives = dialect.differentiates ? program.totalDerivatives : [:]
    var objectives: [Int: Int] = [:]
    for (objective, found) in derivatives {
      for derivative in found { objectives[derivative.line] = objective }
    }
    self.objectives = objectives
    isHigherOrder = derivatives.keys.contains { objectives[$0] != nil }
    let written = program.linesToWrite(finding: objectives)
    computedOrFound = written
    computed = written.filter { objectives[$0] == nil }
    let variables = Set(derivatives.values.flatMap { $0.map(\.by) })
    leaves = variables.filter { program.lines[$0].formula == nil }
    var all = computed.compactMap { program.lines[$0].formula }
    if let until = program.training?.until { all.append(until) }
    countsSteps = all.contains(where: \.namesStep)
    formulas = PythonFormulas(dialect)
    formulas.note(all, &names)
    name(program, Set(written))
    tracked = trackedLines(of: program, variables)
  }

  /// Whether a line is a given number by which there is a derivative.
  func isLeaf(_ line: Int) -> Bool { leaves.contains(line) }

  private mutating func name(_ program: Program, _ written: Set<Int>) {
    for (position, line) in program.lines.enumerated()
    where line.formula == nil || written.contains(position) {
      formulas.lineNames[position] = names.name(line.symbol.description)
    }
    // A line's variable holds the value of the step before until the line itself is reached.
    for line in usersOfPrevious.keys.sorted() {
      let users = usersOfPrevious[line] ?? []
      let isOwn = users.allSatisfy { $0 <= line } && objectives[line] == nil
      let name = formulas.name(line)
      formulas.previousNames[line] = isOwn ? name : names.name("\(name)_before")
    }
  }

  private func trackedLines(of program: Program, _ variables: Set<Int>) -> Set<Int> {
    var found: Set<Int> = []
    var hasDerivative = leaves
    for line in computed where program.lines[line].phase == .forward {
      guard let formula = program.lines[line].formula else { continue }
      let depends = formula.lines.contains(where: hasDerivative.contains)
      if variables.contains(line), !depends || formula.mayLoseTrack || formula.isName {
        found.insert(line)
      }
      if depends || variables.contains(line) { hasDerivative.insert(line) }
    }
    return found
  }
}

extension PythonFormulas {
  func name(_ line: Int) -> String { lineNames[line] ?? "" }
}

extension Program {
  /// The total derivatives that are lines, by the line that they are of.
  fileprivate var totalDerivatives: [Int: [(line: Int, by: Int)]] {
    var result: [Int: [(line: Int, by: Int)]] = [:]
    for (position, line) in lines.enumerated() {
      guard case .derivative(let base, let variables) = line.symbol, let last = variables.last,
        let by = positions[last]
      else { continue }
      let earlier = Array(variables.dropLast())
      let symbol = earlier.isEmpty ? base : Symbol.derivative(of: base, by: earlier)
      guard let objective = positions[symbol] else { continue }
      result[objective, default: []].append((position, by))
    }
    return result
  }

  /// The lines with formulas that a script has; local derivatives only where others need them.
  fileprivate func linesToWrite(finding objectives: [Int: Int]) -> [Int] {
    let all = lines.indices.filter { lines[$0].formula != nil }
    if objectives.isEmpty { return all }
    var isNeeded = lines.map { !$0.symbol.isLocal }
    func visit(_ formula: Formula) {
      formula.forEachLine { line in
        if isNeeded[line] { return }
        isNeeded[line] = true
        if let inner = lines[line].formula { visit(inner) }
      }
    }
    for line in all where isNeeded[line] && objectives[line] == nil {
      if let formula = lines[line].formula { visit(formula) }
    }
    if let until = training?.until { visit(until) }
    return all.filter { isNeeded[$0] }
  }
}

extension Formula {
  fileprivate var namesStep: Bool {
    if case .step = kind { return true }
    return parts.contains(where: \.namesStep)
  }

  fileprivate var isName: Bool {
    switch kind {
    case .line, .previous, .named: true
    default: false
    }
  }

  /// Whether the value may be one of the operands itself, or of no derivative.
  fileprivate var mayLoseTrack: Bool {
    if case .call(let function, _) = kind {
      if function == .choice || function.isInfix { return true }
      guard case .call? = function.code?.torch else { return true }
    }
    return parts.contains(where: \.mayLoseTrack)
  }
}
