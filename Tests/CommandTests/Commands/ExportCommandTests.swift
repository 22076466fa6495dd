import Foundation
import Testing

@testable import chainrule

/// `chainrule export`; what it writes is run by Tests/Outside/check_exports.py.
@Suite struct ExportCommandTests {
  private static let variants = """
    ```lesson
    param w = 1
    L = w^2
    variant slow: minimize L by gd(0.1), steps: 3
    variant fast: minimize L by gd(0.2), steps: 3
    ```
    """

  @Test(arguments: [
    ([], "Error: '--to' says what is written: numpy, pytorch, spreadsheet"),
    (["--to", "numpi"], "Did you mean 'numpy'?"),
    (["--to", "numpy"], "this lesson has the variants slow and fast"),
    (["--to", "numpy", "--variant", "fats"], "Did you mean 'fast'?"),
    (["--to", "numpy", "--variant", "fast", "--steps", "0"], "'--steps' needs a whole number"),
  ])
  func `a wrong call`(words: [String], message: String) {
    let run = CapturedRun(["export", "-"] + words, input: Self.variants)
    #expect(run.status == .wrongCall)
    #expect(run.messages.contains(message), "\(run.messages)")
    #expect(run.output == "")
  }

  @Test func `a variant and fewer steps`() {
    let run = CapturedRun(
      ["export", "-", "--to", "numpy", "--variant", "fast", "--steps", "2"], input: Self.variants)
    #expect(run.status == .done)
    #expect(run.output.contains("\nrate = np.float64(0.2)\n"))
    #expect(run.output.contains("\nsteps = 2\n"))
    #expect(run.output.contains("\n# Of the lesson's 3 steps these are the first 2.\n"))
  }

  @Test func `without training there are no steps`() {
    let run = CapturedRun(["export", "circuit", "--to", "numpy", "--steps", "2"])
    #expect(run.status == .wrongCall)
  }

  @Test func `what is not finite is written and reported`() {
    let run = CapturedRun(
      ["export", "-", "--to", "numpy"], input: "```lesson\ninput x = 0\ny = log(x)\n```")
    #expect(run.status == .notFinite)
    #expect(run.output.contains("\"y\": -math.inf,"))
  }

  @Test func `a spreadsheet is bytes, and no text for a terminal`() throws {
    var bytes: [UInt8] = []
    var messages = ""
    var surroundings = Surroundings(
      write: { bytes += $0 }, tell: { messages += $0 }, readInput: { [] }, width: 80)
    let words = ["export", "circuit", "--to", "spreadsheet"]
    #expect(Chainrule.run(words[...], &surroundings) == .done)
    #expect(bytes.starts(with: Array("PK".utf8)))
    bytes = []
    surroundings.writesToTerminal = true
    #expect(Chainrule.run(words[...], &surroundings) == .wrongCall)
    #expect(bytes.isEmpty)
    #expect(messages.contains("add '-o FILE.xlsx'"))
  }

  @Test(arguments: ["pytorch", "spreadsheet"])
  func `exact arithmetic is refused where there are no fractions`(kind: String) {
    let run = CapturedRun(["export", "perceptron", "--to", kind, "-o", "none"])
    #expect(run.status == .unreadable)
    #expect(run.messages.contains("'--to numpy' writes a script that computes in fractions"))
  }

  @Test func `a lesson that is too long is refused with its limit`() {
    let run = CapturedRun(
      ["export", "-", "--to", "pytorch"], input: "```lesson\ninput x[1..60000] ~ normal(0, 1)\n```")
    #expect(run.status == .unreadable)
    #expect(run.messages.contains("more than 50000 are not written"), "\(run.messages)")
  }
}
