import Rendering
import Formulas
import Diagnostics
import Decimals
import Lessons
import Programs
import Tracing

/// A run as a Python script that computes it again and compares the results with the trace.
package struct PythonScript {
  private let run: RunExport
  private let dialect: PythonDialect
  private let variables: PythonVariables
  private var pieces: FormulaPieces
  private var names: PythonNames
  private var formulas: PythonFormulas
  private var text = PythonText()

  /// A script with more is no use to a reader.
  private static let mostLines = 50_000
  private static let mostNumbers = 1_000_000

  package static func numpy(_ run: RunExport) throws(RunExport.Refusal) -> String {
    try PythonScript(run, .numpy).script
  }

  package static func pytorch(_ run: RunExport) throws(RunExport.Refusal) -> String {
    try PythonScript(run, .pytorch).script
  }

  private init(_ run: RunExport, _ dialect: PythonDialect) throws(RunExport.Refusal) {
    if run.program.lines.count > Self.mostLines {
      throw RunExport.Refusal(
        message: "this lesson has \(run.program.lines.count) lines, and a script has one for each; "
          + "more than \(Self.mostLines) are not written")
    }
    self.run = run
    self.dialect = dialect
    variables = PythonVariables(run, dialect)
    names = variables.names
    formulas = variables.formulas
    pieces = FormulaPieces(after: run.program.lines.count, deepest: PythonFormulas.deepest)
    try write()
  }

  private var script: String { text.lines.joined(separator: "\n") + "\n" }
  private var program: Program { run.program }

  // The parts of the script.

  private mutating func write() throws(RunExport.Refusal) {
    writeIntroduction()
    let comparison = PythonComparison(run, variables)
    writePreparation(comparison)
    writeGiven()
    let tables = try writeTables()
    if let training = program.training {
      text.add("", "steps = \(training.steps)")
      writeBefore()
      let counter = variables.countsSteps ? "count" : "step"
      text.add("for \(counter) in range(1, steps + 2):")
      text.indent = "    "
      if variables.countsSteps {
        let number = dialect.differentiates ? "float(count)" : "count"
        text.add("step = \(dialect.number)(\(number))")
      }
      writeStep(tables, counter, training.until)
      text.indent = ""
    } else {
      text.add("")
      if variables.countsSteps { text.add("step = \(dialect.number)(1.0)") }
      writeForward()
      writeRest()
      text.add("remember(1)")
    }
    text.add(contentsOf: comparison.lines)
  }

  private mutating func writeIntroduction() {
    text.add(
      "# A script that chainrule wrote from a lesson. It needs Python 3 and \(dialect.library).",
      "#")
    text.comment(run.lesson.titleOfRun)
    for passage in run.text {
      text.add("#")
      switch passage {
      case .words(let words): text.comment(words)
      case .typed(let lines):
        for line in lines { text.add(("#     " + line.replacingCommands).withoutTrailingSpaces) }
      }
    }
    text.add("#")
    text.comment(
      dialect.differentiates
        ? "The script computes the forward pass; PyTorch finds the derivatives by itself; the "
          + "updates are computed by the lesson's own equations."
        : "The script computes the lesson line by line: the forward pass, local derivatives and "
          + "derivatives, and updates.")
    text.comment(
      "At the end it compares its numbers with those of chainrule, which it carries. A derivative "
        + "dE/dw5 is called dE_dw5 here, w5' is w5_new, and a state m(w5) is m_w5.")
    if let note = run.noteOnSteps { text.comment(note) }
  }

  private mutating func writePreparation(_ comparison: PythonComparison) {
    text.add("", "import math", "import sys", "")
    text.add(contentsOf: dialect.preparation)
    for definition in formulas.definitions { text.add("", "", definition) }
    if !variables.derivatives.isEmpty {
      text.add("", "", PythonDialect.gradients(variables.isHigherOrder))
    }
    if !variables.tracked.isEmpty { text.add("", "", PythonDialect.tracked) }
    text.add(
      "", "", "results = {}", "", "", "def remember(step):",
      "    # Keeps all numbers of a step, to be compared at the end.",
      "    if step in \(comparison.stepsText):", "        results[step] = dict(globals())", "")
  }

  /// The numbers that are known before the first step.
  private mutating func writeGiven() {
    let headings: [(Phase, String)] = [
      (.input, "Inputs"), (.target, "Targets"), (.const, "Constants"), (.param, "Parameters"),
    ]
    for (phase, heading) in headings {
      let given = run.given.filter { program.lines[$0].phase == phase }
      if given.isEmpty { continue }
      text.add("", "# \(heading)")
      for family in given.families(of: program) { assign(family, family.map(initial)) }
    }
    if !formulas.arguments.isEmpty { text.add("", "# Arguments of the update rules") }
    for (argument, name) in formulas.arguments {
      guard case .named(_, let value) = argument.kind else { continue }
      let number = formulas.value(value)
      text.add(
        "\(name) = \(dialect.differentiates || value.isNumber ? number : "np.float64(\(number))")")
    }
  }

  private func initial(_ line: Int) -> String {
    PythonFormulas.decimal(run.trace.value(of: line, at: 1) ?? .nan)
  }

  private mutating func assign(_ lines: [Int], _ values: [String]) {
    let option = lines.contains(where: variables.isLeaf) ? ", requires_grad=True" : ""
    if lines.count == 1 {
      return text.add("\(formulas.name(lines[0])) = \(dialect.number)(\(values[0])\(option))")
    }
    text.fill("[", lines.map(formulas.name), "] = [")
    text.fill("    \(dialect.number)(number\(option)) for number in [", values, "]", extra: "    ")
    text.add("]")
  }

  /// The numbers that come from outside at each step, as tables.
  private mutating func writeTables() throws(RunExport.Refusal) -> [GivenTables.Use] {
    if program.training == nil { return [] }
    let tables = GivenTables(run)
    if tables.count > Self.mostNumbers {
      throw RunExport.Refusal(
        message: "the steps of this lesson are given \(tables.count) numbers from outside, and a "
          + "script has to carry them; '--steps' takes fewer")
    }
    let counter = variables.countsSteps ? "count" : "step"
    return tables.write(&names, counter: counter, &text)
  }

  /// What steps find of the step before them, at the first one.
  private mutating func writeBefore() {
    let states = variables.usersOfPrevious.keys.sorted()
    if states.isEmpty { return text.add("") }
    text.add("", "# Before the first step")
    for line in states {
      let value = PythonFormulas.decimal(program.lines[line].initial)
      text.add("\(formulas.previousNames[line] ?? "") = \(dialect.number)(\(value))")
    }
    text.add("")
  }

  // One step.

  private mutating func writeStep(
    _ tables: [GivenTables.Use], _ counter: String, _ until: Formula?
  ) {
    for (lines, numbers) in tables {
      text.fill("[", lines.map(formulas.name), "] = [")
      let option = lines.contains(where: variables.isLeaf) ? ", requires_grad=True" : ""
      text.add("    \(dialect.number)(number\(option)) for number in \(numbers)", "]")
    }
    writeForward()
    text.add(
      "if \(counter) > steps:", "    # The forward pass after the last update",
      "    remember(\(counter))", "    break")
    writeRest()
    if let until { text.add("if \(formulas.condition(until)):", "    steps = \(counter)") }
    text.add("remember(\(counter))")
    let carried = program.lines.indices.compactMap { line -> String? in
      guard case .carried(let source?) = program.lines[line].definition else { return nil }
      let ending = variables.isLeaf(line) ? ".detach().requires_grad_()" : ""
      return "\(formulas.name(line)) = \(formulas.name(source))\(ending)"
    }
    let saved = variables.usersOfPrevious.keys.sorted().compactMap { line -> String? in
      let (name, previous) = (formulas.name(line), formulas.previousNames[line] ?? "")
      return name == previous ? nil : "\(previous) = \(name)"
    }
    if !(carried + saved).isEmpty { text.add("# The next step begins with these") }
    text.add(contentsOf: saved + carried)
  }

  private mutating func writeForward() {
    let forward = variables.computed.filter { program.lines[$0].phase == .forward }
    if !forward.isEmpty { text.add("# Forward") }
    for line in forward { write(line) }
  }

  /// Derivatives and updates.
  private mutating func writeRest() {
    var found: Set<Int> = []
    var section = ""
    func begin(_ name: String, _ script: inout PythonScript) {
      if name != section { script.text.add("", "# \(name)") }
      section = name
    }
    let isUpdate: (Int) -> Bool = { [program] line in
      program.lines[line].phase.group == .update
    }
    let rest = variables.computedOrFound.filter { program.lines[$0].phase != .forward }
    for line in rest where !isUpdate(line) {
      begin(dialect.differentiates ? "Backward, by PyTorch" : "Backward", &self)
      guard let objective = variables.objectives[line] else {
        write(line)
        continue
      }
      if !found.insert(objective).inserted { continue }
      let pairs = variables.derivatives[objective] ?? []
      let found = pairs.map { formulas.name($0.line) }
      let call = "] = gradients(\(formulas.name(objective)), ["
      let by = pairs.map { formulas.name($0.by) }
      let row = "[\(found.joined(separator: ", "))\(call)\(by.joined(separator: ", "))])"
      if text.fits(row) {
        text.add(row)
      } else {
        text.fill("[", found, call)
        text.fill("", by, "])")
      }
    }
    let updates = rest.filter(isUpdate)
    if updates.isEmpty { return }
    begin("Update", &self)
    if dialect.differentiates {
      text.add("with torch.no_grad():")
      text.indent += "    "
    }
    for line in updates { write(line) }
    if dialect.differentiates { text.indent.removeLast(4) }
  }

  private mutating func write(_ line: Int) {
    guard let formula = program.lines[line].formula else { return }
    let (parts, whole) = pieces.pieces(of: formula)
    for part in parts {
      formulas.lineNames[part.line] = names.name("part")
      write(part.line, part.formula)
    }
    write(line, whole)
  }

  private mutating func write(_ line: Int, _ formula: Formula) {
    let name = formulas.name(line)
    var value = formulas.value(formula)
    if variables.tracked.contains(line) { value = "tracked(\(value))" }
    let assignment = "\(name) = \(value)"
    guard !text.fits(assignment), let sum = formulas.longestSum(in: formula) else {
      return text.add(assignment)
    }
    let isWhole = value == sum.items.joined(separator: " ")
    let whole = isWhole ? "\(name) = (\(value))" : assignment
    let inner = sum.opening + sum.items.joined(separator: "\(sum.separator) ") + sum.closing
    guard let place = whole.firstRange(of: inner) else { return text.add(assignment) }
    text.fill(
      whole[..<place.lowerBound] + sum.opening, sum.items, sum.closing + whole[place.upperBound...],
      separator: sum.separator)
  }
}

extension [Int] {
  /// Runs of four and more members of one family; every other line alone.
  fileprivate func families(of program: Program) -> [[Int]] {
    var runs: [[Int]] = []
    for line in self {
      if let name = program.lines[line].symbol.quantity?.name, let last = runs.last?.last,
        program.lines[last].symbol.quantity?.name == name
      {
        runs[runs.count - 1].append(line)
      } else {
        runs.append([line])
      }
    }
    return runs.flatMap { $0.count >= 4 ? [$0] : $0.map { [$0] } }
  }
}
