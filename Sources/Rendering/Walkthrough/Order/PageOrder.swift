package import Formulas
import Programs

/// The order in which pages tell the lines of a program.
extension ProgramNames {
  /// All lines: what is given by the part that it plays, then as under the headings of a page.
  package var orderOfPage: [LineID] {
    let derivatives = derivatives(showsAll: true, { _ in true }) { program.lines[$0].formula }
    return Phase.allCases.filter { $0.group == .given }.flatMap { lines(of: [$0]) }
      + [.forward, .backward, .update].flatMap { (group: PhaseGroup) in
        told(group.phases, derivatives) { _ in true }
      }
  }

  /// Those of some phases that stand under one heading, of which `derivatives` are in order already.
  func told(
    _ phases: Set<Phase>, _ derivatives: [LineID], _ isListed: (LineID) -> Bool
  ) -> [LineID] {
    derivatives.filter { phases.contains(program.lines[$0].phase) }
      + lines(of: phases.subtracting(PhaseGroup.backward.phases)).filter(isListed)
  }

  /// The derivatives in the order of telling; `formula` is what is printed of a line.
  ///
  /// Those that nothing asked for is made of are left out, unless all are shown.
  func derivatives(
    showsAll: Bool, _ isListed: (LineID) -> Bool, formula: @escaping (LineID) -> Formula?
  ) -> [LineID] {
    BackwardOrder(
      program, self, listed: lines(of: PhaseGroup.backward.phases).filter(isListed),
      showsAll: showsAll, formula: formula
    ).told
  }

  private func lines(of phases: Set<Phase>) -> [LineID] {
    program.lines.indices.filter { line in
      phases.contains(program.lines[line].phase) && !program.lines[line].isAbsent
    }
  }
}
