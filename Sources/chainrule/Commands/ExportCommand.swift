import Exports
import Diagnostics
import Lessons
import Programs
import Rendering
import Tracing

extension Chainrule {
  static let export = Command(
    name: "export", abstract: "Write a lesson as a Python script or as a spreadsheet.",
    arguments: [lessonArgument],
    options: [
      Option(
        "--to", value: "kind",
        help: "numpy or pytorch: a script that computes the lesson and compares its numbers with "
          + "those of the trace. spreadsheet: an .xlsx file with a formula for every number."),
      variantOption,
      Option(
        "--steps", value: "n",
        help: "No more than n steps of training (default: all in scripts, 20 in spreadsheets)."),
      outputOption, maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let kind = try ExportKind(invocation)
    if kind == .spreadsheet, surroundings.writesToTerminal, invocation.value("--output") == nil {
      throw Failure(
        .wrongCall, "Error: a spreadsheet is no text for a terminal; add '-o FILE.xlsx'")
    }
    let lessons = try invocation.lessons(surroundings)
    guard lessons.count == 1 else {
      throw Failure(
        .wrongCall,
        "Error: this lesson has the variants \(listed(lessons.compactMap(\.variant))), and an "
          + "export holds one run; add --variant and one of them")
    }
    let lesson = lessons[0]
    var program = lesson.program
    if let training = program.training {
      let most = try invocation.number("--steps", in: 1...1_000_000_000) ?? kind.usualSteps
      program.training = Training(steps: min(training.steps, most), until: training.until)
    } else if invocation.has("--steps") {
      throw Failure(.wrongCall, "Error: this lesson has no training, and so no '--steps'")
    }
    let trace = try run(program, surroundings)
    let bytes: [UInt8]
    do throws(RunExport.Refusal) {
      bytes = try kind.write(try RunExport(lesson, trace))
    } catch {
      throw Failure(.unreadable, "Error: \(error.message)")
    }
    let output = try Output(invocation, surroundings)
    try output.write(bytes)
    try output.finish()
    return report(trace.firstNotFinite, in: program, surroundings)
  }
}

/// What a lesson is written as.
private enum ExportKind: String, CaseIterable {
  case numpy, pytorch, spreadsheet

  init(_ invocation: Invocation) throws(Failure) {
    let known = Self.allCases.map(\.rawValue)
    guard let text = invocation.value("--to") else {
      throw Failure(
        .wrongCall, "Error: '--to' says what is written: \(known.joined(separator: ", "))")
    }
    guard let kind = Self(rawValue: text) else {
      throw Failure(
        .wrongCall,
        "Error: a lesson is not written as '\(text)'; there is \(known.joined(separator: ", "))."
          + Chainrule.hint(nearestName(to: text, among: known)))
    }
    self = kind
  }

  /// How many steps are written where the call does not say it.
  var usualSteps: Int { self == .spreadsheet ? 20 : .max }

  func write(_ run: RunExport) throws(RunExport.Refusal) -> [UInt8] {
    switch self {
    case .numpy: Array(try PythonScript.numpy(run).utf8)
    case .pytorch: Array(try PythonScript.pytorch(run).utf8)
    case .spreadsheet: try Spreadsheet.bytes(run)
    }
  }
}
