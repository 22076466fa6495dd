import Formulas
import Programs
import Tracing

extension Trace {
  /// How large each line would be at a step if the terms of derivatives did not cancel.
  func magnitudes(at step: Int) -> [Double] {
    var magnitudes: [Double] = []
    for (position, line) in program.lines.enumerated() {
      if line.phase == .delta || line.phase == .gradient, let formula = line.formula {
        magnitudes.append(
          formula.magnitude(line: { magnitudes[$0] }, value: { value(of: $0, at: step) ?? .nan }))
      } else {
        magnitudes.append(abs(value(of: position, at: step) ?? 0))
      }
    }
    return magnitudes
  }
}
