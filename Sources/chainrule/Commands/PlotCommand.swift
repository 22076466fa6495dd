import Formulas
import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

extension Chainrule {
  static let plot = Command(
    name: "plot",
    abstract: "Draw quantities by step, or two parameters against each other.",
    arguments: [lessonArgument, (name: "name", help: "A quantity, such as E or dE/dw5.")],
    moreArguments: (
      name: "name", help: "Further quantities; a family stands for its members."
    ),
    options: [
      Option(
        "--against",
        help: "The second of two parameters against the first, over contours of the objective. "
          + "Other parameters have their last values there."),
      Option("--log", help: "Equal distances upwards are equal ratios."),
      Option("--format", value: "format", help: plotFormatHelp),
      Option("--fragment", help: "TikZ without a preamble, to be read by another document."),
      Option("--steps", value: "steps", help: "Only these steps: N or A..B."),
      variantOption, trialOption,
      Option("--all", help: "Every member of large families."),
      Option(
        "--width", value: "n", help: "Columns in the terminal (default: those it has)."),
      asciiOption, outputOption, maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let format = try Self.format(invocation, among: plotFormats)
    if invocation.has("--fragment"), format?.hasFragments != true {
      throw Failure(
        .wrongCall, "Error: '--fragment' needs '--format \(PictureFormat.tikz.name)'")
    }
    let runs = try invocation.tracedLessons(surroundings)
    let plots = try PlottedRuns(runs, invocation, names: Array(invocation.arguments.dropFirst()))
    let plot = try invocation.has("--against") ? plots.path() : plots.curves()
    guard let plot else {
      throw Failure(
        .notFinite,
        "Error: there is no number to draw"
          + (invocation.has("--log") ? ": none is positive and finite" : ""))
    }
    var options = try showOptions(invocation, surroundings)
    if let width = try invocation.number("--width", in: 20...1000) { options.width = width }
    let text =
      format.map {
        $0.text(plot.drawing(title: runs[0].lesson.title), invocation.has("--fragment"))
      } ?? Rendering.text(plot, options)
    try Output.write(text, invocation, surroundings)
    let statuses = runs.map { report($0.trace.firstNotFinite, in: $0.trace.program, surroundings) }
    return statuses.first { $0 != .done } ?? .done
  }

  /// The formats of plots; that of the terminal is no format of pictures.
  private static let plotFormats: [(name: String, format: PictureFormat?)] =
    [("terminal", nil)] + PictureFormat.all.map { ($0.name, $0) }

  private static let plotFormatHelp: String = {
    let names = plotFormats.map(\.name)
    return listed(["\(names[0]) (default)"] + names.dropFirst(), "or") + "."
  }()
}

/// The runs of a lesson, and what is to be drawn of them.
private struct PlottedRuns {
  private let runs: [TracedLesson]
  /// The lines of each run.
  private var lines: [[Int]] = []
  private let invocation: Invocation
  private let names: [String]
  private var notes: [String] = []

  init(_ runs: [TracedLesson], _ invocation: Invocation, names: [String]) throws(Failure) {
    self.invocation = invocation
    self.names = names
    var known: [TracedLesson] = []
    for run in runs {
      let quantities = QuantityNames(run.lesson)
      // A search beside trainings has other quantities.
      let isKnown = names.allSatisfy { !quantities.lines(named: $0).isEmpty }
      if !isKnown, runs.count > 1, run.lesson.isSearch || !known.isEmpty { continue }
      var found: [Int] = []
      for name in names {
        let lines = try quantities.required(name)
        let shown = invocation.has("--all") ? lines : ProgramNames(run.lesson).shown(lines)
        if shown.count < lines.count {
          let note =
            "Of the \(lines.count) members of '\(name.printable)', \(shown.count) are "
            + "drawn; --all draws every one."
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
    let asked = try invocation.steps("--steps")
    let longest = runs.max { $0.trace.lastStep < $1.trace.lastStep } ?? run
    try invocation.check(
      asked, within: longest.trace.lastStep, hasClosingPass: longest.trace.hasClosingPass)
    let own = 1...run.trace.lastStep
    return asked.map { $0.overlaps(own) ? $0.clamped(to: own) : own } ?? own
  }

  private func label(_ run: TracedLesson, _ line: Int) -> [MathNode] {
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
        let words: [MathNode] = [.words(", " + (run.lesson.variant ?? ""))]
        series.append(
          Plot.Series(own ?? name + words, steps: steps) { run.trace.value(of: line, at: $0) })
      }
    }
    if series.count > Self.most, !invocation.has("--all") {
      throw Failure(
        .wrongCall,
        "Error: these are \(series.count) curves; name fewer, or ask for '--all'")
    }
    let isSearch = runs.allSatisfy(\.lesson.isSearch)
    var plot = Plot(
      series, by: isSearch ? "trial" : "step", title: isOne ? label(runs[0], lines[0][0]) : [],
      scale: invocation.has("--log") ? .logarithmic : .linear)
    for note in notes { plot?.addNote(note) }
    return plot
  }

  /// So many curves can be told apart.
  private static let most = 16

  /// The paths of two parameters over contours of the first run's objective.
  func path() throws -> Plot? {
    let (lesson, trace) = runs[0]
    if invocation.has("--log") {
      throw Failure(.wrongCall, "Error: '--log' and '--against' exclude each other")
    }
    guard lines[0].count == 2 else {
      throw Failure(.wrongCall, "Error: '--against' needs two parameters, such as w1 w2")
    }
    guard let objective = lesson.objective else {
      throw Failure(.wrongCall, "Error: '--against' needs a lesson with an objective")
    }
    var series: [Plot.Series] = []
    for (run, lines) in zip(runs, lines) where lines.count == 2 {
      let steps = try steps(of: run)
      let label = run.lesson.variant.map { [MathNode.words($0)] } ?? [.words("path")]
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
    var plot = Plot(series, x: label(runs[0], x), y: label(runs[0], y))
    plot?.addGround(label(runs[0], objective), cost: surface.cost) { surface.value($0, $1) }
    for note in groundNotes(x, y, step) { plot?.addNote(note) }
    return plot
  }

  /// What the contours leave out of sight.
  private func groundNotes(_ x: Int, _ y: Int, _ step: Int) -> [String] {
    let program = runs[0].trace.program
    let others = program.lines.indices.filter { line in
      guard case .carried(.some) = program.lines[line].definition else { return false }
      return program.lines[line].phase == .param && line != x && line != y
    }
    let changes = program.lines.contains(where: \.isDrawnAnew)
    var notes: [String] = []
    let variant = runs.count > 1 ? runs[0].lesson.variant.map { " of '\($0.printable)'" } ?? "" : ""
    let names = others.prefix(4).map { program.lines[$0].symbol.description }
    let rest = others.count > 4 ? " and \(others.count - 4) more" : ""
    if !others.isEmpty {
      notes.append(
        "Contours\(variant) with the last value\(others.count == 1 ? "" : "s") of "
          + "\(names.joined(separator: ", "))\(rest).")
    }
    if changes { notes.append("What is given anew at each step is as in step \(step).") }
    return notes
  }
}
