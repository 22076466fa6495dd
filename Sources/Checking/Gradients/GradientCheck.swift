import Decimals
package import Formulas
package import Programs
package import Tracing

/// Holds the gradients of a trace against two other ways of computing them: forward mode, and
/// central differences of the objective.
package struct GradientCheck: Sendable {
  /// One gradient at one step, computed in three ways.
  package struct Row: Sendable {
    /// The gradient's line, what it is the derivative of, and by what.
    package let line: LineID
    package let objective: LineID
    package let variable: LineID
    /// By the lines of the trace: reverse mode.
    package let backward: Double
    package let forward: Double
    /// By differences; `nil` where there is no one slope, or none that can be measured.
    package var difference: Double?
    /// The slopes on either side, where the objective has a kink.
    package var sides: (left: Double, right: Double)?
    /// How far the others are from `backward`, relative to the larger number.
    package var relativeError = 0.0
    package var verdict = Verdict.agrees
  }

  package enum Verdict: Sendable {
    case agrees
    /// All are what rounding leaves of much larger terms.
    case rounding
    /// The objective has a kink here: there is no one slope.
    case kink
    /// The objective has another value on either side.
    case jump
    /// Differences see a slope that the objective is not differentiated through, of what stands in
    /// `stop_gradient`.
    case stopped
    /// The gradient or the objective is not finite.
    case notFinite
    case fails
  }

  /// The rows of one step.
  package struct Step: Sendable {
    package let step: Int
    package let rows: [Row]
  }

  /// The check of a derivative that was made wrong on purpose.
  package struct Control: Sendable {
    /// The line that was made 1 % too large.
    package let line: LineID
    /// How many of the gradients fail then.
    package let failures: Int
    package let gradients: Int
  }

  package let steps: [Step]
  /// How many gradients of a step are not checked, because there are so many.
  package let skipped: Int
  /// Shows that the check can fail; `nil` where no gradient would show a wrong derivative.
  package let control: Control?

  package var failures: [(step: Int, row: Row)] {
    steps.flatMap { step in
      step.rows.filter { $0.verdict == .fails }.map { (step.step, $0) }
    }
  }

  /// Whether every gradient holds and the control was found.
  package var passes: Bool { failures.isEmpty && control?.failures != 0 }

  /// Checks the first and the last step of a trace, and the first with a shorter batch; `progress`
  /// is told what has been done.
  ///
  /// Of very many gradients, some that are evenly spread are checked, unless `checksAll` says
  /// otherwise: each takes some runs of the whole program. Throws what a run can throw.
  package init(
    _ trace: Trace, checksAll: Bool = false,
    progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }
  ) throws {
    let numbers = trace.checkedSteps
    var steps: [Step] = []
    var control: Control?
    var skipped = 0
    for (index, number) in numbers.enumerated() {
      let trace = trace.at(number)
      let all = trace.program.gradients
      let gradients = checksAll ? all : all.spread(atMost: trace.program.affordableChecks)
      skipped = max(skipped, all.count - gradients.count)
      let references = try ReferenceDerivatives(trace, number, gradients) { done in
        progress(index * gradients.count + done, numbers.count * gradients.count)
      }
      let values = gradients.map { trace.value(of: $0.line, at: number) ?? .unknown }
      let rows = references.rows(values)
      steps.append(Step(step: number, rows: rows))
      if control == nil { control = try Self.control(trace, number, references, rows) }
    }
    self.steps = steps
    self.control = control
    self.skipped = skipped
  }

  /// Makes one derivative 1 % too large, and counts the gradients that fail then.
  ///
  /// The first local derivative that a gradient depends on which agreed, else the first derivative
  /// of another kind; one whose mistake is not found only where that of no other is. Whether a
  /// gradient depends on one is seen from the lines of the trace alone.
  private static func control(
    _ trace: Trace, _ step: Int, _ references: ReferenceDerivatives, _ rows: [Row]
  ) throws -> Control? {
    let lines = trace.program.lines
    let gradients = references.gradients.map(\.line)
    let used = Set(trace.program.ancestors(of: gradients))
    let candidates = lines.indices.filter { line in
      guard lines[line].isDerivative, used.contains(line),
        let value = trace.value(of: line, at: step)
      else { return false }
      return value.isFinite && value != 0
    }
    let locals = candidates.filter { lines[$0].symbol.isLocal }
    let deltas = candidates.filter { lines[$0].phase == .delta && !lines[$0].symbol.isLocal }
    let others = candidates.filter { lines[$0].phase == .gradient }
    var unseen: Control?
    for line in locals.prefix(5) + deltas.prefix(5) + others.prefix(5) {
      let broken = try SingleStep(trace.program.breaking(line))
      broken.setPrevious(from: trace, before: step)
      broken.run(step: step)
      let values = gradients.map { broken[$0] }
      let hasEffect = zip(rows, values).contains { row, value in
        row.verdict == .agrees && abs(value - row.backward) > 1e-4 * abs(row.backward)
      }
      if !hasEffect { continue }
      let failures = references.rows(values).count { $0.verdict == .fails }
      let control = Control(line: line, failures: failures, gradients: gradients.count)
      if failures > 0 { return control }
      unseen = unseen ?? control
    }
    return unseen
  }
}

extension Trace {
  /// The first and the last step, and the first with a shorter batch.
  var checkedSteps: [Int] {
    Set([1, min(program.lastBatch?.period ?? 1, steps), steps]).sorted()
  }
}

extension Array {
  /// The elements, or so many of them from the first to the last.
  fileprivate func spread(atMost most: Int) -> Array {
    if count <= most { return self }
    return (0..<most).map { self[$0 * (count - 1) / (most - 1)] }
  }
}

extension Program {
  /// How many gradients are checked in a few seconds.
  fileprivate var affordableChecks: Int {
    max(Self.fewestChecks, Self.mostWork / work)
  }

  private static let (fewestChecks, mostWork) = (20, 5_000_000)

  /// Every gradient, with its objective and its variable.
  fileprivate var gradients: [Gradient] {
    lines.indices.compactMap { line in
      guard lines[line].phase == .gradient, !lines[line].isAbsent,
        case .derivative(_, let variables) = lines[line].symbol,
        let variable = variables.last.flatMap({ positions[$0] }),
        let objective = objective(of: line)
      else { return nil }
      return Gradient(line: line, objective: objective, variable: variable)
    }
  }

  /// The program with one line 1 % too large.
  package func breaking(_ line: LineID) -> Program {
    var program = self
    program.scale(line, by: Formula.number(Numeral(1.01)))
    return program
  }
}

extension Line {
  /// Whether the line is a derivative, or made of derivatives.
  var isDerivative: Bool { phase == .delta || phase == .gradient }
}
