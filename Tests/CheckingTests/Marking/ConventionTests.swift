import Diagnostics
import Checking
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing
import Words

/// Sheets that keep to a convention other than the lesson's.
@Suite struct ConventionTests {
  /// The answers that a lesson's trace has for some lines, each changed.
  private static func sheet(
    _ name: String, digits: Int = 6, _ change: (Line, Double) -> Double?
  ) throws -> MarkingTests.Marked {
    let text = ShippedLessons.text(name) ?? "```lesson\n\(name)\n```\n"
    let lesson = try Lesson.read(Source(name: "lesson.md", text: text))
    let trace = try Trace(running: lesson.program)
    var answers: [String] = []
    for step in 1...min(trace.steps, 2) {
      answers.append("step \(step):")
      for (position, line) in lesson.program.lines.numbered where line.formula != nil {
        guard let value = trace.value(of: position, at: step), let changed = change(line, value)
        else { continue }
        let written = DecimalExpansion(exactly: changed).rounded(to: .digits(digits))
        answers.append("\(line.symbol) = \(written.positional())")
      }
    }
    return try MarkingTests.Marked(name, answers.joined(separator: "\n"))
  }

  @Test(arguments: ["two-layer-sigmoid", "sigmoid-neuron", "xor"], [3, 6])
  func `all deltas negated are one remark and nothing wrong`(lesson: String, digits: Int) throws {
    let marked = try Self.sheet(lesson, digits: digits) { $0.phase == .delta ? -$1 : $1 }
    #expect(marked.marking.conventions.count == 1)
    #expect(English().text(.convention(marked.marking.conventions[0])).contains("opposite sign"))
    #expect(!marked.verdicts.contains(.wrong))
    #expect(!marked.verdicts.contains(.follows))
  }

  @Test func `deltas of net inputs alone may be negated, and gradients too`() throws {
    let nets = try Self.sheet("two-layer-sigmoid") { line, value in
      line.symbol.description.hasPrefix("dE/dnet") ? -value : value
    }
    #expect(nets.marking.conventions.count == 1)
    #expect(!nets.verdicts.contains(.wrong))
    let all = try Self.sheet("two-layer-sigmoid") { line, value in
      line.phase == .gradient || line.symbol.description.hasPrefix("dE/d") ? -value : value
    }
    #expect(all.marking.conventions.count == 1)
    #expect(!all.verdicts.contains(.wrong))
  }

  @Test func `one negated delta is a mistake`() throws {
    let marked = try Self.sheet("two-layer-sigmoid") { line, value in
      line.symbol.description == "dE/dnet_o1" ? -value : value
    }
    #expect(marked.marking.conventions.isEmpty)
    #expect(marked["dE/dnet_o1"]?.explanations == [.signFlipped])
  }

  @Test func `nothing is said of a sheet that keeps to the lesson's conventions`() throws {
    #expect(try Self.sheet("two-layer-sigmoid") { $1 }.marking.conventions.isEmpty)
    #expect(try Self.sheet("xor") { $1 }.marking.conventions.isEmpty)
  }

  @Test func `a sheet without the half of the loss is marked by its own loss`() throws {
    // Without ½, E, its derivatives and so the changes of the weights are twice as large.
    let lesson = """
      input x = 1.5, t = 0.2
      param w = 0.8
      a = tanh(w*x)
      E = 1/2*(t - a)^2
      minimize E by gd(rate: 0.1), steps: 1
      """
    // tanh 1.2 = 0.833655; (0.2 − 0.833655)² = 0.401518; 2·0.633655 = 1.267309;
    // 1.267309·(1 − 0.833655²)·1.5 = 0.579832; 0.8 − 0.0579832 = 0.742017.
    let marked = try MarkingTests.Marked(
      lesson,
      "a = 0.833655\nE = 0.401518\ndE/da = 1.26731\ndE/dw = 0.579832\nw' = 0.742017")
    #expect(marked.verdicts == [.right, .right, .right, .right, .right])
    #expect(marked.marking.conventions.count == 1)
    #expect(English().text(.convention(marked.marking.conventions[0])).contains("½"))
  }

  @Test func `a sum where the lesson has a mean`() throws {
    let lesson = """
      input x[1..3] = [1, 2, 3]
      input y[1..3] = [1, 3, 2]
      param w = 0.5
      E = mean(n: (w*x[n] - y[n])^2)
      minimize E by gd(rate: 0.1), steps: 1
      """
    // (0.5 − 1)² + (1 − 3)² + (1.5 − 2)² = 4.5; 2·(−0.5·1 − 2·2 − 0.5·3) = −12; 0.5 + 1.2 = 1.7.
    let marked = try MarkingTests.Marked(lesson, "E = 4.5\ndE/dw = -12\nw' = 1.7")
    #expect(marked.verdicts == [.exact, .exact, .exact])
    #expect(marked.marking.conventions.count == 1)
    #expect(English().text(.convention(marked.marking.conventions[0])).contains("3 times"))
  }

  /// L = w²: 1 and 2, where the sheet has twice as much.
  @Test func `a factor with several reasons names them by their size`() throws {
    let lesson = """
      input x[1..2,1..4] = 1
      param w = 1
      L = mean(i: mean(j: (w*x[i,j])^2))
      differentiate L
      """
    let marked = try MarkingTests.Marked(lesson, "L = 2\ndL/dw = 4")
    #expect(marked.verdicts == [.exact, .exact])
    #expect(
      marked.marking.conventions
        == [.loss("L", times: 2, [.summedNotAveraged(2), .summedAndHalved(4)])])
  }

  @Test func `the other forms of momentum`() throws {
    let lesson = """
      param w = 2
      L = w^2
      minimize L by momentum(rate: 0.1, mu: 0.9), steps: 3
      """
    // v' = 0.9·v − 0.1·2w, w' = w + v': −0.4, 1.6; −0.68, 0.92; −0.796, 0.124.
    let inside = try MarkingTests.Marked(
      lesson,
      "v(w) = -0.4\nw' = 1.6\nstep 2:\nv(w) = -0.68\nw' = 0.92\nstep 3:\nv(w) = -0.796\nw' = 0.124")
    #expect(inside.verdicts.allSatisfy { $0 == .exact })
    #expect(
      inside.marking.conventions.map {
        English().text(.convention($0)).contains("v' = mu*v - rate*g")
      } == [true])
    // v' = 0.9·v + 0.1·2w, w' = w − 0.1·v': 0.4, 1.96; 0.752, 1.8848.
    let mean = try MarkingTests.Marked(
      lesson, "v(w) = 0.4\nw' = 1.96\nstep 2:\nv(w) = 0.752\nw' = 1.8848")
    #expect(mean.verdicts.allSatisfy { $0 == .exact })
    #expect(mean.marking.conventions.count == 1)
  }

  @Test func `two conventions at once`() throws {
    let lesson = """
      input x = 1.5, t = 0.2
      param w = 0.8
      z = w*x
      a = tanh(z)
      E = 1/2*(t - a)^2
      minimize E by gd(rate: 0.1), steps: 1
      """
    // As above without the half; δ = −2·0.633655·(1 − 0.833655²) = −0.386555.
    let marked = try MarkingTests.Marked(
      lesson, "E = 0.401518\ndE/dz = -0.386555\ndE/da = -1.26731\nw' = 0.742017")
    #expect(marked.verdicts == [.right, .right, .right, .right])
    #expect(marked.marking.conventions.count == 2)
  }
}
