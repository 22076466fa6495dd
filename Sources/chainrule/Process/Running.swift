import Formulas
import Decimals
import Diagnostics
import Lessons
import Programs
import Tracing

extension Trace {
  /// Runs a program, tells how far it has come, and keeps the values of all steps.
  init(_ program: Program, _ surroundings: Surroundings) throws {
    var progress = Progress(surroundings)
    defer { progress.clear() }
    let planned = program.training?.steps ?? 1
    do {
      try self.init(running: program) { step in progress.report("step \(step) of \(planned)") }
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
}

extension Surroundings {
  /// Says where rounding decides, or where exact arithmetic ends.
  func tellOfArithmetic(_ program: Program, _ trace: Trace) throws {
    func name(_ number: TracedNumber) -> String {
      "at step \(number.step), \(program.lines[number.line].symbol)"
    }
    if let cut = trace.firstCut {
      tell(
        "Note: \(name(cut)) would have a fraction of more than \(ExactNumber.mostBits) bits: it and "
          + "what follows from it are computed in doubles")
    }
    guard let first = try RoundingNoise(running: program).findings.first else { return }
    let finding =
      first.exact.map { "is \(shortest(first.value)) in doubles and \(shortest($0)) exactly" }
      ?? "hangs on a number that is no larger than its own rounding error"
    tell(
      "Note: \(name(first.number)) \(finding); "
        + "'arithmetic exact' in the lesson computes in fractions")
  }

  /// Names the first value of each run that is not finite; returns the status that this makes.
  func report(_ runs: [(first: NotFinite?, program: Program)]) -> ExitStatus {
    var status = ExitStatus.done
    for (first, program) in runs {
      guard let first else { continue }
      tell(
        "Warning: at step \(first.step), \(program.lines[first.line].symbol) is "
          + "\(shortest(first.value)): the first value that is not finite")
      status = .notFinite
    }
    return status
  }

  /// Names the first value of each trace that is not finite; returns the status that this makes.
  func report(_ traces: [Trace]) -> ExitStatus {
    report(traces.map { ($0.firstNotFinite, $0.program) })
  }
}

extension Surroundings {
  /// Says which names in a column other programs may take for missing values: those that pandas'
  /// `read_csv` has in its list, of which R has `NA`.
  func tellOfMissingValues(among names: some Sequence<String>) {
    let words: Set = ["NA", "NULL", "NaN", "None", "nan", "null"]
    var told: Set<String> = []
    let found = names.filter { words.contains($0) && told.insert($0).inserted }
    if found.isEmpty { return }
    let what = found.count == 1 ? "a missing value" : "missing values"
    tell(
      "Note: other programs may read \(listed(found.map { "'\($0)'" })) as \(what); pandas does "
        + "not with keep_default_na=False, nor R with na.strings = \"\".")
  }
}
