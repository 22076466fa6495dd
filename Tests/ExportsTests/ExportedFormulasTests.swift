import Diagnostics
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing

@testable import Exports

/// Formulas as Python and as spreadsheets have them, and what becomes of texts beside them.
@Suite struct ExportedFormulasTests {
  private static func run(_ statements: String, title: String = "Lesson") throws -> RunExport {
    let text = "# \(title)\n\n```lesson\n\(statements)\n```\n"
    let lesson = try Lesson.read(Source(name: "lesson.md", text: text))
    return try RunExport(lesson, try Trace(running: lesson.program))
  }

  /// The right side of the first line of a script that begins with a name and `=`.
  private static func line(_ name: String, of script: String) -> String? {
    script.split(separator: "\n").lazy.map { $0.drop { $0 == " " } }
      .first { $0.hasPrefix("\(name) = ") }.map { String($0.dropFirst(name.count + 3)) }
  }

  @Test(arguments: [
    ("-x^2", "-x**2", "-x**2"),
    ("(-x)^2", "(-x)**2", "(-x)**2"),
    ("x/(y*x)", "x/(y*x)", "x/(y*x)"),
    ("x - (y - x)", "x - (y - x)", "x - (y - x)"),
    ("if(x > y, x, 0)", "x if x > y else np.float64(0.0)", "x if x > y else torch.tensor(0.0)"),
    ("(x > y)*x", "((x > y)*1.0)*x", "((x > y)*1.0)*x"),
    ("1/0*x", "np.float64(1.0)/0*x", "torch.tensor(1.0)/0*x"),
    ("10^400*x", "np.float64(10.0)**400*x", "torch.tensor(10.0)**400*x"),
    ("sqrt(2)*x", "np.sqrt(2.0)*x", "torch.sqrt(torch.tensor(2.0))*x"),
    ("max(0, x)", "np.max([0.0, x])", "maximum(torch.tensor(0.0), x)"),
    ("007*x + .50*y", "7*x + .50*y", "7*x + .50*y"),
    ("softmax(2, x, y)", "softmax(2, x, y)", "softmax(2, x, y)"),
    ("leaky_relu(x)", "leaky_relu(x, np.float64(0.01))", "leaky_relu(x, torch.tensor(0.01))"),
    ("erf(x)*pi", "np.float64(math.erf(x))*math.pi", "torch.erf(x)*math.pi"),
    ("5", "np.float64(5.0)", "torch.tensor(5.0)"),
  ])
  func `a formula in Python`(formula: String, numpy: String, torch: String) throws {
    let run = try Self.run("input x = 1, y = 2\nz = \(formula)")
    #expect(Self.line("z", of: try PythonScript.numpy(run)) == numpy)
    #expect(Self.line("z", of: try PythonScript.pytorch(run)) == torch)
  }

  /// In Excel -x^2 is (−x)² and 2^3^2 is (2³)²: Microsoft, "Calculation operators and precedence".
  @Test(arguments: [
    ("-x^2", ["-(A1^2)"]), ("(-x)^2", ["(-A1)^2"]), ("2^x^2", ["2^(A1^2)"]), ("x^-1", ["A1^(-1)"]),
    ("x/(y*x)", ["A1/(A2*A1)"]), ("1e-8*x", ["1E-08*A1"]), ("pi*x", ["PI()*A1"]),
    ("if(x == y, x, 0)", ["IF(A1=A2, A1, 0)"]), ("(x >= y)*x", ["IF(A1>=A2, 1, 0)*A1"]),
    ("if(x, y, 0)", ["IF(A1<>0, A2, 0)"]), ("log(x)", ["LN(A1)"]), ("floor(x)", ["INT(A1)"]),
    ("sigmoid(x)", ["1/(1 + EXP(MIN(-A1, 709)))"]), ("max(x, y, 3)", ["MAX(A1, A2, 3)"]),
    ("relu(x)", ["MAX(A1, 0)"]), ("half_squared_error(x, y)", ["1/2*(A1 - A2)^2"]),
    ("softmax(1, x, y)", ["EXP(A1 - MAX(A1, A2))", "A3/(A3 + EXP(A2 - MAX(A1, A2)))"]),
  ])
  func `a formula in cells`(formula: String, cells: [String]) throws {
    let run = try Self.run("input x = 1, y = 2\nz = \(formula)")
    var known: [Formula: Formula] = [:]
    var pieces = FormulaPieces(after: 2, largest: 120, deepest: 16, sharesRepetitions: true)
    let whole = try #require(run.program.lines[2].formula)
    let (parts, rest) = pieces.pieces(of: whole.inCells(&known))
    let writer = CellFormulas(
      line: { "A\($0 + 1)" }, previous: { "B\($0)" }, argument: { _ in nil }, step: "C1")
    #expect((parts.map(\.formula) + [rest]).map(writer.text) == cells)
  }

  /// Excel refuses formulas of more than 8192 characters and functions of more than 255 arguments.
  @Test(arguments: ["sum(i: x[i]*x[i])", "max(i: x[i])", "product(i: x[i])", "softmax(1, 2, 3)"])
  func `long formulas are split for spreadsheets`(formula: String) throws {
    let run = try Self.run("input x[1..1000] ~ normal(0, 1)\nz = \(formula)")
    var known: [Formula: Formula] = [:]
    var pieces = FormulaPieces(after: 1001, largest: 120, deepest: 16, sharesRepetitions: true)
    let whole = try #require(run.program.lines[1000].formula).inCells(&known)
    let (parts, rest) = pieces.pieces(of: whole)
    for piece in parts.map(\.formula) + [rest] { #expect(piece.size <= 120) }
    // Put together again, the pieces have the value of the whole, to the last bit.
    var values: [Int: Double] = [:]
    let value = { (formula: Formula) in
      formula.value(
        step: 1, line: { values[$0] ?? run.trace.value(of: $0, at: 1) }, previous: { _ in nil })
    }
    for part in parts { values[part.line] = value(part.formula) }
    #expect(value(rest) == value(whole))
  }

  @Test func `Python's parser is not asked for too many brackets`() throws {
    let nested =
      String(repeating: "sin(1 + ", count: 200) + "x" + String(repeating: ")", count: 200)
    let script = try PythonScript.numpy(try Self.run("input x = 1\nz = \(nested)"))
    #expect(Self.line("part", of: script) != nil)
    for line in script.split(separator: "\n") where !line.hasPrefix("#") {
      var (open, most) = (0, 0)
      for character in line {
        if character == "(" { open += 1 } else if character == ")" { open -= 1 }
        most = max(most, open)
      }
      #expect(most < 100)
    }
  }

  /// The line ends that Python, XML and Unicode know, a quotation, and signs of markup.
  private static let hostile =
    "coding: utf-7 \"\"\" ''' <b>&amp;]]> \u{1B}[31m \u{B}\u{C}\u{85}\u{2028}x"

  @Test func `the lesson's text stays in comments`() throws {
    let run = try Self.run(
      "input x = 1 # \(Self.hostile)\nz = x", title: "\(Self.hostile)\n\n=1+1\rimport os\n\nend")
    for script in [try PythonScript.numpy(run), try PythonScript.pytorch(run)] {
      let lines = script.split(omittingEmptySubsequences: false) { $0.isNewline }
      let start = try #require(lines.firstIndex { $0.hasPrefix("import math") })
      #expect(lines[..<start].allSatisfy { $0.isEmpty || $0.hasPrefix("#") })
      // Python's reference, 2.1.4: an encoding is declared in the first or second line.
      #expect(!lines[..<2].contains { $0.contains("coding") })
      #expect(!lines[start...].contains { $0.contains("import os") || $0.contains("utf-7") })
      for scalar in script.unicodeScalars where scalar != "\n" {
        #expect(scalar.properties.generalCategory != .control)
      }
    }
  }

  @Test func `the lesson's text stays in cells of text`() throws {
    var sheet = Worksheet(widths: [10])
    sheet.add([.text("=1+1 \(Self.hostile) _x0041_", .plain)])
    #expect(
      sheet.xml.contains(
        "<c r=\"A1\" s=\"0\" t=\"inlineStr\"><is><t xml:space=\"preserve\">=1+1 coding: utf-7 "
          + "&quot;&quot;&quot; ''' &lt;b&gt;&amp;amp;]]&gt; \u{FFFD}[31m "
          + "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}x _x005F_x0041_</t></is></c>"))
  }

  @Test func `a cell that is no number is an error`() {
    var sheet = Worksheet(widths: [10])
    sheet.add([.formula("1/0", .infinity), .formula("A2<1", .nan), .formula("2^-1", 0.5)])
    #expect(
      sheet.xml.contains(
        """
        <row r="1"><c r="A1" s="0" t="e"><f>1/0</f><v>#NUM!</v></c>\
        <c r="B1" s="0" t="e"><f>A2&lt;1</f><v>#NUM!</v></c>\
        <c r="C1" s="0"><f>2^-1</f><v>0.5</v></c></row>
        """))
  }

  @Test(arguments: [
    (0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"),
    (16_383, "XFD"),
  ])
  func `the letters of a column`(number: Int, letters: String) {
    #expect(Worksheet.column(number) == letters)
  }

  @Test func `a lesson that is too long is refused`() throws {
    let run = try Self.run("input x[1..60000] ~ normal(0, 1)")
    #expect(throws: RunExport.Refusal.self) { try PythonScript.numpy(run) }
    let long = try Self.run("param w = 1\nL = w^2\nminimize L by gd(0.1), steps: 20000")
    #expect(throws: RunExport.Refusal.self) { try Spreadsheet.bytes(long) }
  }
}
