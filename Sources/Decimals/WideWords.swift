/// Magnitudes: words of 64 bits, the least significant first.
extension [UInt] {
  var bitWidth: Int {
    guard let last else { return 0 }
    return count * UInt.bitWidth - last.leadingZeroBitCount
  }

  var trailingZeroBitCount: Int {
    let zeros = prefix { $0 == 0 }.count
    return zeros * UInt.bitWidth + self[zeros].trailingZeroBitCount
  }

  /// Whether the number is less than another one; neither ends with a word 0.
  func isBelow(_ other: [UInt]) -> Bool {
    if count != other.count { return count < other.count }
    for index in indices.reversed() where self[index] != other[index] {
      return self[index] < other[index]
    }
    return false
  }

  /// Drops the words 0 at the end.
  private mutating func dropHighZeros() {
    while last == 0 { removeLast() }
  }

  mutating func add(_ other: [UInt]) {
    if count < other.count { append(contentsOf: repeatElement(0, count: other.count - count)) }
    var carry: UInt = 0
    for index in indices {
      if index >= other.count && carry == 0 { return }
      let (first, over) = self[index].addingReportingOverflow(
        index < other.count ? other[index] : 0)
      let (second, again) = first.addingReportingOverflow(carry)
      self[index] = second
      carry = over || again ? 1 : 0
    }
    if carry > 0 { append(carry) }
  }

  /// Subtracts a number that is not larger, and drops the words 0 at the end.
  mutating func subtract(_ other: [UInt]) {
    var borrow: UInt = 0
    for index in indices {
      if index >= other.count && borrow == 0 { break }
      let (first, under) = self[index].subtractingReportingOverflow(
        index < other.count ? other[index] : 0)
      let (second, again) = first.subtractingReportingOverflow(borrow)
      self[index] = second
      borrow = under || again ? 1 : 0
    }
    dropHighZeros()
  }

  mutating func multiply(by factor: UInt, adding term: UInt) {
    var carry = term
    for index in indices {
      let product = self[index].multipliedFullWidth(by: factor)
      let (low, over) = product.low.addingReportingOverflow(carry)
      self[index] = low
      carry = product.high &+ (over ? 1 : 0)
    }
    if carry > 0 { append(carry) }
  }

  func multiplied(by other: [UInt]) -> [UInt] {
    if isEmpty || other.isEmpty { return [] }
    var product = [UInt](repeating: 0, count: count + other.count)
    for (index, word) in enumerated() {
      var carry: UInt = 0
      for (offset, factor) in other.enumerated() {
        let full = word.multipliedFullWidth(by: factor)
        let (first, over) = full.low.addingReportingOverflow(carry)
        let (second, again) = first.addingReportingOverflow(product[index + offset])
        product[index + offset] = second
        carry = full.high &+ (over ? 1 : 0) &+ (again ? 1 : 0)
      }
      product[index + other.count] = carry
    }
    return product
  }

  func shifted(left shift: Int) -> [UInt] {
    let (words, bits) = shift.quotientAndRemainder(dividingBy: UInt.bitWidth)
    var result = [UInt](repeating: 0, count: words)
    var carry: UInt = 0
    for word in self {
      result.append(word << UInt(bits) | carry)
      carry = bits == 0 ? 0 : word >> UInt(UInt.bitWidth - bits)
    }
    if carry > 0 { result.append(carry) }
    return result
  }

  mutating func shiftRight(by shift: Int) {
    let (words, bits) = shift.quotientAndRemainder(dividingBy: UInt.bitWidth)
    if words > 0 { removeFirst(Swift.min(words, count)) }
    if bits == 0 { return }
    for index in indices {
      let above = index + 1 < count ? self[index + 1] << UInt(UInt.bitWidth - bits) : 0
      self[index] = self[index] >> UInt(bits) | above
    }
    dropHighZeros()
  }

  /// Long division: algorithm D of Donald Knuth, The Art of Computer Programming 2, section 4.3.1.
  func divided(by divisor: [UInt]) -> (quotient: [UInt], remainder: [UInt]) {
    if isBelow(divisor) { return ([], self) }
    if divisor.count == 1 { return divided(byWord: divisor[0]) }
    let shift = divisor[divisor.count - 1].leadingZeroBitCount
    let lower = divisor.shifted(left: shift)
    var rest = shifted(left: shift)
    rest.append(contentsOf: repeatElement(0, count: count + 1 - rest.count))
    var quotient = [UInt](repeating: 0, count: count - divisor.count + 1)
    for position in quotient.indices.reversed() {
      var digit = rest.quotientDigit(at: position + lower.count, dividingBy: lower)
      if rest.subtract(lower, times: digit, at: position) {
        digit -= 1
        rest.addBack(lower, at: position)
      }
      quotient[position] = digit
    }
    rest.dropHighZeros()
    rest.shiftRight(by: shift)
    quotient.dropHighZeros()
    return (quotient, rest)
  }

  private func divided(byWord divisor: UInt) -> (quotient: [UInt], remainder: [UInt]) {
    var (quotient, rest) = (self, UInt(0))
    for index in indices.reversed() {
      (quotient[index], rest) = divisor.dividingFullWidth((rest, self[index]))
    }
    quotient.dropHighZeros()
    return (quotient, rest == 0 ? [] : [rest])
  }

  /// The next digit of a quotient, from the first two words of the divisor: at most one too large.
  private func quotientDigit(at top: Int, dividingBy divisor: [UInt]) -> UInt {
    let (first, second) = (divisor[divisor.count - 1], divisor[divisor.count - 2])
    var digit = UInt.max
    var rest = self[top - 1]
    var restFits = true
    if self[top] < first {
      (digit, rest) = first.dividingFullWidth((self[top], self[top - 1]))
    } else {
      // The digit is the largest, and the rest is what that leaves.
      let (sum, over) = rest.addingReportingOverflow(first)
      (rest, restFits) = (sum, !over)
    }
    while restFits {
      let product = digit.multipliedFullWidth(by: second)
      if product.high < rest || product.high == rest && product.low <= self[top - 2] { break }
      digit -= 1
      let (sum, over) = rest.addingReportingOverflow(first)
      (rest, restFits) = (sum, !over)
    }
    return digit
  }

  /// Subtracts a multiple from the words at a position; returns whether that was too much.
  private mutating func subtract(_ divisor: [UInt], times digit: UInt, at position: Int) -> Bool {
    var carry: UInt = 0
    var borrow: UInt = 0
    for index in 0...divisor.count {
      let full: (high: UInt, low: UInt) =
        index < divisor.count ? digit.multipliedFullWidth(by: divisor[index]) : (0, 0)
      let (low, over) = full.low.addingReportingOverflow(carry)
      carry = full.high &+ (over ? 1 : 0)
      let (first, under) = self[position + index].subtractingReportingOverflow(low)
      let (second, again) = first.subtractingReportingOverflow(borrow)
      self[position + index] = second
      borrow = under || again ? 1 : 0
    }
    return borrow > 0
  }

  private mutating func addBack(_ divisor: [UInt], at position: Int) {
    var carry: UInt = 0
    for index in 0...divisor.count {
      let word = index < divisor.count ? divisor[index] : 0
      let (first, over) = self[position + index].addingReportingOverflow(word)
      let (second, again) = first.addingReportingOverflow(carry)
      self[position + index] = second
      carry = over || again ? 1 : 0
    }
  }
}
