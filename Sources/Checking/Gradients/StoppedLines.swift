import Formulas
import Programs

/// What objectives depend on by the arguments of `stop_gradient`.
struct StoppedLines {
  private let program: Program
  /// Whether anything is stopped at all.
  private let hasStops: Bool
  /// The lines that each objective depends on so.
  private var found: [LineID: Set<LineID>] = [:]

  init(_ program: Program) {
    self.program = program
    hasStops = !program.lines.compactMap(\.formula).stopped.isEmpty
  }

  /// Whether an objective depends on a line by what stands in `stop_gradient`.
  mutating func stop(_ line: LineID, in objective: LineID) -> Bool {
    if !hasStops { return false }
    if let lines = found[objective] { return lines.contains(line) }
    let formulas = program.ancestors(of: [objective]).compactMap { program.lines[$0].formula }
    let lines = Set(program.ancestors(of: formulas.stopped.flatMap(\.lines)))
    found[objective] = lines
    return lines.contains(line)
  }
}

extension [Formula] {
  /// The arguments of `stop_gradient` in the formulas.
  fileprivate var stopped: [Formula] {
    var seen: Set<Formula> = []
    return flatMap { $0.calls(besides: &seen) }.flatMap { call -> [Formula] in
      guard case .call(.stopGradient, let arguments) = call.kind else { return [] }
      return arguments
    }
  }
}
