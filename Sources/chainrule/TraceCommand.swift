import Formulas
import Lessons
import Programs
import Rendering
import Tracing

extension Chainrule {
  static let trace = Command(
    name: "trace", abstract: "Write every value of every step as data.",
    arguments: [lessonArgument],
    options: [
      Option("--format", value: "format", help: "csv (default), json, jsonl or npy."),
      Option("--wide", help: "CSV with one row a step, one column a quantity."),
      onlyOption,
      Option("--steps", value: "range", help: "Only these steps: N or A..B."),
      Option(
        "--every", value: "k", help: "Only every k-th step, and the first and the last."),
      Option(
        "--where", value: "name", takesMany: true,
        help: "Only these quantities; a family's name means all of it."),
      Option(
        "--memory", value: "size",
        help: "How much memory values may take, such as 500M or 2G (default: half of the "
          + "machine's). Steps are written as they are computed: two of them have to fit."),
      outputOption, maximumLinesOption,
    ]
  ) { invocation, surroundings in
    let format = try TraceFormat(invocation)
    let phases = try phases(invocation) ?? Set(Phase.allCases)
    let every = try invocation.number("--every", in: 1...1_000_000_000) ?? 1
    let range = try invocation.steps("--steps")
    let memory = try invocation.memory("--memory") ?? RowStore.halfOfMachine
    let lesson = try invocation.lesson(surroundings)
    let planned = lesson.program.training.map { $0.steps + 1 } ?? 1
    try invocation.check(range, within: planned, hasClosingPass: planned > 1)
    let lines = try lines(invocation, of: lesson).filter {
      phases.contains(lesson.program.lines[$0].phase)
    }
    let export = TraceWriting(
      lesson: lesson, lines: lines, steps: ChosenSteps(range, every: every), memory: memory)
    let (trace, firstNotFinite) = try export.write(as: format, invocation, &surroundings)
    if every > 1 {
      surroundings.tell(
        "Note: of \(counted(trace.lastStep, "step")), the first, the multiples of \(every) and the "
          + "last are written.")
    }
    if lines.isEmpty {
      let which = invocation.has("--where") ? "none of these quantities" : "no quantity"
      surroundings.tell("Note: \(which) is of these phases.")
    }
    return report(firstNotFinite, in: lesson.program, surroundings)
  }

  /// The lines that `--where` names; all without it.
  private static func lines(_ invocation: Invocation, of lesson: Lesson) throws(Failure) -> [Int] {
    let lines = Array(lesson.program.lines.indices)
    guard let names = invocation.values["--where"] else { return lines }
    let known = QuantityNames(lesson)
    var chosen: Set<Int> = []
    for name in names { chosen.formUnion(try known.required(name)) }
    return lines.filter(chosen.contains)
  }
}

/// The formats that a trace is written in.
enum TraceFormat: String, CaseIterable {
  case csv, json, jsonl, npy
  case wideCSV = "csv --wide"

  init(_ invocation: Invocation) throws(Failure) {
    let known = Self.allCases.filter { $0 != .wideCSV }.map(\.rawValue)
    let format = Self(rawValue: try Chainrule.format(invocation, known: known)) ?? .csv
    if invocation.has("--wide"), format != .csv {
      throw Failure(.wrongCall, "Error: '--wide' goes with CSV, not with '--format \(format)'")
    }
    self = invocation.has("--wide") ? .wideCSV : format
    if self == .npy, invocation.value("--output") == nil {
      throw Failure(
        .wrongCall,
        "Error: '--format npy' writes two files, the numbers and what their columns are; "
          + "add '-o FILE.npy'")
    }
  }
}

/// A trace on its way to a file or to standard output.
private struct TraceWriting {
  let lesson: Lesson
  let lines: [Int]
  let steps: ChosenSteps
  let memory: Int

  typealias Result = (trace: Trace, firstNotFinite: NotFinite?)

  func write(
    as format: TraceFormat, _ invocation: Invocation, _ surroundings: inout Surroundings
  ) throws -> Result {
    let program = lesson.program
    switch format {
    case .csv: return try write(CSVExport(program, lines: lines), invocation, &surroundings)
    case .wideCSV:
      return try write(WideCSVExport(program, lines: lines), invocation, &surroundings)
    case .json: return try write(JSONExport(description), invocation, &surroundings)
    case .jsonl: return try write(JSONLinesExport(description), invocation, &surroundings)
    case .npy: return try writeArray(invocation, surroundings)
    }
  }

  private var description: TraceDescription {
    let latex = LaTeXLines(lesson)
    return TraceDescription(
      lesson.program, title: lesson.title, source: lesson.source.text(lesson.source.bytes.indices),
      lines: lines,
      symbol: latex.symbol, formula: latex.formula)
  }

  private func write(
    _ export: some TraceExport, _ invocation: Invocation, _ surroundings: inout Surroundings
  ) throws -> Result {
    let output = try Output(invocation, surroundings)
    let result = try run(export, surroundings, output.write)
    _ = try invocation.steps("--steps", of: result.trace)
    try output.finish()
    return result
  }

  private func run(
    _ export: some TraceExport, _ surroundings: Surroundings,
    _ write: @escaping ([UInt8]) throws -> Void
  ) throws -> Result {
    var buffer = OutputBuffer(write)
    var progress = Progress(surroundings)
    defer { progress.clear() }
    let planned = lesson.program.training?.steps ?? 1
    do {
      return try Trace.exporting(
        lesson.program, as: export, steps, memory: memory, to: &buffer
      ) { step in progress.report("step \(step) of \(planned)") }
    } catch let error as TraceTooLarge {
      throw Failure(
        .unreadable,
        "Error: the values of two steps take \(error.bytes) bytes, more than the "
          + "\(error.limit) allowed; '--memory' allows more")
    }
  }

  /// The numbers go to one file, what they are to another one beside it.
  private func writeArray(
    _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> Result {
    let path = invocation.value("--output") ?? ""
    let base = path.hasSuffix(".npy") ? String(path.dropLast(4)) : path
    let columns = try OutputFile(base + ".json", replacingOnly: ColumnsExport.beginning)
    let file = try OutputFile(path)
    let rows = steps.count(upTo: lesson.program.training.map { $0.steps + 1 } ?? 1)
    let export = NPYExport(lines: lines, expectedRows: rows)
    let result = try run(export, surroundings, file.write)
    _ = try invocation.steps("--steps", of: result.trace)
    let numbers = steps.numbers(upTo: result.trace.lastStep)
    if numbers.count != rows { try file.overwriteBeginning(export.header(rows: numbers.count)) }
    var buffer = OutputBuffer(columns.write)
    try ColumnsExport.write(description, stepNumbers: numbers, to: &buffer)
    try columns.finish()
    try file.finish()
    return result
  }
}
