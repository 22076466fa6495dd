import Programs
import Rendering
import Testing

struct `Large families` {
  private static let lesson = "input x[1..12] = 0.5\ny[i] = x[i]^2\nL = sum(i: y[i])"

  @Test func `are shortened to their first two members and the last`() throws {
    let shown = try ShownLesson(Self.lesson)
    #expect(shown.rows("yᵢ") == ["xᵢ²"])
    #expect(shown.rows("y₁") == ["0.5²", "0.25"])
    #expect(shown.rows("y₂").isEmpty)
    #expect(shown.blocks.filter { $0 == "All values:" }.count == 1)
    #expect(
      shown.text.contains("\n    i     1    2    3    4    5    6    7    8    9   10   11   12\n"))
    let more = try ShownLesson("input x[1..13] = 0.5\ny[i] = x[i]^2")
    #expect(
      more.text.contains(
        """
        Indices: i = 1…13.

            i     1    2    3  …   13
            xᵢ  0.5  0.5  0.5     0.5  inputs

        """))
  }

  @Test func `are shown whole on request`() throws {
    let text = try ShownLesson(Self.lesson, options: .all).text
    for index in ["₁", "₇", "₁₂"] { #expect(text.contains("  y\(index) = x\(index)²")) }
    #expect(!text.contains("…"))
  }

  @Test func `are left out together with the factors of their derivatives`() throws {
    let shown = try ShownLesson(
      """
      param u = 0.5
      h[0] = 1
      h[t] = tanh(u*h[t-1]) for t in 1..10
      L = h[10]^2
      differentiate L
      """, options: .changed { $0.phases = [.delta] })
    // What is derived by h₀ goes into no gradient.
    #expect(
      shown.blocks[2] == """
            ∂hₜ/∂hₜ₋₁ = (1 − hₜ²) u
              ∂L/∂h₁₀ = 2 h₁₀
               ∂L/∂hₜ = ∂L/∂hₜ₊₁ · ∂hₜ₊₁/∂hₜ   for t < 10
        """)
    #expect(shown.rows("∂L/∂h₀").isEmpty)
  }

  @Test func `of eight members are not large`() throws {
    let text = try ShownLesson("input x[1..8] = 0.5\ny[i] = x[i]^2").text
    #expect(!text.contains("…"))
  }
}
