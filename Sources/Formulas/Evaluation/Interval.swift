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

  package static func + (left: Interval, right: Interval) -> Interval {
    let (low, high) = (left.low + right.low, left.high + right.high)
    return low.isNaN || high.isNaN ? .everything : Interval(low, high)
  }

  package static prefix func - (operand: Interval) -> Interval {
    Interval(-operand.high, -operand.low)
  }

  /// Where a function over the interval takes its extremes, unless it turns elsewhere inside.
  ///
  /// Of a pole at 0, which 1/x has, the sign of the zero says on which side it is: 0 has numbers
  /// above it, and numbers below it where the interval has any.
  fileprivate func forEachSample(_ body: (Double) -> Void) {
    if isPoint { return body(low) }
    body(low == 0 ? 0 : low)
    body(high)
    let middle = middle
    if !middle.isNaN { body(middle) }
    if low < 0 && high >= 0 {
      body(0)
      body(-0.0)
    }
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

  package static func * (left: Interval, right: Interval) -> Interval {
    if left.isPoint && right.isPoint { return Interval(left.low * right.low) }
    return combining(left, right, *)
  }

  package static func / (left: Interval, right: Interval) -> Interval {
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

/// Each operand of a formula counts for itself, also where it stands twice, so that the interval
/// may be too wide. A function is taken at the ends, in the middle and at 0: one that turns
/// elsewhere inside a wide interval (the sine) may give one too narrow.
extension Interval: FormulaNumber {
  package static var unknown: Interval { .everything }

  package func raised(to exponent: Interval) -> Interval {
    .combining(self, exponent) { $0.raised(to: $1) }
  }

  package static func value(of function: Function, at arguments: [Interval]) -> Interval {
    switch function.value {
    case .unary(let body): arguments[0].mapped(body)
    case .binary(let body):
      arguments.dropFirst().reduce(arguments[0]) { .combining($0, $1, body) }
    case .many(let body): positions(arguments, body)
    case .choice: choice(arguments[0], arguments[1], arguments[2])
    case .definition: preconditionFailure("a definition is unfolded before it has a value")
    }
  }

  private static func choice(
    _ condition: Interval, _ first: Interval, _ second: Interval
  ) -> Interval {
    condition.isPoint ? condition.low != 0 ? first : second : first.union(second)
  }

  /// The values of a function such as `argmax`: where all operands are small, where all are large,
  /// and where one is large and the others are small, or the other way round.
  private static func positions(
    _ operands: [Interval], _ body: ([Double]) -> Double
  ) -> Interval {
    if operands.allSatisfy(\.isPoint) { return Interval(body(operands.map(\.low))) }
    var values = Span()
    let (low, high) = (operands.map(\.low), operands.map(\.high))
    values.add(body(low))
    values.add(body(high))
    for index in operands.indices {
      var (one, others) = (low, high)
      one[index] = high[index]
      others[index] = low[index]
      values.add(body(one))
      values.add(body(others))
    }
    return values.interval
  }
}
