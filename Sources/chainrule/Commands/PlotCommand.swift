import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

enum PlotCommand {
  static let againstOption = Option.flag(
    "--against",
    help: "The second of two parameters against the first, over contours of the objective. "
      + "Other parameters have their last values there.")
  static let logOption = Option.flag("--log", help: "Equal distances upwards are equal ratios.")
  /// As a picture, or, without a format of one, for the terminal.
  private static let formatOption = Option<PictureFormat?>.choice(
    "--format", among: [("terminal", nil)] + PictureFormat.all.map { ($0.name, $0) },
    help: listed(["terminal (default)"] + PictureFormat.all.map(\.name), "or") + ".")
  private static let fragmentOption = Option.flag(
    "--fragment", help: "TikZ without a preamble, to be read by another document.")
  static let stepsOption = Option.steps(
    "--steps", value: "steps", help: "Only these steps: N or A..B.")
  static let allOption = Option.flag("--all", help: "Every member of large families.")
  private static let widthOption = Option.number(
    "--width", in: 20...1000, help: "Columns in the terminal (default: those it has).")

  static let command = Command(
    name: "plot",
    abstract: "Draw quantities by step, or two parameters against each other.",
    arguments: [
      CommonOptions.lesson, .init(name: "name", help: "A quantity, such as E or dE/dw5."),
    ],
    moreArguments: .init(
      name: "name", help: "Further quantities; a family stands for its members."
    ),
    options: [
      againstOption, logOption, formatOption, fragmentOption, stepsOption, CommonOptions.variant,
      CommonOptions.trial, allOption, widthOption, CommonOptions.ascii, CommonOptions.output,
      CommonOptions.maximumLines, CommonOptions.noPager,
    ]
  ) { invocation, surroundings in
    let format = try invocation[formatOption] ?? nil
    if invocation.has(fragmentOption), format?.hasFragments != true {
      throw Failure(
        .wrongCall,
        "Error: '\(fragmentOption.name)' needs '\(formatOption.name) \(PictureFormat.tikz.name)'")
    }
    let runs = try invocation.tracedLessons(surroundings)
    var options = try invocation.showOptions(surroundings)
    let plots = try PlottedRuns(
      runs, invocation, names: Array(invocation.arguments.dropFirst()), in: options.language)
    let plot = try invocation.has(againstOption) ? plots.path() : plots.curves()
    guard let plot else {
      throw Failure(
        .notFinite,
        "Error: there is no number to draw"
          + (invocation.has(logOption) ? ": none is positive and finite" : ""))
    }
    if let width = try invocation[widthOption] { options.width = width }
    let text =
      format.map {
        $0.text(plot.drawing(title: runs[0].lesson.title), invocation.has(fragmentOption))
      } ?? text(plot, options)
    try Output.write(text, invocation, surroundings)
    return surroundings.report(runs.map(\.trace))
  }
}
