import Decimals
import Formulas
import Programs
import Tracing

/// One step of a trace as a program of its own, in which each variable can be varied.
///
/// It has what the objectives depend on, at the values of the trace. A given number that is varied
/// is given anew; a quantity with an equation gets an offset beside its formula, 0 unless varied.
struct VariedStep {
  let program: Program
  /// The line to give another number to, for each variable.
  let free: [LineID: LineID]
  /// How many lines stand before those of the trace.
  private let shift: Int
  /// The lines whose values change from one side of a kink or jump to the other.
  let decisions: [LineID]

  init(_ trace: Trace, _ step: Int, objectives: Set<LineID>, variables: Set<LineID>)
    throws(ProgramTooLarge)
  {
    let lines = trace.program.lines
    let offsets = variables.filter { lines[$0].formula != nil }.sorted()
    let shift = offsets.count
    self.shift = shift
    var program = Program(maximumLines: .max)
    var free: [LineID: LineID] = [:]
    for variable in offsets {
      let symbol = Symbol.term("offset", of: lines[variable].symbol, block: nil)
      free[variable] = try program.append(Line(symbol, .input, .sequence([0])))
    }
    let needed = Set(trace.program.ancestors(of: objectives))
    for (position, line) in lines.numbered {
      // A line that the step does not have is 0, for which nobody asks.
      let value = trace.value(of: position, at: step) ?? 0
      let definition: Line.Definition
      if let formula = line.formula, needed.contains(position) {
        let fixed = formula.fixed(at: step, trace).renumbered { $0.advanced(by: shift) }
        let offset = free[position].map { Formula(.sum([fixed, .line($0)])) }
        definition = .formula(offset ?? fixed)
      } else if variables.contains(position), line.formula == nil {
        definition = .sequence([value])
        free[position] = position.advanced(by: shift)
      } else {
        definition = .constant
      }
      try program.append(Line(line.symbol, line.phase, definition, initial: value))
    }
    self.free = free
    var decisions: [LineID] = []
    for decision in program.decisions {
      let symbol = Symbol.term("decision", of: nil, block: "\(decisions.count)")
      decisions.append(try program.append(Line(symbol, .forward, .formula(decision))))
    }
    self.decisions = decisions
    self.program = program
  }

  /// The line of this program that a line of the trace is.
  func position(of line: LineID) -> LineID { line.advanced(by: shift) }
}

extension Formula {
  /// The formula with the numbers of one step in place of the step and of earlier values.
  fileprivate func fixed(at step: Int, _ trace: Trace) -> Formula {
    switch kind {
    case .step: return .number(step)
    case .previous(let line):
      return .number(Numeral(trace.previousValue(of: line, at: step) ?? .unknown))
    default: return mapParts { $0.fixed(at: step, trace) }
    }
  }
}
