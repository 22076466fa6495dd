import Diagnostics
import Fixtures
import Lessons
import Testing
import Tracing

@testable import Rendering

/// Formulas on GitHub.
struct `Formulas in Markdown` {
  private static func page(_ name: String, _ change: (inout ShowOptions) -> Void = { _ in }) throws
    -> String
  {
    let lesson = try Lesson.shipped(name)
    let trace = try Trace(running: lesson.program)
    let options = ShowOptions.changed(change)
    return MarkdownFormat().text(Walkthrough(lesson, trace, options, fractions: .stacked))
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `have no commands but those of the list`(lesson: String) throws {
    for change in [{ _ in }, { $0.showsAll = true }, { $0.showsMatrices = true }]
      as [(inout ShowOptions) -> Void]
    {
      let page = try Self.page(lesson) { options in
        options.steps = 1...1
        change(&options)
      }
      #expect(MarkdownCommands.unknown(in: page).isEmpty)
    }
  }

  @Test(arguments: [
    ("\\operatorname{softmax}_{1}(z)", "\\mathrm{softmax}_{1}\\,(z)"),
    ("\\operatorname{sign}(x)", "\\mathrm{sign}\\,(x)"), ("\\tfrac{1}{2}", "\\frac{1}{2}"),
    ("2\\biggl(\\frac{a}{b}\\biggr)", "2\\left(\\frac{a}{b}\\right)"),
    ("a & = \\biggl(b", "a & = (b"), ("{} + c\\biggr)", "{} + c)"),
  ])
  func `are written in them`(latex: String, text: String) {
    #expect(MarkdownMath.line(latex) == text)
  }

  /// A bar would end the cell of a table.
  @Test func `have no bar`() {
    #expect(MarkdownText.formula(LaTeXPiece(characters: "|x|")) == "$`\\vert x\\vert`$")
  }
}
