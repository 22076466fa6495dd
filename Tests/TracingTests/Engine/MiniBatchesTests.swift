import Fixtures
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Tables that are fed in batches.
@Suite struct MiniBatchesTests {
  /// Sums of two terms, in fractions by Python, against doubles.
  static let tolerance = 1e-12

  private static let table = "```data n\nx,y\n1,2\n2,3\n3,4\n4,5\n```\n"

  private func lesson(_ option: String, steps: Int = 4, extra: String = "") throws -> TracedLesson {
    try TracedLesson(
      Self.table + "```lesson\nparam w = 0, b = 0\nL = mean(n: (w*x[n] + b - y[n])^2)\n\(extra)\n"
        + "minimize L by gd(0.01), steps: \(steps)\(option)\n```\n")
  }

  /// By hand, rows (1, 2) and (3, 4) in turn.
  ///
  /// Step 1: L = (4 + 9)/2, ∂L/∂w = −2 − 6, ∂L/∂b = −5.
  /// Step 2, w = 0.08, b = 0.05: errors −3.71 and −4.63, ∂L/∂w = −11.13 − 18.52.
  @Test func `the rows of a table come in order, two at a step`() throws {
    let lesson = try lesson(", batch: 2", steps: 2)
    #expect(
      lesson.rows(at: 1) == [
        "input row[1]", "input x[1]", "input y[1]", "input row[2]", "input x[2]", "input y[2]",
        "param w", "param b", "forward L", "gradient dL/dw", "gradient dL/db", "update w'",
        "update b'",
      ])
    #expect(try lesson.formula("L") == "((w*x[1] + b - y[1])^2 + (w*x[2] + b - y[2])^2)/2")
    let expected: [(String, [Double])] = [
      ("row[1]", [1, 3, 1]), ("row[2]", [2, 4, 2]), ("x[1]", [1, 3, 1]), ("y[2]", [3, 5, 3]),
    ]
    for (name, values) in expected {
      for (step, value) in values.enumerated() {
        #expect(try lesson.value(name, at: step + 1) == value, "\(name) at step \(step + 1)")
      }
    }
    let computed: [(String, Int, Double)] = [
      ("L", 1, 6.5), ("dL/dw", 1, -8), ("dL/db", 1, -5), ("w", 2, 0.08), ("b", 2, 0.05),
      ("L", 2, (3.71 * 3.71 + 4.63 * 4.63) / 2), ("dL/dw", 2, -29.65), ("dL/db", 2, -8.34),
      ("w'", 2, 0.3765), ("b'", 2, 0.1334),
    ]
    for (name, step, value) in computed {
      #expect(agrees(try lesson.value(name, at: step), value, within: Self.tolerance), "\(name)")
    }
    // The pass after training takes the next batch: rows 1 and 2 again.
    #expect(lesson.lastStep == 3)
    let errors = (0.3765 + 0.1334 - 2, 2 * 0.3765 + 0.1334 - 3)
    let last = (errors.0 * errors.0 + errors.1 * errors.1) / 2
    #expect(agrees(try lesson.value("L", at: 3), last, within: Self.tolerance))
  }

  /// The published run writes the batches out as numbers given each step.
  @Test func `the published run of batches of two`() throws {
    let lesson = try TracedLesson(
      Self.table + "```lesson\nparam w0 = 0, w1 = 0\nL = mean(n: (w0*x[n] + w1 - y[n])^2)\n"
        + "minimize L by gd(rate: 0.01), steps: 201, batch: 2\n```\n")
    let rows = try PublishedExamples.text("deepml-47-minibatch.expected.csv")
      .split(separator: "\n")
    #expect(rows.count == 3)
    for row in rows.dropFirst() {
      let cells = row.split(separator: ",").map(String.init)
      let expected = try #require(Double(cells[3]))
      let value = try lesson.value(cells[1], at: try #require(Int(cells[0])))
      #expect(agrees(value, expected, within: 1e-12), "\(cells[1]) is \(value)")
    }
  }

  /// From Python's fractions, with the orders (4 2 1 3), (1 2 3 4), (1 4 3 2) that NumPy's Philox
  /// gives; the third epoch begins with the pass after training.
  @Test func `shuffled rows have an order of their own each epoch`() throws {
    let lesson = try lesson(", batch: 2 of n, shuffle: yes")
    let expected: [(rows: [Double], loss: Double, w: Double, b: Double)] = [
      ([4, 2], 17, 0, 0), ([1, 3], 6.3076, 0.26, 0.08), ([1, 2], 3.3961028, 0.3708, 0.128),
      ([3, 4], 8.125785777896, 0.42842, 0.164316),
    ]
    for (place, row) in expected.enumerated() {
      let step = place + 1
      #expect(try [lesson.value("row[1]", at: step), lesson.value("row[2]", at: step)] == row.rows)
      for (name, value) in [("L", row.loss), ("w", row.w), ("b", row.b)] {
        let found = try lesson.value(name, at: step)
        #expect(agrees(found, value, within: Self.tolerance), "\(name) at step \(step)")
      }
    }
    #expect(try [lesson.value("row[1]", at: 5), lesson.value("x[2]", at: 5)] == [1, 4])
    #expect(
      agrees(try lesson.value("L", at: 5), 3.2134098045146127, within: Self.tolerance))
  }

  @Test(arguments: [1, 2, 4])
  func `an epoch has every row once, in an order that no batch size changes`(size: Int) throws {
    let lesson = try lesson(", batch: \(size), shuffle: yes", steps: 40)
    let whole = try self.lesson(", batch: 4, shuffle: yes", steps: 40)
    for epoch in 1...40 / (4 / size) {
      var rows: [Double] = []
      for step in (epoch - 1) * 4 / size + 1...epoch * 4 / size {
        for place in 1...size {
          rows.append(try lesson.value("row[\(place)]", at: step))
          #expect(try lesson.value("x[\(place)]", at: step) == rows.last)
        }
      }
      #expect(rows.sorted() == [1, 2, 3, 4])
      #expect(try rows == (1...4).map { try whole.value("row[\($0)]", at: epoch) })
    }
  }

  @Test func `another seed gives other orders, other random numbers do not`() throws {
    func rows(_ extra: String) throws -> [Double] {
      let lesson = try lesson(", batch: 1, shuffle: yes", steps: 40, extra: extra)
      return try (1...40).map { try lesson.value("row[1]", at: $0) }
    }
    #expect(try rows("seed 2") != rows(""))
    #expect(try rows("input noise[n] ~ normal(0, 1) each step") == rows(""))
  }

  /// A batch of all rows in their order is the table.
  @Test func `the whole table as one batch is trained like the table`() throws {
    let (batch, table) = try (lesson(", batch: 4"), lesson(""))
    #expect(batch.rows(at: 1).filter { !$0.contains("row") } == table.rows(at: 1))
    #expect(batch.rows(at: 2) == table.rows(at: 2))
    for step in 1...5 { #expect(try batch.value("L", at: step) == table.value("L", at: step)) }
  }

  @Test func `what is declared for the samples is there for each row of a batch`() throws {
    let lesson = try lesson(
      ", batch: 2", extra: "input noise[n] ~ normal(0, 1) each step\nweight[n] = noise[n]*x[n]")
    #expect(lesson.has("weight[2]") && !lesson.has("weight[3]") && !lesson.has("noise[3]"))
    #expect(try lesson.value("noise[1]", at: 1) != lesson.value("noise[1]", at: 3))
    #expect(
      try lesson.value("weight[2]", at: 2) == lesson.value("noise[2]", at: 2) * 4)
  }

  @Test func `what does not belong to the samples stays`() throws {
    let lesson = try TracedLesson(
      Self.table + "```data k\nz\n7\n8\n9\n```\n```lesson\nparam w = 0\n"
        + "L = mean(n: w*x[n]) + mean(k: w*z[k])\n"
        + "minimize L by gd(1), steps: 2, batch: 1 of n\n```\n")
    #expect(try lesson.value("dL/dw", at: 1) == 1 + 8)
    #expect(try lesson.value("dL/dw", at: 2) == 2 + 8)
  }

  @Test func `a run that ends early ends within an epoch`() throws {
    let lesson = try lesson(", batch: 2, until: row[1] == 3", steps: 100)
    #expect(lesson.steps == 2)
  }

  /// By hand: with all rows ∂L/∂w = −2·(2 + 6 + 12 + 20)/4 and with one −2·1·2; (4 + 9)/2 and 4
  /// are the losses of rows 1 and 2, and of row 1.
  @Test func `variants may have batches of other sizes`() throws {
    let lesson = try TracedLesson(
      Self.table + "```lesson\nparam w = 0\nL = mean(n: (w*x[n] - y[n])^2)\n"
        + "variant whole: minimize L by gd(0.01), steps: 2\n"
        + "variant two: minimize L by gd(0.01), steps: 2, batch: 2\n"
        + "variant one: minimize L by gd(0.01), steps: 2, batch: 1, shuffle: no\n```\n"
    ).lesson
    let first = try lesson.variants.map { run in
      let trace = try Trace(running: run.program)
      return try ["L", "dL/dw"].map { name in
        let line = try #require(run.program.lines.firstIndex { $0.symbol.description == name })
        return try #require(trace.value(of: line, at: 1))
      }
    }
    #expect(first == [[(4 + 9 + 16 + 25) / 4, -20], [6.5, -8], [4, -4]])
  }
}
