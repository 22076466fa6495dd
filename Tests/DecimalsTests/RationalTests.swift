import Decimals
import Testing

struct Rationals {
  @Test func `fractions are in lowest terms with a positive denominator`() throws {
    let fraction = try #require(Rational(6, over: -8))
    #expect(fraction.numerator == -3)
    #expect(fraction.denominator == 4)
    #expect(Rational(0, over: -5) == Rational(0))
    #expect(Rational(.min, over: .min) == Rational(1))
    #expect(Rational(.min, over: 2) == Rational(.min / 2))
    #expect(Rational(1, over: 0) == nil)
    #expect(Rational(1, over: .min) == nil)
    #expect(Rational(.min, over: -1) == nil)
  }

  @Test func `arithmetic is exact`() throws {
    let half = try #require(Rational(1, over: 2))
    let third = try #require(Rational(1, over: 3))
    #expect(half.adding(third) == Rational(5, over: 6))
    #expect(half.multiplied(by: third) == Rational(1, over: 6))
    #expect(half.divided(by: third) == Rational(3, over: 2))
    #expect(half.negated() == Rational(-1, over: 2))
    #expect(third.power(3) == Rational(1, over: 27))
    #expect(third.power(-2) == Rational(9))
    #expect(third.power(0) == Rational(1))
    #expect(Rational(-1).power(.max) == Rational(-1))
    #expect(Rational(2).power(62) == Rational(1 << 62))
    // −2⁶³ has no negative among the integers.
    #expect(Rational(-2).power(63) == nil)
  }

  @Test func `what does not fit is nil`() throws {
    let zero = Rational(0)
    let largest = Rational(.max)
    let smallest = try #require(Rational(1, over: .max))
    #expect(largest.adding(Rational(1)) == nil)
    #expect(largest.multiplied(by: Rational(2)) == nil)
    #expect(smallest.divided(by: Rational(2)) == nil)
    #expect(Rational(.min).negated() == nil)
    #expect(Rational(2).power(63) == nil)
    #expect(Rational(2).power(.min) == nil)
    #expect(largest.divided(by: zero) == nil)
    #expect(zero.power(-1) == nil)
    #expect(largest.multiplied(by: smallest) == Rational(1))
  }

  @Test func `one decimal operand makes a decimal`() throws {
    let tenth = try #require(Numeral("0.1")?.exact)
    let five = Rational(5)
    for result in [
      tenth.adding(five), tenth.multiplied(by: five), tenth.divided(by: five),
      five.adding(tenth), five.multiplied(by: tenth), five.divided(by: tenth),
      tenth.negated(), tenth.power(2), tenth.power(-2), tenth.power(0),
    ] {
      #expect(try #require(result).isDecimal)
    }
    #expect(try !#require(five.divided(by: Rational(2))).isDecimal)
    #expect(tenth == Rational(1, over: 10))
    #expect(Set([tenth, try #require(Rational(1, over: 10))]).count == 1)
  }

  @Test(arguments: [
    (1, 50, true, "0.02"), (-1, 8, true, "-0.125"), (7, 4, true, "1.75"), (3, 1, true, "3"),
    (3, 1, false, "3"), (1, 100_000_000, true, "1e-8"), (-123, 100_000_000, true, "-1.23e-6"),
    (123_456_789, 10, true, "12345678.9"), (0, 1, true, "0"),
    (1, 2, false, nil), (1, 3, true, nil), (1, 1 << 40, true, nil), (-.max, 5, true, nil),
  ])
  func `a terminating decimal has a numeral`(
    numerator: Int, denominator: Int, isDecimal: Bool, text: String?
  ) throws {
    let rational = try #require(Rational(numerator, over: denominator, isDecimal: isDecimal))
    #expect(rational.numeral?.text == text)
    #expect(text == nil || rational.numeral?.exact == rational)
  }

  @Test func `the value is the nearest double`() throws {
    #expect(try #require(Rational(1, over: 3)).value == 1 / 3)
    #expect(try #require(Numeral("0.1")?.exact).value == 0.1)
    #expect(Rational(-7).value == -7)
  }
}
