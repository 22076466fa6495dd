import Decimals
import Diagnostics
import Fixtures
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

/// How neurons are told that are scalars: one worked out, all in a table.
struct `The story of a row of scalars` {
  private static func shown(_ lesson: String, _ options: ShowOptions = ShowOptions()) throws
    -> ShownLesson
  {
    try ShownLesson(document: try #require(ShippedLessons.text(lesson)), options: options)
  }

  /// Two layers of neurons, alike but for what a test puts in.
  private static func network(
    hidden: String = """
    z1 = u1*x1 + u2*x2
    z2 = u3*x1 + u4*x2
    z3 = u5*x1 + u6*x2
    h1 = tanh(z1)
    h2 = tanh(z2)
    h3 = tanh(z3)
    """, output: String = "p = v1*h1 + v2*h2 + v3*h3", options: ShowOptions = ShowOptions()
  ) throws -> ShownLesson {
    try ShownLesson(
      """
      input x1 = 0.5, x2 = -1
      target t = 1
      param u1 = 0.1, u2 = 0.2, u3 = 0.3, u4 = -0.1, u5 = 0.4, u6 = 0.6
      param v1 = 0.5, v2 = 0.2, v3 = 0.4
      \(hidden)
      \(output)
      L = (p - t)^2
      minimize L by gd(rate: 0.5), steps: 1
      """, options: options)
  }

  /// The rows of the first table with such a head: what stands in front, and the numbers.
  private static func table(_ head: [String], in shown: ShownLesson) -> [(String, [Double])] {
    for block in shown.blocks {
      let rows = block.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      guard rows.first == head else { continue }
      return rows.dropFirst().map { row in
        (
          row[0],
          row.dropFirst().compactMap { Double($0.map { $0 == "−" ? "-" : String($0) }.joined()) }
        )
      }
    }
    return []
  }

  /// Derived by hand; so are the names, as a book has them.
  @Test func `tells what holds for all neurons, works the first out and has a table of all`() throws
  {
    let shown = try Self.shown("two-layer-sigmoid")
    let told = shown.lines.map { line in String(line.drop { $0 == " " }) }
    var rest = told.drop { $0 != "Backward" }
    for line in [
      "δₒ = ∂E/∂outₒ · ∂outₒ/∂netₒ = −(t − outₒ) · outₒ (1 − outₒ)", "Neuron o1:",
      "∂E/∂outₒ₁ = −(t₁ − outₒ₁)", "∂outₒ₁/∂netₒ₁ = outₒ₁·(1 − outₒ₁)",
      "δₒ₁ = ∂E/∂outₒ₁ · ∂outₒ₁/∂netₒ₁", "Neuron o2 in the same way:",
      "∂E/∂w₅ = δₒ₁·outₕ₁", "∂E/∂w₆ = δₒ₁·outₕ₂", "∂E/∂w₇ = δₒ₂·outₕ₁", "∂E/∂w₈ = δₒ₂·outₕ₂",
      "∂E/∂w₅ = 0.1384985616·0.593269992 = 0.0821670406", "All values:",
      "∂E/∂outₕ₁ = δₒ₁·w₅ + δₒ₂·w₇", "∂E/∂outₕ₂ = δₒ₁·w₆ + δₒ₂·w₈",
      "δₕ = ∂E/∂outₕ · ∂outₕ/∂netₕ = ∂E/∂outₕ · outₕ (1 − outₕ)", "Neuron h1:",
      "∂E/∂outₕ₁ = δₒ₁·w₅ + δₒ₂·w₇", "Neuron h2 in the same way:", "∂E/∂w₁ = δₕ₁·i₁",
      "∂E/∂w₂ = δₕ₁·i₂", "∂E/∂w₃ = δₕ₂·i₁", "∂E/∂w₄ = δₕ₂·i₂",
      "∂E/∂w₁ = 0.00877135469·0.05 = 0.000438567734",
    ] {
      rest = rest.drop { $0 != line }
      #expect(rest.popFirst() == line)
    }
    for name in ["outₕ₂", "netₒ₂", "δₒ₂", "∂E/∂w₆", "∂E/∂w₄"] {
      #expect(shown.rows(name).count < 3, "\(name) has no numbers put in")
    }
  }

  /// The numbers of Mazur, A Step by Step Backpropagation Example, 2015, and what follows from them.
  @Test(arguments: [
    (
      ["∂E/∂outₒ", "∂outₒ/∂netₒ", "δₒ"],
      [
        ("o1", [0.74136507, 0.186815602, 0.138498562]),
        ("o2", [-0.217071535, 0.175510053, -0.038098237]),
      ]
    ),
    (
      ["∂E/∂outₕ", "∂outₕ/∂netₕ", "δₕ"],
      [
        ("h1", [0.036350306, 0.241300709, 0.008771355]),
        ("h2", [0.041370323, 0.240613417, 0.009954255]),
      ]
    ),
    (["netₕ", "outₕ"], [("h1", [0.3775, 0.593269992]), ("h2", [0.3925, 0.596884378])]),
  ])
  func `has the values of all in a table`(head: [String], expected: [(String, [Double])]) throws {
    for lesson in ["two-layer-sigmoid", "published-mistake"] {
      let table = Self.table(head, in: try Self.shown(lesson))
      #expect(table.map(\.0) == expected.map(\.0))
      for (own, row) in zip(table, expected) {
        #expect(zip(own.1, row.1).allSatisfy { abs($0 - $1) < 2e-9 }, "\(own) \(row)")
      }
    }
  }

  /// Where each weight is in the picture of Mazur's network, and the gradients that follow from it.
  @Test func `has the gradients of the weights between two rows in a grid`() throws {
    for lesson in ["two-layer-sigmoid", "published-mistake"] {
      let blocks = try Self.shown(lesson).blocks
      let grids = blocks.filter { $0.contains(" from ") && $0.contains("    to ") }.map { block in
        block.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      }
      try #require(grids.count > 1)
      #expect(
        grids[0] == [
          ["from", "h1", "from", "h2"],
          ["to", "o1", "∂E/∂w₅", "=", "0.0821670406", "∂E/∂w₆", "=", "0.0826676278"],
          ["to", "o2", "∂E/∂w₇", "=", "−0.0226025405", "∂E/∂w₈", "=", "−0.0227402422"],
        ])
      #expect(
        grids[1] == [
          ["from", "i₁", "from", "i₂"],
          ["to", "h1", "∂E/∂w₁", "=", "0.000438567734", "∂E/∂w₂", "=", "0.000877135469"],
          ["to", "h2", "∂E/∂w₃", "=", "0.000497712735", "∂E/∂w₄", "=", "0.000995425471"],
        ])
    }
  }

  @Test func `tells of three neurons as of two`() throws {
    let shown = try Self.network(output: Self.twoOutputs)
    #expect(shown.text.contains("\n\nNeuron 1:\n\n    z₁ = u₁·x₁ + u₂·x₂ = 0.1·0.5"))
    #expect(shown.text.contains("\n\nNeurons 2 and 3 in the same way:\n\n"))
    #expect(Self.table(["z", "h"], in: shown).map(\.0) == ["1", "2", "3"])
    #expect(Self.table(["∂L/∂h", "∂h/∂z", "δ"], in: shown).map(\.0) == ["1", "2", "3"])
    for line in ["    h = tanh(z)\n", "    δ = ∂L/∂h · ∂h/∂z = ∂L/∂h · (1 − h²)\n"] {
      #expect(shown.text.contains(line), "\(line)")
    }
  }

  private static let twoOutputs =
    "p_a = v1*h1 + v2*h2 + v3*h3\np_b = v3*h1 + v1*h2 + v2*h3\np = p_a*p_b"

  /// Where δ is the output's, ∂L/∂z stands for those of the neurons before it.
  @Test func `has no name for all that is one neuron's`() throws {
    let shown = try Self.network()
    #expect(Self.table(["∂L/∂h", "∂h/∂z", "∂L/∂z"], in: shown).map(\.0) == ["1", "2", "3"])
    #expect(shown.text.contains("    ∂L/∂z = ∂L/∂h · ∂h/∂z = δ v · (1 − h²)\n"))
    #expect(shown.rows("δ₁").count == 3)
  }

  /// With a neuron's number put in, each side of a line that stands for all of them is its number.
  @Test(arguments: ["two-layer-sigmoid", "published-mistake"])
  func `has lines that are true of each neuron`(lesson: String) throws {
    let text = try Self.shown(lesson, .changed { ($0.isASCII, $0.width) = (true, 400) }).text
    let all = try Self.shown(
      lesson,
      .changed {
        ($0.isASCII, $0.width, $0.showsAll, $0.precision) = (true, 400, true, .digits(15))
      }
    ).text
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    let page = PrintedPage((all, 1))
    func number(_ name: String, _ neuron: Int) throws -> Double {
      let parts = name.split(separator: "/").map { "\($0)\(neuron)" }
      let names = ["\(name)\(neuron)", parts.joined(separator: "/"), name]
      return try #require(names.lazy.compactMap { page.value(of: $0, at: 1) }.first?.value)
    }
    let shared = page.names.map { name in
      name.split(separator: "/").map { $0.trimmingDigits }
        .joined(separator: "/")
    }
    let names = PrintedNames(
      page.names.union(shared).union(page.names.map { String($0.trimmingDigits) }))
    let blocks = text.split(separator: "\n\n").map(String.init)
    var count = 0
    for (block, next) in zip(blocks, blocks.dropFirst()) {
      guard next.hasPrefix("Neuron "), next.hasSuffix("1:") else { continue }
      for line in block.split(separator: "\n").map(String.init).flatMap(PrintedLines.apart) {
        // What is beside σ says the same.
        let sides = line.split(separator: " = ").map { String($0.drop { $0 == " " }) }
          .filter { !$0.hasPrefix("sigmoid(") }
        for neuron in 1...2 {
          for side in sides {
            let own = try PrintedFormulaParser.formula(side, names).span(slack: 0) { leaf in
              guard case .name(let name, _) = leaf else {
                return Span(PrintedValue(leaf)?.value ?? .nan)
              }
              return Span(try number(name, neuron))
            }
            let value = try number(sides[0], neuron)
            #expect(abs(own.low - value) < 1e-12, "\(line) of neuron \(neuron)")
            count += 1
          }
        }
      }
    }
    #expect(count == 2 * (2 * (2 + 2 + 2) + 3 + 2 + 2 + 3))
  }

  /// Of one level, of one form, neighbours, and called so that it can be seen what belongs together.
  @Test(arguments: [
    "z1 = u1*x1 + u2*x2\nh1 = tanh(z1)\nz2 = u3*h1 + u4*x2\nh2 = tanh(z2)",
    "z1 = u1*x1 + u2*x2\ns = x1 + x2\nz2 = u3*x1 + u4*x2\nh1 = tanh(z1)\nq = 2*s\nh2 = tanh(z2)",
    "z1 = u1*x1 + u2*x2\nz2 = u3*x1 + u4*x2\nh1 = tanh(z1)\nh2 = sigmoid(z2)",
    "z1 = u1*x1 + u2*x2\nz2 = u3*x1 + u4*x2\nh2 = tanh(z1)\nh1 = tanh(z2)",
    "a = u1*x1 + u2*x2\nb = u3*x1 + u4*x2\nh1 = tanh(a)\nh2 = tanh(b)",
    "z1 = u1*x1 + u2*x2\nz2 = u3*x1 + u4*x2\nh1 = tanh(z1)\nh2 = tanh(z2)\nz = h1*h2",
  ])
  func `works out each that only looks alike`(hidden: String) throws {
    let shown = try Self.network(hidden: hidden, output: "p = v1*h1 + v2*h2")
    #expect(!shown.text.contains("Neuron"))
    for name in ["h₁", "h₂", "∂L/∂h₁", "∂L/∂h₂"] {
      #expect(shown.rows(name).count > 1, "\(name)")
    }
  }

  @Test func `is told of networks only`() throws {
    let shown = try Self.shown("fan-out")
    #expect(!shown.text.contains("Neuron"))
    #expect(shown.rows("∂L/∂a").count == 3)
    #expect(shown.rows("∂L/∂b").count == 3)
  }

  @Test func `is not told where everything is worked out`() throws {
    let shown = try Self.shown("two-layer-sigmoid", .all)
    #expect(!shown.text.contains("Neuron"))
    #expect(shown.rows("δₒ₂").count == 3)
    #expect(shown.rows("∂E/∂w₈").count == 3)
  }

  /// Up to three are worked out; of more than eight the formulas of four are seen.
  @Test func `has gradients of one form below one another`() throws {
    let shown = try Self.network()
    for name in ["∂L/∂v₁", "∂L/∂v₂", "∂L/∂v₃"] { #expect(shown.rows(name).count == 3) }
    // 2·(p − t)·v·(1 − h²)·x, by hand.
    #expect(
      shown.text.contains(
        """

            ∂L/∂u₁ = δ₁·x₁     ∂L/∂u₂ = δ₁·x₂     ∂L/∂u₃ = δ₂·x₁
            ∂L/∂u₄ = δ₂·x₂     ∂L/∂u₅ = δ₃·x₁     ∂L/∂u₆ = δ₃·x₂

            ∂L/∂u₁ = −1.1513·0.5 = −0.5757

        All values:

                  from x₁            from x₂
            to 1  ∂L/∂u₁ =  −0.5757  ∂L/∂u₂ =  1.1513
            to 2  ∂L/∂u₃ =  −0.2214  ∂L/∂u₄ =  0.4427
            to 3  ∂L/∂u₅ =  −0.4030  ∂L/∂u₆ =  0.8060

        """))
    let weights = (1...9).map { "w\($0) = 0.1" }.joined(separator: ", ")
    let inputs = (1...9).map { "x\($0) = \($0)" }.joined(separator: ", ")
    let net = (1...9).map { "w\($0)*x\($0)" }.joined(separator: " + ")
    let neuron = try ShownLesson(
      """
      input \(inputs)
      param \(weights), b = 0.5
      z = \(net) + b
      p = sigmoid(z)
      L = p^2
      minimize L by gd(rate: 0.5), steps: 1
      """)
    #expect(
      neuron.text.contains(
        """
            ∂L/∂w₁ = δ·x₁     ∂L/∂w₂ = δ·x₂     ∂L/∂w₃ = δ·x₃

            … 5 more of ∂L/∂w

            ∂L/∂w₉ = δ·x₉
        """))
    #expect(Self.table(["w", "∂L/∂w"], in: neuron).count == 9)
    #expect(neuron.rows("∂L/∂b").count == 2)
  }

  /// What is left of some names, and what each has besides.
  @Test(arguments: [
    (["h1", "h2"], "h", ["1", "2"]), (["h9", "h10", "h11"], "h", ["9", "10", "11"]),
    (["net_o1", "net_o2"], "net_o", ["1", "2"]), (["h_left", "h_lower"], "h", ["left", "lower"]),
    (["delta_a", "delta_b"], "delta", ["a", "b"]), (["a", "b"], nil, []), (["h1", "k2"], nil, []),
    (["h1", "h"], nil, []),
  ])
  func `has names in common`(typed: [String], common: String?, rests: [String]) {
    let notation = SymbolNotation()
    let found = CommonName(of: typed.map { notation.name(.named($0)) })
    #expect(found?.name == common.map { notation.name(.named($0)) })
    #expect(found?.rests ?? [] == rests)
  }
}

extension StringProtocol {
  /// The text without the digits at its end.
  fileprivate var trimmingDigits: SubSequence {
    self[..<(lastIndex { !$0.isNumber }.map(index(after:)) ?? startIndex)]
  }
}
