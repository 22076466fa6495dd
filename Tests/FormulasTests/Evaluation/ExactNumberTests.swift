import Decimals
import Fixtures
import Formulas
import Testing

struct `Exact numbers` {
  private static func value(_ formula: Formula, _ lines: [ExactNumber], step: Int = 1)
    -> ExactNumber
  {
    formula.value(step: step, line: { lines[$0.index] }, previous: { lines[$0.index] })
  }

  private static func written(_ values: Double...) -> [ExactNumber] {
    values.map { ExactNumber(written: $0) }
  }

  /// In doubles 0.1 + 0.2 is 0.30000000000000004, and 0.3 − 0.1 − 0.2 is −2.8·10⁻¹⁷.
  @Test func `sums of decimals are decimals`() {
    let sum = Formula(.sum([.line(0), .line(1)]))
    #expect(Self.value(sum, Self.written(0.1, 0.2)).value == 0.3)
    let rest = Formula(.sum([.line(0), Formula(.negated(.line(1))), Formula(.negated(.line(2)))]))
    let isNotNegative = Formula.call(.greaterOrEqual, rest, .zero)
    let lines = Self.written(0.3, 0.1, 0.2)
    #expect(Self.value(rest, lines).value == 0)
    #expect(Self.value(isNotNegative, lines).fraction == .one)
    let slope = Formula.call(.choice, isNotNegative, .number(3), .number(5))
    #expect(Self.value(slope, lines).value == 3)
  }

  /// (1/3)·3 is 1 in fractions; in doubles, 1/49·49 is 0.9999999999999999.
  @Test func `a line is rounded once`() {
    let formula = Formula(.product([Formula(.quotient(.line(0), .line(1))), .line(1)]))
    #expect(Self.value(formula, Self.written(1, 49)).value == 1)
    #expect(formula.value(step: 1, line: { [1.0, 49][$0.index] }, previous: { _ in 0 }) != 1)
  }

  @Test func `what is no fraction is computed in doubles, as is what uses it`() {
    let exp = Self.value(.call(.exp, .line(0)), Self.written(1))
    #expect(exp.fraction == nil && !exp.isCut && exp.value == 2.718281828459045)
    let sum = Self.value(Formula(.sum([.line(0), .line(1)])), [exp] + Self.written(0.1))
    #expect(sum.fraction == nil && sum.value == exp.value + 0.1)
    #expect(Self.value(.pi, []).fraction == nil)
    let infinite = Self.value(Formula(.quotient(.one, .line(0))), Self.written(0))
    #expect(infinite.fraction == nil && infinite.value == .infinity)
  }

  @Test func `only the branch taken needs a fraction`() {
    let choice = Formula.call(.choice, .line(0), .line(1), .call(.exp, .line(1)))
    #expect(Self.value(choice, Self.written(1, 0.5)).fraction != nil)
    #expect(Self.value(choice, Self.written(0, 0.5)).fraction == nil)
  }

  /// 0.9 is 9/10: of the step, 10³⁰⁰ has 997 bits and 10³⁰² has 1,004.
  @Test func `numbers that become too long are cut`() {
    let decay = Formula(.power(.line(0), Formula(.step)))
    #expect(Self.value(decay, Self.written(0.9), step: 300).fraction != nil)
    let cut = Self.value(decay, Self.written(0.9), step: 400)
    #expect(cut.fraction == nil && cut.isCut)
    let square = Formula(.power(.line(0), .number(2)))
    var number = ExactNumber(written: 0.9)
    var count = 0
    while number.fraction != nil {
      number = Self.value(square, [number])
      count += 1
    }
    // 10^(2^k) has 3.32·2^k bits, which is above 10,000 from k = 12 on.
    #expect(count == 12 && number.isCut)
    #expect(Self.value(Formula(.sum([.line(0), .one])), [number]).isCut)
  }
}
