package import Formulas
package import Programs

extension Trace {
  /// Works a step out again as somebody does on paper, where lines may have other values than their
  /// formulas give.
  ///
  /// Each line's value passes through `change` before later lines use it. The step begins with
  /// what `previous` ended with: one value a line, as this returns them; without it, with the
  /// values of the trace. Lines that have no value at the step are left unknown. With a `rewriting`,
  /// some formulas are others.
  package func row<Number: FormulaNumber>(
    at step: Int, after previous: PerLine<Number>? = nil, in _: Number.Type,
    rewriting: LineChange? = nil, change: (_ line: LineID, _ value: Number) -> Number
  ) -> PerLine<Number> {
    func before(_ line: LineID) -> Number {
      previous?[line] ?? Self.number(previousValue(of: line, at: step))
    }
    var row = PerLine<Number>(repeating: .unknown, count: program.lines.count)
    let usual = program.at(step)
    for (position, line) in (rewriting.map(usual.changed) ?? usual).lines.numbered {
      guard let value = value(of: position, at: step) else { continue }
      let own: Number =
        switch line.definition {
        case .formula(let formula):
          formula.writtenForm.value(step: step, line: { row[$0] }, previous: before)
        case .carried(from: let source?): before(source)
        case .constant, .carried(from: nil): line.number(of: line.initial)
        case .sequence, .shuffled: line.number(of: value)
        case .drawn, .outcome, .absent:
          Self.number(value)
        }
      row[position] = change(position, own)
    }
    return row
  }

  private static func number<Number: FormulaNumber>(_ value: Double?) -> Number {
    guard let value, !value.isNaN else { return .unknown }
    return Number(written: value)
  }
}
