package import Diagnostics
import Decimals
import Formulas
import Programs

extension Lesson {
  /// Reads a lesson; throws all of its mistakes together.
  ///
  /// No file is read but those that `files` gives.
  package static func read(
    _ source: Source, limits: Limits = Limits(),
    files: SampleFiles = .none(because: "a file cannot be read here")
  ) throws(LessonMistakes) -> Lesson {
    var reader = LessonReader(source, limits, files)
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
  private var files: ReadSampleFiles
  private(set) var mistakes: [Diagnostic] = []
  /// The mistakes in the files that the lesson names.
  private(set) var fileMistakes: [(file: Source, mistakes: [Diagnostic])] = []

  init(_ source: Source, _ limits: Limits, _ files: SampleFiles) {
    self.source = source
    self.limits = limits
    self.files = ReadSampleFiles(files, limits: limits)
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
    let indexNames = unrolled.quantities.indexNames(
      in: statements.equations, deltas: statements.deltas)
    var runs: [Lesson] = []
    for run in plan {
      if run.training?.batch?.kind != unrolled.batch?.kind {
        unrolled = self.unrolled(statements, catalogue, run.training?.batch)
        report(unrolled.mistakes)
      }
      let rest = mistakes.isEmpty ? unrolled.batches?.rest : nil
      let shorter = rest.map {
        self.unrolled(statements, catalogue, run.training?.batch, rest: $0)
      }
      let beginnings = LessonBeginnings(
        lowering: Lowering(
          run: run, unrolled: unrolled, shorter: shorter, catalogue: catalogue,
          maximumLines: limits.lines, seed: statements.seed, arithmetic: statements.arithmetic),
        document: document, sampleFiles: files.read, ownRules: Set(statements.rules.map(\.name)),
        precision: statements.precision, printedSymbols: symbols, indexNames: indexNames,
        hiddenNames: statements.hidden)
      if let lesson = lowered(beginnings) {
        report(SymbolCheck(statements.symbols, of: lesson).mistakes)
        runs.append(lesson)
      }
    }
    if mistakes.isEmpty { report(statements.hidden.mistakes(in: runs)) }
    return shown(runs, statements.notes)
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
    if let mistake = source.mistakeOfEncoding {
      mistakes.append(mistake)
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

  /// The lesson of a run; `nil` where a mistake keeps it from being known.
  private mutating func lowered(_ beginnings: LessonBeginnings) -> Lesson? {
    var found = beginnings.lowering.mistakes
    let lesson = mistakes.isEmpty && found.isEmpty ? beginnings.lesson(&found) : nil
    report(found)
    return lesson
  }

  /// The first run with the others, and with what the document shows of it.
  private mutating func shown(_ runs: [Lesson], _ notes: [Diagnostic]) -> Lesson? {
    guard mistakes.isEmpty, fileMistakes.isEmpty, var lesson = runs.first else { return nil }
    lesson.notes = notes
    if lesson.document.showsParts {
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

/// What a run of a lesson is made of: what its lowering begins with, and what goes with its program.
///
/// The lesson keeps it, to be lowered another way. Its lines share their formulas with those of the
/// program.
private struct LessonBeginnings {
  var lowering: Lowering
  let document: Document
  let sampleFiles: [(name: String, file: Source)]
  let ownRules: Set<String>
  let precision: Precision?
  let printedSymbols: [String: PrintedSymbol]
  let indexNames: [String: [String?]]
  let hiddenNames: [HiddenName]

  func lesson(_ mistakes: inout [Diagnostic]) -> Lesson? {
    guard let lowered = lowering.lowered(&mistakes) else { return nil }
    let (run, program) = (lowering.run, lowered.program)
    var lesson = Lesson(
      document: document, variant: run.variant, sampleFiles: sampleFiles,
      program: program.program, functions: lowering.catalogue.functions,
      objective: program.objective, kind: kind(searching: lowered.searched.map(\.symbol)),
      isMaximized: run.training?.isMaximizing ?? false, rules: lowered.rules, ownRules: ownRules,
      givenUpdates: lowered.givenUpdates, precision: precision, printedSymbols: printedSymbols,
      askedDerivatives: program.asked, deltas: program.deltas, claims: lowered.claims,
      indexNames: indexNames,
      lowered: lesson(under:as:))
    lesson.hidden = hiddenNames.lines(of: lesson)
    return lesson
  }

  private func lesson(under change: ProgramChange?, as trial: Trial?) -> Lesson? {
    var result = self
    if let change { result.lowering.apply(change) }
    if let trial { result.lowering.trial = trial }
    var mistakes = result.lowering.mistakes
    let lesson = mistakes.isEmpty ? result.lesson(&mistakes) : nil
    return mistakes.isEmpty ? lesson : nil
  }

  /// What the steps of the run are; the numbers of a trial mean nothing to a run that is no search.
  private func kind(searching arguments: [Symbol]) -> RunKind {
    if let trial = lowering.trial, !arguments.isEmpty { return .trial(trial) }
    if lowering.run.search != nil, lowering.trial == nil { return .search(over: arguments) }
    return lowering.run.training == nil ? .single : .training
  }
}
