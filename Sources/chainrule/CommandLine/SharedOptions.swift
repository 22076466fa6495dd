import Diagnostics
import Decimals
import Lessons
import Programs
import Rendering
import Tracing

/// Options that several commands have, and what they mean.
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
  static let variantOption = Option(
    "--variant", value: "name", help: "Only this run of a lesson that has several.")
  static let trialOption = Option(
    "--trial", value: "n",
    help: "Of a search over arguments of 'minimize', the training of trial n, or of the best.")
  static let digitsOption = Option(
    "--digits", value: "n", help: "Print n significant digits.")
  static let decimalsOption = Option("--decimals", value: "n", help: "Print n decimals.")
  static let byHandOption = Option(
    "--by-hand", value: "n",
    help: "Work with rounded numbers: every line half up to n significant digits, or to n "
      + "decimals with ndp, such as 4dp.")
  static let workingOption = Option(
    "--working", value: "amount",
    help: "brief: local derivatives are written into the products; full: each product of a sum is "
      + "worked out; without it, what lies between.")
  static let allOption = Option("--all", help: "Leave nothing out: whole families, whole sums.")
  static let asciiOption = Option("--ascii", help: "Plain characters only.")
  static let outputOption = Option(
    "-o", "--output", value: "file", preset: "-",
    help: "Write to a file; '-' is standard output (default).")

  /// The groups of phases that `--only` knows beside the phases themselves.
  private static let phaseGroups: [String: [Phase]] = [
    "given": [.input, .target, .const, .param], "backward": [.delta, .gradient],
    "update": [.transform, .moment, .update],
  ]

  static func phases(_ invocation: Invocation) throws(Failure) -> Set<Phase>? {
    guard let text = invocation.values["--only"]?.joined(separator: ",") else { return nil }
    var phases: Set<Phase> = []
    for word in text.split(separator: ",").map(String.init) {
      guard let found = self.phases(named: word) else {
        let hint = hint(nearestName(to: word, among: phaseNames))
        throw Failure(.wrongCall, "Error: there is no phase '\(word)'.\(hint)")
      }
      phases.formUnion(found)
    }
    return phases
  }

  static let phaseNames = phaseGroups.keys.sorted() + Phase.allCases.map(\.rawValue)

  /// The phases of a group, or the one of the name.
  static func phases(named word: String) -> [Phase]? {
    phaseGroups[word] ?? Phase(rawValue: word).map { [$0] }
  }

  /// What the options that all texts have ask for.
  static func showOptions(
    _ invocation: Invocation, _ surroundings: Surroundings
  ) throws(Failure) -> ShowOptions {
    var options = ShowOptions()
    options.width = surroundings.width
    options.showsAll = invocation.has("--all")
    options.isASCII = invocation.has("--ascii")
    options.precision = try precision(invocation)
    return options
  }

  private static func precision(_ invocation: Invocation) throws(Failure) -> Precision? {
    let digits = try invocation.number("--digits", in: 1...17)
    let decimals = try invocation.number("--decimals", in: 0...17)
    if digits != nil, decimals != nil {
      throw Failure(.wrongCall, "Error: '--digits' and '--decimals' exclude each other")
    }
    return digits.map(Precision.digits) ?? decimals.map(Precision.decimals)
  }

  /// What somebody who works by hand rounds every line to.
  static func byHand(_ invocation: Invocation) throws(Failure) -> Precision? {
    guard let text = invocation.value(byHandOption.name) else { return nil }
    for other in [digitsOption.name, decimalsOption.name] where invocation.has(other) {
      throw Failure(.wrongCall, "Error: '\(other)' and '--by-hand' exclude each other")
    }
    let isDecimals = text.hasSuffix("dp")
    let number = isDecimals ? text.dropLast(2) : text[...]
    guard number.allSatisfy(\.isNumber), let count = Int(number), 1...15 ~= count else {
      throw Failure(
        .wrongCall,
        "Error: '--by-hand' needs 1 to 15 significant digits such as 4, or decimals such as 4dp, "
          + "not '\(text)'")
    }
    return isDecimals ? .decimals(count) : .digits(count)
  }

  static func working(_ invocation: Invocation) throws(Failure) -> Working {
    switch invocation.value("--working") {
    case nil: .chain
    case "full": .full
    case "brief": .brief
    case let other?:
      throw Failure(.wrongCall, "Error: '--working' is brief or full, not '\(other)'")
    }
  }

  /// The format that is asked for, the first known one by default; refuses what is not known, or
  /// not there yet.
  static func format<Format>(
    _ invocation: Invocation, among known: [(name: String, format: Format)], later: [String] = []
  ) throws(Failure) -> Format {
    guard let asked = invocation.value("--format") else { return known[0].format }
    if let format = known.first(where: { $0.name == asked }) { return format.format }
    if later.contains(asked) {
      throw Failure(.wrongCall, "Error: '--format \(asked)' is not yet supported")
    }
    let names = known.map(\.name)
    let hint = hint(nearestName(to: asked, among: names))
    throw Failure(
      .wrongCall,
      "Error: there is no format '\(asked)'; there is \(names.joined(separator: ", ")).\(hint)")
  }

  /// What follows the message about an unknown name, where another one is near.
  static func hint(_ nearest: String?) -> String {
    nearest.map { " Did you mean '\($0)'?" } ?? ""
  }

  /// Runs a lesson and keeps the values of all steps.
  static func run(_ lesson: Lesson, _ surroundings: Surroundings) throws -> Trace {
    try run(lesson.program, surroundings)
  }

  /// Runs a program and keeps the values of all steps.
  static func run(_ program: Program, _ surroundings: Surroundings) throws -> Trace {
    var progress = Progress(surroundings)
    defer { progress.clear() }
    let planned = program.training?.steps ?? 1
    do {
      return try Trace(running: program) { step in
        progress.report("step \(step) of \(planned)")
      }
    } catch let error as TraceTooLarge {
      let size = { (bytes: Int) in "\(bytes / 1_000_000) MB" }
      let what =
        error.step.map { "the run has not ended at step \($0), and its values fill" }
        ?? "the values of all steps take \(size(error.bytes)), more than"
      throw Failure(
        .unreadable,
        "Error: \(what) \(size(error.limit)), half of this machine's memory. Fewer steps need "
          + "less; 'chainrule trace' needs room for two steps only.")
    }
  }

  /// Names the first value that is not finite, where there is one.
  static func report(
    _ first: NotFinite?, in program: Program, _ surroundings: Surroundings
  ) -> ExitStatus {
    guard let first else { return .done }
    surroundings.tell(
      "Warning: at step \(first.step), \(program.lines[first.line].symbol) is "
        + "\(shortest(first.value)): the first value that is not finite")
    return .notFinite
  }
}
