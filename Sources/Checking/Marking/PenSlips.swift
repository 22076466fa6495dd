package import Decimals

extension Marking.Explanation {
  /// Returns the slips of the pen that would turn a value, as it is written, into a typed number.
  ///
  /// A value is written rounded or cut; behind a wrong sign or point, within one unit of its last
  /// digit. What could well be chance says nothing: a moved point needs two digits to show, three
  /// where the last one is off; a swapped or dropped digit needs three, an inserted or changed one
  /// three others. Behind a digit that is dropped, inserted or changed, two have to be right. Where a
  /// wrong sign or point explains the number, digits are not looked at; where a swap does, no other
  /// digit is taken for too much or changed.
  package static func penSlips(of typed: TypedNumber, for value: Double) -> [Self] {
    guard value.isFinite, value != 0, let written = WrittenDigits(typed) else { return [] }
    let source = WrittenValue(value)
    if typed.expansion.isNegative != (value < 0) {
      return source.isWithinOneUnit(of: written) ? [.signFlipped] : []
    }
    let typedCount = typed.expansion.digits.count
    if typedCount > 1,
      let move = movesOfPoint.first(where: { source.fits(written, pointMovedBy: $0) })
    {
      return [.pointMoved(by: move)]
    }
    let same = source.written(to: written.last, ones: written.ones)
    // Zeros at the end may be there in any number.
    let count = min(typedCount, same.map(\.countWithoutZeros).max() ?? 0)
    guard count >= 3, written.significantCount <= TypedNumber.digitsOfDoubles else { return [] }
    let isSwapped = same.contains(where: written.isSwap)
    var found: [Self] = isSwapped ? [.digitsSwapped] : []
    if source.isDropped(written) { found.append(.digitDropped) }
    if isSwapped || count == 3 { return found }
    if source.isInserted(written) { found.append(.digitInserted) }
    if same.contains(where: written.isChange) { found.append(.digitChanged) }
    return found
  }

  /// By how many places a point is moved at most, near ones first.
  private static let movesOfPoint = [1, -1, 2, -2, 3, -3]
}

/// The digits of a number as they stand on paper, without the sign.
///
/// They go at least up to the one before the point, a 0 where there is nothing else.
private struct WrittenDigits: Hashable {
  /// Most significant first.
  var digits: [UInt8]
  /// The power of ten that the last digit counts.
  let last: Int
  /// The power of ten that the digit before the point counts; not 0 in scientific notation.
  let ones: Int

  /// The digits of a typed number; `nil` for zero, and for more digits than anybody types.
  init?(_ typed: TypedNumber) {
    let (number, count) = (typed.expansion, typed.digits.upperBound)
    guard typed.value != 0, count <= Self.mostDigits else { return nil }
    let isScientific = !(-5..<15).contains(number.exponent)
    self.init(
      number, to: number.exponent - count + 1, ones: isScientific ? number.exponent : 0)
  }

  private static let mostDigits = 30

  /// The digits of a number down to a power of ten.
  init(_ number: DecimalExpansion, to last: Int, ones: Int) {
    let zeros = max(ones - number.exponent, 0)
    let count = max(max(number.exponent, ones) - last + 1, 0)
    let digits = Array(repeating: 0, count: min(zeros, count)) + number.digits.prefix(count)
    self.digits = digits + Array(repeating: 0, count: max(count - digits.count, 0))
    self.last = last
    self.ones = ones
  }

  /// The digits from the first that is not 0.
  var significant: ArraySlice<UInt8> { digits.drop { $0 == 0 } }
  var significantCount: Int { significant.count }
  /// How many digits there are from the first to the last that is not 0.
  var countWithoutZeros: Int {
    (significant.lastIndex { $0 != 0 } ?? -1) + 1 - significant.startIndex
  }

  /// The index of the first digit behind the point.
  private var firstDecimal: Int { digits.count - (ones - last) }

  /// Whether two neighbouring digits of the other number are swapped here.
  func isSwap(of other: WrittenDigits) -> Bool {
    let different = differences(from: other)
    guard different.count == 2, different[0] + 1 == different[1] else { return false }
    return digits[different[0]] == other.digits[different[1]]
      && digits[different[1]] == other.digits[different[0]]
  }

  /// How many digits behind a slip have to be right: among numbers near the value, a slip in the
  /// last digits is as good as any.
  private static let digitsBehind = 2

  /// Whether one digit is another one here.
  func isChange(of other: WrittenDigits) -> Bool {
    let different = differences(from: other)
    return different.count == 1 && different[0] < digits.count - Self.digitsBehind
  }

  private func differences(from other: WrittenDigits) -> [Int] {
    guard digits.count == other.digits.count else { return [] }
    return digits.indices.filter { digits[$0] != other.digits[$0] }
  }

  /// Whether leaving out one digit gives the digits of another number.
  ///
  /// It is one of the decimals or one before the point.
  func gives(_ other: WrittenDigits, leavingOutDecimal isDecimal: Bool) -> Bool {
    guard digits.count == other.digits.count + 1 else { return false }
    let same = zip(digits, other.digits).prefix { $0 == $1 }.count
    guard digits[(same + 1)...] == other.digits[same...],
      same < digits.count - Self.digitsBehind
    else { return false }
    // Of equal neighbours any may have been left out.
    let first = digits[...same].lastIndex { $0 != digits[same] }.map { $0 + 1 } ?? 0
    return isDecimal ? same >= firstDecimal : first < firstDecimal
  }
}

/// What may stand on paper for a value.
private struct WrittenValue {
  /// The value itself and its first 15 digits.
  private let numbers: Set<DecimalExpansion>

  init(_ value: Double) {
    let exact = DecimalExpansion(exactly: value.magnitude)
    numbers = [exact, exact.rounded(to: .digits(TypedNumber.digitsOfDoubles))]
  }

  /// The value rounded or cut at a power of ten.
  func written(to last: Int, ones: Int) -> Set<WrittenDigits> {
    var result: Set<WrittenDigits> = []
    for number in numbers {
      for rule in [Rounding.halfEven, .halfUp, .down] {
        result.insert(WrittenDigits(number.rounded(toPlace: last, rule), to: last, ones: ones))
      }
    }
    return result
  }

  func isWithinOneUnit(of typed: WrittenDigits) -> Bool {
    fits(typed, pointMovedBy: 0, fewestDigits: 1)
  }

  /// Whether the number is the value with its point so many places further to the right.
  func fits(_ typed: WrittenDigits, pointMovedBy move: Int, fewestDigits: Int = 2) -> Bool {
    let count = typed.significantCount
    guard count >= fewestDigits else { return false }
    let last = typed.last - move
    return written(to: last, ones: typed.ones).contains { number in
      if number.significant == typed.significant { return true }
      guard count > fewestDigits else { return false }
      return number.significant.successor == Array(typed.significant)
    }
  }

  func isDropped(_ typed: WrittenDigits) -> Bool {
    [(typed.last - 1, true), (typed.last, false)].contains { last, isDecimal in
      written(to: last, ones: typed.ones).contains {
        $0.gives(typed, leavingOutDecimal: isDecimal)
      }
    }
  }

  func isInserted(_ typed: WrittenDigits) -> Bool {
    [(typed.last + 1, true), (typed.last, false)].contains { last, isDecimal in
      written(to: last, ones: typed.ones).contains {
        typed.gives($0, leavingOutDecimal: isDecimal)
      }
    }
  }
}

extension ArraySlice<UInt8> {
  /// The digits of the number that is one unit of the last digit larger.
  fileprivate var successor: [UInt8] {
    var digits = Array(self)
    var index = digits.count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index < 0 { return [1] + digits }
    digits[index] += 1
    return digits
  }
}
