import Diagnostics
import Lessons
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

  // Updates that are given outright.

  @Test func `an update may stand in place of the optimizer, for some parameters or for all`()
    throws
  {
    // By hand: v' = 2 − 0.1·4 = 1.6, u' = 1 − 0.1·1.6 = 0.84; v' = 1.6 − 0.1·3.2 = 1.28,
    // u' = 0.84 − 0.128 = 0.712.
    for rule in ["by gd(rate: 0.1), ", ", "] {
      let second = rule == ", " ? "update v = v - 0.1*dL/dv" : ""
      let lesson = try TracedLesson(
        """
        param u = 1, v = 2
        L = u^2 + v^2
        minimize L \(rule)steps: 2
        update u = u - 0.1*v'
        \(second)
        """.replacing("L ,", with: "L,"))
      #expect(try abs(lesson.value("u'", at: 1) - 0.84) < 1e-15)
      #expect(try abs(lesson.value("u", at: 3) - 0.712) < 1e-15)
      #expect(try abs(lesson.value("v", at: 3) - 1.28) < 1e-15)
      #expect(lesson.rows(at: 1).suffix(2) == ["update v'", "update u'"])
    }
  }

  @Test func `a family is updated member by member, in the order of the parameters`() throws {
    let lesson = try TracedLesson(
      """
      param b = 3
      param w[1..3] = [1, 2, 3]
      L = b*sum(i: w[i]^2)
      minimize L by gd(rate: 0.1), steps: 1
      update w[i] = w[i]/(1 + i)
      """)
    #expect(
      lesson.rows(at: 1).suffix(4) == ["update b'", "update w[1]'", "update w[2]'", "update w[3]'"])
    #expect(try lesson.value("w[3]'") == 0.75)
    #expect(try abs(lesson.value("b'") - (3 - 1.4)) < 1e-15)
  }

  /// The totals of Matt Mazur's page come from updating the output layer before the deltas of the
  /// hidden layer are computed.
  @Test func `the published totals of the classic network come from new weights in old deltas`()
    throws
  {
    let text = try #require(ShippedLessons.text("two-layer-sigmoid"))
      .replacing("steps: 1\n", with: "steps: 10000\nUPDATES\n")
    let updates = (1...4).map { number in
      let unit = number <= 2 ? 1 : 2
      let (first, second) = (unit + 4, unit + 6)
      return "update w\(number) = w\(number) - 0.5*(dE/dnet_o1*w\(first)' + dE/dnet_o2*w\(second)')"
        + "*out_h\(unit)*(1 - out_h\(unit))*i\(2 - number % 2)"
    }
    let lesson = try TracedLesson(text.replacing("UPDATES", with: updates.joined(separator: "\n")))
    #expect(try abs(lesson.value("E", at: 2) - 0.291027924) < 5e-10)
    #expect(try abs(lesson.value("out_o1", at: 10001) - 0.015912196) < 5e-10)
    #expect(try abs(lesson.value("out_o2", at: 10001) - 0.984065734) < 5e-10)
  }
}
