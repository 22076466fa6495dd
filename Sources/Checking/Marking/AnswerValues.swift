import Formulas
import Tracing

/// The numbers of the lesson and of the learner for an answer.
extension Marker {
  /// The value of an answer's subject where lines have the values of a row.
  private static func value(
    of subject: AnswerSheet.Subject, _ negated: Set<LineID>, step: Int,
    line: (LineID) -> Double?, previous: (LineID) -> Double?
  ) -> Double? {
    switch subject {
    case .line(let position, let isNegated):
      line(position).map { isNegated != negated.contains(position) ? -$0 : $0 }
    case .expression(let formula):
      formula.value(
        step: step,
        line: { position in line(position).map { negated.contains(position) ? -$0 : $0 } },
        previous: previous)
    case .unknown, .noValue: nil
    }
  }

  static func value(
    of answer: AnswerSheet.Answer, in trace: Trace, _ negated: Set<LineID>
  ) -> Double? {
    value(
      of: answer.subject, negated, step: answer.step,
      line: { trace.value(of: $0, at: answer.step) },
      previous: { trace.previousValue(of: $0, at: answer.step) })
  }

  /// What the learner's other answers lead to.
  func learnersValue(of answer: AnswerSheet.Answer) -> Double? {
    guard let step = learner.numbers(of: answer.step) else { return nil }
    return learnersValue(of: answer) { line in
      if case .line = answer.subject { return step.computed[line] }
      return step.values[line]
    }
  }

  private func learnersValue(
    of answer: AnswerSheet.Answer, line: (LineID) -> Double?
  ) -> Double? {
    let before = learner.before?.values
    return Self.value(
      of: answer.subject, negated, step: answer.step, line: line,
      previous: { before?[$0] ?? trace.previousValue(of: $0, at: answer.step) })
  }

  /// What rounding can make of the learner's numbers.
  func learnersRanges(of answer: AnswerSheet.Answer) -> [Interval] {
    guard let step = learner.numbers(of: answer.step) else { return [] }
    if case .line = answer.subject {
      return step.computedRanges.compactMap { range(of: answer, computed: $0, values: PerLine()) }
    }
    return [range(of: answer, computed: PerLine(), values: step.ranges)].compactMap(\.self)
  }

  func misledRange(of answer: AnswerSheet.Answer) -> Interval? {
    range(of: answer, computed: misled.computed, values: misled.values)
  }

  /// The range of a line as its formula gives it, or of an expression over values.
  private func range(
    of answer: AnswerSheet.Answer, computed: PerLine<Interval>, values: PerLine<Interval>
  ) -> Interval? {
    let sign = { (line: LineID, range: Interval) in negated.contains(line) ? -range : range }
    switch answer.subject {
    case .line(let line, let isNegated):
      let range = sign(line, computed[line])
      return isNegated ? -range : range
    case .expression(let formula): return range(of: formula, at: answer.step, values)
    case .unknown, .noValue: return nil
    }
  }

  /// What rounding can make of a formula over the learner's numbers.
  func range(of formula: Formula, at step: Int) -> Interval? {
    learner.numbers(of: step).map { range(of: formula, at: step, $0.ranges) }
  }

  private func range(of formula: Formula, at step: Int, _ values: PerLine<Interval>) -> Interval {
    let before = learner.before?.ranges
    return formula.value(
      step: step, line: { negated.contains($0) ? -values[$0] : values[$0] },
      previous: { line in
        before?[line]
          ?? trace.previousValue(of: line, at: step).map { Interval($0) } ?? .everything
      })
  }
}

/// What only the wrong answers lead to: right ones stand for the true values, and everything else
/// follows.
struct Misled {
  /// What each formula gives, before an answer takes its place.
  var computed: PerLine<Interval>
  var values: PerLine<Interval>
  private(set) var isBegun = false

  init(lines: Int) {
    computed = PerLine(repeating: .everything, count: lines)
    values = computed
  }

  /// Forgets the numbers of the step before.
  mutating func begin() {
    self = Misled(lines: values.count)
    isBegun = true
  }
}
