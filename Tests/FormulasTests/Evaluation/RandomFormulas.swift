import Decimals
import Fixtures
import Formulas

/// Formulas drawn from a seed, over a few lines of this step and the one before.
struct RandomFormulas {
  var random: SplitMix64
  let lines: Int
  /// What may be called, with how many arguments.
  let functions: [(function: Function, arguments: ClosedRange<Int>)]
  /// Whether quotients and powers may stand anywhere.
  var hasPowers = true

  init(seed: Int, lines: Int, calling functions: [Function]) {
    random = SplitMix64(state: UInt64(seed))
    self.lines = lines
    self.functions = functions.map { function in
      let count = function.parameters.count
      return (function, count...(function.isVariadic ? count + 3 : count))
    }
  }

  mutating func formula(depth: Int) -> Formula {
    if depth == 0 { return leaf() }
    func below() -> Int { max(0, depth - 1) }
    switch Int.random(in: 0..<10, using: &random) {
    case 0, 1: return Formula(.sum(parts(2...4, depth: below())))
    case 2: return Formula(.product(parts(2...3, depth: below())))
    case 3: return Formula(.quotient(formula(depth: below()), formula(depth: below())))
    case 4: return Formula(.negated(formula(depth: below())))
    case 5 where hasPowers: return power(depth: below())
    case 6...8 where !functions.isEmpty: return call(depth: below())
    default: return leaf()
    }
  }

  private mutating func parts(_ counts: ClosedRange<Int>, depth: Int) -> [Formula] {
    let count = Int.random(in: counts, using: &random)
    return (0..<count).map { _ in formula(depth: depth) }
  }

  private mutating func power(depth: Int) -> Formula {
    let base = formula(depth: depth)
    let exponent: Formula =
      switch Int.random(in: 0..<4, using: &random) {
      case 0: formula(depth: 0)
      case 1: Formula(.negated(.number(Int.random(in: 1...3, using: &random))))
      default: .number(Int.random(in: 0...4, using: &random))
      }
    return Formula(.power(base, exponent))
  }

  private mutating func call(depth: Int) -> Formula {
    let (function, counts) = functions[Int.random(in: functions.indices, using: &random)]
    var arguments = parts(counts, depth: depth)
    if case .member = function.notation {
      arguments[0] = .number(Int.random(in: 1..<arguments.count, using: &random))
    }
    return Formula(.call(function, arguments))
  }

  private mutating func leaf() -> Formula {
    let line = LineID(Int.random(in: 0..<lines, using: &random))
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return Formula(.previous(line))
    case 1: return .number(Int.random(in: 0...5, using: &random))
    case 2: return .number(decimal())
    case 3: return Formula(.named("rate", .number(decimal())))
    default: return .line(line)
    }
  }

  /// A typed decimal such as 0.7.
  private mutating func decimal() -> Numeral {
    Numeral(Double(Int.random(in: 1...40, using: &random)) / 10)
  }
}
