import Checking
import Decimals
import Formulas
import Lessons
import Testing
import Tracing

/// Answer sheets as text.
@Suite struct AnswerSheetTests {
  @Test func `a line is a name and a number`() {
    let read = ReadSheet("net_h1 = 0.3775\nout_h1=.5933\n\n  w5' = 0.35892  \n")
    #expect(
      read.answers == [
        "1@1 net_h1: net_h1 = 0.3775", "2@1 out_h1: out_h1 = 0.5933", "4@1 w5': w5' = 0.35892",
      ])
    #expect(read.sheet.mistakes.isEmpty && read.sheet.notes.isEmpty)
  }

  @Test(arguments: [
    "dE/dw5", "∂E/∂w5", "∂E/∂w₅", "dE / dw5", "∂E / ∂w₅", "ｄＥ／ｄｗ５", "grad w5",
  ])
  func `a name may be written as it is printed`(name: String) {
    #expect(ReadSheet("\(name) = 1").subjects == ["dE/dw5"])
  }

  @Test(arguments: ["w5'", "w₅'", "w5+", "w₅⁺", "w5 new", "w5′", "w5 '"])
  func `a name may bear the mark of an update`(name: String) {
    #expect(ReadSheet("\(name) = 1").subjects == ["w5'"])
  }

  @Test(arguments: [
    ("0.10", 0.1, 2), ("-0.1385", -0.1385, 4), ("−0.1385", -0.1385, 4), ("+0.5", 0.5, 1),
    ("- 0.5", -0.5, 1), (".5", 0.5, 1), ("1.2e-3", 0.0012, 4), ("1.2E-3", 0.0012, 4),
    ("1.2×10^-3", 0.0012, 4), ("1.2 × 10^−3", 0.0012, 4), ("1.2·10⁻³", 0.0012, 4),
    ("1.2*10^(-3)", 0.0012, 4), ("1.2x10^-3", 0.0012, 4), ("10^-3", 0.001, 3), ("10⁻³", 0.001, 3),
    ("０．５", 0.5, 1), ("－１．２５", -1.25, 2), ("0,5933", 0.5933, 4), ("(0.5)", 0.5, 1),
    ("12", 12, 0), ("1.40E+01", 14, 1), ("5.", 5, 0), ("1.5⋅10²", 150, 0),
  ])
  func `a number keeps its decimals`(text: String, value: Double, decimals: Int) throws {
    let read = ReadSheet("E = \(text)")
    let given = try #require(read.sheet.answers.first?.given)
    #expect(given.value == value)
    #expect(given.decimals == decimals)
    #expect(read.sheet.answers[0].text == text)
  }

  @Test(arguments: [
    ("3/4", 0.75), ("-3/4", -0.75), ("1/3", 1.0 / 3), ("0.5 / 4", 0.125), ("½", 0.5), ("−½", -0.5),
    ("¾", 0.75),
    ("1,5/3", 0.5),
  ])
  func `a fraction is known to the last digit of a double`(text: String, value: Double) {
    #expect(ReadSheet("E = \(text)").sheet.answers.first?.given == TypedNumber(exactly: value))
  }

  @Test(arguments: ["", " ", "?", "??", "…", "...", "_", "____", "-", "–", "—"])
  func `an answer may be left blank`(text: String) {
    let read = ReadSheet("dE/dw6 =\(text)\nE = 1")
    #expect(read.answers == ["1@1 dE/dw6: dE/dw6 = blank", "2@1 E: E = 1.0"])
    #expect(read.mistakes.isEmpty)
  }

  @Test(arguments: [
    "step 2:", "Step 2", "STEP 2 :", "step 2", "step: 2", "第2步：", "第 2 步", "after step 1:",
    "After step 1", "step２：", "\u{FEFF}step 2:", "step 2:   # the second round",
  ])
  func `a line says which step the answers below it belong to`(heading: String) {
    #expect(
      ReadSheet("\(heading)\r\nE = 0.291\r\n").answers == ["2@2 E: E = 0.291"], "\(heading)")
  }

  @Test func `steps go on until another one is named`() {
    let read = ReadSheet("E = 1\nstep 2:\nE = 2\nnet_h1 = 3\nstep 1: E = 4\nout_h1 = 5")
    #expect(
      read.answers == [
        "1@1 E: E = 1.0", "3@2 E: E = 2.0", "4@2 net_h1: net_h1 = 3.0", "5@1 E: E = 4.0",
        "6@1 out_h1: out_h1 = 5.0",
      ])
  }

  @Test func `a step that the run does not have is told`() {
    let outside = "this lesson has 1 step, and the forward pass after it as step 2"
    #expect(ReadSheet("step 3:\nE = 1").subjects == ["no value, \(outside)"])
    #expect(
      ReadSheet("step 2:\nE = 1\ndE/dw5 = 1").subjects == [
        "E", "no value, dE/dw5 has no value at step 2, the forward pass after the last step",
      ])
    let plain = SheetLesson("input x = 2\ny = x^2\ndifferentiate y wrt x")
    #expect(
      ReadSheet("step 2:\ny = 4", of: plain).subjects == ["no value, this lesson has 1 step"])
  }

  @Test(arguments: [
    ("decimals 4", Precision.decimals(4)), ("digits 4", .digits(4)), ("digits = 6", .digits(6)),
    ("Decimals: 0", .decimals(0)), ("decimals　３", .decimals(3)),
  ])
  func `the head of a sheet says what was asked for`(line: String, asked: Precision) {
    let read = ReadSheet("# Anna\n\n\(line)  # as told\nE = 0.2984\n")
    #expect(read.sheet.asked == asked)
    #expect(read.answers == ["4@1 E: E = 0.2984"])
  }

  @Test func `a quantity may bear the name of a heading`() {
    let lesson = SheetLesson("input digits = 2, step1 = 3\ny = digits*step1")
    let read = ReadSheet("digits = 2\nstep1 = 3\ny = 6", of: lesson)
    #expect(read.subjects == ["digits", "step1", "y"])
    #expect(read.sheet.asked == nil)
  }

  @Test func `a comment belongs to its line, or to the one below`() {
    let read = ReadSheet(
      """
      # Anna's sheet

      net_h1 = 0.3775   # by calculator
      # p. 212, eq. 7.4
      out_h1 = 0.5933
      # p. 213
      net_h2 = 0.3925 ＃ own
      # above a gap

      out_h2 = 0.5969
      """)
    #expect(
      read.sheet.answers.map(\.comment) == ["by calculator", "p. 212, eq. 7.4", "own", nil])
  }

  @Test func `a name that the lesson does not have is answered by the nearest`() {
    #expect(
      ReadSheet("dE/dw9 = 1\nnet_h3 = 1\nfoo = 1\nthe net input of h1 = 1").subjects == [
        "unknown, dE/dw1", "unknown, net_h1", "unknown, nothing near", "unknown, nothing near",
      ])
  }

  @Test func `a name given twice is two answers`() {
    #expect(ReadSheet("E = 1\nE = 2").answers == ["1@1 E: E = 1.0", "2@1 E: E = 2.0"])
  }

  @Test func `the first decimal comma is noted`() {
    let read = ReadSheet("net_h1 = 0.3775\nout_h1 = 0,5933\nE = 0,2984")
    #expect(read.notes == ["2: the comma in '0,5933' is read as a decimal point"])
    #expect(read.sheet.answers.map { $0.given?.value } == [0.3775, 0.5933, 0.2984])
    #expect(ReadSheet("E = 1,234").notes == ["1: the comma in '1,234' is read as a decimal point"])
  }
}
