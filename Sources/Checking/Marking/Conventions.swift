import Decimals
import Formulas
package import Lessons
import Programs
package import Tracing

extension Marking {
  /// Marks a sheet against the trace of its lesson, by the conventions that the sheet keeps to.
  package init(_ sheet: AnswerSheet, of lesson: Lesson, _ trace: Trace) throws {
    var search = try ConventionSearch(sheet, lesson, trace)
    while try search.adoptNext() {}
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
    var negated: Set<Int> = []
    var remarks: [String]

    /// Both conventions together.
    func with(_ other: Candidate) -> Candidate {
      Candidate(
        variation: other.variation ?? variation, negated: negated.union(other.negated),
        remarks: remarks + other.remarks)
    }
  }

  private let sheet: AnswerSheet
  private let lesson: Lesson
  private let trace: Trace
  private var variation: ProgramChange?
  private var negated: Set<Int> = []
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
    adopted += best.candidate.remarks.map { Convention(remark: $0) }
    return true
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
    let sets: [(Set<Int>, String)] = [
      (netInputs, "deltas"), (adjoints, "deltas"),
      (deltas, "derivatives by intermediate quantities"),
      (gradients, "gradients"), (netInputs.union(gradients), "deltas and gradients"),
      (adjoints.union(gradients), "deltas and gradients"), (deltas.union(gradients), "derivatives"),
    ]
    return sets.compactMap { set, name in
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
      return Candidate(
        negated: set,
        remarks: [
          "The \(name) on this sheet have the opposite sign, as where δ stands for the "
            + "negative derivative. They are marked so."
        ])
    }
  }

  private func isAdjoint(_ line: Int) -> Bool {
    guard let objective = lesson.objective,
      case .derivative(of: lesson.program.lines[objective].symbol, _) =
        lesson.program.lines[line].symbol
    else { return lesson.program.lines[line].symbol.quantity != nil }
    return true
  }

  /// The derivatives by quantities that a function is applied to.
  private var netInputs: [Int] {
    let program = lesson.program
    var arguments: Set<Int> = []
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

  /// The factors that the loss may have elsewhere, each with all that may be the reason for it.
  ///
  /// Other forms of a rule are rules of the prelude, which `conventions.lesson` names. Other forms of
  /// a loss would be one of these factors once more: most losses are typed out, not called by a name
  /// of the prelude; how many terms are averaged is told by the lesson alone; and where a factor has
  /// several reasons, one remark has to name them all.
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
    var reasons: [(factor: Double, numeral: Numeral, reason: String)] = []
    func offer(_ factor: Double, _ reason: String) {
      reasons.append((factor, Numeral(factor), reason))
    }
    offer(2, terms.containsHalf ? "as without the factor ½ of the loss" : "")
    offer(0.5, "as with a factor ½ before the loss")
    for count in terms.means {
      offer(Double(count), "as where the \(count) terms of the loss are added up, not averaged")
      if count > 2 {
        offer(Double(count) / 2, "as where the \(count) terms of the loss are added up and halved")
      }
    }
    for count in terms.sums {
      offer(1 / Double(count), "as where the \(count) terms of the loss are averaged, not added up")
    }
    let possible = reasons.filter { !$0.reason.isEmpty && isTouched($0.factor) }
    return Dictionary(grouping: possible, by: \.factor).sorted { $0.key < $1.key }.map {
      factor, all in
      let size = NumberPhrase.times(factor)
      return Candidate(
        variation: .lines(.scaling(name, by: .number(all[0].numeral))),
        remarks: [
          "\(name) and its derivatives on this sheet are \(size) the lesson's, "
            + all.map(\.reason).joined(separator: ", or ")
            + (all.count > 1 ? " (the numbers cannot tell which)" : "") + ". They are marked so."
        ])
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
        remarks: [
          "This sheet has \(form.rule.name) in another form: "
            + form.equations.joined(separator: ", ") + ". It is marked by that."
        ])
    }
  }
}

extension Marking.Mark {
  /// Whether the number is not that of the lesson.
  fileprivate var isUnexplained: Bool { [.wrong, .follows, .slip].contains(verdict) }
}

/// How often a number is taken, in words.
private enum NumberPhrase {
  static func times(_ factor: Double) -> String {
    switch factor {
    case 2: "twice"
    case 0.5: "half"
    case 1...: "\(shortest(factor)) times"
    default: "1/\(shortest((1 / factor).rounded())) of"  // The candidates below 1 are such parts.
    }
  }
}
