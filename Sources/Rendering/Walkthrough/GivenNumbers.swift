import Decimals
import Formulas
import Lessons
import Programs
import Tracing
import Words

/// What a step begins with.
extension WalkthroughWriter {
  static let roles: [(phase: Phase, label: LabelPhrase)] = [
    (.input, .inputs), (.target, .targets), (.const, .constants), (.param, .parameters),
  ]

  /// The given numbers that play one part.
  func given(_ label: LabelPhrase, _ groups: [Walkthrough.Given.Group]) -> Walkthrough.Given {
    Walkthrough.Given(label: words(.label(label)), groups: groups)
  }

  /// The section of what is given; `nil` where that is nothing.
  func section(given rows: [Walkthrough.Given]) -> Walkthrough.Section? {
    if rows.isEmpty { return nil }
    return Walkthrough.Section(
      heading: words(.heading(.group(.given, stepKind))), detail: nil, content: [.given(rows)])
  }

  /// All that is given at the first step shown; later, only what changes from outside.
  mutating func given(at step: Int, isFirst: Bool) -> Walkthrough.Section? {
    var rows: [Walkthrough.Given] = []
    for (phase, label) in Self.roles where options.phases.contains(phase) {
      let lines = program.lines.indices.filter { line in
        let entry = program.lines[line]
        return entry.phase == phase && !entry.isAbsent && (isFirst || entry.isDrawnAnew)
      }
      let groups = groups(of: lines, at: step)
      if !groups.isEmpty { rows.append(given(label, groups)) }
    }
    return section(given: rows)
  }

  /// Families in the order of their first members; numbers without one where they stand.
  mutating func groups(of lines: [LineID], at step: Int) -> [Walkthrough.Given.Group] {
    var families: [(symbol: Symbol?, lines: [LineID])] = []
    var indices: [Symbol: Int] = [:]
    for line in lines {
      let symbol = program.lines[line].symbol
      let family = symbol.allIndices.isEmpty ? nil : symbol.family
      if let index = family.flatMap({ indices[$0] }) {
        families[index].lines.append(line)
      } else if family == nil, let last = families.last, last.symbol == nil {
        families[families.count - 1].lines.append(line)
      } else {
        if let family { indices[family] = families.count }
        families.append((family, [line]))
      }
    }
    return families.map { group(of: $0.lines, at: step) }
  }

  private mutating func group(of lines: [LineID], at step: Int) -> Walkthrough.Given.Group {
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
        guard let number = number(of: line, at: step) else { continue }
        group.entries.append(.value(names.name(of: line), number))
      case .omitted(let lines):
        noteOmissions()
        group.entries.append(.omitted(words(.omission(.more(lines.count)))))
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
  func statesBefore(_ lines: [LineID], at step: Int) -> Walkthrough.Section? {
    let states = Set(lines.flatMap { program.lines[$0].formula?.previousLines ?? [] })
    let entries = states.sorted().compactMap { line in
      previousNumber(of: line, at: step).map { number in
        Walkthrough.Given.Entry.value(.previous(names.name(of: line)), number)
      }
    }
    if entries.isEmpty { return nil }
    let group = Walkthrough.Given.Group(entries: entries)
    return Walkthrough.Section(
      heading: words(.heading(step == 1 ? .beforeFirst(stepKind) : .from(stepKind, step - 1))),
      detail: nil, content: [.given([given(.states, [group])])])
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
