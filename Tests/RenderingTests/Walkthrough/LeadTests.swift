import Testing

@testable import Rendering

/// What is said before groups of formulas, and of factors that cancel.
struct `What a page says before its formulas` {
  /// The paragraphs without formulas, each on one line.
  private static func words(_ statements: String) throws -> [String] {
    try ShownLesson(statements).blocks.filter { !$0.hasPrefix(" ") }.map { block in
      var lines = block.split(separator: "\n").filter { !$0.hasPrefix(" ") }
      if lines.count > 1, lines[1].hasPrefix("─") { lines.removeFirst(2) }
      return lines.joined(separator: " ")
    }
  }

  private static let twoLayers = """
    input x[1..2] = [0.5, -0.3]
    target y = 1
    param V[1..2,1..2] = 0.1, c[1..2] = 0.2, w[1..2] = 0.3, d = 0.1
    z1[j] = sum(i: V[j,i]*x[i]) + c[j]
    a1[j] = tanh(z1[j])
    z2 = sum(j: w[j]*a1[j]) + d
    a2 = sigmoid(z2)
    L = -(y*log(a2) + (1 - y)*log(1 - a2))
    minimize L by gd(rate: 0.1), steps: 1
    """

  @Test func `tells what each layer does`() throws {
    let words = try Self.words(Self.twoLayers)
    #expect(
      words.contains(
        "Hidden layer. A neuron multiplies each input by a weight and adds them up, with a bias; the "
          + "tanh of this net input is its output."))
    #expect(
      words.contains(
        "Output layer. A neuron does the same with the outputs of the layer before it; the sigmoid of "
          + "this net input is its output."))
    #expect(
      words.contains(
        "Loss. L says how far the outputs are from the targets; it is to become small."))
  }

  @Test func `tells how errors come back`() throws {
    let words = try Self.words(Self.twoLayers)
    #expect(words.contains("Output layer. L depends on z⁽²⁾ through a⁽²⁾ alone."))
    #expect(
      words.contains(
        "Hidden layer. What comes back to a neuron is the δ that it leads to, times the weight "
          + "between the two; the slope of the tanh carries it on to the net input."))
    #expect(
      words.contains(
        "The gradient of a weight is the δ of the neuron that it leads to, times what the weight was "
          + "multiplied by."))
    #expect(words.contains("The gradients, again δ times what the weight was multiplied by."))
    #expect(
      words.contains { $0.hasSuffix("w moves against its gradient.") || $0.contains("moves") })
  }

  /// ∂L/∂a = −y/a + (1 − y)/(1 − a), times a(1 − a): a − y.
  @Test func `says where factors cancel`() throws {
    let words = try Self.words(Self.twoLayers)
    #expect(
      words.contains {
        $0.hasPrefix(
          "Remark. The factors cancel, and δ⁽²⁾ = a⁽²⁾ − y: the output minus the target.")
      })
    let mean = Self.twoLayers.replacing("L = -(", with: "L = -1/4*(")
    #expect(
      try Self.words(mean).contains {
        $0.hasPrefix(
          "Remark. The factors cancel, and δ⁽²⁾ = (a⁽²⁾ − y)/4: the output minus the target, "
            + "divided by 4.")
      })
  }

  /// Half the squared error behind a sigmoid keeps its slope; 1.3·y is no target.
  @Test(arguments: ["0.5*(a2 - y)^2", "-(1.3*y*log(a2) + (1 - y)*log(1 - a2))", "a2*y"])
  func `says nothing where they do not`(loss: String) throws {
    let start = try #require(Self.twoLayers.firstRange(of: "-(y*log"))
    let end = try #require(Self.twoLayers.firstRange(of: "\nminimize"))
    let lesson = Self.twoLayers[..<start.lowerBound] + loss + Self.twoLayers[end.lowerBound...]
    #expect(try Self.words(String(lesson)).allSatisfy { !$0.hasPrefix("Remark.") })
  }

  /// Behind a softmax p − y holds for targets that add up to 1, and for no others.
  @Test(arguments: [("[0, 1, 0]", true), ("[0.2, 0.3, 0.5]", true), ("[0, 1, 1]", false)])
  func `looks at the targets behind a softmax`(targets: String, cancels: Bool) throws {
    let words = try Self.words(
      """
      input x[1..2] = [0.5, -0.3]
      target y[1..3] = \(targets)
      param W[1..3,1..2] = [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6]]
      z[k] = sum(i: W[k,i]*x[i])
      p[k] = softmax(k: z[k])
      L = -sum(k: y[k]*log(p[k]))
      differentiate L
      """)
    #expect(
      words.contains { $0.hasPrefix("Remark. The factors cancel, and δₖ = pₖ − yₖ") } == cancels)
    #expect(
      words.contains(
        "Output layer. A neuron multiplies each input by a weight and adds them up; the softmax of "
          + "all net inputs is its output."))
    #expect(
      words.contains {
        $0.hasPrefix("Output layer. Each pₖ is made of all net inputs, so that each of these")
      })
  }

  @Test func `says what derivatives are made of where there are no neurons`() throws {
    let words = try Self.words("param u = 2, v = 3\nq = u*v\nL = q^2\ndifferentiate L")
    #expect(
      words.contains { $0.hasPrefix("How much does L change") || $0.contains("How much does L") })
    #expect(words.allSatisfy { !$0.contains("layer") && !$0.contains("δ") })
  }

  /// The first step of Adam is the rate for every parameter; that of gradient descent is not.
  @Test func `says where all parameters move by as much`() throws {
    let statements = "param w[1..4] = [1, 2, 3, 4]\nL = sum(j: w[j]^2)\n"
    let adam = try Self.words(statements + "minimize L by adam(rate: 0.05), steps: 1")
    #expect(adam.contains("Every parameter has moved by 0.05, however large its gradient is."))
    let plain = try Self.words(statements + "minimize L by gd(rate: 0.05), steps: 1")
    #expect(plain.allSatisfy { !$0.hasPrefix("Every parameter has moved") })
  }
}
