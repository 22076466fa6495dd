import Diagnostics
import Fixtures
import Lessons
import Testing
import Tracing

@testable import Rendering

/// Formulas on GitHub.
struct `Formulas in Markdown` {
  /// The commands that GitHub's formulas are known to show; < and > are no markup as `\lt` and `\gt`.
  private static let commands = Set(
    """
    frac sum prod partial sqrt hat bar tilde dot ln log exp tanh sinh cosh sin cos tan arcsin arccos arctan \
    max min cdot times odot oslash top lfloor rfloor vert left right lvert rvert le ge ne lt gt to infty dots \
    quad text mathrm mathit mathbf begin end
    """.split(separator: " ").map(String.init))

  private static let greek = Set(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi \
    chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
    """.split(separator: " ").map(String.init))

  private static let environments: Set = ["aligned", "cases", "array", "bmatrix"]

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
      for command in page.matches(of: /\\([A-Za-z]+)/).map({ String($0.output.1) }) {
        #expect(Self.commands.contains(command) || Self.greek.contains(command), "\(command)")
      }
      for place in page.matches(of: /\\(?:begin|end)\{([^}]*)\}/) {
        #expect(Self.environments.contains(String(place.output.1)), "\(place.output.0)")
      }
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
