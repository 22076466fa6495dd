import Decimals
import Formulas
import Programs
import Tracing

/// What the gradients of one step are held against.
struct References {
  private struct Reference {
    var forward: Double
    var difference: CentralDifference?
    var sides: (left: Double, right: Double)?
    /// How large the gradient would be if nothing in it cancelled.
    var magnitude: Double
  }

  let gradients: [Gradient]
  private var references: [Reference] = []

  init(
    _ trace: Trace, _ step: Int, _ gradients: [Gradient], progress: (Int) -> Void
  ) throws {
    self.gradients = gradients
    var measurement = try Measurement(trace, step, gradients)
    let magnitudes = trace.magnitudes(at: step)
    for (place, gradient) in gradients.enumerated() {
      let point = trace.value(of: gradient.variable, at: step) ?? .nan
      let forward = measurement.forward(gradient, offset: 0)
      let difference = measurement.difference(gradient, around: point)
      let sides = difference == nil ? measurement.sides(gradient, around: point) : nil
      references.append(
        Reference(
          forward: forward, difference: difference, sides: sides,
          magnitude: magnitudes[gradient.line]))
      progress(place + 1)
    }
  }

  /// What rounding may do to a sum, relative to the magnitude of its terms.
  private static let rounding = 1e-12
  private static let forwardTolerance = 1e-9
  /// Relative to the slope; and what differences may be off beyond their own estimate.
  private static let differenceTolerance = 1e-6
  private static let errorFactor = 4.0

  /// Compares gradients, computed backwards, with the references.
  func rows(_ values: [Double]) -> [GradientCheck.Row] {
    zip(values, zip(gradients, references)).map { value, pair in
      let (gradient, reference) = pair
      let floor = Self.rounding * reference.magnitude
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
      let isRounding = verdict == .agrees && error > Self.differenceTolerance
      return GradientCheck.Row(
        line: gradient.line, backward: value, forward: reference.forward,
        difference: reference.difference?.slope, sides: reference.sides,
        relativeError: isRounding ? nil : error, verdict: verdict)
    }
  }

  private func relativeError(_ a: Double, _ b: Double) -> Double {
    a == b ? 0 : abs(a - b) / max(abs(a), abs(b))
  }
}
