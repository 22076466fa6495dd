import Rendering
import Testing

/// What a page begins with.
struct `Given numbers` {
  private static let lesson = """
    input x[1..3, 1..2] = [[1, 2], [3, 4], [5, 6]]
    target y[1..3] = [7, 8, 9]
    param w[1..2] = [0.5, -1], b = 0
    p[n] = sum(i: w[i]*x[n,i]) + b
    L = sum(n: (p[n] - y[n])^2)
    """

  @Test func `of families with the same first index stand in one table`() throws {
    let shown = try ShownLesson(Self.lesson)
    #expect(
      shown.text.contains(
        """
        Given
        ─────
        Indices: n = 1…3, i = 1, 2.

               inputs    targets
            n  xₙ₁  xₙ₂       yₙ
            1    1    2        7
            2    3    4        8
            3    5    6        9

            w₁ = 0.5   w₂ = −1    b = 0   parameters

        """))
  }

  @Test func `are a matrix for each value of a first of three indices`() throws {
    let shown = try ShownLesson(
      "param W[1..2, 1..2, 1..2] = [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]\n"
        + "s = sum(l, j, i: W[l,j,i])")
    #expect(
      shown.text.contains(
        """
            W₁ⱼᵢ   parameters        W₂ⱼᵢ   parameters
            j\\i  1  2                j\\i  1  2
              1  1  2                  1  5  6
              2  3  4                  2  7  8

        """))
  }

  @Test(arguments: [40, 57, 80, 120, 200])
  func `fit the width`(width: Int) throws {
    let shown = try ShownLesson(Self.lesson, options: .width(width))
    for line in shown.text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }
}
