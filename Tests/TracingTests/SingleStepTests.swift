import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// y = 2·a + b, where a is 3 at the first step and 5 at the second, and b is 1 and 10.
@Suite struct SingleStepTests {
  private let single: SingleStep
  private let lines: (a: LineID, b: LineID, y: LineID)

  init() throws {
    let program = try TracedLesson(
      """
      input a each step = [3, 5]
      input b each step = [1, 10]
      param w = 1
      y = 2*a + b
      L = w*y
      minimize L by gd(rate: 0.1), steps: 2
      """
    ).lesson.program
    func line(_ name: String) throws -> LineID {
      try #require(program.lines.firstIndex { $0.symbol.description == name })
    }
    lines = (try line("a"), try line("b"), try line("y"))
    single = try SingleStep(program)
  }

  @Test func `a number that replaces a given one holds for one run`() {
    single.run(giving: [(lines.a, 7), (lines.b, 2)])
    #expect((single[lines.a], single[lines.y]) == (7, 16))
    single.run(giving: [(lines.b, 2)])
    #expect((single[lines.a], single[lines.y]) == (3, 8))
    single.run()
    #expect(single[lines.y] == 7)
  }

  @Test func `of two numbers for one line the second holds, and neither stays`() {
    single.run(giving: [(lines.a, 7), (lines.a, 8)])
    #expect(single[lines.y] == 17)
    single.run()
    #expect(single[lines.y] == 7)
  }

  @Test func `each step has its own given numbers`() {
    single.run(step: 1, giving: [(lines.a, 7)])
    single.run(step: 2)
    #expect(single[lines.y] == 20)
    single.run(step: 1)
    #expect(single[lines.y] == 7)
  }
}
