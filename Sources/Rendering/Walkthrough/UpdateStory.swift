import Decimals
import Formulas
import Lessons
import Programs
import Tracing
import Words

/// The update of many parameters: the rule, one parameter worked out, then the numbers of all.
extension WalkthroughWriter {
  /// So many parameters are worked out one by one.
  private static let fewParameters = 3

  mutating func updates(_ lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    guard let first = lines.first, value(of: first, at: step) != nil else { return [] }
    fixWorkedIndices(at: step)
    guard let story = UpdateRuleStory(lines, program, names),
      story.parameters.count > Self.fewParameters
    else { return self.story(lines, at: step) }
    let worked = workedParameter(of: story, at: step)
    var content = [lead(of: story)] + self.story(story.shared, at: step)
    let rule = story.lines[0].map { line in
      GeneralFormula(
        members: [line], left: story.name(of: line, names),
        rows: [general(line, in: story)], condition: [])
    }
    content.append(.general(rule))
    let beginning = beginning(of: worked, in: story, at: step)
    content.append(.remark(nodes(.remark(.entry(beginning)))))
    content += story.lines[worked].compactMap { line in
      equation(line, at: step, saysDropped: false).map { equation in
        .equation(
          .init(
            line: line, left: story.name(of: line, names), rows: equation.rowsOfNumbers,
            remark: equation.remark))
      }
    }
    content.append(.remark(nodes(.remark(.allValues))))
    content.append(.table(table(of: story, at: step)))
    content += [equalSteps(of: story, at: step)].compactMap { $0 }
    return content + self.story(story.rest, at: step)
  }

  /// What a rule begins with for a parameter: w = w₅ = 0.4, ∂E/∂w = 0.0822, m = v = 0.
  private func beginning(of index: Int, in story: UpdateRuleStory, at step: Int) -> MathNode {
    let parameter = story.parameters[index]
    let states = story.lines[index].indices.filter(story.isState).compactMap { place in
      previousNumber(of: story.lines[index][place], at: step).map { number in
        (name: story.stateName(of: story.lines[0][place], names), number: number)
      }
    }
    var known: [(names: [MathName], number: NumberText?)] = [
      (
        [names.notation.name(story.letter), names.name(of: parameter)],
        number(of: parameter, at: step)
      )
    ]
    if let gradient = story.gradients[index] {
      known.append(([story.gradientName(names)], number(of: gradient, at: step)))
    }
    for (name, number) in states {
      if number == known.last?.number, known.count > 2 {
        known[known.count - 1].names.append(name)
      } else {
        known.append(([name], number))
      }
    }
    let parts = known.map { names, number in
      let sides = names.map { [MathNode.name($0)] } + (number.map { [[.number($0)]] } ?? [])
      return MathNode.row(Array(sides.joined(separator: [.sign(.equals)])))
    }
    return .row(Array(parts.map { [$0] }.joined(separator: [.words(", ")])))
  }

  private func lead(of story: UpdateRuleStory) -> Walkthrough.Content {
    let states = story.lines[0].indices.filter(story.isState).map { place in
      MathNode.name(story.stateName(of: story.lines[0][place], names))
    }
    let letter = MathNode.name(names.notation.name(story.letter))
    let hasRate = lesson.rules.contains { $0.arguments.contains { $0.name == "rate" } }
    let phrase = LeadPhrase.rule(
      states: states, letter: letter, rate: hasRate ? .name(names.argument("rate")) : nil,
      isMaximized: lesson.isMaximized)
    return .lead(.init(head: [], text: nodes(.lead(phrase))))
  }

  /// What is said where all parameters have moved by the same amount, though their gradients differ.
  private func equalSteps(of story: UpdateRuleStory, at step: Int) -> Walkthrough.Content? {
    var steps: [Double] = []
    var gradients: [Double] = []
    for index in story.parameters.indices {
      guard let before = value(of: story.parameters[index], at: step),
        let after = story.lines[index].last.flatMap({ value(of: $0, at: step) }),
        let gradient = story.gradients[index].flatMap({ value(of: $0, at: step) })
      else { return nil }
      if gradient == 0 { continue }
      steps.append(abs(after - before))
      gradients.append(abs(gradient))
    }
    guard let largest = steps.max(), let smallest = steps.min(), largest > 0,
      let strongest = gradients.max(), let weakest = gradients.min(), strongest > 2 * weakest,
      largest - smallest < Self.sameStep * largest
    else { return nil }
    let size = MathNode.number(NumberStyle(.digits(3)).text(largest))
    return .remark(nodes(.lead(.equalSteps(size))))
  }

  /// Steps that differ by less, relative to their size, are the same to a reader.
  private static var sameStep: Double { 1e-3 }

  private func general(_ line: LineID, in story: UpdateRuleStory) -> MathNode {
    guard let formula = folding.formula(of: line) else { return .name(names.name(of: line)) }
    return layout.general(
      formula, story.names(of: 0, names).mapValues { GeneralLeaf.name($0) },
      before: story.namesBefore(of: 0, names))
  }

  /// The one whose gradient was worked out, the largest of several; else the parameter with the largest
  /// gradient among those at the places that are worked out, one of a family rather than one by itself.
  private func workedParameter(of story: UpdateRuleStory, at step: Int) -> Int {
    let fitting = story.parameters.indices.filter { isWorkedOut(story.parameters[$0]) }
    func size(_ index: Int) -> Double {
      story.gradients[index].flatMap { value(of: $0, at: step) }.map(abs) ?? 0
    }
    func indices(_ index: Int) -> Int {
      names.symbol(of: story.parameters[index]).allIndices.count
    }
    let worked = fitting.filter { index in
      story.gradients[index].map(state.workedGradients.contains) ?? false
    }
    let most = fitting.map(indices).max() ?? 0
    let all =
      fitting.isEmpty
      ? Array(story.parameters.indices)
      : worked.isEmpty ? fitting.filter { indices($0) == most } : worked
    return all.dropFirst().reduce(all[0]) { size($1) > size($0) ? $1 : $0 }
  }

  /// Whether the numbers of a state are those of the gradients, all times the same factor.
  private func isMultiple(_ place: Int, in story: UpdateRuleStory, at step: Int) -> Bool {
    let ratios = story.parameters.indices.compactMap { index -> Double? in
      guard let state = value(of: story.lines[index][place], at: step),
        let gradient = story.gradients[index].flatMap({ value(of: $0, at: step) }), gradient != 0
      else { return nil }
      return state / gradient
    }
    guard let first = ratios.first, ratios.count > 1 else { return false }
    return ratios.allSatisfy { abs($0 - first) <= Self.sameRatio * abs(first) }
  }

  private static var sameRatio: Double { 1e-12 }

  private static let mostRows = 40

  /// Each parameter with its gradient, the states of its rule, its value and its next one.
  private func table(of story: UpdateRuleStory, at step: Int) -> Table {
    let columns = story.lines[0].indices.filter {
      program.lines[story.lines[0][$0]].isNextValue
        || story.isState($0) && !isMultiple($0, in: story, at: step)
    }
    let heads =
      [names.notation.name(story.letter), story.gradientName(names)].map(MathNode.name)
      + columns.dropLast().map { .name(story.name(of: story.lines[0][$0], names)) }
      + [.words(words(.label(.before)))]
      + columns.suffix(1).map { .name(story.name(of: story.lines[0][$0], names)) }
    let all = Array(story.parameters.indices)
    let rows = all.shortened(to: Self.mostRows).map { index -> [Table.Cell] in
      guard let index else {
        return [.formula(.ellipsis(nil))] + Array(repeating: .empty, count: heads.count - 1)
      }
      let parameter = story.parameters[index]
      return [.name(names.name(of: parameter)), cell(story.gradients[index], at: step)]
        + columns.dropLast().map { cell(story.lines[index][$0], at: step) }
        + [cell(parameter, at: step)]
        + columns.suffix(1).map { cell(story.lines[index][$0], at: step) }
    }
    return Table(columns: heads, rows: rows)
  }
}

extension Line {
  fileprivate var isNextValue: Bool {
    if case .updated = symbol { return true }
    return false
  }
}

/// The lines of an update rule, the same for each of several parameters.
private struct UpdateRuleStory {
  let parameters: [LineID]
  /// The gradient of each parameter by itself, where the rule uses it.
  let gradients: [LineID?]
  /// The lines of each parameter, in the order of the rule.
  let lines: [[LineID]]
  /// What belongs to no parameter and stands before its lines, and behind them.
  private(set) var shared: [LineID] = []
  private(set) var rest: [LineID] = []
  /// What stands for a parameter: w, or θ in a lesson that has a w.
  let letter: Symbol
  private let program: Program
  private let states: Set<LineID>

  /// `nil` where the parameters are not updated alike, or where something else has the rule's letters.
  init?(_ lines: [LineID], _ program: Program, _ names: ProgramNames) {
    self.program = program
    let taken = Set(
      program.lines.lazy.map(\.symbol).filter { $0.quantity?.indices.isEmpty == true }
        .map { names.notation.name($0).look })
    let free = [Symbol.named("w"), .named("theta")].first {
      !taken.contains(names.notation.name($0).look)
    }
    let isTaken = lines.contains { line in
      guard case .term(let name, _, let block) = program.lines[line].symbol else { return false }
      let term = names.notation.name(.term(name, of: nil, block: block))
      return taken.contains { term.lettersLook(like: $0) }
    }
    guard let free, !isTaken else { return nil }
    letter = free
    var parameters: [LineID] = []
    var own: [LineID: [LineID]] = [:]
    for line in lines {
      switch program.lines[line].symbol {
      case .term(_, let parameter?, _), .updated(let parameter):
        guard let parameter = program.positions[parameter] else { return nil }
        if own[parameter] == nil { parameters.append(parameter) }
        own[parameter, default: []].append(line)
      default:
        if own.isEmpty { shared.append(line) } else { rest.append(line) }
      }
    }
    self.parameters = parameters.sorted()
    self.lines = self.parameters.map { own[$0] ?? [] }
    let all = lines
    states = Set(all.flatMap { program.lines[$0].formula?.previousLines ?? [] })
    gradients = zip(self.parameters, self.lines).map { parameter, lines in
      lines.lazy.flatMap { program.lines[$0].formula?.lines ?? [] }.first { operand in
        if case .derivative(_, let variables) = program.lines[operand].symbol {
          return variables.last == program.lines[parameter].symbol
        }
        return false
      }
    }
    guard let first = self.lines.first else { return nil }
    let forms = self.lines.indices.map { index in
      self.lines[index].map { program.lines[$0].formula?.renumbered { self.general($0, index) } }
    }
    guard self.lines.allSatisfy({ $0.count == first.count }), forms.allSatisfy({ $0 == forms[0] }),
      gradients.allSatisfy({ $0 != nil })
    else { return nil }
  }

  /// The line of the first parameter that plays the part of a line of another one.
  private func general(_ line: LineID, _ index: Int) -> LineID {
    if line == parameters[index] { return parameters[0] }
    if line == gradients[index] { return gradients[0] ?? line }
    return lines[index].firstIndex(of: line).map { lines[0][$0] } ?? line
  }

  /// The name of a state as the rule has it, before and after a step.
  func stateName(of line: LineID, _ names: ProgramNames) -> MathName {
    term(line, names) ?? names.name(of: line)
  }

  func isState(_ place: Int) -> Bool { states.contains(lines[0][place]) }

  private func term(_ line: LineID, _ names: ProgramNames) -> MathName? {
    guard case .term(let name, _, let block) = program.lines[line].symbol else { return nil }
    return names.notation.name(.term(name, of: nil, block: block))
  }

  func gradientName(_ names: ProgramNames) -> MathName {
    guard let gradient = gradients[0],
      case .derivative(let top, let variables) = program.lines[gradient].symbol
    else { return .letter("g") }
    return names.notation.name(
      .derivative(of: top, by: variables.dropLast() + [letter]))
  }

  /// The name that a line has for all parameters: with a plus where it is the next value of a state.
  func name(of line: LineID, _ names: ProgramNames) -> MathName {
    switch program.lines[line].symbol {
    case .updated: .updated(names.notation.name(letter))
    default:
      term(line, names).map { states.contains(line) ? .updated($0) : $0 } ?? names.name(of: line)
    }
  }

  func names(of index: Int, _ names: ProgramNames) -> [LineID: MathName] {
    var result = Dictionary(uniqueKeysWithValues: lines[index].map { ($0, name(of: $0, names)) })
    result[parameters[index]] = names.notation.name(letter)
    if let gradient = gradients[index] { result[gradient] = gradientName(names) }
    return result
  }

  func namesBefore(of index: Int, _ names: ProgramNames) -> [LineID: MathName] {
    Dictionary(
      lines[index].compactMap { line in term(line, names).map { (line, $0) } },
      uniquingKeysWith: { first, _ in first })
  }
}
