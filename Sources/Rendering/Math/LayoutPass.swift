import Decimals
import Formulas

/// A formula in the making, and what decides whether it needs parentheses where it is used.
struct LayoutPiece {
  /// How strongly the outermost operation binds.
  enum Rank: Comparable { case sum, product, power, atom }

  var node: MathNode
  var rank: Rank
  /// Whether it begins with a minus sign.
  var isSigned = false
  /// Whether a slash stands in it: a quotient in a row, or a derivative.
  var hasSlash = false
  /// Whether nothing can be raised to a power behind it.
  var endsRaised = false
  /// How it is written where more follows, if it ends in an argument without parentheses.
  var closed: MathNode?
  var isBigSum = false
  var isDerivative = false

  var inParentheses: MathNode { .fenced(.parentheses, node) }

  /// Whether it can stand behind the name of a function without parentheses.
  var isBareArgument: Bool { rank == .atom && !isSigned && !hasSlash }

  /// Whether a whole number may stand before it without a dot.
  var followsNumber: Bool { !isDerivative && rank != .sum && node.beginsWithLetter }

  /// Whether it is a quotient that other factors need room beside: 1/4 · y/p.
  var isQuotientInRow: Bool { hasSlash && rank == .product && !isDerivative }

  var asFactor: MathNode { rank == .sum || isSigned ? inParentheses : node }
}

/// Lays out one formula, in names or with numbers.
struct LayoutPass {
  let layout: MathLayout
  let operands: PrintedOperands?
  var positions: [LineID: [MathIndex]] = [:]
  var letters = IndexLetters()
  /// What stands in the places of lines in a general formula.
  var leaves: [LineID: GeneralLeaf] = [:]
  /// What stands in the places of lines of the step before.
  var leavesBefore: [LineID: MathName] = [:]
  /// Whether numbers stand in the places of names.
  var isNumeric = false

  var isStacked: Bool { layout.fractions == .stacked }

  func whole(_ formula: Formula) -> MathNode { piece(formula, isWhole: true).node.withBrackets }

  /// Lays out a part of the formula.
  ///
  /// `isWhole` says that it is all of the formula, apart from a sign; `isLeading`, that nothing
  /// stands before it that a minus sign would run into.
  func piece(
    _ formula: Formula, isWhole: Bool = false, isLeading: Bool = true
  ) -> LayoutPiece {
    switch formula.kind {
    case .number(let number): return self.number(number.typedText, isLeading: isLeading)
    case .line(let line):
      return operands?.line(line).map { number($0, isLeading: isLeading) } ?? name(of: line)
    case .previous(let line):
      if let text = operands?.previous(line) { return number(text, isLeading: isLeading) }
      if let name = leavesBefore[line] { return LayoutPiece(node: .name(name), rank: .atom) }
      return LayoutPiece(node: .name(.previous(printedName(line))), rank: .atom, endsRaised: true)
    case .placeholder(let place):
      guard let text = operands?.placeholder(place) else {
        preconditionFailure("a placeholder stands for a number, and has no name")
      }
      return number(text, isLeading: isLeading)
    case .step:
      if let operands { return number(NumberText(significand: String(operands.step))) }
      return LayoutPiece(node: .name(layout.names.argument("step")), rank: .atom)
    case .named(let name, let value):
      let isSpelled = operands != nil || layout.names.isAmbiguous(argument: name)
      if isSpelled, name != "pi" { return piece(value, isLeading: isLeading) }
      return LayoutPiece(node: .name(layout.names.argument(name)), rank: .atom)
    case .sum(let terms): return sum(terms)
    case .product(let factors): return product(factors, isWhole: isWhole, isLeading: isLeading)
    case .quotient(let top, let bottom): return quotient(top, bottom, isLeading: isLeading)
    case .power(let base, let exponent): return power(piece(base), exponent)
    case .negated(let operand): return negated(operand, isWhole: isWhole)
    case .call(let function, let arguments):
      return call(function, arguments, formula, isLeading: isLeading)
    }
  }

  // Operands.

  private func number(_ text: NumberText, isLeading: Bool = true) -> LayoutPiece {
    if text.isNegative, !isLeading {
      return LayoutPiece(node: .fenced(.parentheses, .number(text)), rank: .atom)
    }
    // 3×10⁻⁹ is a product, 10⁻⁹ a power.
    let isPowerOfTen = text.magnitude.significand == "1"
    return LayoutPiece(
      node: .number(text), rank: text.exponent == nil ? .atom : isPowerOfTen ? .power : .product,
      isSigned: text.isNegative)
  }

  private func printedName(_ line: LineID) -> MathName {
    layout.names.notation.name(layout.names.symbol(of: line), indices: positions[line])
  }

  private func name(of line: LineID) -> LayoutPiece {
    let name: MathName
    switch leaves[line] {
    case .summed(let index, let body): return summed([index], piece(body))
    case .name(let general): name = general
    case nil: name = printedName(line)
    }
    return LayoutPiece(
      node: .name(name), rank: .atom, hasSlash: name.isDerivative && !isStacked,
      endsRaised: name.endsRaised, isDerivative: name.isDerivative)
  }

  // Sums.

  /// Terms in the making.
  private struct TermRow {
    var nodes: [MathNode] = []
    var first: LayoutPiece?

    mutating func append(_ piece: LayoutPiece) {
      if nodes.isEmpty {
        first = piece
        return nodes.append(piece.node)
      }
      let needsParentheses = piece.isSigned || piece.rank == .sum && !piece.isBigSum
      nodes += [.sign(.plus), needsParentheses ? piece.inParentheses : piece.node]
    }
  }

  private func sum(_ terms: [Formula]) -> LayoutPiece {
    var row = TermRow()
    append(terms, to: &row)
    if row.nodes.count == 1, let only = row.first { return only }
    return LayoutPiece(node: .row(row.nodes), rank: .sum, isSigned: row.first?.isSigned ?? false)
  }

  /// Appends terms; of a long sum, Σ where there is an index, else the first terms and the last.
  private func append(_ terms: [Formula], to row: inout TermRow) {
    if terms.count <= SumFinder.longest || layout.writesEverything || !leaves.isEmpty {
      for term in terms { append(term, to: &row) }
      return
    }
    if isNumeric {
      for term in terms.prefix(2) { append(term, to: &row) }
      row.nodes += [.sign(.plus), .ellipsis(nil)]
      return append(terms[terms.count - 1], to: &row)
    }
    let finder = SumFinder(names: layout.names, positions: positions, letters: letters)
    for segment in finder.segments(of: terms) {
      let part = terms[segment.terms]
      if let pattern = segment.pattern, operands == nil {
        row.append(summed(pattern))
      } else if segment.pattern != nil || part.count > SumFinder.longestWithoutPattern {
        for term in part.prefix(2) { append(term, to: &row) }
        let more = segment.pattern == nil ? layout.more(part.count - 3) : nil
        row.nodes += [.sign(.plus), .ellipsis(more)]
        append(part[part.endIndex - 1], to: &row)
      } else {
        for term in part { append(term, to: &row) }
      }
    }
  }

  /// Appends a term; the terms of a sum in a sum need no parentheses.
  private func append(_ term: Formula, to row: inout TermRow) {
    if case .sum(let parts) = term.kind {
      append(parts, to: &row)
    } else if !row.nodes.isEmpty, case .negated(let operand) = term.kind {
      row.nodes += [.sign(.minus), piece(operand, isLeading: false).asFactor]
    } else if !row.nodes.isEmpty, let number = term.numeral?.typedText, number.isNegative {
      row.nodes += [.sign(.minus), .number(number.magnitude)]
    } else {
      row.append(piece(term, isLeading: row.nodes.isEmpty))
    }
  }

  private func summed(_ pattern: SumPattern) -> LayoutPiece {
    var pass = self
    pass.positions.merge(pattern.positions) { $1 }
    for index in pattern.indices { pass.letters.use(index.letter) }
    return summed(pattern.indices, pass.piece(pattern.template))
  }

  private func summed(_ indices: [SumIndex], _ body: LayoutPiece) -> LayoutPiece {
    let term = body.rank == .sum && !body.isBigSum || body.isSigned ? body.inParentheses : body.node
    return LayoutPiece(node: .summed(indices, term), rank: .sum, isBigSum: true)
  }

  private func negated(_ operand: Formula, isWhole: Bool) -> LayoutPiece {
    let operand = piece(operand, isWhole: isWhole, isLeading: false)
    return LayoutPiece(
      node: .row([.sign(.negative), operand.isBigSum ? operand.node : operand.asFactor]),
      rank: .product, isSigned: true,
      hasSlash: operand.hasSlash, closed: operand.closed.map { _ in operand.inParentheses })
  }

  // Products.

  private func product(_ factors: [Formula], isWhole: Bool, isLeading: Bool) -> LayoutPiece {
    var shown = factors[...]
    if factors.count > SumFinder.longestWithoutPattern, !layout.writesEverything {
      shown = factors.prefix(2) + factors.suffix(1)
    }
    let pieces = zip(shown.indices, shown).map { index, factor in
      let isFirst = index == shown.startIndex
      return piece(factor, isLeading: isFirst ? isLeading : factor.isQuotient)
    }
    let derivatives = operands == nil && !isStacked ? pieces.filter(\.isDerivative).count : 0
    let isGeneral = !leaves.isEmpty
    let isWide =
      derivatives > 1 || derivatives == 1 && (isWhole || isGeneral)
      || pieces.dropFirst().contains(where: \.isQuotientInRow)
    func times(after index: Int) -> MathSign {
      if isWide { return .wideTimes }
      let next = pieces[index + 1]
      let isInNames = operands == nil && !isNumeric || factors[index + 1].isLine
      if factors[index].isWholeNumber, isInNames, next.followsNumber { return .juxtaposed }
      if !isGeneral { return .times }
      return factors[index].isNumber ? .wideTimes : .juxtaposed
    }
    var row: [MathNode] = []
    for (index, factor) in zip(shown.indices, pieces) {
      if index > shown.startIndex { row.append(.sign(times(after: index - 1))) }
      if index == shown.endIndex - 1, shown.count < factors.count {
        row += [.ellipsis(layout.more(factors.count - 3)), .sign(.times)]
      }
      let isLast = index == shown.endIndex - 1
      if isLast && factor.isBigSum {
        row.append(factor.node)
      } else if !isLast, let closed = factor.closed {
        row.append(closed)
      } else {
        row.append(node(of: factor, isFirst: index == shown.startIndex, of: shown))
      }
    }
    let node = MathNode.row(row)
    return LayoutPiece(
      node: node, rank: .product, isSigned: pieces[0].isSigned && pieces[0].rank != .sum,
      hasSlash: pieces.contains(where: \.hasSlash),
      closed: pieces.last?.closed.map { _ in .fenced(.parentheses, node) },
      isDerivative: pieces.last?.isDerivative ?? false)
  }

  private func node(of factor: LayoutPiece, isFirst: Bool, of factors: ArraySlice<Formula>)
    -> MathNode
  {
    if isFirst {
      if factors[factors.startIndex].isHalf { return .half }
      return factor.rank == .sum ? factor.inParentheses : factor.node
    }
    return factor.asFactor
  }

  func quotient(_ top: Formula, _ bottom: Formula, isLeading: Bool) -> LayoutPiece {
    if isStacked {
      return LayoutPiece(node: .fraction(piece(top).node, piece(bottom).node), rank: .product)
    }
    let above = piece(top, isLeading: isLeading)
    let below = piece(bottom)
    let isLoose = above.rank == .sum || above.isDerivative
    let isTight = below.rank >= .power && !below.isSigned && !below.hasSlash
    let node = MathNode.row([
      isLoose ? parenthesizedEnd(of: above) : above.closed ?? above.node, .sign(.over),
      isTight ? below.node : below.inParentheses,
    ])
    return LayoutPiece(
      node: node, rank: .product, isSigned: above.isSigned && above.rank != .sum, hasSlash: true)
  }

  /// A numerator that ends in a derivative, whose own slash would run into the fraction's.
  private func parenthesizedEnd(of piece: LayoutPiece) -> MathNode {
    if case .row(var nodes) = piece.node, piece.rank == .product, let last = nodes.popLast() {
      return .row(nodes + [.fenced(.parentheses, last)])
    }
    return piece.inParentheses
  }

  // Powers.

  private func power(_ base: LayoutPiece, _ exponent: Formula) -> LayoutPiece {
    let isBare =
      base.rank == .atom && !base.isSigned && !base.hasSlash && !base.endsRaised
      && !base.isDerivative
    return LayoutPiece(
      node: .power(isBare ? base.node : base.inParentheses, raised(exponent)), rank: .power,
      endsRaised: true)
  }

  /// An exponent: a number, or what its place keeps together.
  func raised(_ exponent: Formula) -> MathNode {
    if case .negated(let operand) = exponent.kind, case let raised = piece(operand),
      raised.rank == .atom, !raised.hasSlash
    {
      guard case .number(let text) = raised.node else {
        return .row([.sign(.negative), raised.node])
      }
      let sign = text.isNegative || text.significand == "0" ? "" : "-"
      let node = MathNode.number(
        NumberText(significand: sign + text.magnitude.significand, exponent: text.exponent))
      return text.exponent == nil || isStacked ? node : .fenced(.parentheses, node)
    }
    let above = piece(exponent)
    let isBare = isStacked || above.rank == .atom && !above.hasSlash
    return isBare ? above.node : above.inParentheses
  }
}

extension Formula {
  /// Whether the formula is a fraction, which stands in parentheses as a later factor.
  fileprivate var isQuotient: Bool {
    if case .quotient = kind { return true }
    return false
  }

  fileprivate var isLine: Bool {
    switch kind {
    case .line, .previous: true
    default: false
    }
  }

  fileprivate var isWholeNumber: Bool {
    numeral.map { !$0.text.isEmpty && $0.text.allSatisfy(\.isNumber) } ?? false
  }

  fileprivate var isHalf: Bool {
    guard case .quotient(let top, let bottom) = kind else { return false }
    return top.numeral?.text == "1" && bottom.numeral?.text == "2"
  }
}
