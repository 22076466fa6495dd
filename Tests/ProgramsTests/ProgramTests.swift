import Fixtures
import Formulas
import Programs
import Testing

/// Programs made by hand, line by line.
@Suite struct ProgramTests {
  /// w = 0, z = w·w, L = z + w.
  private static func program(maximumLines: Int = 100) throws -> Program {
    var program = Program(maximumLines: maximumLines)
    try program.append(Line(.named("w"), .param, .carried(from: nil), initial: 3))
    try program.append(
      Line(.named("z"), .forward, .formula(Formula(.product([.line(0), .line(0)])))))
    try program.append(Line(.named("L"), .forward, .formula(Formula(.sum([.line(1), .line(0)])))))
    return program
  }

  @Test func `a line is found by its symbol`() throws {
    let program = try Self.program()
    #expect(program.positions[.named("z")] == 1)
    #expect(program.positions[.named("u")] == nil)
  }

  @Test func `differentiation adds lines and changes none`() throws {
    let program = try Self.program()
    let differentiated = try program.differentiated(of: 2, by: [0])
    #expect(
      differentiated.lines.map(\.symbol.description) == ["w", "z", "L", "dL/dz", "dz/dw", "dL/dw"])
    #expect(differentiated.lines.map(\.phase.rawValue).suffix(3) == ["delta", "delta", "gradient"])
    for line in program.lines.indices {
      #expect(differentiated.lines[line].formula == program.lines[line].formula)
    }
    #expect(differentiated.lines[3].formula == .one)
    #expect(differentiated.lines[4].formula == Formula(.product([.number(2), .line(0)])))
  }

  /// z = w·w and L = z + w, by hand: dz/dw = 2w, dL/dw = dL/dz·dz/dw + 1.
  @Test func `one objective after another is differentiated, and leaves no trace in the next`()
    throws
  {
    var differentiation = Differentiation(try Self.program())
    #expect(try differentiation.differentiate(2, by: [0]) == [5])
    #expect(try differentiation.differentiate(1, by: [2, 0, 0]) == [7, 6, 6])
    #expect(try differentiation.differentiate(0, by: [0]) == [8])
    let lines = differentiation.program.lines
    #expect(
      lines.map(\.symbol.description) == [
        "w", "z", "L", "dL/dz", "dz/dw", "dL/dw", "dz/dw", "dz/dL", "dw/dw",
      ])
    #expect(lines[6].formula == Formula(.product([.number(2), .line(0)])))
    #expect(lines[7].formula == .zero)
    #expect(lines[8].formula == .one)
  }

  /// L = z + w and z = w·w; beside them u = w·w, which L does not use.
  @Test func `the ancestors of a line are itself and what it uses, through others too`() throws {
    var program = try Self.program()
    try program.append(
      Line(.named("u"), .forward, .formula(Formula(.product([.line(0), .line(0)])))))
    #expect(program.ancestors(of: [2]) == [0, 1, 2])
    #expect(program.ancestors(of: [3]) == [0, 3])
    #expect(program.ancestors(of: [3, 1]) == [0, 1, 3])
    #expect(program.ancestors(of: [0]) == [0])
  }

  @Test func `too many lines are refused`() throws {
    #expect(throws: ProgramTooLarge.self) { try Self.program(maximumLines: 2) }
    let program = try Self.program(maximumLines: 5)
    let error = #expect(throws: ProgramTooLarge.self) { try program.differentiated(of: 2, by: [0]) }
    guard case .lines(limit: 5) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `lines keep their operands in another order`() throws {
    var program = Program(maximumLines: 10)
    try program.append(Line(.named("a"), .input, .constant, initial: 1))
    try program.append(Line(.named("b"), .input, .constant, initial: 2))
    try program.append(
      Line(.named("c"), .forward, .formula(Formula(.quotient(.line(0), .line(1))))))
    let reordered = program.reordered([1, 0, 2])
    #expect(reordered.lines.map(\.symbol.description) == ["b", "a", "c"])
    #expect(reordered.lines[2].formula == Formula(.quotient(.line(1), .line(0))))
    #expect(reordered.positions[.named("b")] == 0)
  }

  @Test func `a carried line takes what another had in the step before`() throws {
    var program = try Self.program()
    try program.append(Line(.updated(.named("w")), .update, .formula(.line(1))))
    program.carry(0, from: 3)
    guard case .carried(let source) = program.lines[0].definition else {
      Issue.record("not carried")
      return
    }
    #expect(source == 3)
    let reordered = program.reordered([0, 1, 3, 2])
    guard case .carried(let moved) = reordered.lines[0].definition else {
      Issue.record("not carried")
      return
    }
    #expect(moved == 2)
  }

  @Test func `a formula of constants is constant, of steps or parameters not`() throws {
    var program = try Self.program()
    let constant = try program.append(Line(.named("c"), .const, .constant, initial: 2))
    #expect(program.isConstant(Formula(.sum([.line(constant), .number(1)]))))
    #expect(!program.isConstant(Formula(.sum([.line(0), .number(1)]))))
    #expect(!program.isConstant(Formula(.step)))
  }
}
