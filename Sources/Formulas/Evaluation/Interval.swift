import Decimals

/// The numbers between two bounds.
package struct Interval: Hashable, Sendable {
  package private(set) var low: Double
  package private(set) var high: Double

  package init(_ value: Double) { (low, high) = (value, value) }

  package init(_ low: Double, _ high: Double) { (self.low, self.high) = (low, high) }

  package static let everything = Interval(-.infinity, .infinity)

  package var width: Double { high - low }
  package var isPoint: Bool { low == high }

  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The interval with so much more room on either side.
  package func widened(by margin: Double) -> Interval { Interval(low - margin, high + margin) }

  package var middle: Double { low / 2 + high / 2 }

  package func overlaps(_ other: Interval) -> Bool { low <= other.high && other.low <= high }

  /// The smallest interval that holds both.
  package func union(_ other: Interval) -> Interval {
    Interval(min(low, other.low), max(high, other.high))
  }

  static func + (left: Interval, right: Interval) -> Interval {
    let (low, high) = (left.low + right.low, left.high + right.high)
    return low.isNaN || high.isNaN ? .everything : Interval(low, high)
  }

  package static prefix func - (operand: Interval) -> Interval {
    Interval(-operand.high, -operand.low)
  }

  /// Where a function over the interval takes its extremes, unless it turns elsewhere inside.
  fileprivate func forEachSample(_ body: (Double) -> Void) {
    body(low)
    if isPoint { return }
    body(high)
    let middle = middle
    if !middle.isNaN { body(middle) }
    if low < 0 && high > 0 { body(0) }
  }

  fileprivate static func combining(
    _ left: Interval, _ right: Interval, _ body: (Double, Double) -> Double
  ) -> Interval {
    var values = Span()
    left.forEachSample { first in right.forEachSample { values.add(body(first, $0)) } }
    return values.interval
  }

  fileprivate func mapped(_ body: (Double) -> Double) -> Interval {
    var values = Span()
    forEachSample { values.add(body($0)) }
    return values.interval
  }

  static func * (left: Interval, right: Interval) -> Interval {
    if left.isPoint && right.isPoint { return Interval(left.low * right.low) }
    return combining(left, right, *)
  }

  static func / (left: Interval, right: Interval) -> Interval {
    let holdsZero = right.low < 0 && right.high > 0
    return holdsZero ? .everything : combining(left, right, /)
  }

  /// The interval between the smallest and the largest of some numbers; everything, if one is not
  /// a number.
  fileprivate struct Span {
    private var low = Double.infinity
    private var high = -Double.infinity
    private var isEverything = false

    mutating func add(_ value: Double) {
      low = min(low, value)
      high = max(high, value)
      if value.isNaN { isEverything = true }
    }

    var interval: Interval { isEverything ? .everything : Interval(low, high) }
  }
}

extension Formula {
  /// The values that the formula can have where its operands lie in intervals.
  ///
  /// Each operand counts for itself, also where it stands twice, so that the interval may be too
  /// wide. A function is taken at the ends, in the middle and at 0: one that turns elsewhere
  /// inside a wide interval (the sine) may give one too narrow.
  package func range(
    step: Int, line: (Int) -> Interval, previous: (Int) -> Interval
  ) -> Interval {
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
      return factors.dropFirst().reduce(range(factors[0])) { $0 * range($1) }
    case .quotient(let top, let bottom): return range(top) / range(bottom)
    case .power(let base, let exponent):
      return .combining(range(base), range(exponent)) { Function.raise($0, to: $1) }
    case .negated(let operand): return -range(operand)
    case .call(let function, let arguments):
      switch function.value {
      case .unary(let body): return range(arguments[0]).mapped(body)
      case .binary(let body):
        return arguments.dropFirst().reduce(range(arguments[0])) { .combining($0, range($1), body) }
      case .many(let body): return positions(arguments.map(range), body)
      case .choice:
        let condition = range(arguments[0])
        if condition.isPoint { return range(arguments[condition.low != 0 ? 1 : 2]) }
        return range(arguments[1]).union(range(arguments[2]))
      case .definition(let unfolded):
        return range(unfolded(arguments))
      }
    }
  }

  /// The values of a function such as `argmax`: where all operands are small, where all are large,
  /// and where one is large and the others are small, or the other way round.
  private func positions(_ operands: [Interval], _ body: ([Double]) -> Double) -> Interval {
    if operands.allSatisfy(\.isPoint) { return Interval(body(operands.map(\.low))) }
    var values = Interval.Span()
    let (low, high) = (operands.map(\.low), operands.map(\.high))
    values.add(body(low))
    values.add(body(high))
    for place in operands.indices {
      var (one, others) = (low, high)
      one[place] = high[place]
      others[place] = low[place]
      values.add(body(one))
      values.add(body(others))
    }
    return values.interval
  }
}
