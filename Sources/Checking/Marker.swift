import Decimals
import Formulas
import Programs
import Tracing

/// Finds the verdict on each answer of a sheet.
struct Marker {
  private let sheet: AnswerSheet
  private let trace: Trace
  /// The lines whose values the author states with the other sign.
  private let negated: Set<Int>
  private let authors: AuthorsNumbers
  private let copies: Copies
  /// What only the wrong answers lead to, at the last step that was marked.
  private var misled: (step: Int, values: [Double])?
  /// The marks of lines, for the answers that rest on them.
  private var byPlace: [Marking.Place: Marking.Mark] = [:]

  init(_ sheet: AnswerSheet, _ trace: Trace, negating negated: Set<Int> = []) throws {
    self.sheet = sheet
    self.trace = trace
    self.negated = negated
    let precisions = sheet.precisions { answer in
      guard let given = answer.given, let value = Self.value(of: answer, in: trace, negated)
      else { return false }
      return given.equals(value)
    }
    let given = sheet.numbers(negating: negated)
    authors = try AuthorsNumbers(trace, given: given, precisions: precisions)
    copies = Copies(trace, given: given)
  }

  var precisions: [Precision] { authors.precisions }

  /// The marks, in the order of the sheet.
  mutating func marks() -> [Marking.Mark] {
    var marks: [Marking.Mark?] = sheet.answers.map { _ in nil }
    let bySteps = Dictionary(grouping: sheet.answers.indices) { sheet.answers[$0].step }
    for (step, places) in bySteps.sorted(by: { $0.key < $1.key }) {
      let ordered = places.sorted {
        (sheet.answers[$0].place.line, $0) < (sheet.answers[$1].place.line, $1)
      }
      for place in ordered {
        let mark = mark(sheet.answers[place])
        marks[place] = mark
        if case .line = mark.answer.subject { byPlace[mark.answer.place] = mark }
      }
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
    guard let step = authors.steps[answer.step] else { return nil }
    return authorsValue(of: answer) { line in
      if case .line = answer.subject { return step.computed[line] }
      return step.values[line]
    }
  }

  private func authorsValue(
    of answer: AnswerSheet.Answer, line: (Int) -> Double?
  ) -> Double? {
    let before = authors.steps[answer.step - 1]?.values
    return Self.value(
      of: answer.subject, negated, step: answer.step, line: line,
      previous: { before?[$0] ?? trace.previousValue(of: $0, at: answer.step) })
  }

  private func authorsRange(of answer: AnswerSheet.Answer) -> Interval {
    guard let step = authors.steps[answer.step] else { return .everything }
    let sign = { (line: Int, range: Interval) in negated.contains(line) ? -range : range }
    switch answer.subject {
    case .line(let line, let isNegated):
      let range = sign(line, step.computedRanges[line])
      return isNegated ? -range : range
    case .expression(let formula):
      let before = authors.steps[answer.step - 1]?.ranges
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

  private func mark(_ answer: AnswerSheet.Answer) -> Marking.Mark {
    guard let expected = Self.value(of: answer, in: trace, negated) else {
      return Marking.Mark(answer: answer, verdict: .unknown)
    }
    var mark = Marking.Mark(answer: answer, verdict: .blank)
    mark.expected = expected
    guard let given = answer.given else { return mark }
    let explained = authorsValue(of: answer) ?? expected
    let range = authorsRange(of: answer)
    mark.followed = followed(by: answer)
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
    if mark.verdict.isRight { (mark.explained, mark.followed) = (nil, []) }
    mark.arithmetic = arithmetic
    mark.isShort = mark.verdict != .exact && sheet.asked.map(given.claimsLess) == true
    return mark
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

  // What was followed.

  /// The author's answers that an answer rests on: those that are wrong or slips, through whatever
  /// follows from them; without such, those that are rounded.
  private func followed(by answer: AnswerSheet.Answer) -> [Marking.Place] {
    let own = answer.place
    var reached: Set<Marking.Place> = []
    var waiting: [Marking.Place]
    switch answer.subject {
    case .line: waiting = operands(of: own)
    case .expression(let formula):
      waiting = formula.lines.map { Marking.Place(line: $0, step: answer.step) }
    case .unknown, .noValue: return []
    }
    var found: [Marking.Place: Marking.Verdict] = [:]
    while let place = waiting.popLast() {
      guard reached.insert(place).inserted else { continue }
      if let mark = byPlace[place], mark.answer.given != nil {
        if mark.verdict == .follows {
          for source in mark.followed { found[source] = byPlace[source]?.verdict }
        } else if mark.verdict != .exact {
          found[place] = mark.verdict
        }
      } else {
        waiting += operands(of: place)
      }
    }
    let mistakes = found.filter { !$0.value.isRight }
    return (mistakes.isEmpty ? found : mistakes).keys.sorted()
  }

  /// The lines that a line is computed from, as far as the sheet reaches.
  private func operands(of place: Marking.Place) -> [Marking.Place] {
    let isFollowing = authors.given[place.step - 1] != nil
    func before(_ line: Int) -> [Marking.Place] {
      isFollowing ? [Marking.Place(line: line, step: place.step - 1)] : []
    }
    switch trace.program.lines[place.line].definition {
    case .formula(let formula):
      return formula.lines.map { Marking.Place(line: $0, step: place.step) }
        + formula.previousLines.flatMap(before)
    case .carried(let source?): return before(source)
    case .carried(from: nil), .constant, .sequence, .drawn: return []
    }
  }

  // Right in spite of an earlier mistake.

  /// Rounding in between may lead to a right number by chance, but seldom to so fine a one.
  private static let chance = 0.05

  /// Notes which right answers of a step are not what the wrong ones before them lead to.
  private mutating func checkRestored(
    at step: Int, _ places: [Int], _ marks: inout [Marking.Mark?]
  ) {
    let stepMarks = places.compactMap { marks[$0] }
    let isMisled = misled != nil || stepMarks.contains { $0.verdict == .wrong }
    if !isMisled { return }
    let (computed, values) = authors.values(
      at: step, after: misled.flatMap { $0.step == step - 1 ? $0.values : nil }
    ) { line in
      guard let mark = byPlace[Marking.Place(line: line, step: step)] else { return nil }
      if mark.verdict == .wrong { return authors.given[step]?[line]?.value }
      return mark.verdict.isRight ? trace.value(of: line, at: step) : nil
    }
    misled = (step, values)
    for place in places {
      guard let mark = marks[place], mark.verdict.isRight, let given = mark.answer.given,
        case .line = mark.answer.subject,
        let own = authorsValue(of: mark.answer, line: { computed[$0] })
      else { continue }
      let range = authorsRange(of: mark.answer)
      let isChance = given.isAbout(range) && given.unit > Self.chance * range.width
      if !given.isAbout(own), !isChance {
        marks[place]?.isRestored = true
        marks[place]?.explained = own
        marks[place]?.followed = followed(by: mark.answer)
      }
    }
  }

  // Chains of equalities.

  /// The first part of a chain whose value is not the number given.
  private func arithmetic(
    of mark: Marking.Mark, _ explained: Double, _ range: Interval
  ) -> Marking.Arithmetic? {
    guard let given = mark.answer.given else { return nil }
    var margin = 0.0
    for part in mark.answer.working.reversed() {
      guard let value = authorsValue(of: part.formula, at: mark.answer.step) else { continue }
      if !given.isAbout(value), margin == 0 || abs(value - given.value) > given.unit + margin {
        let isRight = [mark.expected, explained].contains { target in
          target.map { abs($0 - value) <= given.unit } == true
        }
        return Marking.Arithmetic(
          text: part.text, value: value,
          formulaIsRight: isRight || range.widened(by: given.unit).contains(value))
      }
      margin = max(margin, part.formula.roundingMargin)
    }
    return nil
  }

  private func authorsValue(of formula: Formula, at step: Int) -> Double? {
    formula.value(
      step: step,
      line: { line in
        let value = authors.steps[step]?.values[line] ?? trace.value(of: line, at: step)
        return value.map { negated.contains(line) ? -$0 : $0 }
      },
      previous: { trace.previousValue(of: $0, at: step) })
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

extension Formula {
  /// The lines whose values of the step before are used.
  fileprivate var previousLines: [Int] {
    if case .previous(let line) = kind { return [line] }
    return parts.flatMap(\.previousLines)
  }

  /// How far the value may move where each typed number with a decimal point was rounded.
  fileprivate var roundingMargin: Double {
    var numbers: [TypedNumber] = []
    let opened = withNumbers { text in
      guard text.contains("."), let number = TypedNumber(text) else { return nil }
      numbers.append(number)
      return numbers.count - 1
    }
    let range = opened.range(
      step: 1, line: { Interval(numbers[$0].value).widened(by: numbers[$0].unit / 2) },
      previous: { _ in .everything })
    return range.width.isNaN ? .infinity : range.width
  }

  /// The formula with numbers replaced by lines.
  private func withNumbers(_ line: (String) -> Int?) -> Formula {
    if case .number(let number) = kind { return line(number.text).map { .line($0) } ?? self }
    return dependsOnLines ? self : mapParts { $0.withNumbers(line) }
  }
}
