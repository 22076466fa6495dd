import Decimals
import Formulas
package import Lessons
import Programs
package import Tracing
import Words

extension Walkthrough {
  /// Tells a lesson with the numbers of its trace.
  ///
  /// `claims` are what a document shows that asks for its claims.
  package init(
    _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions, fractions: FractionStyle,
    claims: [Section] = []
  ) {
    self = WalkthroughWriter.page(of: lesson, trace, options, fractions) { writer in
      writer.claims = claims
      return writer.walkthrough()
    }
  }
}

/// Makes walkthroughs of one trace.
struct WalkthroughWriter {
  let lesson: Lesson
  let program: Program
  let trace: Trace
  private(set) var options: ShowOptions
  let names: ProgramNames
  let layout: MathLayout
  let folding: Folding
  /// How numbers get their digits, those of one family alike.
  private(set) var numbers: PageNumbers
  let digitFamilies: DigitFamilies
  /// The derivatives that have an entry of their own, in the order of telling.
  private var derivatives: [LineID] = []
  /// The trace whose numbers are shown, where they are those of working by hand.
  private(set) var byHand: ByHandTrace?
  /// Numbers of the shown steps that rounding has made.
  private(set) var noise = RoundingNoise()
  private let fractions: FractionStyle
  /// What a document shows of its claims.
  var claims: [Walkthrough.Section] = []
  /// What the page has chosen and said so far.
  var state = PageState()
  /// The rows of a worksheet, as far as it is written.
  private(set) var rows: [Exercise.Row] = []

  /// Rounding is looked for up to a step: without one, to the last that is shown.
  init(
    _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ fractions: FractionStyle,
    _ numbers: PageNumbers, through last: Int? = nil
  ) {
    self.init(of: lesson, trace, options, fractions, numbers)
    noise = RoundingNoise(trace, through: last ?? options.shownSteps.upperBound)
    byHand = options.byHand.map { precision in
      let foldings = lesson.perBatch { lesson in
        Folding(lesson.program, options.working, ProgramNames(lesson))
      }
      return ByHandTrace(
        trace, to: precision, keeping: options.neededSteps(of: trace),
        writesDown: { line, step in !foldings[step].isFolded(line) })
    }
  }

  /// For what says nothing of rounding.
  init(
    of lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ fractions: FractionStyle,
    _ numbers: PageNumbers
  ) {
    self.lesson = lesson
    self.trace = trace
    self.options = options
    self.fractions = fractions
    program = lesson.program
    let names = ProgramNames(lesson)
    self.names = names
    layout = MathLayout(
      names: names, fractions: fractions, language: options.language,
      writesEverything: options.showsAll)
    folding = Folding(lesson.program, options.working, names)
    self.numbers = numbers
    digitFamilies = DigitFamilies(program, names)
    derivatives = derivatives(showsAll: options.showsAll || options.exercise != nil) {
      folding.isListed($0)
    }
  }

  /// Makes a page: twice where its digits depend on what stands on it.
  static func page<Page>(
    of lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ fractions: FractionStyle,
    through last: Int? = nil, _ make: (inout WalkthroughWriter) -> Page
  ) -> Page {
    let isPaper = fractions == .stacked && options.precision == nil
    let draft = PageDraft(
      DigitFormat.Rule(
        precision: options.precision ?? lesson.precision, mostDecimals: isPaper ? mostOnPaper : nil)
    )
    let style = style(of: lesson, options)
    let empty = WalkthroughWriter(
      lesson, trace, options, fractions, style.map { .alike($0) } ?? .draft(draft), through: last)
    var writer = empty
    let page = make(&writer)
    if style != nil { return page }
    let (indices, areChosen) = (writer.state.workedIndices, writer.state.hasWorkedIndices)
    writer = empty.printing(.chosen(draft.digits(empty.digitFamilies)))
    (writer.state.workedIndices, writer.state.hasWorkedIndices) = (indices, areChosen)
    return make(&writer)
  }

  /// The writer with other digits.
  func printing(_ numbers: PageNumbers) -> WalkthroughWriter {
    var writer = self
    writer.numbers = numbers
    return writer
  }

  /// The writer for some phases alone.
  func telling(_ phases: Set<Phase>) -> WalkthroughWriter {
    var writer = self
    writer.options.phases = phases
    return writer
  }

  /// So many decimals stand on paper, where nobody asks for more.
  private static let mostOnPaper = 6

  /// How all numbers are printed, where they are those of working by hand or of a worksheet.
  private static func style(of lesson: Lesson, _ options: ShowOptions) -> NumberStyle? {
    if let precision = options.byHand { return NumberStyle(precision, inFull: true) }
    return options.exercise == nil
      ? nil : NumberStyle(options.precision ?? lesson.precision ?? .usual)
  }

  /// Whether the page is only being made to see which numbers stand on it.
  var isDraft: Bool {
    if case .draft = numbers { return true }
    return false
  }

  /// What all numbers are printed in, on a page where that is one and the same.
  var style: NumberStyle? {
    if case .alike(let style) = numbers { return style }
    return nil
  }

  /// The writer for the lines of one step.
  func at(_ step: Int) -> WalkthroughWriter {
    guard let last = program.lastBatch, last.isTaken(at: step) else { return self }
    var writer = WalkthroughWriter(
      of: lesson.at(step), trace.at(step), options, fractions, numbers)
    writer.byHand = byHand
    writer.noise = noise
    return writer
  }

  /// Sections that are made of the lines of one step.
  mutating func sections(
    at step: Int, _ make: (inout WalkthroughWriter) -> [Walkthrough.Section]
  ) -> [Walkthrough.Section] {
    var writer = at(step)
    (writer.state, writer.rows) = (state, rows)
    let sections = make(&writer)
    (state, rows) = (writer.state, writer.rows)
    return sections
  }

  mutating func walkthrough() -> Walkthrough {
    let steps = options.shownSteps
    if options.tables == .alone { return tables(of: steps) }
    if isDocument { return document() }
    var sections: [Walkthrough.Section] = []
    for step in steps {
      sections += self.sections(at: step) { writer in
        writer.sections(of: step, isFirst: step == steps.lowerBound)
      }
    }
    if options.showsRun { sections += closing() }
    sections += [byHandSection(steps)].compactMap { $0 }
    if options.tables == .afterWorking {
      let tables = tables(of: steps).sections
      if !tables.isEmpty {
        sections.append(
          Walkthrough.Section(heading: words(.heading(.tables)), detail: nil, content: []))
        sections += tables
      }
    }
    return Walkthrough(
      title: options.exercise?.isKey == true ? words(.title(.key(of: titleOfRun))) : titleOfRun,
      position: position(of: steps).map { words(.position($0)) },
      prose: foreword, sections: sections, afterword: afterword, notes: notes)
  }

  /// Whether the author says which pieces of the trace stand where.
  private var isDocument: Bool {
    options.showsRun && lesson.document.hasShowBlocks && lesson.kind.trial == nil
  }

  /// What the author says before the last lesson block.
  var foreword: [Prose] { prose(lesson.document.pieces[..<lastBlockEnd]) }

  /// What the author says after it.
  var afterword: [Prose] { prose(lesson.document.pieces[lastBlockEnd...]) }

  private var lastBlockEnd: Int {
    let last = lesson.document.pieces.lastIndex { piece in
      if case .prose = piece { return false }
      return true
    }
    return last.map { $0 + 1 } ?? 0
  }

  private func prose(_ pieces: ArraySlice<Document.Piece>) -> [Prose] {
    if !options.showsRun || lesson.kind.trial != nil || isDocument || options.tables == .alone {
      return []
    }
    return pieces.flatMap { piece -> [Prose] in
      guard case .prose(let place) = piece else { return [] }
      return prose(place)
    }
  }

  func prose(_ place: Range<Int>) -> [Prose] {
    let text = text(of: place)
    // A draft only has to meet the numbers.
    if isDraft { return [] }
    let proseNames = ProseNames(lesson, names)
    return Prose.blocks(of: text, without: lesson.title).map { $0.finding(proseNames) }
  }

  var notes: [[MathNode]] {
    if let style, options.exercise?.isKey == false {
      return [nodes(.note(.answers(to: style.precision)))]
    }
    var notes: [[MathNode]] = []
    if options.exercise != nil { notes.append(nodes(.note(.blanksAreMarked))) }
    if state.hasOmissions {
      notes.append(nodes(.note(.shortenedFamilies(above: FamilyMembers.most))))
    }
    if let cut = trace.firstCut {
      let name = program.lines[cut.line].symbol.description
      notes.append(
        nodes(
          .note(.fractionIsTooLong(name: name, step: cut.step, bits: ExactNumber.mostBits))))
    }
    return byHand == nil ? notes + [nodes(.note(shownDigits))] : notes
  }

  func position(of steps: ClosedRange<Int>) -> PositionPhrase? {
    guard trace.hasClosingPass else { return nil }
    if steps.lowerBound > trace.steps { return .after(stepKind, trace.steps) }
    return .steps(
      stepKind, steps.lowerBound...min(steps.upperBound, trace.steps), of: trace.steps,
      andAfter: steps.upperBound > trace.steps)
  }

  mutating func noteOmissions() { state.hasOmissions = true }

  // Words.

  var titleOfRun: String { lesson.titleOfRun(in: options.language) }

  func words(_ phrase: Phrase<Never>) -> String { options.language.text(phrase) }

  func nodes(_ phrase: Phrase<MathNode>) -> [MathNode] { options.language.nodes(phrase) }

  // The sections of one step.

  mutating func sections(of step: Int, isFirst: Bool) -> [Walkthrough.Section] {
    var sections: [Walkthrough.Section] = []
    if let given = given(at: step, isFirst: isFirst) { sections.append(given) }
    sections += [
      section(.forward, at: step), section(.backward, at: step), section(.update, at: step),
    ].compactMap { $0 }
    if options.exercise != nil, isFirst,
      let states = statesBefore(rows.map(\.number.line), at: step)
    {
      sections.insert(states, at: min(1, sections.count))
    }
    let isAlone = options.steps.map { $0.count == 1 } ?? true
    if isAlone { return sections }
    let heading = words(
      .heading(step > trace.steps ? .after(stepKind, trace.steps) : .step(stepKind, step)))
    return [Walkthrough.Section(heading: heading, detail: nil, content: [])] + sections
  }

  /// The lines of a group, under its heading, which may say of which step they are.
  mutating func section(
    _ group: PhaseGroup, at step: Int, namesStep: Bool = false
  ) -> Walkthrough.Section? {
    let lines = listed(group.phases)
    let heading = words(
      .heading(namesStep ? .groupAt(group, stepKind, step) : .group(group, stepKind)))
    let detail = group == .update ? rules(at: step) : nil
    let content = group == .update ? updateContent(lines, at: step) : grouped(lines, at: step)
    return content.isEmpty
      ? nil
      : Walkthrough.Section(
        heading: heading, detail: detail, content: content, tone: Tone(of: group))
  }

  mutating func updateContent(_ lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    options.showsMatrices || options.showsAll || options.exercise != nil
      ? content(lines, at: step) : updates(lines, at: step)
  }

  /// The content of lines that are told together, those of a group with what is said before them.
  mutating func content(
    _ lines: [LineID], of group: StoryGroup? = nil, at step: Int
  ) -> [Walkthrough.Content] {
    if options.showsMatrices { return matrixEquations(lines, at: step) }
    if options.showsAll || options.exercise != nil { return equations(lines, at: step) }
    let leads = group.map {
      StoryLeads(
        $0, program, names, isMaximized: lesson.isMaximized, formula: folding.formula(of:))
    }
    return story(lines, at: step, leads)
  }

  /// Chooses what is worked out on this page, if it has not been.
  mutating func fixWorkedIndices(at step: Int) {
    if state.hasWorkedIndices || options.showsAll { return }
    state.hasWorkedIndices = true
    state.workedIndices.merge(workedIndices(at: step)) { own, _ in own }
  }

  private func workedIndices(at step: Int) -> [String: Int] {
    let given = PhaseGroup.given.phases
    let lines = program.lines.indices.filter { line in
      !given.contains(program.lines[line].phase) && !program.lines[line].isAbsent
        && folding.isListed(line)
    }
    return WorkedIndices(
      of: lines, names, formula: folding.formula(of:), value: { value(of: $0, at: step) }
    ).values
  }

  /// The lines of some phases that have an entry of their own, in the order of telling.
  func listed(_ phases: Set<Phase>) -> [LineID] {
    inOrder(phases, derivatives) { folding.isListed($0) }.filter(isShown)
  }

  /// Whether a line is among what a page shows that nobody names: an author may have hidden it.
  ///
  /// A worksheet has all that it is worked out from.
  func isShown(_ line: LineID) -> Bool {
    options.showsAll || options.exercise != nil || !lesson.hidden.contains(line)
  }

  /// Lines that are asked for, as far as they stand under one heading, in the order of telling.
  ///
  /// Of a family those that a page tells, if it tells any.
  func inOrder(_ lines: [LineID], of group: PhaseGroup) -> [LineID] {
    let named = Set(lines.filter { program.lines[$0].phase.group == group })
    if named.isEmpty { return [] }
    let told = Set(listed(group.phases).filter(named.contains))
    let families = Set(told.map { names.symbol(of: $0).family })
    let shown = named.filter {
      told.contains($0) || !families.contains(names.symbol(of: $0).family)
    }
    if shown.count == told.count { return listed(group.phases).filter(told.contains) }
    func isListed(_ line: LineID) -> Bool { folding.isListed(line) || named.contains(line) }
    return inOrder(group.phases, derivatives(showsAll: true, isListed), isListed)
      .filter(shown.contains)
  }

  func inOrder(
    _ phases: Set<Phase>, showsAll: Bool, _ isListed: (LineID) -> Bool
  ) -> [LineID] {
    inOrder(phases, derivatives(showsAll: showsAll, isListed), isListed)
  }

  private func inOrder(
    _ phases: Set<Phase>, _ derivatives: [LineID], _ isListed: (LineID) -> Bool
  ) -> [LineID] {
    names.told(phases.intersection(options.phases), derivatives, isListed)
  }

  /// The derivatives in the order of telling; none, where none are asked for.
  private func derivatives(showsAll: Bool, _ isListed: (LineID) -> Bool) -> [LineID] {
    options.phases.isDisjoint(with: PhaseGroup.backward.phases)
      ? [] : names.derivatives(showsAll: showsAll, isListed, formula: folding.formula(of:))
  }

  mutating func equations(_ lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    guard let first = lines.first, value(of: first, at: step) != nil else { return [] }
    let members = FamilyMembers(
      of: lines, symbol: names.symbol(of:), showsAll: options.showsAll)
    return members.entries.compactMap { entry in
      switch entry {
      case .line(let line):
        return equation(line, at: step).map { .equation(numbered($0, at: step)) }
      case .omitted(let lines):
        state.hasOmissions = true
        return .omission(
          omissions(lines).enumerated().map { index, omitted in
            omission(
              index == 0
                ? .moreOf(omitted.count, omitted.family) : .of(omitted.count, omitted.family))
          })
      }
    }
  }

  /// An equation as a row of a worksheet.
  private mutating func numbered(
    _ equation: Walkthrough.Equation, at step: Int
  ) -> Walkthrough.Equation {
    guard let exercise = options.exercise else { return equation }
    let number = TracedNumber(line: equation.line, step: step)
    rows.append((number, folding.formula(of: equation.line)))
    var equation = equation
    equation.row = Walkthrough.Row(
      number: rows.count, isMarked: exercise.isKey && exercise.blanks.contains(number))
    return equation
  }

  /// Whether a line's number is not to be seen.
  func hides(_ line: LineID, at step: Int) -> Bool {
    options.exercise?.hides(program.number(of: line, at: step)) ?? false
  }

  /// How many of each family are left out, in the order of their first member.
  func omissions(_ lines: [LineID]) -> [(count: Int, family: MathName)] {
    names.families(of: lines).map { ($0.count, names.familyName(of: $0)) }
  }

  /// What is said of rows that are left out.
  func omission(_ phrase: OmissionPhrase<MathName>) -> Sentence<MathName> {
    options.language.sentence(.omission(phrase))
  }
}

extension Tone {
  /// The tone of what is shown of some phases, where they have one.
  init?(of group: PhaseGroup) {
    switch group {
    case .forward: self = .forward
    case .backward: self = .backward
    case .given, .update: return nil
    }
  }
}
