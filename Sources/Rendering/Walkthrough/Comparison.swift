import Decimals
import Formulas
package import Lessons
import Programs
package import Tracing
import Words

extension Walkthrough {
  /// Tells a lesson with several runs: what they have in common once, then the first update of each,
  /// then the objective of all by step.
  ///
  /// Where the first steps differ before the update, as batches of different sizes do, each run has
  /// a whole one.
  package init(
    comparing runs: [(lesson: Lesson, trace: Trace)], _ options: ShowOptions,
    fractions: FractionStyle
  ) {
    let updates = PhaseGroup.update.phases
    let beginning = runs[0].trace.beginning(without: updates)
    let isCommon = runs.dropFirst().allSatisfy {
      $0.trace.beginning(without: updates) == beginning
    }
    var own = options
    if isCommon { own.phases = updates }
    // The digits of the first writer are those of the page.
    let others = runs.dropFirst().map { run in
      WalkthroughWriter(run.lesson, run.trace, own, fractions, .alike(NumberStyle(.usual)))
    }
    self = WalkthroughWriter.page(of: runs[0].lesson, runs[0].trace, options, fractions) { whole in
      Walkthrough(comparing: runs, whole, others, isCommon: isCommon)
    }
  }

  private init(
    comparing runs: [(lesson: Lesson, trace: Trace)], _ whole: WalkthroughWriter,
    _ others: [WalkthroughWriter], isCommon: Bool
  ) {
    let updates = PhaseGroup.update.phases
    var first = whole.telling(whole.options.phases.subtracting(updates))
    var sections = isCommon ? first.sections(of: 1, isFirst: true) : []
    let own = isCommon ? whole.telling(updates) : whole
    for var writer in [own] + others.map({ $0.printing(whole.numbers) }) {
      sections += writer.sections(of: 1, isFirst: !isCommon).map { section in
        Walkthrough.Section(
          heading: writer.words(
            .title(.variant(writer.lesson.variantName, of: section.heading))),
          detail: section.detail, content: section.content)
      }
    }
    if let comparison = Comparison(runs, first) { sections.append(comparison.section) }
    self.init(
      title: runs[0].lesson.title, position: first.words(.position(.variants(runs.count))),
      prose: whole.foreword, sections: sections, afterword: whole.afterword, notes: first.notes)
  }
}

extension Trace {
  /// The quantities of the first step and the bits of their values, but for those of some phases.
  fileprivate func beginning(without phases: Set<Phase>) -> [Symbol: UInt64] {
    var values: [Symbol: UInt64] = [:]
    for (position, line) in program.lines.numbered where !phases.contains(line.phase) {
      values[line.symbol] = value(of: position, at: 1)?.bitPattern
    }
    return values
  }
}

extension Lesson {
  /// What the run is called beside others; empty where it is the only one.
  package var variantName: String { variant ?? "" }
}

/// The objective of several runs, side by side.
private struct Comparison {
  private let runs: [(lesson: Lesson, trace: Trace)]
  private let objective: LineID
  private let name: MathNode
  private let text: (Double) -> NumberText
  private let language: any Language
  private let isDraft: Bool

  init?(_ runs: [(lesson: Lesson, trace: Trace)], _ writer: WalkthroughWriter) {
    guard let objective = runs[0].lesson.objective else { return nil }
    self.runs = runs
    self.objective = objective
    name = .name(writer.names.name(of: objective))
    text = { writer.text($0, of: objective) }
    language = writer.options.language
    isDraft = writer.isDraft
  }

  var section: Walkthrough.Section {
    Walkthrough.Section(
      heading: language.text(.heading(.comparison)),
      detail: .row(language.nodes(.detail(.byStep(name)))),
      content: [.table(table), .remark(result)] + [plot.map { .plot($0) }].compactMap { $0 })
  }

  private var lastStep: Int { runs.map(\.trace.lastStep).max() ?? 1 }

  /// The objectives need not stand in the same position of each program.
  private func value(_ run: (lesson: Lesson, trace: Trace), at step: Int) -> Double? {
    run.lesson.objective.flatMap { run.trace.value(of: $0, at: step) }
  }

  private var table: Table {
    let best = best
    let headings = runs.indices.map { run in
      MathNode.words(runs[run].lesson.variantName + (run == best ? " *" : ""))
    }
    let rows = StepSelection.comparison(to: lastStep).map { step in
      [Table.Cell.integer(step)]
        + runs.map { Table.Cell(value($0, at: step).map(text)) }
    }
    return Table(
      columns: [.words(language.text(.label(.step(.step))))] + headings, rows: rows)
  }

  /// The run whose objective is the best at its end.
  private var best: Int? {
    let ends = runs.indices.compactMap { run in final(run).map { (run: run, value: $0) } }
    return ends.filter(\.value.isFinite).min { first, second in
      runs[0].lesson.isMaximized ? first.value > second.value : first.value < second.value
    }?.run
  }

  private func final(_ run: Int) -> Double? { value(runs[run], at: runs[run].trace.lastStep) }

  private var result: [MathNode] {
    guard let best, let final = final(best) else { return language.nodes(.remark(.noRunEnds)) }
    return language.nodes(
      .remark(
        .best(
          name, isMaximized: runs[0].lesson.isMaximized, variant: runs[best].lesson.variantName,
          value: .number(text(final)), step: runs[best].trace.lastStep)))
  }

  private var plot: Plot? {
    // No digits depend on it.
    if isDraft { return nil }
    return Plot(
      runs.map { run in
        Plot.Series([.words(run.lesson.variantName)], steps: 1...run.trace.lastStep) { step in
          value(run, at: step)
        }
      }, title: [name], scale: .automatic, in: language)
  }
}
