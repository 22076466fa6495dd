import Diagnostics
import Formulas
import Lessons
import Programs
import Testing

/// Lessons that once went wrong.
@Suite struct RegressionsTests {
  /// The second definition must not take the place of the first, which the line between uses.
  @Test func `a quantity defined twice after it is used`() {
    expectMistakes("param w = 1\ny = 2*w\n«w» = 2", "'w' is defined twice = first in line 2")
    expectMistakes("x[1] = 1\ny = 2*x[1]\n«x[1]» = 2", "'x[1]' is defined twice = first in line 2")
  }

  @Test(arguments: ["1e300", "-1e300", "9223372036854775808", "2.5", "0", "3", "w"])
  func `a softmax's position is a whole number from 1 to the number of its scores`(
    position: String
  ) {
    let found = mistakes(in: ReadLesson.source("param w = 1\ny = softmax(\(position), 1, w)"))
    #expect(found.count == 1)
  }

  @Test func `an index may not bear the name of a scalar quantity that comes later`() {
    expectMistakes(
      "y[i] = 2 for «i» in 1..2\ni = 1", "index 'i' bears the name of a quantity")
  }

  @Test func `the index of a reduction or a table may not be reserved`() {
    expectMistakes("param x[1..2] = 1\ny = sum(«step»: x[step])", "'step' is reserved")
    expectMistakes("```data «step»\nx\n1\n```\n```lesson\ny = 1\n```", "'step' is reserved")
  }

  @Test(arguments: ["--1", "+-1", "-+1"])
  func `two signs make no number of a cell`(cell: String) {
    expectMistakes(
      "```data n\nx\n«\(cell)»\n```\n```lesson\ny = 1\n```", "'\(cell)' is not a number")
  }

  @Test func `a table without rows is told beside another mistake`() {
    expectMistakes(
      "```data «n»\nx\n```\n```lesson\ny = «u»\n```", "this table has no rows",
      "'u' is not defined")
    expectMistakes(
      "```data n\nx\n«no»\n```\n```data «m»\nv\n```\n```lesson\ny = 1\n```",
      "'no' is not a number", "this table has no rows")
  }

  @Test func `a formula that grows without end is refused once, not for each member`() {
    var limits = Limits()
    limits.lines = 3000
    let text = "param x[1..200] = 1\ny[i] = sum(j, k: x[j]*x[k]*x[i]) for i in 1..2000"
    #expect(mistakes(in: ReadLesson.source(text), limits: limits).count == 1)
  }

  @Test func `a constant may use one that is declared later, in ranges too`() throws {
    let lesson = try ReadLesson("const n = m\nconst m = 3\nparam w[1..n] = 1")
    #expect(lesson.names == ["n", "m", "w[1]", "w[2]", "w[3]"])
  }

  @Test func `all mistakes of one equation are told`() {
    expectMistakes(
      "y = «exp()» + «foo»(1)", "'exp' needs 'x'", "there is no function 'foo'")
  }

  @Test func `a mistake at one place of a family is told once`() {
    let found = mistakes(
      in: ReadLesson.source("param x[1..3] = 1\ny[i] = x[i] for i in 1..1000"))
    #expect(found.count == 1)
  }
}

/// Mistakes that follow from another one are not told.
@Suite struct FollowingMistakesTests {
  @Test func `a line that cannot be read still defines its name`() {
    expectMistakes(
      "param w = «1e999», k = 2\nL = w*k\ndifferentiate L",
      "this number is larger than a double can be")
    expectMistakes(
      "param v = 2\nL = v «v»\nM = L + «q»\ndifferentiate M",
      "expected the end of the line, found 'v'", "'q' is not defined")
  }

  @Test func `a table with a mistake still has its columns and rows`() {
    expectMistakes(
      "```data n\nx,y\n1,2\n3,«z»\n```\n```lesson\nL = sum(n: x[n]*y[n])\n```",
      "'z' is not a number")
  }

  @Test func `definitions that nest without bound are refused`() {
    let chain = (1...400).map { "define f\($0)(x) = f\($0 - 1)(x) + 1" }
    let text = (["define f0(x) = x"] + chain + ["param w = 1", "y = f400(w)"])
      .joined(separator: "\n")
    let found = mistakes(in: ReadLesson.source(text))
    #expect(found.count == 1)
    #expect(found.first?.message.contains("nested more than 1000 deep") == true)
  }

  @Test func `a reduction over very many is refused before it is written out`() {
    expectMistakes(
      "param w = 1\nL = «sum(i in 1..1000000000: w*i)»",
      "this unrolls to more than 10000000 operations")
  }

  @Test func `thousands of mistakes are not all looked for`() {
    let text = (0..<3000).map { "x\($0) = y\($0)" }.joined(separator: "\n")
    let found = mistakes(in: ReadLesson.source(text))
    #expect((50...100).contains(found.count))
  }
}

/// Lessons that once crashed, hung, or gave a wrong sign.
@Suite struct HostileLessonsTests {
  @Test func `products of typed integers beyond the range keep their sign`() throws {
    // 2³²·2³¹ does not fit an integer: the derivative of −2⁶³·w by w is still negative.
    let lesson = try ReadLesson(
      "param w = 3\nE = -(4294967296*2147483648*w)\ndifferentiate E")
    let formula = try lesson.formula("dE/dw")
    #expect(formula.contains("-"))
  }

  @Test(arguments: [
    "L = sum(i in -4611686018427387904*2..0: w)", "L = x[-4611686018427387904*2/-1]",
    "L = w*x[9223372036854775807]",
  ])
  func `indices far outside are too large`(equation: String) {
    let found = mistakes(in: ReadLesson.source("param w = 1\ninput x[1] = 1\n\(equation)"))
    #expect(found.first?.message == "this number is too large")
  }

  @Test(arguments: [
    "w' = w - rate*sum(p in 1..100: g[p])", "n = sum(p: g)\nw' = w - rate*n",
    "w' = w - rate*sum(p: softmax(p, 1, 2))", "k = 2\nw' = w - sum(p: k[p])",
  ])
  func `sums of update rules run over all parameters`(equations: String) {
    let text = """
      optimizer mine(rate)
      \(equations)
      end
      param v = 1
      L = v^2
      minimize L by mine(rate: 1), steps: 1
      """
    #expect(mistakes(in: ReadLesson.source(text)).count == 1)
  }

  @Test func `nested accents are refused`() {
    let deep =
      String(repeating: "hat(", count: 10_000) + "w" + String(repeating: ")", count: 10_000)
    #expect(mistakes(in: ReadLesson.source("param w = 1\nsymbol w = \(deep)")).count == 1)
  }

  @Test func `indices that look like derivatives are read in one pass`() {
    let deep = String(repeating: "dx[", count: 200) + "1" + String(repeating: "]", count: 200)
    #expect(!mistakes(in: ReadLesson.source("input dx[1] = 1\ny = \(deep)")).isEmpty)
  }

  @Test func `constants of nested definitions are evaluated once`() throws {
    let nested = String(repeating: "f(", count: 60) + "1" + String(repeating: ")", count: 60)
    let lesson = try ReadLesson("define f(x) = x + 1\nconst c = \(nested)\nL = c")
    #expect(try lesson.initial("c") == 61)
  }

  @Test func `the derivatives of a long product stay small`() throws {
    // At w = 1 each derivative of a product of ones is 1; written out, there would be 10⁸ factors.
    let lesson = try ReadLesson(
      "param w[1..10000] = 1\nL = product(i: w[i])\ndifferentiate L")
    let total = lesson.lesson.program.lines.compactMap(\.formula).reduce(0) {
      max($0, $1.parts.count)
    }
    #expect(total == 10_000)
    #expect(lesson.names.count == 20_001)
  }
}
