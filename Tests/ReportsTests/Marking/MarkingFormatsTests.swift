import Decimals
import Foundation
import Rendering
import Testing
import Words

@testable import Checking
@testable import Reports

/// Marks that were made by hand, as data and as documents.
@Suite struct MarkingFormatsTests {
  private static func hostile() throws -> HandMadeMarks {
    var marks = try HandMadeMarks()
    marks.sheet.notes = [(1, .givenAgain("<script>|`"))]
    marks.conventions = [
      .rule("\\input{/etc/passwd} & 100 % of $x_1$ [a](b) 反向", equations: [])
    ]
    let comments = [
      "\\input{/etc/passwd}", "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "a|b ``c` d",
      "bell\u{7}\u{1B}[2J\u{202E}txt\r\nend", String(repeating: "长", count: 3000), "[x] *y",
      "* not a star, ∂E/∂w₅ ≤ 10⁻³ “é” \u{65}\u{301} 😀",
    ]
    for (place, comment) in comments.enumerated() {
      let name = place == 3 ? "=x|`y" : "a_{\(place)}^$&#%~\\"
      marks.add(
        name, "-0.1385", .wrong, comment: comment, subject: .unknown(nearest: "@w|`5"),
        expected: -0.25,
        arithmetic: .init(text: "+1|`2\\%", value: 0.5, formulaIsRight: false))
    }
    return marks
  }

  // JSON.

  @Test func `JSON has the members of the contract, in their order`() throws {
    let text = try HandMadeMarks.carriedMistake().text(.json)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines[4] == """
        {"line": 4, "step": 1, "quantity": "out_o1", "given": "0.7541", \
        "expected": 0.7513650695523157, "verdict": "wrong", "digits": 4, "followed": [], \
        "short": false, "restored": false, "diagnosis": "looks like two digits swapped", \
        "explained": null, "comment": null, "arithmetic": null},
        """)
    #expect(
      lines[12] == """
        "summary": {"exact": 0, "right": 4, "truncated": 0, "follows": 3, "slip": 0, "wrong": 2, \
        "blank": 0, "unknown": 1},
        """)
    #expect(lines[13] == #""first": "out_o1", "firstStep": 1,"#)
  }

  private struct Report: Decodable {
    struct Answer: Decodable {
      let quantity: String
      let given: String?
      let expected: Double?
      let followed: [String]
      let restored: Bool
      let explained: Double?
      let comment: String?
      let diagnosis: String?
    }
    let lesson: String
    let answers: [Answer]
    let summary: [String: Int]
    let first: String?
    let conventions: [String]
  }

  @Test func `JSON is read back, whatever the sheet holds`() throws {
    let marks = try Self.hostile()
    let decoder = JSONDecoder()
    let report = try decoder.decode(Report.self, from: Data(marks.text(.json).utf8))
    #expect(report.answers.map(\.comment) == marks.marks.map(\.answer.comment))
    #expect(report.answers.map(\.quantity) == marks.marks.map(\.answer.name))
    #expect(report.conventions == marks.conventions.map { NotesAsTyped().text(.convention($0)) })
    #expect(
      report.answers[0].diagnosis
        == "your line +1|`2\\% is 0.5, you wrote -0.1385: arithmetic, and the formula is not "
        + "right either")
    let carried = try decoder.decode(
      Report.self, from: Data(HandMadeMarks.carriedMistake().text(.json).utf8))
    #expect(carried.answers[8].restored)
    #expect(carried.answers[8].explained == 0.000436)
    #expect(carried.answers[8].followed == ["out_o1"])
    #expect(carried.answers[9].given == nil)
    #expect(carried.answers[9].diagnosis == "no such quantity; did you mean dE/dw1?")
    #expect(carried.first == "out_o1")
  }

  @Test func `JSON has names of the program, and strings for what is not finite`() throws {
    var marks = try HandMadeMarks()
    let line = try #require(marks.line("dE/dnet_o1"))
    marks.add(
      "−∂E/∂net_o1", "-1e3", .wrong, subject: .line(line, isNegated: true), expected: -.infinity)
    marks.add("E", nil, .blank, expected: .nan)
    let text = marks.text(.json)
    #expect(text.contains(#""quantity": "-dE/dnet_o1", "given": "-1e3", "expected": "-inf""#))
    #expect(text.contains(#""given": null, "expected": "nan", "verdict": "blank", "digits": null"#))
    #expect(text.contains(#""first": "-dE/dnet_o1""#))
    #expect(try HandMadeMarks().text(.json).contains(#""first": null, "firstStep": null"#))
  }

  // CSV.

  @Test func `CSV is a row an answer, and no cell is a formula`() throws {
    let carried = try HandMadeMarks.carriedMistake().text(.csv).split(separator: "\n")
    #expect(carried[0] == "line,step,quantity,given,expected,verdict,explained,diagnosis,comment")
    #expect(
      carried[4]
        == "4,1,out_o1,0.7541,0.7513650695523157,wrong,,looks like two digits swapped,")
    let text = try Self.hostile().text(.csv)
    let rows = text.split(separator: "\n").map(String.init)
    #expect(rows.count == 9)
    #expect(rows[1].hasPrefix("1,1,a_{0}^$&#%~\\,-0.1385,-0.25,wrong,,"))
    #expect(rows[1].hasSuffix(",\\input{/etc/passwd}"))
    #expect(rows[2].hasSuffix(",'=cmd|' /C calc'!A0"))
    #expect(rows[4].hasPrefix("4,1,'=x|`y,-0.1385,"))
    #expect(rows[5].hasSuffix(",bell[2Jtxtend"))
    #expect(rows[6].hasSuffix("," + String(repeating: "长", count: 3000)))
    #expect(rows[8].contains(",\"* not a star, ∂E"))
  }

  @Test(arguments: [
    ("@SUM(A1)", "'@SUM(A1)"), ("+1+2", "'+1+2"), ("-2+3", "'-2+3"), ("\t=1", "' =1"),
    ("\r=1", "'=1"), ("  =1", "'  =1"), ("＝1", "'＝1"), ("--1", "'--1"), ("+-1", "'+-1"),
    ("-1/2", "'-1/2"), ("+A1", "'+A1"), ("-0.1385", "-0.1385"), ("+0.5933", "+0.5933"),
    ("+1.5E-3", "+1.5E-3"), ("-.5", "-.5"), ("+7.", "+7."), ("-0,5", "\"-0,5\""), ("-inf", "-inf"),
    ("a \"b\", c", "\"a \"\"b\"\", c\""),
  ])
  func `a cell that begins like a formula`(comment: String, cell: String) throws {
    var marks = try HandMadeMarks()
    marks.add("E", "1", .wrong, comment: comment)
    #expect(marks.text(.csv).hasSuffix(",\(cell)\n"))
  }

  // Markdown.

  @Test func `Markdown has what is right in a sentence and the rest in a table`() throws {
    #expect(
      try HandMadeMarks.carriedMistake().text(.markdown) == """
        # A step-by-step backpropagation example: 10 answers

        Right: `netₕ₁`, `outₕ₁`, `netₒ₁`.

        | Line | Quantity | Given | Verdict | Remarks |
        | --: | --- | --- | --- | --- |
        | 4 | `outₒ₁` | `0.7541` | wrong | 0.7514; looks like two digits swapped |
        | 5 | `∂E/∂outₒ₁` | `0.7441` | follows | follows from your `outₒ₁` |
        | 6 | `δₒ₁` | `0.1380` | follows | follows from your `outₒ₁` |
        | 7 | `∂E/∂w₅` | `0.4415` | wrong | 0.08188 with your values, 0.08217 in truth |
        | 9 | `∂E/∂w₁` | `0.000438568` | right | right, though your own `outₒ₁` gives 0.000436: copied, or worked again? |
        | 8 | `w₅⁺` | `0.17925` | follows | follows from your `∂E/∂w₅` |
        | 10 | `dE/dw9` |  | unknown | no such quantity; did you mean `∂E/∂w₁`? |

        4 right, 3 follow from an earlier mistake, 2 wrong, 1 not understood. First mistake: `outₒ₁`.

        """)
  }

  @Test func `Markdown obeys nothing that the sheet holds`() throws {
    let text = try Self.hostile().text(.markdown)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.contains("- \\\\input\\{/etc/passwd\\} \\& 100 % of \\$x\\_1\\$ \\[a\\](b) 反向"))
    #expect(lines.contains("- \\<script\\>&#124;\\` (line 1)"))
    let rows = lines.filter { $0.hasPrefix("| ") }
    #expect(rows.count == 10)
    for row in rows { #expect(row.count { $0 == "|" } == 6) }
    #expect(text.contains("`# <script>alert(1)</script>`"))
    #expect(text.contains("| =x&#124;\\`y |"))
    #expect(text.contains("; \\# a&#124;b \\`\\`c\\` d |"))
  }

  @Test func `code in Markdown stands in a fence longer than its own`() {
    #expect(MarkdownText.code("a`b``c") == "```a`b``c```")
    #expect(MarkdownText.code("`a") == "`` `a ``")
    #expect(MarkdownText.code("a\\|b", inTable: true) == "a\\\\&#124;b")
    #expect(MarkdownText.escaped("see http://a.b, www.c.d") == "see http\\://a.b, www\\.c.d")
  }

  // LaTeX.

  @Test func `LaTeX has a row for what should be changed`() throws {
    var marks = try HandMadeMarks.carriedMistake()
    marks.add("E", "0.2893", .wrong, comment: "p. 12, line 3", explanations: [.digitsSwapped])
    let text = marks.text(.latex)
    for row in [
      #"{}line 4 & $\mathit{out}_{o1}$ & \texttt{0.7541} & $0.7514$ & looks like two digits swapped \\[3pt]"#,
      #"{}p. 12, line 3 & $E$ & \texttt{0.2893} & $0.2984$ & looks like two digits swapped \\[3pt]"#,
      #"& \texttt{0.000438568} &  & right, though your own $\mathit{out}_{o1}$ gives $0.000436$: copied"#,
      #"& \texttt{0.4415} & $0.08217$ & $0.08188$ with the numbers before it \\[3pt]"#,
    ] { #expect(text.contains(row), "\(row)") }
    #expect(!text.contains("net\\_h1"))
    #expect(text.hasSuffix("\\end{document}\n"))
  }

  @Test func `LaTeX obeys nothing that the sheet holds`() throws {
    let text = try Self.hostile().text(.latex)
    #expect(text.contains("{}\\textbackslash{}input\\{/etc/passwd\\} & "))
    #expect(text.contains("{}[x] *y & "))
    #expect(
      text.contains(
        "{}\\textless{}script\\textgreater{}\\allowbreak{}alert(\\allowbreak{}1)"))
    #expect(text.contains("反向"))
    #expect(text.contains("\\usepackage[scheme=plain]{ctex}"))
    #expect(
      text.contains(
        "* not a star, $\\partial $E/$\\partial $w$_{5}$ $\\le $ 10$^{-3}$ ``é'' \u{65}\u{301} 😀"))
    for character in "\u{7}\u{1B}\u{202E}\r" { #expect(!text.contains(character)) }
    let body = try #require(text.firstRange(of: "\\begin{document}"))
    #expect(!text[body.upperBound...].contains("\\input"))
  }

  // The terminal.

  @Test func `the terminal obeys nothing, and long texts are cut`() throws {
    for width in [20, 40, 120] {
      let text = try Self.hostile().text(width: width)
      for character in "\u{7}\u{1B}\u{202E}\r" { #expect(!text.contains(character)) }
      #expect(text.contains("长…"))
      #expect(text.count < 8000)
    }
  }
}
