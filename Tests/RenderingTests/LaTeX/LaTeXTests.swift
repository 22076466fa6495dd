import Diagnostics
import Decimals
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

struct `A lesson in LaTeX` {
  private static func latex(
    _ document: String, change: (inout ShowOptions) -> Void = { _ in }, slides: Bool = false,
    fragment: Bool = false
  ) throws -> String {
    let lesson = try Lesson.read(Source(name: "my lesson.md", text: document))
    let trace = try Trace(running: lesson.program)
    var options = ShowOptions()
    options.tables = slides ? .none : .afterWorking
    change(&options)
    var paper = PaperOptions()
    (paper.name, paper.isSlides, paper.isFragment) = ("my lesson", slides, fragment)
    let walkthrough = Walkthrough(lesson, trace, options, fractions: .stacked)
    return LaTeXFormat(paper).document(walkthrough).text
  }

  private static let small = """
    # One weight

    ```lesson
    input x = 3, t = 1
    param w = 2, b = -0.5
    z = w*x + b
    L = (z - t)^2/4
    minimize L by gd(rate: 0.1), steps: 2
    decimals 4
    ```

    """

  /// z = 2·3 − 0.5 = 5.5, L = 4.5²/4 = 5.0625, ∂L/∂z = 4.5/2 = 2.25.
  @Test func `has formulas, numbers put in and results`() throws {
    let text = try Self.latex(Self.small)
    #expect(text.contains("z & = w\\,x + b = 2\\cdot 3 - 0.5 = 5.5 \\\\[1ex]"))
    #expect(text.contains("L & = \\frac{(z - t)^{2}}{4} = \\frac{(5.5 - 1)^{2}}{4} = 5.0625"))
    #expect(text.contains("\\frac{\\partial L}{\\partial z} & = "))
    #expect(text.hasPrefix("% One weight -- made by chainrule, do not edit\n\\documentclass"))
    #expect(text.hasSuffix("\\end{document}\n"))
  }

  /// ∂L/∂w = 2.25·3 = 6.75, ∂L/∂b = 2.25; w⁺ = 2 − 0.675 = 1.325, b⁺ = −0.5 − 0.225 = −0.725.
  @Test func `has tables whose columns fit their numbers`() throws {
    let text = try Self.latex(Self.small) { $0.tables = .alone }
    let updates = """
      \\begin{tabular}{
        l
        S[table-format=-1.1]
        S[table-format=1.2]
        S[table-format=-1.3]
      }
      \\toprule
      parameter & {$w$} & {$\\partial L/\\partial w$} & {$w^{+}$} \\\\
      \\midrule
      $w$ & 2 & 6.75 & 1.325 \\\\
      $b$ & -0.5 & 2.25 & -0.725 \\\\
      \\bottomrule
      """
    #expect(text.contains(updates))
    for key in ["given", "forward", "deltas", "gradients", "updates", "steps"] {
      #expect(text.contains("\\label{tab:my-lesson-\(key)}"))
    }
    #expect(!text.contains("align*"))
  }

  @Test func `a fragment has no preamble and names the packages it needs`() throws {
    let text = try Self.latex(Self.small, fragment: true)
    #expect(text.contains("% Needs \\usepackage{amsmath,booktabs,siunitx}\n"))
    #expect(!text.contains("\\documentclass"))
  }

  /// A table that floats would stand amid the prose behind it; in another's document it may.
  @Test func `a table floats in a fragment only`() throws {
    let page = try Self.latex(Self.small)
    #expect(page.contains("\\begin{table}[H]\n") && !page.contains("[htbp]"))
    #expect(page.contains(",float,"))
    let fragment = try Self.latex(Self.small, fragment: true)
    #expect(fragment.contains("\\begin{table}[htbp]\n") && !fragment.contains("[H]"))
  }

  /// In braces a minus sign is that of a number: of 0.33 − 0.33333.
  @Test func `a minus sign behind words is no difference`() throws {
    let text = try Self.latex("```lesson\nconst t = 3\nz = 1/t\n```\n") {
      $0.byHand = .digits(2)
    }
    #expect(text.contains("{-0.0033}"))
  }

  /// A letter of a typewriter is half as wide as the em of its font.
  @Test func `signs are as wide as letters where text stands in columns`() throws {
    let text = try Self.latex(
      """
      Words with ∂a.

      ```text
      a   −1  ∂b
        · 2
      ```

      ```lesson
      const t = 3
      ```
      """)
    #expect(text.contains("Words with $\\partial $a."))
    let box = "\\makebox[0.5em]"
    #expect(text.contains("\\texttt{a~~ \(box){$-$}1~ \(box){$\\partial $}b}"))
    #expect(text.contains("\\texttt{\\hspace*{1.0em}\(box){$\\cdot $} 2}"))
  }

  @Test func `slides show one line after the other`() throws {
    let text = try Self.latex(Self.small, slides: true)
    #expect(
      text.contains(
        """
        \\uncover<1->{z} & \\uncover<1->{= w\\,x + b} \\\\
         & \\uncover<2->{= 2\\cdot 3 - 0.5} \\\\
         & \\uncover<3->{= 5.5}
        """))
  }

  @Test func `needs another compiler only for letters that pdflatex lacks`() throws {
    func document(_ name: String) -> String { "# Title\n\n```lesson\nconst \(name) = 1\n```\n" }
    let plain = try Self.latex(document("beta"))
    #expect(!plain.contains("xelatex"))
    let east = try Self.latex(document("损失"))
    #expect(east.contains("% Compile with xelatex") && east.contains("{ctex}"))
    #expect(east.contains("$\\text{损失} = 1$"))
    #expect(try Self.latex(document("ж")).contains("{fontspec}"))
  }

  /// No character of the lesson's text reaches LaTeX as a command.
  @Test func `obeys nothing that a lesson holds`() throws {
    let text = try Self.latex(
      """
      # \\input{/etc/passwd} % & # _ ^ ~ $x\u{1B}[0m

      \\write18{id} ^^5cinput{x} $\\openin5=x$ `\\end{verbatim}`

      > \\input{a}

      - \\input{b}

      | \\input{c} |

      ```python
      \\end{verbatim}\\input{d}
      ```

      ```lesson
      param __x = 1 # \\input{e}
      L = __x^2
      differentiate L
      ```
      """)
    #expect(!text.contains("\u{1B}"))
    let body = try #require(text.firstRange(of: "\\begin{document}"))
    let known: Set<String> = [
      "begin", "end", "section", "subsection", "emph", "textbackslash", "textbar",
      "textasciicircum",
      "textless", "textgreater",
      "textasciitilde", "texttt", "allowbreak", "makebox", "bullet", "small", "par", "hspace",
      "quad", "linewidth", "mathit", "frac", "partial", "cdot", "toprule", "midrule", "bottomrule",
      "label", "caption", "centering", "raggedright", "relpenalty", "tabularnewline",
    ]
    for part in text[body.upperBound...].split(separator: "\\") {
      let name = part.prefix { $0.isASCII && $0.isLetter }
      #expect(name.isEmpty || known.contains(String(name)), "\\\(name)")
    }
  }

  @Test func `sets the tables of an author as tables`() throws {
    let text = try Self.latex(
      """
      | a & b | \\[x^2\\] |
      |---|:-:|
      | [1ex] | `c` | too many |
      | one |

      | no | dashes |
      | here | |

      |
      |---|

      ```lesson
      const a = 1
      ```
      """)
    #expect(
      text.contains(
        """
        \\begin{tabular}{ll}
        \\toprule
        {}a \\& b & $x^{2}$ \\\\
        \\midrule
        {}[1ex] & \\texttt{c} \\\\
        {}one &  \\\\
        \\bottomrule
        """))
    #expect(text.contains("\\textbar{} no \\textbar{} dashes \\textbar{}"))
  }

  @Test(arguments: [1000, 2000, 4000])
  func `long formulas are broken in lines that fit`(width: Int) throws {
    let terms = (1...30).map { "a\($0)*\($0).125" }.joined(separator: " + ")
    let names = (1...30).map { "a\($0) = \($0)" }.joined(separator: ", ")
    let lesson = try Lesson.read(
      Source(name: "x.md", text: "```lesson\nconst \(names)\nL = (\(terms))^2/3\n```\n"))
    let trace = try Trace(running: lesson.program)
    let options = ShowOptions.changed { $0.showsAll = true }
    let walkthrough = Walkthrough(lesson, trace, options, fractions: .stacked)
    let equations = LaTeXEquations(width: width)
    for section in walkthrough.sections {
      for equation in section.content.flatMap(\.equations) {
        let left = equations.leftWidth(of: [equation])
        for line in equations.lines(equation, leftWidth: left, oneByOne: false) {
          #expect(left + line.right.width <= width, "\(line.right.text)")
          #expect(MeasuredWidth.of(line.right.text) == line.right.width)
        }
      }
    }
  }
}
