import Formulas
import Programs

/// The statements of a script in Python.
extension PythonScript {
  mutating func write(_ statements: [Script.Statement]) {
    for statement in statements { write(statement) }
  }

  private mutating func write(_ statement: Script.Statement) {
    switch statement {
    case .blank: text.add("")
    case .comment(let words): text.add("# \(words)")
    case .assignment(let variable, let formula): assign(variable, formula)
    case .numbers(let variables, let numbers): assign(variables, numbers)
    case .table(let table, let rows):
      text.add("\(define(.table(table), "given")) = [")
      for row in rows { text.fill("    [", row.map(formulas.given), "],", extra: "    ") }
      text.add("]")
    case .column(let table, let quantity, let numbers):
      let name = define(.table(table), "\(quantity)_of_rows")
      text.fill("\(name) = [", numbers.map(formulas.given), "]")
    case .row(let lines, let table, let period):
      take(lines, row(of: table, period))
    case .members(let lines, let column, let positions):
      let name = formulas.name(.table(column))
      take(lines, "[\(name)[int(row) - 1] for row in \(row(of: positions, nil))]")
    case .derivatives(let objective, let pairs): find(pairs, of: objective)
    case .untracked(let statements): writeUntracked(statements)
    case .steps(let count): text.add("steps = \(count)")
    case .loop(let statements): writeLoop(statements)
    case .closing:
      text.add(
        "if \(counter) > steps:", "    # The forward pass after the last update",
        "    remember(\(counter))", "    break")
    case .stop(let condition):
      text.add("if \(formulas.condition(condition)):", "    steps = \(counter)")
    case .remember: text.add("remember(\(counter))")
    }
  }

  /// The number of the step, which formulas have as a value of the library; without training
  /// there is one step.
  private var counter: String {
    if run.program.training == nil { return "1" }
    return script.lines.countsSteps ? "count" : "step"
  }

  private mutating func writeLoop(_ statements: [Script.Statement]) {
    text.add("for \(counter) in range(1, steps + 2):")
    text.indent = "    "
    if script.lines.countsSteps {
      let number = dialect.differentiates ? "float(count)" : "count"
      text.add("step = \(dialect.step)(\(number))")
    }
    write(statements)
    text.indent = ""
  }

  private mutating func writeUntracked(_ statements: [Script.Statement]) {
    if !dialect.differentiates { return write(statements) }
    text.add("with torch.no_grad():")
    text.indent += "    "
    write(statements)
    text.indent.removeLast(4)
  }

  private mutating func define(_ variable: Script.Variable, _ name: String) -> String {
    formulas.define(variable, names.name(name))
  }

  // Given numbers.

  /// How a number becomes one of the library, or one by which this finds derivatives.
  private func option(_ lines: [LineID]) -> String {
    lines.contains(where: script.lines.leaves.contains) ? ", requires_grad=True" : ""
  }

  private mutating func assign(_ variables: [Script.Variable], _ numbers: [GivenNumber]) {
    let option = option(
      variables.compactMap { if case .line(let line) = $0 { line } else { nil } })
    let values = numbers.map(formulas.given)
    if variables.count == 1, dialect.computesFractions {
      return text.add(
        "\(formulas.name(variables[0])) = \(PythonFormulas.exactValue(numbers[0]))")
    }
    if variables.count == 1 {
      return text.add(
        "\(formulas.name(variables[0])) = \(dialect.number)(\(values[0])\(option))")
    }
    text.fill("[", variables.map(formulas.name), "] = [")
    text.fill("    \(dialect.number)(number\(option)) for number in [", values, "]", extra: "    ")
    text.add("]")
  }

  /// What a table has for this step.
  private func row(of table: Int, _ period: Int?) -> String {
    let name = formulas.name(.table(table))
    return period.map { "\(name)[(\(counter) - 1) % \($0)]" } ?? "\(name)[\(counter) - 1]"
  }

  private mutating func take(_ lines: [LineID], _ numbers: String) {
    text.fill("[", lines.map { formulas.name(.line($0)) }, "] = [")
    text.add("    \(dialect.number)(number\(option(lines))) for number in \(numbers)", "]")
  }

  // Formulas.

  private mutating func assign(_ variable: Script.Variable, _ formula: Formula) {
    switch variable {
    case .line(let line) where script.lines.leaves.contains(line):
      text.add(
        "\(formulas.name(variable)) = \(formulas.value(formula)).detach().requires_grad_()")
    case .line(let line) where tracked.contains(line):
      assign(formulas.name(variable), "tracked(\(formulas.value(formula)))", formula)
    case .line(let line) where dialect.computesFractions && run.program.lines[line].formula != nil:
      assign(formulas.name(variable), "line(\(formulas.text(formula)))", formula)
    case .line: assign(formulas.name(variable), formulas.value(formula), formula)
    case .placeholder: assign(define(variable, "part"), formulas.value(formula), formula)
    case .argument:
      let number = formulas.value(formula)
      let isOfLibrary = dialect.differentiates || formula.isNumber
      text.add(
        "\(formulas.name(variable)) = \(isOfLibrary ? number : "\(dialect.number)(\(number))")")
    case .step where dialect.computesFractions:
      text.add("step = \(dialect.step)(\(formulas.text(formula)))")
    case .previous, .step, .table:
      text.add("\(formulas.name(variable)) = \(formulas.value(formula))")
    }
  }

  /// Breaks a long line inside its longest sum.
  private mutating func assign(_ name: String, _ value: String, _ formula: Formula) {
    let assignment = "\(name) = \(value)"
    guard !text.fits(assignment), let sum = formulas.longestSum(in: formula) else {
      return text.add(assignment)
    }
    let isWhole = value == sum.items.joined(separator: " ")
    let whole = isWhole ? "\(name) = (\(value))" : assignment
    let inner = sum.opening + sum.items.joined(separator: "\(sum.separator) ") + sum.closing
    guard let range = whole.firstRange(of: inner) else { return text.add(assignment) }
    text.fill(
      whole[..<range.lowerBound] + sum.opening, sum.items, sum.closing + whole[range.upperBound...],
      separator: sum.separator)
  }

  private mutating func find(_ pairs: [ScriptLines.Derivative], of objective: LineID) {
    let found = pairs.map { formulas.name(.line($0.line)) }
    let by = pairs.map { formulas.name(.line($0.by)) }
    let call = "] = gradients(\(formulas.name(.line(objective))), ["
    let row = "[\(found.joined(separator: ", "))\(call)\(by.joined(separator: ", "))])"
    if text.fits(row) { return text.add(row) }
    text.fill("[", found, call)
    text.fill("", by, "])")
  }
}
