package import Formulas

/// Lines that have other formulas than their own: `(line, program) → changed formula`.
///
/// In a program that is still to be differentiated, whatever is derived from such lines changes with
/// them. In a finished one they alone change, and all lines stay in their places. A changed formula
/// uses what stands before its line, like any other.
package struct LineChange: Sendable {
  private let lines: @Sendable (Program) -> [LineID]
  private let formula: @Sendable (_ line: LineID, _ program: Program) -> Formula?

  /// A change of the lines that `lines` finds in a program; `formula` gives what one of them has
  /// instead, or `nil` where it stays as it is.
  package init(
    of lines: @escaping @Sendable (Program) -> [LineID],
    formula: @escaping @Sendable (_ line: LineID, _ program: Program) -> Formula?
  ) {
    self.lines = lines
    self.formula = formula
  }

  /// A loss multiplied by a factor; where it is a sum of lines, its terms are.
  package static func scaling(_ loss: Symbol, by factor: Formula) -> LineChange {
    LineChange(of: { program in
      program.positions[loss].map { program.summands(of: $0).terms } ?? []
    }) { line, program in
      program.lines[line].formula.map { Formula(.product([$0, factor])) }
    }
  }

  fileprivate func formulas(in program: Program) -> [(line: LineID, formula: Formula)] {
    lines(program).compactMap { line in formula(line, program).map { (line, $0) } }
  }
}

extension Program {
  /// The program with other formulas in some of its lines; a shorter last batch keeps its own.
  package func changed(by change: LineChange) -> Program {
    var result = self
    for (line, formula) in change.formulas(in: self) { result.define(line, as: formula) }
    return result
  }

  /// The lines that a line is added up from, each once: itself, unless it is a sum of lines, then
  /// those that they are added up from; and the sums on the way.
  package func summands(of line: LineID) -> (terms: [LineID], sums: [LineID]) {
    var (terms, sums): ([LineID], [LineID]) = ([], [])
    var seen: Set<LineID> = []
    var waiting = [line]
    while let next = waiting.popLast() {
      if !seen.insert(next).inserted { continue }
      if case .sum(let parts) = lines[next].formula?.kind, parts.allSatisfy({ $0.line != nil }) {
        sums.append(next)
        waiting += parts.compactMap(\.line)
      } else {
        terms.append(next)
      }
    }
    return (terms, sums)
  }
}
