import Fixtures
import Formulas
import Testing

@Suite struct IntervalTests {
  /// All functions but those that turn anywhere, for which an interval is known to be too narrow,
  /// and differences from 1, whose first argument is a function of the second.
  private static let functions =
    Function.elementary.values
    .filter { !["sin", "cos", "tan"].contains($0.name) && !$0.name.hasPrefix("one_minus") }
    .sorted { $0.name < $1.name } + Function.comparisons.filter { $0.name != "==" }

  /// Boxes are drawn around 0, beside it, ending at it, and of no width at all.
  private static func box(_ random: inout SplitMix64) -> Interval {
    let ends = [
      Double.random(in: -3...3, using: &random), Double.random(in: -3...3, using: &random),
    ]
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
    return switch Int.random(in: 0..<6, using: &random) {
    case 0: Interval(high)
    case 1: Interval(0, abs(low))
    case 2: Interval(-abs(low), 0)
    case 3: Interval(abs(low), abs(low) + 0.5)
    default: Interval(low, high)
    }
  }

  private static func point(in box: Interval, _ random: inout SplitMix64) -> Double {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: box.low
    case 1: box.high
    // Near an end, where poles are.
    case 2: max(box.low, box.high - box.width * 1e-6)
    case 3: min(box.high, box.low + box.width * 1e-6)
    default: box.isPoint ? box.low : Double.random(in: box.low...box.high, using: &random)
    }
  }

  /// Whether a part has no finite value at a point; what follows may be finite again.
  private static func meetsPole(_ formula: Formula, _ value: (Formula) -> Double) -> Bool {
    !value(formula).isFinite || formula.parts.contains { meetsPole($0, value) }
  }

  /// Functions of the C library are good to a few units in the last place, and so are the ends;
  /// the running error bound of the value says what that comes to.
  @Test(arguments: 0..<20)
  func `an interval holds the value of every point in it`(seed: Int) {
    var formulas = RandomFormulas(seed: seed, lines: 3, calling: Self.functions)
    for _ in 0..<60 {
      let formula = formulas.formula(depth: 3)
      let boxes = (0..<3).map { _ in Self.box(&formulas.random) }
      let earlier = (0..<3).map { _ in Self.box(&formulas.random) }
      let range = formula.value(
        step: 2, line: { boxes[$0.index] }, previous: { earlier[$0.index] })
      for _ in 0..<10 {
        let points = boxes.map { Self.point(in: $0, &formulas.random) }
        let before = earlier.map { Self.point(in: $0, &formulas.random) }
        let isAtPole = Self.meetsPole(formula) { part in
          part.value(step: 2, line: { points[$0.index] }, previous: { before[$0.index] })
        }
        if isAtPole { continue }
        let found = formula.value(
          step: 2, line: { Approximation(points[$0.index], error: 0) },
          previous: { Approximation(before[$0.index], error: 0) })
        let isHeld =
          range.contains(found.value) || !found.error.isFinite
          || range.widened(by: 2 * found.error).contains(found.value)
        #expect(
          isHeld,
          """
          \(formula.text { "x\($0.index)" }) in \(boxes), before \(earlier), at \(points), before \
          \(before): \(found.value) is outside \(range)
          """)
      }
    }
  }

  /// Around a pole everything is possible, and where 0 itself belongs to numbers below it.
  @Test func `an interval that ends at a pole`() {
    let reciprocal = Formula(.quotient(.one, .line(0)))
    let power = Formula(.power(.line(0), Formula(.negated(.one))))
    func range(_ formula: Formula, _ box: Interval) -> Interval {
      formula.value(step: 1, line: { _ in box }, previous: { _ in .everything })
    }
    for formula in [reciprocal, power] {
      #expect(range(formula, Interval(-1, 2)) == .everything)
      #expect(range(formula, Interval(0, 2)) == Interval(0.5, .infinity))
      #expect(range(formula, Interval(-2, 0)) == .everything)
      #expect(range(formula, Interval(-2, -1)) == Interval(-1, -0.5))
    }
  }

  @Test func `an operand counts for itself where it stands twice`() {
    let difference = Formula(.sum([.line(0), Formula(.negated(.line(0)))]))
    let range = difference.value(
      step: 1, line: { _ in Interval(1, 3) }, previous: { _ in .everything })
    #expect(range == Interval(-2, 2))
  }

  /// A parabola takes its least value inside.
  @Test func `a square, a product and a choice`() {
    func range(_ formula: Formula) -> Interval {
      formula.value(
        step: 1, line: { $0 == 0 ? Interval(-1, 2) : Interval(3, 4) },
        previous: { _ in .everything })
    }
    #expect(range(Formula(.power(.line(0), .number(2)))) == Interval(0, 4))
    #expect(range(Formula(.product([.line(0), .line(1)]))) == Interval(-4, 8))
    let isPositive = Formula.call(.greater, .line(0), .zero)
    #expect(range(.call(.choice, isPositive, .line(0), .line(1))) == Interval(-1, 4))
    #expect(range(.call(.choice, .one, .line(0), .line(1))) == Interval(-1, 2))
  }
}
