import Decimals
import Fixtures
import Testing

struct Fractions {
  private static func decimal(_ text: String) throws -> Fraction {
    try #require(Numeral(text).flatMap { Fraction($0) })
  }

  @Test func `arithmetic is exact`() throws {
    let third = try #require(Fraction(1).divided(by: Fraction(3)))
    let sixth = try #require(Fraction(1).divided(by: Fraction(6)))
    let half = try #require(Fraction(1).divided(by: Fraction(2)))
    #expect(third + sixth == half)
    #expect(third * Fraction(-6) == Fraction(-2))
    #expect(-half < third - half && third - half < .zero)
    #expect(Fraction(1).divided(by: .zero) == nil)
    #expect(try Self.decimal("0.3") - Self.decimal("0.1") - Self.decimal("0.2") == .zero)
    #expect(try Self.decimal("2.50e-1") == half * half)
    #expect((-half).roundedDown == Fraction(-1) && half.roundedDown == .zero)
    #expect(Fraction(-7).integer == -7 && half.integer == nil)
  }

  /// 3¹⁰⁰ and 100!/98! by hand, (2/3)¹⁰⁰ as the quotient of both powers.
  @Test func `powers are exact up to so many bits`() throws {
    let twoThirds = try #require(Fraction(2).divided(by: Fraction(3)))
    let power = try #require(twoThirds.power(100, bits: 1000))
    #expect(
      power * (try #require(Fraction(3).power(100, bits: 1000)))
        == Fraction(2).power(100, bits: 1000))
    #expect(power.power(-1, bits: 1000) == twoThirds.power(-100, bits: 1000))
    #expect(twoThirds.power(0, bits: 10) == .one)
    #expect(Fraction.zero.power(-1, bits: 10) == nil)
    #expect(Fraction(2).power(1001, bits: 1000) == nil)
    #expect(Fraction(2).power(.max, bits: 10_000) == nil)
    #expect(Fraction(-1).power(.max, bits: 10) == Fraction(-1))
    #expect(Fraction(-1).power(.min, bits: 10) == .one)
  }

  /// 10⁴⁰⁰ is no double, 10⁻⁴⁰⁰ is nearer to 0 than to any other.
  @Test func `a decimal far from all doubles has a fraction or none`() throws {
    #expect(Numeral("1e-400").flatMap { Fraction($0) }?.value == 0)
    #expect(Numeral("1e-2000000000").flatMap { Fraction($0) } == nil)
    #expect(Fraction(Numeral(nearest: .pi)) == nil)
  }

  /// Sums and products of random numbers of up to 300 bits are taken apart again.
  @Test func `operations undo each other`() throws {
    var random = SplitMix64(state: 11)
    func number() throws -> Fraction {
      var result = Fraction(Int.random(in: 1...9, using: &random))
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        result = result * Fraction(Int.random(in: -.max...(.max), using: &random))
        result = try #require(
          result.divided(by: Fraction(Int.random(in: 1...(.max), using: &random))))
      }
      return result
    }
    for _ in 0..<500 {
      let (a, b) = (try number(), try number())
      #expect(a + b - b == a)
      #expect(a.isZero || b.isZero || (a * b).divided(by: b) == a)
      #expect((a < b) == (a - b < .zero))
      let below = a.roundedDown
      #expect(below <= a && a < below + .one && below.roundedDown == below)
    }
  }

  /// The exact values of the double and of its neighbours decide which is nearest.
  @Test func `the double is the nearest one`() throws {
    func exact(_ value: Double) throws -> Fraction {
      try #require(Fraction(DecimalExpansion(exactly: value)))
    }
    for value in finiteDoubles(500, seed: 5) {
      #expect(try exact(value).value == value)
      guard value.magnitude < 1e300 else { continue }
      let (low, high) = (try exact(value), try exact(value.nextUp))
      let middle = try #require((low + high).divided(by: Fraction(2)))
      let even = value.significandBitPattern & 1 == 0 ? value : value.nextUp
      #expect(middle.value == even)
      let tiny = try #require((high - low).divided(by: Fraction(1_000_000)))
      #expect((middle + tiny).value == value.nextUp && (middle - tiny).value == value)
    }
    #expect((try exact(.greatestFiniteMagnitude) * Fraction(2)).value == .infinity)
    #expect(try exact(-.leastNonzeroMagnitude).value == -.leastNonzeroMagnitude)
  }

  /// Rounding as it is done on paper: of most ties here, the double lies below.
  @Test(arguments: [
    ("0.00505", Precision.decimals(4), "0.0051"), ("1.005", .decimals(2), "1.01"),
    ("-1.005", .decimals(2), "-1.01"), ("0.285", .decimals(2), "0.29"),
    ("0.3775", .digits(3), "0.378"), ("2.5", .digits(1), "3"), ("0.125", .decimals(2), "0.13"),
    ("0.00504999", .decimals(4), "0.005"), ("0.99996", .decimals(4), "1"),
    ("123456", .digits(3), "123000"), ("0.00004", .decimals(4), "0"),
    ("-0.00004", .decimals(4), "0"), ("-0.00005", .decimals(4), "-0.0001"),
    ("0.990965489384496", .digits(12), "0.990965489384"), ("1e30", .digits(2), "1" + zeros(30)),
    ("9.96e-30", .digits(2), "0." + zeros(28) + "1"),
  ])
  func `rounding is half away from zero`(
    text: String, precision: Precision, rounded: String
  ) throws {
    #expect(try Self.decimal(text).rounded(to: precision).positional() == rounded)
  }

  /// 1/3, 2/3 and 1/6 have more digits than are kept, 1/8 ends.
  @Test func `a fraction without end is rounded by what follows`() throws {
    func quotient(_ a: Int, _ b: Int) throws -> Fraction {
      try #require(Fraction(a).divided(by: Fraction(b)))
    }
    #expect(try quotient(1, 3).rounded(to: .decimals(3)).positional() == "0.333")
    #expect(try quotient(2, 3).rounded(to: .digits(20)).positional() == "0.66666666666666666667")
    #expect(try quotient(1, 6).rounded(to: .digits(1)).positional() == "0.2")
    #expect(try quotient(1, 8).rounded(to: .decimals(2)).positional() == "0.13")
    #expect(try quotient(-2_000_001, 16).rounded(to: .digits(3)).positional() == "-125000")
    #expect(Fraction.zero.rounded(to: .digits(3)).positional() == "0")
  }

  private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}
