import Checking
import Diagnostics
import Lessons
import Rendering
import Reports
import Tracing

enum CheckCommand {
  private static let formatOption = Option.choice(
    "--format", among: MarkingFormat.allCases.map { ($0.rawValue, $0) },
    help: "text (default), json, markdown, latex or csv.")
  private static let hintsOption = Option.number(
    "--hints", in: 1...2,
    help: "Say what kind of mistake it is and give no numbers away (1); name the formula "
      + "too (2). For text and markdown.")
  private static let strictOption = Option.flag(
    "--strict", help: "Only answers that are right by themselves pass.")
  private static let byHandOption = Option.byHand(
    CommonOptions.byHand.name,
    help: "List beside each answer what somebody gets who rounds every line half up to n "
      + "significant digits, or to n decimals with ndp, such as 4dp.")
  private static let allOption = Option.flag(
    CommonOptions.all.name, help: "List each answer that is right.")

  static let command = Command(
    name: "check", abstract: "Mark a sheet of answers that somebody worked out.",
    arguments: [
      CommonOptions.lesson,
      .init(
        name: "answers", help: "A file of answers, or '-' for standard input.", completion: .files),
    ],
    options: [
      formatOption, hintsOption, strictOption, byHandOption, allOption, CommonOptions.variant,
      CommonOptions.trial, CommonOptions.ascii, CommonOptions.output, CommonOptions.maximumLines,
      CommonOptions.noColour, CommonOptions.noPager,
    ]
  ) { invocation, surroundings in
    let format = try invocation[formatOption] ?? .text
    let detail = try detail(invocation, format)
    let options = try invocation.showOptions(surroundings)
    let precision = try invocation.byHand()
    try checkPaths(invocation)
    let (lesson, trace) = try invocation.tracedLesson(surroundings)
    let source = try source(invocation.arguments[1], surroundings)
    var sheet = AnswerSheet.read(source, of: lesson, trace)
    sheet.rounding = precision
    var report = MarkingReport(
      lesson, trace, sheet, try Marking(sheet, of: lesson, trace), in: options.language)
    report.detail = detail
    report.listsAll = invocation.has(allOption) || precision != nil
    report.byHand = precision.map { ByHandTrace(trace, to: $0, for: sheet) }
    try Output.write(report.text(as: format, options), invocation, surroundings)
    for mistake in sheet.mistakes { surroundings.tell(mistake.described(in: source)) }
    if sheet.furtherMistakes > 0 {
      surroundings.tell("and \(counted(sheet.furtherMistakes, "more mistake"))")
    }
    let traced = surroundings.report([trace])
    return switch report.outcome(strict: invocation.has(strictOption)) {
    case .unreadable: .unreadable
    case .failed: .wrong
    case .passed: traced
    }
  }

  /// How much is told; hints go to people, so that data is either whole or not written.
  private static func detail(
    _ invocation: Invocation, _ format: MarkingFormat
  ) throws(Failure) -> MarkingReport.Detail {
    guard let hints = try invocation[hintsOption] else { return .full }
    if !format.isForPeople {
      throw Failure(
        .wrongCall,
        "Error: '\(hintsOption.name)' goes with text and markdown, not with "
          + "'\(formatOption.name) \(format.rawValue)'")
    }
    return hints == 1 ? .kind : .formula
  }

  private static func checkPaths(_ invocation: Invocation) throws(Failure) {
    let path = invocation.arguments[1]
    if path == "-", invocation.arguments[0] == "-" {
      throw Failure(.wrongCall, "Error: only one of lesson and answers can be '-'")
    }
    if let output = try invocation[CommonOptions.output], OutputFile.areSame(output, path) {
      throw Failure(.wrongCall, "Error: '\(output.printable)' is the answer sheet itself")
    }
  }

  private static func source(_ path: String, _ surroundings: Surroundings) throws -> Source {
    path == "-"
      ? Source(name: "standard input", bytes: try surroundings.readInput())
      : Source(name: path, bytes: try surroundings.read(path: path))
  }
}
