import Diagnostics
import Fixtures
import Lessons
import Programs
import Testing
import Tracing

@testable import Rendering

/// What a page says in general, and in which order it tells.
struct `The story of a page` {
  private static func page(_ lesson: String, _ options: ShowOptions = ShowOptions()) throws
    -> String
  {
    let text = try #require(ShippedLessons.text(lesson))
    let read = try Lesson.read(Source(name: lesson, text: text), files: .shipped)
    let run = read.variants.first ?? read
    return walkthroughText(run, try Trace(running: run.program), options)
  }

  /// Derived by hand from each lesson's equations, as Goodfellow, Bengio and Courville, Deep Learning, 2016,
  /// chapters 6, 9 and 10, derive such networks.
  @Test(arguments: [
    (
      "linear-regression",
      ["pₙ = w xₙ + b", "L = 1/100 · Σₙ (pₙ − yₙ)²", "∂L/∂w = Σₙ ∂L/∂pₙ · xₙ", "∂L/∂b = Σₙ ∂L/∂pₙ"]
    ),
    (
      "xor",
      [
        "z⁽¹⁾ₙⱼ = Σᵢ W⁽¹⁾ⱼᵢ xₙᵢ + b⁽¹⁾ⱼ", "a⁽¹⁾ₙⱼ = tanh(z⁽¹⁾ₙⱼ)", "z⁽²⁾ₙ = Σⱼ w⁽²⁾ⱼ a⁽¹⁾ₙⱼ + b⁽²⁾",
        "pₙ = σ(z⁽²⁾ₙ) = 1/(1 + e^−z⁽²⁾ₙ)", "L = −1/4 · Σₙ [yₙ ln pₙ + (1 − yₙ) ln(1 − pₙ)]",
        "∂pₙ/∂z⁽²⁾ₙ = pₙ (1 − pₙ)", "δ⁽²⁾ₙ = ∂L/∂z⁽²⁾ₙ", "δ⁽¹⁾ₙⱼ = ∂L/∂z⁽¹⁾ₙⱼ",
        "δ⁽²⁾ₙ = ∂L/∂pₙ · ∂pₙ/∂z⁽²⁾ₙ",
        "∂L/∂w⁽²⁾ⱼ = Σₙ δ⁽²⁾ₙ a⁽¹⁾ₙⱼ", "∂L/∂b⁽²⁾ = Σₙ δ⁽²⁾ₙ",
        "∂L/∂a⁽¹⁾ₙⱼ = δ⁽²⁾ₙ w⁽²⁾ⱼ", "∂a⁽¹⁾ₙⱼ/∂z⁽¹⁾ₙⱼ = 1 − (a⁽¹⁾ₙⱼ)²",
        "∂L/∂W⁽¹⁾ⱼᵢ = Σₙ δ⁽¹⁾ₙⱼ xₙᵢ", "∂L/∂b⁽¹⁾ⱼ = Σₙ δ⁽¹⁾ₙⱼ",
        "m⁺ = β₁ m + (1 − β₁) · ∂L/∂w", "w⁺ = w − η m̂/(√v̂ + ε)",
      ]
    ),
    (
      "softmax",
      [
        "pₖ = e^zₖ/(Σₗ e^zₗ)", "L = −Σₖ yₖ ln pₖ", "∂L/∂pₖ = −yₖ/pₖ", "∂pₖ/∂zₖ = pₖ (1 − pₖ)",
        "∂pₖ/∂zₗ = −pₖ pₗ for l ≠ k", "∂L/∂zₖ = Σₗ ∂L/∂pₗ · ∂pₗ/∂zₖ",
      ]
    ),
    (
      "recurrent-cell",
      [
        "h₀ = 0", "zₜ = u xₜ + v hₜ₋₁ + b", "hₜ = tanh(zₜ)", "∂L/∂h₃ = h₃ − y",
        "δₜ = ∂L/∂zₜ", "∂L/∂hₜ = δₜ₊₁ v for t < 3", "∂hₜ/∂zₜ = 1 − hₜ²", "∂L/∂u = Σₜ δₜ xₜ",
        "∂L/∂v = Σₜ δₜ hₜ₋₁", "∂L/∂b = Σₜ δₜ",
      ]
    ),
    (
      "delta-rule",
      [
        "a₀ⱼ = xⱼ", "zₗⱼ = Σᵢ Wₗⱼᵢ aₗ₋₁,ᵢ + bₗⱼ", "δₗⱼ = ∂E/∂zₗⱼ", "∂E/∂a₃ⱼ = a₃ⱼ − yⱼ",
        "∂E/∂aₗⱼ = Σₖ δₗ₊₁,ₖ Wₗ₊₁,ₖ,ⱼ for l < 3", "∂E/∂Wₗⱼᵢ = δₗⱼ aₗ₋₁,ᵢ",
      ]
    ),
    (
      "convolution",
      ["cᵢ = Σⱼ kⱼ xᵢ₊ⱼ₋₁ + b", "∂L/∂aᵢ = aᵢ − tᵢ", "δᵢ = ∂L/∂cᵢ", "∂L/∂kⱼ = Σᵢ δᵢ xᵢ₊ⱼ₋₁"]
    ),
    (
      "vanishing-gradient",
      [
        "sₙₗⱼ = Σᵢ wⱼᵢ σ(sₙ,ₗ₋₁,ᵢ) + shiftₙ for l > 1",
        "∂L/∂tₗⱼ = Σₖ ∂L/∂tₗ₊₁,ₖ · ∂tₗ₊₁,ₖ/∂tₗⱼ for l < 5",
      ]
    ),
  ])
  func `has the formulas that hold for all members`(lesson: String, formulas: [String]) throws {
    let page = try Self.page(lesson, .changed { ($0.steps, $0.width) = (1...1, 120) })
    let lines = page.split(separator: "\n").map(String.init).flatMap(PrintedLines.apart)
      .map { line in String(line.drop { $0 == " " }).replacing("   for ", with: " for ") }
    // A quantity that is no family has its numbers behind the formula.
    for formula in formulas {
      #expect(lines.contains { $0 == formula || $0.hasPrefix("\(formula) = ") }, "\(formula)")
    }
  }

  /// Members that are not alike have none: each is worked out by itself.
  @Test(arguments: [
    "input x[1..3] = [1, 2, 3]\ny[1] = x[2]\ny[2] = x[1]^2\ny[3] = 2*x[3] + 1",
    "input x[1..4] = [1, 2, 3, 4]\ny[1] = x[1] + x[4]\ny[2] = x[2] + x[3]\ny[3] = x[2] + x[1]",
  ])
  func `has none where members are not alike`(statements: String) throws {
    let text = try ShownLesson(statements).text
    for place in ["₁", "₂", "₃"] { #expect(text.contains("\n    y\(place) = ")) }
    #expect(!text.contains("yᵢ"))
  }

  @Test func `tells the way back from the output, neuron by neuron`() throws {
    let page = PrintedPage((try Self.page("two-layer-sigmoid", .all), 1))
    let told = page.entries.map(\.name).filter { $0.hasPrefix("∂") || $0.hasPrefix("δ") }
    let output = ["ₒ₁", "ₒ₂"].flatMap { ["∂E/∂out\($0)", "∂out\($0)/∂net\($0)", "δ\($0)"] }
    let hidden = ["ₕ₁", "ₕ₂"].flatMap { ["∂E/∂out\($0)", "∂out\($0)/∂net\($0)", "δ\($0)"] }
    #expect(
      told == output + ["∂E/∂w₅", "∂E/∂w₆", "∂E/∂w₇", "∂E/∂w₈"] + hidden
        + ["∂E/∂w₁", "∂E/∂w₂", "∂E/∂w₃", "∂E/∂w₄"])
  }

  /// Nothing is used before it is told, and a gradient is told before anything further back that it does
  /// not need.
  @Test(arguments: ShippedLessons.all.map(\.name))
  func `uses no derivative that comes later`(lesson: String) throws {
    let page = PrintedPage(
      (try Self.page(lesson, .changed { ($0.showsAll, $0.steps) = (true, 1...1) }), 1))
    let derivatives = Set(
      page.entries.map(\.name).filter { $0.hasPrefix("∂") || $0.hasPrefix("δ") })
    var told: Set<String> = []
    for entry in page.entries {
      let row = entry.rows.first ?? ""
      let formula = try? PrintedFormulaParser.formula(row, PrintedNames(page.names))
      for leaf in formula?.leaves ?? [] {
        guard case .name(let name, _) = leaf, derivatives.contains(name) else { continue }
        #expect(told.contains(name), "\(entry.name) uses \(name)")
      }
      told.insert(entry.name)
    }
  }

  /// Gradients that wait for the same: as the lesson asks for them.
  @Test(arguments: [("b, w", ["b", "w"]), ("w, b", ["w", "b"])])
  func `tells gradients in the order of wrt`(variables: String, expected: [String]) throws {
    let shown = try ShownLesson(
      """
      input x = 2
      target y = 1
      param w = 1, b = 3
      z = w*x + b
      p = sigmoid(z)
      L = (p - y)^2
      differentiate L wrt \(variables)
      """)
    let told = shown.blocks.flatMap { $0.split(separator: "\n") }.filter {
      $0.hasPrefix("    ∂L/∂")
    }
    let names = told.compactMap { line in ["w", "b"].first { line.hasPrefix("    ∂L/∂\($0) ") } }
    #expect(names == expected)
  }

  /// The layers, and what each δ stands for.
  @Test func `is told layer by layer`() throws {
    func heads(_ shown: ShownLesson) -> [String] {
      shown.lines.compactMap { line in
        ["Hidden layer.", "Output layer.", "Loss."].first { line.hasPrefix($0) }
      }
    }
    let plain = try ShownLesson(document: `The two-layer sigmoid lesson`.document)
    let layers = ["Hidden layer.", "Output layer.", "Loss.", "Output layer.", "Hidden layer."]
    #expect(heads(plain) == layers)
    // There the author's own words lead to the layers.
    let lesson = try ShownLesson(
      document: try #require(ShippedLessons.text("two-layer-sigmoid")))
    #expect(heads(lesson) == layers)
    for shown in [plain, lesson] {
      for neuron in ["ₒ₁", "ₒ₂", "ₕ₁", "ₕ₂"] {
        #expect(shown.lines.contains("    δ\(neuron) = ∂E/∂net\(neuron)"))
      }
    }
  }

  /// 1 and 0 that are given go; what is computed to be 1 stays, and so does what only rounds to 0.
  @Test func `drops what multiplies by 0 or 1`() throws {
    let shown = try ShownLesson(
      """
      input x = 0, one = 1, c = 3
      param w = 2, v = -5
      a = w*x + v*one + c
      b = c/c
      y = b*w + a*0
      z = (1 - one)*w + (1 - x)*v
      """)
    #expect(shown.rows("a")[1] == "−5 + 3")
    #expect(shown.rows("y")[1] == "1·2")
    #expect(shown.rows("z")[1].hasPrefix("−5"))
    #expect(shown.text.contains("(one = 1, x = 0)"))
  }

  /// v is 0 before the first step, and 1 after it.
  @Test func `says of a state that is not seen what it was before`() throws {
    let shown = try ShownLesson(
      "param u = 1\nL = 1/2*u^2\nminimize L by momentum(rate: 0.05, mu: 0.5), steps: 1")
    #expect(
      shown.text.contains(
        """
            v(u) = μ·v(u)⁻ + ∂L/∂u = 1   (v(u)⁻ = 0)
              u⁺ = u − η·v(u) = 1 − 0.05·1 = 0.95
        """))
  }

  /// The letters of a rule mean nothing else on the page.
  @Test(arguments: [
    (
      "a = 1, b = 2, c = 3, d = 4", "a^2 + b^2 + c^2 + d^2",
      ["m⁺ = β₁ m + (1 − β₁) · ∂L/∂w", "For w = d = 4, ∂L/∂w = 8, m = v = 0:"]
    ),
    (
      "w = 1, b = 2, c = 3, d = 4", "w^2 + b^2 + c^2 + d^2",
      ["m⁺ = β₁ m + (1 − β₁) · ∂L/∂θ", "For θ = d = 4, ∂L/∂θ = 8, m = v = 0:"]
    ),
    (
      "v = 1, b = 2, c = 3, d = 4", "v^2 + b^2 + c^2 + d^2",
      ["v(d) = β₂·v(d)⁻ + (1 − β₂)·(∂L/∂d)² = (1 − 0.999)·8² = 0.06400   (v(d)⁻ = 0)"]
    ),
  ])
  func `prints an update rule in letters of its own`(
    parameters: String, loss: String, lines: [String]
  ) throws {
    let shown = try ShownLesson(
      "param \(parameters)\nL = \(loss)\nminimize L by adam(rate: 0.1), steps: 1")
    for line in lines { #expect(shown.text.contains("\(line)\n"), "\(line)") }
  }
}
