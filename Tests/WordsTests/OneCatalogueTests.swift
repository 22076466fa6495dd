import Checking
import Decimals
import Diagnostics
import Fixtures
import Formulas
import Foundation
import Lessons
import Programs
import Reports
import Testing
import Tracing
import Words

@testable import Rendering

/// All that readers are told comes from the catalogue.
@Suite struct OneCatalogueTests {
  private static let lesson = """
    ```lesson
    input x[1..6] = 0.5
    target t = 0.5
    param a[1..6] = 0.1
    param b = 0.2
    param c = 0
    z = sum(i: a[i]*x[i]) + b
    v = if(z > 0, z, b)
    y = sigmoid(z)
    E = (y - t)^2/2 + max(c, 0) + v*x[1]*x[2]*x[3]*x[4]*x[5]*x[6]*b*c*t
    minimize E by momentum(rate: 0.1, mu: 0.9), steps: 30
    claim dE/db = y - t
    claim dE/dc = 1
    ```
    """

  private func run() throws -> (lesson: Lesson, trace: Trace) {
    let lesson = try Lesson.read(Source(name: "l.md", text: Self.lesson))
    return (lesson, try Trace(running: lesson.program))
  }

  private var options: ShowOptions {
    var options = ShowOptions()
    options.language = MarkedWords()
    options.width = 1000
    return options
  }

  /// Names of the lesson and of its rule, and what formulas and notations are made of.
  private static let names: Set<String> = [
    "momentum", "rate", "mu", "sigmoid", "max", "dE", "db", "dc", "da", "dz", "dy", "dv", "dx",
    "new", "via",
  ]

  private func expectNoOwnWords(_ text: String, besides names: Set<String> = []) {
    #expect(text.contains("⟦"))
    #expect(MarkedWords.unmarkedWords(of: text).subtracting(names).subtracting(Self.names) == [])
  }

  @Test(arguments: ["", "tables", "by hand", "steps", "key", "sheet"])
  func `a page has no words of its own`(kind: String) throws {
    let (lesson, trace) = try run()
    var options = options
    switch kind {
    case "tables": options.tables = .afterWorking
    case "by hand": options.byHand = .digits(3)
    case "steps": options.steps = 30...31
    case "key": options.exercise = Exercise(isKey: true)
    case "sheet": options.exercise = Exercise(isKey: false)
    default: break
    }
    let page = Walkthrough(lesson, trace, options, fractions: .inRow)
    expectNoOwnWords(text(page, options))
  }

  @Test func `an explanation, a graph and a plot have none`() throws {
    let (lesson, trace) = try run()
    let line = try #require(lesson.program.lines.firstIndex { $0.symbol.description == "dE/dz" })
    let question = Question(line: line, via: nil, step: 2, depth: 1)
    expectNoOwnWords(
      text(
        Walkthrough(lesson, trace, answering: question, options, fractions: .inRow), options))
    let graph = GraphPicture(lesson, trace, options)
    let plot = try #require(
      Plot(
        [Plot.Series([.words("E")], steps: 1...31) { trace.value(of: line, at: $0) }],
        scale: .automatic, in: MarkedWords()))
    expectNoOwnWords(text(plot, options))
    for drawing in [graph.drawing, plot.drawing(title: "")] {
      let labels = drawing.shapes.compactMap { shape in
        if case .label(let label) = shape {
          MathNode.row(label.text).text(isASCII: false)
        } else {
          nil
        }
      }
      expectNoOwnWords(([drawing.description] + labels).joined(separator: "\n"))
    }
  }

  @Test func `reports have none`() throws {
    let (lesson, trace) = try run()
    let report = GradientReport(
      lesson: lesson, trace: trace, check: try GradientCheck(trace) { _, _ in },
      claims: try ClaimCheck(lesson.claims, trace), options: options)
    expectNoOwnWords(text(report.walkthrough, options))
    let source = Source(
      name: "answers.txt",
      text: "digits 4\nz = 2,3\ny = 0.9\nE = 0.5 + 0.1 = 0.1\ndE/db = -0.04\nq = 1\nstep 2:\nz =\n")
    let sheet = AnswerSheet.read(source, of: lesson, trace)
    let marking = MarkingReport(
      lesson, trace, sheet, try Marking(sheet, of: lesson, trace), in: MarkedWords())
    for format in MarkingFormat.allCases where format.isForPeople {
      expectNoOwnWords(marking.text(as: format, options))
    }
    let form = AnswerForm(
      lesson, trace, [(1, TracedNumber(line: 0, step: 1))], to: .digits(4), in: MarkedWords())
    expectNoOwnWords(form.filledIn, besides: ["digits"])
  }

  // The sources.

  /// Literals in which words stand, although no reader sees them as such.
  private static let exceptions: Set<String> = [
    "'STIX Two Text','Times New Roman',Times,'Liberation Serif','DejaVu Serif',serif",
    "digits with an exponent are a number", "U+2800 to U+28FF are the Braille characters",
    "U+FDD0 to U+FDEF are noncharacters",
  ]

  @Test(arguments: [
    "Rendering/Walkthrough", "Rendering/Walkthrough/Content", "Rendering/Pictures",
    "Rendering/Pictures/Graph", "Rendering/Pictures/Plot", "Rendering/Text", "Rendering/Names",
    "Reports", "Reports/Marking", "Checking/Marking", "Checking/Worksheets", "Checking/Gradients",
  ])
  func `no sentence stands in the sources`(folder: String) throws {
    let sources = ProjectFolder.sources.appending(path: folder)
    let files = try sources.fileNames.filter { $0.hasSuffix(".swift") }
    #expect(!files.isEmpty)
    for file in files {
      for line in try sources.text(file).split(separator: "\n") {
        let code = line.drop { $0 == " " }
        if code.hasPrefix("//") { continue }
        for literal in code.matches(of: /"((?:[^"\\]|\\.)*)"/).map({ String($0.1) })
        where literal.contains(/[A-Za-z]{2,} [A-Za-z]{2,}/) && !Self.exceptions.contains(literal) {
          if literal.contains("=\\\"") || literal.contains("</") { continue }
          Issue.record("\(folder)/\(file): \"\(literal)\"")
        }
      }
    }
  }
}
