extension MathNode {
  /// The node with square brackets where parentheses stand around others.
  var withBrackets: MathNode { bracketed.node }

  /// The node with brackets, and whether any of its outermost fences is round.
  private var bracketed: (node: MathNode, isRound: Bool) {
    switch self {
    case .number, .name, .words, .sign, .half, .ones, .blank, .ellipsis: return (self, false)
    case .row(let nodes):
      let parts = nodes.map(\.bracketed)
      return (.row(parts.map(\.node)), parts.contains(where: \.isRound))
    case .fraction(let top, let bottom): return Self.bracketed(top, bottom) { .fraction($0, $1) }
    case .power(let base, let exponent): return Self.bracketed(base, exponent) { .power($0, $1) }
    case .exponential(let exponent): return Self.bracketed(exponent) { .exponential($0) }
    case .root(let operand): return Self.bracketed(operand) { .root($0) }
    case .prefixed(let name, let argument): return Self.bracketed(argument) { .prefixed(name, $0) }
    case .summed(let indices, let body): return Self.bracketed(body) { .summed(indices, $0) }
    case .transposed(let operand): return Self.bracketed(operand) { .transposed($0) }
    case .matrix(let rows): return (.matrix(rows.map { $0.map(\.withBrackets) }), true)
    case .applied(let name, let member, let arguments):
      return (.applied(name, member: member, arguments.map(\.withBrackets)), true)
    case .cases(let then, let condition, let otherwise, let words):
      return (
        .cases(
          then.withBrackets, condition: condition.withBrackets, otherwise: otherwise.withBrackets,
          words), false
      )
    // A negative number stands in parentheses as if it were one sign.
    case .fenced(.parentheses, .number): return (self, false)
    case .fenced(.parentheses, let operand):
      let (node, isRound) = operand.bracketed
      return (.fenced(isRound ? .brackets : .parentheses, node), !isRound)
    case .fenced(.iverson, let operand): return (.fenced(.iverson, operand.withBrackets), false)
    case .fenced(let fence, let operand): return Self.bracketed(operand) { .fenced(fence, $0) }
    }
  }

  private static func bracketed(
    _ operand: MathNode, _ node: (MathNode) -> MathNode
  ) -> (node: MathNode, isRound: Bool) {
    let (operand, isRound) = operand.bracketed
    return (node(operand), isRound)
  }

  private static func bracketed(
    _ first: MathNode, _ second: MathNode, _ node: (MathNode, MathNode) -> MathNode
  ) -> (node: MathNode, isRound: Bool) {
    let (first, second) = (first.bracketed, second.bracketed)
    return (node(first.node, second.node), first.isRound || second.isRound)
  }
}
