import Testing

/// What the language has and the program has not.
@Suite struct NotYetSupportedTests {
  private static let lesson = "param w = 1\nL = w\n"

  @Test(arguments: [
    ("samples", " n from \"houses.csv\""),
    ("search", " L over w in [-2, 2] by random(trials: 20)"),
  ])
  func `a statement that will come`(word: String, rest: String) {
    expectMistakes(
      NotYetSupportedTests.lesson + "«\(word)»\(rest)", "'\(word)' is not yet supported")
  }

  @Test(arguments: ["batch: 4", "batch: 4 of n", "shuffle: yes"])
  func `a part of minimize that will come`(option: String) throws {
    let word = try #require(option.split(separator: ":").first)
    let rest = option.dropFirst(word.count)
    expectMistakes(
      NotYetSupportedTests.lesson + "minimize L by gd(0.1), steps: 1, «\(word)»\(rest)",
      "'\(word)' is not yet supported")
  }

  @Test(arguments: ["graph", "claims"])
  func `showing`(kind: String) {
    expectMistakes(
      "```lesson\nparam w = 1\ny = w\n```\n```show «\(kind)»\n```",
      "showing '\(kind)' is not yet supported")
  }

  @Test(arguments: ["samples", "claim", "update", "variant", "search", "batch", "using"])
  func `the words may be names`(word: String) throws {
    #expect(try ReadLesson("\(word) = 2\ny = 3*\(word)").formula("y") == "3*\(word)")
  }
}
