package import Formulas
package import Programs

/// Where a run in doubles hangs on rounding: a comparison, a kink, a tie or a jump at a number that
/// is no larger than its own rounding error, or a number that is 0 but for it.
///
/// The error of each line is bounded by running error analysis, from the first step on
/// (`Approximation`); what the line comes to without rounding is found in fractions, where it has
/// one (`ExactNumber`).
package struct RoundingNoise: Sendable {
  package struct Finding: Sendable {
    package let number: TracedNumber
    /// What doubles give.
    package let value: Double
    /// What exact arithmetic gives; `nil` where it gives no fraction.
    package let exact: Double?
  }

  /// In the order of steps, then of lines.
  package let findings: [Finding]
  private let indices: [TracedNumber: Int]

  /// Nothing is found.
  package init() { self.init([]) }

  private init(_ findings: [Finding]) {
    self.findings = findings
    indices = Dictionary(uniqueKeysWithValues: zip(findings.map(\.number), findings.indices))
  }

  /// Analyses a run of its own, of no more steps than are analysed.
  package init(running program: Program) throws {
    guard program.arithmetic != .exact, program.work <= Self.mostWork else {
      self.init()
      return
    }
    let steps = max(1, Self.mostWorkOfRun / program.work)
    let trace = try Trace(running: program.shortened(to: steps))
    self.init(trace, through: trace.lastStep)
  }

  /// So many lines and operations are analysed at most, times steps: that takes a moment.
  private static let mostWork = 200_000
  /// The same of a run that is made for this alone.
  private static let mostWorkOfRun = 25_000
  /// How long the fractions may be that a number is compared with.
  fileprivate static let mostBits = 512

  /// Analyses a trace up to a step; of a long run, the first steps.
  package init(_ trace: Trace, through last: Int) {
    let work = trace.program.work
    if trace.program.arithmetic == .exact || work > Self.mostWork {
      self.init()
      return
    }
    let steps = 1...max(1, min(last, trace.lastStep, Self.mostWork / work))
    let suspects = trace.suspects(steps)
    let exact = trace.exactValues(of: suspects.map(\.number))
    let findings = zip(suspects, exact).compactMap { suspect, exact -> Finding? in
      guard exact.fraction != nil else {
        return suspect.isDecided
          ? Finding(number: suspect.number, value: suspect.value, exact: nil) : nil
      }
      let isOther = suspect.isDecided && exact.value != suspect.value
      let isZeroInOne = (exact.value == 0) != (suspect.value == 0)
      return isOther || isZeroInOne
        ? Finding(number: suspect.number, value: suspect.value, exact: exact.value) : nil
    }
    self.init(findings)
  }

  /// What a line comes to without rounding, where the double is an effect of it.
  package subscript(line: LineID, step: Int) -> Finding? {
    indices[TracedNumber(line: line, step: step)].map { findings[$0] }
  }
}

/// A number that rounding may have made: it is decided by one, or it is one, no larger than its own
/// error.
private struct Suspect {
  let number: TracedNumber
  let value: Double
  let isDecided: Bool
}

extension Trace {
  fileprivate func suspects(_ steps: ClosedRange<Int>) -> [Suspect] {
    let decisions = PerBatch(program) { program in
      PerLine(program.lines.map { $0.formula?.decisions ?? [] })
    }
    var suspects: [Suspect] = []
    var before: PerLine<Approximation>?
    for step in steps {
      let row = row(at: step, after: before, in: Approximation.self) { $1 }
      func value(_ formula: Formula) -> Approximation {
        formula.value(
          step: step, line: { row[$0] },
          previous: { line in
            before?[line] ?? Approximation(previousValue(of: line, at: step) ?? .unknown)
          })
      }
      let lines = program.lines(at: step)
      for (line, number) in row.numbered
      where lines[line].formula != nil && self.value(of: line, at: step) != nil {
        let isDecided = decisions[step][line].contains { $0.hangsOnRounding(value) }
        if isDecided || number.error > 0 && abs(number.value) <= number.error {
          suspects.append(
            Suspect(
              number: TracedNumber(line: line, step: step), value: number.value,
              isDecided: isDecided))
        }
      }
      before = row
    }
    return suspects
  }

  /// The values of some numbers, in their order, without rounding.
  fileprivate func exactValues(of numbers: [TracedNumber]) -> [ExactNumber] {
    var values: [ExactNumber] = []
    var row: PerLine<ExactNumber>?
    var step = 0
    for number in numbers {
      while step < number.step {
        step += 1
        row = self.row(at: step, after: row, in: ExactNumber.self) {
          $1.limited(to: RoundingNoise.mostBits)
        }
      }
      values.append(row?[number.line] ?? .unknown)
    }
    return values
  }
}

extension Approximation {
  /// The numbers that it may stand for.
  fileprivate var range: Interval { Interval(value).widened(by: error) }
}

extension Interval {
  fileprivate var isFinite: Bool { low.isFinite && high.isFinite }
}

extension Formula {
  /// Whether the formula, a decision, goes another way within the rounding error of its operands.
  fileprivate func hangsOnRounding(_ value: (Formula) -> Approximation) -> Bool {
    guard case .call(let function, let arguments) = kind else { return false }
    var numbers = arguments.map(value)
    if Function.comparisons.contains(function) {
      // Both sides may share what they were rounded from: what counts is the difference.
      numbers = [value(Formula(.sum([arguments[0], Formula(.negated(arguments[1]))]))), .init(0)]
    }
    let isRounded = numbers.contains { $0.error != 0 } && numbers.allSatisfy(\.range.isFinite)
    if !isRounded { return false }
    return !Interval.value(of: function, at: numbers.map(\.range)).isPoint
  }
}
