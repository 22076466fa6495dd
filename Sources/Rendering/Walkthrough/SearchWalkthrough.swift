import Diagnostics
import Decimals
package import Lessons
import Programs
package import Tracing

extension Walkthrough {
  /// Tells a lesson with several runs, then its search.
  package init(
    comparing runs: [(lesson: Lesson, trace: Trace)], then search: Walkthrough,
    _ options: ShowOptions, fractions: FractionStyle
  ) {
    let comparison = Walkthrough(comparing: runs, options, fractions: fractions)
    self.init(
      title: comparison.title, position: comparison.position, prose: comparison.prose,
      sections: comparison.sections + search.sections, afterword: comparison.afterword,
      notes: comparison.notes)
  }

  /// Tells a lesson that searches arguments of its training: the training of the first trial, what
  /// the search makes of it, all trials, and the training of the best one.
  ///
  /// Without a first training, those of the lesson's other variants have been told.
  package init(
    _ search: (lesson: Lesson, trace: Trace), first: (lesson: Lesson, trace: Trace)?,
    best: (lesson: Lesson, trace: Trace)?, _ options: ShowOptions, fractions: FractionStyle
  ) {
    var writer = WalkthroughWriter(search.lesson, search.trace, options, fractions)
    self = writer.walkthrough()
    guard !search.lesson.document.hasShowBlocks else { return }
    func heading(_ text: String) -> Section { Section(heading: text, detail: nil, content: []) }
    var sections = [heading("The search")] + self.sections
    if let first {
      var writer = WalkthroughWriter(first.lesson, first.trace, options, fractions)
      sections =
        [heading("The training of trial 1")] + writer.sections(of: 1, isFirst: true)
        + writer.closing() + sections
    }
    if let best {
      let writer = WalkthroughWriter(best.lesson, best.trace, options, fractions)
      sections +=
        writer.overview().map { overview in
          let heading = "The training of trial \(best.lesson.kind.trial?.number ?? 1), the best"
          return [Section(heading: heading, detail: overview.detail, content: overview.content)]
        } ?? []
    }
    self.init(
      title: title, position: position, prose: prose, sections: sections, afterword: afterword,
      notes: notes)
  }
}

/// Searches, trial by trial.
extension WalkthroughWriter {
  /// What a step is called.
  var stepName: String { lesson.kind.isSearch ? "trial" : "step" }

  /// What the trials tried, what came of it, and which was the best.
  func trials() -> [Walkthrough.Section] {
    guard let objective = lesson.objective, let kept = program.searchLine("kept"),
      let best = program.searchLine("best")
    else { return [] }
    let tried = program.lines.indices.filter { line in
      guard case .carried(.some) = program.lines[line].definition else { return false }
      return program.lines[line].phase == .param
    }
    let isShort = tried.count <= Self.mostBeside
    let results = [objective, kept, best]
    let columns = isShort ? tried + results : results + tried
    let table = Table(
      columns: [.words("trial")] + columns.map { .name(names.name(of: $0)) },
      rows: chosenTrials(kept: kept).map { trial in
        [.integer(trial)]
          + columns.map { line in
            value(of: line, at: trial).map { .number(style.text($0)) } ?? .empty
          }
      })
    let again = trace.hasClosingPass ? "; line \(trace.lastStep) is the best one again" : ""
    var content: [Walkthrough.Content] = [.table(table)]
    content.append(.remark(result(tried, objective, kept)))
    return [
      Walkthrough.Section(
        heading: "Trials", detail: .words(counted(trace.steps, "trial") + again), content: content)
    ]
  }

  /// So many searched quantities have columns before that of the objective.
  private static let mostBeside = 3

  /// The first and the last, those that were kept, and others as far as there is room.
  private func chosenTrials(kept: Int) -> [Int] {
    let last = trace.lastStep
    if options.showsAll || last <= StepSelection.most { return Array(1...last) }
    let improvements = (1...trace.steps).filter { trace.value(of: kept, at: $0) == 1 }
    var chosen: Set = [1, trace.steps, last]
    for step in improvements.reversed() + StepSelection.overview(to: last)
    where chosen.count < StepSelection.most {
      chosen.insert(step)
    }
    return chosen.sorted()
  }

  private func result(_ tried: [Int], _ objective: Int, _ kept: Int) -> [MathNode] {
    let improvement = (1...trace.steps).last { trace.value(of: kept, at: $0) == 1 }
    guard let trial = improvement else { return [.words("No trial has a value to be kept.")] }
    var row: [MathNode] = [.words("The best is trial \(trial), with ")]
    let named = tried.prefix(Self.mostBeside) + [objective]
    for (place, line) in named.enumerated() {
      let separator = place == 0 ? "" : place == named.count - 1 ? " and " : ", "
      row += [
        .words(separator), .name(names.name(of: line)), .words(" = "),
        .number(style.text(value(of: line, at: trial) ?? .nan)),
      ]
    }
    return row + [.words(".")]
  }

  /// What is said of a number that a whole training ends with.
  func outcomeRemark(on line: Int, at step: Int) -> MathNode? {
    guard program.lines[line].isOutcome else { return nil }
    return .words("what the training ends with: --trial \(min(step, trace.steps)) shows it")
  }
}
