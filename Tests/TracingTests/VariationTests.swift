import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Lessons under a change of their programs, and single steps with changed lines.
@Suite struct VariationTests {
  private static let tolerance = 1e-14

  // With the rest of the lesson lowered again.

  private static let batches = """
    ```data n
    x,y
    1,2
    2,3
    3,5
    ```
    ```lesson
    param w = 0.5
    L = sum(n: (w*x[n] - y[n])^2)
    minimize L by gd(rate: 0.01), steps: 2, batch: 2 of n
    ```
    """

  /// Twice (0.5 − 2)² + (1 − 3)² and twice its slope −11, so w' = 0.5 + 0.22; then, with the last row
  /// alone, twice (3·0.72 − 5)² and twice its slope −17.04.
  @Test func `a changed loss changes its derivatives, the updates and the shorter batch`() throws {
    let lesson = try TracedLesson(Self.batches).lesson
    let doubled = LineChange.scaling(.named("L"), by: .number(2))
    let varied = try TracedLesson(try #require(lesson.varied(by: .lines(doubled))))
    for (name, values) in [
      "L": [12.5, 16.1312], "dL/dw": [-22, -34.08], "w'": [0.72, 1.0608],
    ] {
      for (step, expected) in zip(1..., values) {
        #expect(
          agrees(try varied.value(name, at: step), expected, within: Self.tolerance),
          "\(name) at step \(step)")
      }
    }
  }

  /// v' = 0.9·v − 0.1·2w, w' = w + v': −0.4, 1.6; −0.68, 0.92.
  @Test func `a run of several is lowered with another form of its rule`() throws {
    let lessons = try TracedLesson(
      """
      param w = 2
      L = w^2
      variant plain: minimize L by gd(rate: 0.1), steps: 2
      variant heavy: minimize L by momentum(rate: 0.1, mu: 0.9), steps: 2
      """
    ).lesson.variants
    #expect(lessons.map(\.otherForms.count) == [0, 3])
    let form = try #require(lessons[1].otherForms.first { $0.equations.contains("w' = w + v'") })
    let varied = try TracedLesson(try #require(lessons[1].varied(by: .rule(form.rule))))
    #expect(varied.lesson.variant == "heavy")
    for (name, values) in ["v(w)": [-0.4, -0.68], "w'": [1.6, 0.92]] {
      for (step, expected) in zip(1..., values) {
        #expect(
          agrees(try varied.value(name, at: step), expected, within: Self.tolerance),
          "\(name) at step \(step)")
      }
    }
  }

  @Test func `a rule of the lesson's own has no other form`() throws {
    let lesson = try TracedLesson(
      """
      optimizer momentum(rate, mu = 0.9)
        v' = mu*v + g
        w' = w - rate*v'
      end
      param w = 2
      L = w^2
      minimize L by momentum(rate: 0.1), steps: 1
      """
    ).lesson
    #expect(lesson.otherForms.isEmpty)
  }

  // In the finished program, with numbers of a learner.

  /// The two errors of a learner who has 0.75 and 0.77 as outputs, and their sum.
  private static func errors(of lines: LineChange?) throws -> [Double] {
    let traced = try TracedLesson(shipped: "two-layer-sigmoid")
    let positions = traced.trace.program.positions
    func line(_ name: String) throws -> LineID { try #require(positions[.named(name)]) }
    let given = [try line("out_o1"): 0.75, try line("out_o2"): 0.77]
    let row = traced.trace.row(at: 1, in: Double.self, rewriting: lines) { given[$0] ?? $1 }
    #expect(row[try line("net_o1")] == (try traced.value("net_o1")))
    return try ["E_o1", "E_o2", "E"].map { row[try line($0)] }
  }

  /// (0.01 − 0.75)² = 0.5476 and (0.99 − 0.77)² = 0.0484.
  @Test func `the loss without its half is that of the learner's outputs`() throws {
    let halves = try Self.errors(of: nil)
    #expect(
      halves.elementsEqual([0.2738, 0.0242, 0.298]) { agrees($0, $1, within: Self.tolerance) })
    let whole = try Self.errors(of: .scaling(.named("E"), by: .number(2)))
    #expect(
      whole.elementsEqual([0.5476, 0.0484, 0.596]) { agrees($0, $1, within: Self.tolerance) })
  }

  @Test func `a factor left out of one line is carried to the lines below it`() throws {
    let withoutHalf = LineChange(of: { $0.positions[.named("E_o1")].map { [$0] } ?? [] }) {
      line, program in
      guard case .product(let factors) = program.lines[line].formula?.kind else { return nil }
      return Formula(.product(Array(factors.dropFirst())))
    }
    let errors = try Self.errors(of: withoutHalf)
    #expect(
      errors.elementsEqual([0.5476, 0.0242, 0.5718]) { agrees($0, $1, within: Self.tolerance) })
  }
}
