import Diagnostics
package import Checking
import Decimals
package import Lessons
import Programs
package import Rendering
package import Tracing
package import Words

/// What the check of claims found, as a table and remarks.
package struct ClaimReport {
  private let check: ClaimCheck
  private let lesson: Lesson
  private let trace: Trace
  private let names: ProgramNames
  private let style: NumberStyle
  private let showsAll: Bool
  private let language: any Language

  package init(
    check: ClaimCheck, lesson: Lesson, trace: Trace, names: ProgramNames, style: NumberStyle,
    showsAll: Bool, in language: any Language
  ) {
    self.check = check
    self.lesson = lesson
    self.trace = trace
    self.names = names
    self.style = style
    self.showsAll = showsAll
    self.language = language
  }

  /// Whether no claim fails.
  var passes: Bool { check.failures.isEmpty }

  /// A section for the claims of each label, in the order in which the labels come first.
  package var sections: [Walkthrough.Section] {
    var labels: [String?] = []
    for row in check.rows where !labels.contains(row.claim.label) { labels.append(row.claim.label) }
    return labels.map { label in section(label, check.rows.filter { $0.claim.label == label }) }
  }

  private func section(_ label: String?, _ rows: [ClaimCheck.Row]) -> Walkthrough.Section {
    let kept = Set(showsAll ? [] : names.shown(rows.map(\.claim.derivative)))
    let shown = showsAll ? rows : rows.filter { kept.contains($0.claim.derivative) }
    let headings = ["", language.text(.label(.derivative)), language.text(.label(.claimed)), ""]
    let table = Table(
      columns: headings.map { .words($0) }, rows: shown.map(cells))
    var content: [Walkthrough.Content] = [.table(table)]
    if shown.count < rows.count { content.append(omission(of: shown, from: rows)) }
    var explained: Set<Int> = []
    for row in rows where isFailure(row) && explained.insert(row.claim.statement).inserted {
      content += explanation(of: row)
    }
    return Walkthrough.Section(
      heading: language.text(.heading(.claims)),
      detail: label.map { .words("\"\($0.printable)\"") }, content: content)
  }

  /// What the result says.
  package var result: [[MathNode]] {
    if check.rows.isEmpty { return [] }
    let count = check.rows.count
    let failures = check.failures.count
    let undecided = check.rows.count { $0.verdict == .undecided }
    var phrases: [ClaimPhrase<MathNode>] = []
    if failures == 0, undecided < count {
      phrases.append(
        .hold(count - undecided, of: count, steps: check.steps, points: check.points))
    }
    if failures > 0 { phrases.append(.fail(failures, of: count)) }
    if undecided > 0 { phrases.append(.undecided(undecided)) }
    let skipped = check.rows.map(\.skippedPoints).max() ?? 0
    if skipped > 0 { phrases.append(.skipped(skipped, of: check.points)) }
    return phrases.map { language.nodes(.claim($0)) }
  }

  private func omission(
    of shown: [ClaimCheck.Row], from rows: [ClaimCheck.Row]
  ) -> Walkthrough.Content {
    let failing = rows.count(where: isFailure) - shown.count(where: isFailure)
    return .remark(
      language.nodes(.claim(.omitted(rows.count - shown.count, failing: failing))))
  }

  private func isFailure(_ row: ClaimCheck.Row) -> Bool {
    row.difference != nil
  }

  /// The numbers of the first difference, or of the first step.
  private func cells(_ row: ClaimCheck.Row) -> [Table.Cell] {
    let claim = row.claim
    let derivative = row.difference?.derivative ?? trace.value(of: claim.derivative, at: 1)
    let claimed = row.difference?.claimed ?? trace.value(of: claim.formula, at: 1)
    return [
      .name(names.name(of: claim.derivative)), style.cell(derivative), style.cell(claimed),
      .words(language.text(.claim(verdict(of: row)))),
    ]
  }

  private func verdict(of row: ClaimCheck.Row) -> ClaimPhrase<Never> {
    switch row.verdict {
    case .holds: .holds
    case .undecided: .notDecided
    case .fails, .agreesByChance, .agreesForTheseInputs:
      .fails(row.difference.map { ClaimFailure(step: $0.step, isAround: $0.isVaried) })
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
      language,
      line: { difference.values[$0] },
      previous: { trace.previousValue(of: $0, at: difference.step) })
    let remark = language.nodes(
      .claim(
        .difference(
          .name(name), story(of: row, at: difference.step),
          derivative: .number(style.text(difference.derivative)))))
    return [
      .remark(remark), .equation(.init(line: claim.derivative, left: name, rows: rows)),
    ]
  }

  private func story(of row: ClaimCheck.Row, at step: Int) -> ClaimStory {
    switch row.verdict {
    case .agreesByChance: .byChance(steps: check.steps, around: step)
    case .agreesForTheseInputs: .forTheseInputs(around: step)
    case .fails where row.agreesAround: .onlyAround(step: step)
    case .holds, .fails, .undecided: .plainly(step: step)
    }
  }

}
