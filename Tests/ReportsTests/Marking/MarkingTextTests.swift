import Decimals
import Diagnostics
import Rendering
import Testing
import Words

@testable import Checking
@testable import Reports

/// What the terminal shows of marks that were made by hand.
///
/// The right numbers are those that the lesson's source publishes, with more digits from its own
/// arithmetic: 0.75136507, 0.0821670406, 0.298371109, 0.291027774, 0.082667628, −0.0226025405.
@Suite struct MarkingTextTests {
  @Test func `a mistake that is carried on`() throws {
    let text = try HandMadeMarks.carriedMistake().text()
    #expect(
      text == """
        A step-by-step backpropagation example: 10 answers

          ok     netₕ₁, outₕ₁, netₒ₁
          wrong  outₒ₁      0.7541       0.7514
                                         looks like two digits swapped
          ok*    ∂E/∂outₒ₁  0.7441       follows from your outₒ₁
          ok*    δₒ₁        0.1380       follows from your outₒ₁
          wrong  ∂E/∂w₅     0.4415       0.08188 with your values, 0.08217 in truth
          ok!    ∂E/∂w₁     0.000438568  right, though your own outₒ₁ gives 0.000436:
                                         copied, or worked again?
          ok*    w₅⁺        0.17925      follows from your ∂E/∂w₅
          ?      dE/dw9                  no such quantity; did you mean ∂E/∂w₁?

        4 right, 3 follow from an earlier mistake, 2 wrong, 1 not understood.
        First mistake: outₒ₁.

        """)
  }

  /// Answers with every other remark, some of them after the step.
  private static func remarks() throws -> HandMadeMarks {
    var marks = try HandMadeMarks()
    marks.sheet.asked = .digits(4)
    marks.sheet.notes = [1, 7].map { ($0, .givenAgain("A decimal comma is read as a point")) }
    marks.conventions = [.rule("dE/d… is given with the other sign.", equations: [])]
    marks.add("net_h1", "0.38", .right, isShort: true)
    marks.add(
      "∂E/∂w₅", "0.0832", .wrong, comment: "p. 12", subject: marks.subject("dE/dw5"),
      expected: 0.0821670406, explanations: [.digitsSwapped],
      arithmetic: .init(text: "0.7423·0.1868·0.5933", value: 0.08226723, formulaIsRight: true))
    marks.add("out_o1", "0.7729", .wrong, explanations: [.copied(marks.number("out_o2"))])
    marks.add("out_o2", "0.7728", .truncated)
    marks.add("dE/dw6", nil, .blank)
    marks.add("dE/dw7", "-0.02261", .slip)
    marks.add(
      "E", "0.2893", .wrong, explanations: [.digitsSwapped, .copied(marks.number("E_o1"))])
    marks.add("E", "0.2984", .wrong, step: 2, explanations: [.copied(marks.number("E"))])
    marks.add(
      "out_o1", "0.74", .follows, step: 2,
      followed: [marks.number("net_h1", step: 2), marks.number("net_o1", step: 2)])
    return marks
  }

  @Test func `every other remark, in a wide terminal`() throws {
    let text = try Self.remarks().text(width: 120)
    #expect(
      text == """
        A step-by-step backpropagation example: 9 answers

        dE/d… is given with the other sign.

        A decimal comma is read as a point (lines 1 and 7)

        Step 1
        ──────
          ok     netₕ₁   0.38      only 2 digits; 4 are asked for
          wrong  outₒ₁   0.7729    0.7514
                                   is the value of outₒ₂
          cut    outₒ₂   0.7728    cut off, not rounded: 0.7729
          wrong  E       0.2893    0.2984
                                   looks like two digits swapped, or like the value of Eₒ₁: the digits cannot tell
          wrong  ∂E/∂w₅  0.0832    0.08217
                                   looks like two digits swapped
                                   your line 0.7423·0.1868·0.5933 is 0.0823, you wrote 0.0832: arithmetic; the formula is right
                                   # p. 12
          blank  ∂E/∂w₆            left blank; it is 0.08267
          slip   ∂E/∂w₇  -0.02261  −0.02260; rounding on the way explains the difference

        After step 1
        ────────────
          ok*    outₒ₁  0.74    follows from your netₕ₁ and netₒ₁
          wrong  E      0.2984  0.2910
                                this is E before any update; you wrote it under 1 update

        1 right, 1 cut off instead of rounded, 1 follows from earlier answers as rounded, 1 off by what rounding explains, 4
        wrong, 1 left blank.
        First mistake: outₒ₁.

        """)
  }

  @Test func `a narrow terminal, plain characters, hints without numbers`() throws {
    let text = try Self.remarks().text(width: 40, isASCII: true, detail: .kind)
    #expect(
      text == """
        A step-by-step backpropagation example:
        9 answers

        dE/d... is given with the other sign.

        A decimal comma is read as a point
        (lines 1 and 7)

        Step 1
        ------
          ok     net_h1  0.38
                   only 2 digits; 4 are asked
                   for
          wrong  out_o1  0.7729
                   is the value of out_o2
          cut    out_o2  0.7728
                   cut off, not rounded
          wrong  E       0.2893
                   looks like two digits
                   swapped, or like the value of
                   E_o1: the digits cannot tell
          wrong  dE/dw5  0.0832
                   looks like two digits swapped
                   your line
                   0.7423*0.1868*0.5933 does not
                   give 0.0832: arithmetic; the
                   formula is right
                   # p. 12
          blank  dE/dw6            left blank
          slip   dE/dw7  -0.02261
                   off by no more than rounding
                   explains

        After step 1
        ------------
          ok*    out_o1  0.74
                   follows from your net_h1 and
                   net_o1
          wrong  E       0.2984
                   this is E before any update;
                   you wrote it under 1 update

        1 right, 1 cut off instead of rounded, 1
        follows from earlier answers as rounded,
        1 off by what rounding explains, 4
        wrong, 1 left blank.
        First mistake: out_o1.

        """)
  }

  @Test func `short remarks stay beside the number in a narrow terminal`() throws {
    let lines = try Self.remarks().text(width: 40).split(separator: "\n")
    #expect(lines.contains("  wrong  outₒ₁   0.7729    0.7514"))
    #expect(lines.contains("           is the value of outₒ₂"))
  }

  @Test func `hints name formulas, and no right number`() throws {
    let marks = try HandMadeMarks.carriedMistake()
    let text = marks.text(isASCII: true, detail: .formula)
    let lines = text.split(separator: "\n").map(String.init)
    let formulas = [
      "out_o1 = sigmoid(net_o1)", "dE/dw5 = delta_o1*out_h1", "w5' = w5 - rate*dE/dw5",
    ]
    for formula in formulas { #expect(lines.contains { $0.hasSuffix("  " + formula) }) }
    #expect(text.contains("right, though your own out_o1 gives another\n"))
    for detail in [MarkingReport.Detail.kind, .formula] {
      let text = marks.text(detail: detail)
      for number in ["0.7514", "0.0818", "0.0822", "0.000436"] { #expect(!text.contains(number)) }
      #expect(text.contains("ok     netₕ₁, outₕ₁, netₒ₁\n"))
      #expect(text.contains("not what its formula gives, with the true"))
    }
  }

  @Test func `all answers one by one`() throws {
    var marks = try HandMadeMarks()
    marks.add("net_h1", "0.3775", .exact, comment: "easy")
    marks.add("out_h1", "0.5933", .right)
    let text = marks.text(listsAll: true)
    #expect(text.contains("\n  ok  netₕ₁  0.3775  # easy\n  ok  outₕ₁  0.5933\n"))
    #expect(marks.text().contains("\n  ok  netₕ₁, outₕ₁\n\n2 right.\n"))
  }

  /// 10,000 steps of gd: step s begins after s − 1 updates; a new parameter comes after s.
  @Test func `the value of another step says after how many updates`() throws {
    let lesson = """
      ```lesson
      param w = 1
      E = w^2/1000
      minimize E by gd(rate: 0.1), steps: 10000
      ```
      """
    var marks = try HandMadeMarks(lesson)
    marks.add(
      "E", "0.9", .wrong, step: 10_001, explanations: [.copied(marks.number("E", step: 10_000))])
    marks.add(
      "E", "0.9", .wrong, step: 2, explanations: [.copied(marks.number("w'", step: 2))])
    marks.add("w'", "0.9", .wrong, explanations: [.copied(marks.number("w'", step: 2))])
    marks.add("E", "0.9", .wrong, explanations: [.copied(marks.number("E", step: 2))])
    let text = marks.text(width: 120)
    for remark in [
      "this is E after 9,999 updates; you wrote it under 10,000\n",
      "is the value of w⁺ \n",
      "this is w⁺ after 2 updates; you wrote it under 1\n",
      "this is E after 1 update; you wrote it under none\n",
      "First mistake: E.",
    ] { #expect(text.contains(remark.replacing(" \n", with: "\n")), "\(remark)") }
    #expect(text.contains("\nAfter step 10000\n"))
    #expect(text.contains("\nStep 2\n"))
  }

  /// As a page prints them; what somebody has named, and what nothing is called, as it is typed.
  @Test(arguments: [
    ("two-layer-sigmoid", "dE/dnet_o1 = 1", "δₒ₁"), ("two-layer-sigmoid", "-δo1 = 1", "−δₒ₁"),
    ("two-layer-sigmoid", "w5' - w5 = 1", "w₅⁺ − w₅"),
    ("two-layer-sigmoid", "dE/dout_h1 via net_o1 = 1", "∂E/∂outₕ₁ via netₒ₁"),
    ("two-layer-sigmoid", "let Err = -dE/dnet_o1\nErr = 1", "Err"),
    ("two-layer-sigmoid", "dE/dnet_q = 1", "dE/dnet_q"),
    ("xor", "grad W1[3,2] = 1", "∂L/∂W⁽¹⁾₃₂"), ("xor", "delta2[4] = 1", "δ⁽²⁾₄"),
    ("xor", "m(W1[3,2]) = 1", "m(W⁽¹⁾₃₂)"), ("xor", "w2[1] new = 1", "w⁽²⁾₁⁺"),
    ("softmax", "p2 = 1", "p₂"), ("softmax", "dp[2]/dz[1] = 1", "∂p₂/∂z₁"),
    ("recurrent-cell", "dL/dz[3] = 1", "δ₃"), ("recurrent-cell", "h[3] - y = 1", "h₃ − y"),
  ])
  func `names as the page has them`(name: String, text: String, printed: String) throws {
    let marks = try HandMadeMarks(name)
    let (lesson, trace) = (marks.lesson, marks.trace)
    let sheet = AnswerSheet.read(Source(name: "answers.txt", text: text), of: lesson, trace)
    let report = MarkingReport(
      lesson, trace, sheet, try Marking(sheet, of: lesson, trace), in: English())
    #expect(report.name(report.marking.marks[0]).text(isASCII: false) == printed)
  }

  /// Written from the end of the network to its beginning, and told as it is computed.
  @Test func `answers stand in the order of the page, and data in that of the sheet`() throws {
    var marks = try HandMadeMarks()
    for name in ["w1'", "dE/dw1", "dE/dw5", "dE/dnet_o2", "dE/dnet_o1", "net_o1", "out_h1"] {
      marks.add(name, "9", .wrong)
    }
    let text = marks.text()
    let names = ["outₕ₁", "netₒ₁", "δₒ₁", "δₒ₂", "∂E/∂w₅", "∂E/∂w₁", "w₁⁺"]
    let places = names.compactMap { text.firstRange(of: "wrong  \($0) ")?.lowerBound }
    #expect(places.count == names.count)
    #expect(places == places.sorted())
    #expect(text.hasSuffix("First mistake: outₕ₁.\n"))
    let json = marks.text(.json)
    #expect(json.contains(#""first": "out_h1""#))
    #expect(
      json.firstRange(of: "w1'")?.lowerBound ?? json.endIndex
        < json.firstRange(of: "net_o1")?.lowerBound ?? json.startIndex)
  }

  /// Digits beside a given number: as many as it has, four at least, more where they are needed.
  @Test(arguments: [
    ("0.75", 0.7513650695, "0.7514"), ("0.7541", 0.7513650695, "0.7514"),
    ("0.751364", 0.75136507, "0.751365"), ("0.4", 0.5, "0.5"), ("0.29", 0.291027774, "0.2910"),
    ("123400", 123_456.7, "123457"), ("7.0", 12_004.3, "1.200×10⁴"),
    ("0.1", -0.00000123456, "−1.235×10⁻⁶"),
    ("2", .nan, "NaN"), ("2", 0, "0"), ("99", 1200.3, "1200"),
  ])
  func `as many digits as show the difference`(given: String, value: Double, shown: String) throws {
    var marks = try HandMadeMarks()
    marks.add("E", given, .wrong, expected: value)
    let part = RemarkPart.number(marks.report.shown(value, beside: marks.marks[0]))
    #expect(marks.report.remarks(on: marks.marks[0]) == [[part]])
    #expect(marks.text(listsAll: true).contains("\(given)  \(shown)\n"))
  }

  /// 0.29102777369 in truth and 0.29102777372 with the author's values are one number on paper.
  @Test(arguments: [
    ("0.291027924", 0.29102777369, 0.29102777372, "0.291027774"),
    ("0.2892", 0.2910278, 0.2910281, "0.2910"),
    ("0.2892", 0.29102777, 0.29113, "0.2911 with your values, 0.2910 in truth"),
    ("0.2892", 0.29104, 0.29103, "0.2910"),
  ])
  func `what hardly differs is one number`(
    given: String, expected: Double, explained: Double, shown: String
  ) throws {
    var marks = try HandMadeMarks()
    marks.add("E", given, .wrong, expected: expected, explained: explained)
    #expect(marks.text().contains("  wrong  E  \(given)  \(shown)\n"))
  }
}
