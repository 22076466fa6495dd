import Formulas
import Lessons
import Programs
import Tracing

/// The values of a program's lines at one point, at which claims are compared with derivatives.
final class ClaimPoint {
  /// What all points have in common.
  struct Subject {
    let lines: PerLine<Line>
    /// `nil` for those about a row that is not there.
    let claims: [Lesson.Claim?]
    /// The lines that the claims and their derivatives are computed from, these included.
    let needed: [LineID]
    let named: Set<LineID>

    init(_ claims: [Lesson.Claim?], _ program: Program) {
      lines = program.lines
      self.claims = claims
      named = Set(claims.compactMap(\.self).flatMap { $0.formula.lines + [$0.derivative] })
      needed = program.ancestors(of: named)
    }
  }

  enum Outcome {
    case agrees
    case differs(ClaimCheck.Difference)
    case undecided
  }

  private let subject: Subject
  private let step: Int
  private let value: (LineID) -> Double
  private let previous: (LineID) -> Double
  private lazy var errors = analysis()

  init(_ trace: Trace, _ step: Int, _ subject: Subject) {
    self.subject = subject
    self.step = step
    value = { trace.value(of: $0, at: step) ?? .unknown }
    previous = { trace.previousValue(of: $0, at: step) ?? .unknown }
  }

  init(
    _ subject: Subject, _ step: Int, value: @escaping (LineID) -> Double,
    previous: @escaping (LineID) -> Double
  ) {
    self.subject = subject
    self.step = step
    self.value = value
    self.previous = previous
  }

  /// All lines are analysed, forward values too: the two formulas may use different ones.
  private func analysis() -> RoundingErrors {
    var errors = RoundingErrors(subject.lines, step: step, value: value, previous: previous)
    for line in subject.needed { errors.analyse(line) }
    return errors
  }

  /// What the first order leaves out.
  private static let safety = 2.0
  /// An agreement within errors that are larger than this, relative to the number, says nothing.
  private static let leastKnown = 1e-3

  /// A difference of so many units of the last digit is rounding, whatever the formulas are.
  private static let units = 2 * Double.ulpOfOne

  func value(of formula: Formula) -> Double {
    formula.value(step: step, line: value, previous: previous)
  }

  /// Compares a claim, which has the value `claimed`, with the derivative; `isVaried` says that the
  /// point is a random one.
  func outcome(of claim: Lesson.Claim, is claimed: Double, isVaried: Bool) -> Outcome {
    let derivative = value(claim.derivative)
    if abs(derivative - claimed) <= Self.units * min(abs(derivative), abs(claimed)) {
      return .agrees
    }
    func differs() -> Outcome {
      let values = claim.formula.lines.map { ($0, value($0)) }
      return .differs(
        ClaimCheck.Difference(
          step: step, isVaried: isVaried, derivative: derivative, claimed: claimed,
          values: Dictionary(uniqueKeysWithValues: values)))
    }
    guard derivative.isFinite, claimed.isFinite else {
      // In the run itself, a claim has to have a value where the derivative has one.
      return derivative.isFinite && !isVaried ? differs() : .undecided
    }
    let error = errors.errors[claim.derivative] + errors.error(of: claim.formula)
    let tolerance = Self.safety * error
    if !tolerance.isFinite { return .undecided }
    if abs(derivative - claimed) > tolerance { return differs() }
    return tolerance <= Self.leastKnown * max(abs(derivative), abs(claimed)) ? .agrees : .undecided
  }
}
