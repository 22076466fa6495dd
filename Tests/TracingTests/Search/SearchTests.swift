import Fixtures
import Decimals
import Formulas
import Testing
import Tracing

@testable import Programs

/// Gradient-free search, trial by trial.
///
/// The table is `References/search.csv`, which `References/search.py` writes.
@Suite struct SearchTests {
  /// The same arithmetic in another order.
  private static let tolerance = 1e-12
  /// What solving by a kernel matrix whose noise is 1e-6 of its variance leaves of that.
  private static let posteriorTolerance = 1e-9

  private static let lesson = "seed 5\nparam u = 1, v = 0.5\nL = (u - 0.5)^2 + (v - 0.25)^2\n"

  private static let ranges = [
    "random(trials: 7)": "u in [-2, 2], v in [0.01, 1] log",
    "local(trials: 7, sigma: 0.5/step)": "u in [0, 1], v in [0.01, 1] log",
    "grid(points: 3)": "u in [-1, 1], v in [0.01, 1] log",
    "bayes(trials: 7, points: 5, length: 0.3)": "u in [-2, 2], v in [0.01, 1] log",
  ]

  @Test(arguments: ranges.keys.sorted())
  func `every trial and what is kept are those of Python`(search: String) throws {
    let ranges = try #require(SearchTests.ranges[search])
    let lesson = try TracedLesson(SearchTests.lesson + "search L over \(ranges) by \(search)")
    let rows = try ReferenceTable("search.csv").rows.filter { $0[0] == search }
    #expect(rows.count == (search.hasPrefix("bayes") ? 17 : 8))
    for row in rows {
      for (step, cell) in zip(1..., row[2...]) {
        guard let expected = Double(cell) else { continue }
        let value = try lesson.value(row[1], at: step)
        let isPosterior = ["mu[", "var[", "EI["].contains { row[1].hasPrefix($0) }
        let agrees =
          isPosterior
          ? agrees(value, expected, within: SearchTests.posteriorTolerance, floor: 1)
          : agrees(value, expected, within: SearchTests.tolerance)
        #expect(agrees, "\(row[1]) at step \(step)")
      }
    }
  }

  /// By hand: (1 − w)² at 3, 0, 1.5 and 3 is 4, 1, 0.25 and 4.
  @Test func `a search ends at the best trial`() throws {
    let lesson = try TracedLesson(
      "param w = 3\nL = (1 - w)^2\nsearch L over w in [0, 3] by grid(points: 3)")
    #expect(lesson.steps == 4)
    #expect(try (1...5).map { try lesson.value("w", at: $0) } == [3, 0, 1.5, 3, 1.5])
    #expect(try (1...5).map { try lesson.value("L", at: $0) } == [4, 1, 0.25, 4, 0.25])
    #expect(try (1...4).map { try lesson.value("best", at: $0) } == [4, 1, 0.25, 0.25])
    #expect(try (1...4).map { try lesson.value("kept", at: $0) } == [1, 1, 1, 0])
  }

  /// By hand: √(w − 1) is no number at 0 and 0.5, and 0 at 1.
  @Test func `a trial without a value is not kept`() throws {
    let lesson = try TracedLesson(
      "param w = 0\nL = sqrt(w - 1)\nsearch L over w in [0, 1] by grid(points: 3)")
    #expect(try (1...4).map { try lesson.value("kept", at: $0) } == [0, 0, 0, 1])
    #expect(try lesson.value("best", at: 3) == .infinity)
    #expect(try lesson.value("best", at: 4) == 0)
    #expect(try lesson.value("w", at: 5) == 1)
  }

  /// (x − 0.6)² observed at 0, 0.3, 0.7 and 1, by `References/search.py`.
  @Test func `the expected improvement of one place`() throws {
    var program = Program(maximumLines: 1000)
    let place = try program.append(
      Line(.named("x"), .input, .sequence([0, 0.3, 0.7, 1])))
    let distance = Formula(.sum([.line(place), .number(Numeral(-0.6))]))
    let objective = try program.append(
      Line(.named("L"), .forward, .formula(Formula(.product([distance, distance])))))
    let best = try program.append(
      Line(.named("b"), .moment, .formula(.call(.min, .line(objective), .number(Numeral(0.01))))))
    let process = GaussianProcess(
      length: .number(Numeral(0.3)), variance: .one, noise: .number(Numeral(1e-6)),
      xi: .number(Numeral(0.01)))
    let improvements = try program.improvements(
      by: process, coordinates: [place], objective: objective, best: best, trials: 4, points: 3)
    program.training = Training(steps: 4, until: nil)
    let trace = try Trace(running: program)
    let values = ["mu": -0.03454951586499119, "var": 0.040170506825841557]
    for (name, expected) in values {
      let line = try #require(program.positions[.quantity(name, [2])])
      let value = try #require(trace.value(of: line, at: 4))
      #expect(agrees(value, expected, within: 1e-10, floor: 1), "\(name)")
    }
    let improvement = try #require(trace.value(of: improvements[1], at: 4))
    #expect(agrees(improvement, 0.0984181394285813, within: 1e-10, floor: 1))
  }

  /// By hand: with one trial the matrix is v + n, and all else follows from k = v·e^(−½(d/l)²).
  @Test func `the posterior after one trial`() throws {
    let lesson = try TracedLesson(
      """
      param w = 0
      L = w + 2
      search L over w in [0, 4] by bayes(trials: 2, points: 3, length: 0.5, variance: 3, noise: 1)
      """)
    #expect(try lesson.value("kernel[1,1]") == 4)
    #expect(try lesson.value("kernel[2,2]") == 1)
    #expect(try lesson.value("cholesky[1,1]") == 2)
    #expect(try lesson.value("whitened[1]") == 1)
    // At the trial: 3/4·2 and 3 − 9/4.
    #expect(try lesson.value("mu[1]") == 1.5)
    #expect(try lesson.value("var[1]") == 0.75)
    // Half the range away: k = 3·e^(−1/2).
    let k = 1.8195919791379003
    #expect(agrees(try lesson.value("cross[2,1]"), k, within: 1e-14))
    #expect(agrees(try lesson.value("mu[2]"), k / 2, within: 1e-14))
    #expect(agrees(try lesson.value("var[2]"), 3 - k * k / 4, within: 1e-14))
    let kernel = try lesson.formula("kernel[2,1]")
    #expect(
      kernel == "if(2 <= step, 3*exp(-((place[2] - place[1])^2/(2*0.5^2))), 0)")
  }

  @Test func `one trial is the given values`() throws {
    let lesson = try TracedLesson(
      "param w = 2\nL = w^2\nsearch L over w in [0, 3] by random(trials: 1)")
    #expect(try [lesson.value("w", at: 1), lesson.value("w", at: 2)] == [2, 2])
    #expect(try lesson.value("best") == 4)
  }

  @Test func `the lines of a search`() throws {
    let lesson = try TracedLesson(
      """
      param w[1..2] = 1, fixed = 3
      L = fixed*sum(i: w[i]^2)
      search L over w in [-1, 3] by local(trials: 4, sigma: 0.5)
      """)
    #expect(
      lesson.rows(at: 2).dropFirst(4) == [
        "moment trial", "moment kept", "moment best", "moment best(w[1])", "moment best(w[2])",
        "moment xi(w[1])", "moment xi(w[2])", "update w[1]'", "update w[2]'",
      ])
    #expect(try lesson.formula("trial") == "step")
    #expect(
      try lesson.formula("w[2]'")
        == "if(step < 4, max(-1, min(3, best(w[2]) + 0.5*xi(w[2]))), best(w[2]))")
    #expect(try lesson.value("fixed", at: 4) == 3)
  }

  @Test func `a term that bears the name of a quantity is qualified`() throws {
    let lesson = try TracedLesson(
      "param w = 1\nbest = w^2\nsearch best over w in [0, 2] by grid(points: 2)")
    #expect(try (1...3).map { try lesson.value("grid.best", at: $0) } == [1, 0, 0])
    #expect(try lesson.value("best", at: 3) == 4)
  }
}
