import Decimals
import Formulas
package import Lessons
import Programs
package import Tracing
import Words

extension Marking {
  /// Marks a sheet against the trace of its lesson, by the conventions that the sheet keeps to.
  package init(_ sheet: AnswerSheet, of lesson: Lesson, _ trace: Trace) throws {
    var search = try ConventionSearch(sheet, lesson, trace)
    while try search.adoptNext() {}
    try search.acceptExactNumbers()
    self.init(
      program: trace.program, marks: search.marks, conventions: search.adopted,
      precisions: search.precisions)
  }
}

/// Finds the conventions, other than the lesson's, that a whole sheet keeps to.
///
/// A convention is adopted where it makes at least two answers right that are not, and none wrong
/// that is not wrong without it.
private struct ConventionSearch {
  private struct Candidate {
    var variation: ProgramChange?
    var negated: Set<LineID> = []
    var conventions: [Convention]

    /// Both conventions together.
    func with(_ other: Candidate) -> Candidate {
      Candidate(
        variation: other.variation ?? variation, negated: negated.union(other.negated),
        conventions: conventions + other.conventions)
    }
  }

  private let sheet: AnswerSheet
  private let lesson: Lesson
  private let trace: Trace
  private var variation: ProgramChange?
  private var negated: Set<LineID> = []
  private(set) var adopted: [Convention] = []
  private(set) var marks: [Marking.Mark] = []
  private(set) var precisions: [Precision] = []

  init(_ sheet: AnswerSheet, _ lesson: Lesson, _ trace: Trace) throws {
    self.sheet = sheet
    self.lesson = lesson
    self.trace = trace
    var marker = Marker(sheet, trace)
    marks = try marker.marks()
    precisions = marker.precisions
  }

  /// Adopts the convention that explains most; returns whether there is one.
  mutating func adoptNext() throws -> Bool {
    let unexplained = marks.filter { $0.isUnexplained }
    guard unexplained.count >= Self.needed else { return false }
    var best: (candidate: Candidate, marks: [Marking.Mark], gain: Int)?
    for candidate in candidates(unexplained) {
      guard let marks = try marks(candidate) else { continue }
      let pairs = zip(self.marks, marks)
      if pairs.contains(where: { $0.verdict != .wrong && $1.verdict == .wrong }) { continue }
      if !pairs.contains(where: { $0.verdict == .wrong && $1.verdict != .wrong }) { continue }
      let gain = pairs.count {
        $0.isUnexplained && $1.verdict.isRight || $0.verdict == .wrong && $1.verdict != .wrong
      }
      if gain >= Self.needed, gain > best?.gain ?? 0 { best = (candidate, marks, gain) }
    }
    guard let best else { return false }
    variation = best.candidate.variation ?? variation
    negated.formUnion(best.candidate.negated)
    marks = best.marks
    adopted += best.candidate.conventions
    return true
  }

  /// Takes the better marks of those answers that are what exact arithmetic gives, where a run in
  /// doubles hangs on rounding.
  mutating func acceptExactNumbers() throws {
    let last = sheet.answers.map(\.step).max() ?? 1
    guard marks.contains(where: { $0.verdict != .exact }),
      let exact = try trace.withoutNoise(through: last)
    else { return }
    var marker = Marker(sheet, exact, negating: negated)
    marks = zip(marks, try marker.marks()).map { own, other in
      other.verdict.rank < own.verdict.rank ? other : own
    }
  }

  /// How many answers a convention has to explain.
  private static let needed = 2

  private func marks(_ candidate: Candidate) throws -> [Marking.Mark]? {
    let negated = negated.union(candidate.negated)
    guard let variation = candidate.variation ?? variation else {
      var marker = Marker(sheet, trace, negating: negated)
      return try marker.marks()
    }
    guard let varied = try VariedLesson(lesson, variation) else { return nil }
    var marker = Marker(
      varied.sheet(sheet), varied.trace, negating: Set(negated.compactMap(varied.line)))
    return zip(try marker.marks(), sheet.answers).map { varied.mark($0, on: $1) }
  }

  private func candidates(_ unexplained: [Marking.Mark]) -> [Candidate] {
    let signs = negated.isEmpty ? signs : []
    let others = variation == nil ? losses(unexplained) + otherRules(unexplained) : []
    return signs + others + others.flatMap { other in signs.map { other.with($0) } }
  }

  // δ with the other sign.

  /// Sets of derivatives of which the sheet has at least two, all with the other sign.
  private var signs: [Candidate] {
    let lines = trace.program.lines
    let deltas = Set(lines.indices.filter { lines[$0].phase == .delta })
    let gradients = Set(lines.indices.filter { lines[$0].phase == .gradient })
    let adjoints = deltas.filter { isAdjoint($0) }
    let netInputs = adjoints.intersection(netInputs)
    let sets: [(Set<LineID>, Convention.Derivatives)] = [
      (netInputs, .deltas), (adjoints, .deltas), (deltas, .byIntermediateQuantities),
      (gradients, .gradients), (netInputs.union(gradients), .deltasAndGradients),
      (adjoints.union(gradients), .deltasAndGradients), (deltas.union(gradients), .all),
    ]
    return sets.compactMap { set, derivatives in
      let touched = marks.filter { mark in
        if case .line(let line, _) = mark.answer.subject { return set.contains(line) }
        return false
      }
      let signs = touched.compactMap { mark -> Bool? in
        guard let given = mark.answer.given?.value, let expected = mark.expected,
          given != 0, expected != 0
        else { return nil }
        return (given < 0) == (expected < 0)
      }
      guard signs.count >= Self.needed, !signs.contains(true) else { return nil }
      return Candidate(negated: set, conventions: [.oppositeSign(derivatives)])
    }
  }

  private func isAdjoint(_ line: LineID) -> Bool {
    guard let objective = lesson.objective,
      case .derivative(of: lesson.program.lines[objective].symbol, _) =
        lesson.program.lines[line].symbol
    else { return lesson.program.lines[line].symbol.quantity != nil }
    return true
  }

  /// The derivatives by quantities that a function is applied to.
  private var netInputs: [LineID] {
    let program = lesson.program
    var arguments: Set<LineID> = []
    for line in program.lines {
      if case .call(_, let operands)? = line.formula?.kind {
        arguments.formUnion(operands.compactMap(\.line))
      }
    }
    return program.lines.indices.filter { line in
      guard case .derivative(_, let by) = program.lines[line].symbol, by.count == 1 else {
        return false
      }
      return program.positions[by[0]].map(arguments.contains) == true
    }
  }

  // The loss with another factor.

  private func losses(_ unexplained: [Marking.Mark]) -> [Candidate] {
    guard let objective = lesson.objective else { return [] }
    let name = lesson.program.lines[objective].symbol
    let terms = lesson.program.lossTerms(of: objective)
    let ratios = unexplained.flatMap { mark -> [Double] in
      guard case .line = mark.answer.subject, let given = mark.answer.given?.value else {
        return []
      }
      return [mark.expected, mark.explained].compactMap { $0.map { given / $0 } }
    }
    func isTouched(_ factor: Double) -> Bool {
      ratios.count { abs(abs($0) / factor - 1) < Self.ratioTolerance } >= Self.needed
    }
    let possible = terms.otherFactors.filter { isTouched($0.factor) }
    return Dictionary(grouping: possible, by: \.factor).sorted { $0.key < $1.key }.map {
      factor, all in
      Candidate(
        variation: .lines(.scaling(name, by: .number(Numeral(factor)))),
        conventions: [.loss(name.description, times: factor, all.map(\.reason))])
    }
  }

  /// Numbers of a hand calculation differ so much from what they stand for.
  private static let ratioTolerance = 0.02

  // Another form of the optimizer.

  private func otherRules(_ unexplained: [Marking.Mark]) -> [Candidate] {
    let isTouched = unexplained.contains { mark in
      guard case .line(let line, _) = mark.answer.subject else { return false }
      return [.moment, .update, .transform].contains(lesson.program.lines[line].phase)
    }
    guard isTouched else { return [] }
    return lesson.otherForms.map { form in
      Candidate(
        variation: .rule(form.rule),
        conventions: [.rule(form.rule.name, equations: form.equations)])
    }
  }
}

extension Marking.Mark {
  /// Whether the number is not that of the lesson.
  fileprivate var isUnexplained: Bool { [.wrong, .follows, .slip].contains(verdict) }
}

extension Trace {
  /// The same run in exact arithmetic, up to a step; `nil` where rounding decides nothing.
  fileprivate func withoutNoise(through last: Int) throws -> Trace? {
    if RoundingNoise(self, through: last).findings.isEmpty { return nil }
    var exact = program.shortened(to: last)
    exact.arithmetic = .exact
    return try Trace(running: exact)
  }
}
