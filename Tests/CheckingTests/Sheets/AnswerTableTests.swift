import Checking
import Decimals
import Exports
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// Answer sheets as tables.
@Suite struct AnswerTableTests {
  @Test(arguments: [
    "quantity,value\nnet_h1,0.3775\ndE/dw6,\n-dE/dnet_o1,−0.1385\n",
    "value,remark,quantity\n0.3775,x,net_h1\n,\"a, b\",dE/dw6\n-0.1385,,-dE/dnet_o1",
    "Quantity;Value\r\nnet_h1;0,3775\r\n∂E/∂w₆;?\r\n-dE/dnet_o1;-0,1385\r\n",
    "\u{FEFF}quantity\tvalue\nnet_h1\t0.3775\ndE/dw6\t\n-dE/dnet_o1\t-0.1385\n",
    "\"quantity\",\"value\"\n\"net_h1\",\"0.3775\"\n \"dE/dw6\" , \"\" \n-dE/dnet_o1, -0.1385\n",
  ])
  func `a row is a quantity and a value`(text: String) {
    let read = ReadSheet(text)
    #expect(read.subjects == ["net_h1", "dE/dw6", "negated dE/dnet_o1"], "\(read.mistakes)")
    #expect(read.sheet.answers.map { $0.given?.value } == [0.3775, nil, -0.1385])
    #expect(read.sheet.answers.map(\.line) == [2, 3, 4])
    #expect(read.sheet.answers.map(\.step) == [1, 1, 1])
    #expect(read.mistakes.isEmpty && read.notes.isEmpty)
  }

  @Test func `a column says the step and another one remarks`() {
    let read = ReadSheet(
      #"""
      # Anna
      decimals 4

      step,quantity,value,comment
      1,E,0.2984,by hand
      # p. 3
      2,E,0.2910,

      ,net_h1,0.3775,"says ""so"""
      3,E,0.1,
      """#)
    #expect(read.sheet.asked == .decimals(4))
    #expect(
      read.answers == [
        "5@1 E: E = 0.2984", "7@2 E: E = 0.291", "9@1 net_h1: net_h1 = 0.3775",
        "10@3 E: no value, this lesson has 1 step, and the forward pass after it as step 2 = 0.1",
      ])
    #expect(read.sheet.answers.map(\.comment) == ["by hand", "p. 3", "says \"so\"", nil])
    #expect(read.sheet.answers[1].text == "0.2910")
  }

  @Test func `a row may be a step and a column a quantity`() {
    let read = ReadSheet("step,E,w5' - w5,net_h1\n2,0.2910,,0.3779\n1,0.2984,-0.0411\n")
    #expect(
      read.answers == [
        "2@2 E: E = 0.291", "2@2 net_h1: net_h1 = 0.3779", "3@1 E: E = 0.2984",
        "3@1 w5' - w5: (w5' - w5) = -0.0411",
      ])
    let unnumbered = ReadSheet("E;net_h1;name\n0,2984;0,3775;a\n0,2910;0,3779;b\n")
    #expect(
      unnumbered.answers == [
        "2@1 E: E = 0.2984", "2@1 net_h1: net_h1 = 0.3775", "3@2 E: E = 0.291",
        "3@2 net_h1: net_h1 = 0.3779",
      ])
    #expect(
      unnumbered.notes == ["1: no quantity is called 'name', so this column is left out"])
  }

  @Test func `indices and lists hold their commas together`() {
    let read = ReadSheet(
      "quantity,value\nW1[2,1],0.5\n\"W1[2,2]\",0.6\np,[0.2,0.6,0.2]\nz,\"[1,2,3]\"\np[1,0.5\n",
      of: SheetExpressionTests.softmax)
    #expect(
      read.subjects == [
        "W1[2,1]", "W1[2,2]", "p[1]", "p[2]", "p[3]", "z[1]", "z[2]", "z[3]", "p[1]",
      ])
    #expect(read.mistakes.isEmpty)
    let german = ReadSheet(
      "quantity;value\nz;[1; 2,5; 3]\nL;0,5", of: SheetExpressionTests.softmax)
    #expect(german.sheet.answers.map { $0.given?.value } == [1, 2.5, 3, 0.5])
    #expect(
      ReadSheet("step,W1[2,1]\n1,0.5", of: SheetExpressionTests.softmax).subjects == ["W1[2,1]"])
  }

  @Test(arguments: [
    ("E,=1+1", "2:3 «=1+1» '=1+1' is not a number"),
    ("E,@SUM(A1)", "2:3 «@SUM(A1)» '@SUM(A1)' is not a number"),
    ("E,+cmd", "2:3 «+cmd» '+cmd' is not a number"),
    ("=E,1", "2:1 «=» expected a number, a name or '(', found '='"),
    ("E", "2:1 «E» this row has 1 cell only"),
    (",0.5", "2:1 «,0.5» no quantity is named in this row"),
    ("E,0,5", "2:1 «E,0,5» this row has 3 cells, the table has 2 columns"),
    ("E,\"0,5\"", nil),
    ("E,\"0.5", "2:3 «\"» the quotation mark is never closed"),
    ("E,\"0.5\"x", "2:8 «x» something follows the closing quotation mark"),
    ("E,nan", "2:3 «nan» 'nan' is not a finite number"),
    ("w5 # x,1", "2:4 «#» unexpected '#'"),
  ])
  func `a bad row is answered with its place, and the next one is read`(
    row: String, mistake: String?
  ) {
    let read = ReadSheet("quantity,value\n\(row)\nw5',0.35892")
    #expect(read.mistakes == [mistake].compactMap { $0 })
    #expect(read.answers.last == "3@1 w5': w5' = 0.35892")
  }

  @Test func `a step that is none is a mistake`() {
    let read = ReadSheet("step,quantity,value\nx,E,1\n0,E,1\n1.5,E,1\n1,E,1")
    #expect(read.answers == ["5@1 E: E = 1.0"])
    #expect(
      read.mistakes == [
        "2:1 «x» 'x' is no step", "3:1 «0» '0' is no step", "4:1 «1.5» '1.5' is no step",
      ])
  }

  @Test func `a cell over several lines counts them`() {
    let read = ReadSheet("quantity,value,comment\nE,1,\"two\nlines\"\nw5',2,\n")
    #expect(read.answers == ["2@1 E: E = 1.0", "4@1 w5': w5' = 2.0"])
    #expect(read.sheet.answers[0].comment == "two lines")
  }

  @Test(arguments: ["two-layer-sigmoid", "xor", "circuit"])
  func `a trace written as CSV is a sheet of exact answers`(name: String) throws {
    let lesson = SheetLesson(try #require(ShippedLessons.text(name)))
    let program = lesson.lesson.program
    let lines = Array(program.lines.indices)
    var expected: Set<String> = []
    let steps = 1...min(lesson.trace.lastStep, 3)
    for step in steps {
      for line in lines where lesson.trace.listedValue(of: line, at: step) != nil {
        expected.insert("\(step) \(program.lines[line].symbol)")
      }
    }
    for export in [CSVExport(program, lines: lines), WideCSVExport(program, lines: lines)]
      as [any TraceExport]
    {
      let read = ReadSheet(try Self.written(export, lesson, steps), of: lesson)
      #expect(read.mistakes.isEmpty && read.notes.isEmpty)
      var found: Set<String> = []
      for answer in read.sheet.answers {
        guard case .line(let line, false) = answer.subject else {
          Issue.record("\(answer.name)")
          continue
        }
        found.insert("\(answer.step) \(program.lines[line].symbol)")
        #expect(answer.given?.value == lesson.trace.value(of: line, at: answer.step))
      }
      #expect(found == expected)
      #expect(read.sheet.answers.count == expected.count)
    }
  }

  private static func written(
    _ export: any TraceExport, _ lesson: SheetLesson, _ steps: ClosedRange<Int>
  ) throws -> String {
    var bytes: [UInt8] = []
    var export = export
    var output = OutputBuffer { bytes += $0 }
    try export.begin(&output)
    for step in steps { try export.write(step, of: lesson.trace, to: &output) }
    try output.flush()
    return String(decoding: bytes, as: UTF8.self)
  }
}
