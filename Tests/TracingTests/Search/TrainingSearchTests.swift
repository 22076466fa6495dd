import Fixtures
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Searches over arguments of `minimize`: each trial is a training.
///
/// The table is `References/trainings.csv`, which `References/search.py` writes.
@Suite struct TrainingSearchTests {
  /// The same arithmetic in another order, over hundreds of steps.
  private static let tolerance = 1e-10

  private static let parabola = "param x = 1, y = 1\nL = 1/2*(x^2 + 10*y^2)\n"

  private static let trainings = [
    "rate in [0.01, 1] log by random(trials: 7)": "gd(rate: 0.02), steps: 30",
    "rate in [0.01, 0.3] by grid(points: 5)": "gd(0.02), steps: 30",
    "clip_norm.limit in [0.1, 10] log, mu in [0, 0.95] by local(trials: 7, sigma: 0.5/step)":
      "clip_value(2) then clip_norm(1) then momentum(rate: 0.05), steps: 30",
    "rate in [0.01, 1] by bayes(trials: 4, points: 6)": "gd(rate: 0.9), steps: 400",
  ]

  private func traced(_ training: String, _ search: String) throws -> TracedLesson {
    try TracedLesson(
      "seed 5\n" + Self.parabola + "minimize L by \(training)\nsearch L over \(search)")
  }

  @Test(arguments: trainings.keys.sorted())
  func `every trial and what is kept are those of Python`(search: String) throws {
    let lesson = try traced(#require(Self.trainings[search]), search)
    let rows = try ReferenceTable("trainings.csv").rows.filter { $0[0] == search }
    #expect(rows.count == (search.hasPrefix("rate") ? 6 : 8))
    for row in rows {
      for (step, cell) in zip(1..., row[2...]) {
        guard let expected = Double(cell) else { continue }
        let value = try lesson.value(row[1], at: step)
        #expect(
          agrees(value, expected, within: Self.tolerance) || value.isNaN && expected.isNaN,
          "\(row[1]) at step \(step)")
      }
    }
  }

  @Test(arguments: [
    ("gd(rate: 0.02), steps: 30", "rate"),
    ("clip_norm(1) then adamw(rate: 0.1, beta1: 0.8, decay: 0.1), steps: 12", "beta1"),
    ("lion(0.01), steps: 12, until: L < 3", "rate"),
  ])
  func `a trial is the training with its number typed`(training: String, name: String) throws {
    let search = try traced(training, "\(name) in [0.001, 0.9] by random(trials: 4)")
    for trial in 1...4 {
      let number = try search.value(name, at: trial)
      let typed = try #require(
        search.lesson.training(of: Trial(trial, [number]))
      )
      let run = try TracedLesson(typed)
      #expect(
        try run.value("L", at: run.lastStep).bitPattern
          == search.value("L", at: trial).bitPattern)
      #expect(try run.value(name) == number)
    }
  }

  /// A search of one trial comes to what the lesson without the search comes to.
  @Test func `the first trial is the lesson as it is written`() throws {
    let batches = """
      ```data n
      x,y
      1,2
      2,3
      3,5
      4,4
      ```
      ```lesson
      param w = 0.5
      input noise each step = [0.1, -0.2, 0.3]
      L = mean(n: (w*x[n] + noise - y[n])^2)
      minimize L by adam(rate: exponential_decay(0.1, step, 0.9), beta1: 0.7), steps: 7, batch: 2 of n, shuffle: yes

      """
    let plain = try TracedLesson(batches + "```\n")
    let search = try TracedLesson(
      batches + "search L over beta1 in [0.5, 0.9] by random(trials: 1)\n```\n")
    #expect(
      try search.value("L").bitPattern == plain.value("L", at: plain.lastStep).bitPattern)
  }

  /// Three steps are an epoch of five rows, and the last of them has one row.
  @Test(arguments: ["gd(rate: 0.01)", "clip_norm(2) then adam(rate: 0.01)"])
  func `a trial with a short last batch is the lesson with its rate typed`(rule: String) throws {
    func lesson(_ rule: String, _ search: String) -> String {
      """
      ```data n
      x,y
      1,2.1
      2,3.9
      3,6.2
      4,7.8
      5,10.1
      ```
      ```lesson
      param w = 0, b = 0
      L = mean(n: (w*x[n] + b - y[n])^2)
      minimize L by \(rule), steps: 8, batch: 2, shuffle: yes
      \(search)
      ```

      """
    }
    for method in ["grid(points: 5)", "random(trials: 6)"] {
      let search = try TracedLesson(
        lesson(rule, "search L over rate in [0.0001, 3] log by \(method)"))
      var losses: Set<UInt64> = []
      for trial in 1...6 {
        let rate = try search.value("rate", at: trial)
        let typed = try TracedLesson(
          lesson(String(rule.replacing("rate: 0.01", with: "rate: \(rate)")), ""))
        let loss = try search.value("L", at: trial).bitPattern
        #expect(try typed.value("L", at: typed.lastStep).bitPattern == loss, "trial \(trial)")
        losses.insert(loss)
      }
      #expect(losses.count == 6)
    }
  }

  @Test func `the lines of a search over trainings`() throws {
    let lesson = try traced(
      "gd(0.1), steps: 3", "rate in [0.01, 1] log by local(trials: 4, sigma: 0.5)")
    #expect(
      lesson.rows(at: 2) == [
        "param rate", "forward L", "moment trial", "moment kept", "moment best",
        "moment best(rate)", "moment xi(rate)", "update rate'",
      ])
    #expect(lesson.rows(at: 5) == ["forward L"])
    #expect(
      try lesson.formula("rate'")
        == "if(step < 4, max(0.01, min(1, best(rate)*exp(0.5*xi(rate)))), best(rate))")
  }

  @Test func `constants of the lesson may stand in the search`() throws {
    let lesson = try TracedLesson(
      "const s = 0.5, low = 0.01\n" + Self.parabola
        + "minimize L by gd(0.1), steps: 3\n"
        + "search L over rate in [low, 1] by local(trials: 4, sigma: s/step)")
    #expect(try lesson.value("sigma", at: 2) == 0.25)
  }

  /// By hand: a step with the rate r makes of w = 1 the number 1 − 2r, so M = |1 − 2r| + 2.
  @Test func `what is searched need not be what is learned`() throws {
    let lesson = try TracedLesson(
      """
      param w = 1
      L = w^2
      M = abs(w) + 2
      minimize L by gd(0.25), steps: 1
      search M over gd.rate in [0, 1] by grid(points: 3)
      """)
    #expect(try (1...5).map { try lesson.value("M", at: $0) } == [2.5, 3, 2, 3, 2])
    #expect(try lesson.value("gd.rate", at: 5) == 0.5)
  }

  @Test func `a trial without a finite value leaves the model of bayes finite`() throws {
    let lesson = try traced(
      "gd(rate: 0.9), steps: 4000", "rate in [0.01, 1] by bayes(trials: 5, points: 4)")
    #expect(try lesson.value("L").isNaN)
    #expect(try lesson.value("kept") == 0)
    #expect(try lesson.value("observed") == 10)
    for step in 1...5 {
      for name in ["mu[2]", "var[2]", "EI[2]", "choice"] {
        #expect(try lesson.value(name, at: step).isFinite, "\(name) at step \(step)")
      }
    }
    #expect(try lesson.value("L", at: 6) < 1e-30)
  }

  @Test func `a search beside variants is one more run, with the first one's arguments`() throws {
    let lesson = try TracedLesson(
      Self.parabola + "variant a: minimize L by gd(0.1), steps: 2\n"
        + "variant b: minimize L by adam(0.1), steps: 3\n"
        + "search L over rate in [0.05, 0.2] by grid(points: 2)"
    ).lesson
    #expect(lesson.variants.map(\.variant) == ["a", "b", "search"])
    let search = try TracedLesson(#require(lesson.variants.last))
    let a = try TracedLesson(lesson.variants[0])
    #expect(try search.value("L") == a.value("L", at: 3))
  }

  @Test(arguments: ["rate", "trial", "sigma", "best"])
  func `an argument whose name something else has is named with its block`(name: String) throws {
    let lesson = try TracedLesson(
      """
      optimizer own(\(name))
        v' = 0.5*v + g
        w' = w - \(name)*v'
      end
      const rate = 0.1
      param w = 1
      L = w^2
      minimize L by own(rate), steps: 2
      search L over \(name) in [0.1, 0.2] by local(trials: 3, sigma: 1/step)
      """)
    let names = lesson.lesson.program.lines.map(\.symbol.description)
    #expect(names.contains("own.\(name)"))
    #expect(Set(names).count == names.count)
    let numbers = Trial(1, [0.2])
    let training = try #require(lesson.lesson.training(of: numbers)).program.lines
    #expect(Set(training.map(\.symbol.description)).count == training.count)
  }
}
