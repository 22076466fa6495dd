import Formulas
import Decimals
package import Lessons
import Programs
package import Tracing
import Words

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
    self = WalkthroughWriter.page(of: search.lesson, search.trace, options, fractions) { writer in
      Walkthrough(&writer, first: first, best: best, options, fractions)
    }
  }

  private init(
    _ search: inout WalkthroughWriter, first: (lesson: Lesson, trace: Trace)?,
    best: (lesson: Lesson, trace: Trace)?, _ options: ShowOptions, _ fractions: FractionStyle
  ) {
    self = search.walkthrough()
    let numbers = search.numbers
    guard !search.lesson.document.hasShowBlocks else { return }
    func heading(_ heading: HeadingPhrase) -> Section {
      Section(heading: options.language.text(.heading(heading)), detail: nil, content: [])
    }
    var sections = [heading(.search)] + self.sections
    if let first {
      var writer = WalkthroughWriter(first.lesson, first.trace, options, fractions, numbers)
      sections =
        [heading(.trainingOfTrial(1))] + writer.sections(of: 1, isFirst: true)
        + writer.closing() + sections
    }
    if let best, let number = best.lesson.kind.trial?.number {
      let writer = WalkthroughWriter(best.lesson, best.trace, options, fractions, numbers)
      sections +=
        writer.overview().map { overview in
          let heading = writer.words(.heading(.trainingOfBestTrial(number)))
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
  var stepKind: StepKind { StepKind(of: lesson.kind) }

  /// What the trials tried, what came of it, and which was the best.
  func trials() -> [Walkthrough.Section] {
    guard let objective = lesson.objective, let kept = program.searchLine("kept"),
      let best = program.searchLine("best")
    else { return [] }
    let tried = program.lines.indices.filter { line in
      guard case .carried(.some) = program.lines[line].definition else { return false }
      return program.lines[line].phase == .param && isShown(line)
    }
    let isShort = tried.count <= Self.mostBeside
    let results = [objective, kept, best]
    let columns = isShort ? tried + results : results + tried
    let table = Table(
      columns: [.words(words(.label(.step(.trial))))] + columns.map { .name(names.name(of: $0)) },
      rows: chosenTrials(kept: kept).map { trial in
        [.integer(trial)]
          + columns.map { cell($0, at: trial) }
      })
    let again = trace.hasClosingPass ? trace.lastStep : nil
    return [
      Walkthrough.Section(
        heading: words(.heading(.trials)),
        detail: .row(nodes(.detail(.trials(trace.steps, again: again)))),
        content: [.table(table), .remark(result(tried, objective, kept))])
    ]
  }

  /// So many searched quantities have columns before that of the objective.
  private static let mostBeside = 3

  /// The first and the last, those that were kept, and others as far as there is room.
  private func chosenTrials(kept: LineID) -> [Int] {
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

  private func result(_ tried: [LineID], _ objective: LineID, _ kept: LineID) -> [MathNode] {
    let improvement = (1...trace.steps).last { trace.value(of: kept, at: $0) == 1 }
    guard let trial = improvement else { return nodes(.remark(.noTrialKept)) }
    let named = tried.prefix(Self.mostBeside) + [objective]
    return nodes(
      .remark(
        .bestTrial(
          trial,
          named.compactMap { line in
            number(of: line, at: trial).map { number in
              (.name(names.name(of: line)), .number(number))
            }
          })))
  }

  /// What is said of a number that a whole training ends with.
  func outcomeRemark(on line: LineID, at step: Int) -> MathNode? {
    guard program.lines[line].isOutcome else { return nil }
    return .row(nodes(.remark(.outcome(trial: min(step, trace.steps)))))
  }
}
