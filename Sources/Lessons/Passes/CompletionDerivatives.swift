import Diagnostics
import Formulas
import Programs

/// The derivatives that a lesson asks for.
extension Completion {
  /// An objective with the variables of all statements that differentiate it.
  private struct Task {
    let objective: Int
    var variables: [Int]
    let place: Range<Int>
  }

  mutating func differentiate(
    _ statements: [Differentiate], _ training: TrainingStatement?
  ) throws(Diagnostic) {
    let parameters = program.lines.indices.filter { program.lines[$0].phase == .param }
    var tasks: [Task] = []
    var higherTasks: [HigherTask] = []
    var places: [Int: Int] = [:]
    func add(_ objective: Int, _ variables: [Int], _ place: Range<Int>) {
      if let known = places[objective] {
        tasks[known].variables += variables
      } else {
        places[objective] = tasks.count
        tasks.append(Task(objective: objective, variables: variables, place: place))
      }
    }
    if let training {
      if parameters.isEmpty {
        throw Diagnostic(
          "there is nothing to learn: this lesson has no param", at: training.place)
      }
      add(try line(training.objective), parameters, training.place)
    }
    for statement in statements {
      let variables =
        statement.variables.isEmpty ? parameters : try members(of: statement.variables)
      switch statement.target.kind {
      case .name(let name):
        add(try line(name), variables, statement.place)
      case .derivative(let top, let bottom):
        let objective = try line(top)
        let by = try bottom.map { name throws(Diagnostic) in try line(name) }
        add(objective, [by[0]], statement.place)
        higherTasks.append(
          HigherTask(objective: objective, by: by, variables: variables, place: statement.place))
      default:
        throw Diagnostic(
          "a quantity or a derivative can be differentiated, not a formula",
          at: statement.target.place, note: "give the formula a name first")
      }
    }
    try run(tasks, higherTasks)
  }

  /// Hands the program over to be differentiated, and takes it back.
  private mutating func run(_ tasks: [Task], _ higherTasks: [HigherTask]) throws(Diagnostic) {
    objective = tasks.first?.objective
    if let objective, let lossFactor { program.scaleLoss(objective, by: lossFactor) }
    let objectives = Set(tasks.map(\.objective))
    var differentiation = Differentiation(program)
    program = Program(maximumLines: maximumLines)
    for task in tasks {
      var lines: [Int] = []
      try limited(task.place) { () throws(TooManyLines) in
        lines = try differentiation.differentiate(
          task.objective, by: task.variables, among: objectives)
      }
      if task.objective == objective {
        noteGradients(zip(task.variables, lines), in: differentiation.program)
      }
    }
    for task in higherTasks { try differentiation.run(task) }
    program = differentiation.program
  }

  /// Keeps the gradients by parameters, each once and in the order of the program.
  private mutating func noteGradients(
    _ gradients: some Sequence<(Int, Int)>, in program: Program
  ) {
    for (variable, line) in gradients.sorted(by: { $0.0 < $1.0 })
    where program.lines[variable].phase == .param && self.gradients.last?.parameter != variable {
      self.gradients.append((variable, line))
    }
  }

  // The lines that names mean.

  /// The one line that a name means.
  private mutating func line(_ name: ParsedName) throws(Diagnostic) -> Int {
    let lines = try members(of: name)
    if lines.count == 1 { return lines[0] }
    throw Diagnostic(
      "'\(name.name)' is a family; one number is needed here", at: name.place,
      note: "add it up first: sum(i: …)")
  }

  private mutating func members(of names: [ParsedName]) throws(Diagnostic) -> [Int] {
    var lines: [Int] = []
    for name in names { lines += try members(of: name) }
    return lines
  }

  /// The lines that a name means: one, or all of a family.
  private mutating func members(of name: ParsedName) throws(Diagnostic) -> [Int] {
    guard let place = quantities.position(of: name.name) else { throw quantities.unknown(name) }
    if name.indices.isEmpty, quantities.families[place].rank > 0 {
      return familyLines[name.name] ?? []
    }
    let indices = try Instantiation(indexScope, maximumSize: 1).integers(name.indices)
    _ = try quantities.line(name, indices)
    return program.positions[.quantity(name.name, indices)].map { [$0] } ?? []
  }
}

extension Differentiation {
  /// Differentiates a derivative that has a line by now, by one variable after the other.
  fileprivate mutating func run(_ task: HigherTask) throws(Diagnostic) {
    var symbol = program.lines[task.objective].symbol
    for (place, variable) in task.by.enumerated() {
      symbol = symbol.differentiated(by: program.lines[variable].symbol)
      guard let derivative = program.positions[symbol] else { return }
      let isLast = place + 1 == task.by.count
      let next = (isLast ? task.variables : [task.by[place + 1]]).filter { variable in
        let further = symbol.differentiated(by: program.lines[variable].symbol)
        return program.positions[further] == nil
      }
      try limited(task.place) { () throws(TooManyLines) in
        try differentiate(derivative, by: next)
      }
    }
  }
}

/// A derivative that is to be differentiated: `by` what its name says, then by the variables.
private struct HigherTask {
  let objective: Int
  let by: [Int]
  let variables: [Int]
  let place: Range<Int>
}

extension Program {
  /// The lines of each name, in their order.
  var linesByName: [String: [Int]] {
    var result: [String: [Int]] = [:]
    for (position, line) in lines.enumerated() {
      if let name = line.symbol.quantity?.name { result[name, default: []].append(position) }
    }
    return result
  }
}

/// Reports where a change makes the program too long.
func limited(
  _ place: Range<Int>, _ change: () throws(TooManyLines) -> Void
) throws(Diagnostic) {
  do throws(TooManyLines) {
    try change()
  } catch {
    throw Diagnostic(
      "this lesson unrolls to more than \(error.limit) lines, derivatives and updates included",
      at: place, note: "--max-lines allows more")
  }
}
