import Decimals
import Formulas

/// The numbers between two bounds.
struct Interval {
  var low: Double
  var high: Double

  init(_ value: Double) { (low, high) = (value, value) }

  /// The smallest interval that holds all of the numbers; everything, if one is not a number.
  init(spanning values: [Double]) {
    low = values.min() ?? 0
    high = values.max() ?? 0
    if values.contains(where: \.isNaN) { (low, high) = (-.infinity, .infinity) }
  }

  var width: Double { high - low }
  var middle: Double { low + (high - low) / 2 }
  /// Where a function over the interval takes its extremes, unless it turns inside.
  private var samples: [Double] {
    low == high ? [low] : low < 0 && high > 0 ? [low, 0, high] : [low, middle, high]
  }

  static func + (left: Interval, right: Interval) -> Interval {
    Interval(spanning: [left.low + right.low, left.high + right.high])
  }

  static prefix func - (operand: Interval) -> Interval {
    Interval(spanning: [-operand.high, -operand.low])
  }

  static func combining(
    _ left: Interval, _ right: Interval, _ body: (Double, Double) -> Double
  ) -> Interval {
    let corners = left.samples.flatMap { first in right.samples.map { body(first, $0) } }
    return Interval(spanning: corners)
  }

  func mapped(_ body: (Double) -> Double) -> Interval { Interval(spanning: samples.map(body)) }
}

extension Formula {
  /// The values that the formula can have where its operands lie in intervals.
  ///
  /// The intervals are narrow (half-units of printed digits), so functions are taken at their ends
  /// and in the middle.
  func range(step: Int, line: (Int) -> Interval, previous: (Int) -> Interval) -> Interval {
    func range(_ part: Formula) -> Interval {
      part.range(step: step, line: line, previous: previous)
    }
    switch kind {
    case .number(let number): return Interval(number.value)
    case .line(let place): return line(place)
    case .previous(let place): return previous(place)
    case .step: return Interval(Double(step))
    case .named(_, let value): return range(value)
    case .sum(let terms): return terms.dropFirst().reduce(range(terms[0])) { $0 + range($1) }
    case .product(let factors):
      return factors.dropFirst().reduce(range(factors[0])) { .combining($0, range($1), *) }
    case .quotient(let top, let bottom): return .combining(range(top), range(bottom), /)
    case .power(let base, let exponent):
      return .combining(range(base), range(exponent)) { Function.raise($0, to: $1) }
    case .negated(let operand): return -range(operand)
    case .call(let function, let arguments):
      switch function.value {
      case .unary(let body): return range(arguments[0]).mapped(body)
      case .binary(let body):
        return arguments.dropFirst().reduce(range(arguments[0])) { .combining($0, range($1), body) }
      case .many(let body): return Interval(body(arguments.map { range($0).middle }))
      case .choice:
        let condition = range(arguments[0])
        if condition.low == condition.high {
          return range(arguments[condition.low != 0 ? 1 : 2])
        }
        let (then, otherwise) = (range(arguments[1]), range(arguments[2]))
        return Interval(spanning: [then.low, then.high, otherwise.low, otherwise.high])
      case .definition(let unfolded):
        return range(unfolded(arguments))
      }
    }
  }
}
