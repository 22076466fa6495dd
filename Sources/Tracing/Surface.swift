package import Formulas
import Programs

/// The value of one line as a function of two parameters, all else as it is at a step of a trace.
package final class Surface {
  private let trace: Trace
  private let line: LineID
  private let step: Int
  private let single: SingleStep
  /// The lines from which the parameters are carried.
  private let sources: (x: LineID, y: LineID)

  /// `nil` where one of the two is no parameter that is updated.
  package init?(of line: LineID, over x: LineID, _ y: LineID, in trace: Trace, at step: Int) throws
  {
    let lines = trace.program.lines
    guard case .carried(let xSource?) = lines[x].definition,
      case .carried(let ySource?) = lines[y].definition
    else { return nil }
    self.trace = trace
    self.line = line
    self.step = step
    sources = (xSource, ySource)
    single = try SingleStep(trace.program)
    single.setPrevious(from: trace, before: step)
  }

  package func value(_ x: Double, _ y: Double) -> Double {
    single.setPrevious(before: step) { line in
      line == sources.x ? x : line == sources.y ? y : nil
    }
    single.run(step: step)
    return single[line]
  }

  /// About how many lines are computed for a value.
  package var cost: Int {
    trace.program.lines.reduce(0) { cost, line in
      guard case .outcome(let run) = line.definition else { return cost + 1 }
      return cost + run.program.lines.count * run.program.plannedSteps
    }
  }
}
