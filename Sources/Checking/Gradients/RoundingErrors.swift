import Decimals
import Formulas
import Programs
import Tracing

extension Trace {
  /// How far rounding may have taken each derivative of a step from the exact one, to first order.
  ///
  /// Forward values count as exact: whatever the derivatives are compared with starts from the same
  /// ones.
  func roundingErrors(at step: Int) -> PerLine<Double> {
    var analysis = RoundingErrors(
      program.lines, step: step, value: { value(of: $0, at: step) ?? .unknown },
      previous: { previousValue(of: $0, at: step) ?? .unknown })
    for line in program.lines.indices where program.lines[line].isDerivative {
      analysis.analyse(line)
    }
    return analysis.errors
  }
}

/// How far rounding may have taken lines from the exact numbers, to first order.
///
/// Lines that are not analysed count as exact.
struct RoundingErrors {
  private let lines: PerLine<Line>
  private let step: Int
  private let value: (LineID) -> Double
  private let previous: (LineID) -> Double
  private(set) var errors: PerLine<Double>

  init(
    _ lines: PerLine<Line>, step: Int, value: @escaping (LineID) -> Double,
    previous: @escaping (LineID) -> Double
  ) {
    self.lines = lines
    self.step = step
    self.value = value
    self.previous = previous
    errors = PerLine(repeating: 0, count: lines.count)
  }

  /// Analyses a line, after the lines that it uses.
  mutating func analyse(_ line: LineID) {
    if let formula = lines[line].formula { errors[line] = error(of: formula) }
  }

  func error(of formula: Formula) -> Double {
    let result = formula.value(
      step: step, line: { Approximation(value($0), error: errors[$0]) },
      previous: { Approximation(previous($0), error: 0) })
    return result.error
  }
}
