import Formulas
import Diagnostics
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
    // No more is run of it than was recorded, which has to be what it comes to.
    let (lesson, trace) = try traced(recorded, found.source)
    return [lesson.shortened(to: trace.steps)]
  }

  private func traced(_ recorded: RecordedTrace, _ source: Source) throws -> TracedLesson {
    let lesson = try lesson(of: recorded, source)
    do {
      return (lesson, try Trace(recorded, of: lesson.program))
    } catch let mistake as RecordedTraceMistake {
      throw Failure(.unreadable, "\(source.name.printable): error: \(mistake.message)")
    }
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
        ($0, try Trace($0.program, surroundings))
      }
    }
    return [try traced(recorded, source)]
  }

  /// The run that a trace was made from.
  private func lesson(of recorded: RecordedTrace, _ source: Source) throws -> Lesson {
    let lesson = try variant(of: lesson(recorded.lesson(source)), recorded, source)
    guard let trial = recorded.trial else { return lesson }
    guard
      let training = lesson.training(of: .init(trial.number, trial.arguments))
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
    for note in lesson.notes {
      surroundings.tell(note.described(in: lesson.source, as: "note"))
    }
    let runs = try runs(of: lesson)
    guard let text = try self[CommonOptions.trial] else { return runs }
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
    if let training = search.training(of: trial) { return training }
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
    guard let name = try self[CommonOptions.variant] else {
      return lesson.variants.isEmpty ? [lesson] : lesson.variants
    }
    if let run = lesson.variants.first(where: { $0.variant == name }) { return [run] }
    let names = lesson.variants.compactMap(\.variant)
    if names.isEmpty { throw Failure(.wrongCall, "Error: this lesson has no variants") }
    throw .noSuch(
      "variant", name.printable, "; there are \(listed(names))",
      nearest: nearestName(to: name, among: names))
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
    if let lines = try self[CommonOptions.maximumLines] { limits.lines = lines }
    return limits
  }
}

extension Lesson {
  /// The trial that a search over trainings begins with.
  var firstTrial: Trial {
    Trial(1, program.lines.prefix(kind.searchedArguments.count).map(\.initial))
  }

  /// The trial that is kept in the end; without one, the first.
  func bestTrial(in trace: Trace) -> Trial {
    let best = (1...trace.steps).last { keeps($0, in: trace) }
    return best.map { trial($0, in: trace) } ?? firstTrial
  }

  fileprivate func keeps(_ step: Int, in trace: Trace) -> Bool {
    program.searchLine("kept").flatMap { trace.value(of: $0, at: step) } == 1
  }

  /// The trial that a step of the search is; of one without a number for each argument, no training
  /// can be read.
  fileprivate func trial(_ step: Int, in trace: Trace) -> Trial {
    let lines = program.lines.indices.prefix(kind.searchedArguments.count)
    return Trial(step, lines.compactMap { trace.value(of: $0, at: step) })
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
  func required(_ name: String) throws(Failure) -> [LineID] {
    let found = lines(named: name)
    if !found.isEmpty { return found }
    throw .noSuch("quantity", name, nearest: nearest(to: name))
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
