#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The numbers between two bounds, with arithmetic that follows from the operations alone.
///
/// Where `slack` is not 0, each operation widens its result by that share of it, for what doubles
/// lose where the numbers on paper lose nothing.
struct Span: Equatable {
  var low: Double
  var high: Double
  static let nothing = Span(low: .nan, high: .nan)

  init(low: Double, high: Double) { (self.low, self.high) = (low, high) }

  init(_ value: Double, give: Double = 0) { self.init(low: value - give, high: value + give) }

  init(among values: [Double]) {
    let known = values.contains(where: \.isNaN) ? [-.infinity, .infinity] : values
    self.init(low: known.min() ?? .nan, high: known.max() ?? .nan)
  }

  var width: Double { high - low }

  func widened(by slack: Double) -> Span {
    Span(
      low: low.isFinite ? low - abs(low) * slack : low,
      high: high.isFinite ? high + abs(high) * slack : high)
  }

  func meets(_ other: Span) -> Bool { low <= other.high && other.low <= high }

  static prefix func - (operand: Span) -> Span { Span(low: -operand.high, high: -operand.low) }

  static func + (left: Span, right: Span) -> Span {
    Span(low: left.low + right.low, high: left.high + right.high)
  }

  /// Nothing times anything is nothing, also times what has no bound: 0·log 0 is 0.
  static func * (left: Span, right: Span) -> Span {
    Span(
      among: [left.low, left.high].flatMap { first in
        [right.low, right.high].map { first == 0 || $0 == 0 ? 0 : first * $0 }
      })
  }

  static func / (left: Span, right: Span) -> Span {
    if left == Span(0) { return left }
    if right.low <= 0, right.high >= 0 { return Span(low: -.infinity, high: .infinity) }
    return Span(among: [
      left.low / right.low, left.low / right.high, left.high / right.low, left.high / right.high,
    ])
  }

  func raised(to exponent: Span) -> Span {
    let corners = [low, high].flatMap { [pow($0, exponent.low), pow($0, exponent.high)] }
    let hasTurn = low < 0 && high > 0 && exponent.width == 0
    return Span(among: hasTurn ? corners + [pow(0, exponent.low)] : corners)
  }

  /// The values of a function that only rises or only falls.
  func mapped(_ function: (Double) -> Double) -> Span {
    Span(among: [function(low), function(high)])
  }

  /// The values of a function that rises or falls no faster than its argument.
  private func mappedAtMostAsWide(_ function: (Double) -> Double) -> Span {
    let middle = low + width / 2
    return Span(function(middle), give: width / 2)
  }

  /// Functions by the name under which they are printed.
  static let functions: [String: @Sendable (Span) -> Span] = [
    "exp": { $0.mapped { exp($0) } }, "expm1": { $0.mapped { expm1($0) } },
    "ln": { $0.mapped { log($0) } }, "log": { $0.mapped { log($0) } },
    "log1p": { $0.mapped { log1p($0) } },
    "sqrt": { $0.mapped { $0.squareRoot() } }, "tanh": { $0.mapped { tanh($0) } },
    "sinh": { $0.mapped { sinh($0) } }, "atan": { $0.mapped { atan($0) } },
    "erf": { $0.mapped { erf($0) } }, "erfc": { $0.mapped { erfc($0) } },
    "floor": { $0.mapped { $0.rounded(.down) } },
    "sign": { $0.mapped { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 } },
    "sin": { $0.mappedAtMostAsWide { sin($0) } }, "cos": { $0.mappedAtMostAsWide { cos($0) } },
    "abs": {
      $0.low < 0 && $0.high > 0 ? Span(among: [0, -$0.low, $0.high]) : $0.mapped { abs($0) }
    },
  ]

  /// The positions, from 1, at which the largest may be.
  static func places(ofLargestAmong spans: [Span]) -> Span {
    let bound = spans.map(\.low).max() ?? .nan
    return Span(among: zip(1..., spans).filter { $1.high >= bound }.map { Double($0.0) })
  }

  /// Whether a relation holds: 1, 0, or both.
  static func relation(_ sign: String, _ left: Span, _ right: Span) -> Span {
    switch sign {
    case "<": Span(among: [left.high < right.low ? 1 : 0, left.low < right.high ? 1 : 0])
    case "≤": Span(among: [left.high <= right.low ? 1 : 0, left.low <= right.high ? 1 : 0])
    case ">": relation("<", right, left)
    case "≥": relation("≤", right, left)
    case "=":
      Span(among: [
        left.width + right.width == 0 && left == right ? 1 : 0, left.meets(right) ? 1 : 0,
      ])
    default: Span(1) + -relation("=", left, right)
    }
  }
}
