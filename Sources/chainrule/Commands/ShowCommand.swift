import Reports
import Checking
import Decimals
import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

extension Chainrule {
  static let show = Command(
    name: "show", abstract: "Show a lesson step by step: formula, numbers, result.",
    arguments: [lessonArgument],
    options: [
      Option("--step", value: "step", help: "Only this step, or a range of steps A..B."),
      onlyOption, variantOption, trialOption,
      digitsOption, decimalsOption, byHandOption,
      workingOption,
      allOption,
      asciiOption,
      Option(
        "--format", value: "format",
        help: ShownFormat.help),
      Option("--tables", help: "The numbers in tables, without their working."),
      Option(
        "--fragment", help: "LaTeX or TikZ without a preamble, to be read by another document."),
      Option("--beamer", help: "LaTeX slides that show line after line."),
      Option("--matrices", help: "Families as matrices, with their equations in matrices."),
      outputOption, maximumLinesOption,
      Option("--no-color", help: "Without colour (there is none)."),
    ]
  ) { invocation, surroundings in
    let asked = try Self.format(
      invocation, among: ShownFormat.all.map { ($0.name, $0) }, later: ["html"])
    var paper = try paperOptions(invocation, asked)
    var options = try showOptions(invocation, surroundings)
    options.byHand = try byHand(invocation)
    options.working = try working(invocation)
    options.showsMatrices = invocation.has("--matrices")
    if let phases = try phases(invocation) { options.phases = phases }
    let format: ShowFormat
    switch asked {
    case .graph(let format): return try graph(invocation, format, options, surroundings)
    case .walkthrough(let shown): format = shown
    }
    let runs = try invocation.tracedLessons(surroundings)
    for run in runs.prefix(1) { options.steps = try invocation.steps("--step", of: run.trace) }
    options.tables =
      invocation.has("--tables")
      ? .alone : format.hasTables && !paper.isSlides ? .afterWorking : .none
    paper.title = runs[0].lesson.title
    let showsRun = options.showsRun && options.tables != .alone
    let parts =
      showsRun
      ? [try invocation.walkthrough(runs, options, format.fractions, surroundings)]
      : runs.filter { options.steps.map($0.trace.hasSteps) ?? true }.map {
        Walkthrough($0.lesson, $0.trace, options, fractions: format.fractions)
      }
    let text = format.text(Walkthrough(joining: parts), options, paper)
    try Output.write(text, invocation, surroundings)
    let statuses = runs.map { report($0.trace.firstNotFinite, in: $0.trace.program, surroundings) }
    return statuses.first { $0 != .done } ?? .done
  }

  /// Writes the computation graph with the numbers of one step.
  private static func graph(
    _ invocation: Invocation, _ format: PictureFormat, _ options: ShowOptions,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    for name in ["--tables", "--matrices"] where invocation.has(name) {
      throw Failure(.wrongCall, "Error: '\(name)' has no '--format \(format.name)'")
    }
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    var options = options
    options.steps = try invocation.steps("--step", of: trace) ?? 1...1
    if let steps = options.steps, steps.count > 1 {
      throw Failure(.wrongCall, "Error: '--step' takes one step here")
    }
    let drawing = GraphPicture(lesson, trace, options).drawing
    guard format.hasRoom(drawing) else {
      throw Failure(
        .wrongCall, "Error: TeX has no page for so large a picture; leave out '--all', or take svg")
    }
    try Output.write(
      format.text(drawing, invocation.has("--fragment")), invocation, surroundings)
    return report(trace.firstNotFinite, in: trace.program, surroundings)
  }

  private static func paperOptions(
    _ invocation: Invocation, _ format: ShownFormat
  ) throws(Failure) -> PaperOptions {
    var options = PaperOptions()
    options.name = lessonName(invocation.arguments[0])
    options.isFragment = invocation.has("--fragment")
    options.isSlides = invocation.has("--beamer")
    let refused =
      options.isFragment && !format.hasFragments
      ? "--fragment" : options.isSlides && !format.hasSlides ? "--beamer" : nil
    if let refused {
      throw Failure(
        .wrongCall, "Error: '\(refused)' needs '--format \(ShowFormat.latex.name)'")
    }
    if options.isFragment, options.isSlides {
      throw Failure(.wrongCall, "Error: '--fragment' and '--beamer' exclude each other")
    }
    return options
  }

  /// The name of a lesson or of its file, without folders and ending.
  static func lessonName(_ argument: String) -> String {
    let file = argument.split(separator: "/").last.map(String.init) ?? argument
    let name = file.prefix { $0 != "." }
    return name.isEmpty || name == "-" ? "lesson" : String(name)
  }
}

/// What `show` writes: a walkthrough, or the computation graph.
private enum ShownFormat {
  case walkthrough(ShowFormat)
  case graph(PictureFormat)

  static let all =
    ShowFormat.all.map { Self.walkthrough($0) } + PictureFormat.all.map { Self.graph($0) }

  static let help: String = {
    let plainest = "\(ShowFormat.all[0].name) (default)"
    let others = ShowFormat.all.dropFirst().reversed().map(\.name)
    return "\(listed([plainest] + others, "or")); "
      + "\(listed(PictureFormat.all.map(\.name), "or")): the computation graph."
  }()

  var name: String {
    switch self {
    case .walkthrough(let format): format.name
    case .graph(let format): format.name
    }
  }

  var hasFragments: Bool {
    switch self {
    case .walkthrough(let format): format.hasFragments
    case .graph(let format): format.hasFragments
    }
  }

  var hasSlides: Bool {
    switch self {
    case .walkthrough(let format): format.hasSlides
    case .graph: false
    }
  }
}

extension Trace {
  fileprivate func hasSteps(_ steps: ClosedRange<Int>) -> Bool { steps.upperBound <= lastStep }
}

extension Invocation {
  /// What there is to tell about all steps of a lesson's runs.
  fileprivate func walkthrough(
    _ runs: [TracedLesson], _ options: ShowOptions, _ fractions: FractionStyle,
    _ surroundings: Surroundings
  ) throws -> Walkthrough {
    let trainings = runs.filter { !$0.lesson.searchesTrainings }
    guard let search = runs.first(where: { $0.lesson.searchesTrainings }) else {
      return runs.count > 1
        ? Walkthrough(comparing: runs, options, fractions: fractions)
        : Walkthrough(
          runs[0].lesson, runs[0].trace, options, fractions: fractions,
          claims: try claims(runs[0], options, surroundings))
    }
    func traced(_ trial: Lesson.Trial) throws -> TracedLesson {
      let training = try training(of: trial, in: search.lesson)
      return (training, try Chainrule.run(training, surroundings))
    }
    let best = search.lesson.bestTrial(in: search.trace)
    let searched = Walkthrough(
      search, first: trainings.isEmpty ? try traced(search.lesson.firstTrial) : nil,
      best: best.number == 1 ? nil : try traced(best), options, fractions: fractions)
    return trainings.isEmpty
      ? searched
      : Walkthrough(comparing: trainings, then: searched, options, fractions: fractions)
  }

  /// What became of the claims, where the document shows it.
  private func claims(
    _ run: TracedLesson, _ options: ShowOptions, _ surroundings: Surroundings
  ) throws -> [Walkthrough.Section] {
    if !run.lesson.showsClaims { return [] }
    var progress = Progress(surroundings)
    defer { progress.clear() }
    let check = try ClaimCheck(run.lesson.claims, run.trace) { step, steps in
      progress.report("claims at step \(step) of \(steps)")
    }
    let report = ClaimReport(
      check: check, lesson: run.lesson, trace: run.trace, names: ProgramNames(run.lesson),
      style: NumberStyle(options.precision ?? run.lesson.precision), showsAll: options.showsAll)
    return report.sections + [
      Walkthrough.Section(
        heading: "", detail: nil, content: report.result.map { .remark($0) })
    ]
  }
}
