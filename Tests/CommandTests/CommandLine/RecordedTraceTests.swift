import Testing

@testable import chainrule

/// JSON traces that are shown again: how they are recognised, and what is said of wrong ones.
@Suite struct RecordedTraceTests {
  private func show(_ trace: String) -> CapturedRun { CapturedRun(["show", "-"], input: trace) }

  private func trace(_ options: String...) -> String {
    CapturedRun(["trace", "-", "--format", "json"] + options, input: TraceCommandTests.lesson)
      .output
  }

  @Test(arguments: ["\u{FEFF}", "\n\n", " \r\n\t", "\u{FEFF}\n "])
  func `what stands before the brace is skipped`(beginning: String) {
    let run = show(beginning + trace())
    #expect(run.status == .done, "\(run.messages)")
    #expect(run.output == show(trace()).output)
  }

  /// The values of a step: x, w, z, L, ∂L/∂z = 2z = 12, ∂L/∂w = 12x = 24, w − 0.25·24 = −3.
  private static let values = "[2, 3, 6, 36, 12, 24, -3]"

  @Test(arguments: [
    ("\"w - 0.25*dL/dw\"", "\"w - dL/dw\"", "'w'' has another formula in its lesson"),
    ("\"phase\": \"update\"", "\"phase\": \"moment\"", "'w'' has another phase in its lesson"),
    (
      "\"quantity\": \"z\"", "\"quantity\": \"q\"",
      "this trace does not belong to its lesson: it has 'q' where the lesson has 'z'"
    ),
    (
      "\"completedSteps\": 1", "\"completedSteps\": 5",
      "'completedSteps' is 5; its lesson has 1 step"
    ),
    (
      "\"completedSteps\": 1", "\"completedSteps\": 0",
      "'completedSteps' is 0; its lesson has 1 step"
    ),
    (values, "[2, 3, 6, 36, 12, 24]", "number 1 of 'steps' has 6 values, 'lines' has 7"),
    (values, "\(values), \(values)", "'stepNumbers' has 2 numbers, 'steps' has 3"),
  ])
  func `a trace that does not fit its lesson`(original: String, changed: String, message: String) {
    expectRefusal(original, changed, "standard input: error: \(message)")
  }

  @Test(arguments: [
    ("\"lines\": [", "\"lines\": null, \"rest\": [", "'lines': an array is expected"),
    (values, "7", "'steps': number 1: an array is expected"),
    (
      "36, 12", "\"six\", 12",
      "'steps': number 1: number 4: a number, null, \"nan\", \"inf\" or \"-inf\" is expected"
    ),
    ("\"version\": 1", "\"version\": 1.5", "'version': a whole number is expected"),
    ("\"version\": 1", "\"version\": null", "'version': a whole number is expected"),
    ("[1, 2]", "[1, \"two\"]", "'stepNumbers': number 2: a whole number is expected"),
    (
      "\"quantity\": \"z\"", "\"quantity\": 3",
      "'lines': number 3: 'quantity': a string is expected"
    ),
    ("\"quantity\": \"z\"", "\"q\": 3", "'lines': number 3: 'quantity' is missing"),
    ("\"version\"", "version", "it is not valid JSON"),
  ])
  func `what is wrong is said in the words of JSON`(
    original: String, changed: String, message: String
  ) {
    expectRefusal(
      original, changed, "standard input: error: this JSON is not a trace: \(message)")
  }

  private func expectRefusal(_ original: String, _ changed: String, _ message: String) {
    let trace = trace()
    #expect(trace.contains(original))
    let run = show(trace.replacing(original, with: changed, maxReplacements: 1))
    #expect(run.status == .unreadable)
    #expect(run.output == "")
    #expect(run.messages == message)
  }

  @Test(arguments: [["--steps", "1"], ["--only", "update"], ["--where", "w"]])
  func `a part is named as a part`(options: [String]) {
    let part = CapturedRun(
      ["trace", "-", "--format", "json"] + options, input: TraceCommandTests.lesson
    ).output
    #expect(show(part).messages.contains("this trace is a part; a whole one is written without"))
  }

  @Test func `more steps than were completed`() {
    let lesson = TraceCommandTests.lesson.replacing("steps: 1", with: "steps: 3")
    let trace = CapturedRun(["trace", "-", "--format", "json"], input: lesson).output
    let run = show(trace.replacing("\"completedSteps\": 3", with: "\"completedSteps\": 2"))
    #expect(
      run.messages
        == "standard input: error: 'completedSteps' is 2, for which there are too many 'steps': "
        + "4, not 3")
  }

  @Test func `a trace that is too large is refused before it is decoded`() {
    let run = show("{" + String(repeating: " ", count: 64_000_000))
    #expect(run.status == .unreadable)
    #expect(run.messages.hasPrefix("standard input: error: this trace is larger than 64 MB"))
  }
}
