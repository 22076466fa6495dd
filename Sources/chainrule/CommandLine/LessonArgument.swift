import Diagnostics
import FoundationEssentials
import Lessons
import Programs
import Tracing

/// A run of a lesson with its values.
typealias TracedLesson = (lesson: Lesson, trace: Trace)

extension Invocation {
  /// The runs of the lesson that the first argument names, or that a JSON trace was made from: the
  /// one that `--variant` names, else all.
  func lessons(_ surroundings: Surroundings) throws -> [Lesson] {
    let found = try LessonSource.find(arguments[0], surroundings)
    guard let recorded = try recorded(found.source) else {
      return try runs(of: lesson(found), surroundings)
    }
    return [try lesson(of: recorded, found.source)]
  }

  /// The lesson that the first argument names with its trace: recorded, where the argument is a
  /// JSON trace, else run.
  ///
  /// Of several runs it is the one that `--variant` names, else the first.
  func tracedLesson(_ surroundings: Surroundings) throws -> TracedLesson {
    let all = try tracedLessons(surroundings, onlyFirst: true)
    return all[0]
  }

  /// The runs of a lesson with their traces; a search over trainings may stand for its first one.
  func tracedLessons(
    _ surroundings: Surroundings, onlyFirst: Bool = false, onlyTrainings: Bool = false
  ) throws -> [TracedLesson] {
    let found = try LessonSource.find(arguments[0], surroundings)
    let source = found.source
    guard let recorded = try recorded(source) else {
      var runs = try runs(of: lesson(found), surroundings)
      if onlyTrainings { runs = try trainings(among: runs, surroundings) }
      if onlyFirst, runs.count > 1, let name = runs[0].variant {
        let others = runs.dropFirst().compactMap(\.variant).map { "'\($0)'" }
        surroundings.tell(
          "Note: this is about the variant '\(name)'; --variant names \(listed(others)).")
      }
      return try (onlyFirst ? runs.prefix(1) : runs[...]).map {
        ($0, try Chainrule.run($0, surroundings))
      }
    }
    let lesson = try lesson(of: recorded, source)
    do {
      return [(lesson, try Trace(recorded, of: lesson.program))]
    } catch let mistake as RecordedTraceMistake {
      throw Failure(.unreadable, "\(source.name.printable): error: \(mistake.message)")
    }
  }

  /// The run that a trace was made from.
  private func lesson(of recorded: RecordedTrace, _ source: Source) throws -> Lesson {
    let lesson = try variant(of: lesson(recorded.lesson(source)), recorded, source)
    guard let trial = recorded.trial else { return lesson }
    guard
      let training = lesson.training(
        of: .init(trial.number, trial.arguments), limits: try limits())
    else {
      throw Failure(
        .unreadable, "\(source.name.printable): error: its lesson has no such search as its trial")
    }
    return training
  }

  private func variant(
    of lesson: Lesson, _ recorded: RecordedTrace, _ source: Source
  ) throws(Failure) -> Lesson {
    guard let name = recorded.variant else { return lesson }
    guard let run = lesson.variants.first(where: { $0.variant == name }) else {
      throw Failure(
        .unreadable,
        "\(source.name.printable): error: its lesson has no variant '\(name.printable)'")
    }
    return run
  }

  /// The runs of a lesson: the one that is asked for, else all.
  private func runs(of lesson: Lesson, _ surroundings: Surroundings) throws -> [Lesson] {
    let runs = try runs(of: lesson)
    guard let text = value("--trial") else { return runs }
    guard let search = runs.first(where: \.kind.searchesTrainings) else {
      throw Failure(
        .wrongCall, "Error: '--trial' is about a search over arguments of 'minimize'; there is none"
      )
    }
    let trials = search.program.training?.steps ?? 0
    if text == "best" { return [try bestTraining(in: search, surroundings)] }
    guard let number = Int(text), 1...trials ~= number else {
      throw Failure(
        .wrongCall, "Error: '--trial' is a number from 1 to \(trials), or 'best', not '\(text)'")
    }
    return [try training(of: number, in: search, surroundings)]
  }

  private func training(
    of number: Int, in search: Lesson, _ surroundings: Surroundings
  ) throws -> Lesson {
    var program = search.program
    var trial = search.firstTrial
    if number > 1 {
      program.training = Training(steps: number - 1, until: nil)
      try search.run(program, surroundings) { trace, step in
        trial = search.trial(step, in: trace)
      }
    }
    return try training(of: trial, in: search)
  }

  /// The training of the trial that is kept in the end; without one, of the first.
  private func bestTraining(in search: Lesson, _ surroundings: Surroundings) throws -> Lesson {
    var trial = search.firstTrial
    try search.run(search.program, surroundings) { trace, step in
      if search.keeps(step, in: trace) { trial = search.trial(step, in: trace) }
    }
    return try training(of: trial, in: search)
  }

  func training(of trial: Trial, in search: Lesson) throws(Failure) -> Lesson {
    if let training = search.training(of: trial, limits: try limits()) { return training }
    throw Failure(.unreadable, "Error: the training of trial \(trial.number) cannot be read")
  }

  /// The trainings among some runs; where there is none, that of a search's first trial.
  private func trainings(
    among runs: [Lesson], _ surroundings: Surroundings
  ) throws -> [Lesson] {
    let others = runs.filter { !$0.kind.searchesTrainings }
    if !others.isEmpty { return others }
    surroundings.tell("Note: this is about the training of trial 1; --trial chooses another one.")
    return try runs.map { try training(of: $0.firstTrial, in: $0) }
  }

  private func runs(of lesson: Lesson) throws(Failure) -> [Lesson] {
    guard let name = value("--variant") else {
      return lesson.variants.isEmpty ? [lesson] : lesson.variants
    }
    if let run = lesson.variants.first(where: { $0.variant == name }) { return [run] }
    let names = lesson.variants.compactMap(\.variant)
    throw Failure(
      .wrongCall,
      names.isEmpty
        ? "Error: this lesson has no variants"
        : "Error: there is no variant '\(name.printable)'; there are "
          + "\(listed(names)).\(Chainrule.hint(nearestName(to: name, among: names)))")
  }

  /// Reads a lesson; its mistakes end the command.
  func lesson(
    _ found: LessonSource,
    failure: (LessonMistakes) -> Failure = { Failure(.unreadable, $0.description) }
  ) throws -> Lesson {
    let limits = try limits()
    do throws(LessonMistakes) {
      return try Lesson.read(found.source, limits: limits, files: found.files)
    } catch {
      throw failure(error)
    }
  }

  /// The JSON trace that a file is; `nil` for a lesson.
  private func recorded(_ source: Source) throws(Failure) -> RecordedTrace? {
    guard RecordedTrace.isBegun(by: source.bytes) else { return nil }
    do throws(RecordedTraceMistake) {
      return try RecordedTrace.read(source.bytes)
    } catch {
      throw Failure(.unreadable, "\(source.name.printable): error: \(error.message)")
    }
  }

  private func limits() throws(Failure) -> Limits {
    var limits = Limits()
    if let lines = try number("--max-lines", in: 1...100_000_000) { limits.lines = lines }
    return limits
  }

  /// The whole number that an option has.
  func number(_ option: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
    guard let text = value(option) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw Failure(
        .wrongCall,
        "Error: '\(option)' needs a whole number from \(range.lowerBound) to "
          + "\(range.upperBound), not '\(text)'")
    }
    return number
  }

  /// The steps that an option names: `N` or `A..B`.
  func steps(_ option: String) throws(Failure) -> ClosedRange<Int>? {
    guard let text = value(option) else { return nil }
    guard let steps = ClosedRange(steps: text) else {
      throw Failure(
        .wrongCall, "Error: '\(option)' needs a step or a range such as 1..5, not '\(text)'")
    }
    return steps
  }

  /// The steps that an option names, within those of a trace.
  func steps(_ option: String, of trace: Trace) throws(Failure) -> ClosedRange<Int>? {
    let range = try steps(option)
    try check(range, within: trace.lastStep, hasClosingPass: trace.hasClosingPass)
    return range
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

  /// The bytes of a size such as `500M` or `2G`; a bare number is bytes.
  func memory(_ option: String) throws(Failure) -> Int? {
    guard let text = value(option) else { return nil }
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40]
    var digits = text.uppercased()[...]
    if digits.hasSuffix("B") { digits = digits.dropLast() }
    let unit = digits.last.flatMap { units[$0] }
    if unit != nil { digits = digits.dropLast() }
    guard let number = Int(digits), number > 0, !digits.hasPrefix("+") else {
      throw Failure(
        .wrongCall, "Error: '\(option)' needs a size such as 500M or 2G, not '\(text)'")
    }
    return number.multipliedReportingOverflow(by: unit ?? 1).overflow
      ? .max : number * (unit ?? 1)
  }
}

extension Lesson {
  /// The trial that a search over trainings begins with.
  var firstTrial: Trial {
    Trial(1, kind.searchedArguments.indices.map { program.lines[$0].initial })
  }

  /// The trial that is kept in the end; without one, the first.
  func bestTrial(in trace: Trace) -> Trial {
    let best = (1...trace.steps).last { keeps($0, in: trace) }
    return best.map { trial($0, in: trace) } ?? firstTrial
  }

  fileprivate func keeps(_ step: Int, in trace: Trace) -> Bool {
    program.searchLine("kept").flatMap { trace.value(of: $0, at: step) } == 1
  }

  /// The trial that a step of the search is.
  fileprivate func trial(_ step: Int, in trace: Trace) -> Trial {
    Trial(step, kind.searchedArguments.indices.map { trace.value(of: $0, at: step) ?? .nan })
  }

  fileprivate func run(
    _ program: Program, _ surroundings: Surroundings, _ body: (_ trace: Trace, _ step: Int) -> Void
  ) throws {
    var progress = Progress(surroundings)
    defer { progress.clear() }
    _ = try Trace.streaming(program) { trace, step in
      progress.report("trial \(step)")
      body(trace, step)
    }
  }
}

extension QuantityNames {
  /// The lines that a name means; an unknown one is a wrong call.
  func required(_ name: String) throws(Failure) -> [Int] {
    let found = lines(named: name)
    if !found.isEmpty { return found }
    let hint = Chainrule.hint(nearest(to: name))
    throw Failure(.wrongCall, "Error: there is no quantity '\(name)'.\(hint)")
  }
}

extension RecordedTrace {
  fileprivate func lesson(_ file: Source) -> LessonSource {
    LessonSource(
      source: Source(name: "\(file.name) (its lesson)", text: source),
      files: files.map(SampleFiles.init)
        ?? .none(because: "this trace does not have the files of its lesson"))
  }
}

/// A lesson's text, and where the files come from that it names.
struct LessonSource {
  let source: Source
  let files: SampleFiles

  /// Finds a lesson: a file, standard input, or what comes with the program.
  static func find(_ name: String, _ surroundings: Surroundings) throws -> LessonSource {
    if name == "-" {
      return LessonSource(
        source: Source(name: "standard input", bytes: try surroundings.readInput()),
        files: .none(because: "a lesson from standard input has no folder with files"))
    }
    var isFolder = false
    let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
    if exists, !isFolder {
      return LessonSource(
        source: Source(name: name, bytes: try Surroundings.read(path: name)),
        files: .beside(lesson: name))
    }
    if let text = ShippedLessons.text(name) {
      return LessonSource(source: Source(name: "\(name).md", text: text), files: .shipped)
    }
    let nearest = nearestName(to: name, among: ShippedLessons.all.map(\.name))
    let hint = nearest.map { "Did you mean '\($0)'?" } ?? "'chainrule list' names those there are."
    throw Failure(
      .noInput,
      isFolder
        ? "Error: '\(name)' is a folder, not a lesson."
        : "Error: there is no file and no lesson '\(name)'. \(hint)")
  }
}
