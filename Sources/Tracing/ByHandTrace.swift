package import Decimals
package import Formulas
import Programs

/// The trace of somebody who rounds every line half up, as taught at school.
///
/// Given numbers stand as given. A later step begins with the rounded values that the one before
/// ended with, parameters and states alike. The run has the steps of the exact one, also where that
/// one ends on a condition.
package struct ByHandTrace: Sendable {
  package let precision: Precision
  package let exact: Trace
  /// The values of the steps that are kept, one a line.
  private var rows: [Int: PerLine<Double>] = [:]
  /// The first value that is not finite, of the steps that were worked out.
  package private(set) var firstNotFinite: NotFinite?

  /// Works out the steps of a trace up to the last one that is to be kept.
  ///
  /// Lines that are not written down keep all of their digits until a line is that uses them.
  package init(
    _ exact: Trace, to precision: Precision, keeping steps: Set<Int>,
    writesDown: (_ line: LineID, _ step: Int) -> Bool = { _, _ in true }
  ) {
    self.exact = exact
    self.precision = precision
    var row: PerLine<ExactNumber>?
    for step in 1...max(1, min(steps.max() ?? 1, exact.lastStep)) {
      let numbers = exact.row(at: step, after: row, in: ExactNumber.self) { line, number in
        exact.program.line(line, at: step).formula != nil && writesDown(line, step)
          ? number.rounded(to: precision) : number
      }
      let new = PerLine(numbers.map(\.value))
      if firstNotFinite == nil {
        firstNotFinite = new.indices.first { line in
          !new[line].isFinite && exact.value(of: line, at: step) != nil
        }.map { NotFinite(line: $0, step: step, value: new[$0]) }
      }
      if steps.contains(step) { rows[step] = new }
      row = numbers
    }
  }

  /// The value of a line at a step that was kept; `nil` where that step has none.
  package func value(of line: LineID, at step: Int) -> Double? {
    exact.value(of: line, at: step) == nil ? nil : rows[step]?[line]
  }

  /// The value that a line had in the step before, which was kept; before the first step, its
  /// initial one.
  package func previousValue(of line: LineID, at step: Int) -> Double? {
    step == 1 ? exact.previousValue(of: line, at: step) : rows[step - 1]?[line]
  }

  /// By hand minus exact; `nil` where one of them has no value.
  package func error(of line: LineID, at step: Int) -> Double? {
    guard let value = value(of: line, at: step), let exact = exact.value(of: line, at: step)
    else { return nil }
    let isSame = exact.isFinite ? TypedNumber(exactly: exact).equals(value) : exact == value
    return isSame ? 0 : value - exact
  }
}
