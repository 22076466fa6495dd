import Diagnostics
import Decimals
import Fixtures
import Formulas
import Lessons
import Programs
import Testing

/// Data tables in files of their own.
@Suite struct SamplesTests {
  private static let rest = "param w = 2\np[n] = w*x[n] + y[n]\nL = mean(n: p[n])\ndifferentiate L"

  private func lesson(
    _ statements: String, _ files: [String: String], limits: Limits = Limits()
  ) throws(LessonMistakes) -> Lesson {
    try Lesson.read(
      Source(name: "lesson.md", text: "```lesson\n\(statements)\n```\n"), limits: limits,
      files: SampleFiles(files))
  }

  private func refusal(
    _ statements: String, _ files: [String: String], limits: Limits = Limits()
  ) -> String {
    do throws(LessonMistakes) {
      _ = try lesson(statements, files, limits: limits)
      return "no mistake"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [
    "x,y\n1,2\n-3.5,4e2\n", "\u{FEFF}x,y\r\n1,2\r\n-3.5,4e2\r\n",
    "# points\nx , y\n\n1,2 # a\n -3.5,4e2", "\"x\",\"y\"\n\"1\",2\n-3.5,\"4e2\"\n",
    "\u{FEFF}\"x\" , \"y\"\r\n\u{A0}1,\u{202F}2\r\n\"\n-3.5\",4e2",
  ])
  func `a file makes the lines that the same table in the text makes`(file: String) throws {
    let own = try lesson("samples n from \"a/b.csv\"\n\(Self.rest)", ["a/b.csv": file]).program
    let text = "```data n\nx,y\n1,2\n-3.5,4e2\n```\n```lesson\n\(Self.rest)\n```\n"
    let other = try Lesson.read(Source(name: "lesson.md", text: text)).program
    let name = { (line: LineID) in own.lines[line].symbol.description }
    #expect(own.lines.map(\.symbol) == other.lines.map(\.symbol))
    #expect(own.lines.map(\.phase) == other.lines.map(\.phase))
    #expect(own.lines.map(\.initial) == other.lines.map(\.initial))
    #expect(
      own.lines.map { $0.formula?.text(naming: name) }
        == other.lines.map { $0.formula?.text(naming: name) })
    #expect(own.lines[2].initial == -3.5 && own.lines[3].initial == 400)
  }

  @Test func `mistakes in a file stand at their lines and columns in the file`() {
    let text = refusal(
      "samples n from \"houses.csv\"\n\(Self.rest)\nz = q",
      ["houses.csv": "x,y\n1,2\n3,vier\n5\n6, ,\n"])
    #expect(
      text == """
        lesson.md:7:5: error: 'q' is not defined
            7 | z = q
              |     ^
        houses.csv:3:3: error: 'vier' is not a number
            3 | 3,vier
              |   ^~~~
        houses.csv:4:1: error: this row has 1 value, the table has 2 columns
            4 | 5
              | ^
        houses.csv:5:1: error: this row has 3 values, the table has 2 columns
            5 | 6, ,
              | ^~~~
        4 mistakes
        """)
  }

  @Test(arguments: [
    ("x;y\n1;2\n", "houses.csv:1:2: error: unexpected ';'"),
    ("", "houses.csv:1:1: error: this table has no rows"),
    ("x,y\n", "houses.csv:1:1: error: this table has no rows"),
    ("x,x\n1,2\n", "houses.csv:1:3: error: this column stands here twice"),
    ("x,y\n,2\n", "houses.csv:2:1: error: a value is missing"),
    ("x,,y\n1,2,3\n", "houses.csv:1:1: error: a column has no name"),
    ("\"x\nz\",y\n1,2\n", "houses.csv:1:2: error: a column's name is that of a quantity"),
    ("x,\"y\n1,2\n", "houses.csv:1:3: error: the quotation mark is never closed"),
    ("\u{FEFF}x;y\n1;2\n", "houses.csv:1:2: error: unexpected ';'"),
    (
      "x,y\n1,2\u{200B}\n",
      """
      houses.csv:2:3: error: '2' is not a number
          2 | 1,2\u{FFFD}
            |   ^~
            = the marked text holds U+200B ZERO WIDTH SPACE, which is invisible
      """
    ),
    (
      "x,y\n1,\"2,5\"\n",
      """
      houses.csv:2:4: error: '2,5' is not a number
          2 | 1,"2,5"
            |    ^~~
            = decimal numbers are written with a point
      """
    ),
    (
      "x,y\n0,5,1,5\n",
      """
      houses.csv:2:1: error: this row has 4 values, the table has 2 columns
          2 | 0,5,1,5
            | ^~~~~~~
            = decimal numbers are written with a point
      """
    ),
    ("x\0,\0y\0\n\0", "houses.csv:1:1: error: this file is UTF-16 text, and UTF-8 is read"),
  ])
  func `a file without columns or rows is the only mistake`(file: String, message: String) {
    let text = refusal("samples n from \"houses.csv\"\n\(Self.rest)", ["houses.csv": file])
    #expect(text.hasPrefix(message + "\n"), "\(text)")
    #expect(text.hasSuffix("\n1 mistake"))
  }

  @Test func `a file of nothing but mistakes is not read to its end`() {
    let file = "x,y\n" + String(repeating: "a,b\n", count: 100_000)
    let text = refusal("samples n from \"houses.csv\"\n\(Self.rest)", ["houses.csv": file])
    #expect(text.hasSuffix("\nmore than 50 mistakes"))
  }

  @Test(arguments: [
    ("nope.csv", "there is no file 'nope.csv' here"), ("", "a file needs a name"),
    ("/etc/passwd", "a file is named from the lesson's own folder, not from '/'"),
    ("../houses.csv", "'..' may lead out of the lesson's own folder"),
    ("a/../houses.csv", "'..' may lead out of the lesson's own folder"),
    ("a\u{1}b", "a file's name has no control characters"),
  ])
  func `a file that is not read is a mistake where it is named`(name: String, message: String) {
    let text = refusal("samples n from \"\(name)\"\n\(Self.rest)", ["houses.csv": "x,y\n1,2\n"])
    #expect(text.hasPrefix("lesson.md:2:16: error: \(message)\n"), "\(text)")
    #expect(text.hasSuffix("\n1 mistake"))
  }

  @Test func `without a place for files none is read`() {
    expectMistakes(
      "samples n from «\"houses.csv\"»\ny = mean(n: x[n])", "a file cannot be read here")
  }

  @Test(arguments: [
    (
      "samples n from \"a.csv\"\nparam «x» = 1",
      "'x' has 1 index where it is first defined, and 0 here"
    ),
    ("samples n from «\"a.csv\"»\nsamples «n» from \"b.csv\"", ""),
    ("input x[1..2] = 3\nsamples n from «\"a.csv\"»", "'x[1]' is defined twice"),
    ("samples «step» from \"a.csv\"", "'step' is reserved"),
    ("samples n «\"a.csv\"»", "expected 'from' and a file, found '\"a.csv\"'"),
    (
      "samples n from «houses»",
      "expected a file in quotation marks, such as \"houses.csv\", found 'houses'"
    ),
  ])
  func `what does not fit the lesson stands at the statement`(marked: String, message: String) {
    let statements = marked.filter { $0 != "«" && $0 != "»" }
    let mistakes: [Diagnostic]
    do throws(LessonMistakes) {
      _ = try lesson(statements, ["a.csv": "x\n1\n2\n", "b.csv": "y\n1\n"])
      return #expect(Bool(false), "no mistake")
    } catch {
      mistakes = error.mistakes
    }
    if message.isEmpty {
      #expect(mistakes.map(\.message) == ["there is a table for 'n' already"])
    } else {
      let start = "```lesson\n".utf8.count + marked.prefix { $0 != "«" }.utf8.count
      #expect(mistakes.map(\.message) == [message])
      #expect(mistakes.first?.place.lowerBound == start)
    }
  }

  @Test func `all files of a lesson together have a limit`() {
    var limits = Limits()
    limits.bytes = 1_000_000
    let half = "x\n1\n" + String(repeating: "#", count: 600_000)
    let both = "samples n from \"a.csv\"\nsamples m from \"b.csv\"\ns = sum(n: x[n]) + sum(m: y[m])"
    let other = half.replacing("x", with: "y", maxReplacements: 1)
    #expect(
      refusal(both, ["a.csv": half, "b.csv": other], limits: limits).hasPrefix(
        "lesson.md:3:16: error: the files of a lesson may have 1 MB together\n"))
    #expect(
      refusal(both, ["a.csv": half + half, "b.csv": "y\n1"], limits: limits).hasPrefix(
        "lesson.md:2:16: error: a file may have 1 MB at most\n"))
    #expect(
      refusal(both, ["a.csv": half, "b.csv": "y\n1"], limits: limits) == "no mistake")
  }

  @Test func `a lesson keeps its files, for the same lesson under another convention`() throws {
    let lesson = try lesson(
      "samples n from \"a.csv\"\nparam w = 3\nL = 1/2*sum(n: (w*x[n])^2)\ndifferentiate L",
      ["a.csv": "x\n1\n2\n"])
    #expect(lesson.sampleFiles.map(\.name) == ["a.csv"])
    let varied = try #require(lesson.varied(by: .lines(.scaling(.named("L"), by: .number(2)))))
    #expect(varied.sampleFiles.map(\.name) == ["a.csv"])
  }
}
