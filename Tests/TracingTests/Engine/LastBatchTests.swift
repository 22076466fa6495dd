import Fixtures
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Epochs that end with a batch of fewer rows.
@Suite struct LastBatchTests {
  /// Sums of three terms, by NumPy and here.
  static let tolerance = 1e-12

  private static let start =
    "```data n\nx,y\n1,2\n2,3\n3,5\n4,4\n5,6\n```\n```lesson\n"
    + "param w = 0.5, b = 0\nL = mean(n: (w*x[n] + b - y[n])^2)\n"

  private func lesson(_ training: String) throws -> TracedLesson {
    try TracedLesson(Self.start + training + "\n```\n")
  }

  /// The rows of References/last_batch.csv, from NumPy.
  @Test func `batches of three, three and two rows, as NumPy has them`() throws {
    let rows = try ProjectFolder.references.text("last_batch.csv").split(separator: "\n")
      .map { $0.split(separator: ",").map(String.init) }
    #expect(rows.count == 25)
    let names = rows[0][4...]
    let rates = ["momentum": "momentum(0.05)", "adam": "adam(0.001)"]
    var lessons: [String: TracedLesson] = [:]
    for row in rows.dropFirst() {
      let key = row[0] + row[1]
      let lesson =
        try lessons[key]
        ?? self.lesson(
          "minimize L by \(try #require(rates[row[0]])), steps: 5, batch: 3, shuffle: \(row[1])")
      lessons[key] = lesson
      let step = try #require(Int(row[2]))
      for (place, sample) in row[3].split(separator: " ").enumerated() {
        #expect(try lesson.value("row[\(place + 1)]", at: step) == Double(sample))
      }
      for (name, text) in zip(names, row[4...]) where step <= 5 || name == "L" {
        let (value, expected) = (try lesson.value(name, at: step), try #require(Double(text)))
        #expect(agrees(value, expected, within: Self.tolerance), "\(key) \(name) at step \(step)")
      }
    }
  }

  @Test func `what belongs to a row that is not there has no value`() throws {
    let lesson = try lesson("p[n] = w*x[n]\nminimize L by gd(0.01), steps: 3, batch: 3")
    let absent = ["input row[3]", "input x[3]", "input y[3]", "forward p[3]"]
    let last = Set(lesson.rows(at: 2))
    #expect(lesson.rows(at: 1).filter { !last.contains($0) } == absent)
    #expect(lesson.rows(at: 3) == lesson.rows(at: 1))
    // The closing pass has the short batch again.
    #expect(
      lesson.rows(at: 4)
        == lesson.rows(at: 2).filter { row in
          ["input", "forward"].contains { row.hasPrefix($0) }
        })
  }

  /// The mean of one row is that row's term.
  @Test func `formulas are those of the rows that are there`() throws {
    let lesson = try lesson("minimize L by gd(0.01), steps: 4, batch: 2").lesson
    let program = lesson.program
    func formula(at step: Int) throws -> String {
      let line = try #require(program.lines.firstIndex { $0.symbol.description == "L" })
      let formula = try #require(program.at(step).lines[line].formula)
      return formula.text { program.lines[$0].symbol.description }
    }
    #expect(try formula(at: 2) == "((w*x[1] + b - y[1])^2 + (w*x[2] + b - y[2])^2)/2")
    #expect(try formula(at: 3) == "(w*x[1] + b - y[1])^2/1")
    #expect(try formula(at: 4) == formula(at: 1))
  }

  @Test(arguments: 1...6, ["no", "yes"])
  func `an epoch has every row once, whatever is left for the last batch`(
    size: Int, shuffle: String
  ) throws {
    let lesson = try lesson(
      "minimize L by gd(0.001), steps: 40, batch: \(size), shuffle: \(shuffle)")
    let whole = try self.lesson(
      "minimize L by gd(0.001), steps: 40, batch: 5, shuffle: \(shuffle)")
    let batches = (5 + size - 1) / size
    for epoch in 1...40 / batches {
      var rows: [Double] = []
      for step in (epoch - 1) * batches + 1...epoch * batches {
        let names = lesson.rows(at: step).filter { $0.hasPrefix("input row[") }
        #expect(names.count <= size)
        for place in names.indices { rows.append(try lesson.value("row[\(place + 1)]", at: step)) }
      }
      // One batch of all rows in their order is not given anew at each step.
      let order = try (1...5).map { place in
        shuffle == "no" ? Double(place) : try whole.value("row[\(place)]", at: epoch)
      }
      #expect(size < 5 || shuffle == "yes" ? rows == order : rows == (epoch == 1 ? order : []))
    }
  }

  /// By hand: step 2 has rows 4 and 5, L = ((2 − 4)² + (2.5 − 6)²)/2 = 8.125.
  @Test func `a condition is about the rows that are there`() throws {
    let run = "minimize L by gd(0), steps: 100, batch: 3, until: L == 8.125"
    #expect(try lesson(run).steps == 2)
  }

  @Test func `what is handed on step by step is what is kept`() throws {
    let lesson = try lesson("minimize L by adam(0.1), steps: 7, batch: 2, shuffle: yes")
    let program = lesson.lesson.program
    _ = try Trace.streaming(program) { trace, step in
      for line in program.lines.indices {
        #expect(
          trace.listedValue(of: line, at: step) == lesson.trace.listedValue(of: line, at: step))
      }
    }
  }
}
