import Decimals
import Formulas
import Lessons
import Programs
import Tracing
import Words

/// The rules that a run goes by, and what comes of it.
extension WalkthroughWriter {
  /// The transforms and the optimizer with their arguments.
  ///
  /// Where their formulas use it, the number of the step as well.
  func rules(at step: Int) -> MathNode? {
    let usesStep = listed(PhaseGroup.update.phases).contains {
      program.lines[$0].formula?.usesStep ?? false
    }
    let rules = lesson.rules.enumerated().map { place, rule in
      var row: [MathNode] = [.words(rule.name)]
      for argument in rule.arguments {
        let name = names.argument(argument.name)
        row += [.words(", "), .name(name)]
        if let value = value(of: argument.value, besides: name) { row += [.sign(.equals), value] }
      }
      if usesStep, place == lesson.rules.count - 1 {
        let number = MathNode.number(.init(significand: String(step)))
        row += [.words(", "), .name(names.argument("step")), .sign(.equals), number]
      }
      return Sentence(row)
    }
    return rules.isEmpty ? nil : .row(nodes(.detail(.rules(rules))))
  }

  /// What an argument is set to: the number that a search chose, or, where it is a quantity of the
  /// argument's own name, its number, or nothing if that changes.
  private func value(of argument: Formula, besides name: MathName) -> MathNode? {
    guard case .line(let line) = argument.kind else { return layout.symbolic(argument) }
    let number = MathNode.number(text(program.lines[line].initial, of: line))
    if program.lines[line].symbol.quantity == nil { return number }
    if names.name(of: line).look != name.look { return layout.symbolic(argument) }
    return program.lines[line].isConstant ? number : nil
  }

  /// How many digits the page shows.
  var shownDigits: NotePhrase<MathNode> {
    let rule: DigitFormat.Rule
    var raised: [(more: Int, names: [MathNode])] = []
    var hasSmall = false
    switch numbers {
    case .alike(let style): return .shown(to: style.precision)
    case .draft(let draft): rule = draft.rule
    case .chosen(let digits):
      rule = digits.rule
      hasSmall = digits.hasSmallFamilies
      raised = digits.raised.map { more, families in
        let names = familyNames(families)
        return (more, Array(names.prefix(Self.mostRaised)) + others(than: names, of: families))
      }
    }
    switch rule.precision {
    case .decimals(let count): return .shown(to: .decimals(count))
    case .digits(let count): return .shownByFamily(.digits(count), raised: raised)
    case nil:
      let small = hasSmall ? DigitFormat.usualDigits.lowerBound : nil
      return .shownByFamily(.decimals(DigitFormat.usualDecimals, ofSmall: small), raised: raised)
    }
  }

  /// More names are not told one by one.
  private static let mostRaised = 8

  private func others(than names: [MathNode], of families: [Symbol]) -> [MathNode] {
    let further = max(names.count, families.count) - Self.mostRaised
    return further > 0 ? [.words(words(.omission(.more(further))))] : []
  }

  /// The names of families in the order of the program: of a row what its numbers have in common, or each.
  private func familyNames(_ families: [Symbol]) -> [MathNode] {
    let members = families.map { family in
      (family: family, lines: program.lines.indices.filter { digitFamilies[$0] == family })
    }
    let ordered = members.sorted { left, right in
      guard let first = left.lines.first, let second = right.lines.first else {
        return right.lines.isEmpty && !left.lines.isEmpty
      }
      return first < second
    }
    return ordered.prefix(Self.mostRaised).flatMap { family, lines -> [MathNode] in
      if case .term = family { return [.name(names.notation.name(family))] }
      guard let first = lines.first else { return [] }
      if !names.symbol(of: first).allIndices.isEmpty {
        return [.name(names.familyName(of: lines))]
      }
      let all = lines.map(names.name(of:))
      return (CommonName(of: all).map { [$0.name] } ?? all).map { .name($0) }
    }
  }

  // What comes of it.

  func closing() -> [Walkthrough.Section] {
    if lesson.kind.isSearch { return trials() }
    guard trace.hasClosingPass, let objective = lesson.objective,
      let after = number(of: objective, at: 2)
    else { return [] }
    let result = Walkthrough.Equation(
      line: objective, left: names.name(of: objective), rows: [.number(after)],
      remark: remark(on: objective, at: 2))
    let section = Walkthrough.Section(
      heading: words(.heading(.after(.step, 1))),
      detail: changesFromOutside ? .row(nodes(.detail(.given(step: 2)))) : nil,
      content: [.equation(result)])
    return [section] + [options.tables == .none ? overview() : nil].compactMap { $0 }
  }

  /// Whether a step has other given numbers than the one before.
  private var changesFromOutside: Bool { program.lines.contains(where: \.isDrawnAnew) }

  /// The objective and the parameters at some of the steps.
  func overview() -> Walkthrough.Section? {
    guard trace.steps > 1, let objective = lesson.objective else { return nil }
    let parameters = program.lines.indices.filter {
      program.lines[$0].phase == .param && isShown($0)
    }
    let shown = [objective] + (parameters.count <= 12 ? parameters : [])
    return Walkthrough.Section(
      heading: words(.heading(.training)), detail: ending,
      content: [.table(table(of: shown)), lastErrors(of: shown)].compactMap { $0 })
  }

  /// How long the run was, and why it ended there.
  private var ending: MathNode {
    let planned = program.training?.steps ?? trace.steps
    let writer = at(trace.steps)
    guard trace.steps < planned, let until = writer.program.training?.until else {
      return .row(nodes(.detail(.run(steps: trace.steps, last: trace.lastStep))))
    }
    return .row(
      nodes(
        .detail(
          .ended(
            steps: trace.steps, by: writer.layout.statement(until), last: trace.lastStep))))
  }
}

extension Formula {
  /// Whether the number of the step is in it.
  fileprivate var usesStep: Bool {
    if case .step = kind { return true }
    return parts.contains(where: \.usesStep)
  }
}
