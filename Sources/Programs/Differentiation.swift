package import Formulas

extension Program {
  /// Returns this program followed by the derivatives of `objective`.
  ///
  /// Lines are visited from last to first, so every use of a quantity has left its
  /// share before the quantity's own line is reached. The adjoint of a quantity is
  /// the sum over its uses, in the order of the program, of the user's adjoint times
  /// the local derivative; a local derivative that is more than a number or a name
  /// gets a line of its own, just before. A formula that one of the author's lines has as
  /// its right side is written as that line.
  ///
  /// The objective may be a derivative itself. The variables get a gradient; every other
  /// quantity that the objective depends on and that an equation defines gets a delta.
  /// Local derivatives of any of the objectives would bear the names of total ones: they
  /// are written into the adjoints.
  package func differentiated(
    of objective: Int, by variables: [Int], among objectives: Set<Int> = []
  ) throws(TooManyLines) -> Program {
    var sweep = BackwardSweep(
      self, objective: objective, variables: Set(variables),
      objectives: objectives.union([objective]))
    return try sweep.run()
  }
}

private struct BackwardSweep {
  private var program: Program
  private let objective: Int
  private let variables: Set<Int>
  private let objectives: Set<Int>
  /// Whether the objective depends on a line.
  private let matters: [Bool]
  /// For each line, the lines that use it and their local derivatives.
  private var uses: [[(user: Int, derivative: Formula)]]
  private var adjoints: [Int: Int] = [:]
  private var known: KnownFormulas

  init(_ program: Program, objective: Int, variables: Set<Int>, objectives: Set<Int>) {
    self.program = program
    self.objective = objective
    self.variables = variables
    self.objectives = objectives
    var matters = [Bool](repeating: false, count: program.lines.count)
    matters[objective] = true
    for line in stride(from: objective, through: 0, by: -1) where matters[line] {
      program.lines[line].formula?.forEachLine { matters[$0] = true }
    }
    self.matters = matters
    known = KnownFormulas(program.lines)
    uses = Array(repeating: [], count: objective + 1)
    for user in 0...objective where matters[user] {
      guard let formula = program.lines[user].formula else { continue }
      for (line, derivative) in formula.partials(ownLine: user)
      where program.lines[line].formula != nil || variables.contains(line) {
        uses[line].append((user, derivative))
      }
    }
  }

  mutating func run() throws(TooManyLines) -> Program {
    let count = program.lines.count
    if variables.contains(objective) { try append(.one, for: objective) }
    for line in stride(from: objective - 1, through: 0, by: -1)
    where matters[line] && program.lines[line].formula != nil {
      try append(try adjoint(of: line), for: line)
    }
    for line in 0..<count where variables.contains(line) && adjoints[line] == nil {
      try append(line < objective ? try adjoint(of: line) : .zero, for: line)
    }
    return program
  }

  private mutating func append(_ formula: Formula, for line: Int) throws(TooManyLines) {
    adjoints[line] = try program.append(
      Line(
        program.lines[objective].symbol.differentiated(by: program.lines[line].symbol),
        variables.contains(line) ? .gradient : .delta, .formula(formula)))
  }

  /// The sum over the uses of a line of the user's adjoint times the local derivative.
  private mutating func adjoint(of line: Int) throws(TooManyLines) -> Formula {
    var terms: [Formula] = []
    for (user, derivative) in uses[line] {
      let derivative = known.rewritten(derivative)
      if user == objective {
        terms.append(derivative)
      } else if let adjoint = adjoints[user] {
        terms.append(.line(adjoint) * (try factor(derivative, of: user, by: line)))
      }
    }
    return .total(terms)
  }

  /// A local derivative as a factor: itself where it is short, else the name of its line.
  private mutating func factor(
    _ derivative: Formula, of user: Int, by line: Int
  ) throws(TooManyLines) -> Formula {
    if derivative.isNumberOrName || objectives.contains(user) { return derivative }
    let symbol = Symbol.local(of: program.lines[user].symbol, by: program.lines[line].symbol)
    if let present = program.positions[symbol] { return .line(present) }
    return .line(try program.append(Line(symbol, .delta, .formula(derivative))))
  }
}

extension Symbol {
  /// The symbol of a derivative: a further one, where this is a derivative already.
  package func differentiated(by variable: Symbol) -> Symbol {
    if case .derivative(let base, let earlier) = self {
      return .derivative(of: base, by: earlier + [variable])
    }
    return .derivative(of: self, by: [variable])
  }
}

/// The right sides of the author's own lines.
///
/// Derivative lines are left out: a local derivative that happens to equal another one still
/// is the derivative of its own line, and a chain of factors has to show it.
struct KnownFormulas {
  private var lines: [Formula: Int] = [:]
  /// Large formulas are shared by many others; they are rewritten once.
  private var rewrittenLarge: [Formula: Formula] = [:]

  init(_ program: [Line]) {
    for (position, line) in program.enumerated() {
      if line.phase == .forward, let formula = line.formula, !formula.isNumberOrName,
        lines[formula] == nil
      {
        lines[formula] = position
      }
    }
  }

  /// Returns the formula with each part that is some line's right side replaced by that line.
  mutating func rewritten(_ formula: Formula) -> Formula {
    if formula.isNumberOrName { return formula }
    if let line = lines[formula] { return .line(line) }
    let isLarge = formula.size > 64
    if isLarge, let result = rewrittenLarge[formula] { return result }
    let result = formula.mapParts { rewritten($0) }
    if isLarge { rewrittenLarge[formula] = result }
    return result
  }
}
