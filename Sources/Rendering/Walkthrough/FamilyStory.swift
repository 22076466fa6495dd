import Decimals
import Formulas
import Lessons
import Programs
import Tracing
import Words

/// Families: the general formula, one entry worked out, then the values of all.
extension WalkthroughWriter {
  /// Tells lines that stand under one heading; `leads` are what is said before some of them.
  mutating func story(
    _ lines: [LineID], at step: Int, _ leads: StoryLeads? = nil
  ) -> [Walkthrough.Content] {
    guard let first = lines.first, value(of: first, at: step) != nil else { return [] }
    fixWorkedIndices(at: step)
    var content: [Walkthrough.Content] = []
    // What is said depends on the phase alone.
    var phases: Set<Phase> = []
    let earlier = state.saidOfGradients
    for part in gatheringGradients(rowParts(of: FamilyBlock.blocks(of: lines, program, names))) {
      if let leads, phases.insert(program.lines[part.lines[0]].phase).inserted,
        let text = leads.phrase(before: part.lines).map({ said($0, after: earlier) })
      {
        content.append(.lead(.init(head: [], text: text)))
      }
      switch part {
      case .family(let block):
        content += told(block, at: step) ?? equations(block.lines, at: step)
      case .neurons(let block): content += told(block, at: step)
      case .gradients(let lines): content += told(gradients: lines, at: step)
      case .gradientFamilies(let blocks): content += told(gradientFamilies: blocks, at: step)
      }
      for family in part.families {
        if let remark = cancellation(of: family, at: step) { content.append(.remark(remark)) }
      }
    }
    return content
  }

  /// What is said of derivatives by net inputs whose factors cancel, with the numbers of one of them.
  private func cancellation(of family: [LineID], at step: Int) -> [MathNode]? {
    guard names.isDelta(family[0]),
      let short = ErrorForm(
        of: family, program, names.network, formula: folding.formula(of:),
        value: { value(of: $0, at: step) })
    else { return nil }
    let members = family.filter { short.forms[$0] != nil }
    let finder = GeneralFormulaFinder(layout: layout) { short.forms[$0] }
    let general = finder.formulas(of: members).first.map { ($0.left, $0.right) }
    let own = short.forms[members[0]].map { (names.name(of: members[0]), layout.symbolic($0)) }
    let isScalar = names.symbol(of: members[0]).allIndices.isEmpty
    guard let (left, right) = general ?? (isScalar ? own : nil) else { return nil }
    let worked = members.first(where: isWorkedOut) ?? members[0]
    var row: [MathNode] = [.name(names.name(of: worked))]
    if let form = short.forms[worked], let value = value(of: worked, at: step) {
      row += working(form, value, of: worked, at: step).rows.dropFirst().flatMap {
        [.sign(.equals), $0]
      }
    }
    row += [.sign(.equals)] + [number(of: worked, at: step).map { .number($0) } ?? .blank]
    return nodes(
      .lead(
        .cancellation(
          .row([.name(left), .sign(.equals), right]), divisor: short.divisor,
          numbers: .row(row))))
  }

  /// Whether the indices of a line have the values that are worked out on this page.
  func isWorkedOut(_ line: LineID) -> Bool {
    zip(names.indexNames(of: line), names.symbol(of: line).allIndices).allSatisfy(isWorkedOut)
  }

  /// Whether an index has the value that is worked out on this page, if one is.
  private func isWorkedOut(_ letter: String?, _ index: Int) -> Bool {
    letter.flatMap { state.workedIndices[$0] }.map { $0 == index } ?? true
  }

  /// A phrase with the names of families.
  private mutating func said(
    _ phrase: LeadPhrase<LineID>, after earlier: Set<GradientSum>
  ) -> [MathNode] {
    var phrase = phrase
    if case .gradients(let sum) = phrase {
      state.saidOfGradients.insert(sum)
      if earlier.contains(sum) { phrase = .gradientsAgain }
    }
    return words(ofFamiliesIn: phrase)
  }

  private func words(ofFamiliesIn phrase: LeadPhrase<LineID>) -> [MathNode] {
    nodes(
      .lead(
        phrase.with { line in
          let symbol = names.symbol(of: line)
          if symbol.allIndices.isEmpty { return .name(names.name(of: line)) }
          let members = program.lines.indices.filter {
            names.symbol(of: $0).family == symbol.family
          }
          return .name(names.familyName(of: members))
        }))
  }

  /// So many members are worked out one by one, without a table.
  private static let fewMembers = 3

  /// `nil` where there is nothing to say in general.
  ///
  /// Where that is so of some families only, each member of all is worked out.
  private mutating func told(_ block: FamilyBlock, at step: Int) -> [Walkthrough.Content]? {
    let finder = GeneralFormulaFinder(layout: layout, formula: folding.formula(of:))
    let general = block.families.map { finder.formulas(of: $0) }
    let all = general.flatMap(\.self)
    if all.isEmpty { return nil }
    // What a recurrence begins with.
    let formulas = all.filter(\.isGiven) + all.filter { !$0.isGiven }
    if !block.hasOneShape || general.contains(where: \.isEmpty) {
      return [.general(formulas)] + equations(block.lines, at: step)
    }
    if block.lines.count == 1 {
      let equation = equation(block.lines[0], at: step)
      return [equation.map { .equation($0.beginning(with: formulas[0])) }].compactMap { $0 }
    }
    var content: [Walkthrough.Content] = [.general(writingOut(formulas))]
    if all.allSatisfy(\.isNumber) { return content }
    if isWorkedOut(whole: block) {
      return content + instances(block.lines, of: formulas, at: step)
    }
    let cells = FamilyCells(block, names)
    let recurrence = recurrence(of: formulas, block, cells, at: step)
    let places = recurrence?.first ?? workedCoordinates(of: formulas, cells, at: step)
    var last: [String: Int] = [:]
    content += entries(at: places, cells, formulas, at: step, after: &last)
    content.append(.remark(nodes(.remark(.allValues))))
    content += tables(of: cells, at: step).map { .table($0) }
    let inside = recurrence?.inside.map { [$0] } ?? []
    return content + entries(at: inside, cells, formulas, at: step, after: &last)
  }

  /// Whether a family is so small that all of its members are worked out.
  func isWorkedOut(whole block: FamilyBlock) -> Bool {
    block.families.count == 1 && block.lines.count <= Self.fewMembers
      && block.lines.allSatisfy { folding.formula(of: $0)?.lines.count ?? 0 <= 2 }
  }

  /// Entries that are worked out, each under its place, unless that has been said: `before` are the indices
  /// of the entry before, by their letters.
  mutating func entries(
    at places: [[Int]], _ cells: FamilyCells, _ formulas: [GeneralFormula], at step: Int,
    after before: inout [String: Int]
  ) -> [Walkthrough.Content] {
    var content: [Walkthrough.Content] = []
    for coordinates in places {
      let place = zip(cells.letters, coordinates)
      if !place.allSatisfy({ before[$0] == $1 }) {
        content.append(.remark(nodes(.remark(.entry(cells.position(coordinates))))))
        before = Dictionary(place, uniquingKeysWith: { first, _ in first })
      }
      content += instances(cells.lines(at: coordinates), of: formulas, at: step)
    }
    return content
  }

  /// Formulas of which the last is a δ that is made of the others, with these put in for their names.
  private func writingOut(_ formulas: [GeneralFormula]) -> [GeneralFormula] {
    guard let delta = formulas.last, names.isDelta(delta.members[0]), delta.rows.count == 1,
      case .row(let factors) = delta.rows[0]
    else { return formulas }
    var isWritten = false
    let written = factors.map { factor -> MathNode in
      let parts = formulas.dropLast().filter { .name($0.left) == factor }
      guard parts.count == 1, let part = parts.first, part.rows.count == 1, part.condition.isEmpty,
        let node = part.rows[0].asWrittenFactor
      else { return factor == .sign(.wideTimes) ? .sign(.juxtaposed) : factor }
      isWritten = true
      return node
    }
    let isWhole = factors.allSatisfy { factor in
      factor == .sign(.wideTimes) || formulas.contains { .name($0.left) == factor }
    }
    guard isWritten, isWhole, !zip(factors, written).contains(where: { $0 == $1 }) else {
      return formulas
    }
    let row = MathNode.row(written).withBrackets
    return formulas.dropLast() + [
      GeneralFormula(
        members: delta.members, left: delta.left, rows: delta.rows + [row],
        condition: delta.condition, hasSum: delta.hasSum)
    ]
  }

  /// Members of families with their numbers; in names only where a general formula has a sum, which says
  /// more when it is written out.
  mutating func instances(
    _ lines: [LineID], of formulas: [GeneralFormula], at step: Int
  ) -> [Walkthrough.Content] {
    let said = Set(formulas.lazy.filter { !$0.hasSum && !$0.addsProducts }.flatMap(\.members))
    return equations(lines, at: step).map { content in
      guard case .equation(let equation) = content, options.exercise == nil,
        said.contains(equation.line)
      else { return content }
      return .equation(equation.withoutNames)
    }
  }

  // Which entry is worked out.

  /// Of so many members the best is looked for.
  private static let mostCandidates = 200
  private static let mostEntries = 3

  /// One entry for each way in which members are written, in the order of telling.
  func workedCoordinates(
    of formulas: [GeneralFormula], _ cells: FamilyCells, at step: Int
  ) -> [[Int]] {
    let main = formulas.max { $0.members.count < $1.members.count }
    guard let main else { return [] }
    let best = bestEntry(among: main.members.map(cells.coordinates(of:)), cells, at: step)
    var chosen = [best]
    for formula in formulas {
      let own = formula.members.map(cells.coordinates(of:))
      let isPlain = formula.members.allSatisfy { folding.formula(of: $0)?.isNumberOrName ?? true }
      if isPlain || own.contains(where: chosen.contains) { continue }
      chosen.append(bestEntry(among: own, cells, at: step))
    }
    let kept = Set(chosen.prefix(Self.mostEntries))
    return cells.inOrder.filter(kept.contains)
  }

  /// Where a recurrence is worked out, so that no number is used before it is shown.
  ///
  /// At its end and one place further, and once for each further way in which members are written; what
  /// uses more numbers than those, from the table. `nil` where members use none of another place.
  private func recurrence(
    of formulas: [GeneralFormula], _ block: FamilyBlock, _ cells: FamilyCells, at step: Int
  ) -> (first: [[Int]], inside: [Int]?)? {
    let isOfBlock = Set(block.lines)
    let places = cells.inOrder.filter { place in
      cells.lines(at: place).contains { folding.formula(of: $0)?.isNumberOrName == false }
    }
    let open = Set(places)
    let needs = Dictionary(
      uniqueKeysWithValues: places.map { place in
        let operands = cells.lines(at: place).flatMap { folding.formula(of: $0)?.lines ?? [] }
        let others = operands.filter(isOfBlock.contains).map(cells.coordinates(of:))
        return (place, Set(others).intersection(open).subtracting([place]))
      })
    if needs.values.allSatisfy(\.isEmpty) { return nil }
    func ways(_ place: [Int]) -> Set<Int> {
      let lines = cells.lines(at: place)
      return Set(formulas.indices.filter { formulas[$0].members.contains(where: lines.contains) })
    }
    var chosen: [[Int]] = []
    while chosen.count < Self.mostEntries {
      let isInside = chosen.contains { needs[$0]?.isEmpty == false }
      let seen = chosen.reduce(into: Set<Int>()) { $0.formUnion(ways($1)) }
      let next = places.filter { place in
        guard !chosen.contains(place), let needed = needs[place], needed.isSubset(of: chosen) else {
          return false
        }
        return chosen.isEmpty || !ways(place).isSubset(of: seen) || !isInside && !needed.isEmpty
      }
      if next.isEmpty { break }
      chosen.append(bestEntry(among: next, cells, at: step))
    }
    let isInside = chosen.contains { needs[$0]?.isEmpty == false }
    let inside = places.filter { needs[$0]?.isEmpty == false }
    return (chosen, isInside ? nil : bestEntry(among: inside, cells, at: step))
  }

  /// The entry at the values that indices have on this page, or at most of them; the first one that is
  /// not 0.
  private func bestEntry(
    among all: [[Int]], _ cells: FamilyCells, at step: Int
  ) -> [Int] {
    func agreement(_ coordinates: [Int]) -> Int {
      zip(cells.letters, coordinates).count { isWorkedOut($0, $1) }
    }
    let most = all.map(agreement).max() ?? 0
    let candidates = all.filter { agreement($0) == most }
    let shown = candidates.prefix(Self.mostCandidates).first { coordinates in
      cells.lines(at: coordinates).contains { value(of: $0, at: step) != 0 }
    }
    return shown ?? candidates[0]
  }

  // The values of all.

  func tables(of cells: FamilyCells, at step: Int) -> [Table] {
    if cells.letters.count < 2 {
      let letter = cells.letters.first ?? ""
      let table = Table(index: letter, cells.inOrder.compactMap(\.first), cells.families) {
        cell(cells[[$0], $1], at: step)
      }
      return [table]
    }
    return cells.families.indices.flatMap { matrices(of: cells, family: $0, at: step) }
  }

  /// The values of one family, in the order of telling: a matrix for each of all indices before the last
  /// two.
  private func matrices(of cells: FamilyCells, family: Int, at step: Int) -> [Table] {
    let outer = cells.letters.count - 2
    let all = cells.inOrder.filter { cells[$0, family] != nil }
    var seen: Set<[Int]> = []
    let slices = all.map { Array($0.prefix(outer)) }.filter { seen.insert($0).inserted }
    return slices.shortened(to: Table.mostRows).compactMap(\.self).map { slice in
      let members = all.filter { $0.starts(with: slice) }
      let name = zip(cells.letters, slice).reduce(cells.families[family]) {
        $0.putting($1.1, for: $1.0)
      }
      func axis(_ place: Int) -> (letter: String, values: [Int]) {
        (cells.letters[place], members.map { $0[place] }.withoutRepetitions)
      }
      return Table(matrix: name, down: axis(outer), across: axis(outer + 1)) {
        cell(cells[slice + [$0, $1], family], at: step)
      }
    }
  }
}

/// Layers and the loss: what stands before the formulas of each.
extension WalkthroughWriter {
  /// The content of lines that stand under one heading, by groups, each with its lead.
  mutating func grouped(_ lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    let definitions = deltaDefinitions(lines.flatMap(namesInFormula)) + chainRule(before: lines)
    var content: [Walkthrough.Content] = []
    for group in StoryGroup.groups(of: lines, program, names) {
      var own = self.content(group.lines, of: group, at: step)
      if own.isEmpty, !group.lines.isEmpty { continue }
      if let part = group.part {
        let head = nodes(.lead(.head(part.with { .name(names.name(of: $0)) })))
        var text: [MathNode] = []
        if case .lead(let lead) = own.first {
          text = lead.text
          own.removeFirst()
        }
        content.append(.lead(.init(head: head, text: text)))
      }
      content += own
    }
    return content.isEmpty ? [] : definitions + content
  }

  /// What derivatives are made of, where a page without neurons tells the first ones.
  private mutating func chainRule(before lines: [LineID]) -> [Walkthrough.Content] {
    guard let first = lines.first, program.lines[first].phase.group == .backward,
      let objective = names.objective, names.network.layers.isEmpty, !state.hasSaidChain,
      options.exercise == nil, lines.contains(where: followsFromDerivative)
    else { return [] }
    state.hasSaidChain = true
    let text = nodes(.lead(.chain(of: .name(names.name(of: objective)))))
    return [.lead(.init(head: [], text: text))]
  }

  private func followsFromDerivative(_ line: LineID) -> Bool {
    folding.formula(of: line)?.lines.contains { operand in
      if case .derivative = program.lines[operand].symbol { return true }
      return false
    } ?? false
  }

  /// More families than these are told by the first three and the last.
  private static let mostDefinitions = 8

  /// What δ stands for, where it is used for the first time: of all that a document uses.
  mutating func deltaDefinitions(_ lines: [LineID]) -> [Walkthrough.Content] {
    var seen: Set<LineID> = []
    var lines = lines.filter { names.isDelta($0) && seen.insert($0).inserted }
    if lines.allSatisfy({ state.definedDeltas.contains(names.symbol(of: $0).family) }) { return [] }
    lines += state.deltasOfDocument.filter { seen.insert($0).inserted }
    let deltas = names.families(of: lines)
      .filter { state.definedDeltas.insert(names.symbol(of: $0[0]).family).inserted }
    guard !deltas.isEmpty, let objective = names.objective else { return [] }
    let text = nodes(.lead(.deltas(of: .name(names.name(of: objective)))))
    let formulas = deltas.shortened(to: Self.mostDefinitions).compactMap { $0 }.map { members in
      GeneralFormula(
        members: members, left: names.familyName(of: members),
        rows: [.name(names.derivativeName(of: members))], condition: [])
    }
    return [.lead(.init(head: [], text: text)), .general(formulas)]
  }
}

extension Walkthrough.Equation {
  /// The equation without the formula in names, where numbers are put in for these.
  var withoutNames: Walkthrough.Equation {
    var equation = self
    if rows.count > 2 { equation.rows.removeFirst() }
    return equation
  }

  /// What follows the formula in names, where it has one.
  var rowsOfNumbers: [MathNode] { Array(rows.dropFirst(rows.count < 2 ? 0 : 1)) }

  /// The equation with a general formula in the place of the one that is written out.
  fileprivate func beginning(with formula: GeneralFormula) -> Walkthrough.Equation {
    .init(line: line, left: left, rows: formula.rows + rowsOfNumbers, remark: remark)
  }
}

extension [Int] {
  /// Each number once, where it stands first.
  fileprivate var withoutRepetitions: [Int] {
    var seen: Set<Int> = []
    return filter { seen.insert($0).inserted }
  }
}
