import Testing

/// Numbers with powers of ten, names that look alike, and line ends of other systems.
struct AwkwardNumbersAndNamesTests {
  private func shown(_ statements: String) throws -> String { try ShownLesson(statements).text }

  private func shown(document: String) throws -> String {
    try ShownLesson(document: document).text
  }

  @Test func `a divisor with a power of ten stands in parentheses`() throws {
    // 0.5/(3×10⁻⁹) is 1.667×10⁸; without the parentheses it would read as 1.7×10⁻¹⁰.
    let text = try shown("param v = 3e-9\nq = 0.5/v")
    #expect(text.contains("= 0.5/v = 0.5/(3×10⁻⁹) = 1.667×10⁸\n"))
  }

  @Test func `an exponent with a power of ten stands in parentheses`() throws {
    #expect(try shown("param w = 2e-7\nq = 3^-w").contains("= 3^−w = 3^(−2×10⁻⁷) = "))
  }

  @Test func `zero has no sign in an exponent`() throws {
    let shown = try ShownLesson("const z = 0\na = sigmoid(z)")
    #expect(shown.rows("a") == ["σ(z)", "1/(1 + e⁰)", "0.5"])
    let ascii = try ShownLesson("const z = 0\na = sigmoid(z)", options: .ascii)
    #expect(ascii.rows("a") == ["sigmoid(z)", "1/(1 + exp(0))", "0.5"])
  }

  @Test func `quantities that would look the same are printed as they were typed`() throws {
    let text = try shown(
      "param w1 = 1, w[1..2] = [5, 7], beta = 4, β = 3\nL = w1 + w[1] + beta*β")
    #expect(text.contains("L = w1 + w₁ + beta·β = 1 + 5 + 4·3 = 18\n"))
  }

  @Test func `derivatives of powers are those of the textbook`() throws {
    let text = try shown("param w = 2\na = 1/w^2\nb = 2^w\nL = a + b\ndifferentiate L")
    #expect(text.contains("∂a/∂w = −2/w³ = −2/2³ = −0.25\n"))
    #expect(text.contains("∂b/∂w = b·ln 2 = 4·ln 2 = 2.7726\n"))
  }

  @Test func `CRLF parts lines and paragraphs of prose`() throws {
    let text = try shown(
      document: "# T\r\n\r\nOne\r\ntwo.\r\n\r\nThree.\r\n\r\n```lesson\r\nL = 1\r\n```\r\n")
    #expect(text.hasPrefix("T\n\nOne two.\n\nThree.\n\nForward\n"))
  }
}

/// On one page a name means one number.
struct `Arguments of update rules` {
  @Test func `are printed by name`() throws {
    let shown = try ShownLesson(
      "param w = 3\nL = w^2\nminimize L by momentum(rate: 0.1), steps: 1")
    #expect(shown.rows("v(w)").first == "μ·v(w)⁻ + ∂L/∂w")
  }

  @Test func `are printed as numbers where a quantity has the name`() throws {
    let shown = try ShownLesson(
      "param w = 3\nmu = w/2\nL = mu^2\nminimize L by momentum(rate: 0.1), steps: 1")
    #expect(shown.rows("v(w)") == ["0.9·v(w)⁻ + ∂L/∂w", "1.5\n  (v(w)⁻ = 0)"])
    #expect(shown.rows("w⁺").first == "w − η·v(w)")
  }

  @Test func `are printed as numbers where two rules give the name to different ones`() throws {
    let shown = try ShownLesson(
      """
      param w = 3
      L = w^2
      minimize L by clip_value(4) then clip_norm(limit: 2) then gd(rate: 0.1), steps: 1
      """)
    #expect(shown.rows("clip_value.g(w)").first == "max(−4, min(4, ∂L/∂w))")
    #expect(shown.rows("g(w)").first == "clip_value.g(w)·min(1, 2/norm)")
  }
}
