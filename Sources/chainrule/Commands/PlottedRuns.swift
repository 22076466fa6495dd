import Formulas
import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing
import Words

/// The runs of a lesson, and what is to be drawn of them.
struct PlottedRuns {
  private let runs: [TracedLesson]
  /// The lines of each run.
  private var lines: [[LineID]] = []
  private let invocation: Invocation
  private let names: [String]
  private let language: any Language
  private var notes: [String] = []

  init(
    _ runs: [TracedLesson], _ invocation: Invocation, names: [String], in language: any Language
  ) throws(Failure) {
    self.invocation = invocation
    self.names = names
    self.language = language
    var known: [TracedLesson] = []
    for run in runs {
      let quantities = QuantityNames(run.lesson)
      // A search beside trainings has other quantities.
      let isKnown = names.allSatisfy { !quantities.lines(named: $0).isEmpty }
      if !isKnown, runs.count > 1, run.lesson.kind.isSearch || !known.isEmpty { continue }
      var found: [LineID] = []
      for name in names {
        let lines = try quantities.required(name)
        let shown =
          invocation.has(PlotCommand.allOption) ? lines : ProgramNames(run.lesson).shown(lines)
        if shown.count < lines.count {
          let note = language.text(
            .picture(.members(shown.count, of: lines.count, name: name.printable)))
          if !notes.contains(note) { notes.append(note) }
        }
        found += shown
      }
      known.append(run)
      lines.append(found)
    }
    self.runs = known
  }

  private func steps(of run: TracedLesson) throws(Failure) -> ClosedRange<Int> {
    let asked = try invocation[PlotCommand.stepsOption]
    let longest = runs.max { $0.trace.lastStep < $1.trace.lastStep } ?? run
    try invocation.check(
      asked, within: longest.trace.lastStep, hasClosingPass: longest.trace.hasClosingPass)
    let own = 1...run.trace.lastStep
    return asked.map { $0.overlaps(own) ? $0.clamped(to: own) : own } ?? own
  }

  private func label(_ run: TracedLesson, _ line: LineID) -> [MathNode] {
    [.name(ProgramNames(run.lesson).name(of: line))]
  }

  /// The objective at the end of each run may be of other names than the first's.
  func curves() throws -> Plot? {
    let isOne = lines.allSatisfy { $0.count == 1 }
    var series: [Plot.Series] = []
    for (run, lines) in zip(runs, lines) {
      let steps = try steps(of: run)
      for line in lines {
        let name = label(run, line)
        let variant = run.lesson.variant.map { [MathNode.words($0)] }
        let own = runs.count == 1 ? name : isOne ? variant : nil
        let words: [MathNode] = [.words(", " + run.lesson.variantName)]
        series.append(
          Plot.Series(
            own ?? name + words, steps: steps, isJoined: run.lesson.joinsSteps(of: line)
          ) { run.trace.value(of: line, at: $0) })
      }
    }
    if series.count > Self.most, !invocation.has(PlotCommand.allOption) {
      throw Failure(
        .wrongCall,
        "Error: these are \(series.count) curves; name fewer, or ask for '--all'")
    }
    let isSearch = runs.allSatisfy(\.lesson.kind.isSearch)
    var plot = Plot(
      series, by: isSearch ? .trial : .step, title: isOne ? label(runs[0], lines[0][0]) : [],
      scale: invocation.has(PlotCommand.logOption) ? .logarithmic : .linear, in: language)
    for note in notes { plot?.addNote(note) }
    return plot
  }

  /// So many curves can be told apart.
  private static let most = 16

  /// The paths of two parameters over contours of the first run's objective.
  func path() throws -> Plot? {
    let (lesson, trace) = runs[0]
    try invocation.refuse(PlotCommand.logOption, beside: PlotCommand.againstOption)
    guard lines[0].count == 2 else {
      throw Failure(.wrongCall, "Error: '--against' needs two parameters, such as w1 w2")
    }
    guard let objective = lesson.objective else {
      throw Failure(.wrongCall, "Error: '--against' needs a lesson with an objective")
    }
    var series: [Plot.Series] = []
    for (run, lines) in zip(runs, lines) where lines.count == 2 {
      let steps = try steps(of: run)
      let label = run.lesson.variant.map { [MathNode.words($0)] } ?? language.nodes(.label(.path))
      series.append(
        Plot.Series(
          label, steps: steps, x: { run.trace.value(of: lines[0], at: $0) },
          y: { run.trace.value(of: lines[1], at: $0) }))
    }
    let (x, y) = (lines[0][0], lines[0][1])
    let step = trace.lastStep
    guard let surface = try Surface(of: objective, over: x, y, in: trace, at: step) else {
      let symbols = [x, y].map { "'\(trace.program.lines[$0].symbol)'" }
      throw Failure(
        .wrongCall,
        "Error: \(symbols.joined(separator: " and ")) are not both parameters that are trained")
    }
    var plot = Plot(series, x: label(runs[0], x), y: label(runs[0], y), in: language)
    plot?.addGround(label(runs[0], objective), cost: surface.cost) { surface.value($0, $1) }
    for note in groundNotes(x, y, step) { plot?.addNote(note) }
    return plot
  }

  /// What the contours leave out of sight.
  private func groundNotes(_ x: LineID, _ y: LineID, _ step: Int) -> [String] {
    let program = runs[0].trace.program
    let others = program.lines.indices.filter { line in
      guard case .carried(.some) = program.lines[line].definition else { return false }
      return program.lines[line].phase == .param && line != x && line != y
    }
    let changes = program.lines.contains(where: \.isDrawnAnew)
    var notes: [String] = []
    let names = others.prefix(4).map { program.lines[$0].symbol.description }
    if !others.isEmpty {
      notes.append(
        language.text(
          .picture(
            .lastValues(
              of: names, further: others.count - names.count,
              variant: runs.count > 1 ? runs[0].lesson.variant?.printable : nil))))
    }
    if changes { notes.append(language.text(.picture(.givenAnew(step: step)))) }
    return notes
  }
}
