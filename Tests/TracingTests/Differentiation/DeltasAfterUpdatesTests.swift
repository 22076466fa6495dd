import Lessons
import Testing

/// `delta` statements that name what comes of an update.
@Suite struct DeltasAfterUpdatesTests {
  private static let lesson = "input x = 2\nparam w = 3, b = 1\ny = w*x + b\nL = y^2\n"

  /// By hand: y = 7, ∂L/∂w = 28, ∂L/∂b = 14; at the rate 0.25 w' = −4, b' = −2.5.
  @Test func `a change of a parameter is a row behind the updates`() throws {
    let lesson = try TracedLesson(
      Self.lesson + "delta twice = 2*change\ndelta change = w' - w\ndelta Err = -dL/dy\n"
        + "minimize L by gd(0.25), steps: 1")
    #expect(
      lesson.rows(at: 1).suffix(6) == [
        "gradient dL/dw", "gradient dL/db", "update w'", "update b'", "update change",
        "update twice",
      ])
    #expect(lesson.phase("Err") == "delta")
    #expect(try lesson.value("change") == -7)
    #expect(try lesson.value("twice") == -14)
  }

  /// The indices of a formula are no names of what comes of an update.
  @Test func `a delta of derivatives with an index is a row of the backward pass`() throws {
    let lesson = try TracedLesson(
      "param w[1..2] = 1\nL = sum(i: w[i]^2)\ndelta pull[i] = -dL/dw[i]*i\n"
        + "delta length = sqrt(sum(k: dL/dw[k]^2))\nminimize L by gd(0.25), steps: 1")
    #expect(
      lesson.rows(at: 1).suffix(7) == [
        "gradient dL/dw[1]", "delta pull[1]", "gradient dL/dw[2]", "delta pull[2]",
        "delta length", "update w[1]'", "update w[2]'",
      ])
  }

  /// By hand, for the gradient 28 in the first step: v = 28; in the second 0.9·28 + g.
  @Test func `states, terms and arguments of the optimizer have names`() throws {
    let lesson = try TracedLesson(
      Self.lesson + "delta pull = v(w)/dL/dw\ndelta share[j] = norm + j for j in 1..2\n"
        + "minimize L by clip_norm(1000) then momentum(0.25), steps: 1")
    #expect(try lesson.value("pull") == 1)
    // √(28² + 14²) = 14·√5.
    #expect(agrees(try lesson.value("share[2]"), 14 * 5.squareRoot() + 2, within: 1e-15))
  }

  /// By hand: w' = −4, so the change is −7, and b' = 1 − 7.
  @Test func `updates, conditions and claims may name them`() throws {
    let lesson = try TracedLesson(
      Self.lesson + "delta change = w' - w\nupdate b = b + change\nclaim dL/dw = -4*change\n"
        + "minimize L by gd(0.25), steps: 9, until: change < 0")
    #expect(lesson.steps == 1)
    #expect(try lesson.value("b'") == -6)
    #expect(lesson.rows(at: 1).suffix(3) == ["update w'", "update change", "update b'"])
    #expect(lesson.lesson.claims.count == 1)
  }
}
