package import Formulas
import Programs
package import Tracing

/// Which numbers of a worksheet are left blank, for learners to work out.
package enum Blanks {
  /// Returns the numbers that are asked for, and those that would give them away.
  ///
  /// The latter are the same numbers once more, up to their signs, in rows that use them, and what
  /// updates make of blanks: a parameter before and after a step tells its gradient. Other rows that
  /// use a blank keep their results, to be checked against. What is not finite is never blank, nor
  /// is a row whose formula is a number.
  package static func numbers(
    askingFor asked: Set<TracedNumber>,
    of rows: [(number: TracedNumber, formula: Formula?)], in trace: Trace
  ) -> Set<TracedNumber> {
    func value(_ number: TracedNumber) -> Double {
      trace.value(of: number.line, at: number.step) ?? .unknown
    }
    let program = trace.program
    let open = rows.compactMap { number, formula -> (TracedNumber, Set<TracedNumber>)? in
      guard let formula, formula.unsigned.formula.numeral == nil, value(number).isFinite else {
        return nil
      }
      return (number, program.operands(of: formula, at: number.step))
    }
    var blanks = asked.intersection(open.map(\.0))
    var known = -1
    // A row may use what stands below it.
    while known < blanks.count {
      known = blanks.count
      for (number, operands) in open where !blanks.contains(number) {
        let used = operands.intersection(blanks)
        if !used.isEmpty && program.lines[number.line].phase.group == .update
          || used.contains(where: { value($0).magnitude == value(number).magnitude })
        {
          blanks.insert(number)
        }
      }
    }
    return blanks
  }
}
