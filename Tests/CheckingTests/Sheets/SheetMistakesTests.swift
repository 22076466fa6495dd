import Diagnostics
import Checking
import Decimals
import Formulas
import Lessons
import Testing
import Tracing

/// What is said of sheets that cannot be read, and where.
@Suite struct SheetMistakesTests {
  @Test(arguments: [
    ("net_h1", "1:1 «net_h1» 'net_h1' has no '='"),
    ("hello there", "1:1 «hello there» 'hello there' has no '='"),
    ("= 0.5", "1:1 «= 0.5» nothing stands before '='"),
    ("E = = 0.5", "1:1 «E = = 0.5» nothing stands between two '='"),
    ("E = 0.5 cm", "1:5 «0.5 cm» '0.5 cm' is not a number"),
    ("E = 50 %", "1:5 «50 %» '50 %' is not a number"),
    ("E = half", "1:5 «half» 'half' is not a number"),
    ("E = nan", "1:5 «nan» 'nan' is not a finite number"),
    ("E = -inf", "1:5 «-inf» '-inf' is not a finite number"),
    ("E = 1e400", "1:5 «1e400» '1e400' is too large for a double"),
    ("E = 1e-400000", "1:5 «1e-400000» '1e-400000' is too small for a double"),
    ("E = 1/0", "1:5 «1/0» '1/0' has no finite value"),
    ("E = 1,234.5", "1:5 «1,234.5» '1,234.5' has a comma and a point"),
    ("E = 1,234,567", "1:5 «1,234,567» '1,234,567' is not a number"),
    ("E = 1 234", "1:5 «1 234» '1 234' is not a number"),
    ("E = 0.5 * 0.2", "1:5 «0.5 * 0.2» '0.5 * 0.2' is no number"),
    ("E = E_o1 + E_o2", "1:5 «E_o1 + E_o2» 'E_o1 + E_o2' is no number"),
    ("E = [1, 2]", "1:5 «[1, 2]» '[1, 2]' is not a number"),
    ("E = 0x1F", "1:5 «0x1F» '0x1F' is not a number"),
    ("E = 0.29.84", "1:5 «0.29.84» '0.29.84' is not a number"),
    ("E = 2½", "1:5 «2½» '2½' is not a number"),
    ("E = 1e", "1:5 «1e» '1e' is not a number"),
    ("w5' -  = 1", "1:6 «» a number, a name or '(' is missing at the end of the line"),
    ("(w5 + w6 = 1", "1:1 «(» '(' is never closed"),
    ("w5 + w6) = 1", "1:8 «)» ')' closes nothing"),
    ("2*∂E/∂w5 w6 = 1", "1:10 «w6» expected the end of the line, found 'w6'"),
    ("2w5 = 1", "1:2 «w5» expected an operator, found 'w5'"),
    ("sigmo(net_h1) = 1", "1:1 «sigmo» there is no function 'sigmo'"),
    ("E*sigmoid() = 1", "1:3 «sigmoid()» 'sigmoid' needs 'x'"),
    ("w5 ** 2 = 1", "1:4 «**» unexpected '**'"),
    ("0.5 = 0.5", "1:1 «0.5» no quantity of the lesson stands in '0.5'"),
    ("E = E_o1 + E_o9 = 1", "1:12 «E_o9» there is no quantity 'E_o9'"),
    ("step two:", "1:1 «step two:» 'step two:' does not say which step"),
    ("step 0:", "1:1 «step 0:» 'step 0:' does not say which step"),
    (
      "step 99999999999999999999:",
      "1:1 «step 99999999999999999999:» 'step 99999999999999999999:' does not say which step"
    ),
    ("digits 0", "1:1 «digits 0» 'digits' needs a whole number from 1 to 100"),
    ("decimals -1", "1:1 «decimals -1» 'decimals' needs a whole number from 0 to 100"),
    ("let x", "1:5 «x» 'let' needs a name, '=' and what it stands for"),
    ("let x = 3 = 4", "1:5 «x = 3 = 4» 'let' needs a name, '=' and what it stands for"),
    ("let w5 = E", "1:5 «w5» 'w5' is a quantity of the lesson already"),
    ("let pi = E", "1:5 «pi» 'pi' has a meaning already"),
    ("let a b = E", "1:5 «a b» 'a b' is no name"),
    ("let a = dE/dw9", "1:9 «dE/dw9» there is no quantity 'dE/dw9'"),
    ("\u{1}E = 1", "1:1 «\u{1}» unexpected a control character (U+1)"),
    (
      "net_h1 = 0.3775, net_h2 = 0.3925",
      "1:1 «net_h1 = 0.3775, net_h2 = 0.3925» several answers stand in this line"
    ),
    (
      "net_h1 = 0.3775; net_h2 = 0.3925",
      "1:1 «net_h1 = 0.3775; net_h2 = 0.3925» several answers stand in this line"
    ),
  ])
  func `a bad line is answered with its place, and the next one is read`(
    line: String, mistake: String
  ) {
    let read = ReadSheet(line + "\nw5' = 0.35892")
    #expect(read.mistakes == [mistake])
    #expect(read.answers.last == "2@1 w5': w5' = 0.35892")
  }

  @Test(arguments: [
    ("E = 0.5*0.2", "write the number behind a further '='"),
    ("E = 50 %", "write it without the percent sign: 0.05 for 5 %"),
    ("E = 1 234.5", "write the number without spaces"),
    ("E = 5 m", "write the number alone; a unit or a remark may follow after '#'"),
    ("E = E_o8 = 1", "did you mean 'E_o1'?"),
    ("2w5 = 1", "a product is written with '*': 2*w5"),
  ])
  func `a mistake has a way out`(line: String, note: String) {
    #expect(ReadSheet(line).sheet.mistakes.first?.note == note)
  }

  @Test func `what was asked for is said once and first`() {
    let read = ReadSheet("digits 4\ndecimals 4\nE = 1\ndigits 3")
    #expect(read.sheet.asked == .digits(4))
    #expect(
      read.mistakes == [
        "2:1 «decimals 4» what was asked for is said twice",
        "4:1 «digits 3» what was asked for is said twice",
      ])
    #expect(
      ReadSheet("E = 1\ndigits 3").mistakes == ["2:1 «digits 3» 'digits 3' stands behind answers"])
  }

  @Test(arguments: ["", "\n\n", "# only a remark", "\u{FEFF}", "step 2:\n", "let a = E"])
  func `a sheet without answers says so`(text: String) {
    let read = ReadSheet(text)
    #expect(read.sheet.mistakes.map(\.message) == ["there are no answers in this file"])
    #expect(read.sheet.mistakes.first?.note == "an answer is a line such as net_h1 = 0.5")
  }

  @Test(arguments: [
    [0x45, 0x20, 0x3D, 0x20, 0xE9, 0x0A], [0x45, 0x3D, 0x31, 0x32, 0x00],
  ])
  func `what is not UTF-8 text is refused with one mistake`(bytes: [UInt8]) {
    let read = ReadSheet(Source(name: "answers.txt", bytes: bytes))
    #expect(read.answers.isEmpty)
    #expect(read.sheet.mistakes.map(\.message) == ["this file is not UTF-8 text"])
  }

  @Test(arguments: [[0xFF, 0xFE, 0x45, 0x00], [0x45, 0x00, 0x3D, 0x00, 0x31, 0x00]] as [[UInt8]])
  func `a sheet in UTF-16 is named as such`(bytes: [UInt8]) {
    let read = ReadSheet(Source(name: "answers.txt", bytes: bytes))
    #expect(read.sheet.mistakes.map(\.message) == ["this file is UTF-16 text, and UTF-8 is read"])
  }

  @Test func `a sheet of more than two megabytes is refused`() {
    let remarks = Array(repeating: UInt8(ascii: "#"), count: 2_000_000 - 8)
    let fits = Array("E = 0.3\n".utf8) + remarks
    #expect(ReadSheet(Source(name: "answers.txt", bytes: fits)).answers == ["1@1 E: E = 0.3"])
    let tooLarge = ReadSheet(Source(name: "answers.txt", bytes: fits + [UInt8(ascii: "#")]))
    #expect(tooLarge.sheet.mistakes.map(\.message) == ["an answer sheet may have 2 MB at most"])
    #expect(tooLarge.answers.isEmpty)
  }

  @Test func `more answers than anybody has are left out`() {
    let lesson = SheetLesson("input x[1..1000] = 1\ny = x[1]")
    let read = ReadSheet(String(repeating: "x =\n", count: 201), of: lesson)
    #expect(read.sheet.answers.count == 200_000)
    #expect(read.sheet.mistakes.map(\.message) == ["there are more than 200000 answers"])
  }

  @Test func `fifty mistakes are kept and the others counted`() {
    let read = ReadSheet(String(repeating: "E = x\n", count: 70) + "E = 1")
    #expect(read.sheet.mistakes.count == 50)
    #expect(read.sheet.furtherMistakes == 20)
    #expect(read.answers == ["71@1 E: E = 1.0"])
  }

  @Test(arguments: [
    String(repeating: "(", count: 1500) + "E" + String(repeating: ")", count: 1500) + " = 1",
    String(repeating: "(", count: 900) + "E" + String(repeating: ")", count: 900) + " = 1",
    "E = " + String(repeating: "9", count: 100_000),
    String(repeating: "w", count: 300_000) + " = 1",
    String(repeating: "w5 + ", count: 50_000) + "w6 = 1",
    "E = " + String(repeating: "1 + ", count: 50_000) + "1 = 1",
    "E" + String(repeating: "=", count: 50_000) + "1",
    "E" + String(repeating: "=1", count: 50_000),
    String(repeating: "-", count: 1500) + "E = 1",
    String(repeating: "m(", count: 700) + " = 1",
    "E = " + String(repeating: "[", count: 100_000),
    "E = " + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
  ])
  func `long and deep lines are answered, and the next one is read`(line: String) {
    let read = ReadSheet(line + "\nE = 0.2984")
    #expect(read.answers.last == "2@1 E: E = 0.2984")
    for mistake in read.sheet.mistakes { #expect(mistake.message.count < 200) }
  }
}
