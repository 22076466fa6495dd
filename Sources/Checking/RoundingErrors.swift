import Formulas
import Programs
import Tracing

extension Trace {
  /// How far rounding may have taken each derivative of a step from the exact one, to first order.
  ///
  /// Forward values count as exact: whatever the derivatives are compared with starts from the same
  /// ones. The rules are those of running error analysis (N. J. Higham, Accuracy and Stability of
  /// Numerical Algorithms, 2002, section 3.3).
  func roundingErrors(at step: Int) -> [Double] {
    var errors = [Double](repeating: 0, count: program.lines.count)
    for (position, line) in program.lines.enumerated() {
      if line.isDerivative, let formula = line.formula {
        errors[position] = approximation(of: formula, at: step, errors).error
      }
    }
    return errors
  }

  private func approximation(
    of formula: Formula, at step: Int, _ errors: [Double]
  ) -> Approximation {
    func part(_ formula: Formula) -> Approximation { approximation(of: formula, at: step, errors) }
    let value = value(of: formula, at: step) ?? .nan
    switch formula.kind {
    case .number, .step, .previous: return Approximation(value: value, error: 0)
    case .line(let line): return Approximation(value: value, error: errors[line])
    case .named(_, let operand): return part(operand)
    case .negated(let operand): return Approximation(value: value, error: part(operand).error)
    case .sum(let terms):
      var sum = Approximation(value: 0, error: 0)
      for term in terms.map(part) {
        sum.error += term.error
        sum.value += term.value
        sum.error += Approximation.unit * abs(sum.value)
      }
      return sum
    case .product(let factors):
      return factors.map(part).reduce(Approximation(value: 1, error: 0)) { $0.times($1) }
    case .quotient(let top, let bottom):
      let (top, bottom) = (part(top), part(bottom))
      let inherited = (top.error + abs(value) * bottom.error) / abs(bottom.value)
      return Approximation(value: value, error: inherited + Approximation.unit * abs(value))
    case .power, .call:
      // As if the value were proportional to each operand.
      let inherited = formula.parts.map(part).reduce(0) { sum, operand in
        sum + (operand.error == 0 ? 0 : abs(value) * operand.error / abs(operand.value))
      }
      return Approximation(value: value, error: inherited + Approximation.unit * abs(value))
    }
  }
}

/// A number and how far it may be from the one that it stands for.
private struct Approximation {
  var value: Double
  var error: Double

  /// What rounding to a double changes at most, relative to the number.
  static let unit = 0x1p-53

  func times(_ other: Approximation) -> Approximation {
    let product = value * other.value
    return Approximation(
      value: product,
      error: error * abs(other.value) + abs(value) * other.error
        + Approximation.unit * abs(product))
  }
}
