import Diagnostics
import Formulas
import Lessons
import Testing

/// What is wrong, in the author's words, and where.
@Suite struct TrainingMistakesTests {
  // Training.

  @Test(arguments: ["-5", "0", "1e18", "1.5", "1000000001"])
  func `steps are a whole number`(steps: String) {
    expectMistakes(
      "param w = 1\nL = w\nminimize L by gd(1), steps: «\(steps)»",
      "steps are a whole number from 1 to 1e9")
  }

  @Test func `a wrong number of steps does not hide an unknown optimizer`() {
    expectMistakes(
      "param w = 1\nL = w\nminimize L by «adm»(0.1), steps: «0»\ndigits «99»",
      "there is no optimizer 'adm' = did you mean 'adam'?",
      "steps are a whole number from 1 to 1e9", "digits are a number from 1 to 17")
  }

  @Test func `what a training needs`() {
    let lesson = "param w = 1\nL = w\n"
    expectMistakes(
      lesson + "minimize L by «adm»(0.1), steps: 1",
      "there is no optimizer 'adm' = did you mean 'adam'?")
    expectMistakes(lesson + "minimize L by «gd», steps: 1", "'gd' needs 'rate'")
    expectMistakes(
      lesson + "minimize L by gd(«rte: 1»), steps: 1",
      "'gd' has no argument 'rte' = did you mean 'rate'?")
    expectMistakes(
      lesson + "«minimize» L by gd(1)",
      "how many steps? = end the line with ', steps: 100', for example")
    expectMistakes(
      lesson + "minimize L by «clip_norm»(1), steps: 1",
      "'clip_norm' is a transform: an optimizer must follow it")
    expectMistakes(
      lesson + "minimize L by «gd»(1) then adam, steps: 1",
      "'gd' is an optimizer: nothing can follow it")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1, «untl»: w < 1",
      "there is no option 'untl' = did you mean 'until'?")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1, «steps»: 2", "'steps' is given twice")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1, until: «u» < 1", "'u' is not defined")
    expectMistakes(
      "L = 1\n«minimize» L by gd(1), steps: 1",
      "there is nothing to learn: this lesson has no param")
    expectMistakes(
      "param w = 1\nminimize «E» by gd(1), steps: 1", "'E' is not defined")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1\n«minimize» L by gd(2), steps: 1",
      "a lesson has one minimize or maximize")
  }

  @Test func `a derivative of a family, or by nothing`() {
    expectMistakes(
      "param w = 1\ny[i] = i*w for i in 1..2\ndifferentiate «y»",
      "'y' is a family: it needs 1 index = it is y[1..2]")
    expectMistakes("param w = 1\nL = w\ndifferentiate L wrt «v»", "'v' is not defined")
    expectMistakes(
      "param w = 1\nL = w\ndifferentiate «L + 1»",
      "a quantity or a derivative can be differentiated, not a formula")
  }

  @Test func `a derivative stands in no equation`() {
    expectMistakes(
      "param w = 1\nL = w\ny = «dL/dw»", "a derivative cannot be used in an equation")
    expectMistakes(
      "param w = 1, L = 1, dL = 2, dw = 3\ny = «dL/dw»",
      "'dL/dw' can be read as a derivative and as a quotient"
        + " = write spaces around '/' for the quotient, or rename a quantity")
  }

  @Test func `deltas`() {
    let lesson = "param w = 1, u = 2\nz = w\nL = 2*z\ndifferentiate L wrt w\n"
    expectMistakes(
      lesson + "delta d = «dL/du»", "'dL/du' is not computed in this lesson")
    expectMistakes(lesson + "delta «z» = dL/dw", "'z' is defined twice")
    expectMistakes(
      lesson + "delta d = dL/dz\ndelta «d» = dL/dw", "'d' is defined twice")
  }

  @Test func `an author's own rules`() {
    expectMistakes(
      "optimizer o(rate)\n  w' = w - rate*«slope»\nend\ny = 1", "'slope' is not defined here")
    expectMistakes(
      "optimizer «o»(rate)\n  v' = g\nend\ny = 1", "this optimizer does not say what w' is")
    expectMistakes(
      "optimizer o(rate)\n  «w'» = w - a\n  a = b\n  b = a\nend\ny = 1",
      "these depend on each other: w', a, b")
    expectMistakes(
      "transform t()\n  g' = g\n  «w'» = w\nend\ny = 1", "'w' cannot be defined here")
    expectMistakes(
      "optimizer o(rate)\n  w' = w\n  state «v» = 1\nend\ny = 1", "there is no equation for v'")
    expectMistakes(
      "optimizer o(rate)\n  w' = w - «u'»\nend\ny = 1", "there is no equation for u'")
    expectMistakes("«optimizer» o(rate)\n  w' = w", "this optimizer has no 'end'")
    expectMistakes("«end»\ny = 1", "'end' stands outside an optimizer or transform")
  }

  @Test func `how numbers are printed, and the seed`() {
    expectMistakes("y = 1\ndigits «0»", "digits are a number from 1 to 17")
    expectMistakes("y = 1\ndigits «18»", "digits are a number from 1 to 17")
    expectMistakes("y = 1\ndecimals «-1»", "decimals are a number from 0 to 17")
    expectMistakes("y = 1\nseed «1.5»", "a seed is a whole number")
    expectMistakes("y = 1\nsymbol «q» = hat(y)", "'q' is not defined")
    let above = "expected what stands above: a number, a letter, or '(…)'"
    expectMistakes("y = 1\nsymbol y = sigma^«+»", above)
    expectMistakes("y = 1\nsymbol y = sigma^2 «3»", "expected the end of the line, found '3'")
  }

  // Updates.

  @Test func `updates that cannot be`() {
    let lesson = "param u = 1, v = 2\nL = u*v\n"
    expectMistakes(
      lesson + "update «u» = 3",
      "an update needs training = 'minimize L, steps: 10' says what is to become small, and for how "
        + "many steps")
    expectMistakes(
      lesson + "«minimize» L, steps: 2\nupdate u = 3",
      "nothing says how 'v' is updated = write 'by' and an optimizer, or give it an 'update' of its "
        + "own")
    let trained = lesson + "minimize L by gd(0.1), steps: 2\n"
    expectMistakes(trained + "update «L» = 3", "'L' is no param")
    expectMistakes(trained + "update u = 3\nupdate «u» = 4", "'u' is updated twice")
    expectMistakes(trained + "update u = «z»", "'z' is not defined")
    expectMistakes(
      trained + "update «u» = v'\nupdate v = u'", "these depend on each other: u' → v' → u'")
  }

  // Variants.

  @Test func `runs that cannot be told apart`() {
    let lesson = "param u = 1\nL = u^2\n"
    expectMistakes(
      lesson + "variant a: minimize L by gd(0.1), steps: 2\n«minimize» L by gd(0.2), steps: 2",
      "a lesson has one minimize or maximize = several runs need names: 'variant slow: minimize …'")
    expectMistakes(
      lesson + "variant a: minimize L by gd(0.1), steps: 2\n"
        + "variant «a»: minimize L by gd(0.2), steps: 2",
      "there is a variant 'a' already")
    expectMistakes(
      lesson + "variant slow: minimize L by gd(0.1), steps: 2\nvariant «slwo»: update u = 0",
      "there is no variant 'slwo' that is trained = did you mean 'slow'?")
    expectMistakes(
      lesson + "variant a: minimize L by «gdd»(0.1), steps: 2\n"
        + "variant b: minimize L by gd(0.2), steps: 2",
      "there is no optimizer 'gdd' = did you mean 'gd'?")
  }
}
