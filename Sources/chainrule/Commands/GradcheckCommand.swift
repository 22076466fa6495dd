import Checking
import Lessons
import Rendering
import Reports
import Tracing

enum GradcheckCommand {
  static let command = Command(
    name: "gradcheck",
    abstract: "Compare every gradient with two other ways of computing it.",
    arguments: [CommonOptions.lesson],
    options: [
      CommonOptions.variant, CommonOptions.trial, CommonOptions.all, CommonOptions.digits,
      CommonOptions.decimals, CommonOptions.ascii, CommonOptions.output,
      CommonOptions.maximumLines, CommonOptions.noColour, CommonOptions.noPager,
    ]
  ) { invocation, surroundings in
    let options = try invocation.showOptions(surroundings)
    let runs = try invocation.tracedLessons(surroundings, onlyTrainings: true)
    return try check(runs, options, invocation, surroundings)
  }

  /// Checks the gradients of traces; a test gives it one that is not of the lesson.
  static func check(
    _ runs: [(lesson: Lesson, trace: Trace)], _ options: ShowOptions, _ invocation: Invocation,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    var texts: [String] = []
    var passes = true
    for (lesson, trace) in runs {
      var progress = Progress(surroundings)
      let check = try GradientCheck(trace, checksAll: options.showsAll) { done, total in
        progress.report("gradient \(done) of \(total)")
      }
      let claims = try ClaimCheck(lesson.claims, trace) { step, steps in
        progress.report("claims at step \(step) of \(steps)")
      }
      progress.clear()
      let report = GradientReport(
        lesson: lesson, trace: trace, check: check, claims: claims, options: options)
      texts.append(text(report.walkthrough, options))
      passes = passes && check.passes && claims.failures.isEmpty
    }
    try Output.write(texts.joined(separator: "\n"), invocation, surroundings)
    let finite = surroundings.report(runs.map(\.trace))
    return passes ? finite : .wrong
  }
}
