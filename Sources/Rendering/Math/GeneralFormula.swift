import Decimals
import Formulas
import Lessons
import Programs
import Words

/// The formula that stands for all members of a family, or for those of some values of its indices.
package struct GeneralFormula: Sendable {
  /// The lines that it stands for.
  let members: [LineID]
  let left: MathName
  /// What is equal to it, each row to the one before.
  let rows: [MathNode]
  /// For which values of the indices it holds, where the left side does not say so.
  let condition: [MathNode]
  /// Whether an index is summed over.
  var hasSum = false
  /// Whether it adds products: with numbers put in, the names are still worth seeing.
  var addsProducts = false

  /// Whether it says no more than a number.
  var isNumber: Bool {
    if case .number = rows[0] { return true }
    return false
  }

  /// Whether it says no more than a number or a name.
  var isGiven: Bool {
    switch rows[0] {
    case .number, .name: true
    default: false
    }
  }

  /// What stands behind the first equals sign.
  var right: MathNode {
    condition.isEmpty
      ? rightWithoutCondition : .row([rightWithoutCondition, .words("   ")] + condition)
  }

  var rightWithoutCondition: MathNode {
    .row(rows.enumerated().flatMap { ($0 == 0 ? [] : [.sign(.equals)]) + [$1] })
  }
}

/// Finds general formulas in the lines of a program.
///
/// A formula is found by comparing the members' own lines, and each of these is the formula with numbers
/// in the places of letters: none can be wrong. There is none where that is not so.
struct GeneralFormulaFinder {
  let layout: MathLayout
  /// What is printed of a line.
  let formula: (LineID) -> Formula?

  private var names: ProgramNames { layout.names }

  /// More ways than these to write the members of one family say nothing in general.
  private static let mostCases = 4

  /// The formulas of a family, one for all members or one for each way in which they are written; empty
  /// where there are none.
  func formulas(of members: [LineID]) -> [GeneralFormula] {
    let found = alike(members)
    return found.isEmpty ? windowed(members).map { [$0] } ?? [] : found
  }

  private func alike(_ members: [LineID]) -> [GeneralFormula] {
    let finder = IndexedFormulaFinder(names: names, allowsShifts: true)
    var cases: [(lines: [LineID], formulas: [Formula])] = []
    for line in members {
      guard let formula = formula(line)?.textbookForm.writtenForm else { return [] }
      if let index = cases.firstIndex(where: { finder.areAlike($0.formulas[0], formula) }) {
        cases[index].lines.append(line)
        cases[index].formulas.append(formula)
      } else if cases.count == Self.mostCases {
        return []
      } else {
        cases.append(([line], [formula]))
      }
    }
    // One member is no family, unless it is an end of one.
    if cases.allSatisfy({ $0.lines.count == 1 }), cases.count > 1 { return [] }
    var found: [GeneralFormula] = []
    for one in cases {
      guard let formula = general(one.lines, one.formulas, among: members, finder) else {
        return []
      }
      found.append(formula)
    }
    return found
  }

  private func general(
    _ lines: [LineID], _ formulas: [Formula], among members: [LineID],
    _ finder: IndexedFormulaFinder
  ) -> GeneralFormula? {
    if members.count == 1, !formulas[0].hasSum { return nil }
    let indices = lines.map { names.symbol(of: $0).allIndices }
    guard let axes = lines.count == 1 ? FamilyAxes(ofOne: indices[0]) : FamilyAxes(of: indices),
      let condition = AxisCondition.separating(
        indices,
        from: Set(members).subtracting(lines).sorted().map { names.symbol(of: $0).allIndices },
        axes)
    else { return nil }
    let instances = zip(indices, formulas).map {
      IndexedFormulaFinder.Instance(formula: $1, axes: axes.coordinates(of: $0))
    }
    guard let indexed = finder.formula(of: instances)?.inTextbookOrder else { return nil }
    if members.count == 1, !indexed.hasSum { return nil }
    let symbol = names.symbol(of: lines[0])
    var builder = GeneralFormulaBuilder(names: names)
    builder.name(axes, of: lines[0])
    let left = builder.name(symbol, axes.indices)
    let general = builder.formula(indexed)
    var rows = [general]
    if case .call(let function, let arguments) = general.kind, let written = function.spelledOut {
      rows.append(written(arguments))
    }
    return GeneralFormula(
      members: lines, left: left, rows: rows.map { layout.general($0, builder.leaves) },
      condition: condition.map { words(of: $0, builder) } ?? [], hasSum: indexed.hasSum,
      addsProducts: formulas[0].addsProducts)
  }

  /// The formula of members that have more terms or fewer, as what windows see: one for each value of an
  /// index at which another one is in its range.
  private func windowed(_ members: [LineID]) -> GeneralFormula? {
    let finder = IndexedFormulaFinder(names: names, allowsShifts: true)
    let indices = members.map { names.symbol(of: $0).allIndices }
    guard members.count > 1, let axes = FamilyAxes(of: indices), axes.values.count == 1 else {
      return nil
    }
    let terms = zip(members, indices).flatMap { line, indices -> [(place: Int, term: Formula)] in
      let own = formula(line)?.textbookForm.writtenForm.terms ?? []
      return own.map { (axes.coordinates(of: indices)[0], $0) }
    }
    guard let first = terms.first,
      terms.allSatisfy({ finder.areAlike(first.term, $0.term) })
    else { return nil }
    let slots = terms.map { names.indexSlots(of: $0.term) }
    for (slot, origin) in slots[0].enumerated().reversed() where !origin.isOfDerivative {
      guard let extent = names.extent(origin.family, origin.position),
        let indexed = finder.formula(
          of: zip(terms, slots).map { .init(formula: $0.term, axes: [$0.place, $1[slot].index]) }),
        let window = names.window(of: indexed, along: 1)
      else { continue }
      let places = zip(terms, slots).map { [$0.place, $1[slot].index] }
      let expected = axes.values[0].flatMap { place in
        extent.map { [place, $0] }.filter { window.range.contains(window.index.value(at: $0)) }
      }
      guard places.count == expected.count, Set(places) == Set(expected) else { continue }
      let sum = IndexedFormula.summed(along: 1, values: Array(extent), indexed).inTextbookOrder
      var builder = GeneralFormulaBuilder(names: names)
      builder.name(axes, of: members[0])
      let general = builder.formula(sum)
      return GeneralFormula(
        members: members, left: builder.name(names.symbol(of: members[0]), axes.indices),
        rows: [layout.general(general, builder.leaves)],
        condition: words(of: window, builder))
    }
    return nil
  }

  private func words(of window: IndexWindow, _ builder: GeneralFormulaBuilder) -> [MathNode] {
    let atMost = MathNode.sign(.relation("≤", ascii: "<=", latex: "\\le"))
    let ends = [window.range.lowerBound, window.range.upperBound].map { AxisIndex(constant: $0) }
    return [
      .words(layout.language.text(.formula(.range)) + " "), builder.node(of: ends[0]), atMost,
      builder.node(of: window.index), atMost, builder.node(of: ends[1]),
    ]
  }

  private func words(of condition: AxisCondition, _ builder: GeneralFormulaBuilder) -> [MathNode] {
    func node(_ index: AxisIndex) -> MathNode { builder.node(of: index) }
    let (sign, ascii, latex) = condition.relation.signs
    return [
      .words(layout.language.text(.formula(.range)) + " "), node(condition.left),
      .sign(.relation(sign, ascii: ascii, latex: latex)), node(condition.right),
    ]
  }
}

/// An index that has to be in a range.
private struct IndexWindow {
  let index: AxisIndex
  let range: ClosedRange<Int>
}

/// A number in an index position of a formula.
private struct IndexSlot {
  let index: Int
  let family: String
  let position: Int
  let isOfDerivative: Bool
}

extension ProgramNames {
  /// The numbers in all index positions of a formula, from left to right.
  fileprivate func indexSlots(of formula: Formula) -> [IndexSlot] {
    formula.lines.flatMap { line -> [IndexSlot] in
      let symbol = symbol(of: line)
      let isOfDerivative = program.lines[line].phase == .delta
      return zip(symbol.allIndices, symbol.indexPositions).map {
        IndexSlot(
          index: $0, family: $1.family, position: $1.position, isOfDerivative: isOfDerivative)
      }
    }
  }

  /// The one index of a formula that depends on an axis and is more than it, with the range of its family.
  fileprivate func window(of formula: IndexedFormula, along axis: Int) -> IndexWindow? {
    let found = formula.indices.filter { $0.index.factors[axis] != nil && $0.index.onlyAxis == nil }
    guard let first = found.first, found.allSatisfy({ $0.index == first.index }) else { return nil }
    return extent(first.family, first.position).map { IndexWindow(index: first.index, range: $0) }
  }
}

extension Formula {
  /// The terms of a sum; a formula that is none is its only term.
  fileprivate var terms: [Formula] {
    if case .sum(let terms) = kind { return terms }
    return [self]
  }
}

/// What stands in the place of a line in a general formula.
enum GeneralLeaf {
  case name(MathName)
  case summed(SumIndex, Formula)
}

/// Makes formulas of indexed ones, in which lines that no program has stand for names with letters and
/// for sums.
private struct GeneralFormulaBuilder {
  let names: ProgramNames
  private(set) var leaves: [LineID: GeneralLeaf] = [:]
  private var letterOfAxis: [Int: String] = [:]
  private var letters = IndexLetters()

  init(names: ProgramNames) { self.names = names }

  /// Chooses letters for the axes of a family.
  mutating func name(_ axes: FamilyAxes, of line: LineID) {
    for (axis, letter) in names.letters(of: axes, line).enumerated() {
      letters.use(letter)
      letterOfAxis[axis] = letter
    }
  }

  private mutating func choose(_ own: String?, for axis: Int) {
    let letter = letters.choice(own)
    letters.use(letter)
    letterOfAxis[axis] = letter
  }

  private func mathIndex(_ index: AxisIndex) -> MathIndex {
    if index.factors.isEmpty { return .number(index.constant) }
    let terms = index.factors.map { axis, factor in
      MathIndex.LinearTerm(factor: factor, letter: letterOfAxis[axis] ?? "?")
    }
    return .linear(
      terms.sorted { (-$0.factor, $0.letter) < (-$1.factor, $1.letter) }, constant: index.constant)
  }

  func node(of index: AxisIndex) -> MathNode {
    switch mathIndex(index) {
    case .number(let number): self.node(of: number)
    case .linear(let terms, let constant):
      .row(
        terms.enumerated().flatMap { place, term -> [MathNode] in
          let sign: MathSign = term.factor < 0 ? place == 0 ? .negative : .minus : .plus
          let size = abs(term.factor)
          return (place == 0 && term.factor > 0 ? [] : [.sign(sign)])
            + (size == 1 ? [] : [self.node(of: size)]) + [.name(.letter(term.letter))]
        }
          + (constant == 0
            ? [] : [.sign(constant < 0 ? .minus : .plus), self.node(of: abs(constant))]))
    }
  }

  private func node(of number: Int) -> MathNode { .number(.init(significand: String(number))) }

  func name(_ symbol: Symbol, _ indices: [AxisIndex]) -> MathName {
    names.notation.name(symbol, indices: indices.map(mathIndex))
  }

  private mutating func leaf(_ leaf: GeneralLeaf) -> Formula {
    let line = LineID(-1 - leaves.count)
    leaves[line] = leaf
    return .line(line)
  }

  mutating func formula(_ indexed: IndexedFormula) -> Formula {
    switch indexed {
    case .member(let family, let isPrevious):
      let name = name(names.symbol(of: family.sample), family.indices)
      return leaf(.name(isPrevious ? .previous(name) : name))
    case .scalar(let formula): return formula
    case .sum(let terms): return Formula(.sum(terms.map { formula($0) }))
    case .product(let factors): return Formula(.product(factors.map { formula($0) }))
    case .quotient(let top, let bottom): return Formula(.quotient(formula(top), formula(bottom)))
    case .power(let base, let exponent): return Formula(.power(formula(base), exponent))
    case .negated(let operand): return Formula(.negated(formula(operand)))
    case .call(let function, let arguments):
      return Formula(.call(function, arguments.map { formula($0) }))
    case .summed(let axis, let values, let inner):
      let origin = inner.origin(of: axis)
      let before = letters
      choose(origin.flatMap { names.indexName($0.family, $0.position) }, for: axis)
      let range = values[0]...values[values.count - 1]
      let isWhole = inner.origins(of: axis).contains {
        names.extent($0.family, $0.position) == range
      }
      let index = SumIndex(letter: letterOfAxis[axis] ?? "?", range: isWhole ? nil : range)
      let body = formula(inner)
      letters = before
      return leaf(.summed(index, body))
    }
  }
}

extension IndexedFormula {
  fileprivate var hasSum: Bool {
    switch self {
    case .member, .scalar: false
    case .sum(let parts), .product(let parts), .call(_, let parts): parts.contains(where: \.hasSum)
    case .quotient(let top, let bottom): top.hasSum || bottom.hasSum
    case .power(let operand, _), .negated(let operand): operand.hasSum
    case .summed: true
    }
  }

  /// What stands in the index positions of its families.
  fileprivate var indices: [(index: AxisIndex, family: String, position: Int)] {
    switch self {
    case .member(let family, _):
      zip(family.indices, family.symbol.indexPositions).map { ($0, $1.family, $1.position) }
    case .scalar: []
    case .sum(let parts), .product(let parts), .call(_, let parts): parts.flatMap(\.indices)
    case .quotient(let top, let bottom): top.indices + bottom.indices
    case .power(let operand, _), .negated(let operand), .summed(_, _, let operand):
      operand.indices
    }
  }

  /// Where an axis stands plainly in the index of a family.
  fileprivate func origins(of axis: Int) -> [(family: String, position: Int)] {
    switch self {
    case .member(let family, _):
      zip(family.symbol.indexPositions, family.indices).filter { $1 == .axis(axis) }.map(\.0)
    case .scalar: []
    case .sum(let parts), .product(let parts), .call(_, let parts):
      parts.flatMap { $0.origins(of: axis) }
    case .quotient(let top, let bottom): top.origins(of: axis) + bottom.origins(of: axis)
    case .power(let operand, _), .negated(let operand), .summed(_, _, let operand):
      operand.origins(of: axis)
    }
  }

  fileprivate func origin(of axis: Int) -> (family: String, position: Int)? {
    origins(of: axis).first
  }

  /// The formula as books order it: a sign stands before Σ, and so does 1/N of a mean.
  fileprivate var inTextbookOrder: IndexedFormula {
    switch self {
    case .member, .scalar: return self
    case .sum(let parts): return .sum(parts.map(\.inTextbookOrder))
    case .product(let parts): return .product(parts.map(\.inTextbookOrder))
    case .call(let function, let parts): return .call(function, parts.map(\.inTextbookOrder))
    case .power(let base, let exponent): return .power(base.inTextbookOrder, exponent)
    case .negated(let operand): return .negated(operand.inTextbookOrder)
    case .summed(let axis, let values, let inner):
      if case .negated(let operand) = inner.inTextbookOrder {
        return .negated(.summed(along: axis, values: values, operand))
      }
      return .summed(along: axis, values: values, inner.inTextbookOrder)
    case .quotient(let top, let bottom):
      let (top, bottom) = (top.inTextbookOrder, bottom.inTextbookOrder)
      guard case .scalar(let number) = bottom, number.numeral != nil else {
        return .quotient(top, bottom)
      }
      let part = IndexedFormula.scalar(Formula(.quotient(.one, number)))
      switch top {
      case .summed: return .product([part, top])
      case .negated(.summed(let axis, let values, let inner)):
        return .negated(.product([part, .summed(along: axis, values: values, inner)]))
      default: return .quotient(top, bottom)
      }
    }
  }
}

extension Function {
  /// How a call is written in formulas: definitions are written out, and functions of several numbers
  /// that books have no sign for.
  fileprivate var textbookForm: (@Sendable ([Formula]) -> Formula)? {
    if spelledOut != nil { return parameters.count > 1 || isVariadic ? spelledOut : nil }
    if case .definition(let unfolded) = value { return unfolded }
    return nil
  }
}

extension Formula {
  /// Whether several of its terms are quantities or products of such.
  fileprivate var addsProducts: Bool {
    guard case .sum(let terms) = kind else { return false }
    return terms.count { $0.isProductOfLines } > 1
  }

  private var isProductOfLines: Bool {
    switch kind {
    case .line, .previous: true
    case .negated(let operand): operand.isProductOfLines
    case .product(let factors):
      factors.allSatisfy { $0.isProductOfLines || !$0.dependsOnLines } && dependsOnLines
    default: false
    }
  }

  /// The formula with definitions of a lesson or the prelude written out.
  var textbookForm: Formula {
    let formula = mapParts(\.textbookForm)
    guard case .call(let function, let arguments) = formula.kind,
      let written = function.textbookForm?(arguments), written.size <= Self.longestDefinition,
      !written.hasChoice
    else { return formula }
    return written.textbookForm
  }

  fileprivate var hasSum: Bool {
    if case .sum = kind { return true }
    return dependsOnLines && parts.contains(where: \.hasSum)
  }

  /// Whether it has one form or another: such a definition keeps its name.
  private var hasChoice: Bool {
    if case .call(let function, _) = kind, case .choice = function.value { return true }
    return parts.contains(where: \.hasChoice)
  }

  /// A call that makes more operations and operands than this keeps its name.
  private static let longestDefinition = 400
}
