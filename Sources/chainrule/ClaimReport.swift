import Checking
import Decimals
import Formulas
import Lessons
import Programs
import Rendering
import Tracing

/// What the check of claims found, as a table and remarks.
struct ClaimReport {
  let check: ClaimCheck
  let trace: Trace
  let names: ProgramNames
  let style: NumberStyle
  let showsAll: Bool

  /// `nil` where the lesson has no claim.
  var section: Walkthrough.Section? {
    if check.rows.isEmpty { return nil }
    let shown = shown
    var content: [Walkthrough.Content] = [.table(table(of: shown))]
    if let omission = omission(of: check.rows.count - shown.count) { content.append(omission) }
    content += shown.flatMap(remarks).map { .remark($0) }
    return Walkthrough.Section(heading: "Claims", detail: nil, content: content)
  }

  /// What the result says.
  var result: [[MathNode]] {
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

  /// The claims of each label, large families shortened.
  private var shown: [ClaimCheck.Row] {
    if showsAll { return check.rows }
    var lines: [String?: [Int]] = [:]
    for row in check.rows { lines[row.claim.label, default: []].append(row.claim.derivative) }
    let kept = lines.mapValues { Set(names.shown($0)) }
    return check.rows.filter { kept[$0.claim.label]?.contains($0.claim.derivative) == true }
  }

  private func omission(of count: Int) -> Walkthrough.Content? {
    if count == 0 { return nil }
    let failures = check.failures.count - shown.count { isFailure($0) }
    let verdict =
      failures == 0
      ? "none of which fails" : failures == count ? "which fail too" : "of which \(failures) fail"
    return .remark([.words("and \(count) more, \(verdict); --all shows them")])
  }

  private func isFailure(_ row: ClaimCheck.Row) -> Bool {
    row.difference != nil
  }

  // The table.

  private func table(of rows: [ClaimCheck.Row]) -> Table {
    let hasLabels = rows.contains { $0.claim.label != nil }
    let headings = ["", hasLabels ? "claim" : nil, "derivative", "claimed", ""].compactMap(\.self)
    return Table(
      columns: headings.map { .words($0) }, neededColumns: headings.count,
      rows: rows.map { cells($0, hasLabels: hasLabels) })
  }

  /// The numbers of the first difference, or of the first step.
  private func cells(_ row: ClaimCheck.Row, hasLabels: Bool) -> [Table.Cell] {
    let claim = row.claim
    let derivative = row.difference?.derivative ?? trace.value(of: claim.derivative, at: 1) ?? .nan
    let claimed = row.difference?.claimed ?? trace.value(of: claim.formula, at: 1) ?? .nan
    let label: [Table.Cell] = hasLabels ? [claim.label.map { .words($0.printable) } ?? .empty] : []
    return [.name(names.name(of: claim.derivative))] + label
      + [.number(style.text(derivative)), .number(style.text(claimed)), .words(verdict(of: row))]
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

  private func remarks(on row: ClaimCheck.Row) -> [[MathNode]] {
    guard let difference = row.difference else { return [] }
    let claim = row.claim
    let name = MathNode.name(names.name(of: claim.derivative))
    let label: [MathNode] = claim.label.map { [.words(", \($0.printable)")] } ?? []
    let working = names.working(
      claim.formula, value: difference.claimed, step: difference.step, in: style,
      line: { difference.values[$0] ?? .nan },
      previous: { trace.previousValue(of: $0, at: difference.step) ?? .nan })
    return [
      [name] + label + [.words(": \(story(of: row, difference)) the derivative is ")]
        + [.number(style.text(difference.derivative)), .words(", but the claim gives ")]
        + [.number(style.text(difference.claimed)), .words(":")],
      [working],
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
      "agrees at random points around the run, but at step \(difference.step), where there may be a "
        + "kink,"
    case .holds, .fails, .undecided: "at step \(difference.step)"
    }
  }
}
