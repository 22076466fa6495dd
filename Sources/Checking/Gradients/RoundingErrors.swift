import Decimals
import Formulas
import Programs
import Tracing

extension Trace {
  /// How far rounding may have taken each derivative of a step from the exact one, to first order.
  ///
  /// Forward values count as exact: whatever the derivatives are compared with starts from the same
  /// ones.
  func roundingErrors(at step: Int) -> [Double] {
    var analysis = RoundingErrors(
      program.lines, step: step, value: { value(of: $0, at: step) ?? .nan },
      previous: { previousValue(of: $0, at: step) ?? .nan })
    for line in program.lines.indices where program.lines[line].isDerivative {
      analysis.analyse(line)
    }
    return analysis.errors
  }
}

/// How far rounding may have taken lines from the exact numbers, to first order.
///
/// The rules are those of running error analysis (N. J. Higham, Accuracy and Stability of Numerical
/// Algorithms, 2002, section 3.3). Lines that are not analysed count as exact.
struct RoundingErrors {
  private let lines: [Line]
  private let step: Int
  private let value: (Int) -> Double
  private let previous: (Int) -> Double
  private(set) var errors: [Double]

  /// What rounding to a double changes at most, relative to the number.
  private static let unit = 0x1p-53
  /// The error of an elementary function's value, in such units: it is good to a few.
  private static let functionUnits = 4.0
  /// A call with more arguments counts as if its value were proportional to each of them.
  private static let mostArguments = 64

  init(
    _ lines: [Line], step: Int, value: @escaping (Int) -> Double,
    previous: @escaping (Int) -> Double
  ) {
    self.lines = lines
    self.step = step
    self.value = value
    self.previous = previous
    errors = Array(repeating: 0, count: lines.count)
  }

  /// Analyses a line, after the lines that it uses.
  mutating func analyse(_ line: Int) {
    if let formula = lines[line].formula { errors[line] = error(of: formula) }
  }

  func error(of formula: Formula) -> Double { approximation(of: formula).error }

  /// A number and how far it may be from the one that it stands for.
  private struct Approximation {
    var value: Double
    var error: Double

    /// What the operand's error is worth where its own is multiplied by a slope.
    func error(times slope: Double) -> Double { error == 0 || slope == 0 ? 0 : error * abs(slope) }
  }

  private func approximation(of formula: Formula) -> Approximation {
    switch formula.kind {
    case .number(let number):
      let isWhole = number.value.rounded() == number.value
      return Approximation(
        value: number.value, error: isWhole ? 0 : Self.unit * abs(number.value))
    case .step: return Approximation(value: Double(step), error: 0)
    case .previous(let line): return Approximation(value: previous(line), error: 0)
    case .line(let line): return Approximation(value: value(line), error: errors[line])
    case .named(_, let operand): return approximation(of: operand)
    case .negated(let operand):
      let part = approximation(of: operand)
      return Approximation(value: -part.value, error: part.error)
    case .sum(let terms):
      let parts = terms.map(approximation)
      return parts.dropFirst().reduce(parts[0]) { sum, term in
        rounded(sum.value + term.value, inherited: sum.error + term.error)
      }
    case .product(let factors):
      let parts = factors.map(approximation)
      return parts.dropFirst().reduce(parts[0]) { product, factor in
        rounded(
          product.value * factor.value,
          inherited: product.error(times: factor.value) + factor.error(times: product.value))
      }
    case .quotient(let top, let bottom):
      let (top, bottom) = (approximation(of: top), approximation(of: bottom))
      let value = top.value / bottom.value
      return rounded(
        value, inherited: (top.error + bottom.error(times: value)) / abs(bottom.value))
    case .power(let base, let exponent):
      return power(approximation(of: base), approximation(of: exponent))
    case .call(let function, let arguments): return call(function, arguments)
    }
  }

  private func rounded(
    _ value: Double, inherited: Double, units: Double = 1
  ) -> Approximation {
    Approximation(value: value, error: inherited + units * Self.unit * abs(value))
  }

  private func power(_ base: Approximation, _ exponent: Approximation) -> Approximation {
    let value = Function.raise(base.value, to: exponent.value)
    let slope = exponent.value * Function.raise(base.value, to: exponent.value - 1)
    let inherited =
      base.error(times: slope)
      + exponent.error(times: Function.log.applied(to: [abs(base.value)]) * value)
    return rounded(value, inherited: inherited, units: Self.functionUnits)
  }

  private func call(_ function: Function, _ arguments: [Formula]) -> Approximation {
    switch function.value {
    case .definition(let unfolded): return approximation(of: unfolded(arguments))
    case .choice:
      let condition = approximation(of: arguments[0]).value
      return approximation(of: arguments[condition != 0 ? 1 : 2])
    case .unary, .binary, .many: break
    }
    let parts = arguments.map(approximation)
    let value = function.applied(to: parts.map(\.value))
    // The arguments and the result by place, so that no argument is worked out again.
    let operands = parts.map(\.value) + [value]
    let places = arguments.indices.map { Formula.line($0) }
    var inherited = 0.0
    for (place, part) in parts.enumerated() where part.error != 0 {
      var slope = value / part.value
      if let partial = function.partial, parts.count <= Self.mostArguments {
        let formula = partial(places, .line(parts.count), place)
        slope = formula.value(step: step, line: { operands[$0] }, previous: { _ in nil }) ?? .nan
      }
      inherited += part.error(times: slope)
    }
    return rounded(value, inherited: inherited, units: Self.functionUnits)
  }
}
