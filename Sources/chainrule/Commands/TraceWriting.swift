import Diagnostics
import Exports
import Formulas
import Lessons
import Programs
import Rendering
import Tracing
import Words

/// The formats that a trace is written in.
enum TraceFormat: String, CaseIterable {
  case csv, json, jsonl, npy
  case wideCSV = "csv --wide"
}

/// A trace on its way to a file or to standard output.
struct TraceWriting {
  let lesson: Lesson
  let lines: [LineID]
  let steps: ChosenSteps
  let memory: Int
  /// The name of the run, where the lesson has several.
  let variant: CSVVariant?

  typealias Result = (trace: Trace, firstNotFinite: NotFinite?)

  /// Writes the runs one after the other; several of them as CSV only.
  static func write(
    _ runs: [TraceWriting], as format: TraceFormat, _ invocation: Invocation,
    _ surroundings: inout Surroundings
  ) throws -> [Result] {
    if format == .npy, runs.count == 1 { return [try runs[0].writeArray(invocation, surroundings)] }
    guard runs.count == 1 || format == .csv || format == .wideCSV else {
      let names = runs.compactMap(\.lesson.variant)
      throw Failure(
        .wrongCall,
        "Error: this lesson has the variants \(listed(names)), and '\(TraceCommand.formatOption.name) \(format)' holds one "
          + "run; add --variant and one of them")
    }
    let output = try Output(invocation, surroundings)
    let columns = columns(of: runs)
    let results = try runs.map { run in
      switch format {
      case .csv:
        let export = CSVExport(run.lesson.program, lines: run.lines, variant: run.variant)
        return try run.run(export, surroundings, output.write)
      case .wideCSV, .npy:
        let (own, wanted) = (run.lesson.program.positions, Set(run.lines))
        let export = WideCSVExport(
          columns: columns.map { symbol in
            (symbol.description, own[symbol].flatMap { wanted.contains($0) ? $0 : nil })
          }, variant: run.variant)
        return try run.run(export, surroundings, output.write)
      case .json:
        return try run.run(JSONExport(run.description), surroundings, output.write)
      case .jsonl:
        return try run.run(JSONLinesExport(run.description), surroundings, output.write)
      }
    }
    if results.count == 1 {
      _ = try invocation.steps(TraceCommand.stepsOption, of: results[0].trace)
    }
    try output.finish()
    return results
  }

  /// The quantities of all runs, each once.
  private static func columns(of runs: [TraceWriting]) -> [Symbol] {
    var known: Set<Symbol> = []
    return runs.flatMap { run in run.lines.map { run.lesson.program.lines[$0].symbol } }
      .filter { known.insert($0).inserted }
  }

  private var description: TraceDescription {
    let latex = LaTeXLines(lesson, in: English())
    let short =
      lesson.program.lastBatch.map { LaTeXLines(lesson.at($0.period), in: English()) } ?? latex
    return TraceDescription(
      lesson.program, title: lesson.title, variant: lesson.variant,
      trial: lesson.kind.trial.map { ($0.number, $0.numbers) },
      source: lesson.source.text(lesson.source.bytes.indices),
      files: lesson.sampleFiles.map { ($0.name, $0.file.text($0.file.bytes.indices)) },
      lines: lines,
      symbol: { latex.name($0).text }, formula: { latex.formula($0)?.text },
      formulaOfLastBatch: { short.formula($0)?.text })
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
    let path = try invocation[CommonOptions.output] ?? ""
    let base = path.hasSuffix(".npy") ? String(path.dropLast(4)) : path
    let columns = try OutputFile(
      base + ".json", sparing: surroundings.filesRead,
      replacingOnly: ColumnsExport.beginning)
    let file = try OutputFile(path, sparing: surroundings.filesRead)
    let rows = steps.count(upTo: lesson.program.training.map { $0.steps + 1 } ?? 1)
    let export = NPYExport(lines: lines, expectedRows: rows)
    let result = try run(export, surroundings, file.write)
    _ = try invocation.steps(TraceCommand.stepsOption, of: result.trace)
    let numbers = steps.numbers(upTo: result.trace.lastStep)
    if numbers.count != rows { try file.overwriteBeginning(export.header(rows: numbers.count)) }
    var buffer = OutputBuffer(columns.write)
    try ColumnsExport.write(description, stepNumbers: numbers, to: &buffer)
    try columns.finish()
    try file.finish()
    return result
  }
}
