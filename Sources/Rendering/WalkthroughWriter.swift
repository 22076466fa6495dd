import Decimals
import Formulas
package import Lessons
package import Programs
package import Tracing

extension Walkthrough {
  /// Tells a lesson with the numbers of its trace.
  ///
  /// `claims` are what a document shows that asks for its claims.
  package init(
    _ lesson: Lesson, _ trace: Trace, _ options: ShowOptions, fractions: FractionStyle,
    claims: [Section] = []
  ) {
    var writer = WalkthroughWriter(lesson, trace, options, fractions)
    writer.claims = claims
    self = writer.walkthrough()
  }
}

/// Makes walkthroughs of one trace.
struct WalkthroughWriter {
  let lesson: Lesson
  let program: Program
  let trace: Trace
  let options: ShowOptions
  let names: ProgramNames
  let layout: MathLayout
  let folding: Folding
  let style: NumberStyle
  /// The trace whose numbers are shown, where they are those of working by hand.
  private(set) var byHand: ByHandTrace?
  private let fractions: FractionStyle
  /// What a document shows of its claims.
  var claims: [Walkthrough.Section] = []
  private var hasOmissions = false
  /// The rows of a worksheet, as far as it is written.
  private(set) var rows: [Exercise.Row] = []

  init(_ lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ fractions: FractionStyle) {
    self.init(of: lesson, trace, options, fractions)
    let short = trace.program.lastBatch.map { at($0.period).folding }
    byHand = options.byHand.map { precision in
      ByHandTrace(
        trace, to: precision, keeping: options.neededSteps(of: trace),
        writesDown: { [folding] line, step in
          !(trace.program.isShort(step) ? short ?? folding : folding).isFolded(line)
        })
    }
  }

  private init(
    of lesson: Lesson, _ trace: Trace, _ options: ShowOptions, _ fractions: FractionStyle
  ) {
    self.lesson = lesson
    self.trace = trace
    self.options = options
    self.fractions = fractions
    program = lesson.program
    let names = ProgramNames(lesson)
    self.names = names
    layout = MathLayout(
      names: names, fractions: fractions, writesEverything: options.showsAll)
    folding = Folding(lesson.program, options.working, keeping: names.isAuthored)
    style =
      options.byHand.map { NumberStyle($0, inFull: true) }
      ?? NumberStyle(options.precision ?? lesson.precision)
  }

  /// The writer for the lines of one step.
  func at(_ step: Int) -> WalkthroughWriter {
    if !program.isShort(step) { return self }
    var writer = WalkthroughWriter(of: lesson.at(step), trace.at(step), options, fractions)
    writer.byHand = byHand
    return writer
  }

  /// Sections that are made of the lines of one step.
  mutating func sections(
    at step: Int, _ make: (inout WalkthroughWriter) -> [Walkthrough.Section]
  ) -> [Walkthrough.Section] {
    var writer = at(step)
    writer.rows = rows
    let sections = make(&writer)
    rows = writer.rows
    hasOmissions = hasOmissions || writer.hasOmissions
    return sections
  }

  mutating func walkthrough() -> Walkthrough {
    let steps = options.steps ?? 1...1
    if options.tables == .alone { return tables(of: steps) }
    if options.showsRun, lesson.document.hasShowBlocks, lesson.trial == nil { return document() }
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
        sections.append(Walkthrough.Section(heading: "Tables", detail: nil, content: []))
        sections += tables
      }
    }
    return Walkthrough(
      title: lesson.titleOfRun + (options.exercise?.isKey == true ? ": key" : ""),
      position: position(of: steps),
      prose: prose(lesson.document.pieces[..<afterword]), sections: sections,
      afterword: prose(lesson.document.pieces[afterword...]), notes: notes)
  }

  /// The place of the first piece after the last lesson block.
  private var afterword: Int {
    let last = lesson.document.pieces.lastIndex { piece in
      if case .prose = piece { return false }
      return true
    }
    return last.map { $0 + 1 } ?? 0
  }

  private func prose(_ pieces: ArraySlice<Document.Piece>) -> [Prose] {
    if !options.showsWholeLesson || options.steps != nil || lesson.trial != nil { return [] }
    return pieces.flatMap { piece -> [Prose] in
      guard case .prose(let place) = piece else { return [] }
      return prose(place)
    }
  }

  func prose(_ place: Range<Int>) -> [Prose] {
    Prose.blocks(of: text(of: place), without: lesson.title)
  }

  var notes: [String] {
    if let exercise = options.exercise, !exercise.isKey {
      return ["Answers to \(style.description)."]
    }
    var notes: [String] = []
    if options.exercise != nil { notes.append("Rows with a * are blank on the sheet.") }
    if hasOmissions {
      notes.append(
        "Of a family with more than \(FamilyMembers.most) members, the first two and the last "
          + "are shown; --all shows every one.")
    }
    return byHand == nil ? notes + ["Shown to \(style.description); computed in full."] : notes
  }

  func position(of steps: ClosedRange<Int>) -> String? {
    guard trace.hasClosingPass else { return nil }
    if steps.lowerBound > trace.steps { return "after \(stepName) \(trace.steps)" }
    if steps.count == 1 { return "\(stepName) \(steps.lowerBound) of \(trace.steps)" }
    if steps.upperBound <= trace.steps {
      return "\(stepName)s \(steps.lowerBound) to \(steps.upperBound) of \(trace.steps)"
    }
    let trained = position(of: steps.lowerBound...trace.steps) ?? ""
    return "\(trained), and after"
  }

  mutating func noteOmissions() { hasOmissions = true }

  // The sections of one step.

  mutating func sections(of step: Int, isFirst: Bool) -> [Walkthrough.Section] {
    var sections: [Walkthrough.Section] = []
    if let given = given(at: step, isFirst: isFirst) { sections.append(given) }
    sections += [
      section("Forward", [.forward], at: step),
      section("Backward", [.delta, .gradient], at: step),
      section(updateHeading, [.transform, .moment, .update], at: step, detail: rules),
    ].compactMap { $0 }
    if options.exercise != nil, isFirst,
      let states = statesBefore(rows.map(\.number.line), at: step)
    {
      sections.insert(states, at: min(1, sections.count))
    }
    let isAlone = options.steps.map { $0.count == 1 } ?? true
    if isAlone { return sections }
    let heading =
      step > trace.steps
      ? "After \(stepName) \(trace.steps)" : "\(lesson.isSearch ? "Trial" : "Step") \(step)"
    return [Walkthrough.Section(heading: heading, detail: nil, content: [])] + sections
  }

  mutating func section(
    _ heading: String, _ phases: Set<Phase>, at step: Int, detail: MathNode? = nil
  ) -> Walkthrough.Section? {
    let wanted = phases.intersection(options.phases)
    let lines = program.lines.indices.filter { line in
      let entry = program.lines[line]
      return wanted.contains(entry.phase) && !entry.isAbsent && folding.isListed(line)
    }
    let content =
      options.showsMatrices ? matrixEquations(lines, at: step) : equations(lines, at: step)
    return content.isEmpty
      ? nil : Walkthrough.Section(heading: heading, detail: detail, content: content)
  }

  mutating func equations(_ lines: [Int], at step: Int) -> [Walkthrough.Content] {
    guard let first = lines.first, value(of: first, at: step) != nil else { return [] }
    let members = FamilyMembers(
      of: lines, symbol: names.symbol(of:), showsAll: options.showsAll)
    return members.entries.compactMap { entry in
      switch entry {
      case .line(let line):
        return equation(line, at: step).map { .equation(numbered($0, at: step)) }
      case .omitted(let lines):
        hasOmissions = true
        return .omission(omissions(lines))
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
  private func hides(_ line: Int, at step: Int) -> Bool {
    options.exercise?.hides(program.number(of: line, at: step)) ?? false
  }

  /// How many of each family are left out, in the order of their first member.
  func omissions(_ lines: [Int]) -> [Walkthrough.Omission] {
    var places: [Symbol: Int] = [:]
    var members: [[Int]] = []
    for line in lines {
      let place = places[names.symbol(of: line).family, default: members.count]
      if place == members.count {
        places[names.symbol(of: line).family] = place
        members.append([])
      }
      members[place].append(line)
    }
    return members.map { members in
      Walkthrough.Omission(count: members.count, family: names.familyName(of: members))
    }
  }

  // One quantity.

  func value(of line: Int, at step: Int) -> Double? {
    byHand.map { $0.value(of: line, at: step) } ?? trace.value(of: line, at: step)
  }

  func previousValue(of line: Int, at step: Int) -> Double? {
    byHand.map { $0.previousValue(of: line, at: step) } ?? trace.previousValue(of: line, at: step)
  }

  func equation(_ line: Int, at step: Int) -> Walkthrough.Equation? {
    guard let value = value(of: line, at: step) else { return nil }
    var rows: [MathNode] = []
    if names.isAuthored(line) {
      rows.append(.name(names.notation.name(program.lines[line].symbol)))
    }
    let isBlank = hides(line, at: step)
    if let formula = folding.formula(of: line) {
      rows += isBlank ? [layout.symbolic(formula)] : working(formula, value, at: step)
    }
    rows.append(isBlank ? .blank : .number(style.text(value)))
    return Walkthrough.Equation(
      line: line, left: names.name(of: line), rows: rows.withoutRepetitions,
      remark: remark(on: line, at: step) ?? outcomeRemark(on: line, at: step))
  }

  /// A formula in names, and with its numbers put in.
  func working(_ formula: Formula, _ value: Double, at step: Int) -> [MathNode] {
    if formula.isNumberOrName { return [layout.symbolic(formula)] }
    let operands = operands(of: formula, result: value, at: step)
    return [layout.symbolic(formula), layout.substituted(formula, operands)]
      + [workedOut(formula, value, at: step)].compactMap { $0 }
  }

  /// A sum with its products worked out, where that is asked for and there are any.
  ///
  /// Who works by hand rounds whole lines, and no products.
  private func workedOut(_ formula: Formula, _ value: Double, at step: Int) -> MathNode? {
    guard options.working == .full, byHand == nil, options.exercise == nil else { return nil }
    let terms = formula.terms
    guard terms.count > 1, terms.count <= SumFinder.longest || options.showsAll,
      terms.contains(where: { !$0.formula.isNumberOrName })
    else { return nil }
    let values = terms.map { trace.value(of: $0.formula, at: step) ?? .nan }
    return sum(of: zip(values, terms).map { ($0, $1.isSubtracted) }, value, at: step)
  }

  /// Numbers added up, with as many digits as their sum needs.
  func sum(of values: [(number: Double, isSubtracted: Bool)], _ total: Double, at step: Int)
    -> MathNode
  {
    // The lines of this formula are the numbers, by position.
    let sum = Formula(
      .sum(values.enumerated().map { $1.isSubtracted ? Formula(.negated(.line($0))) : .line($0) }))
    let precision = OperandPrecision(
      style: style, step: step, line: { values[$0].number }, previous: { _ in .nan })
    let operandStyle = precision.style(for: sum, result: total)
    let operands = PrintedOperands(
      step: step, line: { operandStyle.text(values[$0].number) },
      previous: { _ in operandStyle.text(.nan) })
    return layout.substituted(sum, operands)
  }

  func operands(
    of formula: Formula, result: Double, at step: Int
  ) -> PrintedOperands {
    let style = operandStyle(of: formula, result: result, at: step)
    return PrintedOperands(
      step: step,
      line: { hides($0, at: step) ? nil : style.text(value(of: $0, at: step) ?? .nan) },
      previous: {
        hides($0, at: step - 1) ? nil : style.text(previousValue(of: $0, at: step) ?? .nan)
      })
  }

  /// As many digits as a result needs to follow from its operands.
  func operandStyle(of formula: Formula, result: Double, at step: Int) -> NumberStyle {
    if byHand != nil { return style }
    return OperandPrecision(
      style: style, step: step, line: { value(of: $0, at: step) ?? .nan },
      previous: { previousValue(of: $0, at: step) ?? .nan }
    ).style(for: formula, result: result)
  }

  // What is given.

  static let roles: [(phase: Phase, label: String)] = [
    (.input, "inputs"), (.target, "targets"), (.const, "constants"), (.param, "parameters"),
  ]

  /// All that is given at the first step shown; later, only what changes from outside.
  mutating func given(at step: Int, isFirst: Bool) -> Walkthrough.Section? {
    var rows: [Walkthrough.Given] = []
    for (phase, label) in Self.roles where options.phases.contains(phase) {
      let lines = program.lines.indices.filter { line in
        let entry = program.lines[line]
        return entry.phase == phase && !entry.isAbsent && (isFirst || entry.isDrawnAnew)
      }
      let groups = groups(of: lines, at: step)
      if !groups.isEmpty { rows.append(Walkthrough.Given(label: label, groups: groups)) }
    }
    return rows.isEmpty
      ? nil : Walkthrough.Section(heading: "Given", detail: nil, content: [.given(rows)])
  }

  /// Families in the order of their first members; numbers without one where they stand.
  mutating func groups(of lines: [Int], at step: Int) -> [Walkthrough.Given.Group] {
    var families: [(symbol: Symbol?, lines: [Int])] = []
    var places: [Symbol: Int] = [:]
    for line in lines {
      let symbol = program.lines[line].symbol
      let family = symbol.allIndices.isEmpty ? nil : symbol.family
      if let place = family.flatMap({ places[$0] }) {
        families[place].lines.append(line)
      } else if family == nil, let last = families.last, last.symbol == nil {
        families[families.count - 1].lines.append(line)
      } else {
        if let family { places[family] = families.count }
        families.append((family, [line]))
      }
    }
    return families.map { group(of: $0.lines, at: step) }
  }

  private mutating func group(of lines: [Int], at step: Int) -> Walkthrough.Given.Group {
    var group = Walkthrough.Given.Group()
    if options.showsMatrices, let (name, matrix) = matrix(of: lines, at: step) {
      group.entries = [.matrix(name, matrix)]
      return group
    }
    let members = FamilyMembers(
      of: lines, symbol: names.symbol(of:), showsAll: options.showsAll)
    for entry in members.entries {
      switch entry {
      case .line(let line):
        guard let value = value(of: line, at: step) else { continue }
        group.entries.append(.value(names.name(of: line), style.text(value)))
      case .omitted(let lines):
        hasOmissions = true
        group.entries.append(.omitted(lines.count))
      }
    }
    let first = program.lines[lines[0]].symbol.allIndices.dropLast()
    if !first.isEmpty, group.entries.count == lines.count {
      group.rowLength =
        lines.prefix { line in
          program.lines[line].symbol.allIndices.dropLast() == first
        }.count
    }
    return group
  }

  /// The states of the step before that some lines use.
  func statesBefore(_ lines: [Int], at step: Int) -> Walkthrough.Section? {
    let states = Set(lines.flatMap { program.lines[$0].formula?.previousLines ?? [] })
    let entries = states.sorted().compactMap { line in
      previousValue(of: line, at: step).map { value in
        Walkthrough.Given.Entry.value(.previous(names.name(of: line)), style.text(value))
      }
    }
    if entries.isEmpty { return nil }
    let group = Walkthrough.Given.Group(entries: entries)
    return Walkthrough.Section(
      heading: step == 1 ? "Before the first \(stepName)" : "From \(stepName) \(step - 1)",
      detail: nil, content: [.given([Walkthrough.Given(label: "states", groups: [group])])])
  }

  /// The transforms and the optimizer with their arguments.
  var rules: MathNode? {
    var row: [MathNode] = []
    for (place, rule) in lesson.rules.enumerated() {
      row.append(.words(place == 0 ? rule.name : ", then \(rule.name)"))
      for argument in rule.arguments {
        let name = names.notation.name(.named(argument.name))
        row += [.words(", "), .name(name)]
        if let value = value(of: argument.value, besides: name) { row += [.sign(.equals), value] }
      }
    }
    return row.isEmpty ? nil : .row(row)
  }

  /// What an argument is set to: the number that a search chose, or, where it is a quantity of the
  /// argument's own name, its number, or nothing if that changes.
  private func value(of argument: Formula, besides name: MathName) -> MathNode? {
    guard case .line(let line) = argument.kind else { return layout.symbolic(argument) }
    let number = MathNode.number(style.text(program.lines[line].initial))
    if program.lines[line].symbol.quantity == nil { return number }
    if names.name(of: line).look != name.look { return layout.symbolic(argument) }
    return program.lines[line].isConstant ? number : nil
  }

  // What comes of it.

  func closing() -> [Walkthrough.Section] {
    if lesson.isSearch { return trials() }
    guard trace.hasClosingPass, let objective = lesson.objective,
      let after = value(of: objective, at: 2)
    else { return [] }
    let result = Walkthrough.Equation(
      line: objective, left: names.name(of: objective), rows: [.number(style.text(after))],
      remark: remark(on: objective, at: 2))
    let section = Walkthrough.Section(
      heading: "After step 1",
      detail: changesFromOutside ? .words("with what step 2 is given") : nil,
      content: [.equation(result)])
    return [section] + [options.tables == .none ? overview() : nil].compactMap { $0 }
  }

  /// Whether a step has other given numbers than the one before.
  private var changesFromOutside: Bool { program.lines.contains(where: \.isDrawnAnew) }

  /// The objective and the parameters at some of the steps.
  func overview() -> Walkthrough.Section? {
    guard trace.steps > 1, let objective = lesson.objective else { return nil }
    let parameters = program.lines.indices.filter { program.lines[$0].phase == .param }
    let shown = [objective] + (parameters.count <= 12 ? parameters : [])
    return Walkthrough.Section(
      heading: "Training", detail: ending,
      content: [.table(table(of: shown)), lastErrors(of: shown)].compactMap { $0 })
  }

  /// How long the run was, and why it ended there.
  private var ending: MathNode {
    let last = "; step \(trace.lastStep) is the forward pass after the last update"
    let planned = program.training?.steps ?? trace.steps
    let writer = at(trace.steps)
    guard trace.steps < planned, let until = writer.program.training?.until else {
      return .words(counted(trace.steps, "step") + last)
    }
    return .row([
      .words("ended after \(counted(trace.steps, "step")) with "), writer.layout.statement(until),
      .words(last),
    ])
  }
}

extension [MathNode] {
  /// The rows without those that say again what the one before says.
  var withoutRepetitions: [MathNode] {
    var result: [MathNode] = []
    for row in self where row != result.last { result.append(row) }
    return result
  }
}

extension Formula {
  /// The terms of a sum, also of sums within it; a formula that is none is its only term.
  fileprivate var terms: [(formula: Formula, isSubtracted: Bool)] {
    guard case .sum(let terms) = kind else { return [(self, false)] }
    return terms.flatMap { term -> [(formula: Formula, isSubtracted: Bool)] in
      if case .negated(let operand) = term.kind { return [(operand, true)] }
      return term.terms
    }
  }
}

extension Formula {
  /// The lines whose values in the step before are used.
  fileprivate var previousLines: [Int] {
    if case .previous(let line) = kind { return [line] }
    return dependsOnLines ? parts.flatMap(\.previousLines) : []
  }
}

extension Line {
  /// Whether the number comes from outside, and may be another one at each step.
  package var isDrawnAnew: Bool {
    switch definition {
    case .sequence, .shuffled, .drawn: true
    case .constant, .carried, .outcome, .absent, .formula: false
    }
  }
}
