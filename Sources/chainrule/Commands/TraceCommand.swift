import Formulas
import Diagnostics
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
      variantOption, trialOption,
      Option("--wide", help: "CSV with one row a step, one column a quantity."),
      onlyOption,
      Option("--steps", value: "range", help: "Only these steps: N or A..B."),
      Option(
        "--every", value: "k", help: "Only every k-th step, and the first and the last."),
      Option(
        "--where", value: "name", takesMany: true,
        help: "Only these quantities, separated by blanks or commas; a family's name means all of "
          + "it."),
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
    let lessons = try invocation.lessons(surroundings)
    let planned = lessons.map(\.plannedSteps).max() ?? 1
    try invocation.check(range, within: planned, hasClosingPass: planned > 1)
    let chosen = try lines(invocation, of: lessons).map { lesson, lines in
      (lesson, lines.filter { phases.contains(lesson.program.lines[$0].phase) })
    }
    let steps = ChosenSteps(range, every: every)
    let runs = chosen.enumerated().map { place, run in
      TraceWriting(
        lesson: run.0, lines: run.1, steps: steps, memory: memory,
        variant: run.0.variant.map { CSVVariant(name: $0, isFirst: place == 0) })
    }
    let results = try TraceWriting.write(runs, as: format, invocation, &surroundings)
    let last = results.map(\.trace.lastStep).max() ?? 0
    if every > 1 {
      surroundings.tell(
        "Note: of \(counted(last, "step")), the first, the multiples of \(every) and the last are "
          + "written.")
    }
    if chosen.allSatisfy(\.1.isEmpty) {
      let which = invocation.has("--where") ? "none of these quantities" : "no quantity"
      surroundings.tell("Note: \(which) is of these phases.")
    }
    let statuses = zip(lessons, results).map { lesson, result in
      report(result.firstNotFinite, in: lesson.program, surroundings)
    }
    return statuses.first { $0 != .done } ?? .done
  }

  /// The lines of each run that `--where` names; all without it.
  private static func lines(
    _ invocation: Invocation, of lessons: [Lesson]
  ) throws(Failure) -> [(Lesson, [Int])] {
    guard let names = invocation.values["--where"] else {
      return lessons.map { ($0, Array($0.program.lines.indices)) }
    }
    var chosen = Array(repeating: Set<Int>(), count: lessons.count)
    let known = lessons.map { QuantityNames($0) }
    let single = names.flatMap { name in
      let parts = name.partsBetweenCommas.filter { !$0.isEmpty }
      return parts.isEmpty ? [name] : parts
    }
    for name in single {
      let found = known.map { $0.lines(named: name) }
      if found.allSatisfy(\.isEmpty) { _ = try known[0].required(name) }
      for (place, lines) in found.enumerated() { chosen[place].formUnion(lines) }
    }
    return zip(lessons, chosen).map { ($0, $1.sorted()) }
  }
}

extension Lesson {
  /// How many steps a run has at most, with the pass after it.
  fileprivate var plannedSteps: Int { program.training.map { $0.steps + 1 } ?? 1 }
}

/// The formats that a trace is written in.
enum TraceFormat: String, CaseIterable {
  case csv, json, jsonl, npy
  case wideCSV = "csv --wide"

  init(_ invocation: Invocation) throws(Failure) {
    let known = Self.allCases.filter { $0 != .wideCSV }
    let format = try Chainrule.format(invocation, among: known.map { ($0.rawValue, $0) })
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
        "Error: this lesson has the variants \(listed(names)), and '--format \(format)' holds one "
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
    if results.count == 1 { _ = try invocation.steps("--steps", of: results[0].trace) }
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
    let latex = LaTeXLines(lesson)
    let short = lesson.program.lastBatch.map { LaTeXLines(lesson.at($0.period)) } ?? latex
    return TraceDescription(
      lesson.program, title: lesson.title, variant: lesson.variant,
      trial: lesson.trial.map { ($0.number, $0.numbers) },
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
