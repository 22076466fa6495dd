import Decimals
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
      onlyOption, variantOption,
      digitsOption, decimalsOption, byHandOption,
      workingOption,
      allOption,
      asciiOption,
      Option("--format", value: "format", help: "text (default)."),
      outputOption, maximumLinesOption,
      Option("--no-color", help: "Without colour (there is none)."),
    ]
      + ["--tables", "--fragment", "--beamer", "--matrices"].map {
        Option($0, isSupported: false)
      }
  ) { invocation, surroundings in
    _ = try format(
      invocation, known: ["text"], later: ["latex", "markdown", "html", "svg", "tikz"])
    var options = try showOptions(invocation, surroundings)
    options.byHand = try byHand(invocation)
    options.working = try working(invocation)
    if let phases = try phases(invocation) { options.phases = phases }
    let runs = try invocation.tracedLessons(surroundings)
    for run in runs.prefix(1) { options.steps = try invocation.steps("--step", of: run.trace) }
    let text =
      runs.count > 1 && options.showsRun
      ? text(Walkthrough(comparing: runs, options, fractions: .inRow), options)
      : runs.map { walkthroughText($0.lesson, $0.trace, options) }.joined(separator: "\n")
    try Output.write(text, invocation, surroundings)
    let statuses = runs.map { report($0.trace.firstNotFinite, in: $0.trace.program, surroundings) }
    return statuses.first { $0 != .done } ?? .done
  }
}
