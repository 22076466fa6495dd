import Diagnostics
import Checking
import Decimals
import Formulas
import Testing

/// Sheets that are copied out of notes, walkthroughs and spreadsheets.
@Suite struct SheetNotesTests {
  @Test
  func `characters that cannot be seen are left out and noted, spaces of any kind are spaces`() {
    let read = ReadSheet(
      "net_h1\u{200B} =\u{A0}0.37\u{AD}75\nout_h1\u{202F}= \u{FEFF}0.5933\nE = 0.2\u{AD}984")
    #expect(
      read.answers == [
        "1@1 net_h1: net_h1 = 0.3775", "2@1 out_h1: out_h1 = 0.5933", "3@1 E: E = 0.2984",
      ])
    #expect(
      read.notes == [
        "1: U+200B ZERO WIDTH SPACE, which is invisible, is left out",
        "1: U+00AD SOFT HYPHEN, which is invisible, is left out",
        "2: U+FEFF ZERO WIDTH NO-BREAK SPACE, which is invisible, is left out",
      ])
    #expect(read.mistakes.isEmpty)
  }

  @Test func `a line that begins with an equality goes on with the chain above`() {
    let read = ReadSheet(
      """
      net_h1 = w₁·i₁ + w₂·i₂ + b₁   # by heart
             = 0.15·0.05 + 0.2·0.1 + 0.35
             ≈ 0.3775 # p. 3

      out_h1
        = 0.5933
      E = 0.2984
      """)
    #expect(
      read.answers == [
        "1@1 net_h1: net_h1 = 0.3775", "5@1 out_h1: out_h1 = 0.5933", "7@1 E: E = 0.2984",
      ])
    #expect(read.working(0) == ["w1*i1 + w2*i2 + b1", "0.15*0.05 + 0.2*0.1 + 0.35"])
    #expect(read.sheet.answers.map(\.comment) == ["by heart", nil, nil])
    #expect(read.mistakes.isEmpty && read.notes.isEmpty)
  }

  @Test func `a line that begins with an operator and is no equality goes on too`() {
    let read = ReadSheet(
      "net_h1 = 0.15*0.05\n   + 0.2*0.1\n   + 0.35\n  = 0.3775\n  … 3 more of net_h\n-dE/dnet_o1 = -0.1385"
    )
    #expect(read.working(0) == ["0.15*0.05 + 0.2*0.1 + 0.35"])
    #expect(
      read.answers == [
        "1@1 net_h1: net_h1 = 0.3775", "6@1 -dE/dnet_o1: negated dE/dnet_o1 = -0.1385",
      ])
    #expect(read.mistakes.isEmpty)
    #expect(ReadSheet("Forward\n   + 0.3").mistakes.count == 1)
    #expect(ReadSheet("E = 0.3\n+ 0.3").mistakes.count == 1)
  }

  @Test(arguments: [
    "E = 0.3\n\n= 0.2984", "E = 0.3\n# note\n= 0.2984", "Forward\n= 0.3", "let a = E\n= 0.3",
  ])
  func `no chain goes on where none is above`(text: String) {
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(ReadSheet(text).mistakes.last?.hasPrefix("\(line):1 «= 0.") == true)
  }

  @Test func `a mistake in a further line of a chain is marked there`() {
    let read = ReadSheet("E = E_o1 + E_o2\n  = E_o9\n  = 0.3")
    #expect(read.mistakes == ["2:5 «E_o9» there is no quantity 'E_o9'"])
    #expect(read.answers == ["1@1 E: E = 0.3"])
  }

  @Test(arguments: ["-", "+", "–", "*", "•", "1.", "12)"])
  func `the lines of a list are answers`(mark: String) {
    let read = ReadSheet(
      """
      \(mark) let Err = -dE/dnet_o1
      \(mark) net_h1 = 0.3775
      \(mark) Err = 0.1385
      \(mark) -dE/dnet_o2 = -0.0381
      \(mark) step 2:
      \(mark) E = 0.2910
      """)
    #expect(
      read.answers == [
        "2@1 net_h1: net_h1 = 0.3775", "3@1 Err: negated dE/dnet_o1 = 0.1385",
        "4@1 -dE/dnet_o2: negated dE/dnet_o2 = -0.0381", "6@2 E: E = 0.291",
      ], "\(read.mistakes)")
    #expect(read.sheet.notes.isEmpty == ["*", "•", "1.", "12)"].contains(mark))
  }

  @Test(arguments: [
    ("- dE/dnet_o1 = -0.1385", ["negated dE/dnet_o1"]),
    ("- dE/dnet_o1 = -0.1385\nE = 0.3\nnet_h1 = 0.4", ["negated dE/dnet_o1", "E", "net_h1"]),
    ("-dE/dnet_o1 = -0.1385\n-dE/dnet_o2 = 1", ["negated dE/dnet_o1", "negated dE/dnet_o2"]),
    ("- dE/dnet_o1 = -0.1385\nE = 0.3", ["negated dE/dnet_o1", "E"]),
  ])
  func `a minus sign stays one where the sheet is no list`(text: String, subjects: [String]) {
    let read = ReadSheet(text)
    #expect(read.subjects == subjects)
    #expect(read.notes.isEmpty && read.mistakes.isEmpty)
  }

  @Test(arguments: [
    ("## Step 2\nE = 0.2910", 2), ("# after step 1:\nE = 0.2910", 2), ("#step 2\nE = 0.2910", 2),
    ("# step 2 is next\nE = 0.2984", 1), ("# step 2: the end\nE = 0.2984", 1),
    ("# my second step\nE = 0.2984", 1), ("#\nE = 0.2984", 1), ("Step 2.\nE = 0.2910", 2),
  ])
  func `a heading of Markdown may name a step`(text: String, step: Int) {
    let read = ReadSheet(text)
    #expect(read.sheet.answers.map(\.step) == [step])
    #expect(read.mistakes.isEmpty)
    #expect(read.notes.isEmpty == (step == 1 || !text.hasPrefix("#")))
  }

  @Test(arguments: [
    "net_h1: 0.3775", "net_h1 : 0.3775", "net_h1: = 0.3775", "net_h1 := 0.3775",
    "`net_h1 = 0.3775`", "$net_h1 = 0.3775$", "$$net_h1 = 0.3775$$", "net_h1 &= 0.3775 \\\\",
    "net_h1 = 0.3775;", "net_h1 = 0.3775,", "net_h1 = 0.3775.", "$net_h1$: 0.3775",
    "`net_h1` = `0.3775`", "$net_h1$ = 0.15·0.05 + 0.2·0.1 + 0.35 = $0.3775$",
  ])
  func `what notes have around an answer is left out`(text: String) {
    let read = ReadSheet(text)
    #expect(read.subjects == ["net_h1"], "\(read.mistakes)")
    #expect(read.sheet.answers.map { $0.given?.value } == [0.3775])
  }

  @Test(arguments: ["5.", "1.2.", "1.2,", "0,5;"])
  func `what ends a clause is no decimal`(text: String) {
    let decimals = ReadSheet("E = \(text)").sheet.answers.map { $0.given?.decimals }
    #expect(decimals == [text == "5." ? 0 : 1])
  }

  @Test func `the numbers that a walkthrough has beside each other are answers`() {
    let read = ReadSheet(
      """
      Given
        inputs      i₁ = 0.05    i₂ = 0.1
        parameters  w₁ = 0.15    … 6 more …    w₈ = 0.55
                    w₅ = 0.4\tw₆ = 1/2 = 0.5
        constants   b₁ = 0.35

      Update   gd, rate = 0.5
        w₅⁺ = 0.3589
      """)
    #expect(
      read.answers == [
        "2@1 i₁: i1 = 0.05", "2@1 i₂: i2 = 0.1", "3@1 w₁: w1 = 0.15", "3@1 w₈: w8 = 0.55",
        "4@1 w₅: w5 = 0.4", "4@1 w₆: w6 = 0.5", "5@1 b₁: b1 = 0.35", "8@1 w₅⁺: w5' = 0.3589",
      ])
    #expect(read.mistakes.isEmpty)
  }

  /// What the pages of training call Update, those of a search call Search.
  @Test func `the heading of a search is no answer`() {
    let lesson = SheetLesson(
      "param u = 1\nL = (u - 0.3)^2\nsearch L over u in [-2, 2] by random(5)")
    let read = ReadSheet(
      """
      Forward
        L = 0.49

      Search   random, trials = 5
        kept = 1
      """, of: lesson)
    #expect(read.answers == ["2@1 L: L = 0.49", "5@1 kept: kept = 1.0"])
    #expect(read.mistakes.isEmpty)
  }

  @Test func `an argument of the update rule may be called by its name`() {
    let read = ReadSheet("let rate2 = 2*rate\nw5' = w5 - rate*∂E/∂w5 = 0.3589\nrate = 0.5")
    #expect(read.answers.count == 2 && read.mistakes.isEmpty, "\(read.mistakes)")
    #expect(read.working(0) == ["w5 - 0.5*dE/dw5"])
    let own = ReadSheet("let rate = E\nrate = 0.3")
    #expect(own.subjects == ["E"] && own.mistakes.isEmpty)
  }

  @Test func `indices may be superscripts in brackets and subscripts with commas`() {
    let lesson = SheetLesson(
      "input x[1..2] = [1, 2]\nW1[i,j] = x[i]*j for i in 1..2, j in 1..2\nz = W1[2,1] + x[2]")
    let read = ReadSheet(
      "z = W⁽¹⁾₂,₁·1 + x₂ = 4\nmax(W⁽¹⁾₂,₁, x₁) - W⁽¹⁾₁,₂ = 0", of: lesson)
    #expect(read.mistakes.isEmpty)
    #expect(read.working(0) == ["W1[2,1]*1 + x[2]"])
    #expect(read.subjects.last == "(max(W1[2,1], x[1]) - W1[1,2])")
  }

  @Test(arguments: ["E_o1 + … + E_o2", "0.2748 + ... + 0.0236", "Σₖ E_oₖ"])
  func `a part of a chain that leaves something out is not worked out again`(part: String) {
    let read = ReadSheet("E = \(part) = 0.27481 + 0.02356 = 0.2984")
    #expect(read.working(0) == ["0.27481 + 0.02356"])
    #expect(read.mistakes.isEmpty && read.notes.count == 1)
  }

  @Test func `gaps inside of an answer part nothing`() {
    let read = ReadSheet("net_h1  =  0.15*0.05   +  0.2*0.1 + 0.35  =  0.3775\nw5'  -  w5 = -0.04")
    #expect(read.answers.count == 2 && read.mistakes.isEmpty, "\(read.mistakes)")
    let unknown = ReadSheet("inputs  q = 1    r = 2")
    #expect(unknown.answers.isEmpty)
    #expect(unknown.mistakes.map { $0.hasSuffix("several answers stand in this line") } == [true])
  }

  @Test(arguments: [
    "\\frac{\\partial E}{\\partial w_5} = 0.0822", "$w_{5} \\cdot 2 = 0.8$", "net_{h1} = 0.3775",
  ])
  func `a line of LaTeX is answered with a way out`(text: String) {
    let notes = ReadSheet(text).sheet.mistakes.map(\.note)
    #expect(
      notes == [
        "commands of LaTeX are not understood; write the names as the lesson does, such as "
          + "net_h1 = 0.5"
      ])
  }

  @Test func `below a step that cannot be read stands what belongs to the step before`() {
    let read = ReadSheet("step 2:\nE = 0.2910\nstep two:\nE = 0.3")
    #expect(read.sheet.answers.map(\.step) == [2, 2])
    #expect(
      read.sheet.mistakes.first?.note?.hasSuffix("; what stands below is read as of step 2") == true
    )
  }

  @Test func `a sheet without any name of the lesson may be of another one`() {
    let remark =
      "1: no name on this sheet is one of this lesson's: is it the sheet of another lesson?"
    #expect(ReadSheet("alpha = 1\nbeta = 2").notes == [remark])
    #expect(ReadSheet("alpha = 1").notes.isEmpty)
    #expect(ReadSheet("alpha = 1\nE = 2").notes.isEmpty)
    #expect(ReadSheet("alpha = 1\nstep 9:\nE = 2").notes.isEmpty)
  }

  @Test(arguments: [
    "net_h1\t0.3775\nout_h1\t0.5933\nQ\t1", "net_h1,0.3775\nout_h1,0.5933\nQ,1",
    "net_h1;0,3775\nout_h1;0,5933\nQ;1", "decimals 4\n# mine\nnet_h1, 0.3775\nout_h1, 0.5933\nQ, 1",
  ])
  func `two columns of a spreadsheet are a table without a head`(text: String) {
    let read = ReadSheet(text)
    #expect(read.subjects.prefix(2) == ["net_h1", "out_h1"])
    #expect(read.sheet.answers.map { $0.given?.value } == [0.3775, 0.5933, 1])
    #expect(read.mistakes.isEmpty && read.notes.isEmpty)
  }

  @Test func `a table of Markdown is a table`() {
    let read = ReadSheet(
      """
      | quantity | value     | comment |
      |:---------|----------:|---------|
      | net_h1   | 0.3775    |         |
      | E        | 0,2984    | p. 3    |
      | dE/dw6   | -         |         |
      """)
    #expect(read.subjects == ["net_h1", "E", "dE/dw6"])
    #expect(read.sheet.answers.map { $0.given?.value } == [0.3775, 0.2984, nil])
    #expect(read.sheet.answers.map(\.line) == [3, 4, 5])
    #expect(read.sheet.answers.map(\.comment) == [nil, "p. 3", nil])
    #expect(read.mistakes.isEmpty && read.notes.isEmpty)
  }

  @Test func `a cell may end in a comment, and a second column of a name is told of`() {
    let read = ReadSheet("quantity,value,value\nE,0.2984 # why,3\n")
    #expect(read.answers == ["2@1 E: E = 0.2984"])
    #expect(read.sheet.answers.first?.comment == "why")
    #expect(read.notes == ["1: of several columns 'value' the first is read"])
  }

  @Test func `line ends of old are named`() {
    let read = ReadSheet("E = 0.3\rnet_h1 = 0.4\r")
    #expect(
      read.sheet.mistakes.map(\.message) == [
        "the lines of this file end with carriage returns alone"
      ])
    #expect(ReadSheet("E = 0.2984\r").answers == ["1@1 E: E = 0.2984"])
  }

  @Test(arguments: ["x = 1, 2", "x = (1, 2)", "x = {1, 2}"])
  func `members without a list are asked for as one`(text: String) {
    let read = ReadSheet(text, of: SheetLesson("input x[1..2] = [1, 2]\nz = x[1] + x[2]"))
    #expect(read.sheet.mistakes.map(\.message) == ["'x' stands for 2 numbers"])
  }

  @Test func `two columns of quantities have a head`() {
    #expect(ReadSheet("net_h1,out_h1\n0.3775,0.5933").subjects == ["net_h1", "out_h1"])
  }

  @Test(arguments: ["sep=;\n", "sep=;\r\ndecimals 4\r\n", "\u{FEFF}sep=;\r\n"])
  func `the line that tells a spreadsheet the separator is left out`(head: String) {
    let read = ReadSheet(head + "quantity;value\r\nnet_h1;0,3775\r\n")
    #expect(read.subjects == ["net_h1"])
    #expect(read.mistakes.isEmpty && read.notes.isEmpty)
  }
}
