import Diagnostics
import Formulas
import Lessons
import Testing

/// What is wrong, in the author's words, and where.
@Suite struct GivenMistakesTests {
  // Given numbers.

  @Test func `lists that do not fit their ranges`() {
    expectMistakes(
      "param x[1..2] = «[1, 2, 3]»", "this list has 3 values, the range 1..2 has 2")
    expectMistakes(
      "param x[1..2, 1..2] = [«1», 2]", "a list of 2 values is needed here")
    expectMistakes(
      "param x[1..2, 1..2] = [[1, 2], «[3]»]", "this list has 1 value, the range 1..2 has 2")
    expectMistakes("param x = «[1, 2]»", "one number is needed here, not a list")
    expectMistakes(
      "input a each step = «2»", "'each step' needs a list with a value for each step")
    expectMistakes(
      "input a each step = «[]»", "'each step' needs a list with a value for each step")
    expectMistakes("param «a» each step = [1]", "a param cannot be given anew each step")
  }

  @Test func `given numbers are fixed and finite`() {
    expectMistakes(
      "param v = 1\ninput x = 2*«v»", "a given number can use numbers and constants only")
    expectMistakes("input x = «1/0»", "this is inf, not a number")
    expectMistakes("input x = «step»", "a given number cannot change from step to step")
  }

  @Test func `distributions`() {
    expectMistakes(
      "param v ~ «norml»(0, 1)", "there is no distribution 'norml' = did you mean 'normal'?")
    expectMistakes("param v ~ «normal(1)»", "'normal' needs 'deviation'")
    expectMistakes("param v ~ «normal(0, -1)»", "a standard deviation is not negative")
    expectMistakes("param v ~ «uniform(1, 0)»", "the lower bound is above the upper one")
    expectMistakes("param v ~ «bernoulli(1.5)»", "a probability is between 0 and 1")
    expectMistakes("param v ~ «he(0)»", "a fan is a number of connections: 1, 2, …")
  }

  // Tables.

  @Test func `rows that do not fit their table`() {
    expectMistakes(
      """
      ```data n
      x,y
      1,2
      «3»
      4,«five»
      «6,7,8»
      9,10
      ```
      ```lesson
      L = sum(n: x[n])
      ```
      """,
      "this row has 1 value, the table has 2 columns", "'five' is not a number",
      "this row has 3 values, the table has 2 columns")
  }

  @Test(arguments: ["inf", "nan", "1e400", "0x10", "1 2", "１"])
  func `a cell that is no number`(cell: String) {
    expectMistakes(
      "```data n\nx\n«\(cell)»\n```\n```lesson\ny = 1\n```", "'\(cell)' is not a number")
  }

  @Test func `headers`() {
    expectMistakes(
      "```data n\nx,«x»\n1,2\n```\n```lesson\ny = 1\n```", "this column stands here twice")
    expectMistakes(
      "```data n\nx[«i»]\n1\n```\n```lesson\ny = 1\n```",
      "expected a whole number made of indices and integer constants")
    expectMistakes("```data «n»\n```\n```lesson\ny = 1\n```", "this table has no rows")
    expectMistakes(
      "«```data»\nx\n1\n```\n```lesson\ny = 1\n```", "a data block names its index")
    expectMistakes(
      "```data n\nx\n1\n```\n```data «n»\nu\n1\n```\n```lesson\ny = 1\n```",
      "there is a table for 'n' already")
  }
}
