import Checking
import Decimals
import Formulas
import Lessons
import Rendering
import Tracing

extension Chainrule {
  static let gradcheck = Command(
    name: "gradcheck",
    abstract: "Hold every gradient against two other ways of computing it.",
    arguments: [lessonArgument],
    options: [
      allOption, digitsOption, decimalsOption, asciiOption, outputOption, maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let options = try showOptions(invocation, surroundings)
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    return try gradcheck(lesson, trace, options, invocation, surroundings)
  }

  /// Checks the gradients of a trace; a test gives it one that is not of the lesson.
  static func gradcheck(
    _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ invocation: Invocation,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    var progress = Progress(surroundings)
    let check = try GradientCheck(trace) { done, total in
      progress.report("gradient \(done) of \(total)")
    }
    progress.clear()
    let report = GradientCheckReport(lesson: lesson, check: check, options: options)
    let output = try Output(invocation, surroundings)
    try output.write(Array(text(report.walkthrough, options).utf8))
    try output.finish()
    return check.passes ? Chainrule.report(trace, surroundings) : .wrong
  }
}

/// A gradient check as tables and remarks.
private struct GradientCheckReport {
  let lesson: Lesson
  let check: GradientCheck
  let options: ShowOptions
  private let names: ProgramNames
  private let style: NumberStyle

  init(lesson: Lesson, check: GradientCheck, options: ShowOptions) {
    self.lesson = lesson
    self.check = check
    self.options = options
    names = ProgramNames(lesson)
    style = NumberStyle(options.precision ?? .digits(6))
  }

  var walkthrough: Walkthrough {
    let steps = check.steps.filter { !$0.rows.isEmpty }.map { step in
      Walkthrough.Section(
        heading: "Gradients of step \(step.step)", detail: nil, content: content(of: step))
    }
    let result = Walkthrough.Section(heading: "Result", detail: nil, content: result)
    return Walkthrough(
      title: lesson.title, position: nil, prose: [], sections: steps + [result], afterword: [],
      notes: [
        "backward: by the lines of the trace. forward: by forward mode, without adjoints. "
          + "difference: central differences of the objective, extrapolated. error: the largest "
          + "relative difference from backward."
      ])
  }

  private func content(of step: GradientCheck.Step) -> [Walkthrough.Content] {
    let shown = Set(options.showsAll ? step.rows.map(\.line) : names.shown(step.rows.map(\.line)))
    let rows = step.rows.filter { row in
      if case .agrees = row.verdict { return shown.contains(row.line) }
      return true
    }
    let headings = ["", "backward", "forward", "difference", "error", ""]
    let table = Table(
      columns: headings.map { .words($0) }, neededColumns: headings.count,
      rows: rows.map(cells))
    var content: [Walkthrough.Content] = [.table(table)]
    if rows.count < step.rows.count {
      let count = step.rows.count - rows.count
      content.append(.remark([.words("and \(count) more that agree; --all shows them")]))
    }
    return content
      + rows.compactMap { row in
        row.sides.map { .remark(kink(at: row.line, $0)) }
      }
  }

  private func cells(_ row: GradientCheck.Row) -> [Table.Cell] {
    let error = row.relativeError.flatMap { $0.isNaN ? nil : Table.Cell.number(errorText($0)) }
    let verdict =
      switch row.verdict {
      case .agrees: row.relativeError == nil ? "only rounding" : ""
      case .kink: "kink"
      case .notFinite: "not finite"
      case .fails: "FAILS"
      }
    return [
      .name(names.name(of: row.line)), .number(style.text(row.backward)),
      .number(style.text(row.forward)),
      row.difference.map { .number(style.text($0)) } ?? .empty,
      error ?? .empty, .words(verdict),
    ]
  }

  private func errorText(_ error: Double) -> NumberText {
    NumberStyle(.digits(2)).text(error)
  }

  private func kink(at line: Int, _ sides: (left: Double, right: Double)) -> [MathNode] {
    [
      .name(names.name(of: line)), .words(" has a kink here: "), .number(style.text(sides.left)),
      .words(" on the left, "), .number(style.text(sides.right)), .words(" on the right"),
    ]
  }

  private var result: [Walkthrough.Content] {
    let rows = check.steps.flatMap(\.rows)
    if rows.isEmpty { return [.remark([.words("This lesson has no gradient to check.")])] }
    var remarks: [[MathNode]] = []
    let failures = check.failures
    let agreeing = rows.filter { $0.verdict == .agrees }
    if failures.isEmpty, !agreeing.isEmpty {
      let largest = agreeing.compactMap(\.relativeError).max() ?? 0
      remarks.append([
        .words(agreement(of: agreeing.count, among: rows.count)),
        .words(", to a relative error of "), .number(errorText(largest)), .words(" or less."),
      ])
    }
    let kinks = rows.count { $0.verdict == .kink }
    if kinks > 0 {
      remarks.append([
        .words(
          "\(counted(kinks, "gradient")) at a kink, where there is no one slope to measure; "
            + "forward mode agrees.")
      ])
    }
    for (step, row) in failures {
      remarks.append([
        .words("FAILS at step \(step): "), .name(names.name(of: row.line)),
      ])
    }
    return (remarks + [control]).map { .remark($0) }
  }

  private func agreement(of count: Int, among all: Int) -> String {
    switch (count, all) {
    case (1, 1): "The gradient agrees"
    case (2, 2): "Both gradients agree"
    case (1, _): "1 gradient agrees"
    default: "\(count == all ? "All " : "")\(count) gradients agree"
    }
  }

  private var control: [MathNode] {
    guard let control = check.control else {
      return [.words("No control: every derivative is 0, so none can be made wrong.")]
    }
    let found =
      switch control.failures {
      case 0: "none fails: this check proves nothing."
      case 1: "1 of \(control.gradients) fails, as it should."
      case let count: "\(count) of \(control.gradients) fail, as they should."
      }
    return [
      .words("Control: "), .name(names.name(of: control.line)),
      .words(" made 1 % too large; " + found),
    ]
  }
}
