/// A natural number of any size, kept in base 10¹⁹ so that its decimal digits can be read off.
struct WideNatural {
  private static let base: UInt64 = 10_000_000_000_000_000_000
  static let digitsPerLimb = 19

  /// The digits in base 10¹⁹, least significant first.
  private var limbs: [UInt64]

  /// Creates a number below 10¹⁹.
  init(_ value: UInt64) {
    precondition(value < Self.base, "a single limb is below 10^19")
    limbs = [value]
  }

  /// Multiplies by a small factor, `exponent` times, in as few passes as fit into 64 bits.
  mutating func multiply(by factor: UInt64, times exponent: Int) {
    let largest = (Self.base - 1) / factor
    var power: UInt64 = 1
    for _ in 0..<exponent {
      if power > largest {
        multiply(by: power)
        power = 1
      }
      power *= factor
    }
    multiply(by: power)
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index].multipliedFullWidth(by: factor)
      let (low, overflow) = product.low.addingReportingOverflow(carry)
      let high = product.high + (overflow ? 1 : 0)
      (carry, limbs[index]) = Self.base.dividingFullWidth((high, low))
    }
    if carry > 0 { limbs.append(carry) }
  }

  /// The decimal digits, most significant first; the first limb's leading zeros are included.
  var digits: [UInt8] {
    var digits = [UInt8](repeating: 0, count: limbs.count * Self.digitsPerLimb)
    var end = digits.count
    for limb in limbs {
      var (rest, position) = (limb, end)
      while rest > 0 {
        position -= 1
        digits[position] = UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      end -= Self.digitsPerLimb
    }
    return digits
  }
}
