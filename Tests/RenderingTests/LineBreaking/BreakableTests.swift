import Testing

@testable import Rendering

/// Where lines are broken: at the cheapest place after a third of the line.
@Suite struct BreakableTests {
  @Test func `words fill the line, and one that is too long has its own`() {
    let words = BreakableText(words: "one two three four")
    #expect(words.width == 18)
    #expect(words.lines(width: 18) == ["one two three four"])
    #expect(words.lines(width: 9) == ["one two", "three", "four"])
    #expect(BreakableText(words: "abcdefgh ij").lines(width: 4) == ["abcdefgh", "ij"])
  }

  /// Each sign of Chinese or Japanese takes two columns, and a line may end behind any.
  @Test(arguments: [
    ("一二三四五", 6, ["一二三", "四五"]), ("一二三", 5, ["一二", "三"]),
    // No line begins with what closes or ends with what opens.
    ("一二。三", 4, ["一", "二。", "三"]), ("一（二）三", 4, ["一", "（二）", "三"]),
    ("一「二」", 4, ["一", "「二」"]), ("一二、三", 5, ["一", "二、", "三"]),
    // Between them and Latin words, never inside a word or a number.
    ("一net二", 4, ["一", "net", "二"]), ("一3.1415二", 6, ["一", "3.1415", "二"]),
    ("一“two”二", 5, ["一", "“two”", "二"]), ("net input", 3, ["net", "input"]),
    // A space that was typed stays, but at the end of a line.
    ("一 二 ab", 5, ["一 二", "ab"]),
  ])
  func `lines of East Asian scripts end between signs`(text: String, width: Int, lines: [String]) {
    #expect(BreakableText(words: text).lines(width: width) == lines)
  }

  @Test func `a cheap break comes before a later one that costs more`() {
    var text = BreakableText()
    text.append("a")
    text.append("*b", breakCost: 2)
    text.append("+ c", afterSpace: true, breakCost: 0)
    text.append("*d", breakCost: 2)
    #expect(text.unbroken == "a*b + c*d")
    #expect(text.lines(width: 7) == ["a*b", "+ c*d"])
  }

  @Test func `a break in parentheses is less welcome than one outside`() {
    var writer = BreakableWriter<String>()
    writer.write("cccc")
    writer.startPiece(afterSpace: true, cost: 0)
    writer.write("+ f")
    writer.open("(")
    writer.write("a")
    writer.startPiece(afterSpace: true, cost: 0)
    writer.write("+ b")
    writer.close(")")
    writer.flush()
    #expect(writer.result.unbroken == "cccc + f(a + b)")
    #expect(writer.result.lines(width: 11) == ["cccc", "+ f(a + b)"])
  }

  /// A digit is half an em wide.
  @Test func `pieces of LaTeX are broken by the same rule`() {
    var line = BreakableLaTeX()
    line.append(LaTeXPiece(characters: "1"))
    line.append(LaTeXPiece(characters: "2"), breakCost: 0)
    #expect(line.lines(width: 100).map(\.text) == ["12"])
    #expect(line.lines(width: 99).map(\.text) == ["1", "2"])
  }
}
