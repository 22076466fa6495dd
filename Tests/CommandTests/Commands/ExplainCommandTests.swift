import Testing

@testable import chainrule

/// What `chainrule explain` tells.
@Suite struct ExplainCommandTests {
  private func explain(_ words: String..., lesson: String? = nil) -> CapturedRun {
    CapturedRun(["explain"] + words, input: lesson ?? "")
  }

  /// Mazur prints the two shares and their sum: 0.055399425, −0.019049119 and 0.036350306.
  @Test func `the shares of the published example`() {
    let run = explain("two-layer-sigmoid", "dE/dout_h1")
    #expect(run.status == .done)
    for text in [
      """
          ∂E/∂outₕ₁ via netₒ₁ = δₒ₁·w₅ = 0.1384985616·0.40 = 0.0553994247
      """,
      """
          ∂E/∂outₕ₁ via netₒ₂ = δₒ₂·w₇ = −0.0380982365·0.50 = −0.0190491183
      """,
      """
          ∂E/∂outₕ₁ = 0.0553994247 − 0.0190491183 = 0.0363503064
      """,
    ] {
      #expect(run.output.contains(text), "\(text)")
    }
  }

  /// Every line once, in the order of the page; a derivative of one use has no shares.
  @Test(arguments: [
    (
      "two-layer-sigmoid", "E_o1",
      ["netₕ₁", "netₕ₂", "outₕ₁", "outₕ₂", "netₒ₁", "outₒ₁", "Eₒ₁"]
    ),
    (
      "two-layer-sigmoid", "δh1",
      ["outₒ₂", "∂E/∂outₒ₁", "δₒ₁", "∂E/∂outₒ₂", "δₒ₂", "∂outₕ₁/∂netₕ₁", "δₕ₁"]
    ),
    ("xor", "dL/db2", ["z⁽¹⁾₁₁", "z⁽¹⁾₄₃", "p₁", "p₄", "∂L/∂p₁", "δ⁽²⁾₁", "∂L/∂p₄", "δ⁽²⁾₄"]),
    ("softmax", "dL/dz[1]", ["p₁", "p₂", "p₃", "∂L/∂p₁", "∂L/∂p₃", "∂p₁/∂z₁", "∂p₃/∂z₁"]),
    ("recurrent-cell", "dL/du", ["h₀", "z₁", "h₁", "h₃", "∂L/∂h₃", "δ₃", "∂L/∂h₂", "δ₂", "δ₁"]),
  ])
  func `every line comes once, in the order of the page`(
    lesson: String, name: String, order: [String]
  ) {
    let output = explain(lesson, name).output
    let places = order.map { output.ranges(of: "\n    \($0) = ").map(\.lowerBound) }
    #expect(places.allSatisfy { $0.count == 1 }, "\(output)")
    #expect(places.flatMap { $0 } == places.flatMap { $0 }.sorted())
  }

  @Test func `only what a number is made of is told`() {
    let output = explain("two-layer-sigmoid", "E_o1").output
    #expect(!output.contains("Eₒ₂"))
    #expect(!output.contains("w₇"))
    #expect(!explain("two-layer-sigmoid", "dE/dw5").output.contains("via"))
  }

  @Test(arguments: [
    ("∂E/∂w₅", "∂E/∂w₅"), ("dE / dw5", "∂E/∂w₅"), ("grad w5", "∂E/∂w₅"), ("w5'", "w₅⁺"),
    ("w5+", "w₅⁺"), ("w5 new", "w₅⁺"), ("ｗ５", "w₅"), ("net_h1", "netₕ₁"),
    ("∂E/∂out_h1 via net_o2", "∂E/∂outₕ₁ via netₒ₂"), ("δo1", "δₒ₁"), ("δ_o1", "δₒ₁"),
    ("delta_o1", "δₒ₁"), ("δₒ₁", "δₒ₁"), ("∂E/∂netₒ₁", "δₒ₁"),
  ])
  func `names as people write them`(typed: String, printed: String) {
    let run = explain("two-layer-sigmoid", typed)
    #expect(run.status == .done)
    #expect(run.output.contains("How this comes about:   \(printed)\n"), "\(run.output)")
  }

  @Test(arguments: [
    ("xor", "δ2[4]", "δ⁽²⁾₄"), ("xor", "δ⁽²⁾₄", "δ⁽²⁾₄"), ("xor", "m(W⁽¹⁾₃₂)", "m(W⁽¹⁾₃₂)"),
    ("xor", "W⁽¹⁾₃₂⁺", "W⁽¹⁾₃₂⁺"), ("recurrent-cell", "δ3", "δ₃"), ("softmax", "grad z2", "∂L/∂z₂"),
  ])
  func `names as they are printed`(lesson: String, typed: String, printed: String) {
    let run = explain(lesson, typed, "--depth", "1")
    #expect(run.output.contains("How this comes about:   \(printed)\n"), "\(run.messages)")
  }

  /// ∂L/∂z₁ has one path that counts, and ∂L/∂W₃₂ two of four.
  @Test func `what is 0 is not added, and what is negative is subtracted`() {
    #expect(!explain("softmax", "dL/dz[1]").output.contains("0 + "))
    let output = explain("xor", "dL/dW1[3,2]").output
    #expect(
      output.contains(
        "via z⁽¹⁾₁₃ = δ⁽¹⁾₁₃·x₁₂ = 0   (x₁₂ = 0)\n"), "\(output)")
    #expect(
      output.contains(
        "\n    ∂L/∂W⁽¹⁾₃₂ = 0.08430 − 0.04640 = 0.03790\n"), "\(output)")
  }

  /// ∂L/∂b: L uses b itself, and through a = 3·b: 1 + 3·2 = 7.
  @Test func `the objective's own use of a quantity is a direct share`() {
    let lesson = "```lesson\nparam b = 2\na = 3*b\nL = 2*a + b\ndifferentiate L\n```"
    let output = explain("-", "dL/db", lesson: lesson).output
    #expect(output.contains("∂L/∂b via a = "), "\(output)")
    #expect(output.contains("∂L/∂b directly = 1\n"))
    #expect(output.contains("\n             ∂L/∂b = 6 + 1 = 7\n"))
    let direct = explain("-", "dL/db directly", lesson: lesson)
    #expect(direct.output.contains("How this comes about:   ∂L/∂b directly\n"))
    #expect(explain("-", "dL/db via L", lesson: lesson).output == direct.output)
    let other = explain("-", "dL/db via b", lesson: lesson)
    #expect(
      other.messages == "Error: no share of 'dL/db' comes via 'b'; they come via 'a', directly")
  }

  /// Σ over p₁, p₂ and p₁₀₀ of the derivatives with these indices, which are the ones shown.
  @Test func `the members of a family that are shown are those that are put in`() {
    let output = explain("linear-regression", "w'", "--step", "2").output
    #expect(output.contains("Update   gd, η = 0.3\n"))
    for place in ["₁", "₂", "₁₀₀"] {
      #expect(output.contains("\n    ∂L/∂p\(place) = "))
      #expect(output.contains("\n    p\(place) = "))
    }
    #expect(!output.contains("\n    p₉₉ = "))
    #expect(output.contains("explain … \"w'\" --step 1"))
  }

  /// Of w³·v by w twice is 6·w·v, by w and v 3·w².
  @Test(arguments: [
    ("d2L/dw2", "∂²L/∂w²"), ("∂²L/∂w²", "∂²L/∂w²"), ("d2L/dwdw", "∂²L/∂w²"),
    ("d2L/dwdŷ", "∂²L/∂w∂yhat"), ("∂²L/∂w∂y\u{302}", "∂²L/∂w∂yhat"),
  ])
  func `second derivatives as they are printed`(typed: String, printed: String) {
    let lesson = """
      ```lesson
      param w = 2, yhat = 3
      L = w^3*yhat
      differentiate L wrt w
      differentiate dL/dw wrt w, yhat
      ```
      """
    let run = CapturedRun(["explain", "-", typed], input: lesson)
    #expect(run.output.contains("How this comes about:   \(printed)\n"), "\(run.messages)")
  }

  @Test func `one share alone`() {
    let output = explain("two-layer-sigmoid", "dE/dout_h1 via net_o2").output
    #expect(output.contains("= −0.0190491183\n"))
    #expect(output.contains("\n    netₒ₂ = "))
    #expect(!output.contains("netₒ₁"))
  }

  /// m after step 2 is 0.9·m + g: with g = 2·3·3 = 18, w = 3 − 0.1·18 = 1.2, then g = 7.2.
  @Test func `a state names its value of the step before`() {
    let lesson = """
      ```lesson
      param w = 3
      L = 3*w^2
      minimize L by momentum(rate: 0.1), steps: 2
      ```
      """
    let first = explain("-", "v(w)", lesson: lesson).output
    #expect(
      first.contains("Before the first step\n─────────────────────\n    v(w)⁻ = 0   state\n"),
      "\(first)")
    let second = explain("-", "v(w)", "--step", "2", "--depth", "1", lesson: lesson).output
    #expect(second.contains("v(w) = μ·v(w)⁻ + ∂L/∂w = 0.9·18 + 7.2 = 23.4\n"))
    #expect(second.contains("From step 1\n───────────\n    v(w)⁻ = 18   state\n"))
    #expect(second.contains("What lies further back is left out; a larger --depth shows it."))
    #expect(!second.contains("    ∂L/∂w ="))
  }

  @Test func `of very many shares, some are shown`() {
    let lesson = """
      ```lesson
      input x[1..20] = 1
      param w = 0.5
      p[n] = w*x[n]
      L = mean(n: p[n]^2)
      differentiate L
      ```
      """
    let output = explain("-", "dL/dw", lesson: lesson).output
    #expect(output.ranges(of: "via p").count == 4, "\(output)")
    #expect(output.contains("… 17 more of ∂L/∂w via pₙ"))
    #expect(explain("-", "dL/dw", "--all", lesson: lesson).output.ranges(of: "via p").count == 20)
  }

  @Test(arguments: [
    (["two-layer-sigmoid", "dE/dw9"], "Error: there is no quantity 'dE/dw9'. Did you mean"),
    (["xor", "W1"], "Error: 'W1' is a family of 6 numbers; name one, such as 'W1[1,1]'"),
    (["two-layer-sigmoid", "dE/dw5", "--step", "2"], "Error: 'dE/dw5' has no value at step 2"),
    (["two-layer-sigmoid", "E", "--step", "3"], "Error: this lesson has 2 steps"),
    (["two-layer-sigmoid", "E", "--step", "1..2"], "Error: '--step' takes one step here"),
    (
      ["two-layer-sigmoid", "dE/dout_h1 via net_h1"],
      "Error: no share of 'dE/dout_h1' comes via 'net_h1'; they come via 'net_o1', via 'net_o2'"
    ),
    (["two-layer-sigmoid", "E", "--depth", "0"], "Error: '--depth' needs a whole number"),
  ])
  func `a wrong call`(words: [String], message: String) {
    let run = CapturedRun(["explain"] + words)
    #expect(run.status == .wrongCall)
    #expect(run.output == "")
    #expect(run.messages.hasPrefix(message), "\(run.messages)")
  }
}
