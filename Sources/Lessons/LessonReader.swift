package import Diagnostics
import Formulas
package import Programs

extension Lesson {
  /// Reads a lesson, perhaps under another convention, or as one trial of its search; throws all of its mistakes together.
  ///
  /// No file is read but those that `files` gives.
  package static func read(
    _ source: Source, limits: Limits = Limits(),
    files: SampleFiles = .none(because: "a file cannot be read here"),
    varied variation: Variation? = nil, trial: Trial? = nil
  ) throws(LessonMistakes) -> Lesson {
    var reader = LessonReader(source, limits, files, variation, trial)
    if let lesson = reader.lesson() { return lesson }
    throw LessonMistakes(
      source: source, mistakes: reader.mistakes, fileMistakes: reader.fileMistakes)
  }
}

/// The passes from the text of a lesson to its runs.
///
/// Each adds its mistakes to the list, and goes on as far as it can with those of the passes before.
private struct LessonReader {
  private let source: Source
  private let limits: Limits
  private let variation: Variation?
  private let trial: Trial?
  private var files: ReadSampleFiles
  private(set) var mistakes: [Diagnostic] = []
  /// The mistakes in the files that the lesson names.
  private(set) var fileMistakes: [(file: Source, mistakes: [Diagnostic])] = []

  init(
    _ source: Source, _ limits: Limits, _ files: SampleFiles, _ variation: Variation?,
    _ trial: Trial?
  ) {
    self.source = source
    self.limits = limits
    self.files = ReadSampleFiles(files, limits: limits)
    self.variation = variation
    self.trial = trial
  }

  mutating func lesson() -> Lesson? {
    guard let document = document() else { return nil }
    let survey = Survey(document, &files, &mistakes)
    fileMistakes = survey.fileMistakes
    let statements = Statements(document, survey, &mistakes)
    let catalogue = catalogue(of: statements)
    // What the columns of a table that cannot be read would be is not known.
    if statements.lacksTable { return nil }
    // Runs with batches of one kind have the same lines to begin with.
    var unrolled = unrolled(statements, catalogue, statements.trainings.first?.batch)
    mistakes += unrolled.mistakes
    let plan = statements.plannedRuns(&mistakes)
    let symbols = statements.printedSymbols(
      among: unrolled.quantities.names + statements.deltas.map(\.left.name), &mistakes)
    let indexNames = unrolled.quantities.indexNames(in: statements.equations)
    var runs: [Lesson] = []
    for run in plan {
      if run.training?.batch?.kind != unrolled.batch?.kind {
        unrolled = self.unrolled(statements, catalogue, run.training?.batch)
        report(unrolled.mistakes)
      }
      guard let lowered = lowered(run, unrolled, statements, catalogue) else { continue }
      runs.append(
        Lesson(
          document: document, variant: run.variant, sampleFiles: files.read,
          program: lowered.program.program,
          functions: catalogue.functions, objective: lowered.program.objective,
          kind: kind(of: run, searching: lowered.searched.map(\.symbol)),
          isMaximized: run.training?.isMaximizing ?? false, rules: lowered.rules,
          givenUpdates: lowered.givenUpdates,
          precision: statements.precision, printedSymbols: symbols,
          deltas: lowered.program.deltas, claims: lowered.claims, indexNames: indexNames))
    }
    return shown(runs)
  }

  /// What the steps of a run are; the numbers of a trial mean nothing to a run that is no search.
  private func kind(of run: PlannedRun, searching arguments: [Symbol]) -> RunKind {
    if let trial, !arguments.isEmpty { return .trial(trial) }
    if run.search != nil, trial == nil { return .search(over: arguments) }
    return run.training == nil ? .single : .training
  }

  /// The text in pieces; `nil` where there is no lesson in it.
  private mutating func document() -> Document? {
    // The whole text before the first line end, for what is wrong with all of it.
    let beginning = 0..<0
    if source.bytes.count > limits.bytes {
      mistakes.append(
        Diagnostic("a lesson may have \(limits.bytes / 1_000_000) MB at most", at: beginning))
      return nil
    }
    let document = Document.read(source, &mistakes)
    let hasLesson = document.pieces.contains { piece in
      if case .lesson = piece { return true }
      return false
    }
    if hasLesson { return document }
    mistakes.append(
      Diagnostic(
        source.bytes.isEmpty ? "this file is empty" : "there is no lesson block in this file",
        at: beginning, note: "a block begins with ```lesson and ends with ```"))
    return nil
  }

  /// The functions and rules of the prelude, and the lesson's own.
  private mutating func catalogue(of statements: Statements) -> Catalogue {
    var catalogue = Catalogue.prelude
    catalogue.define(statements.functions, &mistakes)
    if case .rule(let rule, _) = variation { catalogue.rules[rule.name] = rule }
    catalogue.define(statements.rules, &mistakes)
    return catalogue
  }

  /// The lines of the equations, with the rows of a batch, or of the last batch with its `rest`.
  private func unrolled(
    _ statements: Statements, _ catalogue: Catalogue, _ batch: BatchOption?, rest: Int? = nil
  ) -> Unrolled {
    Unrolling.run(
      statements, of: source, catalogue, maximumLines: limits.lines, batch: batch, rest: rest)
  }

  /// The program of a run; `nil` where a mistake keeps it from being known.
  private mutating func lowered(
    _ run: PlannedRun, _ unrolled: Unrolled, _ statements: Statements, _ catalogue: Catalogue
  ) -> LoweredRun? {
    var lowering = Lowering(
      run, catalogue, maximumLines: limits.lines, seed: statements.seed, trial: trial)
    if case .loss(let factor) = variation { lowering.lossFactor = factor }
    var found = lowering.mistakes(before: unrolled)
    var lowered: LoweredRun?
    if mistakes.isEmpty, found.isEmpty {
      lowered = lowering.lowered(unrolled, &found) { rest in
        self.unrolled(statements, catalogue, run.training?.batch, rest: rest)
      }
    }
    report(found)
    return lowered
  }

  /// The first run with the others, and with what the document shows of it.
  private mutating func shown(_ runs: [Lesson]) -> Lesson? {
    guard mistakes.isEmpty, fileMistakes.isEmpty, var lesson = runs.first else { return nil }
    if lesson.document.showsParts, lesson.kind.trial == nil {
      var shown = ShownPartReader(lesson)
      lesson.shownParts = shown.parts()
      mistakes += shown.mistakes
    }
    if lesson.variant != nil { lesson.variants = [lesson] + runs.dropFirst() }
    return mistakes.isEmpty ? lesson : nil
  }

  /// Notes mistakes of a run; what is wrong in several is told once.
  private mutating func report(_ found: [Diagnostic]) {
    mistakes += found.filter { !mistakes.contains($0) }
  }
}
