import Decimals
import Rendering
import Testing

/// Given numbers stand on a page as they were typed; what is computed is rounded.
struct `Typed numbers` {
  private static let decimals = ShowOptions.changed { $0.precision = .decimals(2) }

  /// With 1.01 for x, z would be 12.63 on paper.
  @Test func `keep all of their digits, where they are given and where they are used`() throws {
    let shown = try ShownLesson(
      "input x = 1.005, u = 0.285\nparam w = 12.5\nz = w*x\nk = 20*u", options: Self.decimals)
    #expect(shown.text.contains("    x = 1.005   u = 0.285   inputs\n"))
    #expect(shown.rows("z") == ["w·x", "12.5·1.005", "12.56"])
    #expect(shown.rows("k") == ["20 u", "20·0.285", "5.7"])
  }

  @Test func `keep their zeros, their signs and their powers of ten`() throws {
    let shown = try ShownLesson(
      """
      input a = 0.10, b = -2.50, c = .5, d = 1e-3, e = 3., f = 0.0, g = -(1.20), h = 0.00001
      param w[1..2] = [0.40, -0.0]
      s = a + b + w[1]
      """)
    for text in [
      "a = 0.10", "b = −2.50", "c = 0.5", "d = 10⁻³", "e = 3 ", "f = 0.0", "g = −1.20",
      "h = 0.00001", "w₁ = 0.40", "w₂ = −0.0",
    ] {
      #expect(shown.text.contains(text), "\(text)")
    }
    #expect(shown.rows("s") == ["a + b + w₁", "0.10 − 2.50 + 0.40", "−2"])
  }

  @Test func `are rounded where they were computed, or have more digits than are typed`() throws {
    let shown = try ShownLesson(
      "const a = 1/3, b = 0.48627450980392156, c = sqrt(2), d = 1/8\ns = a + b + c + d",
      options: Self.decimals)
    for text in ["a = 0.33 ", "b = 0.49 ", "c = 1.41 ", "d = 0.125 "] {
      #expect(shown.text.contains(text), "\(text)")
    }
  }

  @Test func `stand so at each step of a sequence, and in a table`() throws {
    let shown = try ShownLesson(
      document: """
        ```data n
        x, y
        0.50, 1
        0.25, 2.0
        ```
        ```lesson
        input g each step = [8.0, 2.50]
        param w = 0.30
        L = sum(n: (w*x[n] - y[n])^2)/2 + w*g
        minimize L by gd(rate: 0.1), steps: 2
        ```
        """, options: .changed { $0.steps = 1...2 })
    for text in [
      "    n    xₙ   yₙ\n    1  0.50  1\n    2  0.25  2.0\n", "g = 8.0", "g = 2.50", "w = 0.30",
    ] {
      #expect(shown.text.contains(text), "\(text)")
    }
    #expect(shown.rows("w⁺")[1].hasPrefix("0.30 − 0.1·"))
  }

  /// The rows of a batch come from all of a column.
  @Test(arguments: ["batch: 1 of n", "batch: 1 of n, shuffle: yes"])
  func `stand so in batches`(batch: String) throws {
    let shown = try ShownLesson(
      document: """
        ```data n
        x
        0.50
        1.50
        ```
        ```lesson
        param w = 1.0
        L = sum(n: (w*x[n])^2)
        minimize L by gd(rate: 0.1), steps: 2, \(batch)
        ```
        """, options: .changed { $0.steps = 1...2 })
    #expect(shown.text.contains("x₁ = 0.50"))
    #expect(shown.text.contains("x₁ = 1.50"))
  }

  @Test func `stand so in matrices`() throws {
    let shown = try ShownLesson(
      "param W[1..2, 1..2] = [[0.10, 0.20], [0.30, 0.40]]\ninput x[1..2] = [1.0, 2.00]\n"
        + "z[i] = sum(j: W[i,j]*x[j])", options: .changed { $0.showsMatrices = true })
    for text in ["0.10", "0.20", "0.30", "0.40", "1.0", "2.00"] {
      #expect(shown.text.contains(text), "\(text)\n\(shown.text)")
    }
  }
}

/// Where an operation has no value, it is named.
struct `Numbers that are none` {
  /// What each operation gives in IEEE 754: NaN.
  @Test(arguments: [
    ("a/a", "0/0"), ("b - b", "∞ − ∞"), ("b*a", "∞·0"), ("sqrt(c)", "√(−1)"),
    ("1 + log(c)", "ln(−1)"), ("if(a == 0, a/a, 1)", "0/0"), ("c^0.5", "(−1)^0.5"),
  ])
  func `come from an operation that is told`(formula: String, operation: String) throws {
    let shown = try ShownLesson("const a = 0, c = -1\nb = 1/a\ny = \(formula)\nz = y + 1")
    #expect(shown.rows("y").last == "NaN\n  \(operation) has no value")
    #expect(shown.rows("z").last == "NaN")
  }

  @Test func `are told of softmax without a largest score`() throws {
    let shown = try ShownLesson(
      "const m = 0\ns[k] = k + log(m) for k in 1..2\np[k] = softmax(k: s[k])")
    #expect(shown.rows("p₁").last == "NaN\n  0/0 has no value")
  }
}
