package import Decimals

/// A formula laid out for print, the same for every output format.
///
/// Parentheses stand in the tree already; how a sign, a power or a subscript looks is left to
/// the format that prints it.
package indirect enum MathNode: Hashable, Sendable {
  case number(NumberText)
  case name(MathName)
  /// Upright words, such as the name of a function or of an update rule.
  case words(String)
  case sign(MathSign)
  /// One after the other.
  case row([MathNode])
  /// ½, as it stands before a product.
  case half
  /// One above the other; a fraction written in a row is a ``row(_:)``.
  case fraction(MathNode, MathNode)
  case power(MathNode, MathNode)
  /// A power of e.
  case exponential(MathNode)
  case root(MathNode)
  case fenced(MathFence, MathNode)
  /// A function before its arguments; `member` is a subscript of the function.
  case applied(FunctionName, member: Int?, [MathNode])
  /// A function before an argument without parentheses: ln p.
  case prefixed(FunctionName, MathNode)
  /// One formula where a condition holds, another one elsewhere.
  case cases(MathNode, condition: MathNode, otherwise: MathNode, CaseWords)
  /// Σ over indices, the outermost first.
  case summed([SumIndex], MathNode)
  /// Numbers in rows and columns.
  case matrix([[MathNode]])
  case transposed(MathNode)
  /// A column of ones.
  case ones
  /// Room for a number that is to be worked out.
  case blank
  /// Terms, factors or arguments that are left out, with words for their number where that is not obvious.
  case ellipsis(String?)
}

extension MathNode {
  /// The node with the one pair of parentheses that a call needs.
  var inParentheses: MathNode {
    switch self {
    case .fenced(.parentheses, let inner), .fenced(.brackets, let inner):
      .fenced(.parentheses, inner)
    default: .fenced(.parentheses, self)
    }
  }

  /// Whether a minus sign is the first that is printed of it.
  var beginsWithMinus: Bool {
    switch self {
    case .number(let number): number.isNegative
    case .sign(let sign): sign == .negative
    case .row(let nodes): nodes.first?.beginsWithMinus ?? false
    default: false
    }
  }

  /// The node as a factor between others; `nil` where a fraction or a large sign stands in it.
  var asWrittenFactor: MathNode? {
    switch self {
    case .name, .number, .power, .applied: self
    case .row(let nodes) where !isTall:
      nodes.contains(.sign(.plus)) || nodes.contains(.sign(.minus)) || beginsWithMinus
        ? .fenced(.parentheses, self) : self
    default: nil
    }
  }

  private var isTall: Bool {
    switch self {
    case .sign(.over), .fraction, .summed, .cases, .matrix, .half: true
    case .name(let name): name.isDerivative
    case .row(let nodes): nodes.contains(where: \.isTall)
    case .fenced(_, let inner): inner.isTall
    default: false
    }
  }

  /// Whether the first that is printed of it is the name of a quantity or of a function.
  var beginsWithLetter: Bool {
    switch self {
    case .name, .applied, .prefixed: true
    case .power(let base, _): base.beginsWithLetter
    case .row(let nodes): nodes.first?.beginsWithLetter ?? false
    default: false
    }
  }

  /// The value where it is a number and nothing else, perhaps behind a minus sign.
  var writtenNumber: Double? {
    switch self {
    case .number(let number): return number.value
    case .row(let nodes):
      if nodes.count == 2, nodes[0] == .sign(.negative), case .number(let number) = nodes[1] {
        return -number.value
      }
    default: break
    }
    return nil
  }

  /// Whether it is a matrix of numbers, beside which there may be another one.
  var isMatrix: Bool {
    if case .matrix = self { return true }
    return false
  }
}

extension [MathNode] {
  /// The rows without those that say again what the one before says.
  var withoutRepetitions: [MathNode] {
    var result: [MathNode] = []
    for row in self where row != result.last { result.append(row) }
    return result
  }
}

/// The sign between two operands, or before one.
package enum MathSign: Hashable, Sendable {
  case plus, minus, times, over, comma, equals
  /// A product sign with room on either side, between factors that are fractions themselves.
  case wideTimes
  /// No sign, between factors with names.
  case juxtaposed
  /// Multiplied and divided member by member, and what marks such a power.
  case hadamard, hadamardOver, hadamardPower
  /// The minus sign before a single operand.
  case negative
  case relation(String, ascii: String, latex: String)
}

/// What is said before a condition and behind what holds elsewhere.
package struct CaseWords: Hashable, Sendable {
  let condition: String
  let otherwise: String
}

package enum MathFence: Hashable, Sendable {
  case parentheses, bars, floor
  /// Square ones around others.
  case brackets
  /// 1 where the statement between the brackets holds, else 0.
  case iverson
}

package struct FunctionName: Hashable, Sendable {
  /// The name in the lesson language.
  package let plain: String
  package let printed: String
  package let latex: String
}

/// An index that a sum runs over, with its range where that is not obvious.
package struct SumIndex: Hashable, Sendable {
  package let letter: String
  package let range: ClosedRange<Int>?
}
