import Diagnostics
import Formulas
import Lessons
import Programs
import Rendering
import Testing

/// The levels of a program's lines, counted by hand.
@Suite struct GraphTests {
  private func graph(_ statements: String, phases: Set<Phase>? = nil) throws -> Graph {
    let document = "# Lesson\n\n```lesson\n\(statements)\n```\n"
    let lesson = try Lesson.read(Source(name: "lesson.md", text: document))
    return phases.map { Graph(lesson, phases: $0) } ?? Graph(lesson)
  }

  private func shown(_ statements: String, options: ShowOptions = ShowOptions()) throws -> String {
    try ShownLesson(
      document: "# Lesson\n\n```lesson\n\(statements)\n```\n```show graph\n```\n", options: options
    ).blocks[1]
  }

  private static let circuit = """
    input x = -2, y = 5, z = -4
    q = x + y
    f = q*z
    k = f*q + x
    differentiate f wrt x
    """

  @Test func `a level is one more than that of the deepest line used`() throws {
    let graph = try graph(Self.circuit)
    #expect(graph.nodes.map(\.level) == [0, 0, 0, 1, 2, 3])
    #expect(graph.nodes.map(\.uses) == [[], [], [], [0, 1], [3, 2], [4, 3, 0]])
    #expect(graph.levels == [[0, 1, 2], [3], [4], [5]])
    #expect(graph.nodes.map(\.phase) == [.input, .input, .input, .forward, .forward, .forward])
  }

  @Test func `phases that are asked for have nodes, and edges among them`() throws {
    let graph = try graph(Self.circuit, phases: Set(Phase.allCases))
    let gradients = graph.nodes.filter { $0.phase == .gradient || $0.phase == .delta }
    #expect(!gradients.isEmpty)
    for node in graph.nodes {
      #expect(node.uses.allSatisfy { graph.nodes[$0].level < node.level })
    }
  }

  @Test func `the graph of a circuit`() throws {
    #expect(
      try shown(Self.circuit) == """
        Graph   4 levels
        ─────
          given    x, y, z
          level 1  q ← x, y
          level 2  f ← q, z
          level 3  k ← f, q, x
        """)
  }

  @Test func `members of a family on one level are one node`() throws {
    #expect(
      try shown(
        """
        input x[1..2] = [1, 2]
        param W[1..3, 1..2] = 0.5
        a[j] = tanh(sum(i: W[j,i]*x[i]))
        L = sum(j: a[j]^2)
        """) == """
          Graph   3 levels
          ─────
            given    xᵢ (2), Wⱼᵢ (6)
            level 1  aⱼ (3) ← Wⱼᵢ, xᵢ
            level 2  L ← aⱼ
          """)
  }

  @Test func `members that use each other are on levels of their own, of which many are left out`()
    throws
  {
    let statements = "param v = 0.5\nh[0] = 1\nh[t] = v*h[t-1] for t in 1..30\nL = h[30]"
    let lines = try shown(statements).split(separator: "\n")
    #expect(lines[0] == "Graph   32 levels")
    #expect(lines[2] == "  given     v, h₀")
    #expect(lines[4] == "  level 2   h₂ ← v, h₁")
    #expect(lines[14] == "  … 17 more levels")
    #expect(lines[17] == "  level 31  L ← h₃₀")
    #expect(lines.count == 18)
    var options = ShowOptions()
    options.showsAll = true
    #expect(try shown(statements, options: options).split(separator: "\n").count == 34)
  }

  @Test func `a wide graph is shortened, in plain characters too`() throws {
    let names = (1...40).map { "u\($0)" }
    let statements =
      "param " + names.map { "\($0) = 1" }.joined(separator: ", ") + "\n"
      + names.map { "s_\($0) = 2*\($0)" }.joined(separator: "\n") + "\n"
      + "L = " + names.map { "s_\($0)" }.joined(separator: " + ")
    var options = ShowOptions()
    options.isASCII = true
    let lines = try shown(statements, options: options).split(separator: "\n")
    #expect(lines.contains("           ... 24 more"))
    #expect(lines.last == "  level 2  L <- s_u1, s_u2, ... 37 more, s_u40")
    #expect(lines.count < 25)
  }
}
