import Testing

@testable import Rendering

struct `An overview of training` {
  @Test(arguments: [
    (1, [1]),
    (12, Array(1...12)),
    (13, [1, 2, 4, 6, 8, 10, 12, 13]),
    (51, [1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 51]),
    (101, [1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 101]),
    (501, [1, 2, 5, 10, 20, 50, 100, 200, 500, 501]),
    (10001, [1, 3, 10, 30, 100, 300, 1000, 3000, 10000, 10001]),
  ])
  func `has the first step, the last, and round ones between`(last: Int, steps: [Int]) {
    #expect(StepSelection.overview(to: last) == steps)
  }

  @Test func `never has more rows than fit`() {
    for last in Array(1...2000) + [1_000_000, 999_999_999] {
      let steps = StepSelection.overview(to: last)
      #expect(steps.count <= StepSelection.most)
      #expect(steps.first == 1)
      #expect(steps.last == last)
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  @Test func `of several runs shows what the first update led to`() {
    #expect(StepSelection.comparison(to: 1) == [1])
    #expect(StepSelection.comparison(to: 3) == [1, 2, 3])
    #expect(StepSelection.comparison(to: 101) == [1, 2, 20, 40, 60, 80, 100, 101])
    #expect(
      StepSelection.comparison(to: 10001) == [1, 2, 3, 10, 30, 100, 300, 1000, 3000, 10000, 10001])
    for last in Array(2...2000) + [1_000_000, 999_999_999] {
      let steps = StepSelection.comparison(to: last)
      #expect(steps.prefix(2) == [1, 2] && steps.last == last)
      #expect(steps.count <= StepSelection.most)
      #expect(zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    }
  }

  /// A twelfth part of each w is taken off, so that all have many digits.
  @Test func `is a table in parts where a line has no room for all columns`() throws {
    let shown = try ShownLesson(
      "param w[1..6] = 1\nL = sum(j: w[j]^2)\nminimize L by gd(rate: 1/24), steps: 2\ndigits 12")
    let lines = shown.text.split(separator: "\n", omittingEmptySubsequences: false)
    let headings = lines.filter { $0.hasPrefix("    step  ") }
      .map { $0.split(separator: " ").dropFirst().map(String.init) }
    #expect(headings.count == 2)
    #expect(Array(headings.joined()) == ["L", "w₁", "w₂", "w₃", "w₄", "w₅", "w₆"])
    // (11/12)² = 0.840277777777…
    #expect(lines.count { $0.contains("0.840277777778") } == 2)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  /// w' = w − 0.25·2w = w/2.
  private static let halving = "param w = 1\nL = w^2\nminimize L by gd(rate: 0.25), steps: 3"

  @Test func `shows the objective and the parameters`() throws {
    let shown = try ShownLesson(Self.halving)
    #expect(
      shown.text.contains(
        """
        Training   3 steps; step 4 is the forward pass after the last update
        ────────
            step       L      w
               1  1.0000  1
               2  0.2500  0.5
               3  0.0625  0.25
               4  0.0156  0.125

        """))
    #expect(shown.text.contains("After step 1\n────────────\n    L = 0.2500\n"))
  }

  @Test func `says why the run ended`() throws {
    let shown = try ShownLesson(Self.halving + ", until: L < 0.1")
    #expect(shown.text.contains("Training   3 steps;"))
    let earlier = try ShownLesson(Self.halving + ", until: L < 0.5")
    #expect(earlier.text.contains("Training   ended after 2 steps with L < 0.5; step 3 is"))
  }

  @Test func `is left out where steps are asked for`() throws {
    let shown = try ShownLesson(Self.halving, options: .changed { $0.steps = 2...3 })
    #expect(shown.text.contains("steps 2 to 3 of 3\n"))
    #expect(
      shown.text.contains(
        "\n\nStep 2\n══════\n\nGiven\n─────\n    w = 0.5   parameter\n\nForward\n"))
    #expect(shown.text.contains("\n\nStep 3\n══════\n\nForward\n"))
    #expect(!shown.text.contains("Training"))
  }

  @Test func `has the transforms and the optimizer as its heading`() throws {
    let shown = try ShownLesson(
      "param w = 1\nL = w^2\nminimize L by clip_norm(1) then adam(rate: 0.05), steps: 1")
    #expect(
      shown.text.contains(
        """
        Update   clip_norm, limit = 1, then adam, η = 0.05, β₁ = 0.9, β₂ = 0.999,
        ──────   ε = 10⁻⁸, t = 1
            norm =
        """))
  }
}
