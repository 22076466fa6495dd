import Diagnostics
import Formulas
import Lessons
import Testing

/// What is wrong, in the author's words, and where.
@Suite struct TextMistakesTests {
  // The whole text.

  @Test func `a file without a lesson`() {
    let messages = { (text: String) in
      mistakes(in: Source(name: "lesson.md", text: text)).map(\.message)
    }
    #expect(messages("") == ["this file is empty"])
    #expect(
      messages("# Only prose\n\nNothing else.\n") == ["there is no lesson block in this file"])
    #expect(messages("```swift\nlet x = 1\n```\n") == ["there is no lesson block in this file"])
  }

  @Test func `a lesson in UTF-16 is named as such`() {
    let bytes = Array("# t\n```lesson\nw = 1\n```\n".utf16).flatMap {
      [UInt8($0 & 0xFF), UInt8($0 >> 8)]
    }
    for start in [[0xFF, 0xFE], []] as [[UInt8]] {
      #expect(
        mistakes(in: Source(name: "lesson.md", bytes: start + bytes)).map(\.message) == [
          "this file is UTF-16 text, and UTF-8 is read"
        ])
    }
  }

  @Test(arguments: ["\u{200B}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{202E}"])
  func `a character that cannot be seen is named`(character: String) throws {
    let scalar = try #require(character.unicodeScalars.first)
    let message = "there is an invisible character here, \(scalar.codeAndName)"
    let note = "delete it; such characters come with texts that are copied from elsewhere"
    expectMistakes(
      "param w«\(character)» = 0.5\nL = w^2«\(character)»", "\(message) = \(note)", message)
    #expect(mistakes(in: Source(name: "a", text: "```lesson\(character)\ny = 1\n```")).isEmpty)
  }

  @Test(arguments: ["\u{A0}", "\u{202F}", "\u{2009}", "\u{3000}"])
  func `a space of any kind is a space`(space: String) {
    let text = "```\(space)lesson\nparam\(space)w =\(space)0.5\nL = w^2\(space)+ 1\n```"
    #expect(mistakes(in: Source(name: "lesson.md", text: text)).isEmpty)
  }

  // Decimal commas.

  @Test(arguments: [
    "param w = 0,«5»", "param w = -0,«5», v = 1", "const v = 1, w = 00,«5»", "y = 3*0«,»5",
    "digits 0«,»5",
  ])
  func `a decimal comma gets a hint`(marked: String) {
    let number = marked.contains("00,") ? "00.5" : "0.5"
    let found = mistakes(in: ReadLesson.source(marked.filter { !"«»".contains($0) }))
    let note = "a decimal number is written with a point: \(number)"
    #expect(found.contains { $0.note == note }, "\(found)")
  }

  @Test func `lists and arguments with decimal commas are told of`() {
    expectMistakes(
      "input x[1..2] = «[0,5, 1,5]»",
      "this list has 4 values, the range 1..2 has 2 = a comma separates, also in 0,5; decimal "
        + "numbers are written with a point")
    expectMistakes(
      "param w = 1\nL = w^2\nminimize L by momentum(rate: 0,«5»), steps: 1",
      "an argument without a name cannot follow 'rate: …' = a decimal number is written with a "
        + "point: 0.5")
  }

  @Test(arguments: [
    ("input x[1..4] = [0,5, 1,5]", ["this list has 4 values, since a comma separates"]),
    ("input x each step = [0,5, 1,5]", ["this list has 4 values, since a comma separates"]),
    ("input x[1..4] = [0, 5, 1, 5]", []), ("input x[1..4] = [0,5,1,5]", []),
    ("input x[1..4] = [0.1,5, 1,5]", ["this list has 4 values, since a comma separates"]),
    ("input x[1..2] = [0,5]", []), ("input x[1..2, 1..2] = [[0,5], [1,5]]", []),
  ])
  func `a list that can be read may be meant otherwise`(text: String, notes: [String]) throws {
    let lesson = try Lesson.read(ReadLesson.source(text + "\ny = 1"))
    #expect(lesson.notes.map(\.message) == notes)
  }

  @Test func `a block that is never closed`() {
    expectMistakes(
      "# T\n\n«```lesson»\ny = 1\n", "this block is never closed = close it with '```'")
  }

  @Test func `a lesson that unrolls without end is refused`() {
    expectMistakes(
      "param «W[1..100000, 1..100000]» = 0",
      "'W' has 10000000000 members: a lesson may unroll to 2000000 lines = --max-lines allows more")
    expectMistakes(
      "«x[i,j]» = i for i in 1..3000000, j in 1..3000000",
      "this lesson unrolls to more than 2000000 lines = --max-lines allows more")
  }

  @Test func `a formula that grows without end is refused`() {
    var limits = Limits()
    limits.lines = 1000
    let text = "param x[1..200] = 1\ny = sum(j, k: x[j]*x[k])"
    #expect(
      mistakes(in: ReadLesson.source(text), limits: limits).map(\.message) == [
        "this unrolls to more than 5000 operations"
      ])
  }

  @Test func `derivatives and updates count as lines`() {
    let text = "param w[1..10] = 1\nL = sum(i: w[i])\nminimize L by gd(1), steps: 1"
    var limits = Limits()
    // 10 parameters, L, 10 gradients, 10 updates.
    limits.lines = 31
    #expect(mistakes(in: ReadLesson.source(text), limits: limits).isEmpty)
    limits.lines = 30
    #expect(
      mistakes(in: ReadLesson.source(text), limits: limits).map(\.message) == [
        "this lesson unrolls to more than 30 lines, derivatives and updates included"
      ])
  }

  @Test func `a text that is too large is refused`() {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: 16_000_001)
    #expect(
      mistakes(in: Source(name: "lesson.md", bytes: bytes)).map(\.message) == [
        "a lesson may have 16 MB at most"
      ])
  }

  // How a mistake is shown.

  @Test func `a mistake is shown with its line, marked, and a way out`() throws {
    let source = Source(
      name: "lesson.md", text: "# T\n\n```lesson\nparam weight = 1\r\ny = 2*wieght + 1\r\n```\n")
    let error = #expect(throws: LessonMistakes.self) { try Lesson.read(source) }
    #expect(
      error?.description == """
        lesson.md:5:7: error: 'wieght' is not defined
            5 | y = 2*wieght + 1
              |       ^~~~~~
              = did you mean 'weight'?
        1 mistake
        """)
  }

  @Test func `columns count characters, and control characters are shown`() throws {
    let source = Source(name: "l", text: "```lesson\nθé = 1\ny = θé + \u{7}q\n```")
    let error = #expect(throws: LessonMistakes.self) { try Lesson.read(source) }
    #expect(
      error?.description == """
        l:3:10: error: unexpected a control character (U+7)
            3 | y = θé + �q
              |          ^
        1 mistake
        """)
  }

  // What a document shows.

  @Test(arguments: [
    ("Here {{«E»}}.", "there is no quantity 'E'"),
    (
      "Here {{«w of step 9»}}.",
      "this lesson has 3 steps, the last of which is the pass after training"
    ),
    ("Here «{{»w.", "'{{' is never closed in its line = write '}}'"),
    ("```show «frward»\n```", "'frward' cannot be shown = did you mean 'forward'?"),
    ("```show«»\n```", "what is to be shown?"),
    ("```show table w, «q»\n```", "there is no quantity 'q'"),
    ("```show table«»\n```", "which quantities?"),
    ("```show forward «w»\n```", "'forward' takes no names"),
    ("```show «forward of steps 1..2»\n```", "'forward' shows one step"),
    ("```show «plot w of step 2»\n```", "a plot shows all steps"),
    ("```show graph «L»\n```", "'graph' takes no names"),
    ("```show «claims of step 2»\n```", "'claims' shows no step of its own"),
    ("```show «claims»\n```", "this lesson has no claims"),
    ("```show «table w of steps 3..1»\n```", "expected a step, or a range such as 1..5"),
    ("```show «value dL/dw of step 3»\n```", "'dL/dw' has no value after the last update"),
    ("```show w, «q»\n```", "there is no quantity 'q'"),
    ("```show «dL/dw, step 3»\n```", "'dL/dw' has no value after the last update"),
    ("```show «L of steps 1..2»\n```", "one step is needed here"),
    ("```show general «w»\n```", "'w' has no formula = 'show w' shows what is given"),
    ("```show «general L, step 2»\n```", "'general' shows no numbers of a step"),
    ("```show worked«»\n```", "which quantities?"),
    (
      "```show backward of «layer 1»\n```",
      "this lesson has no layers = name what is to be shown, such as 'show dL/dw'"
    ),
    (
      "```show «loss»\n```",
      "this lesson has no layers, and no loss apart from them = 'show L' shows what is differentiated"
    ),
  ])
  func `what cannot be shown`(text: String, mistake: String) {
    expectMistakes(
      text + "\n\n```lesson\nparam w = 2\nL = w^2\nminimize L by gd(rate: 0.1), steps: 2\n```\n",
      mistake)
  }

  @Test(arguments: [
    ("z1, «a2»", "there is no quantity 'a2' = did you mean 'w2'?"),
    ("«zz1»", "there is no quantity 'zz1' = did you mean 'z1'?"),
    ("worked «z1»", "'z1' is a family of 2 numbers = name one, such as 'z1[1]'"),
    ("worked z1[1], «a1»", "'a1' is a family of 2 numbers = name one, such as 'a1[1]'"),
    (
      "backward of «layer 3»",
      "this lesson has 2 layers = they are counted from the input on; the last is 'layer 2'"
    ),
    (
      "forward of «layer 0»",
      "this lesson has 2 layers = they are counted from the input on; the last is 'layer 2'"
    ),
    (
      "forward of «hidden layer 2»",
      "this lesson has 1 hidden layer = there are 'hidden layer' and 'output layer'"
    ),
    (
      "forward of «the cell»",
      "this lesson has no cell = there are 'hidden layer' and 'output layer'"
    ),
    (
      "backward of «middle»",
      "'middle' is no layer = there are 'hidden layer' and 'output layer'"
    ),
    ("update «of layer 1»", "'update' takes no names"),
    ("«backward of layer 1, step 3»", "there is nothing of 'backward' after the last update"),
    ("loss «z1»", "'loss' takes no names"),
  ])
  func `what cannot be shown of layers and families`(words: String, mistake: String) {
    expectMistakes(
      """
      ```lesson
      param w1[1..2] = [1, 2], w2 = 3, b = 0
      input x = 1
      target y = 1
      z1[j] = w1[j]*x
      a1[j] = tanh(z1[j])
      z2 = w2*(a1[1] + a1[2]) + b
      L = half_squared_error(sigmoid(z2), y)
      minimize L by gd(rate: 0.1), steps: 2
      ```
      ```show \(words)
      ```
      """, mistake)
  }

  @Test func `what cannot be hidden`() {
    let lesson = "param w = 2\nbias = 1\nL = w^2 + bias\ndifferentiate L\n"
    expectMistakes(
      lesson + "hide w, «biass»", "there is no quantity 'biass' = did you mean 'bias'?")
    expectMistakes(lesson + "hide«»", "a name is missing at the end of the line")
    expectMistakes(lesson + "hide w, «,» bias", "expected a name, found ','")
  }
}
