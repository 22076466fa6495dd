package import Formulas

/// Adds derivatives to a program, of one objective after another.
///
/// Lines are visited from last to first, so every use of a quantity has left its
/// share before the quantity's own line is reached. The adjoint of a quantity is
/// the sum over its uses, in the order of the program, of the user's adjoint times
/// the local derivative; a local derivative that is more than a number or a name
/// gets a line of its own, just before. A formula that one of the author's lines has as
/// its right side is written as that line.
///
/// An objective costs what the lines that it depends on and the variables cost, however
/// long the program is.
package struct Differentiation {
  package private(set) var program: Program
  private var known: KnownFormulas
  private var objectives: Set<LineID> = []
  private var objective = LineID(0)
  /// What the sweep knows of each line.
  private var notes = PerLine<Note>()
  /// The uses of all lines.
  private var uses: [LineUse] = []
  /// Scratch space for finding the lines that an objective depends on.
  private var marks = PerLine<Bool>()

  private struct Note {
    /// Whether the objective is differentiated with respect to the line.
    var isVariable = false
    /// The line of the derivative with respect to this one, as a formula.
    var adjoint: Formula?
    /// The first of the line's uses.
    var firstUse: Int?
    /// Whether the objective uses the line at all.
    var use = Use.never
  }

  /// One use of a line by a later one, and the next use of the same line.
  private struct LineUse {
    let user: LineID
    let derivative: Formula
    /// Where the objective uses the line in this way.
    let use: Use
    let next: Int?
  }

  package init(_ program: consuming Program) {
    known = KnownFormulas(program.lines)
    self.program = program
  }

  /// Adds the derivatives of `objective`, which may be a derivative itself, and returns the lines
  /// of those by the variables.
  ///
  /// The variables get a gradient; every other quantity that the objective depends on and that
  /// an equation defines gets a delta. Local derivatives of any of the objectives would bear the
  /// names of total ones: they are written into the adjoints.
  @discardableResult
  package mutating func differentiate(
    _ objective: LineID, by variables: [LineID], among objectives: Set<LineID> = []
  ) throws(ProgramTooLarge) -> [LineID] {
    self.objective = objective
    self.objectives = objectives.union([objective])
    notes.extend(to: program.lines.count, with: Note())
    for line in variables { notes[line].isVariable = true }
    let dependencies = program.ancestors(of: [objective], &marks)
    defer {
      for line in dependencies { notes[line] = Note() }
      for line in variables { notes[line] = Note() }
      uses.removeAll(keepingCapacity: true)
    }
    program.reserve(dependencies.count + variables.count)
    if notes[objective].isVariable { try append(.one, for: objective) }
    notes[objective].use = .always
    noteUses(by: objective)
    for line in dependencies.dropLast().reversed() where program.lines[line].formula != nil {
      try append(try adjoint(of: line), for: line)
      noteUses(by: line)
    }
    for line in variables.sorted() where notes[line].adjoint == nil {
      try append(try adjoint(of: line), for: line)
    }
    return variables.compactMap { notes[$0].adjoint?.line }
  }

  private mutating func noteUses(by user: LineID) {
    guard let formula = program.lines[user].formula else { return }
    let partials = formula.conditionalPartials(ownLine: user) { line in
      program.lines[line].formula != nil || notes[line].isVariable
    }
    for partial in partials {
      let line = partial.line
      let use = partial.use.by(notes[user].use)
      uses.append(
        LineUse(user: user, derivative: partial.derivative, use: use, next: notes[line].firstUse))
      notes[line].firstUse = uses.count - 1
      notes[line].use = notes[line].use.or(use)
    }
  }

  private mutating func append(_ formula: Formula, for line: LineID) throws(ProgramTooLarge) {
    let position = try program.append(
      Line(
        program.lines[objective].symbol.differentiated(by: program.lines[line].symbol),
        notes[line].isVariable ? .gradient : .delta, .formula(formula)))
    notes[line].adjoint = .line(position)
  }

  /// The sum over the uses of a line of the user's adjoint times the local derivative.
  private mutating func adjoint(of line: LineID) throws(ProgramTooLarge) -> Formula {
    var terms: [Formula] = []
    var next = notes[line].firstUse
    while let use = next.map({ uses[$0] }) {
      let derivative = known.rewritten(use.derivative)
      if use.user == objective {
        terms.append(derivative)
      } else if let adjoint = notes[use.user].adjoint {
        let term = adjoint * (try factor(derivative, of: use.user, by: line))
        terms.append(term.where(use.use, &known))
      }
      next = use.next
    }
    return .total(terms)
  }

  /// A local derivative as a factor: itself where it is short, else the name of its line.
  private mutating func factor(
    _ derivative: Formula, of user: LineID, by line: LineID
  ) throws(ProgramTooLarge) -> Formula {
    if derivative.isNumberOrName || objectives.contains(user) { return derivative }
    let symbol = Symbol.local(of: program.lines[user].symbol, by: program.lines[line].symbol)
    if let present = program.positions[symbol] { return .line(present) }
    return .line(try program.append(Line(symbol, .delta, .formula(derivative))))
  }
}

extension Formula {
  /// What comes through a line that a branch uses: 0, and no NaN, where the branch is not taken, or
  /// where nothing depends on the line.
  func `where`(_ use: Use, _ known: inout KnownFormulas) -> Formula {
    switch use {
    case .never: .zero
    case .when(let condition): .choice(known.rewritten(condition), self, .zero)
    case .always: self
    }
  }
}

extension Program {
  /// Returns this program followed by the derivatives of `objective`.
  package func differentiated(
    of objective: LineID, by variables: [LineID], among objectives: Set<LineID> = []
  ) throws(ProgramTooLarge) -> Program {
    var differentiation = Differentiation(self)
    try differentiation.differentiate(objective, by: variables, among: objectives)
    return differentiation.program
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
  private var lines: [Formula: LineID] = [:]
  /// Large formulas are shared by many others; they are rewritten once.
  private var rewrittenLarge: [Formula: Formula] = [:]

  init(_ program: PerLine<Line>) {
    for (position, line) in program.numbered {
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
