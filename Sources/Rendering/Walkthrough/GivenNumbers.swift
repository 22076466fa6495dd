import Decimals
import Formulas
import Lessons
import Programs
import Tracing
import Words

/// What a step begins with.
extension WalkthroughWriter {
  /// What some number, or several, are to the lesson.
  typealias RoleLabels = (one: LabelPhrase, many: LabelPhrase)

  static let roles: [(phase: Phase, label: RoleLabels)] = [
    (.input, (.input, .inputs)), (.target, (.target, .targets)),
    (.const, (.constant, .constants)), (.param, (.parameter, .parameters)),
  ]

  /// The section of what is given, by the parts that it plays; `nil` where that is nothing.
  func section(
    given parts: [(label: RoleLabels, lines: [LineID])], at step: Int
  ) -> Walkthrough.Section? {
    let told = parts.map { part in
      (part.label, familiesOfLines(part.lines.filter { number(of: $0, at: step) != nil }))
    }
    let tabled = told.flatMap { label, families in
      families.filter { !options.showsMatrices || matrix(of: $0, at: step) == nil }
        .compactMap { GivenFamily($0, words(.label(label.many)), names) }
    }
    let given = GivenTables(
      families: tabled, mostRows: options.showsAll ? .max : Table.mostRows,
      cell: { cell($0, at: step) })
    let (tables, inTables) = given.tables
    let rows = told.compactMap { label, families -> Walkthrough.Given? in
      let entries = families.filter { !inTables.contains($0[0]) }
        .flatMap { self.entries(of: $0, at: step) }
      if entries.isEmpty { return nil }
      return .init(
        label: words(.label(entries.count > 1 ? label.many : label.one)), entries: entries)
    }
    var content: [Walkthrough.Content] = []
    let meanings = IndexMeanings(program, names)
    let indices = given.indices { meanings[$0] }
    if !indices.isEmpty { content.append(.remark(nodes(.remark(.indices(indices))))) }
    content += tables.map { .table($0) }
    if !rows.isEmpty { content.append(.given(rows)) }
    if content.isEmpty { return nil }
    return Walkthrough.Section(
      heading: words(.heading(.group(.given, stepKind))), detail: nil, content: content)
  }

  /// All that is given at the first step shown; later, only what changes from outside.
  func given(at step: Int, isFirst: Bool) -> Walkthrough.Section? {
    let part = partOfGiven
    let parts = Self.roles.filter { options.phases.contains($0.phase) }.map { role in
      let lines = program.lines.indices.filter { line in
        part(line) == role.phase && !program.lines[line].isAbsent && isShown(line)
          && (isFirst || program.lines[line].isDrawnAnew)
      }
      return (role.label, lines)
    }
    return section(given: parts, at: step)
  }

  /// The part that a given line plays, to a reader: data that go into no neuron, where there are any, are
  /// what is wanted of them.
  var partOfGiven: (LineID) -> Phase {
    let neurons = names.network.layers.flatMap(\.lines)
    let taken = Set(neurons.flatMap { program.lines[$0].formula?.lines ?? [] })
    return { [program] line in
      let phase = program.lines[line].phase
      return phase == .input && !neurons.isEmpty && !taken.contains(line) ? .target : phase
    }
  }

  /// Families in the order of their first members; a number without indices is one.
  private func familiesOfLines(_ lines: [LineID]) -> [[LineID]] {
    var families: [[LineID]] = []
    var places: [Symbol: Int] = [:]
    for line in lines {
      let symbol = program.lines[line].symbol
      let family = symbol.allIndices.isEmpty ? symbol : symbol.family
      let place = places[family, default: families.count]
      if place == families.count {
        places[family] = place
        families.append([])
      }
      families[place].append(line)
    }
    return families
  }

  private func entries(of lines: [LineID], at step: Int) -> [Walkthrough.Given.Entry] {
    if options.showsMatrices, let (name, matrix) = matrix(of: lines, at: step) {
      return [.matrix(name, matrix)]
    }
    return lines.compactMap { line in
      number(of: line, at: step).map { .value(names.name(of: line), $0) }
    }
  }

  /// The states of the step before that some lines use.
  func statesBefore(_ lines: [LineID], at step: Int) -> Walkthrough.Section? {
    let states = Set(lines.flatMap { program.lines[$0].formula?.previousLines ?? [] })
    let entries = states.sorted().compactMap { line in
      previousNumber(of: line, at: step).map { number in
        Walkthrough.Given.Entry.value(.previous(names.name(of: line)), number)
      }
    }
    if entries.isEmpty { return nil }
    return Walkthrough.Section(
      heading: words(.heading(step == 1 ? .beforeFirst(stepKind) : .from(stepKind, step - 1))),
      detail: nil,
      content: [
        .given([.init(label: words(.label(entries.count > 1 ? .states : .state)), entries: entries)]
        )
      ])
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
