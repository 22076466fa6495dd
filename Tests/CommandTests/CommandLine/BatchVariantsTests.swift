import Testing

@testable import chainrule

/// Runs with batches of different sizes, shown side by side.
@Suite struct BatchVariantsTests {
  private static func lesson(_ second: String) -> String {
    """
    ```data n
    x
    1
    2
    ```
    ```lesson
    param w = 1
    L = mean(n: w*x[n])
    variant all: minimize L by gd(rate: 0.1), steps: 1
    variant other: minimize L by gd(rate: 0.2), steps: 1\(second)
    ```

    """
  }

  private func headings(_ second: String) -> [String] {
    let output = CapturedRun(["show", "-"], input: Self.lesson(second)).output
    return output.split(separator: "\n").map(String.init).filter { line in
      ["Given", "Forward", "Backward", "Update"].contains { line.hasPrefix($0) }
    }
  }

  @Test func `what runs have in common is told once`() {
    #expect(
      headings("") == [
        "Given", "Forward", "Backward", "Update, variant all   gd, η = 0.1",
        "Update, variant other   gd, η = 0.2",
      ])
  }

  /// A batch of one has no second row, and a loss of its own.
  @Test func `runs that begin differently have a whole step each`() {
    #expect(
      headings(", batch: 1") == [
        "Given, variant all", "Forward, variant all", "Backward, variant all",
        "Update, variant all   gd, η = 0.1", "Given, variant other", "Forward, variant other",
        "Backward, variant other", "Update, variant other   gd, η = 0.2",
      ])
  }
}
