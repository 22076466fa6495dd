import Decimals
import Testing

struct `Decimal expansions` {
  /// Digits from python3's `decimal.Decimal(x)`, which is exact.
  @Test(arguments: [
    (0.1, "0.1000000000000000055511151231257827021181583404541015625"),
    (0.125, "0.125"),
    (2.5, "2.5"),
    (-12.5, "-12.5"),
    (0.1 + 0.2, "0.3000000000000000444089209850062616169452667236328125"),
    (1e-5, "0.000010000000000000000818030539140313095458623138256371021270751953125"),
    (1e22, "10000000000000000000000"),
    (1e23, "99999999999999991611392"),
    (0, "0"),
    (-0.0, "0"),
  ])
  func `a double is written out exactly`(value: Double, text: String) {
    #expect(DecimalExpansion(exactly: value).positional() == text)
  }

  /// Count, exponent and sum of the digits from python3's `decimal.Decimal(x).normalize()`.
  @Test(arguments: [
    (Double.leastNonzeroMagnitude, 751, -324, 3421),
    (Double.leastNormalMagnitude.nextDown, 767, -308, 3291),
    (Double.greatestFiniteMagnitude, 309, 308, 1433),
  ])
  func `the extremes keep every digit`(value: Double, count: Int, exponent: Int, sum: Int) {
    let expansion = DecimalExpansion(exactly: value)
    #expect(expansion.digits.count == count)
    #expect(expansion.exponent == exponent)
    #expect(expansion.digits.reduce(0) { $0 + Int($1) } == sum)
  }

  /// From python3's `decimal`, rounding `Decimal(x)` by ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_DOWN.
  @Test(arguments: [
    (0.125, Precision.decimals(2), ["0.12", "0.13", "0.12"]),
    (0.375, .decimals(2), ["0.38", "0.38", "0.37"]),
    (2.5, .decimals(0), ["2", "3", "2"]),
    (-2.5, .decimals(0), ["-2", "-3", "-2"]),
    (1.5, .decimals(0), ["2", "2", "1"]),
    (0.5, .decimals(0), ["0", "1", "0"]),
    (-0.5, .decimals(0), ["0", "-1", "0"]),
    (0.145, .decimals(2), ["0.14", "0.14", "0.14"]),
    (2.675, .decimals(2), ["2.67", "2.67", "2.67"]),
    (0.096, .decimals(1), ["0.1", "0.1", "0"]),
    (0.004, .decimals(1), ["0", "0", "0"]),
    (-0.0004, .decimals(2), ["0", "0", "0"]),
    (999.6, .digits(3), ["1000", "1000", "999"]),
    (123456.5, .digits(6), ["123456", "123457", "123456"]),
    (0.1 + 0.2, .digits(16), ["0.3", "0.3", "0.3"]),
    (0.1 + 0.2, .digits(17), Array(repeating: "0.30000000000000004", count: 3)),
    (1e23, .digits(1), ["1" + zeros(23), "1" + zeros(23), "9" + zeros(22)]),
    (
      1e23, .digits(17),
      ["99999999999999992000000", "99999999999999992000000", "99999999999999991000000"]
    ),
  ])
  func `each rule rounds the exact value`(value: Double, precision: Precision, texts: [String]) {
    let exact = DecimalExpansion(exactly: value)
    #expect(exact.rounded(to: precision, .halfEven).positional() == texts[0])
    #expect(exact.rounded(to: precision, .halfUp).positional() == texts[1])
    #expect(exact.rounded(to: precision, .down).positional() == texts[2])
    #expect(exact.rounded(to: precision) == exact.rounded(to: precision, .halfUp))
  }

  /// From python3's `decimal.Context(prec, rounding).plus(Decimal(x))`, x by `random.getrandbits`.
  @Test(
    arguments: [
      (0xF2A7_4DE4_52E6_B438, 5, "-1.989e244", "-1.989e244"),
      (0xA6A3_A450_6513_270E, 2, "-1.5e-122", "-1.4e-122"),
      (0xD23F_0824_128B_2F33, 18, "-1.54328354173405574e88", "-1.54328354173405574e88"),
      (0x5D9D_C9F8_1818_E811, 19, "9.081404891174466936e142", "9.081404891174466936e142"),
      (0xE8E2_5D94_0ED9_0475, 17, "-1.7160537630466207e197", "-1.7160537630466206e197"),
      (0x0999_50D8_36F6_75CC, 3, "2.01e-262", "2e-262"),
      (0x6B0D_549B_6F03_675A, 3, "4.71e207", "4.7e207"),
      (0x0F21_DDB6_6CAD_4A26, 19, "8.779753225680271226e-236", "8.779753225680271226e-236"),
      (0xA09F_76B5_A170_B338, 19, "-1.501869197545062751e-151", "-1.50186919754506275e-151"),
      (0x0FD6_30F1_F29D_0DA9, 19, "2.233386999150174065e-232", "2.233386999150174065e-232"),
    ] as [(UInt64, Int, String, String)])
  func `arbitrary doubles round`(bits: UInt64, digits: Int, nearest: String, truncated: String) {
    let exact = DecimalExpansion(exactly: Double(bitPattern: bits))
    #expect(scientific(exact.rounded(to: .digits(digits))) == nearest)
    #expect(scientific(exact.rounded(to: .digits(digits), .down)) == truncated)
  }

  @Test func `the exact digits read back as the double`() {
    for value in finiteDoubles(2000, seed: 1) {
      #expect(Double(scientific(DecimalExpansion(exactly: value))) == value)
    }
  }

  @Test func `an exact tie differs from its neighbours`() {
    let tie = 0.125
    #expect(rounded(tie.nextDown, .halfUp) == "0.12")
    #expect(rounded(tie, .halfUp) == "0.13")
    #expect(rounded(tie, .halfEven) == "0.12")
    #expect(rounded(tie.nextUp, .halfEven) == "0.13")
  }

  private func rounded(_ value: Double, _ rule: Rounding) -> String {
    DecimalExpansion(exactly: value).rounded(to: .decimals(2), rule).positional()
  }
}

private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

private func scientific(_ expansion: DecimalExpansion) -> String {
  let digits = expansion.digits.map(String.init)
  let fraction = digits.dropFirst().joined()
  return (expansion.isNegative ? "-" : "") + (digits.first ?? "0")
    + (fraction.isEmpty ? "" : "." + fraction) + "e\(expansion.exponent)"
}
