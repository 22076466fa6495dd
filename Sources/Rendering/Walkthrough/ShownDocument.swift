import Formulas
import Decimals
import Diagnostics
package import Lessons
import Programs
package import Tracing
import Words

/// Documents that say themselves which pieces of the trace stand where.
extension WalkthroughWriter {
  /// The prose and the pieces, in the order of the text.
  mutating func document() -> Walkthrough {
    let parts = shownParts
    state.deltasOfDocument = usedDeltas(of: parts)
    takeWorkedIndices(of: parts)
    var sections: [Walkthrough.Section] = []
    for piece in lesson.document.pieces {
      switch piece {
      case .prose(let place):
        let prose = prose(place)
        if prose.isEmpty { continue }
        sections.append(section("", .prose(prose)))
        state.author = .init(leading: prose)
      case .show(let place):
        guard let part = lesson.shownParts[place.lowerBound] else { continue }
        let told = section(of: part)
        sections.insert(definitions: state.definitions)
        state.definitions = []
        sections += told
        state.author = .init()
      case .lesson, .data: break
      }
    }
    sections += [byHandSection(nil)].compactMap { $0 }
    return Walkthrough(
      title: titleOfRun, position: position(of: parts).map { words(.position($0)) }, prose: [],
      sections: sections, afterword: [], notes: notes)
  }

  /// The pieces, in the order of the text.
  private var shownParts: [ShownPart] {
    lesson.document.pieces.compactMap { piece in
      if case .show(let place) = piece { return lesson.shownParts[place.lowerBound] }
      return nil
    }
  }

  /// The step that all pieces are about which tell one; `nil` where there are several.
  private func position(of parts: [ShownPart]) -> PositionPhrase? {
    let steps = Set(parts.compactMap(\.step).map { min($0, trace.lastStep) })
    guard let step = steps.first, steps.count == 1 else { return nil }
    return position(of: step...step)
  }

  private func section(
    _ heading: String, _ content: Walkthrough.Content
  ) -> Walkthrough.Section {
    Walkthrough.Section(heading: heading, detail: nil, content: [content])
  }

  private mutating func section(of part: ShownPart) -> [Walkthrough.Section] {
    switch part {
    case .phases(let group, let named):
      let step = min(named, trace.lastStep)
      return sections(at: step) { writer in
        let section =
          group == .given
          ? writer.given(at: step, isFirst: true)
          : writer.section(group, at: step, namesStep: step > 1)
        return [section.map(writer.state.author.leading)].compactMap(\.self)
      }
    case .subject(let subject, let group, let named):
      return sections(at: min(named, trace.lastStep)) { writer in
        let lines = writer.lines(of: subject, group)
        return writer.section(of: lines, group, at: min(named, writer.lastStep))
      }
    case .quantities(let lines, let telling, let named):
      return sections(at: min(named, trace.lastStep)) { writer in
        PhaseGroup.allCases.flatMap { group in
          writer.section(
            telling: writer.inOrder(lines, of: group), telling, of: group,
            at: min(named, writer.lastStep))
        }
      }
    case .table(let lines, let steps):
      define(before: lines)
      return [section("", .table(table(of: lines, steps)))]
    case .graph:
      let picture = GraphPicture(self, step: 1)
      return [
        Walkthrough.Section(
          heading: words(.heading(.graph)),
          detail: .row(nodes(.detail(.levels(picture.graph.levels.count)))),
          content: [.graph(picture)])
      ]
    case .claims: return claims
    case .plot(let lines):
      guard let plot = plot(of: lines) else { return [] }
      define(before: lines)
      return [section("", .plot(plot))]
    case .value(let line, let step):
      guard let number = number(of: line, at: min(step, trace.lastStep)) else { return [] }
      let equation = Walkthrough.Equation(
        line: line, left: names.name(of: line), rows: [.number(number)], remark: nil)
      define(before: [line])
      return [section("", .equation(equation))]
    }
  }

  /// Notes what δ is, where that has to be said before some lines.
  private mutating func define(before lines: [LineID]) {
    let content = deltaDefinitions(lines)
    if content.isEmpty { return }
    state.definitions.append(Walkthrough.Section(heading: "", detail: nil, content: content))
  }

  /// The quantities at some steps, by default at those that give an overview of all.
  func table(of lines: [LineID], _ steps: ClosedRange<Int>? = nil) -> Table {
    let last = trace.lastStep
    let chosen =
      steps.map { Array($0.clamped(to: 1...last)) } ?? StepSelection.overview(to: last)
    let rows = chosen.map { step in
      [Table.Cell.integer(step)]
        + lines.map { Table.Cell(number(of: $0, at: step)) }
    }
    return Table(
      columns: [.words(words(.label(.step(stepKind))))] + lines.map { .name(names.name(of: $0)) },
      rows: rows)
  }

  private func plot(of lines: [LineID]) -> Plot? {
    let labels = lines.map { [MathNode.name(names.name(of: $0))] }
    return Plot(
      zip(lines, labels).map { line, label in
        Plot.Series(
          label, steps: 1...trace.lastStep, isJoined: lesson.joinsSteps(of: line)
        ) { value(of: line, at: $0) }
      }, by: stepKind, title: labels.count == 1 ? labels[0] : [], scale: .automatic,
      in: options.language)
  }

  /// The text of a piece of prose, with the values that stand in it.
  func text(of place: Range<Int>) -> String {
    var text = ""
    var start = place.lowerBound
    for inner in lesson.document.values where place.contains(inner.lowerBound) {
      text += lesson.source.text(start..<inner.lowerBound - 2)
      if case .value(let line, let step) = lesson.shownParts[inner.lowerBound],
        let number = number(of: line, at: min(step, trace.lastStep))
      {
        text += MathNode.number(number).text(isASCII: options.isASCII)
      }
      start = inner.upperBound + 2
    }
    return text + lesson.source.text(start..<place.upperBound)
  }
}

/// Quantities, and parts of a network, that an author has named: without a heading, since the author's
/// words lead up to them.
extension WalkthroughWriter {
  private var lastStep: Int { trace.lastStep }

  /// What a part of a network has of the way forward or back; all of it, where nothing is asked for that
  /// it would lead to.
  private func lines(of subject: ShownPart.Subject, _ group: PhaseGroup) -> [LineID] {
    let told = StoryGroup.lines(listed(group.phases), of: subject, program, names)
    if !told.isEmpty { return told }
    let all = program.lines.indices.filter { folding.isListed($0) }
    return StoryGroup.lines(inOrder(all, of: group), of: subject, program, names)
  }

  /// A piece without a heading, before which it will be said what δ is; none where it would be empty.
  private mutating func section(
    about lines: [LineID], of group: PhaseGroup,
    _ content: (_ writer: inout Self) -> [Walkthrough.Content]
  ) -> [Walkthrough.Section] {
    let before = state
    define(before: lines.flatMap(namesInFormula))
    let content = content(&self)
    if content.isEmpty {
      state = before
      return []
    }
    return [Walkthrough.Section(heading: "", detail: nil, content: content, tone: Tone(of: group))]
  }

  /// A part of a network with what is said of its groups; the author's words take the place of the first.
  private mutating func section(
    of lines: [LineID], _ group: PhaseGroup, at step: Int
  ) -> [Walkthrough.Section] {
    section(about: lines, of: group) { writer in
      writer.state.author.leading(writer.grouped(lines, at: step))
    }
  }

  private mutating func section(
    telling lines: [LineID], _ telling: ShownPart.Telling, of group: PhaseGroup, at step: Int
  ) -> [Walkthrough.Section] {
    section(about: lines, of: group) { writer in
      switch telling {
      case .general: return writer.generalFormulas(lines)
      case .worked:
        return lines.compactMap { line in
          writer.equation(line, at: step).map { .equation($0) }
        }
      case .whole:
        switch group {
        case .given: return writer.given(lines, at: step)
        case .forward, .backward: return writer.content(lines, at: step)
        case .update: return writer.updateContent(lines, at: step)
        }
      }
    }
  }

  private func given(_ lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    let parts = Self.roles.map { role in
      (role.label, lines.filter { program.lines[$0].phase == role.phase })
    }
    let content = section(given: parts, at: step)?.content ?? []
    return content.filter { content in
      if case .remark = content { return false }
      return true
    }
  }

  /// The formulas of families in general; in names, where there is none that holds for all members.
  private mutating func generalFormulas(_ lines: [LineID]) -> [Walkthrough.Content] {
    let finder = GeneralFormulaFinder(layout: layout, formula: folding.formula(of:))
    var content: [Walkthrough.Content] = []
    for family in names.families(of: lines) {
      let formulas = finder.formulas(of: family)
      content.append(.general(formulas.isEmpty ? family.compactMap(formulaInNames) : formulas))
    }
    return content
  }

  private func formulaInNames(of line: LineID) -> GeneralFormula? {
    folding.formula(of: line).map { formula in
      GeneralFormula(
        members: [line], left: names.name(of: line),
        rows: [layout.symbolic(formula.textbookForm.writtenForm)], condition: [])
    }
  }

  // What pieces have in common.

  /// A line and what its formula is printed with.
  func namesInFormula(of line: LineID) -> [LineID] {
    if !names.hasDeltas { return [line] }
    return (folding.formula(of: line)?.lines ?? []).filter(names.isDelta) + [line]
  }

  /// The derivatives whose δ some pieces use, in the order of the text.
  private func usedDeltas(of parts: [ShownPart]) -> [LineID] {
    let used = parts.flatMap { part -> [LineID] in
      switch part {
      case .phases(let group, _): return group == .backward ? listed(group.phases) : []
      case .subject(let subject, let group, _):
        return lines(of: subject, group).flatMap(namesInFormula)
      case .quantities(let lines, _, _):
        return inOrder(lines, of: .backward).flatMap(namesInFormula)
      case .table(let lines, _), .plot(let lines): return lines
      case .value(let line, _): return [line]
      case .graph, .claims: return []
      }
    }
    return used.filter(names.isDelta)
  }

  /// Has the page follow the way that its author has chosen, where an entry is worked out by name.
  private mutating func takeWorkedIndices(of parts: [ShownPart]) {
    for case .quantities(let lines, .worked, _) in parts {
      for line in lines {
        for (letter, value) in zip(names.indexNames(of: line), names.symbol(of: line).allIndices) {
          if let letter, state.workedIndices[letter] == nil { state.workedIndices[letter] = value }
        }
      }
    }
  }
}

extension Prose {
  /// What an author says at a place of a lesson, with the values that stand in it, if there is a
  /// trace.
  package static func blocks(
    of lesson: Lesson, at place: Range<Int>, with trace: Trace?
  ) -> [Prose] {
    guard let trace else { return blocks(of: lesson.source.text(place), without: lesson.title) }
    let numbers = PageNumbers.alike(NumberStyle(lesson.precision ?? .usual))
    var options = ShowOptions()
    options.phases = []
    return WalkthroughWriter(of: lesson, trace, options, .inRow, numbers).prose(place)
  }
}
