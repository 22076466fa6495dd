import Decimals
import Fixtures
import Formulas
import Programs

/// Programs drawn from a seed: families of lines of one shape and single lines, with all
/// operations and functions, numbers given anew, carried lines and values of the step before.
struct RandomPrograms {
  private var random: SplitMix64
  private(set) var program = Program(maximumLines: .max)
  /// The lines that may be used, and those whose values of the step before may be.
  private var usable: [LineID] = []
  private var remembered: [LineID] = []
  /// Formulas that were used before, to be used again.
  private var pool: [Formula] = []
  private var names = 0

  /// A shape has so many placeholders for lines, for which each member of a family takes its own, and
  /// one more for a line's value of the step before.
  private static let slots = 4
  private static let functions =
    Function.elementary.values.sorted { $0.name < $1.name } + Function.comparisons
  private static let steps = 4

  static func program(seed: Int) throws -> Program {
    var programs = RandomPrograms(random: SplitMix64(state: UInt64(seed)))
    try programs.build()
    return programs.program
  }

  private init(random: SplitMix64) { self.random = random }

  private mutating func draw(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func number() -> Double { Double.random(in: -2...2, using: &random) }

  private mutating func build() throws {
    program.training = Training(steps: Self.steps, until: nil)
    try given()
    // The sources of what is carried stand behind it.
    let carried = try (0..<draw(1...5)).map { _ in
      try append(.param, .carried(from: nil))
    }
    for _ in 0..<draw(2...6) { try addFamily(.forward) }
    for phase in [Phase.delta, .gradient, .update] { try addFamily(phase) }
    for line in carried {
      let source = remembered[draw(0...remembered.count - 1)]
      program.carry(line, from: source)
    }
  }

  private mutating func given() throws {
    for _ in 0..<draw(1...9) { usable.append(try append(.input, .constant)) }
    for _ in 0..<draw(1...5) {
      let numbers = (0..<draw(1...3)).map { _ in number() }
      let line = try append(.target, .sequence(numbers))
      usable.append(line)
      remembered.append(line)
    }
  }

  private mutating func append(_ phase: Phase, _ definition: Line.Definition) throws -> LineID {
    names += 1
    let line = Line(.named("v\(names)"), phase, definition, initial: number())
    let position = try program.append(line)
    if case .carried = definition { usable.append(position) }
    return position
  }

  /// Adds lines of one shape, each over lines of its own; sometimes over neighbouring ones.
  private mutating func addFamily(_ phase: Phase) throws {
    let shape = formula(depth: draw(1...4))
    let start = draw(0...usable.count - 1)
    let isInOrder = Bool.random(using: &random)
    let known = (usable, remembered)
    for member in 0..<draw(1...11) {
      let lines = (0..<Self.slots).map { slot in
        isInOrder
          ? known.0[(start + member + slot) % known.0.count]
          : known.0[draw(0...known.0.count - 1)]
      }
      let earlier = known.1[draw(0...known.1.count - 1)]
      let filled = shape.filled { $0 < Self.slots ? .line(lines[$0]) : Formula(.previous(earlier)) }
      let line = try append(phase, .formula(filled))
      usable.append(line)
      remembered.append(line)
      if draw(0...3) == 0 { pool.append(shape) }
    }
  }

  private mutating func formula(depth: Int) -> Formula {
    if depth == 0 { return leaf() }
    if !pool.isEmpty, draw(0...5) == 0 { return pool[draw(0...pool.count - 1)] }
    switch draw(0...12) {
    case 0...2: return Formula(.sum(parts(2...5, depth - 1)))
    case 3, 4: return Formula(.product(parts(2...4, depth - 1)))
    case 5: return Formula(.quotient(formula(depth: depth - 1), formula(depth: depth - 1)))
    case 6: return Formula(.negated(formula(depth: depth - 1)))
    case 7: return Formula(.power(formula(depth: depth - 1), leaf()))
    case 8: return .call(.sqrt, formula(depth: depth - 1))
    case 9: return leaf()
    default: return call(depth - 1)
    }
  }

  private mutating func parts(_ counts: ClosedRange<Int>, _ depth: Int) -> [Formula] {
    (0..<draw(counts)).map { _ in formula(depth: depth) }
  }

  private mutating func call(_ depth: Int) -> Formula {
    let function = Self.functions[draw(0...Self.functions.count - 1)]
    let count = function.parameters.count
    var arguments = parts(count...(function.isVariadic ? count + 4 : count), depth)
    if case .member = function.notation { arguments[0] = .number(draw(1...arguments.count - 1)) }
    return Formula(.call(function, arguments))
  }

  private mutating func leaf() -> Formula {
    switch draw(0...9) {
    case 0: .placeholder(Self.slots)
    case 1: Formula(.step)
    case 2: .number(draw(0...3))
    case 3: Formula(.named("n", .number(2)))
    case 4: .number(Numeral(0.1))
    default: .placeholder(draw(0...Self.slots - 1))
    }
  }
}

extension Program {
  /// Short programs by hand: given numbers `x0`, `x1`, … and then lines of formulas.
  init(given count: Int, _ formulas: [(Phase, Formula)]) throws {
    self.init(maximumLines: .max)
    for place in 0..<count {
      try append(Line(.named("x\(place)"), .input, .constant, initial: Double(place + 2)))
    }
    for (place, (phase, formula)) in formulas.enumerated() {
      try append(Line(.named("y\(place)"), phase, .formula(formula)))
    }
  }

  init(given count: Int, _ formulas: [Formula]) throws {
    try self.init(given: count, formulas.map { (.forward, $0) })
  }

  /// The values of a step, line by line as the formulas are written, after those of the one before.
  func plainValues(at step: Int, after before: PerLine<Double>) -> PerLine<Double> {
    var values = before
    for (position, line) in lines.numbered {
      switch line.definition {
      case .constant, .carried(from: nil): values[position] = line.initial
      case .carried(from: let source?): values[position] = before[source]
      case .sequence(let numbers): values[position] = numbers[(step - 1) % numbers.count]
      case .formula(let formula):
        values[position] = formula.value(
          step: step, line: { values[$0] }, previous: { before[$0] })
      case .shuffled, .drawn, .outcome, .absent: preconditionFailure("none of these is drawn")
      }
    }
    return values
  }
}

extension Double {
  /// Whether both are the same to the last bit, or both are no number.
  func isSame(as other: Double) -> Bool {
    bitPattern == other.bitPattern || isNaN && other.isNaN
  }
}
