import Formulas
import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

enum ExplainCommand {
  private static let stepOption = Option.steps(
    "--step", value: "step", help: "The step (default: the first).")
  private static let depthOption = Option.number(
    "--depth", in: 1...1_000_000, help: "Go back no further than n operations.")

  static let command = Command(
    name: "explain", abstract: "Show how one number came about, from what is given on.",
    arguments: [
      CommonOptions.lesson,
      .init(
        name: "name",
        help: "A quantity, such as dE/dw5, or one path's share of a derivative: "
          + "'dE/dh via net'."
      ),
    ],
    options: [
      stepOption, depthOption, CommonOptions.variant, CommonOptions.trial, CommonOptions.all,
      CommonOptions.digits, CommonOptions.decimals, CommonOptions.ascii, CommonOptions.output,
      CommonOptions.maximumLines, CommonOptions.noColour, CommonOptions.noPager,
    ]
  ) { invocation, surroundings in
    let depth = try invocation[depthOption]
    let options = try invocation.showOptions(surroundings)
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    let step = try invocation.step(stepOption, of: trace) ?? 1
    let question = try question(invocation.arguments[1], lesson, trace, step: step, depth: depth)
    let walkthrough = Walkthrough(
      lesson, trace, answering: question, options, fractions: .inRow)
    try Output.write(text(walkthrough, options), invocation, surroundings)
    return surroundings.report([trace])
  }

  private static func question(
    _ text: String, _ lesson: Lesson, _ trace: Trace, step: Int, depth: Int?
  ) throws(Failure) -> Question {
    let names = QuantityNames(lesson)
    let share = ShareName(text)
    let name = share?.derivative ?? text
    let line = try one(name, names, lesson)
    if trace.value(of: line, at: step) == nil {
      throw Failure(
        .wrongCall,
        "Error: '\(name.printable)' has no value at step \(step), "
          + trace.reason(without: line, at: step))
    }
    guard let share else { return Question(line: line, via: nil, step: step, depth: depth) }
    let program = lesson.program.at(step)
    let objective = program.objective(of: line)
    let user =
      try share.user.map { user throws(Failure) in try one(user, names, lesson) } ?? objective
    let users = program.pathContributions(of: line).map(\.via)
    guard let user, users.contains(user) else {
      let known = users.map { user in
        user == objective ? "directly" : "via '\(program.lines[user].symbol)'"
      }
      let way = share.user.map { "via '\($0.printable)'" } ?? "directly"
      throw Failure(
        .wrongCall,
        "Error: no share of '\(program.lines[line].symbol)' comes \(way)"
          + (known.isEmpty ? "" : "; they come \(known.joined(separator: ", "))"))
    }
    return Question(line: line, via: user, step: step, depth: depth)
  }

  /// The one line that a name means.
  private static func one(
    _ name: String, _ names: QuantityNames, _ lesson: Lesson
  ) throws(Failure) -> LineID {
    let lines = try names.required(name)
    if lines.count == 1 { return lines[0] }
    throw Failure(
      .wrongCall,
      "Error: '\(name.printable)' is a family of \(lines.count) numbers; name one, such as "
        + "'\(lesson.program.lines[lines[0]].symbol)'")
  }
}
