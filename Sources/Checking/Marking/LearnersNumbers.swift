import Decimals
import Formulas
import Programs
import Tracing

/// The lines of a program as the learner of a sheet has them, step by step.
///
/// Where the sheet has an answer, it stands in place of the line; every other line is what follows
/// from these. So a mistake is carried forward, and what follows from it is told from new mistakes.
struct LearnersNumbers {
  /// The numbers of one step.
  struct Step {
    /// What each line's formula gives, before an answer takes its place.
    let computed: PerLine<Double>
    /// With the answers in their places.
    let values: PerLine<Double>
    /// What each formula can give where lines without an answer are rounded: from the learner's own
    /// beginning of the step, and from the true one.
    let computedRanges: [PerLine<Interval>]
    /// With the answers in their places, from the learner's own beginning.
    let ranges: PerLine<Interval>
    /// What the step begins with; `nil` for the values of the trace.
    let beginning: PerLine<Interval>?
  }

  let trace: Trace
  /// To what lines without an answer are rounded: the coarsest of these.
  let precisions: [Precision]
  /// The answers of each step, by line.
  let given: [Int: [LineID: TypedNumber]]
  /// The step that is worked out, and its numbers.
  private(set) var step = 0
  private(set) var now: Step?
  /// Those of the step before, where that was worked out.
  private(set) var before: Step?
  private var between: SingleStep?
  private lazy var carriedSources = trace.program.carriedSources

  init(_ trace: Trace, given: [Int: [LineID: TypedNumber]], precisions: [Precision]) {
    self.trace = trace
    self.given = given
    self.precisions = precisions
  }

  /// Works out a later step.
  mutating func advance(to next: Int) throws {
    let start = try start(of: next)
    before = step == next - 1 ? now : nil
    now = work(out: next, from: start)
    step = next
  }

  /// The answers of a step, by line; none where the sheet has none for it.
  private func answers(of step: Int) -> [LineID: TypedNumber] { given[step] ?? [:] }

  /// The numbers of a step, where it is the one that is worked out.
  func numbers(of wanted: Int) -> Step? { wanted == step ? now : nil }

  /// What a step begins with: values, and the ranges that they may have.
  private typealias Start = (values: PerLine<Double>, ranges: PerLine<Interval>)

  /// What the learner's last step ends with, taken on to the step before this one; `nil` for the
  /// values of the trace.
  private mutating func start(of next: Int) throws -> Start? {
    guard let now else { return nil }
    if step == next - 1 { return (now.values, now.ranges) }
    let values = try numbers(before: next, from: now.values)
    // Nothing is known of how the steps between were rounded.
    return (values, PerLine(values.map { Interval($0) }))
  }

  /// What the steps that the sheet leaves out make of the learner's numbers.
  private mutating func numbers(
    before next: Int, from start: PerLine<Double>
  ) throws -> PerLine<Double> {
    if trace.program.arithmetic == .exact {
      return (step + 1..<next).reduce(start) { values, skipped in
        numbers(of: skipped, from: values) { _, value in value }
      }
    }
    let between = try between ?? SingleStep(trace.program)
    self.between = between
    between.setPrevious(before: step + 1) { start[$0] }
    for skipped in step + 1..<next { between.run(step: skipped) }
    return PerLine(
      trace.program.lines.indices.map { between.computes($0) ? between[$0] : start[$0] })
  }

  /// The numbers of a step in the program's arithmetic; in fractions, a number that somebody wrote
  /// is the decimal that it looks like.
  private func numbers(
    of step: Int, from start: PerLine<Double>?, change: (LineID, Double) -> Double
  ) -> PerLine<Double> {
    switch trace.program.arithmetic {
    case .doubles:
      return trace.row(at: step, after: start, in: Double.self, change: change)
    case .exact:
      let written = start.map { PerLine($0.map { ExactNumber(written: $0) }) }
      let row = trace.row(at: step, after: written, in: ExactNumber.self) { line, number in
        let changed = change(line, number.value)
        return changed == number.value ? number : ExactNumber(written: changed)
      }
      return PerLine(row.map(\.value))
    }
  }

  private mutating func work(out step: Int, from start: Start?) -> Step {
    let given = answers(of: step)
    var computed = PerLine<Double>(repeating: .nan, count: trace.program.lines.count)
    let values = numbers(of: step, from: start?.values) { line, value in
      computed[line] = value
      return given[line]?.value ?? value
    }
    let own = ranges(of: step, after: start?.ranges)
    var computedRanges = [own.computed]
    if let start, let truth = trueBeginning(of: step, besides: start.ranges) {
      computedRanges.append(ranges(of: step, after: truth).computed)
    }
    return Step(
      computed: computed, values: values, computedRanges: computedRanges, ranges: own.values,
      beginning: start?.ranges)
  }

  /// The true values that a step begins with, but for those that the sheet gives; `nil` where it
  /// gives all.
  ///
  /// Somebody may leave the parameters out and go on with better ones than the sheet has.
  private mutating func trueBeginning(
    of step: Int, besides own: PerLine<Interval>
  ) -> PerLine<Interval>? {
    let given = answers(of: step - 1)
    let isComplete = carriedSources.allSatisfy { given[$0] != nil }
    if isComplete { return nil }
    return PerLine(
      own.numbered.map { line, range in
        let truth = trace.previousValue(of: line, at: step) ?? .unknown
        return given[line] != nil || truth.isNaN ? range : Interval(truth)
      })
  }

  private func ranges(
    of step: Int, after beginning: PerLine<Interval>?
  ) -> (computed: PerLine<Interval>, values: PerLine<Interval>) {
    let given = answers(of: step)
    var computed = PerLine<Interval>(repeating: .everything, count: trace.program.lines.count)
    let values = trace.row(at: step, after: beginning, in: Interval.self) { line, range in
      computed[line] = range
      if let answer = given[line] { return Interval(answer.value) }
      return isRounded(line, at: step) ? rounded(range) : range
    }
    return (computed, values)
  }

  /// Whether somebody who works by hand rounds the line: not a given number.
  private func isRounded(_ line: LineID, at step: Int) -> Bool {
    switch trace.program.line(line, at: step).definition {
    case .formula: true
    case .carried(from: .some): step > 1
    case .carried(from: nil), .constant, .sequence, .shuffled, .drawn, .outcome, .absent: false
    }
  }

  /// The range with half a unit of the sheet's last digit on either side.
  ///
  /// Rounding leaves the sign as it is, and a number that has no further digits.
  private func rounded(_ range: Interval) -> Interval {
    let size = max(abs(range.low), abs(range.high))
    let half =
      precisions.filter { !range.isPoint || !$0.keeps(range.low) }
      .map { $0.halfUnit(of: size) }.max() ?? 0
    let wide = range.widened(by: half)
    return Interval(
      range.low >= 0 ? max(wide.low, 0) : wide.low, range.high <= 0 ? min(wide.high, 0) : wide.high)
  }
}
