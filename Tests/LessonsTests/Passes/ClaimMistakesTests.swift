import Testing

/// Claims that cannot be, and how they are answered.
@Suite struct ClaimMistakesTests {
  private static let lesson = "param w = 2, u = 3\ninput x[1..2] = [1, 2]\nz = w*u\nL = z^2\n"
  private static let trained = lesson + "minimize L by gd(0.1), steps: 2\n"

  @Test func `what stands on the left is a derivative`() {
    expectMistakes(Self.trained + "claim «w» = 3", "expected a derivative (dL/dw), found 'w'")
    expectMistakes(
      Self.trained + "claim \"as printed\" «3» = 3", "expected a derivative (dL/dw), found '3'")
    expectMistakes(Self.trained + "claim «\" \"» dL/dw = 3", "this label is empty")
    expectMistakes(
      Self.trained + "claim dL/dw«»", "'=' after 'dL/dw' is missing at the end of the line")
  }

  @Test func `names and derivatives that do not exist`() {
    expectMistakes(Self.trained + "claim dL/«dq» = 3", "'q' is not defined")
    expectMistakes(Self.trained + "claim dL/dw = 2*«zz»*u", "'zz' is not defined")
    expectMistakes(
      Self.trained + "claim «dz/dx[1]» = 3",
      "'dz/dx[1]' is not computed in this lesson = 'differentiate z wrt x[1]' computes it")
    expectMistakes(
      Self.trained + "claim «d2L/dwdu» = 3",
      "'d2L/dwdu' is not computed in this lesson = 'differentiate dL/dw wrt u' computes it")
    expectMistakes(
      Self.lesson + "differentiate L\nclaim dL/dw = «w'»", "'w' is not updated")
    expectMistakes(
      Self.lesson + "differentiate L\ndelta change = «w'» - w", "'w' is not updated")
    expectMistakes(
      Self.trained + "delta change = w' - w\nupdate w = w + «chnge»",
      "'chnge' is not defined = did you mean 'change'?")
    expectMistakes(
      Self.trained + "delta change = w' - w\nupdate «w» = w + change",
      "these depend on each other: w' → change → w'")
  }

  @Test func `deltas that use each other`() {
    let circle = "these depend on each other: a → b → a"
    expectMistakes(
      Self.trained + "delta «a» = w' - b\ndelta b = a + 1\ndelta c = b", circle)
    expectMistakes(
      Self.trained + "delta c = b\ndelta «b» = dL/dw*a\ndelta a = b + 1",
      "these depend on each other: b → a → b")
    expectMistakes(Self.trained + "delta «c» = c + dL/dw", "'c' depends on itself")
  }

  /// In the blocks of optimizers they are the parameter and its gradient, in a lesson nothing.
  @Test func `w and g are no names outside of optimizers`() {
    let lesson = "param u = 2\nL = u^2\nminimize L by adam(0.1), steps: 2"
    expectMistakes(lesson + ", until: «w» < 1", "'w' is not defined")
    expectMistakes(lesson + ", until: «g» < 1", "'g' is not defined")
    expectMistakes(lesson + ", until: abs(«g»(u)) < 1", "there is no function 'g'")
    expectMistakes(lesson + "\nupdate u = u - 0.1*«g»", "'g' is not defined")
    expectMistakes(lesson + "\nclaim dL/du = 2*«w»", "'w' is not defined")
    expectMistakes(lesson + ", until: «m» < 1", "'m' is not defined = did you mean 'm(u)'?")
    expectMistakes(
      lesson.replacing("by adam", with: "by clip_value(1) then adam") + ", until: abs(g(u)) < 1")
  }

  @Test func `a derivative is claimed once under one label`() {
    expectMistakes(
      Self.trained + "claim dL/dw = 3\nclaim «dL/dw» = 4",
      "'dL/dw' is claimed twice = give one of them a label: claim \"as printed\" …")
    expectMistakes(
      Self.trained + "claim \"a\" dL/dw = 3\nclaim dL/dw = 4\nclaim \"a\" «dL/dw» = 4",
      "'dL/dw' is claimed twice under \"a\"")
  }

  @Test func `ranges of indices`() {
    let lesson =
      "param w[1..3] = 1\nparam v[1..2] = 1\nL = sum(i: w[i]^2) + v[1]*v[2]\ndifferentiate L\n"
    expectMistakes(
      lesson + "claim dL/dw[«i»] = v[i]",
      "index 'i' runs over 1..3 in w and over 1..2 in v = say which: add 'for i in 1..3'")
    expectMistakes(
      lesson + "claim dL/dw[«4»] = 1", "index 4 is outside w[1..3]")
    expectMistakes(
      lesson + "claim dL/dw[1] = 1 for «k» in 1..2", "'k' is no index of the left side")
  }

  @Test func `a training with claims that are none`() {
    func text(_ use: String) -> String {
      Self.lesson
        + "minimize L by gd(0.1), steps: 2, «using claim\(use)»\nclaim \"as printed\" dL/dw = 1"
    }
    expectMistakes(
      text(" \"as print\""), "there is no claim \"as print\" = did you mean 'as printed'?")
    expectMistakes(
      text(""), "there is no claim without a label = write 'using claim \"as printed\"'")
    expectMistakes(
      Self.lesson + "minimize L by gd(0.1), steps: 2 «using claim»\nclaim dL/dz = 1",
      "of these claims, none is about a gradient that an optimizer uses = "
        + "a claim for 'dL/dw' would be, where w is a param")
    expectMistakes(
      Self.lesson + "minimize L by gd(0.1), steps: 2 using «claims»",
      "expected 'claim' after 'using', found 'claims'")
    expectMistakes(
      Self.lesson + "minimize L by gd(0.1) using claim, steps: 2, «using» claim\nclaim dL/dw = 1",
      "'using' is given twice")
  }

  @Test func `claimed gradients may not need each other's results`() {
    expectMistakes(
      Self.lesson
        + "minimize L by gd(0.1), steps: 2 using claim\nclaim «dL/dw» = u'\nclaim dL/du = w'",
      "these depend on each other: g(w) → u' → g(u) → w' → g(w)")
  }
}
