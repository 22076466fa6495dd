package import Formulas
package import Lessons
import Programs
package import Tracing

/// Holds formulas that somebody derived by hand against the true derivatives: at every step of the
/// run, and at random points around it, since two formulas can meet in one point.
package struct ClaimCheck: Sendable {
  package enum Verdict: Sendable {
    case holds
    /// It differs at a step of the run.
    case fails
    /// It agrees at every step of the run, and not around it.
    case agreesByChance
    /// It agrees with other parameters too, and not with other inputs.
    case agreesForTheseInputs
    /// No point decides: values are not finite, or known to no digit.
    case undecided
  }

  /// A point at which a claim differs from the derivative.
  package struct Difference: Sendable {
    package let step: Int
    /// Whether it is a random point around that step.
    package let isVaried: Bool
    package let derivative: Double
    package let claimed: Double
    /// The numbers of the lines in the claim's formula.
    package let values: [LineID: Double]
  }

  package struct Row: Sendable {
    /// The claim, as it is at the step of the difference.
    package fileprivate(set) var claim: Lesson.Claim
    package fileprivate(set) var verdict = Verdict.undecided
    /// The first point at which it differs.
    package fileprivate(set) var difference: Difference?
    /// Whether it differs at a step and at none of the random points.
    package fileprivate(set) var agreesAround = false
    /// How many random points were left out, since values are not finite or known to no digit.
    package fileprivate(set) var skippedPoints = 0
  }

  package private(set) var rows: [Row]
  package let steps: Int
  /// How many random points there were.
  package private(set) var points = 0

  package var failures: [Row] {
    rows.filter { row in
      switch row.verdict {
      case .fails, .agreesByChance, .agreesForTheseInputs: true
      case .holds, .undecided: false
      }
    }
  }

  /// How many random points around a step have other parameters, and other inputs too.
  private static let (parameterPoints, inputPoints) = (6, 6)

  /// Checks claims about the lines of a trace; `progress` is told which step has been done.
  ///
  /// Throws what a run can throw.
  package init(
    _ claims: [Lesson.Claim], _ trace: Trace,
    progress: (_ step: Int, _ of: Int) -> Void = { _, _ in }
  ) throws {
    rows = claims.map { Row(claim: $0) }
    steps = trace.steps
    if claims.isEmpty { return }
    let subjects = PerBatch(trace.program) { program in
      ClaimPoint.Subject(
        trace.program.lastBatch != nil && program.lastBatch == nil
          ? claims.map(\.ofLastBatch) : claims, program)
    }
    let (program, lines) = try trace.program.withLines(for: claims)
    _ = try Trace.streaming(program) { run, step in
      if run.hasClosingPass { return }
      let subject = subjects[step]
      let point = ClaimPoint(run, step, subject)
      for row in rows.indices where rows[row].difference == nil {
        guard let claim = subject.claims[row] else { continue }
        let claimed = run.value(of: lines[row], at: step) ?? .unknown
        noteOutcome(point.outcome(of: claim, is: claimed, isVaried: false), of: claim, at: row)
      }
      progress(step, trace.steps)
    }
    try vary(trace, subjects)
  }

  private mutating func noteOutcome(
    _ outcome: ClaimPoint.Outcome, of claim: Lesson.Claim, at row: Int
  ) {
    switch outcome {
    case .agrees: rows[row].verdict = .holds
    case .undecided: break
    case .differs(let difference):
      rows[row].verdict = .fails
      rows[row].difference = difference
      rows[row].claim = claim
    }
  }

  private mutating func vary(
    _ trace: Trace, _ subjects: PerBatch<ClaimPoint.Subject>
  ) throws {
    let bases = try trace.checkedSteps.map { step in
      try PointsAround(trace.at(step), step, subjects[step])
    }
    var counts = rows.map { _ in Counts() }
    for (count, variesInputs) in [(Self.parameterPoints, false), (Self.inputPoints, true)] {
      for base in bases where variesInputs ? base.hasInputs : base.hasParameters {
        for number in 1...count {
          points += 1
          let point = base.point(number, variesInputs: variesInputs)
          work(out: base.claims, at: point, variesInputs: variesInputs, &counts)
        }
      }
    }
    for row in rows.indices {
      rows[row].agreesAround = counts[row].agreements > 0 && counts[row].differences == 0
      if rows[row].verdict == .undecided, rows[row].agreesAround { rows[row].verdict = .holds }
    }
  }

  /// At how many random points a claim agrees and differs.
  private struct Counts {
    var agreements = 0
    var differences = 0
  }

  /// Works claims out at a random point.
  private mutating func work(
    out claims: [Lesson.Claim?], at point: ClaimPoint, variesInputs: Bool, _ counts: inout [Counts]
  ) {
    for (row, claim) in claims.enumerated() {
      guard let claim else { continue }
      switch point.outcome(of: claim, is: point.value(of: claim.formula), isVaried: true) {
      case .undecided: rows[row].skippedPoints += 1
      case .agrees: counts[row].agreements += 1
      case .differs(let difference):
        counts[row].differences += 1
        noteFirstDifference(
          difference, of: claim, at: row,
          as: variesInputs && counts[row].agreements > 0 ? .agreesForTheseInputs : .agreesByChance)
      }
    }
  }

  /// Notes the first difference of a claim, at a random point.
  private mutating func noteFirstDifference(
    _ difference: Difference, of claim: Lesson.Claim, at row: Int, as verdict: Verdict
  ) {
    if rows[row].difference != nil { return }
    rows[row].claim = claim
    rows[row].difference = difference
    rows[row].verdict = verdict
  }
}

extension Program {
  /// The program with a line for each claim, so that they are worked out together with it.
  fileprivate func withLines(
    for claims: [Lesson.Claim]
  ) throws -> (program: Program, claims: [LineID]) {
    var (program, added) = try self.appending(claims) { $0.formula }
    if let last = lastBatch {
      let (short, _) = try at(last.period).appending(claims) { $0.formulaOfLastBatch }
      try program.add(lastBatch: short, every: last.period)
    }
    return (program, added)
  }

  private func appending(
    _ claims: [Lesson.Claim], _ formula: (Lesson.Claim) -> Formula?
  ) throws(ProgramTooLarge) -> (program: Program, claims: [LineID]) {
    var program = Program(maximumLines: .max)
    for line in lines { try program.append(line) }
    program.seed = seed
    program.training = training
    let added = try claims.enumerated().map { index, claim throws(ProgramTooLarge) in
      let symbol = Symbol.term(
        "claim", of: lines[claim.derivative].symbol, block: String(index))
      let definition = formula(claim).map { Line.Definition.formula($0) } ?? .absent
      return try program.append(Line(symbol, .delta, definition))
    }
    return (program, added)
  }
}
