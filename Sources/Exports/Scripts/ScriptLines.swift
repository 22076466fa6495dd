import Formulas
import Programs

/// What a script has variables and functions for, and what its library finds by itself.
struct ScriptLines {
  typealias Derivative = (line: LineID, by: LineID)

  /// The lines that have variables, in the order of the program.
  let named: [LineID]
  /// The lines whose value of the step before is used, in the order of the program.
  let previous: [LineID]
  /// Those of them whose variable still holds it where it is used.
  let keepingPrevious: Set<LineID>
  /// Of each line that the library differentiates, its derivatives.
  let derivatives: [LineID: [Derivative]]
  /// The line that a derivative which the library finds is of.
  let objectives: [LineID: LineID]
  /// The lines that the script computes by their formulas, in the order of the program.
  let computed: [LineID]
  /// These and those that the library finds.
  let computedOrFound: [LineID]
  /// The given numbers by which the library finds derivatives.
  let leaves: Set<LineID>
  /// Whether derivatives are differentiated.
  let isHigherOrder: Bool
  /// Whether formulas name the number of the step.
  let countsSteps: Bool
  /// The functions that are called, each after those that it calls itself.
  private(set) var functions: [Function] = []
  /// The hyper-parameters, which formulas call by name, with their values.
  private(set) var arguments: [(formula: Formula, name: String, value: Formula)] = []

  init(_ run: RunExport, librariesDifferentiate: Bool) {
    let program = run.program
    derivatives = librariesDifferentiate ? program.totalDerivatives : [:]
    var objectives: [LineID: LineID] = [:]
    for (objective, found) in derivatives {
      for derivative in found { objectives[derivative.line] = objective }
    }
    self.objectives = objectives
    isHigherOrder = derivatives.keys.contains { objectives[$0] != nil }
    let written = program.linesToWrite(finding: objectives)
    computedOrFound = written
    computed = written.filter { objectives[$0] == nil }
    let isWritten = Set(written)
    named = program.lines.indices.filter {
      program.lines[$0].formula == nil || isWritten.contains($0)
    }
    leaves = Set(derivatives.values.flatMap { $0.map(\.by) })
      .filter { program.lines[$0].formula == nil }
    let users = run.usersOfPrevious
    previous = users.keys.sorted()
    // A line's variable holds the value of the step before until the line itself is reached.
    keepingPrevious = Set(
      users.filter { line, users in
        users.allSatisfy { $0 <= line } && objectives[line] == nil
      }.keys)
    var formulas = computed.compactMap { program.lines[$0].formula }
    if let until = program.training?.until { formulas.append(until) }
    countsSteps = formulas.contains(where: \.namesStep)
    note(formulas)
  }

  private mutating func note(_ formulas: [Formula]) {
    var seen: Set<Formula> = []
    var known: Set<Function> = []
    func visit(_ formula: Formula, _ lines: inout ScriptLines) {
      if formula.parts.isEmpty || !seen.insert(formula).inserted { return }
      if case .call(let function, let operands) = formula.kind, known.insert(function).inserted,
        !function.isInfix, function != .choice
      {
        if function.code == nil { visit(function.body(operands.count), &lines) }
        lines.functions.append(function)
      }
      for part in formula.parts { visit(part, &lines) }
      if case .named(let name, let value) = formula.kind, formula.isArgument {
        lines.arguments.append((formula, name, value))
      }
    }
    for formula in formulas { visit(formula, &self) }
  }
}

extension Program {
  /// The total derivatives that are lines, by the line that they are of.
  fileprivate var totalDerivatives: [LineID: [ScriptLines.Derivative]] {
    var result: [LineID: [ScriptLines.Derivative]] = [:]
    for (position, line) in lines.numbered {
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
  fileprivate func linesToWrite(finding objectives: [LineID: LineID]) -> [LineID] {
    let all = lines.indices.filter { lines[$0].formula != nil }
    if objectives.isEmpty { return all }
    var isNeeded = PerLine(lines.map { !$0.symbol.isLocal })
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

extension Function {
  /// The definition, with placeholders for the arguments.
  func body(_ count: Int) -> Formula {
    guard case .definition(let unfolded) = value else {
      preconditionFailure("'\(name)' has neither code nor a definition")
    }
    return unfolded((0..<count).map { .placeholder($0) })
  }
}

extension Formula {
  fileprivate var namesStep: Bool {
    if case .step = kind { return true }
    return parts.contains(where: \.namesStep)
  }
}
