import Testing

/// The rows that optimizers and transforms add: their names, phases and order.
@Suite struct UpdateLinesTests {
  private static func rows(_ optimizer: String, lesson: String = "") throws -> [String] {
    let traced = try TracedLesson(
      """
      param a = 1, b = 2
      \(lesson)
      L = a*b
      minimize L by \(optimizer), steps: 2
      """)
    let rows = traced.rows(at: 1)
    #expect(traced.rows(at: 2) == rows.filter { !$0.hasPrefix("const") })
    let start = try #require(rows.firstIndex(of: "gradient dL/db"))
    return Array(rows[(start + 1)...])
  }

  /// Each optimizer's states and terms by parameter, in the order of its equations.
  @Test(
    arguments: [
      ("gd(1)", ""), ("momentum(1)", "v"), ("nesterov(1)", "v"), ("adagrad(1)", "G"),
      ("rmsprop(1)", "v"), ("adadelta", "v d x"), ("adam", "m v mhat vhat"),
      ("amsgrad", "m v mhat vhat top"), ("adamax", "m u"), ("nadam", "m v mhat vhat"),
      ("adamw", "m v mhat vhat"), ("lion(1)", "c m"),
    ])
  func `states and terms are rows by parameter, then the updates`(
    optimizer: String, names: String
  ) throws {
    let moments = ["a", "b"].flatMap { parameter in
      names.split(separator: " ").map { "moment \($0)(\(parameter))" }
    }
    #expect(try UpdateLinesTests.rows(optimizer) == moments + ["update a'", "update b'"])
  }

  @Test func `a rate that depends on the step is a row before the moments`() throws {
    #expect(
      try UpdateLinesTests.rows("momentum(rate: 0.5/(1 + step))") == [
        "moment rate", "moment v(a)", "moment v(b)", "update a'", "update b'",
      ])
    let lesson = try TracedLesson(
      "param a = 1\nL = 2*a\nminimize L by gd(rate: 0.5/(1 + step)), steps: 2")
    #expect(try lesson.value("rate", at: 1) == 0.25)
    #expect(try lesson.value("rate", at: 2) == 0.5 / 3)
    #expect(try lesson.value("a'", at: 1) == 0.5)
  }

  @Test func `a rate from the lesson's own constants is no row`() throws {
    #expect(
      try UpdateLinesTests.rows("gd(rate: 2*eta)", lesson: "const eta = 0.1") == [
        "update a'", "update b'",
      ])
  }

  @Test func `a transform's gradient is g`() throws {
    #expect(
      try UpdateLinesTests.rows("clip_value(1) then gd(1)") == [
        "transform g(a)", "transform g(b)", "update a'", "update b'",
      ])
    #expect(
      try UpdateLinesTests.rows("clip_norm(1) then gd(1)") == [
        "transform norm", "transform g(a)", "transform g(b)", "update a'", "update b'",
      ])
  }

  @Test func `of several transforms the last one's gradient is the plain g`() throws {
    #expect(
      try UpdateLinesTests.rows("clip_value(1) then clip_norm(1) then weight_decay(1) then gd(1)")
        == [
          "transform clip_value.g(a)", "transform clip_value.g(b)", "transform norm",
          "transform clip_norm.g(a)", "transform clip_norm.g(b)", "transform g(a)",
          "transform g(b)", "update a'", "update b'",
        ])
  }

  @Test func `a transform used twice is counted`() throws {
    #expect(
      try UpdateLinesTests.rows("clip_norm(3) then clip_norm(1) then gd(1)") == [
        "transform clip_norm.norm", "transform clip_norm.g(a)", "transform clip_norm.g(b)",
        "transform clip_norm#2.norm", "transform g(a)", "transform g(b)", "update a'", "update b'",
      ])
  }

  @Test func `a global term that bears a quantity's name is qualified`() throws {
    #expect(
      try UpdateLinesTests.rows("clip_norm(1) then gd(1)", lesson: "const norm = 5").first
        == "transform clip_norm.norm")
  }

  @Test func `a parameter's term that bears a quantity's name is not`() throws {
    #expect(
      try UpdateLinesTests.rows("momentum(1)", lesson: "const v = 5").first == "moment v(a)")
  }

  @Test func `a name that two blocks define is qualified in both`() throws {
    let transform = """
      transform smooth()
        m' = 0.5*m + 0.5*g
        g' = m'
      end
      """
    #expect(
      try UpdateLinesTests.rows("smooth then adam", lesson: transform).filter { $0.contains("m(a") }
        == ["transform smooth.m(a)", "moment adam.m(a)"])
  }

  // Values, by hand. L = a·b at (3, 4): the gradient is (4, 3), of length 5.

  @Test func `each transform hands its gradient to the next`() throws {
    let lesson = try TracedLesson(
      """
      param a = 3, b = 4
      L = a*b
      minimize L by clip_norm(1) then clip_value(0.7) then clip_norm(10) then gd(rate: 1), steps: 1
      """)
    #expect(try lesson.value("clip_norm.norm") == 5)
    #expect(try lesson.value("clip_norm.g(a)") == 4 * 0.2)
    #expect(try lesson.value("clip_value.g(a)") == 0.7)
    #expect(try agrees(lesson.value("clip_value.g(b)"), 0.6, within: 1e-15))
    #expect(try agrees(lesson.value("clip_norm#2.norm"), 0.85.squareRoot(), within: 1e-15))
    #expect(try lesson.value("g(a)") == 0.7)
    #expect(try lesson.value("a'") == 3 - 0.7)
  }

  @Test func `a gradient shorter than the limit stays`() throws {
    let lesson = try TracedLesson(
      "param a = 3, b = 4\nL = a*b\nminimize L by clip_norm(5) then gd(rate: 1), steps: 1")
    #expect(try lesson.value("g(a)") == 4)
    #expect(try lesson.value("g(b)") == 3)
  }

  @Test func `maximize hands on the negated gradient`() throws {
    let text = { (word: String) in
      "param a = 3, b = 4\nL = a*b\n\(word) L by clip_value(3.5) then gd(rate: 1), steps: 1"
    }
    let up = try TracedLesson(text("maximize"))
    #expect(try up.value("dL/da") == 4)
    #expect(try up.value("g(a)") == -3.5)
    #expect(try up.value("a'") == 6.5)
    #expect(try TracedLesson(text("minimize")).value("a'") == -0.5)
  }

  @Test func `a parameter is at the next step what its update made it`() throws {
    let lesson = try TracedLesson(
      "param a = 3, b = 4\nL = a*b\nminimize L by gd(rate: 0.5), steps: 3")
    for step in 1...2 {
      #expect(try lesson.value("a", at: step + 1) == lesson.value("a'", at: step))
    }
    #expect(try lesson.value("a'", at: 1) == 1)
    #expect(try lesson.value("b'", at: 1) == 2.5)
    #expect(try lesson.value("L", at: 2) == 2.5)
    // The closing pass has the last update.
    #expect(try lesson.value("L", at: 4) == lesson.value("a'", at: 3) * lesson.value("b'", at: 3))
  }

  // An author's own rules.

  @Test func `an author's optimizer with a state that starts elsewhere`() throws {
    let lesson = try TracedLesson(
      """
      optimizer signs(rate = 0.5, grow = 2)
        state size = 0.25
        size' = grow*size
        w' = w - rate*size'*sign(g)
      end
      param a = 3
      L = a^2
      minimize L by signs(grow: 4), steps: 2
      """)
    // The size depends on no parameter, so there is one for all.
    #expect(try lesson.value("size", at: 1) == 1)
    #expect(try lesson.value("size", at: 2) == 4)
    #expect(try lesson.value("a'", at: 1) == 2.5)
    #expect(try lesson.value("a'", at: 2) == 0.5)
  }

  @Test func `an unprimed state is its value before the step, wherever it stands`() throws {
    let lesson = try TracedLesson(
      """
      optimizer lagging(rate)
        w' = w - rate*old
        old' = g
      end
      param a = 3
      L = 2*a
      minimize L by lagging(rate: 1), steps: 2
      """)
    #expect(try lesson.value("a'", at: 1) == 3)
    #expect(try lesson.value("a'", at: 2) == 1)
    #expect(try lesson.value("old(a)", at: 1) == 2)
  }

  @Test func `a block sees nothing of the lesson, and the lesson nothing of it`() throws {
    let lesson = try TracedLesson(
      """
      optimizer own(rate)
        w' = w - rate*g
      end
      const rate = 100
      param w = 3, g = 5
      L = w*g
      minimize L by own(rate: rate/1000), steps: 1
      """)
    #expect(try lesson.value("w'") == 3 - 0.1 * 5)
    #expect(try lesson.value("g'") == 5 - 0.1 * 3)
  }

  @Test func `sums over all parameters, of gradients and of parameters`() throws {
    let lesson = try TracedLesson(
      """
      optimizer trust(rate)
        size = sqrt(sum(p: w[p]^2))
        slope = sqrt(sum(p: g[p]^2))
        w' = w - rate*size/slope*g
      end
      param a = 3, b = 4
      L = a*b
      minimize L by trust(rate: 0.5), steps: 1
      """)
    #expect(try lesson.value("size") == 5)
    #expect(try lesson.value("slope") == 5)
    #expect(try lesson.value("a'") == 1)
    #expect(
      lesson.rows(at: 1).suffix(4) == ["moment size", "moment slope", "update a'", "update b'"])
  }

  @Test func `parameters of a family are updated one by one`() throws {
    let lesson = try TracedLesson(
      """
      param W[1..2, 1..2] = [[1, 2], [3, 4]]
      L = sum(i, j: W[i,j]^2)
      minimize L by momentum(rate: 0.25, mu: 0), steps: 1
      """)
    #expect(try lesson.value("v(W[2,1])") == 6)
    #expect(try lesson.value("W[2,1]'") == 1.5)
  }
}
