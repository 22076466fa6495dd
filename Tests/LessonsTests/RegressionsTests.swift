import Formulas
import Lessons
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

  @Test func `the place of what is not yet supported is its word`() {
    expectMistakes(
      "param w = 1\nL = w\nminimize L by gd(1), steps: 1 «using» claim \"as printed\"",
      "'using' is not yet supported")
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
    #expect((100...200).contains(found.count))
  }
}
