/// What an instruction does with its operands.
package enum Operation: Hashable {
  case add, subtract, multiply, divide, negate, copy, squareRoot, choose
  /// A function of the table, of one, two or many arguments.
  case unary(Int), binary(Int), many(Int)

  var order: Int {
    switch self {
    case .add: 0
    case .subtract: 1
    case .multiply: 2
    case .divide: 3
    case .negate: 4
    case .copy: 5
    case .squareRoot: 6
    case .choose: 7
    case .unary(let index): 8 + 3 * index
    case .binary(let index): 9 + 3 * index
    case .many(let index): 10 + 3 * index
    }
  }
}

/// Where a value lies: in this step's row, in the row before, or beside the rows.
package enum Base: UInt8, Sendable {
  case row, previousRow, beside
}

/// The base and address of one value.
package struct Location: Hashable, Sendable {
  package var base = Base.beside
  package var address = -1
}
