import Checking
import Decimals
import Diagnostics
import Formulas
import Lessons
import Programs
import Rendering
import Reports
import Tracing

enum ShowCommand {
  /// What a lesson is shown as.
  private enum Format {
    case pages(ShowFormat)
    /// Its computation graph.
    case picture(PictureFormat)

    static let all =
      ShowFormat.all.map { ($0.name, pages($0)) } + PictureFormat.all.map { ($0.name, picture($0)) }

    static let help: String = {
      let others = ShowFormat.all.dropFirst().reversed().map(\.name)
      return listed(["\(ShowFormat.all[0].name) (default)"] + others, "or") + "; "
        + listed(PictureFormat.all.map(\.name), "or") + ": the computation graph."
    }()

    var hasFragments: Bool {
      switch self {
      case .pages(let format): format.hasFragments
      case .picture(let format): format.hasFragments
      }
    }

    var hasSlides: Bool {
      if case .pages(let format) = self { format.hasSlides } else { false }
    }
  }

  private static let stepOption = Option.steps(
    "--step", value: "step", help: "Only this step, or a range of steps A..B.")
  private static let formatOption = Option.choice(
    "--format", among: Format.all, help: Format.help)
  private static let tablesOption = Option.flag(
    "--tables", help: "The numbers in tables, without their working.")
  private static let fragmentOption = Option.flag(
    "--fragment", help: "LaTeX or TikZ without a preamble, to be read by another document.")
  private static let slidesOption = Option.flag(
    "--beamer", help: "LaTeX slides that show line after line.")
  private static let matricesOption = Option.flag(
    "--matrices", help: "Families as matrices, with their equations in matrices.")

  static let command = Command(
    name: "show", abstract: "Show a lesson step by step: formula, numbers, result.",
    arguments: [CommonOptions.lesson],
    options: [
      stepOption, CommonOptions.only, CommonOptions.variant, CommonOptions.trial,
      CommonOptions.digits, CommonOptions.decimals, CommonOptions.byHand, CommonOptions.working,
      CommonOptions.all, CommonOptions.ascii, formatOption, tablesOption, fragmentOption,
      slidesOption, matricesOption, CommonOptions.output, CommonOptions.maximumLines,
      CommonOptions.noColour, CommonOptions.noPager,
    ]
  ) { invocation, surroundings in
    let format = try invocation[formatOption] ?? .pages(.text)
    let paper = try paperOptions(invocation, format)
    let options = try showOptions(invocation, surroundings)
    return switch format {
    case .pages(let format): try showPages(invocation, format, paper, options, surroundings)
    case .picture(let format): try showGraph(invocation, format, options, surroundings)
    }
  }

  private static func showOptions(
    _ invocation: Invocation, _ surroundings: Surroundings
  ) throws(Failure) -> ShowOptions {
    var options = try invocation.showOptions(surroundings)
    options.byHand = try invocation.byHand()
    options.working = try invocation[CommonOptions.working] ?? .chain
    options.showsMatrices = invocation.has(matricesOption)
    if let phases = try invocation[CommonOptions.only] { options.phases = phases }
    return options
  }

  private static func paperOptions(
    _ invocation: Invocation, _ format: Format
  ) throws(Failure) -> PaperOptions {
    var options = PaperOptions()
    options.name = lessonName(invocation.arguments[0])
    options.isFragment = invocation.has(fragmentOption)
    options.isSlides = invocation.has(slidesOption)
    for (option, isKnown) in [
      (fragmentOption, format.hasFragments), (slidesOption, format.hasSlides),
    ] where invocation.has(option) && !isKnown {
      throw Failure(
        .wrongCall, "Error: '\(option.name)' needs '\(formatOption.name) \(ShowFormat.latex.name)'")
    }
    try invocation.refuse(fragmentOption, beside: slidesOption)
    return options
  }

  /// The name of a lesson or of its file, without folders and ending.
  static func lessonName(_ argument: String) -> String {
    let file = argument.split(separator: "/").last.map(String.init) ?? argument
    let name = file.prefix { $0 != "." }
    return name.isEmpty || name == "-" ? "lesson" : String(name)
  }

  /// Writes the runs of a lesson as pages.
  private static func showPages(
    _ invocation: Invocation, _ format: ShowFormat, _ paper: PaperOptions, _ options: ShowOptions,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let runs = try invocation.tracedLessons(surroundings)
    var (options, paper) = (options, paper)
    options.steps = try invocation.steps(stepOption, of: runs[0].trace)
    options.tables =
      invocation.has(tablesOption)
      ? .alone : format.hasTables && !paper.isSlides ? .afterWorking : .none
    try checkSize(runs, options, format)
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
    return surroundings.report(runs.map(\.trace))
  }

  /// Refuses a document that would not fit into memory, by what one of its steps has.
  private static func checkSize(
    _ runs: [TracedLesson], _ options: ShowOptions, _ format: ShowFormat
  ) throws(Failure) {
    guard let steps = options.steps, steps.count > Self.fewSteps else { return }
    var first = options
    first.steps = steps.lowerBound...steps.lowerBound
    let entries = runs.map { run in
      Walkthrough(run.lesson, run.trace, first, fractions: format.fractions).entries
    }
    let all = entries.reduce(0, +).saturatingMultiplied(steps.count)
    if all <= Self.mostEntries { return }
    throw Failure(
      .wrongCall,
      """
      Error: these \(steps.count) steps would be a document of about \(all) formulas and numbers; \
      up to \(Self.mostEntries) are written at once. Fewer steps, '\(CommonOptions.only.name)' and \
      '\(tablesOption.name)' make it shorter; 'chainrule trace' writes any number of steps
      """)
  }

  private static let (fewSteps, mostEntries) = (100, 200_000)

  /// Writes the computation graph with the numbers of one step.
  private static func showGraph(
    _ invocation: Invocation, _ format: PictureFormat, _ options: ShowOptions,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    for option in [tablesOption, matricesOption] where invocation.has(option) {
      throw Failure(
        .wrongCall, "Error: '\(option.name)' has no '\(formatOption.name) \(format.name)'")
    }
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    var options = options
    let step = try invocation.step(stepOption, of: trace) ?? 1
    options.steps = step...step
    let drawing = GraphPicture(lesson, trace, options).drawing
    guard format.hasRoom(drawing) else {
      throw Failure(
        .wrongCall, "Error: TeX has no page for so large a picture; leave out '--all', or take svg")
    }
    try Output.write(
      format.text(drawing, invocation.has(fragmentOption)), invocation, surroundings)
    return surroundings.report([trace])
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
    let trainings = runs.filter { !$0.lesson.kind.searchesTrainings }
    guard let search = runs.first(where: { $0.lesson.kind.searchesTrainings }) else {
      return runs.count > 1
        ? Walkthrough(comparing: runs, options, fractions: fractions)
        : Walkthrough(
          runs[0].lesson, runs[0].trace, options, fractions: fractions,
          claims: try claims(runs[0], options, surroundings))
    }
    func traced(_ trial: Trial) throws -> TracedLesson {
      let training = try training(of: trial, in: search.lesson)
      return (training, try Trace(training.program, surroundings))
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
      style: NumberStyle(options.precision ?? run.lesson.precision ?? .usual),
      showsAll: options.showsAll,
      in: options.language)
    return report.sections + [
      Walkthrough.Section(
        heading: "", detail: nil, content: report.result.map { .remark($0) })
    ]
  }
}
