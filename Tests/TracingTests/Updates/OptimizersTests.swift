import Fixtures
import Programs
import Testing

@testable import Lessons

/// Every optimizer, transform and schedule of the prelude against PyTorch, Keras, optax and mpmath.
///
/// The tables are `References/optimizers.csv` and `schedules.csv`, which `References/optimizers.py`
/// writes. A row of a library has what the library keeps, one of mpmath every moment.
@Suite struct OptimizersTests {
  /// The same arithmetic in another order, over six steps.
  static let tolerance = 1e-10

  /// A rule on one objective: the values of some quantities after each step.
  struct Run: Sendable, CustomTestStringConvertible {
    let call: String
    let objective: String
    var expected: [(quantity: String, values: [Double])] = []

    var testDescription: String { "\(call), \(objective)" }
  }

  static let runs: [Run] = {
    var runs: [Run] = []
    for row in (try? ReferenceTable("optimizers.csv").rows) ?? [] {
      if runs.last?.call != row[0] || runs.last?.objective != row[1] {
        runs.append(Run(call: row[0], objective: row[1]))
      }
      runs[runs.count - 1].expected.append((row[4], row[5...].compactMap { Double($0) }))
    }
    return runs
  }()

  private static let objectives = [
    "quadratic": "param u = 1, v = 1\nL = 1/2*(u^2 + 10*v^2)",
    "rosenbrock": "param u = -1.2, v = 1\nL = (1 - u)^2 + 100*(v - u^2)^2",
    "sequence": """
    param u = 2, v = -1
    input a each step = [8, 2, 7, -1, 6, 3]
    input b each step = [0.5, -0.25, 0, 0.001, -2, 4]
    L = a*u + b*v
    """,
  ]

  @Test(arguments: runs)
  func `every moment and parameter is that of others`(run: Run) throws {
    let objective = try #require(OptimizersTests.objectives[run.objective])
    try check(run, "\(objective)\nminimize L by \(run.call), steps: 6")
  }

  @Test(arguments: runs)
  func `maximizing the negated objective is the same`(run: Run) throws {
    let objective = try #require(OptimizersTests.objectives[run.objective])
    try check(run, "\(objective)\nN = -L\nmaximize N by \(run.call), steps: 6")
  }

  private func check(_ run: Run, _ text: String) throws {
    let lesson = try TracedLesson(text)
    for (quantity, values) in run.expected {
      #expect(values.count >= 5)
      for (place, expected) in values.enumerated() {
        let value = try lesson.value(quantity, at: place + 1)
        #expect(
          agrees(value, expected, within: OptimizersTests.tolerance, floor: 1),
          "\(quantity) at step \(place + 1) is \(value), not \(expected)")
      }
    }
  }

  /// Moments may be small numbers, so all of a rule has to be in one row at least.
  @Test func `the table leaves no rule, objective or quantity out`() throws {
    for (name, rule) in Catalogue.prelude.rules {
      let runs = OptimizersTests.runs.filter { $0.call.prefix { $0 != "(" } == name }
      #expect(Set(runs.map(\.objective)).count == 3, "\(name)")
      let quantities = Set(runs.flatMap(\.expected).map { $0.quantity.prefix { $0 != "(" } })
      for equation in rule.equations where equation.name != "w" {
        #expect(quantities.contains(Substring(equation.name)), "\(equation.name) of \(name)")
      }
    }
  }

  /// With epsilon 0.01 and other arguments far from 0 and 1, at the end of the given gradients.
  @Test func `the table tells rules with the same arguments apart`() throws {
    let runs = OptimizersTests.runs.filter { $0.objective == "sequence" && $0.call.contains("(") }
    let ends = try runs.map { run in
      let parameters = run.expected.filter { $0.quantity == "u'" || $0.quantity == "v'" }
      return (run.call, try parameters.prefix(2).map { try #require($0.values.last) })
    }
    var same: Set<Set<Substring>> = []
    for (call, end) in ends where call.contains(",") {
      let (name, arguments) = (call.prefix { $0 != "(" }, call.drop { $0 != "(" })
      let others = ends.filter { other, otherEnd in
        other.drop { $0 != "(" } == arguments
          && zip(end, otherEnd).allSatisfy { agrees($0, $1, within: 1e-6) }
      }
      let names = Set(others.map { $0.0.prefix { $0 != "(" } })
      if names != [name] { same.insert(names) }
    }
    #expect(
      same == [
        ["momentum", "momentum_velocity", "momentum_step"],
        ["nesterov", "nesterov_velocity", "nesterov_look_ahead"],
      ])
  }

  /// The functions that give the rate of a step.
  static var schedules: [String] {
    get throws {
      let text = try #require(EmbeddedTexts.prelude.first { $0.name == "schedules" }?.text)
      return text.split(separator: "\n").filter { $0.hasPrefix("define ") }
        .map { String($0.dropFirst("define ".count).prefix { $0 != "(" }) }
    }
  }

  @Test func `a schedule gives the rates of twelve steps`() throws {
    let rows = try ReferenceTable("schedules.csv").rows
    let missing = try Set(OptimizersTests.schedules)
      .subtracting(rows.map { row in String(row[0].prefix { $0 != "(" }) })
    #expect(missing.sorted() == [])
    for row in rows {
      let lesson = try TracedLesson(
        "param w = 1\nL = 2*w\nminimize L by gd(rate: \(row[0])), steps: 12")
      for (place, cell) in row[3...].enumerated() {
        let value = try lesson.value("rate", at: place + 1)
        let rate = try #require(Double(cell))
        #expect(
          agrees(value, rate, within: OptimizersTests.tolerance, floor: 1e-3),
          "\(row[0]) of step \(place + 1) is \(value), not \(rate)")
      }
    }
  }

  // What the first step tells, on Rosenbrock's function, where both slopes are far from 0.

  private func firstSteps(_ rule: String, _ call: String) throws -> [Double] {
    let rosenbrock = try #require(OptimizersTests.objectives["rosenbrock"])
    let lesson = try TracedLesson("\(rule)\n\(rosenbrock)\nminimize L by \(call), steps: 1")
    // The slopes there are −215.6 and −88, so both numbers grow.
    return [try lesson.value("u'") + 1.2, try lesson.value("v'") - 1]
  }

  /// With m = (1 − β₁)g and v = (1 − β₂)g² the corrections leave g/|g|; so do g and √g².
  @Test(arguments: ["adam", "adagrad"])
  func `the first step of adam and adagrad is the rate in each coordinate`(name: String) throws {
    for step in try firstSteps("", "\(name)(rate: 0.001)") {
      #expect(agrees(step, 0.001, within: 1e-9))
    }
  }

  /// 0.1·g/√(0.001·g²) = √10.
  @Test func `without corrections adam's first step is 3_16 times the rate`() throws {
    let printed = """
      optimizer printed(rate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8)
        m' = m - beta1*m + (1 - beta1)*g
        v' = v - beta2*v + (1 - beta2)*g^2
        w' = w - rate*m'/sqrt(v' + epsilon)
      end
      """
    for step in try firstSteps(printed, "printed(0.001)") {
      #expect(agrees(step, 0.001 * 10.0.squareRoot(), within: 1e-8))
    }
    for step in try firstSteps("", "adam_uncorrected(rate: 0.001)") {
      #expect(agrees(step, 0.001 * 10.0.squareRoot(), within: 1e-8))
    }
  }

  @Test func `adagrad with the sum of the slopes in the numerator is not a number`() throws {
    let printed = """
      optimizer printed(rate)
        G' = G + g
        w' = w - rate*sqrt(G')*g
      end
      """
    #expect(try firstSteps(printed, "printed(0.001)").allSatisfy(\.isNaN))
  }
}
