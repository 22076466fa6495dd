import Testing

/// What the language has and the program has not.
@Suite struct NotYetSupportedTests {
  private static let lesson = "param w = 1\nL = w\n"

  @Test func `a search that will come`() {
    expectMistakes(
      NotYetSupportedTests.lesson
        + "minimize L by gd(rate: 0.1), steps: 1\n"
        + "«search» L over rate in [0.001, 1] log by random(trials: 5)",
      "a search beside 'minimize' or 'maximize' is not yet supported")
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
