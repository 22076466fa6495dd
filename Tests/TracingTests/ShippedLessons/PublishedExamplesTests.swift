import Fixtures
import Lessons
import Testing

/// The examples in `Published`, held against the values that an independent calculation gave.
@Suite struct PublishedExamplesTests {
  /// Sums and products of a step differ in their last bits where the order differs.
  static let tolerance = 1e-12
  /// Below this size a value is the small difference of larger ones.
  static let smallest = 1e-3
  /// Rounding adds up from step to step.
  static let toleranceOfLongRuns = 1e-9
  static let longRun = 100

  @Test func `all examples are found`() {
    #expect(PublishedExamples.names.count == 21)
  }

  @Test(arguments: PublishedExamples.names)
  func `every published quantity has its value`(name: String) throws {
    let lesson = try TracedLesson(Lesson.published(name))
    let rows = try PublishedExamples.text("\(name).expected.csv").split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows[0] == ["step", "quantity", "text", "float64", "verdict"])
    let isLong = lesson.steps > PublishedExamplesTests.longRun
    for row in rows.dropFirst() {
      let step = try #require(Int(row[0]))
      let expected = try #require(Double(row[3]))
      let value = try lesson.value(row[1], at: step)
      let isRight =
        isLong
        ? agrees(value, expected, within: PublishedExamplesTests.toleranceOfLongRuns)
        : agrees(
          value, expected, within: PublishedExamplesTests.tolerance,
          floor: PublishedExamplesTests.smallest)
      #expect(isRight, "\(row[1]) at step \(step) is \(value), not \(expected)")
    }
  }
}
