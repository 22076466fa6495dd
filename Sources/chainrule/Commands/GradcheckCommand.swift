import Reports
import Formulas
import Diagnostics
import Checking
import Decimals
import Lessons
import Programs
import Rendering
import Tracing

extension Chainrule {
  static let gradcheck = Command(
    name: "gradcheck",
    abstract: "Compare every gradient with two other ways of computing it.",
    arguments: [lessonArgument],
    options: [
      variantOption, trialOption, allOption, digitsOption, decimalsOption, asciiOption,
      outputOption,
      maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let options = try showOptions(invocation, surroundings)
    let runs = try invocation.tracedLessons(surroundings, onlyTrainings: true)
    return try gradcheck(runs, options, invocation, surroundings)
  }

  /// Checks the gradients of traces; a test gives it one that is not of the lesson.
  static func gradcheck(
    _ runs: [(lesson: Lesson, trace: Trace)], _ options: ShowOptions, _ invocation: Invocation,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    var texts: [String] = []
    var passes = true
    for (lesson, trace) in runs {
      var progress = Progress(surroundings)
      let check = try GradientCheck(trace) { done, total in
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
    let finite = runs.map { report($0.trace.firstNotFinite, in: $0.trace.program, surroundings) }
    return passes ? finite.first { $0 != .done } ?? .done : .wrong
  }
}
