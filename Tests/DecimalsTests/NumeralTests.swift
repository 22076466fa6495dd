import Decimals
import Testing

struct Numerals {
  @Test(
    arguments: [
      ("12", 12, 12, 1, false),
      ("007", 7, 7, 1, false),
      ("-3", -3, -3, 1, false),
      ("0.10", 0.1, 1, 10, true),
      (".5", 0.5, 1, 2, true),
      ("5.", 5, 5, 1, true),
      ("1e-8", 1e-8, 1, 100_000_000, true),
      ("1.40E+01", 14, 14, 1, true),
      ("2e3", 2000, 2000, 1, true),
      ("0.000", 0, 0, 1, true),
      ("0e999", 0, 0, 1, true),
      ("1.000000000000000000000000000000", 1, 1, 1, true),
      ("9223372036854775807", 0x1p63, .max, 1, false),
    ] as [(String, Double, Int, Int, Bool)])
  func `a typed number keeps its text, its double and its fraction`(
    text: String, value: Double, numerator: Int, denominator: Int, isDecimal: Bool
  ) throws {
    let numeral = try #require(Numeral(text))
    #expect(numeral.text == text)
    #expect(numeral.value == value)
    #expect(numeral.exact == Rational(numerator, over: denominator))
    #expect(numeral.exact?.isDecimal == isDecimal)
  }

  @Test(arguments: [
    "", ".", "-", "e5", "1e", "1e+", "1.2.3", "1,5", " 1", "1 ", "+1", "--1", "0x10", "inf", "nan",
    "1e400", "-1e400", "1_000", "١", "1e5.0", "1\u{0}",
  ])
  func `anything else is no number`(text: String) {
    #expect(Numeral(text) == nil)
  }

  @Test(arguments: [
    "9223372036854775808", "1e19", "1e-19", "0.12345678901234567890", "1e-99999999999999999999",
    "1e-9223372036854775808", "1.5e-9223372036854775808",
  ])
  func `a fraction that does not fit is left out`(text: String) throws {
    #expect(try #require(Numeral(text)).exact == nil)
  }

  /// Each is nearest to the double given in hexadecimal by python3's `float(text).hex()`.
  @Test(arguments: [
    ("9007199254740993", 0x1.0p53),
    ("9007199254740993.0000000000000000000000000000001", 0x1.0000000000001p53),
    ("1e23", 0x1.52d02c7e14af6p76),
    ("2.4703282292062327e-324", 0),
    ("2.4703282292062328e-324", 0x1p-1074),
    ("1e-400", 0),
    ("1.7976931348623158e308", 0x1.fffffffffffffp1023),
  ])
  func `the double is the nearest one`(text: String, value: Double) throws {
    #expect(try #require(Numeral(text)).value == value)
  }

  @Test func `an integer is its own text`() {
    #expect(Numeral(-42) == Numeral("-42"))
    #expect(Numeral(.max).exact == Rational(.max))
  }

  @Test func `the smallest integer has no negative, and so no exact fraction`() {
    #expect(Numeral(.min).exact == nil)
  }
}
