import Programs
import Formulas
package import Checking
import Decimals
import Diagnostics
package import Lessons
package import Rendering
package import Tracing
import Words

/// A gradient check as tables and remarks.
package struct GradientReport {
  private let lesson: Lesson
  private let check: GradientCheck
  private let options: ShowOptions
  private let claims: ClaimReport
  private let names: ProgramNames
  private let style: NumberStyle

  /// Where a line has fewer columns, numbers have fewer digits.
  private static let narrow = 64

  package init(
    lesson: Lesson, trace: Trace, check: GradientCheck, claims: ClaimCheck, options: ShowOptions
  ) {
    self.lesson = lesson
    self.check = check
    self.options = options
    names = ProgramNames(lesson)
    style = NumberStyle(options.precision ?? .digits(options.width < Self.narrow ? 3 : 6))
    self.claims = ClaimReport(
      check: claims, lesson: lesson, trace: trace, names: names, style: style,
      showsAll: options.showsAll)
  }

  package var walkthrough: Walkthrough {
    let steps = check.steps.filter { !$0.rows.isEmpty }.map { step in
      Walkthrough.Section(
        heading: "Gradients of step \(step.step)", detail: nil, content: content(of: step))
    }
    let result = Walkthrough.Section(heading: "Result", detail: nil, content: result)
    return Walkthrough(
      title: lesson.titleOfRun(in: options.language), position: nil, prose: [],
      sections: steps + claims.sections + [result],
      afterword: [],
      notes: steps.isEmpty
        ? []
        : [
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
      columns: headings.map { .words($0) }, rows: rows.map(cells))
    var content: [Walkthrough.Content] = [.table(table)]
    if rows.count < step.rows.count {
      let count = step.rows.count - rows.count
      content.append(.remark([.words("and \(count) more that agree; --all shows them")]))
    }
    return content + rows.compactMap { row in remark(on: row).map { .remark($0) } }
  }

  private func cells(_ row: GradientCheck.Row) -> [Table.Cell] {
    let isKnown = [.agrees, .fails].contains(row.verdict) && !row.relativeError.isNaN
    let verdict =
      switch row.verdict {
      case .agrees: row.difference == nil ? "not measured" : ""
      case .rounding: "only rounding"
      case .kink: "kink"
      case .jump: "jump"
      case .notFinite: "not finite"
      case .fails: "FAILS"
      }
    return [
      .name(names.name(of: row.line)), .number(style.text(row.backward)),
      .number(style.text(row.forward)),
      row.difference.map { .number(style.text($0)) } ?? .empty,
    ]
      + (isKnown
        ? [.number(errorText(row.relativeError)), .words(verdict)] : [.words(verdict), .empty])
  }

  /// Two digits; a power of ten with a factor, so that it stands in line with the others.
  private func errorText(_ error: Double) -> NumberText {
    let text = NumberStyle(.digits(2)).text(error)
    let isBare = text.exponent != nil && text.significand == "1"
    return isBare ? NumberText(significand: "1.0", exponent: text.exponent) : text
  }

  /// What the table has no room for.
  private func remark(on row: GradientCheck.Row) -> [MathNode]? {
    let objective = MathNode.name(names.name(of: row.objective))
    let variable = MathNode.name(names.name(of: row.variable))
    if let (left, right) = row.sides {
      return [
        objective, .words(" has a kink here: along "), variable, .words(" its slope is "),
        .number(style.text(left)), .words(" on the left and "), .number(style.text(right)),
        .words(" on the right."),
      ]
    }
    switch row.verdict {
    case .jump: return [objective, .words(" jumps here, along "), variable, .words(".")]
    case .fails where row.difference != nil && row.backward == row.forward:
      return [
        .words("Both modes give "), .name(names.name(of: row.line)), .words(" = "),
        .number(style.text(row.backward)),
        .words(", but differences do not: at a kink of one part, the chain rule need not hold."),
      ]
    default: return nil
    }
  }

  private var result: [Walkthrough.Content] {
    let rows = check.steps.flatMap(\.rows)
    if rows.isEmpty { return [.remark([.words("This lesson has no gradient to check.")])] }
    var remarks: [[MathNode]] = []
    let agreeing = rows.filter { $0.verdict == .agrees }
    if check.failures.isEmpty, !agreeing.isEmpty {
      let largest = agreeing.map(\.relativeError).max() ?? 0
      let agreement = agreement(of: agreeing.count, among: rows.count)
      remarks.append(
        largest == 0
          ? [.words(agreement + " exactly.")]
          : [
            .words(agreement + ", to a relative error of "), .number(errorText(largest)),
            .words(" or less."),
          ])
    }
    let unmeasured = agreeing.count { $0.difference == nil }
    if unmeasured > 0 {
      remarks.append([
        .words(
          "Of these, \(unmeasured) \(unmeasured == 1 ? "agrees" : "agree") with forward mode only: "
            + "differences would say nothing but rounding.")
      ])
    }
    for (verdict, text) in [
      (.rounding, "no more than the rounding of larger terms."),
      (.kink, "at a kink, where there is no one slope to measure."),
      (.jump, "at a jump, where there is no slope to measure."),
      (.notFinite, "not finite, or of an objective that is not finite."),
    ] as [(GradientCheck.Verdict, String)] {
      let count = rows.count { $0.verdict == verdict }
      if count > 0 { remarks.append([.words("\(counted(count, "gradient")) \(text)")]) }
    }
    for (step, row) in check.failures {
      remarks.append([
        .words("FAILS at step \(step): "), .name(names.name(of: row.line)),
      ])
    }
    return (remarks + [givenUpdates] + claims.result + [control]).filter { !$0.isEmpty }
      .map { .remark($0) }
  }

  /// What is checked of updates that the lesson gives outright.
  private var givenUpdates: [MathNode] {
    let lines = lesson.program.lines
    let updates = lines.indices.filter { lesson.givenUpdates.contains(lines[$0].symbol) }
    if updates.isEmpty { return [] }
    let gradients = Set(check.steps.flatMap(\.rows).map(\.line))
    let named = Set(updates.flatMap { lines[$0].formula?.lines ?? [] }).intersection(gradients)
    let formulas =
      updates.count == 1 ? " has an update of its own, " : " have updates of their own, "
    if named.isEmpty { return list(updates) + [.words(formulas + "in which no gradient stands.")] }
    return list(updates) + [.words(formulas + "of which the gradients are checked: ")]
      + list(named.sorted()) + [.words(".")]
  }

  /// The names of some lines; of many, the first ones.
  private func list(_ lines: [Int]) -> [MathNode] {
    let most = 3
    var parts = lines.prefix(most).map { MathNode.name(names.name(of: $0)) }
    if lines.count > most { parts.append(.words("\(lines.count - most) more")) }
    return parts.enumerated().flatMap { place, part -> [MathNode] in
      let separator = place == parts.count - 1 ? " and " : ", "
      return place == 0 ? [part] : [.words(separator), part]
    }
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
      return [.words("No control: no gradient here would show a wrong derivative.")]
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
