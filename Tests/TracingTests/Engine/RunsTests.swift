import Diagnostics
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// How a program runs: steps, given sequences, random numbers, the condition that ends it.
@Suite struct RunsTests {
  @Test func `without training there is one step and no pass after it`() throws {
    let lesson = try TracedLesson("param w = 2\nL = w^2\ndifferentiate L")
    #expect(lesson.lastStep == 1)
    #expect(lesson.rows(at: 2) == [])
  }

  @Test func `constants stand once, params at each step, the closing pass has forward rows`() throws
  {
    let lesson = try TracedLesson(
      """
      input x = 2
      const c = 1
      target y = 3
      input k each step = [1, 2]
      param w = 0.5
      L = (w*x + c*k - y)^2
      minimize L by gd(rate: 0), steps: 2
      """)
    let changing = ["input k", "param w", "forward L", "gradient dL/dw", "update w'"]
    #expect(lesson.rows(at: 1) == ["input x", "const c", "target y"] + changing)
    #expect(lesson.rows(at: 2) == changing)
    #expect(lesson.rows(at: 3) == ["input k", "forward L"])
    // The closing pass takes the third element, and the list has begun again.
    #expect(try lesson.value("k", at: 3) == 1)
    #expect(try [1, 2, 3].map { try lesson.value("L", at: $0) } == [1, 0, 1])
  }

  @Test func `a list for each step of a family runs over the steps outside`() throws {
    let lesson = try TracedLesson(
      """
      input x[1..2] each step = [[1, 10], [2, 20], [3, 30]]
      param w = 1
      L = w*(x[1] + x[2])
      minimize L by gd(rate: 0), steps: 4
      """)
    #expect(try (1...5).map { try lesson.value("L", at: $0) } == [11, 22, 33, 11, 22])
  }

  @Test func `a constant that only ranges use is a row`() throws {
    let lesson = try TracedLesson("const n = 2\nparam w[1..n] = 1\nL = sum(i: w[i])")
    #expect(lesson.rows(at: 1).first == "const n")
  }

  /// L = w² with rate 0.25 halves w: 8, 4, 2, 1.
  @Test(
    arguments: [
      ("w < 3", 3), ("w' < 3", 2), ("L <= 16", 2), ("dL/dw <= 4", 3), ("gradient_norm < 5", 3),
      ("step >= 4", 4), ("abs(v(w)) < 5", 3), ("L < 0", 6), ("(L < 5)*(w > 1)", 3),
    ])
  func `the run ends after the first step at which the condition holds`(
    condition: String, steps: Int
  ) throws {
    let lesson = try TracedLesson(
      """
      param w = 8
      L = w^2
      minimize L by momentum(rate: 0.25, mu: 0), steps: 6, until: \(condition)
      """)
    #expect(lesson.steps == steps)
    #expect(lesson.lastStep == steps + 1)
    #expect(try lesson.value("w'", at: steps) == 8 / Double(1 << steps))
  }

  @Test func `the condition comes before or after the steps`() throws {
    let lesson = try TracedLesson(
      "param w = 8\nL = w^2\nminimize L by gd(0.25), until: w < 3, steps: 6")
    #expect(lesson.steps == 3)
  }

  @Test func `a condition that is not a number does not end the run`() throws {
    let lesson = try TracedLesson(
      """
      param w = 1
      n = log(-1)*0
      L = w
      minimize L by gd(0.1), steps: 3, until: n < 1
      """)
    #expect(lesson.steps == 3)
  }

  @Test func `step is a number in equations`() throws {
    let lesson = try TracedLesson(
      "param w = 1\nL = w*step^2\nminimize L by gd(rate: 0), steps: 3")
    #expect(try (1...4).map { try lesson.value("L", at: $0) } == [1, 4, 9, 16])
    #expect(try lesson.value("dL/dw", at: 3) == 9)
  }

  @Test func `numbers drawn each step change, and the same lesson draws the same`() throws {
    let text = """
      seed 3
      input r[1..2] ~ uniform(0, 1) each step
      param w = 1
      L = w*r[1] + r[2]
      minimize L by gd(rate: 0), steps: 2
      """
    let first = try TracedLesson(text)
    let second = try TracedLesson(text)
    var values: Set<Double> = []
    for step in 1...3 {
      for name in ["r[1]", "r[2]"] {
        let value = try first.value(name, at: step)
        #expect(try value == second.value(name, at: step))
        values.insert(value)
      }
    }
    #expect(values.count == 6)
    #expect(values.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  /// numpy.random.Philox with key (seed, FNV-1a of the name) and counter (0, step, 0, 0): the
  /// upper 53 bits of the first word k, times 2⁻⁵³.
  @Test func `draws of a step are numpy's`() throws {
    let lesson = try TracedLesson(
      """
      seed 3
      input r[1..2] ~ uniform(0, 1) each step
      param w ~ uniform(-2, 2)
      L = w*r[1] + r[2]
      minimize L by gd(rate: 0), steps: 2
      """)
    let expected: [(String, Int, Double)] = [
      ("w", 1, -0.36360634760961297), ("r[1]", 1, 0.41432763150823404),
      ("r[2]", 1, 0.6151720671179628), ("r[1]", 3, 0.8350873304093992),
    ]
    for (name, step, number) in expected {
      #expect(try lesson.value(name, at: step) == number, "\(name) at step \(step)")
    }
  }

  /// Rows of L, dL/dw and w': at least 24 bytes a step.
  @Test func `a run that would take more memory than it may is refused before it starts`() throws {
    let lesson = try TracedLesson("param w = 1\nL = w^2\nminimize L by gd(0.1), steps: 1000")
    let program = lesson.lesson.program
    let error = #expect(throws: TraceTooLarge.self) {
      try Trace(running: program, memory: 20_000)
    }
    #expect(try #require(error).bytes >= 24_000)
    #expect(error?.step == nil)
    #expect(try Trace(running: program, memory: 1_000_000).steps == 1000)
  }

  @Test func `a run that may end early is refused when the memory is full`() throws {
    let text = { (limit: String) in
      "param w = 1\nL = w^2\nminimize L by gd(0.1), steps: 1000000, until: step > \(limit)"
    }
    let short = try TracedLesson(text("5")).lesson.program
    #expect(try Trace(running: short, memory: 20_000).steps == 6)
    let long = try Lesson.read(Source(name: "lesson.md", text: "```lesson\n\(text("999999"))\n```"))
      .program
    let error = #expect(throws: TraceTooLarge.self) { try Trace(running: long, memory: 20_000) }
    #expect(try #require(error?.step) <= 1000)
  }
}
