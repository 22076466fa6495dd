import Lessons
import Testing

/// Steps as they are typed, behind an option and in a document.
@Suite struct StepRangeTests {
  @Test(arguments: [
    ("3", 3...3), ("1..5", 1...5), ("1 .. 5", 1...5), (" 2..2 ", 2...2),
  ])
  func `one step, or the first and the last of several`(text: String, steps: ClosedRange<Int>) {
    #expect(ClosedRange(steps: text) == steps)
  }

  @Test(arguments: ["", "..", "1..", "..5", "5..1", "1...5", "1.5", "1..2..3", "a..b", "1-5"])
  func `other texts name none`(text: String) {
    #expect(ClosedRange(steps: text) == nil)
  }
}
