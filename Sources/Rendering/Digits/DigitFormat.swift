import Decimals
import Formulas

/// How the numbers of one family are printed on a page.
///
/// All have the same number of decimals; those of which that would leave next to nothing are written
/// with a power of ten.
struct DigitFormat: Hashable {
  /// What is asked for, for all families of a page.
  struct Rule: Hashable {
    /// `nil` for the program's own choice.
    let precision: Precision?
    /// More decimals than this are not chosen, if there is a limit.
    let mostDecimals: Int?
  }

  /// Without anything asked for: so many decimals, and as many digits in the largest number.
  static let usualDecimals = 4
  static let usualDigits = 4...6
  /// A number that ends within so much of itself ends there.
  private static let rounding = 4e-15
  private static let readable = -5..<7

  private(set) var decimals: Int
  /// How many digits numbers with a power of ten have.
  private(set) var digits: Int
  /// Whether all numbers end within the decimals, so that none was rounded.
  private(set) var isExact = false
  /// Whether every number has a power of ten.
  private(set) var hasPowers = false
  /// Whether there may be more decimals than at the start, and how many more there are.
  private let canBeRaised: Bool
  private(set) var raised = 0

  /// The format for the numbers that a page shows of a family, other than those that were typed.
  ///
  /// `isTerm` says that they are those of an optimizer's term.
  init(of values: some Collection<Double>, isTerm: Bool = false, by rule: Rule) {
    let numbers = values.lazy.filter { $0.isFinite && $0 != 0 }.map {
      DecimalExpansion(shortest: $0)
    }
    let all = Array(numbers)
    let largest = all.map(\.exponent).max() ?? 0
    (decimals, digits) = Self.start(largest, rule)
    if case .decimals = rule.precision { canBeRaised = false } else { canBeRaised = true }
    let endings = all.map { $0.lastDecimal(within: Self.rounding) }
    let end = endings.max() ?? 0
    if end <= decimals, largest < Self.readable.upperBound || all.isEmpty {
      (decimals, isExact) = (end, true)
      return
    }
    let small = all.filter { isSmall($0) }.count
    let isTiny = largest < (rule.precision.isDigits ? -4 : -3)
    hasPowers =
      largest >= 7 || isTiny || small * 3 > all.count || isTerm && small > 0
  }

  /// Whether there are more decimals than usual, or powers of ten, from the start.
  var isSmall: Bool { !isExact && (hasPowers || decimals - raised > Self.usualDecimals) }

  private static func start(_ exponent: Int, _ rule: Rule) -> (decimals: Int, digits: Int) {
    let digits: Int
    var decimals: Int
    switch rule.precision {
    case .digits(let count): (decimals, digits) = (count - 1 - exponent, count)
    case .decimals(let count): (decimals, digits) = (count, max(count, 1))
    case nil:
      digits = usualDigits.lowerBound
      let count = min(max(exponent + 1 + usualDecimals, digits), usualDigits.upperBound)
      decimals = count - 1 - exponent
    }
    if let most = rule.mostDecimals { decimals = min(decimals, most) }
    return (max(decimals, 0), digits)
  }

  /// Whether fewer than two digits would be left of a number.
  private func isSmall(_ number: DecimalExpansion) -> Bool {
    let rounded = number.rounded(toPlace: raised - decimals)
    return rounded.digits.isEmpty || rounded.exponent + 1 + decimals - raised < min(2, digits)
  }

  private func hasPower(_ number: DecimalExpansion) -> Bool {
    if isExact { return false }
    return hasPowers || isSmall(number) || number.exponent >= Self.readable.upperBound
  }

  func text(_ value: Double) -> NumberText {
    guard value.isFinite else { return NumberText(significand: shortest(value)) }
    let number = DecimalExpansion(shortest: value)
    if number.digits.isEmpty { return NumberText(significand: "0") }
    if hasPower(number) {
      return number.rounded(to: .digits(digits)).scientificText(digits: digits)
    }
    let rounded = number.rounded(toPlace: -decimals)
    return isExact
      ? rounded.text : NumberText(significand: rounded.positional(decimals: decimals))
  }

  /// The number that is printed of a value.
  func printed(_ value: Double) -> Double { text(value).value }

  /// One unit of the last printed place.
  func unit(of value: Double) -> Double {
    guard value.isFinite, value != 0 else { return Function.raise(10, to: Double(-decimals)) }
    let number = DecimalExpansion(shortest: value)
    let place =
      hasPower(number) ? number.rounded(to: .digits(digits)).exponent - digits + 1 : -decimals
    return Function.raise(10, to: Double(place))
  }

  /// So much more is shown of a family at most, so that lines follow from what is printed.
  static let mostRaised = 2

  /// The format with one decimal more; `nil` where there is no finer one.
  var finer: DigitFormat? {
    if isExact || !canBeRaised || raised == Self.mostRaised { return nil }
    var format = self
    format.raised += 1
    format.decimals += 1
    format.digits += 1
    return format
  }
}

extension Optional<Precision> {
  fileprivate var isDigits: Bool {
    if case .digits = self { return true }
    return false
  }
}

extension DecimalExpansion {
  /// The last decimal of the number, but for what is below a part of it.
  fileprivate func lastDecimal(within part: Double) -> Int {
    // With 15 digits, half a unit of the last is 5·10⁻¹⁵ of the number at most.
    let rounded = self.rounded(to: .digits(15))
    let isShort = abs(rounded.value - value) <= part * abs(value)
    let kept = isShort ? rounded : self
    return max(kept.digits.count - 1 - kept.exponent, 0)
  }
}
