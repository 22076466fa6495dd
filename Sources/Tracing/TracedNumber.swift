package import Formulas
package import Programs

/// A number of a trace: that of a line at a step.
///
/// They are ordered by step, then as the lines of the program.
package struct TracedNumber: Hashable, Comparable, Sendable {
  package let line: LineID
  package let step: Int

  package init(line: LineID, step: Int) {
    self.line = line
    self.step = step
  }

  package static func < (left: TracedNumber, right: TracedNumber) -> Bool {
    (left.step, left.line) < (right.step, right.line)
  }
}

extension Program {
  /// The number that a line has at a step; of a parameter, the update that it comes from.
  package func number(of line: LineID, at step: Int) -> TracedNumber {
    if case .carried(let source?) = lines[line].definition {
      return TracedNumber(line: source, step: step - 1)
    }
    return TracedNumber(line: line, step: step)
  }

  /// The numbers that stand in a formula at a step.
  package func operands(of formula: Formula, at step: Int) -> Set<TracedNumber> {
    switch formula.kind {
    case .line(let line): [number(of: line, at: step)]
    case .previous(let line): [number(of: line, at: step - 1)]
    default:
      formula.dependsOnLines
        ? formula.parts.reduce(into: []) { $0.formUnion(operands(of: $1, at: step)) } : []
    }
  }
}
