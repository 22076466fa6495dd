import Words
import Decimals
import Formulas
import Programs
import Tracing

/// Finds the verdict on each answer of a sheet.
struct Marker {
  let sheet: AnswerSheet
  let trace: Trace
  /// The lines whose values the learner states with the other sign.
  let negated: Set<LineID>
  private(set) var learner: LearnersNumbers
  let copies: Copies
  private var followed: FollowedAnswers
  /// What only the wrong answers lead to, at the last step that was marked.
  private(set) var misled: Misled

  init(_ sheet: AnswerSheet, _ trace: Trace, negating negated: Set<LineID> = []) {
    self.sheet = sheet
    self.trace = trace
    self.negated = negated
    let precisions = sheet.precisions { answer in
      guard let given = answer.given, let value = Self.value(of: answer, in: trace, negated)
      else { return false }
      return given.equals(value)
    }
    let given = sheet.numbers(negating: negated)
    learner = LearnersNumbers(trace, given: given, precisions: precisions)
    copies = Copies(trace, given: given)
    followed = FollowedAnswers(trace.program)
    misled = Misled(lines: trace.program.lines.count)
  }

  var precisions: [Precision] { learner.precisions }

  /// The marks, in the order of the sheet.
  mutating func marks() throws -> [Marking.Mark] {
    var marks: [Marking.Mark?] = sheet.answers.map { _ in nil }
    let bySteps = Dictionary(grouping: sheet.answers.indices) { sheet.answers[$0].step }
    for (step, indices) in bySteps.sorted(by: { $0.key < $1.key }) {
      let ordered = indices.sorted {
        let (first, second) = (sheet.answers[$0], sheet.answers[$1])
        return (first.position.line, first.rank, $0) < (second.position.line, second.rank, $1)
      }
      for (index, mark) in try self.marks(of: ordered, at: step) { marks[index] = mark }
    }
    return marks.compactMap(\.self)
  }

  /// The marks of a step's answers, which are in the order of the lines.
  ///
  /// The lines are worked out on the way, with the wrong answers, known by then, in their places.
  private mutating func marks(
    of indices: [Int], at step: Int
  ) throws -> [(index: Int, mark: Marking.Mark)] {
    var waiting = indices[...]
    var marks: [(index: Int, mark: Marking.Mark)] = []
    func markNext(_ marker: inout Marker) {
      guard let index = waiting.popFirst() else { return }
      marks.append((index, marker.mark(marker.sheet.answers[index])))
    }
    if indices.contains(where: { sheet.answers[$0].hasValue }) {
      let isNext = step == learner.step + 1
      followed.advance(to: step)
      try learner.advance(to: step)
      let before = isNext && misled.isBegun ? misled.values : learner.now?.beginning
      misled.begin()
      let trace = trace
      _ = trace.row(at: step, after: before, in: Interval.self) { line, range in
        misled.computed[line] = range
        misled.values[line] = range
        while let next = waiting.first, sheet.answers[next].position.line <= line {
          markNext(&self)
        }
        return misled.values[line]
      }
    }
    while !waiting.isEmpty { markNext(&self) }
    return marks
  }

  // Verdicts.

  private mutating func mark(_ answer: AnswerSheet.Answer) -> Marking.Mark {
    guard let expected = Self.value(of: answer, in: trace, negated) else {
      return Marking.Mark(answer: answer, verdict: .unknown)
    }
    var mark = Marking.Mark(answer: answer, verdict: .blank)
    mark.expected = expected
    guard let given = answer.given else { return mark }
    let sources = sources(of: answer)
    settle(&mark, given, sources)
    mark.isShort = sheet.asked.map { given.claimsLess(than: $0, of: expected) } == true
    if case .line(let line, _) = answer.subject {
      followed.settle(line, as: FollowedAnswers.Sources(mark, restingOn: sources))
      if mark.verdict.isRight, let truth = trace.value(of: line, at: answer.step) {
        misled.values[line] = Interval(truth)
      } else if mark.verdict == .wrong, let own = learner.given[answer.step]?[line] {
        // Somebody who works with all digits has more of the number than the sheet.
        misled.values[line] = Interval(own.value).widened(by: own.unit / 2)
      }
    }
    return mark
  }

  /// Finds the verdict on a number, and what goes with it.
  private func settle(
    _ mark: inout Marking.Mark, _ given: TypedNumber, _ sources: FollowedAnswers.Sources
  ) {
    guard let expected = mark.expected else { return }
    let own = learnersValue(of: mark.answer) ?? expected
    let astray = sources.mistakes.isEmpty ? nil : misledRange(of: mark.answer)
    // A chain shows which numbers were put in: rounding does not explain what they do not give.
    mark.arithmetic = arithmetic(of: mark, own, isStrict: false)
    if given.equals(expected) {
      mark.verdict = .exact
    } else if given.isRounding(of: expected) {
      mark.verdict = .right
    } else if given.isTruncation(of: expected) {
      mark.verdict = .truncated
    } else if own != expected, !sources.numbers.isEmpty, given.isAbout(own) {
      mark.verdict = .follows
    } else if let astray, given.isAbout(astray) {
      mark.verdict = .follows
    } else if expected.isFinite, mark.arithmetic == nil, isSlip(given, mark.answer) {
      mark.verdict = .slip
    } else {
      mark.verdict = .wrong
    }
    switch mark.verdict {
    case .exact, .right, .truncated:
      guard let astray, isRestored(given, mark.answer, astray) else { return }
      mark.isRestored = true
      mark.explained = astray.middle
    case .follows: mark.explained = given.isAbout(own) ? own : astray?.middle ?? own
    case .slip, .wrong, .blank, .unknown:
      if own != expected, !sources.numbers.isEmpty { mark.explained = own }
    }
    mark.followed = sources.numbers
    if mark.verdict == .wrong {
      mark.arithmetic = mark.arithmetic ?? arithmetic(of: mark, own, isStrict: true)
      mark.explanations = explanations(of: mark)
    }
  }

  /// Whether the rounding of lines without an answer explains a number.
  ///
  /// Of three digits or more, the last one may be off by one.
  private func isSlip(_ given: TypedNumber, _ answer: AnswerSheet.Answer) -> Bool {
    learnersRanges(of: answer).contains { range in
      if given.digits.upperBound >= Self.manyDigits { return given.isAbout(range) }
      let cut = given.value < 0 ? Interval(-given.unit, 0) : Interval(0, given.unit)
      return range.isPoint
        ? given.isRounding(of: range.low) || given.isTruncation(of: range.low)
        : range.widened(by: given.unit / 2).contains(given.value)
          || Interval(given.value + cut.low, given.value + cut.high).overlaps(range)
    }
  }

  private static let manyDigits = 3

  /// Whether a right number is not what the wrong ones before it lead to.
  private func isRestored(
    _ given: TypedNumber, _ answer: AnswerSheet.Answer, _ astray: Interval
  ) -> Bool {
    guard case .line = answer.subject, !given.isAbout(astray) else { return false }
    return !learnersRanges(of: answer).contains { range in
      given.isAbout(range) && given.unit > Self.chance * range.width
    }
  }

  /// Rounding in between may lead to a right number by chance, but seldom to so fine a one.
  private static let chance = 0.05

  /// The answers that an answer rests on.
  private mutating func sources(of answer: AnswerSheet.Answer) -> FollowedAnswers.Sources {
    switch answer.subject {
    case .line(let line, _): followed.sources(of: line)
    case .expression(let formula): followed.sources(of: formula)
    case .unknown, .noValue: FollowedAnswers.Sources()
    }
  }

  // What a wrong answer looks like.

  /// Where more fit, it is by chance.
  private static let mostExplanations = 2

  /// Slips of the pen, in writing the true number or the one that the learner's own lead to; and the
  /// numbers of other lines and steps.
  private func explanations(of mark: Marking.Mark) -> [Marking.Explanation] {
    guard let given = mark.answer.given else { return [] }
    var found: [Marking.Explanation] = []
    for value in [mark.explained, mark.expected].compactMap(\.self) {
      for slip in Marking.Explanation.penSlips(of: given, for: value) where !found.contains(slip) {
        found.append(slip)
      }
    }
    if case .line(let line, let isNegated) = mark.answer.subject {
      let number = isNegated != negated.contains(line) ? given.negated : given
      found += copies.sources(of: number, for: mark.answer.position).map { .copied($0) }
    }
    return found.count > Self.mostExplanations ? [] : found
  }
}

extension AnswerSheet.Answer {
  /// Whether the lesson has a value for it.
  fileprivate var hasValue: Bool {
    switch subject {
    case .line, .expression: true
    case .unknown, .noValue: false
    }
  }

  /// Expressions come behind the answers for their operands.
  fileprivate var rank: Int {
    if case .expression = subject { return 1 }
    return 0
  }
}

extension TypedNumber {
  /// Whether some value of the interval is within one unit of the last digit.
  fileprivate func isAbout(_ range: Interval) -> Bool {
    range.isPoint ? isAbout(range.low) : range.widened(by: unit * Self.slack).contains(value)
  }

  /// Whether fewer digits are claimed than were asked for, and not only zeros are left out.
  fileprivate func claimsLess(than asked: Precision, of value: Double) -> Bool {
    let isShort =
      switch asked {
      case .decimals(let count): decimals < count
      case .digits(let count): digits.upperBound < count
      }
    guard isShort, value.isFinite else { return isShort }
    return DecimalExpansion(shortest: value).rounded(to: asked) != expansion
  }
}
