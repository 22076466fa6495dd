import Diagnostics
package import Checking
import Decimals
package import Lessons
import Programs
package import Rendering
package import Tracing

/// What the check of claims found, as a table and remarks.
package struct ClaimReport {
  private let check: ClaimCheck
  private let lesson: Lesson
  private let trace: Trace
  private let names: ProgramNames
  private let style: NumberStyle
  private let showsAll: Bool

  package init(
    check: ClaimCheck, lesson: Lesson, trace: Trace, names: ProgramNames, style: NumberStyle,
    showsAll: Bool
  ) {
    self.check = check
    self.lesson = lesson
    self.trace = trace
    self.names = names
    self.style = style
    self.showsAll = showsAll
  }

  /// A section for the claims of each label, in the order in which the labels come first.
  package var sections: [Walkthrough.Section] {
    var labels: [String?] = []
    for row in check.rows where !labels.contains(row.claim.label) { labels.append(row.claim.label) }
    return labels.map { label in section(label, check.rows.filter { $0.claim.label == label }) }
  }

  private func section(_ label: String?, _ rows: [ClaimCheck.Row]) -> Walkthrough.Section {
    let kept = Set(showsAll ? [] : names.shown(rows.map(\.claim.derivative)))
    let shown = showsAll ? rows : rows.filter { kept.contains($0.claim.derivative) }
    let headings = ["", "derivative", "claimed", ""]
    let table = Table(
      columns: headings.map { .words($0) }, rows: shown.map(cells))
    var content: [Walkthrough.Content] = [.table(table)]
    if shown.count < rows.count { content.append(omission(of: shown, from: rows)) }
    var explained: Set<Int> = []
    for row in rows where isFailure(row) && explained.insert(row.claim.statement).inserted {
      content += explanation(of: row)
    }
    return Walkthrough.Section(
      heading: "Claims", detail: label.map { .words("\"\($0.printable)\"") }, content: content)
  }

  /// What the result says.
  package var result: [[MathNode]] {
    if check.rows.isEmpty { return [] }
    var remarks: [[MathNode]] = []
    let count = check.rows.count
    let failures = check.failures.count
    let undecided = check.rows.count { $0.verdict == .undecided }
    let places = counted(check.steps, "step") + " and \(counted(check.points, "random point"))"
    if failures == 0, undecided < count {
      let subject = undecided > 0 ? "\(count - undecided) of \(count) claims" : all(count)
      let verb = count - undecided == 1 ? "holds" : "hold"
      remarks.append([.words("\(subject) \(verb), at \(places).")])
    }
    if failures > 0 {
      let verb = failures == 1 ? "fails" : "fail"
      remarks.append([
        .words(
          count == 1
            ? "The claim FAILS." : "\(failures) of \(count) claims \(verb).")
      ])
    }
    if undecided > 0 {
      remarks.append([
        .words(
          "\(counted(undecided, "claim")) could not be decided: values are not finite, or only "
            + "rounding.")
      ])
    }
    let skipped = check.rows.map(\.skippedPoints).max() ?? 0
    if skipped > 0 {
      remarks.append([
        .words(
          "At up to \(skipped) of \(counted(check.points, "random point")), values are not finite "
            + "or only rounding; these count for nothing.")
      ])
    }
    return remarks
  }

  private func all(_ count: Int) -> String {
    switch count {
    case 1: "The claim"
    case 2: "Both claims"
    default: "All \(count) claims"
    }
  }

  private func omission(
    of shown: [ClaimCheck.Row], from rows: [ClaimCheck.Row]
  ) -> Walkthrough.Content {
    let count = rows.count - shown.count
    let failures = rows.count(where: isFailure) - shown.count(where: isFailure)
    let verdict =
      switch failures {
      case 0: "none of which fails"
      case count: count == 1 ? "which fails too" : "which fail too"
      default: "of which \(failures) fail\(failures == 1 ? "s" : "")"
      }
    return .remark([.words("and \(count) more, \(verdict); --all shows them")])
  }

  private func isFailure(_ row: ClaimCheck.Row) -> Bool {
    row.difference != nil
  }

  /// The numbers of the first difference, or of the first step.
  private func cells(_ row: ClaimCheck.Row) -> [Table.Cell] {
    let claim = row.claim
    let derivative = row.difference?.derivative ?? trace.value(of: claim.derivative, at: 1) ?? .nan
    let claimed = row.difference?.claimed ?? trace.value(of: claim.formula, at: 1) ?? .nan
    return [
      .name(names.name(of: claim.derivative)), .number(style.text(derivative)),
      .number(style.text(claimed)), .words(verdict(of: row)),
    ]
  }

  private func verdict(of row: ClaimCheck.Row) -> String {
    switch row.verdict {
    case .holds: "holds"
    case .undecided: "not decided"
    case .fails, .agreesByChance, .agreesForTheseInputs:
      row.difference.map { "FAILS \($0.isVaried ? "around" : "at") step \($0.step)" } ?? "FAILS"
    }
  }

  // What the table has no room for.

  private func explanation(of row: ClaimCheck.Row) -> [Walkthrough.Content] {
    guard let difference = row.difference else { return [] }
    let claim = row.claim
    let name = names.name(of: claim.derivative)
    // A shorter batch has other formulas.
    let names = ProgramNames(lesson.at(difference.step))
    let rows = names.working(
      claim.formula, value: difference.claimed, step: difference.step, in: style,
      line: { difference.values[$0] ?? .nan },
      previous: { trace.previousValue(of: $0, at: difference.step) ?? .nan })
    let remark: [MathNode] = [
      .name(name), .words(" \(story(of: row, difference)) the derivative is "),
      .number(style.text(difference.derivative)), .words(", but as claimed:"),
    ]
    return [
      .remark(remark), .equation(.init(line: claim.derivative, left: name, rows: rows)),
    ]
  }

  private func story(of row: ClaimCheck.Row, _ difference: ClaimCheck.Difference) -> String {
    let run =
      check.steps == 1 ? "at the starting values" : "at all \(check.steps) steps of the run"
    return switch row.verdict {
    case .agreesByChance:
      "agrees \(run) by chance. At a random point around step \(difference.step)"
    case .agreesForTheseInputs:
      "agrees for the inputs as they are, with any parameters. At a random point around step "
        + "\(difference.step), with other inputs,"
    case .fails where row.agreesAround:
      "agrees at random points around the run, but at step \(difference.step), where there may be "
        + "a kink,"
    case .holds, .fails, .undecided: "fails: at step \(difference.step)"
    }
  }
}
