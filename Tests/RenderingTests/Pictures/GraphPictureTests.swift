import Fixtures
import Diagnostics
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

@Suite struct GraphPictureTests {
  private func picture(
    _ statements: String, options: ShowOptions = ShowOptions()
  ) throws -> GraphPicture {
    let document = "# Lesson\n\n```lesson\n\(statements)\n```\n"
    let lesson = try Lesson.read(Source(name: "lesson.md", text: document))
    return GraphPicture(lesson, try Trace(running: lesson.program), options)
  }

  private func texts(_ nodes: [MathNode]) -> String { TextMath(isASCII: false).text(.row(nodes)) }

  /// By hand: f = q·z = 3·(−4), df/dq = z, df/dz = q = 3, df/dx = df/dy = z.
  @Test func `boxes have values and derivatives, and stand left of what uses them`() throws {
    let picture = try picture(
      "input x = -2, y = 5, z = -4\nq = x + y\nf = q*z\ndifferentiate f wrt x, y, z, q")
    #expect(
      picture.boxes.map { texts($0.text) } == ["x = −2", "y = 5", "z = −4", "q = 3", "f = −12"])
    #expect(
      picture.boxes.map { texts($0.derivative) } == [
        "∂f/∂x = −4", "∂f/∂y = −4", "∂f/∂z = 3", "∂f/∂q = −4", "",
      ])
    // What is given stands just before what uses it.
    #expect(picture.boxes.map(\.column) == [0, 0, 1, 1, 2])
    #expect(picture.edges.map { [$0.from, $0.to] } == [[0, 3], [1, 3], [3, 4], [2, 4]])
  }

  @Test func `of a large family the first two and the last have boxes`() throws {
    let statements = "input x[1..20] = 1\nparam w = 2\na[i] = w*x[i]\nL = sum(i: a[i])"
    #expect(
      try picture(statements).boxes.map { texts($0.text) } == [
        "x₁ = 1", "x₂ = 1", "… 17 more …", "x₂₀ = 1", "w = 2", "a₁ = 2", "a₂ = 2", "… 17 more …",
        "a₂₀ = 2", "L = 40",
      ])
    #expect(try picture(statements, options: .all).boxes.count == 42)
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `in the lessons no boxes touch and no line goes back`(name: String) throws {
    let lesson = try Lesson.shipped(name)
    let run = lesson.variants.first ?? lesson
    let picture = GraphPicture(run, try Trace(running: run.program), ShowOptions())
    #expect(picture.boxes.count > 1)
    let layout = GraphLayout(
      boxes: picture.boxes.map { ($0.column, $0.group, 20) }, edges: picture.edges,
      columns: picture.columns)
    for (from, to) in layout.lines {
      #expect(layout.slots[from].column + 1 == layout.slots[to].column)
    }
    for column in layout.columns {
      for (above, below) in zip(column, column.dropFirst()) {
        let (one, other) = (layout.slots[above], layout.slots[below])
        #expect(other.y - other.height / 2 >= one.y + one.height / 2 + 4.99)
      }
    }
    #expect(layout.columns.flatMap(\.self).sorted() == Array(layout.slots.indices))
  }

  @Test func `lines do not cross where they need not`() {
    // a and b are used by d and c, in this order: the second column is turned round.
    let layout = GraphLayout(
      boxes: [(0, 0, 20), (0, 1, 20), (1, 2, 20), (1, 3, 20)], edges: [(0, 3), (1, 2)], columns: 2)
    let order = layout.columns.map { $0.compactMap { layout.slots[$0].box } }
    #expect(order == [[0, 1], [3, 2]] || order == [[1, 0], [2, 3]])
    // Both lines are level.
    #expect(layout.slots[0].y == layout.slots[3].y)
  }

  @Test func `a line over several columns has a place in each`() {
    let layout = GraphLayout(
      boxes: [(0, 0, 20), (1, 1, 20), (2, 2, 20), (3, 3, 20)],
      edges: [(0, 1), (1, 2), (2, 3), (0, 3), (0, 2)], columns: 4)
    // Two passages, of which the shorter line shares the first.
    #expect(layout.slots.count == 6)
    #expect(layout.lines.count == 3 + 3 + 1)
  }
}
