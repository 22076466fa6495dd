import Diagnostics
import Formulas
import Programs

/// The last batch of an epoch, where it has fewer rows.
extension LoweredRun {
  /// Takes over the program and the claims of the run with shorter batches, or reports what keeps
  /// it from having such a batch.
  mutating func add(
    _ short: LoweredRun?, _ found: [Diagnostic], of batches: BatchedTable,
    _ mistakes: inout [Diagnostic]
  ) {
    guard let rest = batches.rest else { return }
    let remark = "the last batch of an epoch has \(counted(rest, "row"))"
    mistakes += found.map { mistake in
      let note = mistake.note.map { "; \($0)" } ?? ""
      return Diagnostic(mistake.message, at: mistake.place, note: remark + note)
    }
    guard let short, mistakes.isEmpty else { return }
    do throws(NoPlace) {
      try program.program.add(lastBatch: short.program.program, every: batches.period)
    } catch {
      mistakes.append(
        Diagnostic(
          "with a shorter last batch, '\(error.symbol)' would not be the same number at each step",
          at: batches.option.place, note: remark))
    }
    let positions = program.program.positions
    let places = PerLine(short.program.program.lines.map { positions[$0.symbol] ?? LineID(0) })
    for claim in short.claims {
      let place = claims.firstIndex {
        $0.statement == claim.statement && $0.derivative == places[claim.derivative]
      }
      if let place {
        claims[place].formulaOfLastBatch = claim.formula.renumbered { places[$0] }
      }
    }
  }
}
