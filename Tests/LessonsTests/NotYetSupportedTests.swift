import Testing

/// What the language has and the program has not.
@Suite struct NotYetSupportedTests {
  private static let lesson = "param w = 1\nL = w\n"

  @Test(arguments: [
    ("search", " L over w in [-2, 2] by random(trials: 20)")
  ])
  func `a statement that will come`(word: String, rest: String) {
    expectMistakes(
      NotYetSupportedTests.lesson + "«\(word)»\(rest)", "'\(word)' is not yet supported")
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
