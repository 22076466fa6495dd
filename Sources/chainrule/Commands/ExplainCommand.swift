import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

extension Chainrule {
  static let explain = Command(
    name: "explain", abstract: "Show how one number came about, back to what is given.",
    arguments: [
      lessonArgument,
      (
        name: "name",
        help: "A quantity, such as dE/dw5, or one path's share of a derivative: "
          + "'dE/dh via net'."
      ),
    ],
    options: [
      Option("--step", value: "step", help: "The step (default: the first)."),
      Option(
        "--depth", value: "n", help: "Go back no further than n operations."),
      variantOption, trialOption, allOption,
      digitsOption, decimalsOption, asciiOption, outputOption, maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let depth = try invocation.number("--depth", in: 1...1_000_000)
    let options = try showOptions(invocation, surroundings)
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    let steps = try invocation.steps("--step", of: trace) ?? 1...1
    if steps.count > 1 { throw Failure(.wrongCall, "Error: '--step' takes one step here") }
    let question = try question(
      invocation.arguments[1], lesson, trace, step: steps.lowerBound, depth: depth)
    let walkthrough = Walkthrough(
      lesson, trace, answering: question, options, fractions: .inRow)
    try Output.write(text(walkthrough, options), invocation, surroundings)
    return report(trace.firstNotFinite, in: trace.program, surroundings)
  }

  private static func question(
    _ text: String, _ lesson: Lesson, _ trace: Trace, step: Int, depth: Int?
  ) throws(Failure) -> Question {
    let names = QuantityNames(lesson)
    let direct = " directly"
    let isDirect = text.hasSuffix(direct)
    let parts =
      isDirect ? [String(text.dropLast(direct.count))] : text.components(around: " via ")
    let line = try one(parts[0], names, lesson)
    if trace.value(of: line, at: step) == nil {
      throw Failure(
        .wrongCall,
        "Error: '\(parts[0].printable)' has no value at step \(step), "
          + trace.reason(without: line, at: step))
    }
    if parts.count == 1, !isDirect {
      return Question(line: line, via: nil, step: step, depth: depth)
    }
    let program = lesson.program.at(step)
    let objective = program.objective(of: line)
    let user = isDirect ? objective : try one(parts[1], names, lesson)
    let users = program.shares(of: line).map(\.via)
    guard let user, users.contains(user) else {
      let known = users.map { user in
        user == objective ? "directly" : "via '\(program.lines[user].symbol)'"
      }
      let way = isDirect ? "directly" : "via '\(parts[1].printable)'"
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
  ) throws(Failure) -> Int {
    let lines = try names.required(name)
    if lines.count == 1 { return lines[0] }
    throw Failure(
      .wrongCall,
      "Error: '\(name.printable)' is a family of \(lines.count) numbers; name one, such as "
        + "'\(lesson.program.lines[lines[0]].symbol)'")
  }
}

extension String {
  /// The parts before and after the first `separator`; the whole, where there is none.
  fileprivate func components(around separator: String) -> [String] {
    guard let range = firstRange(of: separator) else { return [self] }
    return [String(self[..<range.lowerBound]), String(self[range.upperBound...])]
  }
}
