/// An integer of any size.
///
/// Its magnitude is kept in words of 64 bits, the least significant first and the last one not 0;
/// zero has no words and no sign. Multiplication and division take time in proportion to the product
/// of both lengths, which is the best there is for the few thousand bits that lessons need.
struct WideInteger: Hashable, Sendable {
  private(set) var isNegative: Bool
  private(set) var magnitude: [UInt]

  static let zero = WideInteger(0)
  static let one = WideInteger(1)

  init(_ value: Int) {
    isNegative = value < 0
    magnitude = value == 0 ? [] : [value.magnitude]
  }

  init(magnitude: [UInt], isNegative: Bool = false) {
    self.magnitude = magnitude
    while self.magnitude.last == 0 { self.magnitude.removeLast() }
    self.isNegative = isNegative && !self.magnitude.isEmpty
  }

  /// Reads decimal digits, each 0...9, the most significant first.
  init(digits: some Sequence<UInt8>) {
    var words: [UInt] = []
    for digit in digits { words.multiply(by: 10, adding: UInt(digit)) }
    self.init(magnitude: words)
  }

  /// The decimal digits of the magnitude, the most significant first; of zero, one.
  var digits: [UInt8] {
    var (digits, rest) = ([UInt8](), self)
    let group = WideInteger(magnitude: [10_000_000_000_000_000_000])
    repeat {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: group)
      var word = remainder.magnitude.first ?? 0
      for _ in 0..<19 {
        digits.append(UInt8(word % 10))
        word /= 10
      }
      rest = quotient
    } while !rest.isZero
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return digits.reversed()
  }

  var isZero: Bool { magnitude.isEmpty }

  /// How many bits the magnitude has; of zero, none.
  var bitWidth: Int { magnitude.bitWidth }

  /// How often 2 divides the number, which is not zero.
  var trailingZeroBitCount: Int { magnitude.trailingZeroBitCount }

  /// The number as an `Int`, where it fits.
  var integer: Int? {
    guard magnitude.count <= 1 else { return nil }
    let size = magnitude.first ?? 0
    return isNegative ? size <= Int.max.magnitude ? -Int(size) : nil : Int(exactly: size)
  }

  static prefix func - (operand: WideInteger) -> WideInteger {
    WideInteger(magnitude: operand.magnitude, isNegative: !operand.isNegative)
  }

  static func + (left: WideInteger, right: WideInteger) -> WideInteger {
    if left.isNegative == right.isNegative {
      var sum = left
      sum.magnitude.add(right.magnitude)
      return sum
    }
    var (difference, smaller) = (left, right)
    if left.magnitude.isBelow(right.magnitude) { (difference, smaller) = (right, left) }
    difference.magnitude.subtract(smaller.magnitude)
    return WideInteger(magnitude: difference.magnitude, isNegative: difference.isNegative)
  }

  static func * (left: WideInteger, right: WideInteger) -> WideInteger {
    WideInteger(
      magnitude: left.magnitude.multiplied(by: right.magnitude),
      isNegative: left.isNegative != right.isNegative)
  }

  /// The quotient toward zero, and the remainder, which has the sign of the dividend.
  func quotientAndRemainder(
    dividingBy divisor: WideInteger
  ) -> (quotient: WideInteger, remainder: WideInteger) {
    precondition(!divisor.isZero, "a fraction's denominator is not 0")
    let (quotient, remainder) = magnitude.divided(by: divisor.magnitude)
    return (
      WideInteger(magnitude: quotient, isNegative: isNegative != divisor.isNegative),
      WideInteger(magnitude: remainder, isNegative: isNegative)
    )
  }

  static func << (number: WideInteger, shift: Int) -> WideInteger {
    WideInteger(magnitude: number.magnitude.shifted(left: shift), isNegative: number.isNegative)
  }

  /// The magnitude without its last bits.
  static func >> (number: WideInteger, shift: Int) -> WideInteger {
    var words = number.magnitude
    words.shiftRight(by: shift)
    return WideInteger(magnitude: words, isNegative: number.isNegative)
  }

  /// Returns the power; x⁰ is 1.
  func power(_ exponent: Int) -> WideInteger {
    var result = WideInteger.one
    for bit in (0..<(Int.bitWidth - exponent.leadingZeroBitCount)).reversed() {
      result = result * result
      if exponent >> bit & 1 == 1 { result = result * self }
    }
    return result
  }

  /// The greatest common divisor of the magnitudes; that of 0 and n is n.
  ///
  /// Halved and subtracted in place (J. Stein, Computational problems associated with Racah algebra,
  /// 1967), since remainders of long numbers would take memory for each step.
  func greatestCommonDivisor(with other: WideInteger) -> WideInteger {
    if isZero || other.isZero {
      return WideInteger(magnitude: isZero ? other.magnitude : magnitude)
    }
    var (a, b) = (magnitude, other.magnitude)
    let (zerosOfA, zerosOfB) = (a.trailingZeroBitCount, b.trailingZeroBitCount)
    a.shiftRight(by: zerosOfA)
    b.shiftRight(by: zerosOfB)
    while a.count > 1 || b.count > 1 {
      if a.isBelow(b) { swap(&a, &b) }
      // A much shorter number divides faster than it is subtracted.
      if a.count > b.count + 1 { a = a.divided(by: b).remainder } else { a.subtract(b) }
      if a.isEmpty { return WideInteger(magnitude: b.shifted(left: min(zerosOfA, zerosOfB))) }
      a.shiftRight(by: a.trailingZeroBitCount)
    }
    var (small, large) = (a[0], b[0])
    while small != 0 { (small, large) = (large % small, small) }
    return WideInteger(magnitude: [large].shifted(left: min(zerosOfA, zerosOfB)))
  }

  static func < (left: WideInteger, right: WideInteger) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative
      ? right.magnitude.isBelow(left.magnitude) : left.magnitude.isBelow(right.magnitude)
  }
}
