import Diagnostics
import Exports
import Lessons
import Programs
import Tracing

enum ExportCommand {
  private static let kindOption = Option.text(
    "--to", value: "kind", completion: .words(ExportFormat.all.map(\.name)),
    help: "numpy or pytorch: a script that computes the lesson and compares its numbers with "
      + "those of the trace. spreadsheet: an .xlsx file with a formula for every number.")
  private static let stepsOption = Option.number(
    "--steps", in: 1...1_000_000_000,
    help: "No more than n steps of training (default: all in scripts, 20 in spreadsheets).")

  static let command = Command(
    name: "export", abstract: "Write a lesson as a Python script or as a spreadsheet.",
    arguments: [CommonOptions.lesson],
    options: [
      kindOption, CommonOptions.variant, stepsOption, CommonOptions.output,
      CommonOptions.maximumLines,
    ]
  ) { invocation, surroundings in
    let format = try format(invocation)
    if !format.isText, surroundings.writesToTerminal, !invocation.has(CommonOptions.output) {
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
    let program = try shortened(lessons[0].program, format, invocation)
    let trace = try Trace(program, surroundings)
    let bytes: [UInt8]
    do throws(RunExport.Refusal) {
      bytes = try format.write(try RunExport(lessons[0], trace))
    } catch {
      throw Failure(.unreadable, "Error: \(error.message)")
    }
    let output = try Output(invocation, surroundings)
    try output.write(bytes)
    try output.finish()
    return surroundings.report([trace])
  }

  private static func format(_ invocation: Invocation) throws(Failure) -> ExportFormat {
    let known = ExportFormat.all.map(\.name)
    guard let text = try invocation[kindOption] else {
      throw Failure(
        .wrongCall,
        "Error: '\(kindOption.name)' says what is written: \(known.joined(separator: ", "))")
    }
    guard let format = ExportFormat.all.first(where: { $0.name == text }) else {
      throw Failure(
        .wrongCall,
        "Error: a lesson is not written as '\(text)'; there is \(known.joined(separator: ", "))."
          + hint(nearestName(to: text, among: known)))
    }
    return format
  }

  /// The program with no more steps than are written.
  private static func shortened(
    _ program: Program, _ format: ExportFormat, _ invocation: Invocation
  ) throws(Failure) -> Program {
    if program.training == nil, invocation.has(stepsOption) {
      throw Failure(
        .wrongCall, "Error: this lesson has no training, and so no '\(stepsOption.name)'")
    }
    return program.shortened(to: try invocation[stepsOption] ?? format.usualSteps)
  }
}
