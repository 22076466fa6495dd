import Testing

/// Lines through the points of two articles.
///
/// All numbers are those that `References/lessons.py` prints: of NumPy's least squares, and of the
/// update rules on arrays.
@Suite struct ShippedRegressionLessonsTests {
  private func expect(
    _ run: TracedLesson?, at step: Int, w: Double, b: Double, L: Double, within tolerance: Double
  ) throws {
    let run = try #require(run)
    for (name, number) in [("w", w), ("b", b), ("L", L)] {
      let value = try run.value(name, at: step)
      #expect(agrees(value, number, within: tolerance), "\(name) at step \(step): \(value)")
    }
  }

  /// After 300 steps the line lacks 10⁻⁹ of the solution; the others have settled.
  @Test func `a gradient without x settles where the errors add up to 0`() throws {
    let runs = try TracedLesson.runs(ofShipped: "regression-without-x")
    try expect(
      runs["line"], at: 301, w: 2.936551056455885, b: 2.5580800254367864, L: 0.07623324639063576,
      within: 1e-8)
    try expect(
      runs["origin"], at: 301, w: 6.880582552036745, b: 0, L: 1.849919552576577, within: 1e-12)
    try expect(
      runs["printed"], at: 301, w: 8.347112301503007, b: 0, L: 2.5094385592470623, within: 1e-12)
    let printed = try #require(runs["printed"])
    #expect(try agrees(printed.value("dL/dw", at: 300), 0.89942806398645, within: 1e-12))
    #expect(try printed.value("L", at: 3) < printed.value("L", at: 11))
  }

  /// Four of the five end at the least squares; RMSprop stays half of its rate beside them.
  @Test func `five optimizers part at once and end on one line`() throws {
    let runs = try TracedLesson.runs(ofShipped: "five-on-a-line")
    let losses: [String: [Double]] = [
      "gd": [0.7128314977476942, 0.19540382138244666, 0.09994326285458283, 0.09994302342712112],
      "adagrad": [2.0690129057259283, 0.2899530176556474, 0.1071827799825883, 0.0999430234271212],
      "rmsprop": [4.442817623581985, 3.6396751055732524, 0.6557111978916761, 0.10000038596445085],
      "adam": [4.033515022981759, 0.7240550307246102, 0.10909553557671568, 0.09994302342712112],
      "adamax": [4.033515022981759, 1.0003103186321458, 0.18749084528779417, 0.09994302449235219],
    ]
    #expect(Set(runs.keys) == Set(losses.keys))
    for (name, losses) in losses {
      let run = try #require(runs[name])
      for (step, loss) in zip([2, 11, 101, 1001], losses) {
        let value = try run.value("L", at: step)
        #expect(agrees(value, loss, within: 1e-9), "\(name) at step \(step): \(value)")
      }
    }
    for name in ["gd", "adagrad", "adam"] {
      try expect(
        runs[name], at: 1001, w: 2.9732897352238115, b: 0.49781697799243135,
        L: 0.09994302342712114, within: 1e-7)
    }
    let resting = try #require(runs["rmsprop"])
    for step in [1000, 1001] {
      #expect(try agrees(abs(resting.value("w", at: step) - 2.97328973522), 0.005, within: 1e-5))
    }
  }
}
