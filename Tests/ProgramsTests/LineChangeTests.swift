import Fixtures
import Formulas
import Programs
import Testing

/// Other formulas for lines of a program.
@Suite struct LineChangeTests {
  /// p = w·w, q = 3·w, A = p + q, B = p + w, E = A + B: of E's terms, B and A share p, and w is given.
  private static func program() throws -> Program {
    var program = Program(maximumLines: 100)
    func sum(_ lines: LineID...) -> Line.Definition {
      .formula(Formula(.sum(lines.map { .line($0) })))
    }
    try program.append(Line(.named("w"), .param, .carried(from: nil), initial: 5))
    try program.append(
      Line(.named("p"), .forward, .formula(Formula(.product([.line(0), .line(0)])))))
    try program.append(
      Line(.named("q"), .forward, .formula(Formula(.product([.number(3), .line(0)])))))
    try program.append(Line(.named("A"), .forward, sum(1, 2)))
    try program.append(Line(.named("B"), .forward, sum(1, 0)))
    try program.append(Line(.named("E"), .forward, sum(3, 4)))
    return program
  }

  @Test func `a line is added up from the terms of all sums in it, each of them once`() throws {
    let (terms, sums) = try Self.program().summands(of: 5)
    #expect(Set(terms) == [0, 1, 2] && terms.count == 3)
    #expect(Set(sums) == [3, 4, 5] && sums.count == 3)
    #expect(try Self.program().summands(of: 1).terms == [1])
  }

  @Test func `a loss that is a sum is scaled in its terms, each once, and no other line is`() throws
  {
    let program = try Self.program()
    let scaled = program.changed(by: .scaling(.named("E"), by: .number(2)))
    for line: LineID in [1, 2] {
      let formula = try #require(program.lines[line].formula)
      #expect(scaled.lines[line].formula == Formula(.product([formula, .number(2)])))
    }
    for line: LineID in [0, 3, 4, 5] {
      #expect(scaled.lines[line].formula == program.lines[line].formula)
    }
    #expect(scaled.lines.map(\.symbol) == program.lines.map(\.symbol))
  }

  /// With q = 7·w in place of 3·w, dq/dw is 7.
  @Test func `what is derived from a changed line changes with it`() throws {
    let change = LineChange(of: { _ in [2] }) { _, _ in Formula(.product([.number(7), .line(0)])) }
    let derived = try Self.program().changed(by: change).differentiated(of: 2, by: [0])
    #expect(derived.lines.last?.symbol == .derivative(of: .named("q"), by: [.named("w")]))
    #expect(derived.lines.last?.formula == .number(7))
  }

  @Test func `a line that a change gives no formula stays as it is`() throws {
    let program = try Self.program()
    let change = LineChange(of: { _ in [1, 2] }) { line, _ in line == 1 ? .one : nil }
    let changed = program.changed(by: change)
    #expect(changed.lines[1].formula == .one)
    #expect(changed.lines[2].formula == program.lines[2].formula)
  }
}
