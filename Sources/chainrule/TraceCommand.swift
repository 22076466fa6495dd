import Decimals
import Formulas
import Lessons
import Programs
import Tracing

extension Chainrule {
  static let lessonArgument = (
    name: "lesson", help: "A file, '-' for standard input, or the name of a lesson."
  )
  static let onlyOption = Option(
    "--only", value: "phases",
    help: "Only these phases, separated by commas: given, forward, backward, update, or single "
      + "ones such as gradient.")
  static let maximumLinesOption = Option(
    "--max-lines", value: "n", help: "How many lines a lesson may unroll to (default: 2000000).")
  static let asciiOption = Option("--ascii", help: "Plain characters only.")
  static let outputOption = Option(
    "-o", "--output", value: "file", help: "Write to a file instead of standard output.")

  static let trace = Command(
    name: "trace", abstract: "Write every value of every step as data.",
    arguments: [lessonArgument],
    options: [
      Option("--format", value: "format", help: "csv (default)."),
      Option("--wide", help: "One row a step, one column a quantity."),
      onlyOption,
      Option("--steps", value: "range", help: "Only these steps: N or A..B."),
      Option(
        "--where", value: "name", takesMany: true,
        help: "Only these quantities; a family's name means all of it."),
      outputOption, maximumLinesOption,
      Option("--every", value: "k", isSupported: false),
      Option("--memory", value: "size", isSupported: false),
    ]
  ) { invocation, surroundings in
    try requireFormat(invocation, known: ["csv"], later: ["json", "jsonl", "npy"])
    let phases = try phases(invocation) ?? Set(Phase.allCases)
    let lesson = try invocation.lesson(surroundings)
    let trace = try run(lesson)
    let steps = try invocation.steps("--steps", of: trace) ?? 1...trace.lastStep
    let lines = try lines(invocation, of: lesson)
    let export = CSVExport(trace, phases: phases, lines: lines)
    try write(invocation, &surroundings) { write in
      if invocation.has("--wide") {
        try export.writeWide(steps, to: write)
      } else {
        try export.writeLong(steps, to: write)
      }
    }
    return reportNotFinite(trace, &surroundings)
  }

  /// Refuses formats that are unknown, or not there yet.
  static func requireFormat(
    _ invocation: Invocation, known: [String], later: [String]
  ) throws(Failure) {
    guard let format = invocation.value("--format"), !known.contains(format) else { return }
    if later.contains(format) {
      throw Failure(.wrongCall, "Error: '--format \(format)' is not yet supported")
    }
    let hint = nearestName(to: format, among: known).map { " Did you mean '\($0)'?" } ?? ""
    throw Failure(
      .wrongCall,
      "Error: there is no format '\(format)'; there is \(known.joined(separator: ", ")).\(hint)")
  }

  /// The groups of phases that `--only` knows beside the phases themselves.
  private static let phaseGroups: [String: [Phase]] = [
    "given": [.input, .target, .const, .param], "backward": [.delta, .gradient],
    "update": [.transform, .moment, .update],
  ]

  static func phases(_ invocation: Invocation) throws(Failure) -> Set<Phase>? {
    guard let text = invocation.values["--only"]?.joined(separator: ",") else { return nil }
    var phases: Set<Phase> = []
    for word in text.split(separator: ",").map(String.init) {
      if let group = phaseGroups[word] {
        phases.formUnion(group)
      } else if let phase = Phase(rawValue: word) {
        phases.insert(phase)
      } else {
        let known = phaseGroups.keys.sorted() + Phase.allCases.map(\.rawValue)
        let hint = nearestName(to: word, among: known).map { " Did you mean '\($0)'?" } ?? ""
        throw Failure(.wrongCall, "Error: there is no phase '\(word)'.\(hint)")
      }
    }
    return phases
  }

  /// The lines that `--where` names; all without it.
  private static func lines(_ invocation: Invocation, of lesson: Lesson) throws(Failure) -> [Int] {
    let lines = Array(lesson.program.lines.indices)
    guard let names = invocation.values["--where"] else { return lines }
    var chosen: Set<Int> = []
    for name in names {
      let matching =
        lines.filter { position in
          let symbol = lesson.program.lines[position].symbol
          return symbol.description == name || symbol.quantity?.name == name
        }
        + lesson.deltas.filter { $0.key.description == name || $0.key.quantity?.name == name }.map(
          \.value)
      if matching.isEmpty {
        let known = lines.map { lesson.program.lines[$0].symbol.description }
        let hint = nearestName(to: name, among: known).map { " Did you mean '\($0)'?" } ?? ""
        throw Failure(.wrongCall, "Error: there is no quantity '\(name)'.\(hint)")
      }
      chosen.formUnion(matching)
    }
    return lines.filter(chosen.contains)
  }

  static func run(_ lesson: Lesson) throws -> Trace {
    do throws(TraceTooLarge) {
      return try Trace(running: lesson.program)
    } catch {
      let size = { (bytes: Int) in "\(bytes / 1_000_000) MB" }
      let what =
        error.step.map { "the run has not ended at step \($0), and its values fill" }
        ?? "the values of all steps take \(size(error.bytes)), more than"
      throw Failure(
        .unreadable,
        "Error: \(what) \(size(error.limit)), half of this machine's memory. Fewer steps need less."
      )
    }
  }

  /// Writes to the file of `-o`, or to standard output.
  static func write(
    _ invocation: Invocation, _ surroundings: inout Surroundings,
    _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    guard let path = invocation.value("--output") else { return try body(surroundings.write) }
    if OutputFile.areSame(path, invocation.arguments[0]) {
      throw Failure(.wrongCall, "Error: '\(path.printable)' is the lesson itself")
    }
    let file = try OutputFile(path)
    try body(file.write)
    try file.finish()
  }

  /// Names the first value that is not finite, where there is one.
  static func reportNotFinite(_ trace: Trace, _ surroundings: inout Surroundings) -> ExitStatus {
    guard let (line, step) = trace.firstNotFinite,
      let value = trace.value(of: line, at: step)
    else { return .done }
    let entry = trace.program.lines[line]
    surroundings.tell(
      "Warning: at step \(step), \(entry.symbol) is \(shortest(value)): "
        + "the first value that is not finite")
    return .notFinite
  }
}
