import Decimals
import Fixtures
import Formulas
import Testing

@Suite struct EvaluationTests {
  private func value(_ formula: Formula, _ lines: PerLine<Double?>, step: Int? = 1) -> Double? {
    formula.value(step: step, line: { lines[$0] }, previous: { _ in nil })
  }

  /// 1e16 + 1 is 1e16: from left to right both ones are lost, added first they are not.
  @Test func `sums and products go from left to right`() {
    let lines: PerLine<Double?> = [1e16, 1, 1]
    #expect(value(Formula(.sum([.line(0), .line(1), .line(2)])), lines) == 1e16)
    #expect(value(Formula(.sum([.line(1), .line(2), .line(0)])), lines) == 1e16 + 2)
    let factors: PerLine<Double?> = [1e308, 10, 0.1]
    #expect(value(Formula(.product([.line(0), .line(1), .line(2)])), factors) == .infinity)
    #expect(value(Formula(.product([.line(0), .line(2), .line(1)])), factors) == 1e308)
  }

  /// The square of a double has one nearest double; a general power may be the next one.
  @Test func `a square is a product, whatever the exponent is`() {
    let x = 0.07166983730865484
    let two = Formula(.named("n", .number(2)))
    for exponent in [.number(2), two, .line(1)] {
      #expect(value(Formula(.power(.line(0), exponent)), [x, 2]) == x * x)
    }
    #expect(Function.power.applied(to: [x, 2]) == x * x)
    #expect(value(Formula(.power(.line(0), .number(3))), [2]) == 8)
  }

  @Test func `an operand without a value takes the value away, also in a branch not taken`() {
    let sum = Formula(.sum([.line(0), .line(1)]))
    #expect(value(sum, [1, nil]) == nil)
    #expect(value(.call(.choice, .one, .line(0), .line(1)), [1, nil]) == nil)
    #expect(value(.call(.choice, .zero, .line(0), .line(1)), [1, 2]) == 2)
    #expect(value(Formula(.step), [], step: nil) == nil)
    #expect(value(Formula(.step), [], step: 7) == 7)
    #expect(value(Formula(.previous(0)), []) == nil)
  }

  @Test func `a constant has a value without lines`() {
    let third = Formula(.quotient(.one, .number(3)))
    #expect(third.constantValue() == 1.0 / 3)
    #expect(Formula(.sum([third, .line(0)])).constantValue() == nil)
    #expect(Formula(.step).constantValue() == nil)
  }

  /// 3 − 2 + 1 has terms of 6 together; a quotient's size is that of its numerator by the divisor.
  @Test func `the magnitude is that of terms which do not cancel`() {
    let lines = PerLine([3.0, 2, 1, -4].map { Magnitude($0) })
    func magnitude(_ formula: Formula) -> Magnitude {
      formula.value(step: 1, line: { lines[$0] }, previous: { lines[$0] })
    }
    let sum = Formula(.sum([.line(0), Formula(.negated(.line(1))), .line(2)]))
    #expect(magnitude(sum).value == 2)
    #expect(magnitude(sum).size == 6)
    #expect(magnitude(Formula(.quotient(sum, .line(3)))).size == 1.5)
    #expect(magnitude(Formula(.product([sum, .line(3)]))).size == 24)
    #expect(magnitude(Formula(.power(sum, .number(3)))).size == 8)
  }
}
