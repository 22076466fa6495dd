import Decimals
import Rendering
import Testing

/// The numbers of a line have so many digits that its result follows from them.
struct `Operands` {
  private static func decimals(_ count: Int) -> ShowOptions {
    .changed { $0.precision = .decimals(count) }
  }

  @Test func `have more digits where nearly equal numbers are subtracted`() throws {
    let shown = try ShownLesson("const a = 1.2345678\nconst b = 1.2345611\nd = a - b\ndigits 4")
    #expect(shown.rows("d") == ["a − b", "1.2345678 − 1.2345611", "6.7×10⁻⁶"])
  }

  @Test func `keep the digits asked for where the result follows from them`() throws {
    let shown = try ShownLesson(
      "const a2 = 2.4691356, b2 = 6.4691222\na = a2/2\nb = b2/2\nd = a*b\ndigits 4")
    #expect(shown.rows("d") == ["a·b", "1.235·3.235", "3.993"])
  }

  /// To four decimals a is 0.0100, of which 0.01 would be seen: as good as 0.0095 to 0.0105.
  @Test func `are not rounded to digits that are zeros and not printed`() throws {
    let shown = try ShownLesson(
      "const a2 = 0.0199085094\na = a2/2\np = a*0.05", options: Self.decimals(3))
    #expect(shown.rows("a").last == "0.01")
    #expect(shown.rows("p") == ["a·0.05", "0.00995·0.05", "4.98×10⁻⁴"])
  }

  /// 1.00005 needs a fifth decimal, and a fifth decimal would make 0.00001 of a.
  @Test func `never have fewer digits than elsewhere on the page`() throws {
    let shown = try ShownLesson(
      "const a2 = 1.454868e-5, b2 = 2.0001\na = a2/2\nb = b2/2\nd = (b - 1)*a",
      options: Self.decimals(4))
    #expect(shown.rows("a").last == "7.274×10⁻⁶")
    #expect(shown.rows("d") == ["(b − 1)·a", "(1.00005 − 1)·7.2743×10⁻⁶", "3.637×10⁻¹⁰"])
  }

  /// 0.02·4.94 is 0.0988 on paper and 0.09880000000000001 in doubles.
  @Test func `show nothing of what computing in doubles loses`() throws {
    let shown = try ShownLesson(
      "const b = 4.94, c = 0.098765\na = 0.02*b\nd = a - c", options: Self.decimals(4))
    #expect(shown.rows("d") == ["a − c", "0.0988 − 0.098765", "3.5×10⁻⁵"])
  }

  /// 0.1·3 is 0.30000000000000004 in doubles, and the difference to 0.3 is nothing else.
  @Test func `show what doubles lose where nothing else is left`() throws {
    let shown = try ShownLesson(
      "const a = 0.1\nb = a*3\nd = b - 0.3", options: Self.decimals(15))
    #expect(shown.rows("b") == ["a·3", "0.1·3", "0.3"])
    #expect(shown.rows("d")[1] == "0.30000000000000004 − 0.3")
    #expect(shown.rows("d")[2].hasPrefix("5.55111512312578×10⁻¹⁷"))
  }
}
