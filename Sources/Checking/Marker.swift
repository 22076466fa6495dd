import Decimals
import Formulas
import Programs
import Tracing

/// Finds the verdict on each answer of a sheet.
struct Marker {
  let sheet: AnswerSheet
  let trace: Trace
  /// The lines whose values the author states with the other sign.
  let negated: Set<Int>
  private(set) var authors: AuthorsNumbers
  let copies: Copies
  private var followed: FollowedAnswers
  /// What only the wrong answers lead to, at the last step that was marked.
  private var misled: (step: Int, values: [Double])?
  /// The marks of lines, for the answers that rest on them.
  private(set) var byPlace: [Marking.Place: Marking.Mark] = [:]

  init(_ sheet: AnswerSheet, _ trace: Trace, negating negated: Set<Int> = []) {
    self.sheet = sheet
    self.trace = trace
    self.negated = negated
    let precisions = sheet.precisions { answer in
      guard let given = answer.given, let value = Self.value(of: answer, in: trace, negated)
      else { return false }
      return given.equals(value)
    }
    let given = sheet.numbers(negating: negated)
    authors = AuthorsNumbers(trace, given: given, precisions: precisions)
    copies = Copies(trace, given: given)
    followed = FollowedAnswers(trace.program)
  }

  var precisions: [Precision] { authors.precisions }

  /// The marks, in the order of the sheet.
  mutating func marks() throws -> [Marking.Mark] {
    var marks: [Marking.Mark?] = sheet.answers.map { _ in nil }
    let bySteps = Dictionary(grouping: sheet.answers.indices) { sheet.answers[$0].step }
    for (step, places) in bySteps.sorted(by: { $0.key < $1.key }) {
      if places.contains(where: { sheet.answers[$0].hasValue }) {
        if authors.now != nil { followed.advance(isNext: step == authors.step + 1) }
        try authors.advance(to: step)
      }
      let ordered = places.sorted {
        let (first, second) = (sheet.answers[$0], sheet.answers[$1])
        return (first.place.line, first.rank, $0) < (second.place.line, second.rank, $1)
      }
      for place in ordered { marks[place] = mark(sheet.answers[place]) }
      checkRestored(at: step, ordered, &marks)
    }
    return marks.compactMap(\.self)
  }

  // The numbers of the lesson and of the author.

  /// The value of an answer's subject where lines have the values of a row.
  private static func value(
    of subject: AnswerSheet.Subject, _ negated: Set<Int>, step: Int,
    line: (Int) -> Double?, previous: (Int) -> Double?
  ) -> Double? {
    switch subject {
    case .line(let place, let isNegated):
      line(place).map { isNegated != negated.contains(place) ? -$0 : $0 }
    case .expression(let formula):
      formula.value(
        step: step,
        line: { place in line(place).map { negated.contains(place) ? -$0 : $0 } },
        previous: previous)
    case .unknown, .noValue: nil
    }
  }

  private static func value(
    of answer: AnswerSheet.Answer, in trace: Trace, _ negated: Set<Int>
  ) -> Double? {
    value(
      of: answer.subject, negated, step: answer.step,
      line: { trace.value(of: $0, at: answer.step) },
      previous: { trace.previousValue(of: $0, at: answer.step) })
  }

  /// What the author's other answers lead to.
  private func authorsValue(of answer: AnswerSheet.Answer) -> Double? {
    guard let step = authors.numbers(of: answer.step) else { return nil }
    return authorsValue(of: answer) { line in
      if case .line = answer.subject { return step.computed[line] }
      return step.values[line]
    }
  }

  private func authorsValue(
    of answer: AnswerSheet.Answer, line: (Int) -> Double?
  ) -> Double? {
    let before = authors.before?.values
    return Self.value(
      of: answer.subject, negated, step: answer.step, line: line,
      previous: { before?[$0] ?? trace.previousValue(of: $0, at: answer.step) })
  }

  private func authorsRange(of answer: AnswerSheet.Answer) -> Interval {
    guard let step = authors.numbers(of: answer.step) else { return .everything }
    let sign = { (line: Int, range: Interval) in negated.contains(line) ? -range : range }
    switch answer.subject {
    case .line(let line, let isNegated):
      let range = sign(line, step.computedRanges[line])
      return isNegated ? -range : range
    case .expression(let formula):
      let before = authors.before?.ranges
      return formula.range(
        step: answer.step, line: { sign($0, step.ranges[$0]) },
        previous: { line in
          before?[line]
            ?? trace.previousValue(of: line, at: answer.step).map { Interval($0) } ?? .everything
        })
    case .unknown, .noValue: return .everything
    }
  }

  // Verdicts.

  private mutating func mark(_ answer: AnswerSheet.Answer) -> Marking.Mark {
    guard let expected = Self.value(of: answer, in: trace, negated) else {
      return Marking.Mark(answer: answer, verdict: .unknown)
    }
    var mark = Marking.Mark(answer: answer, verdict: .blank)
    mark.expected = expected
    guard let given = answer.given else { return mark }
    let explained = authorsValue(of: answer) ?? expected
    let range = authorsRange(of: answer)
    let sources = sources(of: answer)
    mark.followed = sources.places
    if !mark.followed.isEmpty, explained != expected { mark.explained = explained }
    // A chain shows which numbers were put in: rounding does not explain what they do not give.
    let arithmetic = arithmetic(of: mark, explained, range)
    if given.equals(expected) {
      mark.verdict = .exact
    } else if given.isRounding(of: expected) {
      mark.verdict = .right
    } else if given.isTruncation(of: expected) {
      mark.verdict = .truncated
    } else if let own = mark.explained, given.isAbout(own) {
      mark.verdict = .follows
    } else if given.isAbout(range), arithmetic == nil {
      mark.verdict = .slip
    } else {
      mark.verdict = .wrong
      mark.explanations = explanations(of: mark)
    }
    mark.arithmetic = arithmetic
    mark.isShort = mark.verdict != .exact && sheet.asked.map(given.claimsLess) == true
    if case .line(let line, _) = answer.subject {
      byPlace[answer.place] = mark
      followed.note(FollowedAnswers.Sources(mark, restingOn: sources), for: line)
    }
    return mark
  }

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

  /// Slips of the pen, in writing the true number or the one that the author's own lead to; and the
  /// numbers of other places.
  private func explanations(of mark: Marking.Mark) -> [Marking.Explanation] {
    guard let given = mark.answer.given else { return [] }
    var found: [Marking.Explanation] = []
    for value in [mark.explained, mark.expected].compactMap(\.self) {
      for slip in Marking.Explanation.slips(of: given, for: value) where !found.contains(slip) {
        found.append(slip)
      }
    }
    if case .line(let line, let isNegated) = mark.answer.subject {
      let number = isNegated != negated.contains(line) ? given.negated : given
      found += copies.sources(of: number, for: mark.answer.place).map { .copied($0) }
    }
    return found.count > Self.mostExplanations ? [] : found
  }

  // Right in spite of an earlier mistake.

  /// Rounding in between may lead to a right number by chance, but seldom to so fine a one.
  private static let chance = 0.05

  /// Notes which right answers of a step are not what the wrong ones before them lead to; what is
  /// simply right follows from nothing.
  private mutating func checkRestored(
    at step: Int, _ places: [Int], _ marks: inout [Marking.Mark?]
  ) {
    let misled = lead(astray: places.compactMap { marks[$0] }, at: step)
    for place in places {
      guard let mark = marks[place], mark.verdict.isRight, let given = mark.answer.given else {
        continue
      }
      let range = authorsRange(of: mark.answer)
      let isChance = given.isAbout(range) && given.unit > Self.chance * range.width
      if let misled, case .line = mark.answer.subject, !isChance,
        let own = authorsValue(of: mark.answer, line: { misled[$0] }), !given.isAbout(own)
      {
        marks[place]?.isRestored = true
        marks[place]?.explained = own
      } else {
        marks[place]?.explained = nil
        marks[place]?.followed = []
      }
    }
  }

  /// What the formulas give where only wrong answers stand in place of their lines; `nil` where
  /// there is none yet.
  private mutating func lead(astray marks: [Marking.Mark], at step: Int) -> [Double]? {
    guard misled != nil || marks.contains(where: { $0.verdict == .wrong }) else { return nil }
    let before = misled.flatMap { $0.step == step - 1 ? $0.values : nil }
    let (computed, values) = authors.values(at: step, after: before) { line in
      guard let mark = byPlace[Marking.Place(line: line, step: step)] else { return nil }
      if mark.verdict == .wrong { return authors.given[step]?[line]?.value }
      return mark.verdict.isRight ? trace.value(of: line, at: step) : nil
    }
    misled = (step, values)
    return computed
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

  /// Whether fewer digits are claimed than were asked for.
  fileprivate func claimsLess(than asked: Precision) -> Bool {
    switch asked {
    case .decimals(let count): decimals < count
    case .digits(let count): digits.upperBound < count
    }
  }
}
