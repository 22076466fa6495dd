import Decimals
import Testing

/// What a typed number claims, and which values it is the rounding of.
@Suite struct TypedNumberTests {
  @Test(arguments: [
    ("0.10", 2...2, 2), ("1.40E+01", 3...3, 1), ("100", 1...3, 0), ("1500", 2...4, 0),
    ("100.", 3...3, 0), ("0.0004", 1...1, 4), ("-12.50", 4...4, 2), ("7", 1...1, 0),
    ("1.5e3", 2...2, 0), ("15e-3", 2...2, 3), ("0.00", 0...0, 2), ("0", 0...0, 0),
  ])
  func `digits and decimals are those that are typed`(
    text: String, digits: ClosedRange<Int>, decimals: Int
  ) throws {
    let number = try #require(TypedNumber(text))
    #expect(number.digits == digits)
    #expect(number.decimals == decimals)
  }

  @Test(arguments: [
    // Ties: 0.125 and 2.5 are doubles exactly, so both rules are told apart.
    ("0.12", 0.125), ("0.13", 0.125), ("2", 2.5), ("3", 2.5), ("-0.12", -0.125), ("-0.13", -0.125),
    // 0.285 is a little below as a double, but a tie for whoever reads it.
    ("0.29", 0.285), ("0.28", 0.285), ("1.01", 1.005), ("1.00", 1.005),
    ("0.59327", 0.5932699921071872), ("0.593269992", 0.5932699921071872),
    ("100", 103.2), ("100", 99.96), ("100", 100.4), ("100", 149.0), ("1.0", 0.96),
    ("0.00", 0.004), ("0", -2e-17), ("1.39E+01", 13.94), ("1e-7", 1.04e-7), ("1000", 999.5),
  ])
  func `a value rounds to the number`(text: String, value: Double) throws {
    #expect(try #require(TypedNumber(text)).isRounding(of: value))
  }

  @Test(arguments: [
    ("0.11", 0.125), ("0.14", 0.125), ("0.27", 0.285), ("0.30", 0.285), ("1.02", 1.005),
    ("0.59326", 0.5932699921071872), ("100.", 103.2), ("100", 150.1), ("100.0", 99.94),
    ("0.12", -0.125), ("0.01", 0.004), ("1.40E+01", 13.94), ("0.3", 0.25000000001 - 0.01),
  ])
  func `a value does not round to the number`(text: String, value: Double) throws {
    #expect(!(try #require(TypedNumber(text)).isRounding(of: value)))
  }

  @Test(arguments: [
    ("0.59326", 0.5932699921071872), ("-0.952", -0.9526096518320006),
    ("0.28790", 0.2879062778810239),
    ("0.099", 0.0999999), ("1.2", 1.2999), ("0.00", 0.009), ("13.9", 13.99),
  ])
  func `a value is cut to the number`(text: String, value: Double) throws {
    let number = try #require(TypedNumber(text))
    #expect(number.isTruncation(of: value))
    #expect(!number.isRounding(of: value))
  }

  @Test func `what binary rounding leaves below a short number is not cut`() throws {
    // 0.1·3 is 0.30000000000000004, 1 − 0.9 is 0.09999999999999998.
    #expect(!(try #require(TypedNumber("0.09")).isTruncation(of: 1 - 0.9)))
    #expect(try #require(TypedNumber("0.1")).equals(1 - 0.9))
    #expect(try #require(TypedNumber("0.3")).equals(0.1 * 3))
    #expect(!(try #require(TypedNumber("0.3")).equals(0.300000000001)))
  }

  @Test func `a number is about what differs by one unit, unless nothing was rounded`() throws {
    let number = try #require(TypedNumber("0.5934"))
    #expect(number.isAbout(0.59334))
    #expect(number.isAbout(0.59346))
    #expect(!number.isAbout(0.59328))
    #expect(!number.isAbout(0.5933))
    #expect(!(try #require(TypedNumber("-5")).isAbout(-4)))
  }

  @Test(arguments: ["", "-", "1,5", "nan", "inf", "0x10", "1e400", "1e", " 1", "1e999999999999"])
  func `other texts are no numbers`(text: String) {
    #expect(TypedNumber(text) == nil)
  }

  @Test func `the other sign changes nothing else`() throws {
    let number = try #require(TypedNumber("1500"))
    #expect(number.negated == TypedNumber("-1500"))
    #expect(try #require(TypedNumber("0.00")).negated == TypedNumber("0.00"))
  }
}
