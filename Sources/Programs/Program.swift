package import Decimals
package import Formulas
package import RandomNumbers

/// One scalar of a program: a symbol and what it is.
package struct Line: Sendable {
  package enum Definition: Sendable {
    /// A known number.
    case constant
    /// A known number for each step, beginning again after the last.
    case sequence([Double])
    /// A known number for each step: of each epoch's order of the numbers, the next batch's in a
    /// row of the batch; an epoch ends with a batch of what is left. All such lines of a program
    /// have as many numbers, and one order.
    indirect case shuffled([Double], row: Int, batch: Int)
    /// A random number drawn anew at each step.
    case drawn(Distribution)
    /// What comes of a whole run of another program, with numbers of this step.
    indirect case outcome(InnerRun)
    /// The value that another line had in the step before; without one, always the initial value.
    case carried(from: LineID?)
    /// A formula over lines that stand earlier.
    case formula(Formula)
    /// No value at all: the line belongs to a row that a shorter batch does not have.
    case absent
  }

  package let symbol: Symbol
  package let phase: Phase
  package var definition: Definition
  /// The value of a constant, or the value before the first step of what is carried along.
  package var initial: Double
  /// How its given numbers stand in the lesson, by their doubles; those that are not here, as the
  /// doubles are written in full.
  package var given: [Double: Given]

  package init(
    _ symbol: Symbol, _ phase: Phase, _ definition: Definition, initial: Double = 0,
    given: [Double: Given] = [:]
  ) {
    self.symbol = symbol
    self.phase = phase
    self.definition = definition
    self.initial = initial
    self.given = given
  }

  package var formula: Formula? {
    if case .formula(let formula) = definition { return formula }
    return nil
  }

  /// Whether the value is what a whole run of another program comes to.
  package var isOutcome: Bool {
    if case .outcome = definition { return true }
    return false
  }

  package var isAbsent: Bool {
    if case .absent = definition { return true }
    return false
  }

  /// The line with other lines in the place of its operands.
  func renumbered(_ newLine: (LineID) -> LineID) -> Line {
    var line = self
    switch definition {
    case .formula(let formula): line.definition = .formula(formula.renumbered(newLine))
    case .carried(let source): line.definition = .carried(from: source.map(newLine))
    case .outcome(var run):
      run.beginnings = run.beginnings.map { ($0, newLine($1)) }
      line.definition = .outcome(run)
    case .constant, .sequence, .shuffled, .drawn, .absent: break
    }
    return line
  }

  /// A number that the lesson gives for the line at a step, as it was typed; `nil` where the line's
  /// number was computed then, and where it has more digits than anybody types.
  package func typed(_ value: Double, at step: Int) -> NumberText? {
    switch definition {
    case .constant, .sequence, .shuffled: typed(value)
    case .carried where step == 1: typed(value)
    case .carried, .formula, .drawn, .outcome, .absent: nil
    }
  }

  /// The same of the number that the line had in the step before.
  package func typedBefore(_ value: Double, at step: Int) -> NumberText? {
    step > 1 ? typed(value, at: step - 1) : typed(value)
  }

  private func typed(_ value: Double) -> NumberText? {
    let text: NumberText
    switch given[value] {
    case nil where value.isFinite: text = shownInFull(value)
    case .typed(let numeral): text = numeral.typedText
    case nil, .computed, .inexact: return nil
    }
    return text.digitCount <= TypedNumber.digitsOfDoubles ? text : nil
  }

  /// Whether the value is one and the same at every step.
  package var isConstant: Bool {
    if case .constant = definition { return true }
    return false
  }
}

/// What a given number is, beyond its double.
package enum Given: Sendable {
  /// Typed otherwise than its double is written in full.
  case typed(Numeral)
  /// A formula of numbers, and what that is exactly.
  case computed(Fraction)
  /// Drawn at random, or computed by functions that are not exact.
  case inexact
}

/// In what a program is computed.
package enum Arithmetic: Sendable {
  /// In doubles, each operation rounded.
  case doubles
  /// Line by line in fractions, where every operation of the line has one.
  case exact
}

/// A program that is run as a whole at each step of another one.
package struct InnerRun: Sendable {
  package let program: Program
  /// The line whose value in the last pass is the outcome.
  package let outcome: LineID
  /// Lines that begin with a value from outside, each with the line of the outer program, a carried
  /// one, that has it.
  package var beginnings: [(line: LineID, source: LineID)]

  package init(_ program: Program, outcome: LineID, beginnings: [(line: LineID, source: LineID)]) {
    self.program = program
    self.outcome = outcome
    self.beginnings = beginnings
  }
}

/// How long a program runs.
package struct Training: Sendable {
  /// The largest number of steps.
  package let steps: Int
  /// Tested on each step's row after its update; where it is not 0, the run ends.
  package let until: Formula?

  package init(steps: Int, until: Formula?) {
    self.steps = steps
    self.until = until
  }
}

/// Thrown where a program would be larger than it may.
package enum ProgramTooLarge: Error, Sendable {
  /// It would have more scalar lines.
  case lines(limit: Int)
  /// A line would have more operations, each definition unfolded.
  case operations(limit: Int, line: Symbol)
  /// A line's operations would stand deeper inside each other.
  case nesting(limit: Int, line: Symbol)
}

extension ProgramTooLarge {
  package var message: String {
    switch self {
    case .lines(let limit):
      "this lesson unrolls to more than \(limit) lines, derivatives and updates included"
    case .operations(let limit, let line):
      "'\(line)' grows to more than \(limit) operations, definitions unfolded"
    case .nesting(let limit, let line):
      "the operations of '\(line)' are nested more than \(limit) deep, definitions unfolded"
    }
  }

  package var wayOut: String {
    switch self {
    case .lines: "--max-lines allows more"
    case .operations: "parts that have names of their own keep it small"
    case .nesting: "parts that have names of their own keep it flat"
    }
  }
}

/// A straight-line scalar program: each line uses only lines before it, or the step before.
package struct Program: Sendable {
  package private(set) var lines = PerLine<Line>()
  private var table = PositionTable()
  /// The most lines that the program may have.
  package let maximumLines: Int
  /// The operations of all formulas as they were added, definitions unfolded.
  private var operations = 0
  /// What random numbers start from.
  package var seed: UInt64 = 1
  package var arithmetic = Arithmetic.doubles
  package var training: Training?
  package internal(set) var lastBatch: LastBatch?

  package init(maximumLines: Int) {
    self.maximumLines = maximumLines
  }

  /// So many operations a line may have.
  private static let maximumSize = 2_000_000
  /// So deep operations may stand inside each other: passes over formulas call themselves.
  private static let maximumDepth = Instantiation.maximumDepth

  /// Makes room for the names of so many more lines.
  package mutating func reserve(_ count: Int) {
    table.reserve(lines.count + min(count, maximumLines - lines.count))
  }

  /// Adds a line.
  @discardableResult
  package mutating func append(_ line: Line) throws(ProgramTooLarge) -> LineID {
    if lines.count >= maximumLines { throw .lines(limit: maximumLines) }
    if let formula = line.formula {
      if formula.size > Self.maximumSize {
        throw .operations(limit: Self.maximumSize, line: line.symbol)
      }
      operations = operations.saturatingAdding(formula.size)
      if formula.depth > Self.maximumDepth {
        throw .nesting(limit: Self.maximumDepth, line: line.symbol)
      }
    }
    note(line.symbol, at: lines.endIndex)
    return lines.append(line)
  }

  private mutating func note(_ symbol: Symbol, at position: LineID) {
    table.set(position.index, of: symbol.mixedHash) { [lines] in
      lines[LineID($0)].symbol == symbol
    }
  }

  /// The line of each symbol.
  package var positions: Positions { Positions(lines: lines, table: table) }

  package struct Positions {
    fileprivate let lines: PerLine<Line>
    fileprivate let table: PositionTable

    package subscript(symbol: Symbol) -> LineID? {
      table.position(of: symbol.mixedHash) { lines[LineID($0)].symbol == symbol }
        .map { LineID($0) }
    }
  }

  /// Gives a carried line the line that its value comes from.
  package mutating func carry(_ line: LineID, from source: LineID) {
    lines[line].definition = .carried(from: source)
  }

  /// Gives a line another formula.
  package mutating func define(_ line: LineID, as formula: Formula) {
    lines[line].definition = .formula(formula)
  }

  /// About what it costs to work out one step: a number for each line and operation, at least 1.
  package var work: Int { max(1, lines.count.saturatingAdding(operations)) }

  /// The program with no more steps of training than so many.
  package func shortened(to steps: Int) -> Program {
    var program = self
    program.training = training.map { Training(steps: min($0.steps, steps), until: $0.until) }
    return program
  }

  /// The program with its formulas as they are written on paper.
  package var inWrittenForm: Program {
    var result = self
    for (position, line) in lines.numbered {
      guard let formula = line.formula else { continue }
      let written = formula.writtenForm
      if written !== formula { result.define(position, as: written) }
    }
    return result
  }

  /// Puts lines of the same symbols in the place of the lines.
  mutating func replaceLines(_ lines: PerLine<Line>) { self.lines = lines }

  /// Puts another factor into the formula of a line.
  package mutating func scale(_ line: LineID, by factor: Formula) {
    guard let formula = lines[line].formula else { return }
    define(line, as: Formula(.product([formula, factor])))
  }

  /// Returns the program with its lines in another order, which must keep operands before users.
  package func reordered(_ order: [LineID]) -> Program {
    if order.elementsEqual(lines.indices) { return self }
    var newLines = PerLine(repeating: LineID(0), count: lines.count)
    for (new, old) in PerLine(order).numbered { newLines[old] = new }
    var result = self
    result.lines = PerLine(order.map { lines[$0].renumbered { newLines[$0] } })
    result.table = PositionTable()
    for (position, line) in result.lines.numbered { result.note(line.symbol, at: position) }
    return result
  }
}
