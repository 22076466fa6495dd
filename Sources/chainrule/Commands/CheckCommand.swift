import Reports
import Diagnostics
import Checking
import Lessons
import Rendering
import Tracing

extension Chainrule {
  static let check = Command(
    name: "check", abstract: "Mark a sheet of answers that somebody worked out.",
    arguments: [
      lessonArgument, (name: "answers", help: "A file of answers, or '-' for standard input."),
    ],
    options: [
      Option(
        "--format", value: "format", help: "text (default), json, markdown, latex or csv."),
      Option(
        "--hints", value: "n",
        help: "Say what kind of mistake it is and give no numbers away (1); name the formula "
          + "too (2). For text and markdown."),
      Option("--strict", help: "Only answers that are right by themselves pass."),
      Option(
        "--by-hand", value: "n",
        help: "List beside each answer what somebody gets who rounds every line half up to n "
          + "significant digits, or to n decimals with ndp, such as 4dp."),
      Option("--all", help: "List each answer that is right."),
      variantOption, trialOption, asciiOption, outputOption, maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let format = try MarkingFormat(invocation)
    let detail = try format.detail(invocation)
    let options = try showOptions(invocation, surroundings)
    let precision = try byHand(invocation)
    let path = invocation.arguments[1]
    if path == "-", invocation.arguments[0] == "-" {
      throw Failure(.wrongCall, "Error: only one of lesson and answers can be '-'")
    }
    if let output = invocation.value("--output"), OutputFile.areSame(output, path) {
      throw Failure(.wrongCall, "Error: '\(output.printable)' is the answer sheet itself")
    }
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    let source =
      path == "-"
      ? Source(name: "standard input", bytes: try surroundings.readInput())
      : Source(name: path, bytes: try Surroundings.read(path: path))
    var sheet = AnswerSheet.read(source, of: lesson, trace)
    sheet.rounding = precision
    var report = MarkingReport(lesson, trace, sheet, try Marking(sheet, of: lesson, trace))
    report.detail = detail
    report.listsAll = invocation.has("--all") || precision != nil
    report.byHand = precision.map { ByHandTrace(trace, to: $0, for: sheet) }
    try Output.write(report.text(as: format, options), invocation, surroundings)
    for mistake in sheet.mistakes { surroundings.tell(mistake.described(in: source)) }
    if sheet.furtherMistakes > 0 {
      surroundings.tell("and \(counted(sheet.furtherMistakes, "more mistake"))")
    }
    let traced = Chainrule.report(trace.firstNotFinite, in: trace.program, surroundings)
    switch report.outcome(strict: invocation.has("--strict")) {
    case .unreadable: return .unreadable
    case .failed: return .wrong
    case .passed: return traced
    }
  }
}

extension MarkingFormat {
  init(_ invocation: Invocation) throws(Failure) {
    self = try Chainrule.format(invocation, among: Self.allCases.map { ($0.rawValue, $0) })
  }

  /// How much is told; hints go to people, so that data is either whole or not written.
  func detail(_ invocation: Invocation) throws(Failure) -> MarkingReport.Detail {
    guard let hints = try invocation.number("--hints", in: 1...2) else { return .full }
    if ![.text, .markdown].contains(self) {
      throw Failure(
        .wrongCall, "Error: '--hints' goes with text and markdown, not with '--format \(self)'")
    }
    return hints == 1 ? .kind : .formula
  }
}
