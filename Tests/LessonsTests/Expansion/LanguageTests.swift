import Decimals
import Lessons
import Testing

/// What lessons mean: which lines they unroll to.
@Suite struct LanguageTests {
  // Ranges.

  @Test func `a range is the extent of the families in which an index stands plainly`() throws {
    let lesson = try ReadLesson(
      """
      param W[1..2, 0..1] = 1
      param x[0..1] = 2
      z[j] = sum(i: W[j,i]*x[i])
      L = mean(j: z[j]) + max(j: z[j])
      """)
    #expect(lesson.names.suffix(3) == ["z[1]", "z[2]", "L"])
    #expect(try lesson.formula("z[2]") == "(W[2,0]*x[0]) + (W[2,1]*x[1])")
    #expect(try lesson.formula("L") == "((z[1] + z[2])/2) + max(z[1], z[2])")
  }

  @Test func `the last index is the fastest`() throws {
    let lesson = try ReadLesson("y[i,j] = i*j for j in 1..2, i in 1..2")
    // The ranges of `for` are run through in the order in which they stand.
    #expect(Set(lesson.names) == ["y[1,1]", "y[1,2]", "y[2,1]", "y[2,2]"])
    #expect(
      try ReadLesson("param W[1..2, 1..2] = 0\nu[i,j] = W[i,j]").names.suffix(4)
        == ["u[1,1]", "u[1,2]", "u[2,1]", "u[2,2]"])
    #expect(
      try ReadLesson("param W[1..2, 1..2] = 1\ns = sum(i, j: W[i,j])").formula("s")
        == "W[1,1] + W[1,2] + W[2,1] + W[2,2]")
  }

  @Test func `typed ranges may use constants and earlier indices`() throws {
    let lesson = try ReadLesson(
      """
      const n = 3, half = n/1 - 1
      param x[1..n] = 1
      y[i,j] = x[i]*x[j] for i in 1..n, j in 1..i
      c[i] = sum(k in 1..i: x[k]) for i in half..n
      """)
    #expect(
      lesson.names.suffix(8) == [
        "y[1,1]", "y[2,1]", "y[2,2]", "y[3,1]", "y[3,2]", "y[3,3]", "c[2]", "c[3]",
      ])
    #expect(try lesson.formula("c[2]") == "x[1] + x[2]")
  }

  @Test func `a sum of nothing is 0, a product 1`() throws {
    let lesson = try ReadLesson(
      "s[t] = sum(i in 2..t: i) for t in 1..3\np = product(i in 1..0: i)")
    #expect(try lesson.formula("s[1]") == "0")
    #expect(try lesson.formula("s[2]") == "2")
    #expect(try lesson.formula("s[3]") == "2 + 3")
    #expect(try lesson.formula("p") == "1")
  }

  @Test func `index positions are integer expressions`() throws {
    let lesson = try ReadLesson(
      """
      const s = 2
      param x[1..5] = 1, k[1..2] = 1
      y[i] = sum(j: k[j]*x[s*i + j - s]) for i in 1..2
      mirror[i] = x[6 - i] for i in 1..5
      mid[i] = x[(s*i + 4)/s] for i in -1..0
      """)
    #expect(try lesson.formula("y[2]") == "(k[1]*x[3]) + (k[2]*x[4])")
    #expect(try lesson.formula("mirror[1]") == "x[5]")
    #expect(try lesson.formula("mid[-1]") == "x[1]")
  }

  @Test func `an index is a number too`() throws {
    let lesson = try ReadLesson("param x[1..2] = 1\ny[i] = i*x[i] + i^2")
    #expect(try lesson.formula("y[2]") == "(2*x[2]) + (2^2)")
  }

  @Test func `boundary values do not widen a family`() throws {
    let lesson = try ReadLesson(
      """
      input x[1..3] = 1
      param u = 1
      h[0] = 0
      h[t] = x[t] + u*h[t-1]
      L = sum(t: h[t])
      """)
    #expect(try lesson.formula("h[1]") == "x[1] + (u*h[0])")
    #expect(try lesson.formula("L") == "h[1] + h[2] + h[3]")
  }

  @Test func `boundary values in one of two positions`() throws {
    let lesson = try ReadLesson(
      """
      input x[1..2] = 1
      a[0,j] = x[j]
      a[t,j] = 2*a[t-1,j] for t in 1..2, j in 1..2
      L = sum(t, j: a[t,j])
      """)
    #expect(lesson.names.contains("a[0,2]"))
    #expect(try lesson.formula("L") == "a[1,1] + a[1,2] + a[2,1] + a[2,2]")
  }

  @Test func `a delta comes just before the first one that uses it`() throws {
    let lesson = try ReadLesson(
      """
      param w = 1
      L = w^2
      minimize L by gd(0.1), steps: 1
      delta twice = 2*next
      delta gap = w' - w
      delta next = w' + 1
      """)
    #expect(lesson.names.suffix(3) == ["next", "twice", "gap"])
  }

  @Test func `an index may bear the name of a family`() throws {
    let lesson = try ReadLesson(
      "param i[1..2] = 3\ninput x[1..2] = 1\ns = sum(i: i[i]*x[i])")
    #expect(try lesson.formula("s") == "(i[1]*x[1]) + (i[2]*x[2])")
  }

  @Test func `a constant in an index position is its number`() throws {
    let lesson = try ReadLesson("const last = 3\nparam x[1..3] = 1\ny = x[last]\nz[last] = 5")
    #expect(try lesson.formula("y") == "x[3]")
    #expect(lesson.names.last == "z[3]")
  }

  @Test func `equations may stand in any order`() throws {
    let lesson = try ReadLesson(
      """
      L = a + b
      b = 2*a
      a = w*x
      minimize L by gd(rate: 1), steps: 1
      param w = 1
      input x = 2
      """)
    #expect(lesson.names.prefix(5) == ["w", "x", "a", "b", "L"])
  }

  @Test func `ranges may come from families that are defined later`() throws {
    let lesson = try ReadLesson(
      "L = sum(n: p[n])\np[n] = 2*z[n]\nz[n] = w*x[n]\nparam w = 1\ninput x[1..2] = 3")
    #expect(try lesson.formula("L") == "p[1] + p[2]")
  }

  @Test func `a family may have members by name and by range`() throws {
    let lesson = try ReadLesson("x[1] = 5\nx[2] = 7\ny = sum(i: x[i])")
    #expect(try lesson.formula("y") == "x[1] + x[2]")
  }

  // Expressions.

  /// The reading that the grammar gives, with each part in brackets.
  @Test(
    arguments: [
      ("-a^2", "-(a^2)"), ("a - b - c", "a + (-b) + (-c)"), ("a/b/c", "(a/b)/c"),
      ("a/b*c", "(a/b)*c"), ("a*b/c", "(a*b)/c"), ("a^b^c", "a^(b^c)"), ("2^-a", "2^(-a)"),
      ("-a*b", "(-a)*b"), ("a - -b", "a + (-(-b))"), ("(a + b)*c", "(a + b)*c"),
      ("a < b", "<(a, b)"), ("a + b >= c*2", ">=((a + b), (c*2))"), ("a*b*c", "a*b*c"),
      ("a*(b*c)", "a*(b*c)"), ("--a", "-(-a)"), ("1.50e1*a", "1.50e1*a"), (".5*a", ".5*a"),
      ("pi*a", "pi*a"), ("ln(a)", "log(a)"), ("max(a, b, c)", "max(a, b, c)"),
      ("leaky_relu(a)", "leaky_relu(a, 0.01)"), ("leaky_relu(a, slope: b)", "leaky_relu(a, b)"),
      ("if(a == b, 1, 0)", "if(==(a, b), 1, 0)"),
    ])
  func `a formula is read as mathematics is`(text: String, reading: String) throws {
    #expect(try ReadLesson("param a = 1, b = 2, c = 3\ny = \(text)").formula("y") == reading)
  }

  @Test func `a function of the author's own`() throws {
    let lesson = try ReadLesson(
      """
      define twice(f) = 2*f
      define g(u, v = 1/2) = twice(u)*v
      param x = 3
      y = g(x)
      z = g(v: 4, u: x)
      """)
    #expect(try lesson.formula("y") == "g(x, (1/2))")
    #expect(try lesson.formula("z") == "g(x, 4)")
  }

  // dX/dY.

  @Test func `without spaces it is a derivative where both name quantities`() throws {
    let lesson = try ReadLesson(
      "param w = 1, dog = 2\nL = 3*w\nq = dog/w\ndelta e = 2*dL/dw\ndifferentiate L")
    #expect(try lesson.formula("q") == "dog/w")
    #expect(try lesson.formula("e") == "2*dL/dw")
  }

  @Test func `with spaces it is a quotient`() throws {
    let lesson = try ReadLesson("param L = 1, w = 2, dL = 3, dw = 4\nq = dL / dw")
    #expect(try lesson.formula("q") == "dL/dw")
  }

  @Test func `derivatives of members`() throws {
    let lesson = try ReadLesson(
      """
      param w[1..2] = 1
      z[i] = w[i]^2
      L = z[1]*z[2]
      differentiate L
      differentiate dL/dw[1] wrt w
      delta d[i] = 2*dL/dz[i]
      delta e = 3*d2L/dw[1]dw[2]
      """)
    #expect(try lesson.formula("d[2]") == "2*dL/dz[2]")
    #expect(try lesson.formula("e") == "3*d2L/dw[1]dw[2]")
  }

  // Names and lines.

  @Test(arguments: [
    "input", "target", "const", "param", "define", "differentiate", "minimize", "maximize",
    "optimizer", "transform", "delta", "symbol", "digits", "decimals", "seed", "state", "end",
    "sum", "max", "mean", "softmax", "sigmoid", "exp", "wrt", "by", "then", "steps", "each",
  ])
  func `a word of the language may name a quantity`(word: String) throws {
    let lesson = try ReadLesson("\(word) = 2\ny = 3*\(word)")
    #expect(try lesson.formula("y") == "3*\(word)")
    let family = try ReadLesson("\(word)[i] = i for i in 1..2\ny = \(word)[2]")
    #expect(try family.formula("y") == "\(word)[2]")
  }

  @Test func `composed and decomposed letters are the same name`() throws {
    let lesson = try ReadLesson("param caf\u{E9} = 2\ny = 3*cafe\u{301}")
    #expect(try lesson.formula("y") == "3*caf\u{E9}")
  }

  @Test(arguments: ["θ", "学习率", "ошибка", "ω_1", "_x", "É2"])
  func `a name has letters of any script`(name: String) throws {
    #expect(try ReadLesson("param \(name) = 2\ny = \(name)").formula("y") == name)
  }

  @Test func `a line goes on inside brackets, and after an operator, a comma or =`() throws {
    let lesson = try ReadLesson(
      """
      param a = 1,   # a comment (with a bracket
        b = 2
      y =
        a +
        b *

        3
      z = (a
        + b)  # the end
      """)
    #expect(try lesson.formula("y") == "a + (b*3)")
    #expect(try lesson.formula("z") == "a + b")
  }

  @Test func `carriage returns and a byte-order mark`() throws {
    let lesson = try ReadLesson(
      "\u{FEFF}# Title\r\n\r\n```lesson\r\nparam a = 1,\r\n  b = 2\r\ny = a + # c\r\n b\r\n```\r\n"
        + "```data n\r\nx,t\r\n1,2\r\n```\r\n")
    #expect(lesson.lesson.title == "Title")
    #expect(lesson.names == ["a", "b", "x[1]", "t[1]", "y"])
  }

  @Test func `the blocks of a document are one lesson`() throws {
    let lesson = try ReadLesson(
      """
      First the numbers.

      ```lesson
      param w = 1
      ```

      ~~~ swift
      w = "not a lesson"
      ~~~

      Then what they do.

      ~~~lesson
      y = 2*w
      ~~~
      """)
    #expect(lesson.names == ["w", "y"])
    #expect(lesson.lesson.title == "lesson")
  }

  @Test func `a longer fence holds a shorter one`() throws {
    let lesson = try ReadLesson("````text\n```lesson\na = 1\n```\n````\n```lesson\ny = 1\n```")
    #expect(lesson.names == ["y"])
  }

  // Given numbers.

  @Test func `roles and lists`() throws {
    let lesson = try ReadLesson(
      """
      input x = -0.5, y[1..2] = 3
      target t = 2*1.5
      const c = sqrt(16), d = c/2
      param W[1..2, 0..1] = [
        [1, 2],
        [3, -4],
      ]
      """)
    let expected: [(String, String, Double)] = [
      ("x", "input", -0.5), ("y[1]", "input", 3), ("y[2]", "input", 3), ("t", "target", 3),
      ("c", "const", 4), ("d", "const", 2), ("W[1,0]", "param", 1), ("W[1,1]", "param", 2),
      ("W[2,0]", "param", 3), ("W[2,1]", "param", -4),
    ]
    #expect(lesson.names == expected.map(\.0))
    for (name, phase, number) in expected {
      #expect(try lesson.phase(name) == phase)
      #expect(try lesson.initial(name) == number)
    }
  }

  @Test func `a table's columns are families of its index`() throws {
    let lesson = try ReadLesson(
      """
      ```data n
      x[1],x[2],m[1,2],y   # the header
      0, 1, 5, -1.5e1

      2,+3,6,.5  # the second row
      ```
      ```lesson
      param bias[n] = 0.25
      s[n] = sum(i: x[n,i]) + m[n,1,2] + bias[n]
      c[n] = 2
      L = sum(n: s[n]*y[n])
      ```
      """)
    #expect(
      lesson.names == [
        "x[1,1]", "x[1,2]", "m[1,1,2]", "y[1]", "x[2,1]", "x[2,2]", "m[2,1,2]", "y[2]", "bias[1]",
        "bias[2]", "s[1]", "s[2]", "c[1]", "c[2]", "L",
      ])
    #expect(try lesson.initial("y[1]") == -15)
    #expect(try lesson.initial("x[2,2]") == 3)
    #expect(try lesson.initial("y[2]") == 0.5)
    #expect(try lesson.phase("m[2,1,2]") == "input")
    #expect(try lesson.formula("s[2]") == "(x[2,1] + x[2,2]) + m[2,1,2] + bias[2]")
  }

  @Test func `what a lesson says of itself`() throws {
    let lesson = try ReadLesson("symbol yhat = hat(y)\ndecimals 3\nyhat = 1").lesson
    #expect(lesson.printedSymbols["yhat"] != nil)
    #expect(try ReadLesson("y = 1").lesson.precision == nil)
    #expect(lesson.precision == .decimals(3))
    #expect(try ReadLesson("y = 1\ndigits 12").lesson.precision == .digits(12))
  }

  @Test(arguments: ["samples", "claim", "update", "variant", "search", "batch", "using"])
  func `words of statements may be names`(word: String) throws {
    #expect(try ReadLesson("\(word) = 2\ny = 3*\(word)").formula("y") == "3*\(word)")
  }
}
