import Diagnostics
import Formulas
import Lessons
import Programs
import Testing
import Tracing

@testable import Rendering

/// What `hide` statements keep from pages.
struct `Hidden quantities` {
  private static let statements = """
    input x = 3
    param u = 1, v = 2
    k = 2*x
    L = (u*k - v)^2
    minimize L by adam(rate: 0.1), steps: 2
    """

  private static func text(
    hiding names: String, _ options: ShowOptions = ShowOptions()
  ) throws -> String {
    try ShownLesson(statements + "\nhide \(names)", options: options).text
  }

  @Test func `a hidden quantity has no entry, and lines that use it name it`() throws {
    let text = try Self.text(hiding: "k, dL/dv")
    #expect(!text.contains("    k = ") && !text.contains("    ∂L/∂v = "))
    #expect(text.contains("    L = (u·k − v)² = (6 − 2)² = 16.0000   (u = 1)\n"))
    #expect(text.contains("    v = 2") || text.contains("v = 2   parameters"))
  }

  /// The update of a parameter goes with it; its gradient has a name of its own.
  @Test func `a hidden parameter is not given, nor updated, nor in the table of steps`() throws {
    let text = try Self.text(hiding: "v, x")
    #expect(text.contains("    u = 1   parameter\n"))
    #expect(!text.contains("x = 3"))
    for name in ["v⁺", "m(v)", "v̂(v)"] { #expect(!text.contains("    \(name) = "), "\(name)") }
    #expect(text.contains("    u⁺ = ") && text.contains("    ∂L/∂v = "))
    #expect(text.contains("    step        L       u\n"))
    let tables = try Self.text(hiding: "v, x", .changed { $0.tables = .alone })
    for row in tables.split(separator: "\n") {
      let words = row.split(separator: " ")
      #expect(!words.starts(with: ["v"]) && !words.contains("inputs"))
    }
  }

  @Test func `all shows it`() throws {
    #expect(
      try Self.text(hiding: "k, v, x, dL/dv", .all)
        == ShownLesson(Self.statements, options: .all).text
    )
  }

  @Test func `a block that names it shows it`() throws {
    let shown = try ShownLesson(
      document: """
        # Lesson

        ```lesson
        \(Self.statements)
        hide k, x
        ```
        ```show forward
        ```
        ```show x
        ```
        ```show k
        ```
        """)
    #expect(shown.text.contains("    x = 3   input\n"))
    #expect(shown.text.ranges(of: "    k = ").count == 1)
  }

  @Test func `a searched parameter is hidden from the trials`() throws {
    let text = try ShownLesson(
      """
      param u = 1, v = 0.5
      L = (u - v)^2
      hide v
      search L over u in [-2, 2], v in [0, 1] by random(trials: 3)
      """
    ).text
    let head = try #require(text.split(separator: "\n").first { $0.contains("trial  ") })
    #expect(head.split(separator: " ") == ["trial", "u", "L", "kept", "best"])
    #expect(!text.contains("v = 0.5"))
  }

  /// The lines are there, in their order, whatever pages show.
  @Test func `the trace has it`() throws {
    func lines(_ text: String) throws -> [String] {
      let source = Source(name: "l.md", text: "```lesson\n\(text)\n```\n")
      return try Lesson.read(source).program.lines.map(\.symbol.description)
    }
    #expect(
      try lines(Self.statements + "\nhide k, v, x, dL/dv") == lines(Self.statements))
  }

  /// 2.6: a δ that is used is defined, although nothing tells how it comes about.
  @Test func `a hidden δ is defined where it is used`() throws {
    let text = try ShownLesson(
      """
      input x = 2
      param w = 0.5
      z = w*x
      a = tanh(z)
      L = a^2
      differentiate L
      hide dL/dz
      """
    ).text
    #expect(text.contains("    δ = ∂L/∂z\n"))
    #expect(text.contains("    ∂L/∂w = δ·x = "))
    #expect(text.ranges(of: "    δ = ").count == 1)
  }
}
