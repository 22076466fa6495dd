import Decimals
import Formulas
import Lessons
import Testing
import Words

@testable import Rendering

@Suite struct SVGFormatTests {
  private func spans(_ name: String, indices: [Int] = []) -> [DrawnText.Span] {
    DrawnText([.name(SymbolNotation().name(.quantity(name, indices)))]).spans
  }

  @Test func `names have real subscripts, superscripts and Greek letters`() {
    #expect(
      spans("w5") == [.init(text: "w", isItalic: true), .init(text: "5", level: -1)])
    #expect(
      spans("beta_in") == [
        .init(text: "β", isItalic: true), .init(text: "in", level: -1, isItalic: true),
      ])
    #expect(
      spans("W1", indices: [2, -3]) == [
        .init(text: "W", isItalic: true), .init(text: "(1)", level: 1),
        .init(text: "2,−3", level: -1),
      ])
  }

  @Test func `numbers have a real power of ten`() {
    let number = NumberText(significand: "-1.5", exponent: -7)
    #expect(
      DrawnText([.number(number)]).spans == [
        .init(text: "−1.5×10"), .init(text: "−7", level: 1),
      ])
  }

  @Test func `a subscript is lowered and what follows comes back up`() {
    var drawing = Drawing(title: "t", description: "d", language: English(), width: 10, height: 10)
    let name = MathNode.name(SymbolNotation().name(.quantity("w5", [])))
    drawing.shapes = [
      .label(.init(text: [name, .words(" and")], point: .init(x: 1, y: 2), size: 10))
    ]
    // 0.3 letters down, and as much up again.
    #expect(
      SVGFormat().text(drawing).contains(
        "<tspan font-style=\"italic\">w</tspan><tspan dy=\"3\" font-size=\"7.5\">5</tspan>"
          + "<tspan dy=\"-3\"> and</tspan></text>"))
  }

  @Test(arguments: [
    ("<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;"), ("]]>", "]]&gt;"),
    ("a\u{0}\u{1B}[31m\u{202E}b\nc", "a[31mbc"), ("\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"),
    ("反向 ŵ 😀", "反向 ŵ 😀"),
  ])
  func `text is no markup, and has no characters that XML lacks`(text: String, escaped: String) {
    #expect(SVGFormat.escaped(text) == escaped)
  }

  @Test(arguments: [
    (0.0, "0"), (1.5, "1.5"), (-0.004, "0"), (-0.25, "-0.25"), (12.345, "12.35"), (2.05, "2.05"),
  ])
  func `lengths have two decimals`(length: Double, text: String) {
    #expect(length.twoDecimals == text)
  }
}
