import Decimals
import Diagnostics
import Rendering
import Tracing

/// Arguments and options that several commands have.
enum CommonOptions {
  static let lesson = Command.Argument(
    name: "lesson", help: "A file, '-' for standard input, or the name of a lesson.",
    completion: .lessons(shipped: false))

  static let only = Option.phases(
    "--only",
    help: "Only these phases, separated by commas: given, forward, backward, update, or single "
      + "ones such as gradient.")
  static let maximumLines = Option.number(
    "--max-lines", in: 1...100_000_000,
    help: "How many lines a lesson may have, each index written out (default: 2000000).")
  static let variant = Option.text(
    "--variant", value: "name", help: "Only this run of a lesson that has several.")
  static let trial = Option.text(
    "--trial", value: "n",
    help: "Of a search over arguments of 'minimize', the training of trial n, or of the best.")
  static let digits = Option.number("--digits", in: 1...17, help: "Print n significant digits.")
  static let decimals = Option.number("--decimals", in: 0...17, help: "Print n decimals.")
  static let byHand = Option.byHand(
    "--by-hand",
    help: "Work with rounded numbers: every line half up to n significant digits, or to n "
      + "decimals with ndp, such as 4dp.")
  static let working = Option.working(
    "--working",
    help: "brief: local derivatives are written into the products; full: each product of a sum is "
      + "worked out; without it, what lies between.")
  static let all = Option.flag(
    "--all", help: "Leave nothing out: whole families, whole sums.")
  static let ascii = Option.flag("--ascii", help: "Plain characters only.")
  static let noColour = Option.flag(
    "--no-color",
    help: "Without colour, which only a terminal has, and none where NO_COLOR is set.")
  static let noPager = Option.flag(
    "--no-pager",
    help: "Write all at once to a terminal too, where PAGER, or less, shows what is longer than "
      + "the screen.")
  static let output = Option.text(
    "-o", "--output", value: "file", preset: "-", completion: .files,
    help: "Write to a file; '-' is standard output (default).")
}

extension Invocation {
  /// What the options that all texts have ask for.
  func showOptions(_ surroundings: Surroundings) throws(Failure) -> ShowOptions {
    var options = ShowOptions()
    options.width = surroundings.width
    options.showsAll = has(CommonOptions.all)
    options.isASCII = has(CommonOptions.ascii)
    options.usesColour =
      surroundings.showsColour && !has(CommonOptions.noColour) && !has(CommonOptions.output)
    options.precision = try precision()
    return options
  }

  private func precision() throws(Failure) -> Precision? {
    let digits = try self[CommonOptions.digits]
    let decimals = try self[CommonOptions.decimals]
    try refuse(CommonOptions.digits, beside: CommonOptions.decimals)
    return digits.map(Precision.digits) ?? decimals.map(Precision.decimals)
  }

  /// What somebody who works by hand rounds every line to.
  func byHand() throws(Failure) -> Precision? {
    try refuse(CommonOptions.digits, beside: CommonOptions.byHand)
    try refuse(CommonOptions.decimals, beside: CommonOptions.byHand)
    return try self[CommonOptions.byHand]
  }

  /// The steps that an option names, within those of a trace.
  func steps(
    _ option: Option<ClosedRange<Int>>, of trace: Trace
  ) throws(Failure) -> ClosedRange<Int>? {
    let range = try self[option]
    try check(range, within: trace.lastStep, hasClosingPass: trace.hasClosingPass)
    return range
  }

  /// The one step that an option names.
  func step(
    _ option: Option<ClosedRange<Int>>, of trace: Trace
  ) throws(Failure) -> Int? {
    guard let steps = try steps(option, of: trace) else { return nil }
    if steps.count > 1 {
      throw Failure(.wrongCall, "Error: '\(option.name)' takes one step here")
    }
    return steps.lowerBound
  }

  /// Refuses steps that a run does not have.
  func check(
    _ range: ClosedRange<Int>?, within last: Int, hasClosingPass: Bool
  ) throws(Failure) {
    guard let range, range.lowerBound < 1 || range.upperBound > last else { return }
    let closing = hasClosingPass ? ", the last of which is the pass after training" : ""
    let text = range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)..\(range.upperBound)"
    throw Failure(
      .wrongCall,
      "Error: this lesson has \(counted(last, "step"))\(closing); \(text) is outside")
  }
}
