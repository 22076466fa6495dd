import Rendering
import Testing

struct `Long sums` {
  private static let layer = """
    input x[1..9] = 1
    param W1[1..2, 1..9] = 0.5
    param b1[1..2] = 0.25
    z1[j] = sum(i: W1[j,i]*x[i]) + b1[j]
    """

  @Test func `are written with their index`() throws {
    let shown = try ShownLesson(Self.layer)
    #expect(
      shown.rows("z⁽¹⁾₁") == [
        "Σᵢ W⁽¹⁾₁ᵢ·xᵢ + b⁽¹⁾₁", "0.5 + 0.5 + … + 0.5 + 0.25", "4.75",
      ])
    #expect(shown.rows("z⁽¹⁾ⱼ") == ["Σᵢ W⁽¹⁾ⱼᵢ xᵢ + b⁽¹⁾ⱼ"])
  }

  @Test func `are reductions of the lesson language in ASCII`() throws {
    let shown = try ShownLesson(Self.layer, options: .ascii)
    #expect(shown.rows("z1[1]").first == "sum(i: W1[1,i]*x[i]) + b1[1]")
  }

  @Test func `are written out where everything is shown`() throws {
    let rows = try ShownLesson(Self.layer, options: .all).rows("z⁽¹⁾₂")
    #expect(rows[0].split(separator: "·").count == 10)
    #expect(!rows[1].contains("…"))
  }

  @Test(arguments: [
    ("sum(i in 2..8: x[i]*x[i-1])", "Σᵢ₌₂⁸ xᵢ xᵢ₋₁"),
    ("sum(k in 1..8: x[k]*x[9-k])", "Σₖ₌₁⁸ xₖ·x₉₋ₖ"),
    ("sum(i: (x[i] - 1)^2)/9", "1/9 · Σᵢ (xᵢ − 1)²"),
    ("sum(i: x[i] - 1)", "Σᵢ (xᵢ − 1)"),
    ("2*sum(i: x[i]) - 1", "2 · Σᵢ xᵢ − 1"),
  ])
  func `show the range where it is not all of the family`(formula: String, row: String) throws {
    let shown = try ShownLesson("input x[1..9] = 1\ns = \(formula)")
    #expect(shown.rows("s").first?.hasPrefix(row) == true)
  }

  @Test func `may run over two indices`() throws {
    let shown = try ShownLesson("param W[1..3, 1..4] = 1\ns = sum(j, i: W[j,i]^2)")
    #expect(shown.rows("s").first?.hasPrefix("Σ") == true)
    #expect(shown.rows("s").last == "12")
  }

  @Test func `of adjoints run over the samples`() throws {
    let rows = (1...8).map { "\($0),\($0 % 2)" }.joined(separator: "\n")
    let shown = try ShownLesson(
      document: """
        # Lesson

        ```data n
        x,y
        \(rows)
        ```
        ```lesson
        param w = 0.5
        e[n] = w*x[n] - y[n]
        L = sum(n: e[n]^2)
        differentiate L
        ```
        """)
    #expect(shown.rows("∂L/∂w").first == "Σₙ ∂L/∂eₙ · xₙ")
    #expect(shown.rows("L").first == "Σₙ eₙ²")
  }

  @Test func `without an index are shortened to their first terms and their last`() throws {
    let names = (1...14).map { "q\($0)" }
    let shown = try ShownLesson(
      names.map { "param \($0) = 1" }.joined(separator: "\n") + "\ns = "
        + names.joined(separator: " + "))
    #expect(shown.rows("s") == ["q₁ + q₂ + … 11 more … + q₁₄", "1 + 1 + … + 1", "14"])
  }
}
