import Programs
import Formulas
package import Checking
import Decimals
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
  /// The places of lines in the order of a page.
  private let places: [LineID: Int]

  /// Where a line has fewer columns, numbers have fewer digits.
  private static let narrow = 64

  package init(
    lesson: Lesson, trace: Trace, check: GradientCheck, claims: ClaimCheck, options: ShowOptions
  ) {
    self.lesson = lesson
    self.check = check
    self.options = options
    names = ProgramNames(lesson)
    places = Dictionary(uniqueKeysWithValues: zip(names.orderOfPage, 0...))
    style = NumberStyle(options.precision ?? .digits(options.width < Self.narrow ? 3 : 6))
    self.claims = ClaimReport(
      check: claims, lesson: lesson, trace: trace, names: names, style: style,
      showsAll: options.showsAll, in: options.language)
  }

  package var walkthrough: Walkthrough {
    let steps = check.steps.filter { !$0.rows.isEmpty }.map { step in
      Walkthrough.Section(
        heading: words(.heading(.gradients(step: step.step))), detail: nil,
        content: content(of: step))
    }
    let result = Walkthrough.Section(
      heading: words(.heading(.result)), detail: nil, content: result,
      tone: check.passes && claims.passes ? .right : .wrong)
    return Walkthrough(
      title: lesson.titleOfRun(in: options.language), position: nil, prose: [],
      sections: steps + claims.sections + [result],
      afterword: [],
      notes: steps.isEmpty ? [] : [nodes(.note(.waysOfGradients))])
  }

  private func words(_ phrase: Phrase<Never>) -> String { options.language.text(phrase) }

  private func nodes(_ phrase: Phrase<MathNode>) -> [MathNode] { options.language.nodes(phrase) }

  private func name(_ line: LineID) -> MathNode { .name(names.name(of: line)) }

  private func content(of step: GradientCheck.Step) -> [Walkthrough.Content] {
    let shown = Set(options.showsAll ? step.rows.map(\.line) : names.shown(step.rows.map(\.line)))
    let rows = inOrder(step.rows).filter { row in
      if case .agrees = row.verdict { return shown.contains(row.line) }
      return true
    }
    let headings: [LabelPhrase?] = [nil, .backward, .forward, .difference, .error, nil]
    let table = Table(
      columns: headings.map { .words($0.map { words(.label($0)) } ?? "") }, rows: rows.map(cells))
    var content: [Walkthrough.Content] = [.table(table)]
    if rows.count < step.rows.count {
      let count = step.rows.count - rows.count
      content.append(.remark(nodes(.gradient(.omitted(count)))))
    }
    return content + rows.compactMap { row in remark(on: row).map { .remark($0) } }
  }

  private func inOrder(_ rows: [GradientCheck.Row]) -> [GradientCheck.Row] {
    rows.sorted { (places[$0.line] ?? .max, $0.line) < (places[$1.line] ?? .max, $1.line) }
  }

  private func cells(_ row: GradientCheck.Row) -> [Table.Cell] {
    let isKnown = [.agrees, .fails].contains(row.verdict) && !row.relativeError.isNaN
    let phrase: GradientPhrase<Never>? =
      switch row.verdict {
      case .agrees: row.difference == nil ? .notMeasured : nil
      case .rounding: .onlyRounding
      case .kink: .kink
      case .jump: .jump
      case .stopped: .stopped
      case .notFinite: .notFinite
      case .fails: .fails
      }
    let verdict = phrase.map { words(.gradient($0)) } ?? ""
    return [
      .name(names.name(of: row.line)), .number(style.text(row.backward)),
      .number(style.text(row.forward)),
      style.cell(row.difference),
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
    let (objective, variable) = (name(row.objective), name(row.variable))
    if let (left, right) = row.sides {
      return nodes(
        .gradient(
          .slopes(
            objective, along: variable, left: .number(style.text(left)),
            right: .number(style.text(right)))))
    }
    switch row.verdict {
    case .jump: return nodes(.gradient(.jumps(objective, along: variable)))
    case .stopped: return nodes(.gradient(.stops(objective, along: variable)))
    case .fails where row.difference != nil && row.backward == row.forward:
      return nodes(
        .gradient(.modesAgree(name(row.line), value: .number(style.text(row.backward)))))
    default: return nil
    }
  }

  private var result: [Walkthrough.Content] {
    let rows = check.steps.flatMap(\.rows)
    if rows.isEmpty { return [.remark(nodes(.gradientResult(.noGradients)))] }
    var phrases: [GradientResultPhrase<MathNode>] = []
    let agreeing = rows.filter { $0.verdict == .agrees }
    let measured = agreeing.filter { $0.difference != nil }
    if check.failures.isEmpty, !measured.isEmpty {
      let largest = measured.map(\.relativeError).max() ?? 0
      phrases.append(
        .agree(
          measured.count, of: rows.count,
          error: largest == 0 ? nil : .number(errorText(largest))))
    }
    let unmeasured = agreeing.count - measured.count
    if unmeasured > 0 { phrases.append(.forwardOnly(unmeasured)) }
    if check.skipped > 0 { phrases.append(.skipped(check.skipped)) }
    func count(_ verdict: GradientCheck.Verdict) -> Int { rows.count { $0.verdict == verdict } }
    if count(.rounding) > 0 { phrases.append(.onlyRounding(count(.rounding))) }
    if count(.kink) > 0 { phrases.append(.atKinks(count(.kink))) }
    if count(.jump) > 0 { phrases.append(.atJumps(count(.jump))) }
    if count(.stopped) > 0 { phrases.append(.stopped(count(.stopped))) }
    if count(.notFinite) > 0 { phrases.append(.notFinite(count(.notFinite))) }
    phrases += check.failures.map { step, row in .fails(name(row.line), step: step) }
    if let givenUpdates { phrases.append(givenUpdates) }
    return
      (phrases.map { nodes(.gradientResult($0)) } + claims.result
      + [nodes(.gradientResult(control))]).map { .remark($0) }
  }

  /// What is checked of updates that the lesson gives outright.
  private var givenUpdates: GradientResultPhrase<MathNode>? {
    let lines = lesson.program.lines
    let updates = lines.indices.filter { lesson.givenUpdates.contains(lines[$0].symbol) }
    if updates.isEmpty { return nil }
    let gradients = Set(check.steps.flatMap(\.rows).map(\.line))
    let named = Set(updates.flatMap { lines[$0].formula?.lines ?? [] }).intersection(gradients)
    return .ownUpdates(
      SomeNames(updates.map(name), atMost: Self.mostNames),
      gradients: SomeNames(named.sorted().map(name), atMost: Self.mostNames))
  }

  /// Of so many lines the names are told.
  private static let mostNames = 3

  private var control: GradientResultPhrase<MathNode> {
    guard let control = check.control else { return .noControl }
    return .control(
      LineNotation(lesson, in: options.language).nameOnPage(of: control.line),
      failures: control.failures, of: control.gradients)
  }
}
