import Testing

/// What can be wrong in a search.
@Suite struct SearchMistakesTests {
  private static let lesson =
    "param w = 1, v[1..2] = 1\ninput x = 1\nconst n = 2.5\nL = w*x + v[1] + v[2]\n"

  @Test(arguments: [
    (
      "search L «w»",
      "expected 'over' and what is searched, for example 'over w in [-1, 1]', found 'w'"
    ),
    (
      "search L over w «by» random(3)",
      "expected 'in' and the bounds of 'w', for example 'in [-1, 1]', found 'by'"
    ),
    ("search L over w in «(»0, 1)", "expected '[' and the bounds of 'w', found '('"),
    ("search L over w in [0«]» by random(3)", "expected ',' and the upper bound, found ']'"),
    (
      "search L over w in [0, 1]«»",
      "'by' and a way to search, for example 'by random(trials: 20)' is missing at the end of the line"
    ),
    (
      "search L over w in [0, 1] by random(3) «until»",
      "expected the end of the line, found 'until'"
    ),
  ])
  func `what is missing is named`(statement: String, message: String) {
    expectMistakes(SearchMistakesTests.lesson + statement, message)
  }

  @Test(arguments: [
    ("search «M» over w in [0, 1] by random(3)", "'M' is not defined"),
    ("search «v» over w in [0, 1] by random(3)", "'v' is a family: it needs 1 index"),
    ("search L over «y» in [0, 1] by random(3)", "'y' is not defined"),
    ("search L over v[«3»] in [0, 1] by random(3)", "index 3 is outside v[1..2]"),
    ("search L over «x» in [0, 1] by random(3)", "'x' is no param"),
    ("search L over «L» in [0, 1] by random(3)", "'L' is no param"),
    ("search L over v in [0, 1], «v[2]» in [0, 1] by random(3)", "'v[2]' is searched twice"),
    (
      "search L over w in [«x», 2] by random(3)",
      "a given number can use numbers and constants only"
    ),
    ("search L over w in «[2, 1]» by random(3)", "the lower bound is not below the upper one"),
    (
      "search L over w in «[0, 2]» log by random(3)", "a range that is searched by 'log' is above 0"
    ),
    (
      "search L over w in «[2, 3]» by random(3)",
      "'w' starts at 1, outside its range = the first trial is of the given values"
    ),
  ])
  func `what is searched`(statement: String, message: String) {
    expectMistakes(SearchMistakesTests.lesson + statement, message)
  }

  @Test(arguments: [
    ("«radnom»(3)", "there is no search 'radnom' = did you mean 'random'?"),
    ("«random()»", "'random' needs 'trials'"),
    ("random(«0»)", "trials are a whole number from 1 to 1e9"),
    ("random(trials: «2.5»)", "trials are a whole number from 1 to 1e9"),
    ("random(«n»)", "trials are a whole number from 1 to 1e9"),
    ("random(«w»)", "trials are a whole number from 1 to 1e9"),
    ("random(«step»)", "trials are a whole number from 1 to 1e9"),
    ("grid(«1»)", "points are a whole number from 2 to 1e9"),
    ("«grid(40000)»", "these are more than 1e9 trials"),
    ("bayes(3, «1»)", "points are a whole number from 2 to 1e9"),
    ("«local(3)»", "'local' needs 'sigma'"),
    ("local(3, «s»)", "'s' is not defined"),
    ("local(3, «steps: 0.1»)", "'local' has no argument 'steps'"),
  ])
  func `the way to search`(method: String, message: String) {
    expectMistakes(
      SearchMistakesTests.lesson + "search L over v in [0, 1] by \(method)", message)
  }

  @Test(arguments: [
    (
      "«w» in [0, 1]",
      "'w' is no argument of 'minimize' = a search beside it is over such arguments: limit, rate"
    ),
    ("«rat» in [0, 1]", "'minimize' has no argument 'rat' = did you mean 'rate'?"),
    ("«clip_norm.rate» in [0, 1]", "'minimize' has no argument 'clip_norm.rate'"),
    ("«gd.limit» in [0, 1]", "'minimize' has no argument 'gd.limit'"),
    ("«limit» in [0, 1]", "'limit' is an argument of clip_value and clip_norm"),
    ("rate in [0.01, 1], «gd.rate» in [0, 1]", "'gd.rate' is searched twice"),
    ("«rate[1]» in [0, 1]", "'minimize' has no argument 'rate'"),
    ("rate in «[0.2, 1]»", "'rate' starts at 0.1, outside its range"),
    ("rate in «[0, 1]» log", "a range that is searched by 'log' is above 0"),
    ("«clip_value.limit» in [0, 1]", "'clip_value.limit' changes from step to step"),
  ])
  func `which argument of a training is searched`(ranges: String, message: String) {
    expectMistakes(
      SearchMistakesTests.lesson
        + "minimize L by clip_value(1/step) then clip_norm(2) then gd(0.1), steps: 3\n"
        + "search L over \(ranges) by random(3)", message)
  }

  @Test func `of two blocks of one name neither can be meant`() {
    let chain =
      "minimize L by clip_norm(1) then clip_value(1) then clip_norm(2) then gd(0.1), steps: 3\n"
    expectMistakes(
      SearchMistakesTests.lesson + chain + "search L over «clip_norm.limit» in [0, 1] by random(3)",
      "the chain has 2 blocks 'clip_norm' with the argument 'limit' "
        + "= a definition of your own under another name can be told apart from it")
    expectMistakes(
      SearchMistakesTests.lesson + chain + "search L over «limit» in [0, 1] by random(3)",
      "'limit' is an argument of clip_norm and clip_value and clip_norm "
        + "= write 'clip_value.limit', for example")
  }

  @Test(arguments: [
    ("search «x» over rate in [0, 1] by random(3)", "'x' is given: no training changes it"),
    (
      "search L over rate in [0, 1] by local(trials: 3, sigma: «w»)", "'w' is no fixed number"
    ),
  ])
  func `what a search over trainings may name`(search: String, message: String) {
    expectMistakes(
      SearchMistakesTests.lesson + "minimize L by gd(0.1), steps: 3\n\(search)", message)
  }

  @Test func `a search beside other runs`() {
    let search = "search L over rate in [0.01, 1] by random(3)"
    expectMistakes(
      SearchMistakesTests.lesson
        + "maximize L by gd(0.1), steps: 3\n«search»\(search.dropFirst(6))",
      "a search looks for what is smallest, and this lesson maximizes")
    expectMistakes(
      SearchMistakesTests.lesson + "variant «search»: minimize L by gd(0.1), steps: 3\n\(search)",
      "the search itself is the variant 'search'")
  }

  @Test func `a quantity may not bear the name of one of the search`() {
    expectMistakes(
      "param w = 1\nkernel = w^2\nsearch kernel over w in [0, 1] by «bayes»(5)",
      "'bayes' has a quantity 'kernel' of its own = give that of the lesson another name")
  }

  @Test(arguments: ["bayes(3000)", "bayes(3, points: 1000)", "bayes(1e9, points: 1e9)"])
  func `a surrogate that is too large is refused before it is made`(method: String) {
    expectMistakes(
      SearchMistakesTests.lesson + "«search» L over w in [0, 1], v in [0, 1] by \(method)",
      "this lesson unrolls to more than 2000000 lines, derivatives and updates included")
  }

  @Test func `a lesson is searched once`() {
    let search = "search L over w in [0, 1] by random(3)"
    expectMistakes(
      SearchMistakesTests.lesson + "\(search)\n«search»\(search.dropFirst(6))",
      "a lesson has one search")
    expectMistakes(
      SearchMistakesTests.lesson + "\(search)\nupdate «w» = 1", "an update needs training")
  }
}
