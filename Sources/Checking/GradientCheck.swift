import Decimals
import Formulas
package import Programs
package import Tracing

/// Holds the gradients of a trace against two other ways of computing them: forward mode, and
/// central differences of the objective.
package struct GradientCheck: Sendable {
  /// One gradient at one step, computed in three ways.
  package struct Row: Sendable {
    /// The gradient's line.
    package let line: Int
    /// By the lines of the trace: reverse mode.
    package let backward: Double
    package let forward: Double
    /// By differences; `nil` at a kink.
    package let difference: Double?
    /// The derivatives on either side, where the objective has a kink or a jump within the
    /// smallest width.
    package let sides: (left: Double, right: Double)?
    /// How far the others are from `backward`, relative to the larger number; `nil` where they
    /// differ by no more than the rounding of much larger numbers.
    package let relativeError: Double?
    package let verdict: Verdict
  }

  package enum Verdict: Sendable {
    case agrees
    /// The objective has a kink here: there is no one slope to measure.
    case kink
    /// The gradient is not finite, in both modes.
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
    package let line: Int
    /// How many of the gradients fail then.
    package let failures: Int
    package let gradients: Int
  }

  package let steps: [Step]
  /// Shows that the check can fail; `nil` where every derivative is 0.
  package let control: Control?

  package var failures: [(step: Int, row: Row)] {
    steps.flatMap { step in
      step.rows.filter { $0.verdict == .fails }.map { (step.step, $0) }
    }
  }

  /// Whether every gradient holds and the control was found.
  package var passes: Bool { failures.isEmpty && control?.failures != 0 }

  /// Checks the first and the last step of a trace; `progress` is told what has been done.
  ///
  /// Throws what a run can throw.
  package init(_ trace: Trace, progress: (_ done: Int, _ of: Int) -> Void = { _, _ in }) throws {
    let gradients = trace.program.gradients
    let numbers = Set([1, trace.steps]).sorted()
    var steps: [Step] = []
    var control: Control?
    for (place, number) in numbers.enumerated() {
      let references = try References(trace, number, gradients) { done in
        progress(place * gradients.count + done, numbers.count * gradients.count)
      }
      let values = gradients.map { trace.value(of: $0.line, at: number) ?? .nan }
      steps.append(Step(step: number, rows: references.rows(values)))
      if control == nil { control = try Self.control(trace, number, references) }
    }
    self.steps = steps
    self.control = control
  }

  /// Makes one derivative 1 % too large, and counts the gradients that fail then.
  ///
  /// The first local derivative that gradients depend on, else the first derivative of another
  /// kind. Whether they do is seen from the values of the trace alone.
  private static func control(
    _ trace: Trace, _ step: Int, _ references: References
  ) throws -> Control? {
    let lines = trace.program.lines
    let gradients = references.gradients.map(\.line)
    let used = trace.program.operands(of: gradients)
    let candidates = lines.indices.filter { line in
      let value = trace.value(of: line, at: step) ?? 0
      return lines[line].isDerivative && used.contains(line) && value.isFinite && value != 0
    }
    let locals = candidates.filter { lines[$0].symbol.isLocal }
    let deltas = candidates.filter { lines[$0].phase == .delta && !lines[$0].symbol.isLocal }
    let others = candidates.filter { lines[$0].phase == .gradient }
    for line in locals.prefix(5) + deltas.prefix(5) + others.prefix(5) {
      let broken = try SingleStep(trace.program.breaking(line))
      for line in lines.indices {
        if let value = trace.previousValue(of: line, at: step) {
          broken.setPrevious(line, to: value, before: step)
        }
      }
      broken.run(step: step)
      let values = gradients.map { broken[$0] }
      let hasEffect = zip(gradients, values).contains { gradient, value in
        let original = trace.value(of: gradient, at: step) ?? .nan
        return abs(value - original) > 1e-4 * abs(original)
      }
      if !hasEffect { continue }
      let failures = references.rows(values).count { $0.verdict == .fails }
      return Control(line: line, failures: failures, gradients: gradients.count)
    }
    return nil
  }
}

/// A gradient's line, what it is the derivative of, and by what.
struct Gradient {
  let line: Int
  let objective: Int
  let variable: Int
}

/// What the gradients of one step are held against.
private struct References {
  private struct Reference {
    var forward: Double
    var difference: CentralDifference?
    var sides: (left: Double, right: Double)?
  }

  let gradients: [Gradient]
  private var references: [Reference] = []

  init(
    _ trace: Trace, _ step: Int, _ gradients: [Gradient], progress: (Int) -> Void
  ) throws {
    self.gradients = gradients
    var measurement = try Measurement(trace, step, gradients)
    for (place, gradient) in gradients.enumerated() {
      let point = trace.value(of: gradient.variable, at: step) ?? .nan
      let forward = measurement.forward(gradient, offset: 0)
      let difference = measurement.difference(gradient, around: point)
      let sides = difference == nil ? measurement.sides(gradient, around: point) : nil
      references.append(Reference(forward: forward, difference: difference, sides: sides))
      progress(place + 1)
    }
  }

  /// Rounding in a chain of operations, of numbers as large as the largest gradient.
  private static let rounding = 1e-12
  private static let forwardTolerance = 1e-9
  /// Relative to the slope; and what differences may be off beyond their own estimate.
  private static let differenceTolerance = 1e-6
  private static let errorFactor = 4.0

  /// Compares gradients, computed backwards, with the references.
  func rows(_ values: [Double]) -> [GradientCheck.Row] {
    let largest = references.reduce(0) { $1.forward.isFinite ? max($0, abs($1.forward)) : $0 }
    let floor = Self.rounding * largest
    return zip(values, zip(gradients, references)).map { value, pair in
      let (gradient, reference) = pair
      let differs = { (other: Double, tolerance: Double) in
        !(abs(value - other) <= max(tolerance * max(abs(value), abs(other)), floor))
      }
      var verdict = GradientCheck.Verdict.agrees
      var error = reference.difference.map { relativeError(value, $0.slope) } ?? 0
      error = max(error, relativeError(value, reference.forward))
      if !value.isFinite, !reference.forward.isFinite {
        verdict = .notFinite
      } else if differs(reference.forward, Self.forwardTolerance) {
        verdict = .fails
      } else if let difference = reference.difference {
        let isMeasured = abs(value - difference.slope) <= Self.errorFactor * difference.error
        if !isMeasured, differs(difference.slope, Self.differenceTolerance) { verdict = .fails }
      } else {
        verdict = .kink
      }
      return GradientCheck.Row(
        line: gradient.line, backward: value, forward: reference.forward,
        difference: reference.difference?.slope, sides: reference.sides,
        relativeError: verdict == .agrees && max(abs(value), abs(reference.forward)) <= floor * 1e3
          && error > Self.differenceTolerance ? nil : error,
        verdict: verdict)
    }
  }

  private func relativeError(_ a: Double, _ b: Double) -> Double {
    a == b ? 0 : abs(a - b) / max(abs(a), abs(b))
  }
}

/// Evaluates the objectives of one step, and their tangents, with one variable varied.
private struct Measurement {
  private let varied: VariedStep
  private let values: SingleStep
  private let tangents: SingleStep
  private let tangentLines: [Int: Int]
  private let seeds: [Int: Int]
  private let undisturbed: [Double]

  /// How far a variable is varied at most, relative to its size or to 1.
  ///
  /// Differences begin with these; a kink within the smallest cannot be stepped around.
  private static let widths = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5]
  /// Where the derivatives beside a kink at the point itself are taken.
  private static let beside = 1e-9

  init(_ trace: Trace, _ step: Int, _ gradients: [Gradient]) throws {
    varied = try VariedStep(
      trace, step, objectives: Set(gradients.map(\.objective)),
      variables: Set(gradients.map(\.variable)))
    values = try SingleStep(varied.program)
    var seeded = varied.program
    var seeds: [Int: Int] = [:]
    var directions: [Int: Int] = [:]
    for (variable, free) in varied.free.sorted(by: { $0.key < $1.key }) {
      let symbol = Symbol.term("direction", of: seeded.lines[free].symbol, block: nil)
      let seed = try seeded.append(Line(symbol, .input, .sequence([0])))
      (seeds[variable], directions[free]) = (seed, seed)
    }
    self.seeds = seeds
    let (program, lines) = try seeded.withTangents(along: directions)
    tangents = try SingleStep(program)
    tangentLines = lines
    values.run()
    let undisturbed = varied.decisions.map { [values] in values[$0] }
    self.undisturbed = undisturbed
  }

  /// The variable's line with its value so much changed.
  private func change(_ variable: Int, by offset: Double, from point: Double) -> [(Int, Double)] {
    guard let free = varied.free[variable] else { return [] }
    return [(free, free == varied.place(of: variable) ? point + offset : offset)]
  }

  /// The derivative by forward mode; for a variable with an equation, `offset` away from its value.
  func forward(_ gradient: Gradient, offset: Double, from point: Double? = nil) -> Double {
    guard let tangent = tangentLines[varied.place(of: gradient.objective)],
      let seed = seeds[gradient.variable]
    else { return 0 }
    let moved = point.map { change(gradient.variable, by: offset, from: $0) } ?? []
    tangents.run(giving: moved.map { (line: $0.0, value: $0.1) } + [(line: seed, value: 1)])
    return tangents[tangent]
  }

  /// The central difference; `nil` where each width has a kink or a jump in it.
  mutating func difference(_ gradient: Gradient, around point: Double) -> CentralDifference? {
    if tangentLines[varied.place(of: gradient.objective)] == nil {
      return CentralDifference(of: { _ in 0 }, at: point, widths: [1])
    }
    let scale = max(abs(point), 1)
    let smooth = Self.widths.map { $0 * scale }.filter { width in
      [-1, -0.5, 0.5, 1].allSatisfy { value(of: gradient, point, $0 * width) != nil }
    }
    if smooth.isEmpty { return nil }
    return CentralDifference(
      of: { value(of: gradient, point, $0 - point) }, at: point, widths: smooth)
  }

  /// The objective with the variable varied; `nil` beyond a kink or a jump, or where it is not
  /// finite.
  private func value(of gradient: Gradient, _ point: Double, _ offset: Double) -> Double? {
    values.run(
      giving: change(gradient.variable, by: offset, from: point).map { (line: $0.0, value: $0.1) })
    for (line, value) in zip(varied.decisions, undisturbed) where values[line] != value {
      return nil
    }
    let value = values[varied.place(of: gradient.objective)]
    return value.isFinite ? value : nil
  }

  /// The derivatives on either side of a kink that lies within the smallest width.
  func sides(_ gradient: Gradient, around point: Double) -> (left: Double, right: Double) {
    let scale = max(abs(point), 1)
    let isAtPoint = [-Self.beside, Self.beside].contains { offset in
      value(of: gradient, point, offset * scale) == nil
    }
    let offset = (isAtPoint ? Self.beside : Self.widths[Self.widths.count - 1]) * scale
    return (
      forward(gradient, offset: -offset, from: point),
      forward(gradient, offset: offset, from: point)
    )
  }
}

extension Program {
  /// Every gradient, with its objective and its variable.
  fileprivate var gradients: [Gradient] {
    lines.indices.compactMap { line in
      guard lines[line].phase == .gradient,
        case .derivative(let top, let variables) = lines[line].symbol,
        let variable = variables.last.flatMap({ positions[$0] }),
        let objective = positions[
          variables.count == 1 ? top : .derivative(of: top, by: variables.dropLast())]
      else { return nil }
      return Gradient(line: line, objective: objective, variable: variable)
    }
  }

  /// Some lines and all that they are computed from.
  fileprivate func operands(of lines: [Int]) -> Set<Int> {
    var found = Set(lines)
    for line in self.lines.indices.reversed() where found.contains(line) {
      self.lines[line].formula?.forEachLine { found.insert($0) }
    }
    return found
  }

  /// The program with one line 1 % too large.
  package func breaking(_ line: Int) -> Program {
    var program = self
    program.scale(line, by: Formula.number(Numeral(1.01)))
    return program
  }
}

extension Line {
  fileprivate var isDerivative: Bool { phase == .delta || phase == .gradient }
}

extension Symbol {
  fileprivate var isLocal: Bool {
    if case .local = self { return true }
    return false
  }
}
