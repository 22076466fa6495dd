import Decimals
import Formulas
import Words

/// Calls of functions, each in the notation that its function has.
extension LayoutPass {
  /// A call is spelled out in numbers only where that does not make it longer than this.
  private static let longestSpelledOut = 400

  func call(
    _ function: Function, _ arguments: [Formula], _ formula: Formula, isLeading: Bool
  ) -> LayoutPiece {
    if operands != nil, let spelledOut = function.spelledOut {
      let simpler = spelledOut(arguments)
      if simpler.size <= Self.longestSpelledOut {
        return piece(simpler, isLeading: isLeading)
      }
    }
    if case .choice = function.value {
      return LayoutPiece(
        node: .cases(
          piece(arguments[1]).node, condition: statement(arguments[0]),
          otherwise: piece(arguments[2]).node,
          CaseWords(
            condition: layout.language.text(.formula(.condition)),
            otherwise: layout.language.text(.formula(.otherwise)))), rank: .atom)
    }
    switch function.notation {
    case .prefix(let printed, let latex):
      return applied(function, printed, latex, member: nil, arguments)
    case .bare(let printed, let latex):
      let argument = piece(arguments[0])
      guard argument.isBareArgument else {
        return applied(function, printed, latex, member: nil, arguments)
      }
      let name = FunctionName(plain: function.name, printed: printed, latex: latex)
      return LayoutPiece(
        node: .prefixed(name, argument.node), rank: .product,
        closed: .applied(name, member: nil, [argument.node]))
    case .member(let printed, let latex):
      let member = arguments[0].numeral.map { Int($0.value) }
      return applied(function, printed, latex, member: member, Array(arguments.dropFirst()))
    case .infix:
      return LayoutPiece(node: .fenced(.iverson, statement(formula)), rank: .atom)
    case .bars: return LayoutPiece(node: .fenced(.bars, piece(arguments[0]).node), rank: .atom)
    case .floor: return LayoutPiece(node: .fenced(.floor, piece(arguments[0]).node), rank: .atom)
    case .root:
      let operand = piece(arguments[0])
      let isBare = isStacked || operand.rank == .atom && !operand.isSigned && !operand.hasSlash
      return LayoutPiece(
        node: .root(isBare ? operand.node : operand.inParentheses), rank: .atom, endsRaised: true)
    case .written(let form): return piece(form(arguments), isLeading: isLeading)
    case .exponential where layout.names.hasLetterE:
      return applied(function, "exp", "\\exp", member: nil, arguments)
    case .exponential:
      return LayoutPiece(node: .exponential(raised(arguments[0])), rank: .power, endsRaised: true)
    }
  }

  private func applied(
    _ function: Function, _ printed: String, _ latex: String, member: Int?, _ arguments: [Formula]
  ) -> LayoutPiece {
    let arguments = arguments.withoutPresets(of: function)
    var nodes: [MathNode] = []
    if arguments.count > SumFinder.longest, !layout.writesEverything {
      nodes = arguments.prefix(2).map { piece($0).node }
      nodes += [.ellipsis(nil), piece(arguments[arguments.count - 1]).node]
    } else {
      nodes = arguments.map { piece($0).node }
    }
    let letter = GreekLetters.letter(printed) ?? printed
    let name = FunctionName(plain: function.name, printed: letter, latex: latex)
    return LayoutPiece(node: .applied(name, member: member, nodes), rank: .atom)
  }

  /// A comparison without brackets; of anything else, that it is not 0.
  func statement(_ formula: Formula) -> MathNode {
    guard case .call(let function, let arguments) = formula.kind, arguments.count == 2,
      case .infix(let sign, let ascii, let latex) = function.notation
    else {
      let relation = MathSign.relation("≠", ascii: "!=", latex: "\\ne")
      return .row([piece(formula).node, .sign(relation), piece(.zero).node])
    }
    let relation = MathSign.relation(sign, ascii: ascii, latex: latex)
    return .row([piece(arguments[0]).node, .sign(relation), piece(arguments[1]).node])
  }
}

extension [Formula] {
  /// The arguments of a call without those at the end that are preset to the same value.
  fileprivate func withoutPresets(of function: Function) -> [Formula] {
    guard count == function.parameters.count else { return self }
    let given = indices.last { function.parameters[$0].preset != self[$0] }
    return Array(prefix(Swift.max(1, (given ?? 0) + 1)))
  }
}
