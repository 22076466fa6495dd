import Lessons
import Testing

/// Training with claimed formulas in place of the true derivatives.
@Suite struct ClaimedGradientsTests {
  /// Without the factor x, gradient descent settles where the residuals add up to 0, at
  /// mean(y)/mean(x) = 4/2; least squares is at Σxy/Σx² = 29/14.
  @Test func `a gradient without its factor settles at the ratio of the means`() throws {
    func fitted(_ ending: String) throws -> Double {
      let lesson = try TracedLesson(
        """
        ```data n
        x, y
        1, 2
        2, 3
        3, 7
        ```
        ```lesson
        param w = 0
        L = mean(n: (w*x[n] - y[n])^2)
        claim "as printed" dL/dw = 2*mean(n: w*x[n] - y[n])
        minimize L by gd(rate: 0.1), steps: 300\(ending)
        ```
        """)
      return try lesson.value("w", at: 301)
    }
    #expect(try abs(fitted(" using claim \"as printed\"") - 2) < 1e-12)
    #expect(try abs(fitted(", using claim \"as printed\"") - 2) < 1e-12)
    #expect(try abs(fitted("") - 29.0 / 14) < 1e-12)
  }

  private static func rows(_ ending: String, _ claims: String) throws -> [String] {
    let lesson = try TracedLesson(
      "param a = 3, b = 4\nL = a*b\n\(claims)\nminimize L by \(ending)")
    let rows = lesson.rows(at: 1)
    let start = try #require(rows.firstIndex(of: "gradient dL/db"))
    return Array(rows[(start + 1)...])
  }

  @Test func `a claimed gradient is what a first transform hands on`() throws {
    #expect(
      try Self.rows("gd(1), steps: 1 using claim", "claim dL/da = b\nclaim dL/db = 1") == [
        "transform g(a)", "transform g(b)", "update a'", "update b'",
      ])
    #expect(
      try Self.rows("gd(1), using claim, steps: 1", "claim dL/db = 1\nclaim \"x\" dL/da = 7") == [
        "transform g(b)", "update a'", "update b'",
      ])
    #expect(
      try Self.rows("clip_value(1) then gd(1), steps: 1 using claim", "claim dL/db = 1") == [
        "transform claim.g(b)", "transform g(a)", "transform g(b)", "update a'", "update b'",
      ])
  }

  @Test func `only claimed gradients are replaced, and derivatives stay true`() throws {
    let lesson = try TracedLesson(
      """
      param a = 3, b = 4
      L = a*b
      claim "x" dL/da = 2*a
      claim dL/da = 100
      minimize L by clip_value(5) then gd(rate: 0.5), steps: 2, until: g(a) > 4 using claim "x"
      """)
    #expect(try lesson.value("dL/da") == 4)
    #expect(try lesson.value("claim.g(a)") == 6)
    #expect(try lesson.value("g(a)") == 5)
    #expect(try lesson.value("a'") == 0.5)
    #expect(try lesson.value("b'") == 2.5)
    #expect(lesson.steps == 1)
  }

  @Test func `maximizing goes along the claimed gradient`() throws {
    let lesson = try TracedLesson(
      "param a = 3\nL = a^2\nclaim dL/da = a\nmaximize L by gd(rate: 1), steps: 1 using claim")
    #expect(try lesson.value("g(a)") == 3)
    #expect(try lesson.value("a'") == 6)
  }

  @Test func `a parameter with an update of its own has no use for a claim`() throws {
    let lesson = try TracedLesson(
      """
      param a = 3, b = 4
      L = a*b
      claim dL/da = 1
      claim dL/db = 1
      minimize L by gd(rate: 1), steps: 1 using claim
      update a = 2*b'
      """)
    #expect(!lesson.has("g(a)"))
    #expect(try lesson.value("b'") == 3)
    #expect(try lesson.value("a'") == 6)
  }

  /// The totals of Matt Mazur's page come from new weights in the deltas of the hidden layer.
  @Test func `updating layer by layer, as claims with new parameters`() throws {
    let claims = (1...4).map { number in
      let unit = number <= 2 ? 1 : 2
      return "claim \"layer by layer\" dE/dw\(number) = (dE/dnet_o1*w\(unit + 4)'"
        + " + dE/dnet_o2*w\(unit + 6)')*out_h\(unit)*(1 - out_h\(unit))*i\(2 - number % 2)"
    }
    let text = try #require(ShippedLessons.text("two-layer-sigmoid"))
      .replacing(
        "steps: 1\n",
        with: "steps: 10000 using claim \"layer by layer\"\n" + claims.joined(separator: "\n")
          + "\n")
    let lesson = try TracedLesson(text)
    #expect(try abs(lesson.value("E", at: 2) - 0.291027924) < 5e-10)
    #expect(try abs(lesson.value("out_o1", at: 10001) - 0.015912196) < 5e-10)
    #expect(try abs(lesson.value("out_o2", at: 10001) - 0.984065734) < 5e-10)
  }
}
