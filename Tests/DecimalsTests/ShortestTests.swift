import Decimals
import Testing

struct `Shortest decimals` {
  /// From python3's `repr`, less the ".0" of whole numbers.
  @Test(
    arguments: [
      (0.1 + 0.2, "0.30000000000000004"),
      (0.1, "0.1"),
      (-2.5, "-2.5"),
      (0.0001, "0.0001"),
      (1 / 3, "0.3333333333333333"),
      (.leastNonzeroMagnitude, "5e-324"),
      (1.7976931348623157e308, "1.7976931348623157e+308"),
      (2.2250738585072014e-308, "2.2250738585072014e-308"),
      (1e23, "1e+23"),
      (9.5367431640625e-07, "9.5367431640625e-07"),
    ] as [(Double, String)])
  func `fractions and extremes`(value: Double, text: String) {
    #expect(shortest(value) == text)
  }

  @Test(
    arguments: [
      (0, "0"), (-0.0, "-0"), (3, "3"), (-2, "-2"), (10, "10"), (1000, "1000"), (-907, "-907"),
      (2_147_483_647, "2147483647"), (-2_147_483_647, "-2147483647"),
      (2_147_483_648, "2147483648"), (-2_147_483_648, "-2147483648"),
      (9_007_199_254_740_992, "9007199254740992"),
      (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"), (-.nan, "nan"),
    ] as [(Double, String)])
  func `whole numbers have no point, and specials have names`(value: Double, text: String) {
    #expect(shortest(value) == text)
  }

  /// From python3's `repr`, with NaN as formats other than Python's have it.
  @Test(
    arguments: [
      (0, "0.0"), (-0.0, "-0.0"), (3, "3.0"), (-907, "-907.0"), (0.1, "0.1"), (1e-07, "1e-07"),
      (-2_147_483_648, "-2147483648.0"), (9_007_199_254_740_992, "9007199254740992.0"),
      (1e16, "1e+16"), (1e22, "1e+22"), (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "NaN"),
    ] as [(Double, String)])
  func `in a column whole numbers are doubles`(value: Double, text: String) {
    #expect(shortestInColumn(value) == text)
  }

  @Test func `random doubles read back`() {
    for value in finiteDoubles(100_000, seed: 2) {
      for text in [shortest(value), shortestInColumn(value)]
      where Double(text)?.bitPattern != value.bitPattern {
        Issue.record("\(text) is not \(value)")
      }
    }
  }

  @Test func `integers are spelled as integers`() {
    for integer in (-10_000...10_000).flatMap({ [$0, $0 * 214_748] }) where integer != 0 {
      if shortest(Double(integer)) != String(integer) { Issue.record("\(integer)") }
    }
  }

  @Test func `appending leaves earlier bytes`() {
    var bytes = Array("1,".utf8)
    appendShortest(-20, to: &bytes)
    appendShortest(0.5, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "1,-200.5")
  }
}
