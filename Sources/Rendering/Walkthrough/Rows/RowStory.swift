import Formulas
import Programs
import Tracing
import Words

/// Rows of scalars in a network: the first neuron of a layer worked out, then the values of all; the
/// gradients of several parameters likewise.
extension WalkthroughWriter {
  /// What is told together of lines that stand under one heading.
  enum RowPart {
    case family(FamilyBlock)
    case neurons(NeuronBlock)
    case gradients([LineID])
    case gradientFamilies([FamilyBlock])

    /// The members of each family, or the numbers of a row.
    var families: [[LineID]] {
      switch self {
      case .family(let block): block.families
      case .neurons(let block): block.columns
      case .gradients(let lines): [lines]
      case .gradientFamilies(let blocks): blocks.flatMap(\.families)
      }
    }

    var lines: [LineID] { families.flatMap(\.self) }
  }

  /// So many gradients are worked out one by one.
  private static let fewGradients = 3
  /// Of more lines than these the first three and the last are shown in names.
  private static let mostLines = 8

  func rowParts(of blocks: [FamilyBlock]) -> [RowPart] {
    guard blocks.contains(where: { scalar(of: $0) != nil }), let rows = NeuronRows(program, names)
    else { return blocks.map { .family($0) } }
    var parts: [RowPart] = []
    var rest = blocks[...]
    while let block = rest.first {
      guard let line = scalar(of: block) else {
        parts.append(.family(block))
        rest = rest.dropFirst()
        continue
      }
      let place = rows.place(of: line)
      let run = rest.prefix { other in
        guard let other = scalar(of: other) else { return false }
        guard let place else { return rows.isGradient(line) && rows.isGradient(other) }
        return rows.place(of: other).map { $0.layer == place.layer && $0.count == place.count }
          ?? false
      }
      let together = run.count > 1 ? self.together(run.compactMap(scalar(of:)), rows) : nil
      parts += together.map { [$0] } ?? rest.prefix(max(run.count, 1)).map { .family($0) }
      rest = rest.dropFirst(max(run.count, 1))
    }
    return parts
  }

  private func together(_ lines: [LineID], _ rows: NeuronRows) -> RowPart? {
    if rows.place(of: lines[0]) == nil {
      return lines.count > Self.fewGradients ? .gradients(lines) : nil
    }
    return NeuronBlock(
      lines, rows, names, isTaken: names.isTaken, formula: folding.formula(of:)
    ).map { .neurons($0) }
  }

  private func scalar(of block: FamilyBlock) -> LineID? {
    block.lines.count == 1 && names.symbol(of: block.lines[0]).allIndices.isEmpty
      ? block.lines[0] : nil
  }

  // Neurons.

  mutating func told(_ block: NeuronBlock, at step: Int) -> [Walkthrough.Content] {
    let labels = block.labels.map { MathNode.words($0) }
    var content = general(block).joiningFormulas
    content.append(.remark(nodes(.remark(.neuron(labels[0])))))
    content += equations(block.columns.map { $0[0] }, at: step)
    content.append(.remark(nodes(.remark(.inTheSameWay(Array(labels.dropFirst()))))))
    let rows = Array(block.neurons).shortened(to: Table.mostRows).map { neuron -> [Table.Cell] in
      guard let neuron else {
        return [.formula(.ellipsis(nil))] + block.columns.map { _ in .empty }
      }
      return [.words(block.labels[neuron])] + block.columns.map { cell($0[neuron], at: step) }
    }
    let heads = [.words("")] + block.names.map(MathNode.name)
    return content + [.table(Table(columns: heads, rows: rows))] + facts(of: block, at: step)
  }

  /// The formulas of all columns: one for all neurons, or one for each.
  ///
  /// Derivatives that the last one is made of are written out in it.
  private func general(_ block: NeuronBlock) -> [Walkthrough.Content] {
    let shared = block.columns.map { RowFormula($0, block, names, folding.formula(of:)) }
    guard let last = block.columns.indices.last else { return [] }
    let isBackward = program.lines[block.columns[last][0]].phase != .forward
    let parts = shared[last]?.formula.lines ?? []
    let inserted = block.columns.indices.filter { column in
      isBackward && column != last && shared[column] != nil
        && parts.contains(block.columns[column][0])
    }
    return block.columns.indices.flatMap { column -> [Walkthrough.Content] in
      if inserted.contains(column) { return [] }
      guard let formula = shared[column] else { return symbolic(block.columns[column]) }
      var rows = formula.rows(layout)
      if column == last, !inserted.isEmpty {
        let others = inserted.compactMap { other in
          shared[other].map { (block.columns[other][0], $0) }
        }
        rows.append(formula.writingOut(others, layout))
      }
      let members = block.columns[column]
      return [
        .general([
          GeneralFormula(members: members, left: block.names[column], rows: rows, condition: [])
        ])
      ]
    }
  }

  /// The formulas of lines in names, below one another; of many the first three and the last.
  private func symbolic(_ lines: [LineID]) -> [Walkthrough.Content] {
    let formulas = lines.map { line in
      let formula = folding.formula(of: line)?.textbookForm.writtenForm
      return GeneralFormula(
        members: [line], left: names.name(of: line),
        rows: [formula.map { layout.general($0, [:]) } ?? .name(names.name(of: line))],
        condition: [])
    }
    let ends = formulas.shortened(to: Self.mostLines).split { $0 == nil }
    guard ends.count > 1 else { return [.general(formulas)] }
    let omitted = lines.count - ends.joined().count
    let name = CommonName(of: lines.map(names.name(of:)))?.name
    return [
      .general(ends[0].compactMap { $0 }),
      .omission([omission(name.map { .moreOf(omitted, $0) } ?? .more(omitted))]),
      .general(ends[1].compactMap { $0 }),
    ]
  }

  // Gradients.

  /// The formulas of gradients, one of each form worked out, and the values of all.
  ///
  /// Of many, those of one form that follow each other are told by themselves.
  mutating func told(gradients lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    func form(_ line: LineID) -> Formula? { folding.formula(of: line)?.withNamesByAppearance }
    if lines.count <= Self.fewGradients { return equations(lines, at: step) }
    if lines.count > Self.mostLines, !lines.areAlike(folding.formula(of:)) {
      let first = form(lines[0])
      let count = lines.prefix { form($0) == first }.count
      return told(gradients: Array(lines.prefix(count)), at: step)
        + told(gradients: Array(lines.dropFirst(count)), at: step)
    }
    var forms: Set<Formula> = []
    let worked = lines.filter { line in
      guard let own = form(line), !own.isNumberOrName, value(of: line, at: step) != 0 else {
        return false
      }
      return forms.insert(own).inserted
    }
    if worked.count > Self.fewGradients { return equations(lines, at: step) }
    state.workedGradients.formUnion(worked)
    let grid = WeightGrid(lines, names, folding.formula(of:))
    let rest = lines.filter { line in grid.map { !$0.contains(line) } ?? true }
    let tables =
      [grid.map { table($0, at: step) }, rest.isEmpty ? nil : table(ofGradients: rest, at: step)]
    return symbolic(lines) + equations(worked, at: step).map(\.withoutNames)
      + [.remark(nodes(.remark(.allValues)))] + tables.compactMap { $0.map { .table($0) } }
  }

  /// A row for each neuron that weights lead to, and columns for each that they come from.
  private func table(_ grid: WeightGrid, at step: Int) -> Table {
    let heads = grid.sources.flatMap { source in
      [MathNode.row(nodes(.remark(.from(source)))), .words("")]
    }
    let rows = zip(grid.targets, grid.rows).map { target, row -> [Table.Cell] in
      [.formula(.row(nodes(.remark(.to(target)))))]
        + row.flatMap { line -> [Table.Cell] in
          [
            .formula(.row([.name(names.name(of: line)), .sign(.equals)])), cell(line, at: step),
          ]
        }
    }
    return Table(columns: [.words("")] + heads, rows: rows)
  }

  /// Gradients by the names of their parameters where these have a letter in common.
  private func table(ofGradients lines: [LineID], at step: Int) -> Table {
    let parameters = lines.compactMap { line -> MathName? in
      guard case .derivative(_, let variables) = names.name(of: line) else { return nil }
      return variables[0]
    }
    let letter = CommonName(of: parameters)
    let gradient = CommonName(of: lines.map(names.name(of:)))
    if let letter, let gradient, parameters.count == lines.count, !names.isTaken(letter) {
      return Table(
        columns: [.name(letter.name), .name(gradient.name)],
        rows: zip(lines, parameters).map { [.name($1), cell($0, at: step)] })
    }
    return Table(
      columns: [column(.derivative), column(.value)],
      rows: lines.map { [.name(names.name(of: $0)), cell($0, at: step)] })
  }
}

/// A formula that all lines of a column have, with names for what differs from neuron to neuron.
private struct RowFormula {
  /// The formula of the first neuron.
  private(set) var formula: Formula
  private var leaves: [LineID: GeneralLeaf] = [:]

  /// `nil` where something differs in more than the number of the neuron.
  init?(
    _ lines: [LineID], _ block: NeuronBlock, _ names: ProgramNames,
    _ printed: (LineID) -> Formula?
  ) {
    let formulas = lines.compactMap { printed($0)?.textbookForm.writtenForm }
    guard formulas.count == lines.count, let first = formulas.first,
      formulas.allSatisfy({ $0.previousLines.isEmpty })
    else { return nil }
    formula = first
    let operands = formulas.map(\.lines)
    let known = Dictionary(
      uniqueKeysWithValues: zip(block.columns.map { $0[0] }, block.names))
    var looks: Set<MathName> = []
    for place in operands[0].indices {
      let members = operands.compactMap { place < $0.count ? $0[place] : nil }
      guard members.count == lines.count, let common = CommonName(of: members.map(names.name(of:)))
      else { return nil }
      let own = known[members[0]]
      let name = own ?? common.name
      if !looks.insert(name.look).inserted { return nil }
      if common.rests.isEmpty { continue }
      if common.rests != block.rests || own == nil && names.isTaken(common) { return nil }
      leaves[members[0]] = .name(name)
    }
  }

  /// The formula with others in the place of lines.
  ///
  /// Each of the others may use those before it.
  func writingOut(_ others: [(line: LineID, formula: RowFormula)], _ layout: MathLayout) -> MathNode
  {
    let leaves = others.reduce(leaves) { $0.merging($1.formula.leaves) { own, _ in own } }
    func written(_ formula: Formula) -> Formula {
      others.reversed().reduce(formula) { $0.replacing($1.line, by: $1.formula.formula) }
    }
    guard case .product(let factors) = formula.kind else {
      return layout.general(written(formula), leaves)
    }
    let nodes = factors.enumerated().map { place, factor in
      let factor = written(factor)
      let node = layout.general(factor, leaves)
      return factor.needsParentheses(asFirst: place == 0) ? .fenced(.parentheses, node) : node
    }
    return .row(Array(nodes.map { [$0] }.joined(separator: [.sign(.wideTimes)]))).withBrackets
  }

  /// The formula, and what its call is in other signs.
  func rows(_ layout: MathLayout) -> [MathNode] {
    var forms = [formula]
    if case .call(let function, let arguments) = formula.kind, let written = function.spelledOut {
      forms.append(written(arguments))
    }
    return forms.map { layout.general($0, leaves) }
  }
}

extension Walkthrough.Content {
  /// A worked line without the formula in names.
  fileprivate var withoutNames: Walkthrough.Content {
    if case .equation(let equation) = self { return .equation(equation.withoutNames) }
    return self
  }
}

extension [Walkthrough.Content] {
  /// Formulas that follow each other, as one.
  fileprivate var joiningFormulas: [Walkthrough.Content] {
    reduce(into: []) { joined, next in
      if case .general(let formulas) = next, case .general(let before)? = joined.last {
        joined[joined.count - 1] = .general(before + formulas)
      } else {
        joined.append(next)
      }
    }
  }
}

extension Formula {
  /// Whether it can be no factor as it stands.
  fileprivate func needsParentheses(asFirst isFirst: Bool) -> Bool {
    switch kind {
    case .sum: true
    case .negated, .quotient: !isFirst
    default: false
    }
  }
}

extension ProgramNames {
  /// Whether a quantity of the program looks like what names have in common, or like a part of it.
  fileprivate func isTaken(_ common: CommonName) -> Bool {
    let looks = Set(([common.name] + common.quantities).map(\.look))
    return program.lines.indices.contains { line in
      guard let own = symbol(of: line).quantity, !own.indices.isEmpty else {
        return looks.contains(name(of: line).look)
      }
      return looks.contains(
        MathName.quantity(notation.spelling(own.name, hasIndices: true), []).look)
    }
  }
}
