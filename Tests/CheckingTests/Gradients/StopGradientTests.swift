import Formulas
import Programs
import Diagnostics
import Checking
import Fixtures
import Lessons
import Testing
import Tracing

/// `stop_gradient(x)`: x, with derivative 0.
@Suite struct StopGradientTests {
  private func check(_ text: String) throws -> (trace: Trace, check: GradientCheck) {
    let source = Source(name: "lesson.md", text: "```lesson\n\(text)\n```\n")
    let trace = try Trace(running: try Lesson.read(source).program)
    return (trace, try GradientCheck(trace))
  }

  private func value(_ name: String, _ trace: Trace) throws -> Double {
    let line = try #require(
      trace.program.lines.indices.first { line in
        trace.program.lines[line].symbol.description == name
      })
    return try #require(trace.value(of: line, at: 1))
  }

  /// L = w·s with s = w² held: the slope is s = 9, and not 3·w² = 27.
  @Test func `what stands in it is a given number to derivatives, and differences see it`() throws {
    let (trace, check) = try check(
      "param w = 3, b = 2\ns = w^2\nL = w*stop_gradient(s) + b^2\ndifferentiate L wrt w, b, s")
    #expect(try value("L", trace) == 31)
    #expect(try value("dL/dw", trace) == 9)
    #expect(try value("dL/db", trace) == 4)
    #expect(try value("dL/ds", trace) == 0)
    #expect(check.passes)
    let rows = check.steps[0].rows
    #expect(rows.map(\.verdict) == [.stopped, .stopped, .agrees])
    // By s, then by w.
    for (row, slope) in zip(rows, [3.0, 27]) {
      let difference = try #require(row.difference)
      #expect(abs(difference - slope) < 1e-6)
    }
  }

  @Test func `inside of a function of the author's own`() throws {
    let (trace, check) = try check(
      "define f(u) = u*stop_gradient(u)\nparam w = 3\nL = f(w) + w\ndifferentiate L")
    #expect(try value("dL/dw", trace) == 4)
    #expect(check.passes)
    #expect(check.steps[0].rows.map(\.verdict) == [.stopped])
  }

  /// The straight-through estimator (Bengio, Léonard, Courville: Estimating or propagating gradients
  /// through stochastic neurons, 2013): sign forwards, x backwards.
  @Test func `a wrong derivative beside it fails`() throws {
    let (trace, check) = try check(
      "param w = 0.5\ny = w + stop_gradient(sign(w) - w)\nL = 3*y^2\ndifferentiate L")
    #expect(try value("y", trace) == 1)
    #expect(try value("dL/dw", trace) == 6)
    #expect(check.passes)
    #expect(check.control?.failures == 1)
  }
}
