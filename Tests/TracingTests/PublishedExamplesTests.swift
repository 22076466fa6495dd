import FoundationEssentials
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

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Published")

  static let names: [String] = {
    let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (files ?? []).filter { $0.hasSuffix(".expected.csv") }.sorted()
      .map { String($0.dropLast(".expected.csv".count)) }
  }()

  @Test func `all examples are found`() {
    #expect(PublishedExamplesTests.names.count == 21)
  }

  @Test(arguments: names)
  func `every published quantity has its value`(name: String) throws {
    let lesson = try TracedLesson(try text("\(name).md"))
    let rows = try text("\(name).expected.csv").split(separator: "\n").map {
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

  private func text(_ file: String) throws -> String {
    let bytes = try Data(contentsOf: PublishedExamplesTests.folder.appending(path: file))
    return String(decoding: bytes, as: UTF8.self)
  }
}
