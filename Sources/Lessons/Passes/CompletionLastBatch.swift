import Diagnostics
import Formulas
import Programs

/// The last batch of an epoch, where it has fewer rows.
extension Completion {
  /// The lesson with the rows of the last batch of an epoch, where these are fewer.
  struct LastBatch {
    let completion: Completion
    let mistakesOfLines: [Diagnostic]
    let batches: BatchedTable
  }

  /// Takes over the program and the claims of a lesson with shorter batches, or reports what keeps
  /// it from having such a batch.
  mutating func add(_ last: LastBatch) {
    let (short, batches) = (last.completion, last.batches)
    guard let rest = batches.rest else { return }
    let remark = "the last batch of an epoch has \(counted(rest, "row"))"
    mistakes += (last.mistakesOfLines + short.mistakes).map { mistake in
      let note = mistake.note.map { "; \($0)" } ?? ""
      return Diagnostic(mistake.message, at: mistake.place, note: remark + note)
    }
    if !mistakes.isEmpty { return }
    do throws(NoPlace) {
      try program.add(lastBatch: short.program, every: batches.period)
    } catch {
      mistakes.append(
        Diagnostic(
          "with a shorter last batch, '\(error.symbol)' would not be the same number at each step",
          at: batches.option.place, note: remark))
    }
    let positions = program.positions
    let places = short.program.lines.map { positions[$0.symbol] ?? 0 }
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
