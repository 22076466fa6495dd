import Decimals
import Formulas
import Programs
import Tracing

/// What the gradients of one step are compared with.
struct ReferenceDerivatives {
  private struct Reference {
    let forward: Double
    let slope: Slope
    /// How far rounding may have taken the gradient from the exact one.
    let roundingError: Double
    /// Whether the objective depends on the variable by what stands in `stop_gradient`.
    let isStopped: Bool
  }

  let gradients: [Gradient]
  private var references: [Reference] = []

  init(
    _ trace: Trace, _ step: Int, _ gradients: [Gradient], progress: (Int) -> Void
  ) throws {
    self.gradients = gradients
    let measurement = try NumericalDerivatives(trace, step, gradients)
    let roundingErrors = trace.roundingErrors(at: step)
    var stops = StoppedLines(trace.program)
    for (index, gradient) in gradients.enumerated() {
      let point = trace.value(of: gradient.variable, at: step) ?? .unknown
      references.append(
        Reference(
          forward: measurement.forward(gradient),
          slope: measurement.slope(gradient, around: point),
          roundingError: roundingErrors[gradient.line],
          isStopped: stops.stop(gradient.variable, in: gradient.objective)))
      progress(index + 1)
    }
  }

  /// How many rounding errors two computations of a gradient may be apart.
  private static let roundings = 8.0
  private static let forwardTolerance = 1e-9
  private static let slopeTolerance = 1e-6
  /// How many of its own estimated errors a slope may be off.
  private static let errors = 4.0
  /// A slope that is known no better than this, relative to its size, says nothing.
  private static let leastKnown = 1e-5

  func rows(_ values: [Double]) -> [GradientCheck.Row] {
    values.indices.map { row(values[$0], gradients[$0], references[$0]) }
  }

  /// Compares a gradient, computed backwards, with its references.
  private func row(
    _ value: Double, _ gradient: Gradient, _ reference: Reference
  ) -> GradientCheck.Row {
    let floor = Self.roundings * reference.roundingError
    func distance(_ other: Double) -> Double {
      value == other ? 0 : abs(value - other) / max(abs(value), abs(other))
    }
    func agrees(_ other: Double, within tolerance: Double) -> Bool {
      distance(other) <= tolerance || abs(value - other) <= floor
    }
    var row = GradientCheck.Row(
      line: gradient.line, objective: gradient.objective, variable: gradient.variable,
      backward: value, forward: reference.forward)
    if !value.isFinite, !reference.forward.isFinite {
      row.verdict = .notFinite
      return row
    }
    row.relativeError = distance(reference.forward)
    if !agrees(reference.forward, within: Self.forwardTolerance) {
      row.verdict = .fails
    } else if row.relativeError > Self.forwardTolerance {
      row.verdict = .rounding
    }
    switch reference.slope {
    case .measured(let difference):
      let isZero = abs(value) <= floor && abs(difference.slope) <= Self.errors * difference.error
      if difference.relativeError > Self.leastKnown, !isZero { break }
      row.difference = difference.slope
      if agrees(difference.slope, within: Self.slopeTolerance) {
        if row.verdict == .agrees, distance(difference.slope) <= Self.slopeTolerance {
          row.relativeError = max(row.relativeError, distance(difference.slope))
        }
      } else if abs(value - difference.slope) > Self.errors * difference.error {
        let isStopped = reference.isStopped && row.verdict != .fails
        if !isStopped { row.relativeError = max(row.relativeError, distance(difference.slope)) }
        row.verdict = isStopped ? .stopped : .fails
      }
    case .kink(let left, let right):
      row.sides = (left, right)
      if row.verdict != .fails { row.verdict = .kink }
    case .jump:
      if row.verdict != .fails { row.verdict = .jump }
    case .notFinite:
      if row.verdict != .fails { row.verdict = .notFinite }
    case .unknown: break
    }
    return row
  }
}
