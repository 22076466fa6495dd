package import Diagnostics
import Decimals
import Formulas
package import Programs
import RandomNumbers

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

private struct LessonReader {
  private enum Part {
    case table(DataTable)
    case statements([Statement])

    static func statements(in parts: [Part]) -> [Statement] {
      parts.flatMap { part -> [Statement] in
        if case .statements(let statements) = part { return statements }
        return []
      }
    }

    static func samples(in parts: [Part]) -> [SamplesStatement] {
      statements(in: parts).compactMap { statement in
        if case .samples(let samples) = statement { return samples }
        return nil
      }
    }
  }

  private let source: Source
  private let limits: Limits
  private let variation: Variation?
  private let trial: Trial?
  private(set) var mistakes: [Diagnostic] = []
  /// The mistakes in the files that the lesson names.
  private(set) var fileMistakes: [(file: Source, mistakes: [Diagnostic])] = []
  private var files: ReadSampleFiles
  /// The tables in files, by where they are named.
  private var fileTables: [Int: DataTable] = [:]
  private var catalogue = Catalogue.prelude
  private var brokenNames: Set<String> = []

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

  /// The whole text before the first line end, for what is wrong with all of it.
  private var beginning: Range<Int> { 0..<0 }

  mutating func lesson() -> Lesson? {
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
    if !hasLesson {
      mistakes.append(
        Diagnostic(
          source.bytes.isEmpty ? "this file is empty" : "there is no lesson block in this file",
          at: beginning, note: "a block begins with ```lesson and ends with ```"))
      return nil
    }
    let parts = self.parts(of: document)
    // What the columns of a table that cannot be read would be is not known.
    if Part.samples(in: parts).contains(where: { fileTables[$0.place.lowerBound] == nil }) {
      return nil
    }
    return build(document, parts)
  }

  // Reading.

  private mutating func parts(of document: Document) -> [Part] {
    var tables: [DataTable?] = []
    var names: Set<String> = []
    for piece in document.pieces {
      var table: DataTable?
      switch piece {
      case .prose, .show: break
      case .lesson(let block):
        let survey = StatementReader.survey(block, of: source)
        names.formUnion(survey.names)
        for statement in survey.samples {
          guard let table = read(statement) else { continue }
          names.formUnion(table.columns.map(\.name))
          fileTables[statement.place.lowerBound] = table
        }
      case .data(let index, let place, let block):
        let read = DataTable(source, index: index, indexPlace: place, in: block, &mistakes)
        names.formUnion(read.columns.map(\.name))
        if read.isBroken { brokenNames.formUnion(read.columns.map(\.name)) }
        table = read
      }
      tables.append(table)
    }
    var parts: [Part] = []
    var rules: [RuleReader] = []
    for (piece, table) in zip(document.pieces, tables) {
      if let table { parts.append(.table(table)) }
      guard case .lesson(let block) = piece else { continue }
      var reader = StatementReader(source, names: names)
      reader.read(block)
      mistakes += reader.mistakes
      brokenNames.formUnion(reader.brokenNames)
      rules += reader.rules
      parts.append(.statements(reader.statements))
    }
    let functions = Part.statements(in: parts).compactMap { statement -> FunctionDefinition? in
      if case .function(let definition) = statement { return definition }
      return nil
    }
    catalogue.define(functions, &mistakes)
    if case .rule(let rule, _) = variation { catalogue.rules[rule.name] = rule }
    catalogue.define(rules, &mistakes)
    return parts
  }

  /// The table of a file; `nil` where its columns and their extent are not known.
  private mutating func read(_ statement: SamplesStatement) -> DataTable? {
    do throws(Diagnostic) {
      let file = try files.file(of: statement)
      var mistakes: [Diagnostic] = []
      let table = DataTable(file, of: statement, &mistakes)
      if !mistakes.isEmpty {
        fileMistakes.append((file, mistakes))
        brokenNames.formUnion(table.columns.map(\.name))
      }
      return table.rowCount == 0 ? nil : table
    } catch {
      mistakes.append(error)
      return nil
    }
  }

  // Building.

  private mutating func build(_ document: Document, _ parts: [Part]) -> Lesson? {
    var settings = Settings()
    var trainings: [TrainingStatement] = []
    var searches: [SearchStatement] = []
    var derivatives: [Differentiate] = []
    var deltas: [Equation] = []
    var updates: [(equation: Equation, variant: VariantName?)] = []
    var claims: [ClaimStatement] = []
    var equations: [Equation] = []
    var declarations: [Declaration] = []
    for statement in Part.statements(in: parts) {
      switch statement {
      case .declaration(let declaration): declarations.append(declaration)
      case .samples: break
      case .equation(let equation): equations.append(equation)
      case .function: break
      case .differentiate(let statement): derivatives.append(statement)
      case .training(let statement): trainings.append(statement)
      case .search(let statement): searches.append(statement)
      case .delta(let equation): deltas.append(equation)
      case .update(let equation, let variant): updates.append((equation, variant))
      case .claim(let claim): claims.append(claim)
      case .symbol(let name, let symbol, let place):
        settings.symbols.append((name, symbol, place))
      case .digits(let count): settings.precision = .digits(count)
      case .decimals(let count): settings.precision = .decimals(count)
      case .seed(let seed): settings.seed = seed
      }
    }
    let tables = parts.flatMap { part -> [DataTable] in
      if case .table(let table) = part { return [table] }
      return Part.samples(in: [part]).compactMap { fileTables[$0.place.lowerBound] }
    }
    func expanded(
      _ training: TrainingStatement?, rest: Int? = nil
    ) -> (Expansion, ([Line], [Int])?) {
      var expansion = Expansion(
        source, functions: catalogue.functions, maximumLines: limits.lines,
        random: RandomSource(seed: settings.seed))
      expansion.prepare(
        declarations, tables, batch: training?.batch, rest: rest, brokenNames: brokenNames)
      for part in parts {
        switch part {
        case .table(let table): expansion.declare(table)
        case .statements(let statements):
          for statement in statements {
            switch statement {
            case .declaration(let declaration): expansion.declare(declaration)
            case .samples(let samples):
              if let table = fileTables[samples.place.lowerBound] { expansion.declare(table) }
            default: break
            }
          }
        }
      }
      let lines = expansion.define(expansion.checked(equations))
      _ = expansion.checked(deltas + updates.map(\.equation))
      for formula in trainings.map(\.until) + claims.map(\.right) {
        expansion.report(offsetsIn: formula)
      }
      return (expansion, lines)
    }
    // Variants with batches of one kind have the same lines to begin with.
    var (expansion, lines) = expanded(trainings.first)
    var batch = trainings.first?.batch
    mistakes += expansion.mistakes
    func completed(
      _ training: TrainingStatement?, _ search: SearchStatement?, _ expansion: Expansion,
      _ lines: ([Line], [Int])?, isLastBatch: Bool = false
    ) -> Completion {
      let name = training?.variant?.name
      let own = updates.filter { $0.variant == nil || $0.variant?.name == name }
        .map(\.equation)
      var completion = Completion(
        source: source, quantities: expansion.quantities, catalogue: catalogue,
        maximumLines: limits.lines)
      if case .loss(let factor) = variation { completion.lossFactor = factor }
      completion.trial = trial
      completion.isLastBatch = isLastBatch
      if !isLastBatch, let batches = expansion.batches, let rest = batches.rest, mistakes.isEmpty {
        let (expansion, lines) = expanded(training, rest: rest)
        let last = completed(training, search, expansion, lines, isLastBatch: true)
        completion.lastBatch = [
          .init(completion: last, mistakesOfLines: expansion.mistakes, batches: batches)
        ]
      }
      if let training { completion.checkRules(of: training) }
      completion.checkNames(derivatives, deltas, own, claims, training)
      if let search { completion.checkNames(of: search, ofTrainings: training != nil) }
      if let (lines, order) = lines, mistakes.isEmpty, completion.mistakes.isEmpty {
        completion.complete(
          lines, order, seed: settings.seed, derivatives, deltas, own, claims, training,
          search)
      }
      return completion
    }
    checkVariants(trainings, updates.compactMap(\.variant))
    checkSearches(searches, trainings)
    let symbols = settings.checkedSymbols(
      expansion.quantities.names + deltas.map(\.left.name), &mistakes)
    let indexNames = expansion.quantities.indexNames(in: equations)
    var runs: [Lesson] = []
    for (training, search, variant) in planned(trainings, searches.first) {
      if training?.batch?.kind != batch?.kind {
        (expansion, lines) = expanded(training)
        batch = training?.batch
        mistakes += expansion.mistakes.filter { !mistakes.contains($0) }
      }
      let completion = completed(training, search, expansion, lines)
      // What is wrong in all variants is told once.
      mistakes += completion.mistakes.filter { !mistakes.contains($0) }
      runs.append(
        Lesson(
          document: document, variant: variant, sampleFiles: files.read,
          program: completion.program,
          functions: catalogue.functions, objective: completion.objective,
          kind: kind(of: completion, training, search),
          isMaximized: training?.isMaximizing ?? false, rules: completion.rules,
          givenUpdates: completion.givenUpdates,
          precision: settings.precision, printedSymbols: symbols, deltas: completion.deltas,
          claims: completion.claims, indexNames: indexNames))
    }
    guard mistakes.isEmpty, fileMistakes.isEmpty, var lesson = runs.first else { return nil }
    if document.showsParts, lesson.kind.trial == nil {
      var shown = ShownPartReader(lesson)
      lesson.shownParts = shown.parts()
      mistakes += shown.mistakes
    }
    if lesson.variant != nil { lesson.variants = [lesson] + runs.dropFirst() }
    return mistakes.isEmpty ? lesson : nil
  }

  /// What the steps of a run are; the numbers of a trial mean nothing to a run that is no search.
  private func kind(
    of completion: Completion, _ training: TrainingStatement?, _ search: SearchStatement?
  ) -> RunKind {
    if let trial = completion.trial, !completion.searched.isEmpty { return .trial(trial) }
    if search != nil, completion.trial == nil {
      return .search(over: completion.searched.map(\.symbol))
    }
    return training == nil ? .single : .training
  }

  /// Reports a search beside another one, and a variant that bears its name.
  private mutating func checkSearches(
    _ searches: [SearchStatement], _ trainings: [TrainingStatement]
  ) {
    for extra in searches.dropFirst() {
      mistakes.append(Diagnostic("a lesson has one search", at: extra.place))
    }
    if searches.isEmpty { return }
    for variant in trainings.compactMap(\.variant) where variant.name == Self.searchVariant {
      mistakes.append(
        Diagnostic("the search itself is the variant '\(variant.name)'", at: variant.place))
    }
  }

  /// The runs of a lesson.
  ///
  /// A search beside a training is one of its trainings, with numbers of its
  /// own for arguments; beside several it is one more run, with the arguments of the first.
  private func planned(
    _ trainings: [TrainingStatement], _ search: SearchStatement?
  ) -> [(training: TrainingStatement?, search: SearchStatement?, variant: String?)] {
    let first = trainings.first
    guard let first, first.variant != nil else { return [(first, search, nil)] }
    let runs = trainings.map { ($0, SearchStatement?.none, $0.variant?.name) }
    return runs + (search == nil ? [] : [(first, search, Self.searchVariant)])
  }

  /// The name of the search, of a lesson with variants.
  private static let searchVariant = "search"

  /// Reports several runs that cannot be told apart.
  private mutating func checkVariants(
    _ trainings: [TrainingStatement], _ named: [VariantName]
  ) {
    let hasVariants = trainings.contains { $0.variant != nil }
    let unnamed = trainings.filter { $0.variant == nil }
    for extra in hasVariants ? unnamed[...] : unnamed.dropFirst() {
      mistakes.append(
        Diagnostic(
          "a lesson has one minimize or maximize", at: extra.place,
          note: "several runs need names: 'variant slow: minimize …'"))
    }
    var names: [String] = []
    for variant in trainings.compactMap(\.variant) {
      if names.contains(variant.name) {
        mistakes.append(
          Diagnostic("there is a variant '\(variant.name)' already", at: variant.place))
      }
      names.append(variant.name)
    }
    for variant in named where !names.contains(variant.name) {
      mistakes.append(
        .unknown(
          "there is no variant '\(variant.name)' that is trained", at: variant.place,
          word: variant.name, among: names))
    }
  }
}

/// What a lesson says about itself.
private struct Settings {
  var precision = Precision.digits(6)
  var seed: UInt64 = 1
  var symbols: [(name: String, symbol: PrintedSymbol, place: Range<Int>)] = []

  func checkedSymbols(
    _ names: [String], _ mistakes: inout [Diagnostic]
  ) -> [String: PrintedSymbol] {
    let known = Set(names)
    var result: [String: PrintedSymbol] = [:]
    for (name, symbol, place) in symbols {
      if !known.contains(name) {
        mistakes.append(
          .unknown("'\(name)' is not defined", at: place, word: name, among: names))
      }
      result[name] = symbol
    }
    return result
  }
}

extension Quantities {
  /// What equations call the index in each position of a family: where they define it, else
  /// where they first use it.
  fileprivate func indexNames(in equations: [Equation]) -> [String: [String?]] {
    var names: [String: [String?]] = [:]
    func note(_ name: ParsedName) {
      guard let place = position(of: name.name), families[place].rank > 0 else { return }
      var known = names[name.name] ?? Array(repeating: nil, count: families[place].rank)
      for (position, index) in name.indices.enumerated()
      where position < known.count && known[position] == nil {
        if let bare = index.bareName, integer(bare) == nil { known[position] = bare }
      }
      names[name.name] = known
    }
    for equation in equations { note(equation.left) }
    for equation in equations {
      equation.right.forEachNode { node in
        for name in node.names { note(name) }
      }
    }
    return names
  }
}
