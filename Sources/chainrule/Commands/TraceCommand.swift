import Diagnostics
import Exports
import Formulas
import Lessons
import Programs
import Tracing

enum TraceCommand {
  static let formatOption = Option.choice(
    "--format", among: TraceFormat.allCases.filter { $0 != .wideCSV }.map { ($0.rawValue, $0) },
    help: "csv (default), json, jsonl or npy.")
  private static let wideOption = Option.flag(
    "--wide", help: "CSV with one row a step, one column a quantity.")
  static let stepsOption = Option.steps(
    "--steps", value: "range", help: "Only these steps: N or A..B.")
  private static let everyOption = Option.number(
    "--every", value: "k", in: 1...1_000_000_000,
    help: "Only every k-th step, and the first and the last.")
  private static let whereOption = Option.words(
    "--where", value: "name", takesMany: true,
    help: "Only these quantities, separated by blanks or commas; a family's name means all of it.")
  private static let memoryOption = Option.memory(
    "--memory",
    help: "How much memory values may take, such as 500M or 2G (default: half of the "
      + "machine's). Steps are written as they are computed: two of them have to fit.")

  static let command = Command(
    name: "trace", abstract: "Write every value of every step as data.",
    arguments: [CommonOptions.lesson],
    options: [
      formatOption, CommonOptions.variant, CommonOptions.trial, wideOption, CommonOptions.only,
      stepsOption, everyOption, whereOption, memoryOption, CommonOptions.output,
      CommonOptions.maximumLines,
    ]
  ) { invocation, surroundings in
    let format = try format(invocation)
    let phases = try invocation[CommonOptions.only] ?? Set(Phase.allCases)
    let every = try invocation[everyOption] ?? 1
    let range = try invocation[stepsOption]
    let memory = try invocation[memoryOption] ?? RowStore.halfOfMachine
    let lessons = try invocation.lessons(surroundings)
    let planned = lessons.map(\.plannedSteps).max() ?? 1
    try invocation.check(range, within: planned, hasClosingPass: planned > 1)
    let chosen = try lines(invocation, of: lessons).map { lesson, lines in
      (lesson, lines.filter { phases.contains(lesson.program.lines[$0].phase) })
    }
    let steps = ChosenSteps(range, every: every)
    let runs = chosen.enumerated().map { index, run in
      TraceWriting(
        lesson: run.0, lines: run.1, steps: steps, memory: memory,
        variant: run.0.variant.map { CSVVariant(name: $0, isFirst: index == 0) })
    }
    let results = try TraceWriting.write(runs, as: format, invocation, &surroundings)
    let last = results.map(\.trace.lastStep).max() ?? 0
    if every > 1 {
      surroundings.tell(
        "Note: of \(counted(last, "step")), the first, the multiples of \(every) and the last are "
          + "written.")
    }
    for (run, result) in zip(lessons, results) {
      try surroundings.tellOfArithmetic(run.program, result.trace)
    }
    surroundings.tellOfMissingValues(among: chosen.flatMap { cells(of: $0, $1, format) })
    if chosen.allSatisfy(\.1.isEmpty) {
      let which = invocation.has(whereOption) ? "none of these quantities" : "no quantity"
      surroundings.tell("Note: \(which) is of these phases.")
    }
    return surroundings.report(
      zip(lessons, results).map { ($1.firstNotFinite, $0.program) })
  }

  private static func format(_ invocation: Invocation) throws(Failure) -> TraceFormat {
    let format = try invocation[formatOption] ?? .csv
    if format == .npy, !invocation.has(wideOption), !invocation.has(CommonOptions.output) {
      throw Failure(
        .wrongCall,
        "Error: '\(formatOption.name) npy' writes two files, the numbers and what their columns "
          + "are; add '-o FILE.npy'")
    }
    guard invocation.has(wideOption) else { return format }
    if format != .csv {
      throw Failure(
        .wrongCall,
        "Error: '\(wideOption.name)' goes with CSV, not with '\(formatOption.name) \(format)'")
    }
    return .wideCSV
  }

  /// The names that are cells of a table.
  private static func cells(
    of lesson: Lesson, _ lines: [LineID], _ format: TraceFormat
  ) -> [String] {
    let quantities =
      format == .csv ? lines.map { lesson.program.lines[$0].symbol.description } : []
    let isTable = format == .csv || format == .wideCSV
    return (isTable ? lesson.variant.map { [$0] } ?? [] : []) + quantities
  }

  /// The lines of each run that `--where` names; all without it.
  private static func lines(
    _ invocation: Invocation, of lessons: [Lesson]
  ) throws(Failure) -> [(Lesson, [LineID])] {
    guard let names = try invocation[whereOption] else {
      return lessons.map { ($0, Array($0.program.lines.indices)) }
    }
    var chosen = Array(repeating: Set<LineID>(), count: lessons.count)
    let known = lessons.map { QuantityNames($0) }
    let single = names.flatMap { name in
      let parts = name.partsBetweenCommas.filter { !$0.isEmpty }
      return parts.isEmpty ? [name] : parts
    }
    for name in single {
      let found = known.map { $0.lines(named: name) }
      if found.allSatisfy(\.isEmpty) { _ = try known[0].required(name) }
      for (index, lines) in found.enumerated() { chosen[index].formUnion(lines) }
    }
    return zip(lessons, chosen).map { ($0, $1.sorted()) }
  }
}

extension Lesson {
  /// How many steps a run has at most, with the pass after it.
  fileprivate var plannedSteps: Int { program.training.map { $0.steps + 1 } ?? 1 }
}
