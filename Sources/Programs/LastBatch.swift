package import Formulas

/// The last batch of each epoch, where it has fewer rows than the others.
///
/// It has the same lines in the same order. Their formulas are those of a lesson whose batches are
/// that short; lines of rows that are not there are absent.
package struct LastBatch: Sendable {
  /// How many steps an epoch has: every so-manieth step takes the last batch.
  package let period: Int
  fileprivate let lines: PerLine<Line>
  fileprivate let training: Training?

  package func isTaken(at step: Int) -> Bool { step.isMultiple(of: period) }

  /// Whether a line of the program is absent here, or has another formula.
  package func changes(_ line: LineID, of program: Program) -> Bool {
    lines[line].isAbsent || lines[line].formula != program.lines[line].formula
  }
}

/// What is made of a program once for all steps, and once more for those with a shorter batch.
package struct PerBatch<Value> {
  private let usual: Value
  private let last: (batch: LastBatch, value: Value)?

  package init(_ program: Program, _ make: (Program) throws -> Value) rethrows {
    usual = try make(program)
    last = try program.lastBatch.map { ($0, try make(program.shorter($0))) }
  }

  package subscript(step: Int) -> Value {
    guard let last, last.batch.isTaken(at: step) else { return usual }
    return last.value
  }
}

extension PerBatch: Sendable where Value: Sendable {}

/// Thrown where a line of a shorter batch has no place among those of the longer ones.
package struct NoPlace: Error, Sendable {
  package let symbol: Symbol
}

extension Program {
  /// The program of one step: where the step takes a shorter batch, that with fewer rows.
  package func at(_ step: Int) -> Program {
    guard let last = lastBatch, last.isTaken(at: step) else { return self }
    return shorter(last)
  }

  fileprivate func shorter(_ last: LastBatch) -> Program {
    var result = self
    result.replaceLines(last.lines)
    result.training = last.training
    result.lastBatch = nil
    return result
  }

  /// What a line is at a step.
  package func line(_ position: LineID, at step: Int) -> Line { lines(at: step)[position] }

  /// What all lines are at a step.
  package func lines(at step: Int) -> PerLine<Line> {
    guard let last = lastBatch, last.isTaken(at: step) else { return lines }
    return last.lines
  }

  /// Gives every so-manieth step the program of a batch with fewer rows.
  package mutating func add(
    lastBatch short: Program, every period: Int
  ) throws(NoPlace) {
    let positions = positions
    var namesakes = PerLine<LineID>()
    for line in short.lines {
      guard let namesake = positions[line.symbol] else { throw NoPlace(symbol: line.symbol) }
      namesakes.append(namesake)
    }
    var last = PerLine(
      lines.map { Line($0.symbol, $0.phase, .absent, initial: $0.initial, given: $0.given) })
    for (namesake, line) in zip(namesakes, short.lines) {
      last[namesake] = line.renumbered { namesakes[$0] }
    }
    for (position, line) in last.numbered {
      var isMisplaced = false
      line.formula?.forEachLine { if $0 >= position { isMisplaced = true } }
      // A parameter is updated at every step.
      if isMisplaced || line.isAbsent && line.phase == .param { throw NoPlace(symbol: line.symbol) }
    }
    let until = short.training?.until?.renumbered { namesakes[$0] }
    lastBatch = LastBatch(
      period: period, lines: last,
      training: training.map { Training(steps: $0.steps, until: until) })
  }
}
