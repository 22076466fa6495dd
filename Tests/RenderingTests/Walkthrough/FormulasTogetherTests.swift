import Diagnostics
import Lessons
import Testing
import Tracing

@testable import Rendering

/// Formulas beside each other, equations in a line, and what letters of indices count.
struct `Formulas that stand together` {
  @Test func `a pair stands side by side where it fits`() throws {
    let pair = """
      input x[1..9] = 0.5
      a[i] = 2*x[i]
      c[i] = a[i] + 1
      """
    let wide = try ShownLesson(pair)
    #expect(wide.text.contains("    aᵢ = 2 xᵢ       cᵢ = aᵢ + 1\n"))
    let narrow = try ShownLesson(pair, options: .width(24))
    #expect(narrow.text.contains("    aᵢ = 2 xᵢ\n    cᵢ = aᵢ + 1\n"))
    // More than two that go into each other are read downwards.
    let chain = try ShownLesson(pair + "\nd[i] = c[i]^2")
    #expect(chain.text.contains("    aᵢ = 2 xᵢ\n    cᵢ = aᵢ + 1\n    dᵢ = cᵢ²\n"))
  }

  @Test func `equations that fit stand in a line each, aligned at their equals signs`() throws {
    let statements = "input x = 2\nparam wide = 3\na = wide*x\nlong = a + 1"
    #expect(
      try ShownLesson(statements).text.contains(
        "    \u{20}\u{20}\u{20}a = wide·x = 3·2 = 6\n    long = a + 1 = 6 + 1 = 7\n"))
    // Where one does not fit, each has its rows below one another.
    #expect(
      try ShownLesson(statements, options: .width(26)).text.contains(
        "    a = wide·x\n      = 3·2\n      = 6\n\n    long = a + 1\n         = 6 + 1\n"))
  }

  @Test(arguments: [(6, true), (7, false)])
  func `up to six stand together`(count: Int, isTogether: Bool) throws {
    let lines = (1...count).map { "q_\(Array("abcdefg")[$0 - 1]) = \($0)*x + \($0)" }
    let shown = try ShownLesson("input x = 2\n" + lines.joined(separator: "\n"))
    let together = shown.blocks.filter { $0.contains("qₐ = ") || $0.contains("q_a = ") }
    #expect(together.first?.contains("q_b = ") == isTogether)
  }

  @Test(arguments: [
    ("xor", "n", "samples"), ("xor", "i", "inputs"), ("xor", "j", "hiddenUnits(layer: "),
    ("recurrent-cell", "t", "times"), ("convolution", "i", "places"), ("softmax", "k", nil),
    ("delta-rule", "l", "layers"), ("linear-regression", "w", nil),
  ])
  func `letters count what the neurons have them for`(
    lesson: String, letter: String, counted: String?
  ) throws {
    let text = try #require(ShippedLessons.text(lesson))
    let read = try Lesson.read(Source(name: lesson, text: text), files: .shipped)
    let writer = WalkthroughWriter(
      of: read, try Trace(running: read.program), ShowOptions(), .inRow, .alike(.init(.usual)))
    let found = IndexMeanings(read.program, writer.names)[letter].map { "\($0)" }
    #expect(found.map { $0.hasPrefix(counted ?? "-") } == counted.map { _ in true })
  }

  @Test func `letters that nothing is known of have their range alone`() throws {
    let shown = try ShownLesson("param w[1..3] = [1, 2, 3]\ns[k] = w[k]^2\nL = sum(k: s[k])")
    #expect(!shown.text.contains("counts"))
    let lines = try ShownLesson(
      document: try #require(ShippedLessons.text("attention-head"))
    ).lines
    #expect(lines.contains("Indices: k = 1…3, d = 1, 2."))
  }

  // What the numbers of two neurons show.

  /// Two layers of two neurons; t are the targets, v the weights from the hidden layer to the second
  /// output.
  private static func facts(
    targets: String = "t1 = 0.01, t2 = 0.99", weights: String = "v3 = 0.6, v4 = 0.7"
  ) throws -> String {
    try ShownLesson(
      """
      input x1 = 0.5, x2 = -1
      target \(targets)
      param u1 = 0.1, u2 = 0.2, u3 = 0.3, u4 = -0.1
      param v1 = 0.4, v2 = 0.5, \(weights)
      net_h1 = u1*x1 + u2*x2
      net_h2 = u3*x1 + u4*x2
      out_h1 = sigmoid(net_h1)
      out_h2 = sigmoid(net_h2)
      net_o1 = v1*out_h1 + v2*out_h2
      net_o2 = v3*out_h1 + v4*out_h2
      out_o1 = sigmoid(net_o1)
      out_o2 = sigmoid(net_o2)
      L = 1/2*(out_o1 - t1)^2 + 1/2*(out_o2 - t2)^2
      minimize L by gd(rate: 0.5), steps: 1
      """
    ).text.replacing("\n", with: " ")
  }

  private static let cancel =
    "The two paths have opposite signs and partly cancel: to h1 they bring "

  /// The outputs are σ(0.4·σ(−0.15) + 0.5·σ(0.25)) = 0.614 and σ(0.6·σ(−0.15) + 0.7·σ(0.25)) = 0.662.
  @Test func `which outputs are too large is said`() throws {
    #expect(
      try Self.facts().contains(
        "o1 gives too much (0.614 where 0.01 is wanted), so its δ is positive; o2 gives too little "
          + "(0.662 where 0.99 is wanted), so its δ is negative."))
    let both = try Self.facts(targets: "t1 = 0.01, t2 = 0.02")
    #expect(
      both.contains("o2 gives too much (0.662 where 0.02 is wanted), so its δ is positive."))
    #expect(!both.contains("too little") && !both.contains(Self.cancel))
  }

  /// A weight of 0 leaves one path; a negative one turns its sign.
  @Test(arguments: [
    ("v3 = 0.6, v4 = 0.7", true), ("v3 = 0, v4 = 0.7", false), ("v3 = -0.6, v4 = -0.7", false),
    ("v3 = -0.6, v4 = 0.7", false),
  ])
  func `that paths cancel is said where they do for each neuron`(
    weights: String, isSaid: Bool
  ) throws {
    #expect(try Self.facts(weights: weights).contains(Self.cancel) == isSaid)
  }

  /// σ(0) is 0.5, and so is the target: δ is 0.
  @Test func `nothing is said of an output that is right`() throws {
    let right = try Self.facts(targets: "t1 = 0.01, t2 = 0.5", weights: "v3 = 0, v4 = 0")
    #expect(!right.contains(" gives too "))
  }

  @Test func `nothing is said of more than three neurons`() throws {
    func network(_ count: Int) -> String {
      let all = 1...count
      return """
        input x = 0.5
        target \(all.map { "t\($0) = 0.01" }.joined(separator: ", "))
        param \(all.map { "w\($0) = 0.\($0)" }.joined(separator: ", "))
        \(all.map { "net_o\($0) = w\($0)*x" }.joined(separator: "\n"))
        \(all.map { "out_o\($0) = sigmoid(net_o\($0))" }.joined(separator: "\n"))
        L = \(all.map { "(out_o\($0) - t\($0))^2" }.joined(separator: " + "))
        minimize L by gd(rate: 0.5), steps: 1
        """
    }
    #expect(try ShownLesson(network(3)).text.contains("o1 gives too much"))
    #expect(try !ShownLesson(network(4)).text.contains(" gives too "))
  }

  /// The gradients of both parameters of one layer: formulas, an entry of each, one table.
  @Test func `gradients that follow each other are told together`() throws {
    let text = try ShownLesson(
      document: try #require(ShippedLessons.text("xor"))
    ).text
    #expect(
      text.contains(
        "    ∂L/∂W⁽¹⁾ⱼᵢ = Σₙ δ⁽¹⁾ₙⱼ xₙᵢ     ∂L/∂b⁽¹⁾ⱼ = Σₙ δ⁽¹⁾ₙⱼ\n\nFor j = 3, i = 2:\n\n"))
    #expect(text.contains("    j  ∂L/∂W⁽¹⁾ⱼ₁  ∂L/∂W⁽¹⁾ⱼ₂  ∂L/∂b⁽¹⁾ⱼ\n"))
    // Adam's update of a parameter whose gradient was worked out, with its beginning.
    #expect(text.contains("For w = W⁽¹⁾₃₂ = −0.1433, ∂L/∂w = 0.03790, m = v = 0:\n"))
  }
}
