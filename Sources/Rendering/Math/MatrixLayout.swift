import Decimals
import Formulas
import Programs

/// Lays a formula with indices out in matrices.
///
/// A family with one index is a column; its members along the second axis of a result stand in a
/// row. What has too few axes for its place is repeated, as `1bᵀ` repeats a row.
struct MatrixLayout {
  let layout: MathLayout
  /// The values of each axis, in order.
  let values: [Int: [Int]]
  /// Numbers for lines, where they are put in: of a line, whether of the step before.
  var numbers: ((_ line: LineID, _ isPrevious: Bool) -> MathNode)?
  /// The numbers that are put in for what is no member of a family.
  var operands: PrintedOperands?
  /// The line of each member.
  let lines: MemberLines

  /// A formula in the making, and how strongly its outermost operation binds.
  struct Piece {
    enum Rank: Comparable { case sum, product, atom }

    let node: MathNode
    let rank: Rank
    var isScalar = false

    var asFactor: MathNode { rank == .sum ? .fenced(.parentheses, node) : node }
    /// Behind a sign, which a minus sign of its own would run into.
    var asLaterFactor: MathNode { node.beginsWithMinus ? .fenced(.parentheses, node) : asFactor }
    var asLaterTerm: MathNode {
      guard node.beginsWithMinus else { return node }
      if case .row(let nodes) = node, case .number = nodes[0] {
        return .row([.fenced(.parentheses, nodes[0])] + nodes.dropFirst())
      }
      return .fenced(.parentheses, node)
    }
    var asBase: MathNode { rank == .atom ? node : .fenced(.parentheses, node) }
  }

  /// Lays out a formula as a matrix with the given axes; `nil` where matrices cannot say it.
  func piece(_ formula: IndexedFormula, rows: Int?, columns: Int?) -> Piece? {
    let axes = formula.axes
    guard axes.isSubset(of: Set([rows, columns].compactMap { $0 })) else { return nil }
    switch formula {
    case .scalar(let formula): return scalar(formula)
    case .member(let family, let isPrevious):
      return member(family, isPrevious: isPrevious, rows: rows, columns: columns)
    case .sum(let terms): return sum(terms, rows: rows, columns: columns)
    case .product(let factors): return product(factors, rows: rows, columns: columns)
    case .negated(let operand):
      return piece(operand, rows: rows, columns: columns).map { piece in
        Piece(
          node: .row([.sign(.negative), piece.asLaterFactor]), rank: .product,
          isScalar: piece.isScalar)
      }
    case .quotient(let top, let bottom): return quotient(top, bottom, rows: rows, columns: columns)
    case .power(let base, let exponent):
      guard let base = piece(base, rows: rows, columns: columns) else { return nil }
      let power = scalar(exponent).node
      if base.isScalar {
        return Piece(node: .power(base.asBase, power), rank: .atom, isScalar: true)
      }
      if exponent.numeral?.value == 2 {
        let factor = base.asFactor
        return Piece(node: .row([factor, .sign(.hadamard), factor]), rank: .product)
      }
      return Piece(
        node: .power(base.asBase, .row([.sign(.hadamardPower), power])), rank: .atom)
    case .call(let function, let arguments):
      return call(function, arguments, rows: rows, columns: columns)
    case .summed(let axis, _, let inner):
      return contraction(inner, along: axis, rows: rows, columns: columns)
    }
  }

  private func scalar(_ formula: Formula) -> Piece {
    let node = operands.map { layout.substituted(formula, $0) } ?? layout.symbolic(formula)
    let isAtom = if case .named = formula.kind { true } else { formula.isNumberOrName }
    return Piece(node: node, rank: isAtom ? .atom : .sum, isScalar: true)
  }

  // Members of families.

  private func member(
    _ family: IndexedFormula.Family, isPrevious: Bool, rows: Int?, columns: Int?
  ) -> Piece? {
    var axes: [Int] = []
    for axis in family.axes.compactMap({ $0 }) where !axes.contains(axis) { axes.append(axis) }
    func leaf(_ rows: Int?, _ columns: Int?) -> Piece {
      leafPiece(family, isPrevious: isPrevious, rows: rows, columns: columns)
    }
    switch axes.count {
    case 0: return leaf(nil, nil)
    case 1:
      if axes[0] == rows {
        return columns == nil ? leaf(rows, nil) : repeated(leaf(rows, nil), inColumns: columns)
      }
      return rows == nil ? leaf(nil, columns) : repeated(leaf(nil, columns), inRows: rows)
    case 2: return leaf(rows, columns)
    default: return nil
    }
  }

  /// A family as it stands, or transposed where its axes stand in the other order.
  private func leafPiece(
    _ family: IndexedFormula.Family, isPrevious: Bool, rows: Int?, columns: Int?
  ) -> Piece {
    let isScalar = rows == nil && columns == nil
    if let numbers {
      let sample = layout.names.symbol(of: family.sample).allIndices
      let cells = axisValues(rows).map { row in
        axisValues(columns).map { column -> MathNode in
          let indices = zip(family.axes, sample).map { axis, index in
            axis == nil ? index : axis == rows ? row : axis == columns ? column : index
          }
          guard let line = lines[family.symbol, indices] else { return .ellipsis(nil) }
          return numbers(line, isPrevious)
        }
      }
      return isScalar
        ? Piece(node: cells[0][0], rank: .atom, isScalar: true)
        : Piece(node: .matrix(cells), rank: .atom)
    }
    let name = layout.names.notation.name(layout.names.symbol(of: family.sample), indices: [])
    let node = MathNode.name(isPrevious ? .previous(name) : name)
    let first = family.axes.compactMap { $0 }.first
    let isTransposed = rows == nil ? columns != nil : columns != nil && first == columns
    return Piece(node: isTransposed ? .transposed(node) : node, rank: .atom, isScalar: isScalar)
  }

  /// The numbers along an axis; one row or column where there is none.
  private func axisValues(_ axis: Int?) -> [Int] {
    guard let axis else { return [0] }
    guard let numbers = values[axis] else {
      preconditionFailure("the axes of a formula have their numbers")
    }
    return numbers
  }

  private func ones(rows: Int?, columns: Int?) -> MathNode {
    guard numbers != nil else { return columns == nil ? .ones : .transposed(.ones) }
    let one = MathNode.number(.init(significand: "1"))
    return .matrix(
      axisValues(rows).map { _ in axisValues(columns).map { _ in one } })
  }

  private func repeated(_ column: Piece, inColumns columns: Int?) -> Piece {
    Piece(node: .row([column.asFactor, ones(rows: nil, columns: columns)]), rank: .product)
  }

  private func repeated(_ row: Piece, inRows rows: Int?) -> Piece {
    Piece(node: .row([ones(rows: rows, columns: nil), row.asFactor]), rank: .product)
  }

  // Operations.

  private func sum(_ terms: [IndexedFormula], rows: Int?, columns: Int?) -> Piece? {
    var nodes: [MathNode] = []
    var isScalar = true
    for term in terms {
      var (term, sign) = (term, MathSign.plus)
      if case .negated(let operand) = term, !nodes.isEmpty { (term, sign) = (operand, .minus) }
      guard let piece = piece(term, rows: rows, columns: columns) else { return nil }
      isScalar = isScalar && piece.isScalar
      let isSigned = sign == .minus && piece.rank == .sum
      let node = isSigned ? piece.asFactor : piece.asLaterTerm
      nodes += nodes.isEmpty ? [piece.node] : [.sign(sign), node]
    }
    return Piece(node: .row(nodes), rank: .sum, isScalar: isScalar)
  }

  private func product(_ factors: [IndexedFormula], rows: Int?, columns: Int?) -> Piece? {
    let scalars = factors.filter(\.axes.isEmpty)
    let others = factors.filter { !$0.axes.isEmpty }
    var nodes: [MathNode] = []
    for factor in scalars {
      guard let piece = piece(factor, rows: nil, columns: nil) else { return nil }
      nodes += nodes.isEmpty ? [piece.asFactor] : [.sign(.times), piece.asLaterFactor]
    }
    if others.isEmpty { return Piece(node: .row(nodes), rank: .product, isScalar: true) }
    if !nodes.isEmpty { nodes.append(.sign(.times)) }
    let (left, right) = (
      others.filter { $0.axes == [rows] }, others.filter { $0.axes == [columns] }
    )
    if rows != nil, columns != nil, left.count + right.count == others.count, !left.isEmpty,
      !right.isEmpty
    {
      guard let column = elementwise(left, rows: rows, columns: nil),
        let row = elementwise(right, rows: nil, columns: columns)
      else { return nil }
      return Piece(node: .row(nodes + [column.asBase, row.asBase]), rank: .product)
    }
    guard let rest = elementwise(others, rows: rows, columns: columns) else { return nil }
    return Piece(
      node: .row(nodes + [nodes.isEmpty ? rest.node : rest.asLaterFactor]),
      rank: nodes.isEmpty ? rest.rank : .product)
  }

  private func elementwise(_ factors: [IndexedFormula], rows: Int?, columns: Int?) -> Piece? {
    var nodes: [MathNode] = []
    var rank = Piece.Rank.atom
    for factor in factors {
      guard let piece = piece(factor, rows: rows, columns: columns) else { return nil }
      rank = factors.count == 1 ? piece.rank : .product
      let node = factors.count == 1 ? piece.node : piece.asFactor
      nodes += nodes.isEmpty ? [node] : [.sign(.hadamard), piece.asLaterFactor]
    }
    return Piece(node: nodes.count == 1 ? nodes[0] : .row(nodes), rank: rank)
  }

  private func quotient(
    _ top: IndexedFormula, _ bottom: IndexedFormula, rows: Int?, columns: Int?
  ) -> Piece? {
    guard let above = piece(top, rows: rows, columns: columns),
      let below = piece(bottom, rows: rows, columns: columns)
    else { return nil }
    if below.isScalar {
      return Piece(
        node: .fraction(above.node, below.node), rank: .product, isScalar: above.isScalar)
    }
    return Piece(
      node: .row([above.asBase, .sign(.hadamardOver), below.asBase]), rank: .product)
  }

  /// A function of each member.
  private func call(
    _ function: Function, _ arguments: [IndexedFormula], rows: Int?, columns: Int?
  ) -> Piece? {
    var pieces: [Piece] = []
    for argument in arguments {
      guard let piece = piece(argument, rows: rows, columns: columns) else { return nil }
      pieces.append(piece)
    }
    let node: MathNode
    switch function.notation {
    case .member, .floor, .written: return nil
    case .prefix(let printed, let latex), .bare(let printed, let latex):
      let letter = GreekLetters.letter(printed) ?? printed
      let name = FunctionName(plain: function.name, printed: letter, latex: latex)
      node = .applied(name, member: nil, pieces.map(\.node))
    case .infix(let sign, let ascii, let latex):
      let relation = MathSign.relation(sign, ascii: ascii, latex: latex)
      node = .fenced(.iverson, .row([pieces[0].node, .sign(relation), pieces[1].node]))
    case .bars: node = .fenced(.bars, pieces[0].node)
    case .root: node = .root(.fenced(.parentheses, pieces[0].node))
    case .exponential where layout.names.hasLetterE:
      node = .applied(
        FunctionName(plain: function.name, printed: "exp", latex: "\\exp"), member: nil,
        pieces.map(\.node))
    case .exponential: node = .exponential(pieces[0].node)
    }
    return Piece(node: node, rank: .atom, isScalar: pieces.allSatisfy(\.isScalar))
  }

  /// A sum along an axis as a product of matrices.
  private func contraction(
    _ inner: IndexedFormula, along axis: Int, rows: Int?, columns: Int?
  ) -> Piece? {
    var (factors, sign) = ([inner], [MathNode]())
    if case .negated(let operand) = inner { (factors, sign) = ([operand], [.sign(.negative)]) }
    if case .product(let parts) = factors[0] { factors = parts }
    let outside = factors.filter { !$0.axes.contains(axis) }
    let inside = factors.filter { $0.axes.contains(axis) }
    func matrices(along side: Int?) -> [IndexedFormula] {
      side.map { side in inside.filter { $0.axes.contains(side) } } ?? []
    }
    var (left, right) = (matrices(along: rows), matrices(along: columns))
    guard left.count + right.count <= inside.count else { return nil }
    for factor in inside where factor.axes == [axis] {
      if left.isEmpty { left.append(factor) } else { right.append(factor) }
    }
    guard left.count + right.count == inside.count, !left.isEmpty || !right.isEmpty else {
      return nil
    }
    let product =
      sign
      + [
        left.isEmpty
          ? ones(rows: nil, columns: axis)
          : elementwise(left, rows: rows, columns: axis)?.asBase,
        right.isEmpty
          ? ones(rows: axis, columns: nil)
          : elementwise(right, rows: axis, columns: columns)?.asBase,
      ].compactMap { $0 }
    guard product.count == sign.count + 2 else { return nil }
    let piece = Piece(
      node: .row(product), rank: .product, isScalar: rows == nil && columns == nil)
    if outside.isEmpty { return piece }
    guard let others = self.product(outside, rows: rows, columns: columns) else { return nil }
    let times = MathSign.hadamard
    return Piece(
      node: .row([others.asFactor, .sign(others.isScalar ? .times : times), piece.node]),
      rank: .product, isScalar: piece.isScalar)
  }
}

/// The lines of families, by family and indices.
struct MemberLines {
  private var lines: [Symbol: [[Int]: LineID]] = [:]

  init(_ names: ProgramNames, of members: some Sequence<LineID>) {
    for line in members {
      let symbol = names.symbol(of: line)
      lines[symbol.family, default: [:]][symbol.allIndices] = line
    }
  }

  subscript(family: Symbol, indices: [Int]) -> LineID? { lines[family]?[indices] }
}
