import Decimals
import Formulas
import Programs
import Tracing

extension Trace {
  /// How large each line would be at a step if the terms of derivatives did not cancel.
  func magnitudes(at step: Int) -> [Double] {
    var magnitudes: [Double] = []
    func magnitude(_ formula: Formula) -> Double {
      switch formula.kind {
      case .line(let line): magnitudes[line]
      case .negated(let operand), .named(_, let operand): magnitude(operand)
      case .sum(let terms): terms.reduce(0) { $0 + magnitude($1) }
      case .product(let factors): factors.reduce(1) { $0 * magnitude($1) }
      case .quotient(let top, let bottom): magnitude(top) / value(of: bottom)
      case .number, .previous, .step, .power, .call: value(of: formula)
      }
    }
    func value(of formula: Formula) -> Double {
      abs(
        formula.value(
          step: step, line: { self.value(of: $0, at: step) },
          previous: { previousValue(of: $0, at: step) }) ?? 0)
    }
    for (position, line) in program.lines.enumerated() {
      if line.phase == .delta || line.phase == .gradient, let formula = line.formula {
        magnitudes.append(magnitude(formula))
      } else {
        magnitudes.append(abs(self.value(of: position, at: step) ?? 0))
      }
    }
    return magnitudes
  }
}
