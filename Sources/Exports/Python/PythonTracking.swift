import Formulas
import Programs

/// What PyTorch needs to find derivatives by a line: a tensor that is no other line's.
extension ScriptLines {
  /// The lines that might be the tensor of another line, or none that has a derivative.
  func trackedLines(of program: Program) -> Set<LineID> {
    let variables = Set(derivatives.values.flatMap { $0.map(\.by) })
    var found: Set<LineID> = []
    var hasDerivative = leaves
    for line in computed where program.lines[line].phase == .forward {
      guard let formula = program.lines[line].formula else { continue }
      let depends = formula.lines.contains(where: hasDerivative.contains)
      if variables.contains(line), !depends || formula.mayLoseTrack || formula.isName {
        found.insert(line)
      }
      if depends || variables.contains(line) { hasDerivative.insert(line) }
    }
    return found
  }
}

extension Formula {
  fileprivate var isName: Bool {
    switch kind {
    case .line, .previous, .placeholder, .named: true
    default: false
    }
  }

  /// Whether the value may be one of the operands itself, or of no derivative.
  fileprivate var mayLoseTrack: Bool {
    if case .call(let function, _) = kind {
      if function == .choice || function == .stopGradient || function.isInfix { return true }
      guard case .call? = function.code?.torch else { return true }
    }
    return parts.contains(where: \.mayLoseTrack)
  }
}
