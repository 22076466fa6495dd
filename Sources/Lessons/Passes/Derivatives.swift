import Diagnostics
import Formulas
import Programs

/// The derivatives that a lesson asks for.
extension LoweredProgram {
  mutating func differentiate(
    _ statements: [Differentiate], _ training: TrainingStatement?
  ) throws(Diagnostic) {
    let tasks = try tasks(statements, training)
    objective = tasks.first.first?.objective
    try run(tasks)
  }

  private func tasks(
    _ statements: [Differentiate], _ training: TrainingStatement?
  ) throws(Diagnostic) -> DifferentiationTasks {
    var names = NamedLines(environment, program)
    let parameters = program.lines.indices.filter { program.lines[$0].phase == .param }
    var tasks = DifferentiationTasks()
    if let training {
      if parameters.isEmpty {
        throw Diagnostic(
          "there is nothing to learn: this lesson has no param", at: training.place)
      }
      tasks.add(try names.line(training.objective), parameters, training.place)
    }
    for statement in statements {
      let variables =
        statement.variables.isEmpty ? parameters : try names.members(of: statement.variables)
      switch statement.target.kind {
      case .name(let name):
        tasks.add(try names.line(name), variables, statement.place)
      case .derivative(let top, let bottom):
        let objective = try names.line(top)
        let by = try bottom.map { name throws(Diagnostic) in try names.line(name) }
        tasks.add(objective, [by[0]], statement.place)
        tasks.higher.append(
          .init(objective: objective, by: by, variables: variables, place: statement.place))
      default:
        throw Diagnostic(
          "a quantity or a derivative can be differentiated, not a formula",
          at: statement.target.place, note: "give the formula a name first")
      }
    }
    return tasks
  }

  /// Hands the program over to be differentiated, and takes it back.
  private mutating func run(_ tasks: DifferentiationTasks) throws(Diagnostic) {
    let objectives = Set(tasks.first.map(\.objective))
    var differentiation = Differentiation(program)
    program = Program(maximumLines: environment.maximumLines)
    for task in tasks.first {
      var lines: [LineID] = []
      try limited(task.place) { () throws(ProgramTooLarge) in
        lines = try differentiation.differentiate(
          task.objective, by: task.variables, among: objectives)
      }
      asked += lines
      if task.objective == objective {
        noteGradients(zip(task.variables, lines), in: differentiation.program)
      }
    }
    for task in tasks.higher { try differentiation.run(task) }
    program = differentiation.program
  }

  /// Keeps the gradients by parameters, each once and in the order of the program.
  private mutating func noteGradients(
    _ gradients: some Sequence<(LineID, LineID)>, in program: Program
  ) {
    for (variable, line) in gradients.sorted(by: { $0.0 < $1.0 })
    where program.lines[variable].phase == .param && self.gradients.last?.parameter != variable {
      self.gradients.append((variable, line))
    }
  }
}

private struct DifferentiationTasks {
  /// An objective with the variables of all statements that differentiate it.
  struct First {
    let objective: LineID
    var variables: [LineID]
    let place: Range<Int>
  }

  /// A derivative that is to be differentiated: `by` what its name says, then by the variables.
  struct Higher {
    let objective: LineID
    let by: [LineID]
    let variables: [LineID]
    let place: Range<Int>
  }

  private(set) var first: [First] = []
  var higher: [Higher] = []
  private var places: [LineID: Int] = [:]

  mutating func add(_ objective: LineID, _ variables: [LineID], _ place: Range<Int>) {
    if let known = places[objective] {
      first[known].variables += variables
    } else {
      places[objective] = first.count
      first.append(First(objective: objective, variables: variables, place: place))
    }
  }
}

extension Differentiation {
  /// Differentiates a derivative that has a line by now, by one variable after the other.
  fileprivate mutating func run(_ task: DifferentiationTasks.Higher) throws(Diagnostic) {
    var symbol = program.lines[task.objective].symbol
    for (place, variable) in task.by.enumerated() {
      symbol = symbol.differentiated(by: program.lines[variable].symbol)
      guard let derivative = program.positions[symbol] else { return }
      let isLast = place + 1 == task.by.count
      let next = (isLast ? task.variables : [task.by[place + 1]]).filter { variable in
        let further = symbol.differentiated(by: program.lines[variable].symbol)
        return program.positions[further] == nil
      }
      try limited(task.place) { () throws(ProgramTooLarge) in
        try differentiate(derivative, by: next)
      }
    }
  }
}

/// The lines that names mean, while they are where the equations have them.
private struct NamedLines {
  private let environment: Environment
  private let program: Program
  private lazy var familyLines = program.linesByName

  init(_ environment: Environment, _ program: Program) {
    self.environment = environment
    self.program = program
  }

  /// The one line that a name means.
  mutating func line(_ name: ParsedName) throws(Diagnostic) -> LineID {
    let lines = try members(of: name)
    if lines.count == 1 { return lines[0] }
    throw Diagnostic(
      "'\(name.name)' is a family; one number is needed here", at: name.place,
      note: "add it up first: sum(i: …)")
  }

  mutating func members(of names: [ParsedName]) throws(Diagnostic) -> [LineID] {
    var lines: [LineID] = []
    for name in names { lines += try members(of: name) }
    return lines
  }

  /// The lines that a name means: one, or all of a family.
  private mutating func members(of name: ParsedName) throws(Diagnostic) -> [LineID] {
    let quantities = environment.quantities
    guard let place = quantities.position(of: name.name) else { throw quantities.unknown(name) }
    if name.indices.isEmpty, quantities.families[place].rank > 0 {
      return familyLines[name.name] ?? []
    }
    return program.positions[try environment.symbol(name)].map { [$0] } ?? []
  }
}
