import Fixtures
import Formulas
import Programs
import Testing
import Tracing

@Suite struct SurfaceTests {
  /// L = (w·x − 1)² + b² + c, with c moved by its own gradient 1 at a rate of 0.5: after two steps
  /// c = 3 − 2·0.5 = 2.
  @Test func `a surface has other parameters at their last values`() throws {
    let lesson = try TracedLesson(
      """
      input x = 2
      param w = 1, b = 4, c = 3
      L = (w*x - 1)^2 + b^2 + c
      minimize L by gd(rate: 0.5), steps: 2
      """)
    let trace = lesson.trace
    func line(_ name: String) -> LineID {
      trace.program.lines.firstIndex { $0.symbol.description == name } ?? 0
    }
    let surface = try #require(
      try Surface(of: line("L"), over: line("w"), line("b"), in: trace, at: trace.lastStep))
    #expect(surface.value(1, 0) == 3)
    #expect(surface.value(0.5, 0) == 2)
    #expect(surface.value(3, -2) == 25 + 4 + 2)
    #expect(surface.value(1, 0) == 3)
    #expect(try Surface(of: line("L"), over: line("w"), line("x"), in: trace, at: 1) == nil)
  }
}
