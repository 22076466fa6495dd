import Decimals
import Testing

@testable import Rendering

/// How the numbers of one family are printed: as many decimals for each.
struct `The digits of a family` {
  private static func texts(
    _ values: [Double], _ precision: Precision? = nil, isTerm: Bool = false, most: Int? = nil
  ) -> [String] {
    let rule = DigitFormat.Rule(precision: precision, mostDecimals: most)
    let format = DigitFormat(of: values, isTerm: isTerm, by: rule)
    return values.map { format.text($0).typed }
  }

  private static let irrational = 2.0.squareRoot() / 2

  /// Four decimals, but never fewer than four nor more than six digits in the largest number.
  @Test(
    arguments: [
      ([0.75339811], ["0.7534"]), ([0.0379003, 0.00039028], ["0.03790", "0.00039"]),
      ([12.34561234], ["12.3456"]), ([1234.567891], ["1234.57"]),
      ([0.5, 0.5179321, 0], ["0.5000", "0.5179", "0"]), ([123456.7891], ["123457"]),
      // With rounding errors below 4·10⁻¹⁵ of them.
      ([0.37750000000000006, 0.3925], ["0.3775", "0.3925"]), ([4, 0.25], ["4", "0.25"]),
      ([0, 0], ["0", "0"]), ([0.1 + 0.2], ["0.3"]),
    ] as [([Double], [String])])
  func `are four decimals by themselves`(values: [Double], texts: [String]) {
    #expect(Self.texts(values) == texts)
  }

  /// What would keep fewer than two digits has four of its own; all have, where that befalls more than
  /// a third.
  @Test(
    arguments: [
      ([1.4360001e-6], ["1.436e-6"]), ([7.1234567e-4, 6.5555555e-4], ["7.123e-4", "6.556e-4"]),
      (
        [0.75339811, 0.56789123, 0.45678912, 0.000012345],
        ["0.7534", "0.5679", "0.4568", "1.235e-5"]
      ),
      ([0.75339811, 0.000012345], ["7.534e-1", "1.235e-5"]), ([123456789.5], ["1.235e8"]),
      ([1.00000004e-6], ["1.000e-6"]), ([2e-6], ["2e-6"]),
    ] as [([Double], [String])])
  func `are those of a power of ten where little would be left`(
    values: [Double], texts: [String]
  ) {
    #expect(Self.texts(values) == texts)
  }

  @Test func `of an optimizer's term have powers for all as soon as one needs it`() {
    let values = [0.75339811, 0.56789123, 0.45678912, 0.000012345]
    #expect(
      Self.texts(values, isTerm: true) == ["7.534e-1", "5.679e-1", "4.568e-1", "1.235e-5"])
  }

  @Test func `follow what is asked for`() {
    let values = [0.593269992, 0.0059688437]
    #expect(Self.texts(values, .digits(3)) == ["5.93e-1", "5.97e-3"])
    #expect(Self.texts(values, .digits(9)) == ["0.593269992", "0.005968844"])
    #expect(Self.texts(values, .decimals(2)) == ["5.9e-1", "6.0e-3"])
    #expect(Self.texts([0.593269992], .decimals(2)) == ["0.59"])
    #expect(Self.texts([0.593269992, 0.25], .digits(9), most: 6) == ["0.593270", "0.250000"])
    // With digits asked for, the border of small numbers is 10⁻⁴.
    #expect(Self.texts([0.000438567734], .digits(4)) == ["0.0004386"])
    #expect(Self.texts([0.0000438567734], .digits(4)) == ["4.386e-5"])
  }

  @Test func `say what is no number`() {
    #expect(Self.texts([.nan, .infinity, -.infinity]) == ["nan", "inf", "-inf"])
  }
}

/// A page with one number of decimals for each family, on which every line follows from its numbers.
struct `The digits of a page` {
  private static func decimals(_ count: Int) -> ShowOptions {
    .changed { $0.precision = .decimals(count) }
  }

  @Test func `of typed numbers are those that were typed`() throws {
    let shown = try ShownLesson("const a = 1.2345678\nconst b = 1.2345611\nd = a - b")
    #expect(shown.rows("d") == ["a − b", "1.2345678 − 1.2345611", "6.700×10⁻⁶"])
  }

  /// 1.2346·3.2346 = 3.99344; with 1.235·3.235 it would be 3.995.
  @Test func `are more for operands from which a result does not follow`() throws {
    let shown = try ShownLesson(
      "const a2 = 2.4691356, b2 = 6.4691222\na = a2/2\nb = b2/2\nd = a*b\ndigits 4")
    #expect(shown.rows("a").last == "1.2346")
    #expect(shown.rows("d") == ["a·b", "1.2346·3.2346", "3.993"])
    #expect(
      shown.text.split(separator: "\n").joined(separator: " ").contains(
        "Computed in full, the largest number of a kind shown to 4 digits, the others to as many "
          + "decimals; a and b with one more."))
  }

  /// √2 − 1.41421 is 0.0000035624: the root would need nine decimals, two more than it may have.
  @Test func `do not show numbers from which a result does not follow`() throws {
    let shown = try ShownLesson("const c = 2\na = sqrt(c)\nd = a - 1.41421")
    #expect(shown.rows("a").last == "1.4142")
    #expect(
      shown.rows("d") == ["a − 1.41421", "3.562×10⁻⁶\n  needs more digits than are shown"])
  }

  /// 10 σ(0.3) − 5.5 = 0.244425…: 0.5744 gives 0.244, one decimal more 0.2444, which is no more than 1.5
  /// units off.
  @Test func `say of which family one more is shown`() throws {
    let shown = try ShownLesson("const z = 0.3\np = sigmoid(z)\nq = 10*p - 5.5")
    #expect(shown.rows("p").last == "0.57444")
    #expect(shown.rows("q").dropFirst().map { $0 } == ["10·0.57444 − 5.5", "0.2444"])
    #expect(
      shown.text.split(separator: "\n").joined(separator: " ").hasSuffix(
        "Computed in full, shown to 4 decimals; p with one more. So the last digit of a result may "
          + "be another one than the shown numbers give."))
  }

  @Test func `are never more than so many decimals where that is asked for`() throws {
    let shown = try ShownLesson(
      "const z = 0.3\np = sigmoid(z)\nq = 10*p - 5.5", options: Self.decimals(4))
    #expect(shown.rows("p").last == "0.5744")
    #expect(shown.rows("q") == ["10 p − 5.5", "0.2444\n  needs more digits than are shown"])
  }

  /// 0.02·4.94 is 0.0988 on paper and 0.09880000000000001 in doubles.
  @Test func `show nothing of what computing in doubles loses`() throws {
    let shown = try ShownLesson(
      "const b = 4.94, c = 0.098765\na = 0.02*b\nd = a - c", options: Self.decimals(6))
    #expect(shown.rows("d") == ["a − c", "0.0988 − 0.098765", "3.50000×10⁻⁵"])
  }

  /// 0.1·3 is 0.30000000000000004 in doubles, and the difference to 0.3 is nothing else.
  @Test func `are none where nothing but rounding is left`() throws {
    let shown = try ShownLesson(
      "const a = 0.1\nb = a*3\nd = b - 0.3", options: Self.decimals(15))
    #expect(shown.rows("b") == ["a·3", "0.1·3", "0.3"])
    #expect(shown.rows("d").dropFirst().first == "0.3 − 0.3")
    #expect(shown.rows("d").last?.hasPrefix("0") == true)
  }

  /// In a recurrence each line would need one decimal more than the next: h₃ loses its numbers, and
  /// nothing is raised.
  @Test func `are not raised within a recurrence`() throws {
    let shown = try ShownLesson(
      "h[0] = 0.9\nh[t] = 100*sin(h[t-1]) - 20 for t in 1..3")
    #expect(shown.text.contains("needs more digits than are shown"))
    #expect(shown.text.contains("Computed in full, shown to 4 decimals. So the last digit"))
  }
}
