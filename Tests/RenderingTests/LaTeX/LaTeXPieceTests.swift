import Decimals
import Diagnostics
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

/// What a piece of LaTeX says of itself.
///
/// A digit is half an em wide, and a script three quarters as large as what it stands beside.
struct LaTeXPieceTests {
  private func name(_ name: String) -> MathNode { .name(SymbolNotation().name(.named(name))) }

  private func number(_ digits: String) -> MathNode { .number(NumberText(significand: digits)) }

  /// Of letters: w 0.88 em, x 0.6, σ 0.65.
  @Test func `widths are those of letters, scripts, fractions and roots`() {
    let math = LaTeXMath()
    #expect(math.piece(number("12.5")).width == 3 * 50 + 28)
    #expect(math.piece(name("w1")).width == 88 + 42)
    #expect(math.piece(.power(name("x1"), number("2"))).width == 60 + 42)
    #expect(math.piece(.fraction(name("x"), number("2"))).width == 60 + 24)
    #expect(math.piece(.root(name("sigma"))).width == 65 + 90)
    #expect(math.piece(.row([name("x"), .sign(.plus), number("1")])).width == 60 + 123 + 50)
  }

  @Test func `scripts above and below one another take the place of the wider one`() {
    let piece = LaTeXPiece(characters: "x") + .lowered(LaTeXPiece(characters: "123"))
    #expect(piece.width == 60 + 150 * 3 / 4 + 5)
    #expect((piece + .raised(LaTeXPiece(characters: "2"))).width == piece.width)
    #expect((piece.inBraces + .raised(LaTeXPiece(characters: "2"))).width == piece.width + 42)
  }

  /// A line is 1.2 high, a fraction 2.2; rows of a matrix are lines, with a little room.
  @Test func `heights are those of the highest part`() {
    let math = LaTeXMath()
    let half = MathNode.fraction(number("1"), number("2"))
    #expect(math.piece(name("x")).height == 12)
    #expect(math.piece(.row([name("x"), .sign(.plus), half])).height == 22)
    #expect(math.piece(.matrix([[number("1")], [number("2")], [half]])).height == 39)
    #expect(math.piece(.matrix([[number("1"), number("2")]])).height == 12)
  }

  @Test func `a block needs what its pieces need`() {
    let formula = TypedMath("\\mathbb R").map { LaTeXPiece($0) } ?? LaTeXPiece()
    #expect(formula.needs.packages == [.amssymb])
    let block: LaTeXBlock = "a \(formula) \(LaTeXText.words("é")) b"
    #expect(block.text == "a \\mathbb{R} é b")
    #expect(block.needing([.tikz]).needs.packages == [.amssymb, .tikz])
    #expect(block.needs.letters == .latin)
    #expect(LaTeXBlock(LaTeXText.words("жé")).needs.letters == .other)
    #expect([block, "\(LaTeXText.words("损"))"].parted(by: "").needs.letters == .east)
    #expect(LaTeXText.words("−½√ŷ").needs.letters == .ascii)
  }

  @Test func `signs of one kind are one script`() {
    #expect(LaTeXText.words("x₁₂²⁻¹").text == "x$_{12}{}^{2-1}$")
    #expect(LaTeXText.words("∂ŷ₁′₂").text == "$\\partial \\hat{y}{}_{1}{}'_{2}$")
  }

  private static let lessons =
    AwkwardLines.lessons
    + ["two-layer-sigmoid", "xor", "softmax", "attention-head", "batch-norm", "activations"]
    .compactMap(ShippedLessons.text)

  /// No piece is measured when a page is made; here each of them is.
  @Test(arguments: lessons, [false, true])
  func `the pieces of a lesson are as wide as their text`(text: String, asMatrices: Bool) throws {
    let lesson = try Lesson.read(Source(name: "lesson.md", text: text), files: .shipped)
    let run = lesson.variants.first ?? lesson
    let options = ShowOptions.changed { ($0.showsMatrices, $0.showsAll) = (asMatrices, true) }
    let page = Walkthrough(run, try Trace(running: run.program), options, fractions: .stacked)
    var count = 0
    for equation in page.sections.flatMap(\.content).flatMap(\.equations) {
      for math in [LaTeXMath(), LaTeXMath(widest: 1500), LaTeXMath(isInline: true)] {
        let left = math.piece(equation.left)
        #expect(left.width == MeasuredWidth.of(left.text), "\(left.text)")
        for line in equation.rows.flatMap({ math.breakable($0).lines(width: 0) }) {
          #expect(line.width == MeasuredWidth.of(line.text), "\(line.text)")
          count += 1
        }
      }
    }
    #expect(count > 20)
  }

  @Test func `names of indices are one script`() {
    #expect(LaTeXMath().index("2my_i+1,α").text == "2my\\_i+1,\\alpha ")
  }
}
