import Decimals
import Formulas
import Programs

/// Families as matrices: the form of their equations in matrices, the numbers put in, the result.
extension WalkthroughWriter {
  /// What is said of some lines, whole families as matrices where that can be done.
  mutating func matrixEquations(_ lines: [LineID], at step: Int) -> [Walkthrough.Content] {
    let members = MemberLines(names, of: program.lines.indices)
    // In the order of the page, in which its lines are closed.
    var matrices: [Symbol: Walkthrough.Equation] = [:]
    for family in names.families(of: lines) {
      matrices[names.symbol(of: family[0]).family] = matrixEquation(family, members, at: step)
    }
    var content: [Walkthrough.Content] = []
    var plain: [LineID] = []
    for line in lines {
      let family = names.symbol(of: line).family
      if let equation = matrices[family] {
        if equation.line != line { continue }
        content += equations(plain, at: step) + [.equation(equation)]
        plain = []
      } else {
        plain.append(line)
      }
    }
    return content + equations(plain, at: step)
  }

  /// More rows or columns than this are shortened.
  private static let longest = 8
  /// So many characters of numbers stand in a line at most.
  private static let widest = 72

  private func matrixEquation(
    _ lines: [LineID], _ members: MemberLines, at step: Int
  ) -> Walkthrough.Equation? {
    let axes = FamilyAxes(of: lines.map { names.symbol(of: $0).allIndices })
    guard let axes, axes.isPlain else { return nil }
    var values = axes.lines
    let (rows, columns) = (axes.values.isEmpty ? nil : 0, axes.values.count < 2 ? nil : 1)
    func layout(
      _ numbers: ((LineID, Bool) -> MathNode)?, _ operands: PrintedOperands?
    ) -> MatrixLayout {
      MatrixLayout(
        layout: self.layout, values: values, numbers: numbers, operands: operands, lines: members)
    }
    guard let (name, result) = matrix(of: lines, at: step) else { return nil }
    var equation: [MathNode] = []
    let formulas = lines.compactMap { folding.formula(of: $0) }
    if formulas.count == lines.count {
      let instances = zip(lines, formulas).map { line, formula in
        IndexedFormulaFinder.Instance(
          formula: formula, axes: axes.coordinates(of: names.symbol(of: line).allIndices))
      }
      guard let formula = IndexedFormulaFinder(names: names).formula(of: instances) else {
        return nil
      }
      for (axis, inner) in formula.innerAxes { values[axis] = inner }
      guard let form = layout(nil, nil).piece(formula, rows: rows, columns: columns) else {
        return nil
      }
      equation.append(form.node)
      let operands = PrintedOperands(
        step: step, line: { self.number(of: $0, at: step) },
        previous: { self.previousNumber(of: $0, at: step) })
      let put = layout(numbers(at: step), operands).piece(formula, rows: rows, columns: columns)
      let isClosed = zip(lines, formulas).allSatisfy { line, formula in
        value(of: line, at: step).map { closes(formula, $0, of: line, at: step) } ?? true
      }
      if let put, fits(put.node), isClosed { equation.append(put.node) }
    }
    return Walkthrough.Equation(
      line: lines[0], left: name, rows: (equation + [result]).withoutRepetitions)
  }

  /// A family with its numbers; `nil` where it is no matrix, or too large for a line.
  func matrix(of lines: [LineID], at step: Int) -> (MathName, MathNode)? {
    guard let axes = FamilyAxes(of: lines.map { names.symbol(of: $0).allIndices }),
      axes.isPlain, 1...2 ~= axes.values.count, axes.isFull(lines.count),
      lines.allSatisfy({ value(of: $0, at: step) != nil })
    else { return nil }
    let symbol = names.symbol(of: lines[0])
    let member = IndexedFormula.member(
      .init(symbol: symbol.family, indices: axes.indices, sample: lines[0]), isPrevious: false)
    let layout = MatrixLayout(
      layout: self.layout, values: axes.lines, numbers: numbers(at: step),
      operands: nil, lines: MemberLines(names, of: lines))
    guard let shown = layout.piece(member, rows: 0, columns: axes.values.count < 2 ? nil : 1),
      fits(shown.node)
    else { return nil }
    return (names.notation.name(symbol, indices: []), shown.node)
  }

  /// The numbers of members of families; the name of one that has none.
  private func numbers(at step: Int) -> (LineID, Bool) -> MathNode {
    { line, isPrevious in
      let number =
        isPrevious
        ? previousNumber(of: line, at: step)
        : self.number(of: line, at: step)
      if let number { return .number(number) }
      let name = names.name(of: line)
      return .name(isPrevious ? .previous(name) : name)
    }
  }

  /// Whether matrices are neither too wide for a line nor too long to be read.
  private func fits(_ node: MathNode) -> Bool {
    let size = node.matrixSize
    return options.showsAll || size.rows <= Self.longest && size.characters <= Self.widest
  }
}

extension IndexedFormula {
  /// The axes that it sums along, with their values.
  fileprivate var innerAxes: [(axis: Int, values: [Int])] {
    switch self {
    case .member, .scalar: []
    case .sum(let parts), .product(let parts), .call(_, let parts): parts.flatMap(\.innerAxes)
    case .quotient(let top, let bottom): top.innerAxes + bottom.innerAxes
    case .power(let base, _): base.innerAxes
    case .negated(let operand): operand.innerAxes
    case .summed(let axis, let values, let inner): [(axis, values)] + inner.innerAxes
    }
  }
}

extension MathNode {
  /// The rows of the longest matrix in it, and how many characters it has from left to right.
  fileprivate var matrixSize: (rows: Int, characters: Int) {
    switch self {
    case .number(let number): (1, number.significand.count + (number.exponent == nil ? 0 : 5))
    case .matrix(let cells):
      (
        cells.count,
        (cells.first?.indices).map { columns in
          columns.reduce(1) { width, column in
            width + 2 + (cells.map { $0[column].matrixSize.characters }.max() ?? 0)
          }
        } ?? 0
      )
    case .row(let nodes), .applied(_, _, let nodes):
      nodes.map(\.matrixSize).reduce((1, 0)) { (max($0.0, $1.rows), $0.1 + $1.characters) }
    case .fraction(let top, let bottom):
      (
        max(top.matrixSize.rows, bottom.matrixSize.rows),
        max(top.matrixSize.characters, bottom.matrixSize.characters)
      )
    case .power(let base, _): base.matrixSize
    case .root(let inner), .fenced(_, let inner), .transposed(let inner), .exponential(let inner),
      .prefixed(_, let inner):
      (inner.matrixSize.rows, inner.matrixSize.characters + 2)
    default: (1, 2)
    }
  }
}
