/// How an answer on a sheet is, in the order in which verdicts are tried: the first that fits counts.
package enum Verdict: String, CaseIterable, Sendable {
  /// Equal as a double, or to 15 significant digits.
  case exact
  /// The true value, rounded to the digits given.
  case right
  /// The true value, cut to the digits given.
  case truncated
  /// What the learner's own earlier answers lead to.
  case follows
  /// Within what the rounding of lines without an answer explains.
  case slip
  case wrong
  /// No number is given.
  case blank
  /// No such quantity or step.
  case unknown

  /// How good an answer is: `exact` is 0.
  package var rank: Int {
    Self.allCases.prefix { $0 != self }.count
  }

  /// Whether an answer of this kind passes; strictly, only if it is right by itself.
  package func passes(strict isStrict: Bool) -> Bool {
    switch self {
    case .exact, .right: true
    case .truncated, .follows, .slip: !isStrict
    case .wrong, .blank, .unknown: false
    }
  }

  /// Whether the number is that of the lesson, as far as its digits go.
  package var isRight: Bool { self == .exact || self == .right || self == .truncated }
}
