import Decimals
import Testing

struct `Shown numbers` {
  @Test(arguments: [
    (0.37750000001, Precision.digits(4), "0.3775"),
    (0.5, .digits(4), "0.5"),
    (-12.5, .digits(4), "-12.5"),
    (0, .digits(4), "0"),
    (-0.0, .digits(4), "0"),
    (-0.0, .decimals(2), "0"),
    (0.1 + 0.2, .digits(17), "0.30000000000000004"),
    (0.00001234, .digits(3), "0.0000123"),
    (0.0000099999, .digits(3), "0.00001"),
    (12345.6, .digits(5), "12346"),
    (120000, .digits(2), "120000"),
    (999_999_999_999_999, .digits(15), "999999999999999"),
    (1234.5678, .decimals(2), "1234.57"),
    (0.125, .decimals(2), "0.13"),
    // The double of each of these lies below the tie or above it.
    (0.15, .decimals(1), "0.2"),
    (0.25, .decimals(1), "0.3"),
    (0.35, .decimals(1), "0.4"),
    (0.45, .decimals(1), "0.5"),
    (0.55, .decimals(1), "0.6"),
    (-0.65, .decimals(1), "-0.7"),
    (1.005, .digits(3), "1.01"),
    (0.5, .decimals(0), "1"),
    (0.996, .decimals(2), "1"),
    (123456, .decimals(0), "123456"),
    (.infinity, .digits(4), "inf"),
    (-.infinity, .decimals(4), "-inf"),
    (.nan, .digits(4), "nan"),
  ])
  func `a readable number is written out`(value: Double, precision: Precision, text: String) {
    let shown = shown(value, to: precision)
    #expect(shown.significand == text)
    #expect(shown.exponent == nil)
  }

  @Test(arguments: [
    (0.000009876, Precision.digits(3), "9.88", -6),
    (123456, .digits(3), "1.23", 5),
    (999.6, .digits(3), "1", 3),
    (1e15, .digits(17), "1", 15),
    (-6.02214076e23, .digits(4), "-6.022", 23),
    (.leastNonzeroMagnitude, .digits(3), "5", -324),
    (.greatestFiniteMagnitude, .digits(3), "1.8", 308),
    (1e20, .decimals(2), "1", 20),
    (0.00000123, .decimals(8), "1.23", -6),
  ])
  func `zeros that say nothing become a power of ten`(
    value: Double, precision: Precision, significand: String, exponent: Int
  ) {
    let shown = shown(value, to: precision)
    #expect(shown.significand == significand)
    #expect(shown.exponent == exponent)
  }

  @Test(arguments: [
    (0.0045678, 2, "4.6", -3),
    (-0.0001, 3, "-1", -4),
    (0.4, 0, "4", -1),
    (1e-300, 4, "1", -300),
  ])
  func `decimals never turn a number into zero`(
    value: Double, decimals: Int, significand: String, exponent: Int
  ) {
    let shown = shown(value, to: .decimals(decimals))
    #expect(shown.significand == significand)
    #expect(shown.exponent == exponent)
  }
}
