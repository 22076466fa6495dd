import Decimals
package import Formulas
import Programs

extension Trace {
  /// What a step is worked out in: how a number and a formula become a value.
  package struct Arithmetic<Value> {
    let number: (Double) -> Value
    let formula:
      (_ formula: Formula, _ step: Int, _ line: (Int) -> Value, _ previous: (Int) -> Value)
        -> Value

    package init(
      number: @escaping (Double) -> Value,
      formula:
        @escaping (
          _ formula: Formula, _ step: Int, _ line: (Int) -> Value, _ previous: (Int) -> Value
        ) -> Value
    ) {
      self.number = number
      self.formula = formula
    }
  }

  /// Works a step out again, where lines may have other values than their formulas give.
  ///
  /// Each line's value passes through `change` before later lines use it. The step begins with
  /// what `previous` ended with: one value a line, as this returns them; without it, with the
  /// values of the trace. Lines that have no value at the step are left as numbers that are none.
  package func row<Value>(
    at step: Int, after previous: [Value]? = nil, in arithmetic: Arithmetic<Value>,
    change: (_ line: Int, _ value: Value) -> Value
  ) -> [Value] {
    let none = arithmetic.number(.nan)
    let before = { (line: Int) -> Value in
      previous?[line] ?? arithmetic.number(self.previousValue(of: line, at: step) ?? .nan)
    }
    var row = [Value](repeating: none, count: program.lines.count)
    for (position, line) in program.at(step).lines.enumerated() {
      guard let value = value(of: position, at: step) else { continue }
      let own =
        switch line.definition {
        case .formula(let formula):
          arithmetic.formula(formula, step, { row[$0] }, before)
        case .carried(from: let source?): before(source)
        case .constant, .carried(from: nil), .sequence, .shuffled, .drawn, .outcome, .absent:
          arithmetic.number(value)
        }
      row[position] = change(position, own)
    }
    return row
  }
}

extension Trace.Arithmetic<Double> {
  /// The numbers themselves.
  package static var doubles: Self {
    Self(number: { $0 }) { formula, step, line, previous in
      formula.value(step: step, line: line, previous: previous) ?? .nan
    }
  }

  /// The numbers as they are on paper, where sums of short decimals are short ones.
  static var paper: Self {
    Self(number: { $0 }) { formula, step, line, previous in
      formula.value(step: step, line: line, previous: previous, adding: Double.sumAtSchool) ?? .nan
    }
  }
}

extension Trace.Arithmetic<Interval> {
  /// All numbers that a line may have where others are known to lie between bounds.
  package static var intervals: Self {
    Self(number: { $0.isNaN ? .everything : Interval($0) }) { formula, step, line, previous in
      formula.range(step: step, line: line, previous: previous)
    }
  }
}
