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
      onlyOption,
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
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    options.steps = try invocation.steps("--step", of: trace)
    try Output.write(walkthroughText(lesson, trace, options), invocation, surroundings)
    return report(trace.firstNotFinite, in: trace.program, surroundings)
  }
}
