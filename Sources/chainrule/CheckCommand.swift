import Checking
import Formulas
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
    let format = try CheckFormat(invocation)
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
    var report = CheckReport(lesson, trace, sheet, try Marking(sheet, of: lesson, trace))
    report.detail = detail
    report.listsAll = invocation.has("--all") || precision != nil
    report.byHand = precision.map { ByHandTrace(trace, to: $0, for: sheet) }
    try Output.write(format.text(report, options), invocation, surroundings)
    for mistake in sheet.mistakes { surroundings.tell(mistake.described(in: source)) }
    if sheet.furtherMistakes > 0 {
      surroundings.tell("and \(counted(sheet.furtherMistakes, "more mistake"))")
    }
    return report.status(
      strict: invocation.has("--strict"),
      trace: Chainrule.report(trace.firstNotFinite, in: trace.program, surroundings))
  }
}

/// The formats that marks are written in.
enum CheckFormat: String, CaseIterable {
  case text, json, markdown, latex, csv

  init(_ invocation: Invocation) throws(Failure) {
    let known = Self.allCases.map(\.rawValue)
    self = Self(rawValue: try Chainrule.format(invocation, known: known)) ?? .text
  }

  func text(_ report: CheckReport, _ options: ShowOptions) -> String {
    switch self {
    case .text: Rendering.text(report.walkthrough(), options)
    case .json: report.json()
    case .markdown: report.markdown()
    case .latex: report.latex()
    case .csv: report.csv()
    }
  }

  /// How much is told; hints go to people, so that data is either whole or not written.
  func detail(_ invocation: Invocation) throws(Failure) -> CheckReport.Detail {
    guard let hints = try invocation.number("--hints", in: 1...2) else { return .full }
    if ![.text, .markdown].contains(self) {
      throw Failure(
        .wrongCall, "Error: '--hints' goes with text and markdown, not with '--format \(self)'")
    }
    return hints == 1 ? .kind : .formula
  }
}

extension CheckReport {
  /// The status of a check: that of the sheet before that of the answers, and that of the trace
  /// where nothing is wrong.
  func status(strict isStrict: Bool, trace status: ExitStatus) -> ExitStatus {
    if !sheet.mistakes.isEmpty { return .unreadable }
    let passing: Set<Marking.Verdict> =
      isStrict ? [.exact, .right] : [.exact, .right, .truncated, .follows, .slip]
    return marking.marks.allSatisfy { passing.contains($0.verdict) } ? status : .wrong
  }
}
