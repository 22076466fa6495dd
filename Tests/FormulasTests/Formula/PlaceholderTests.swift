import Fixtures
import Formulas
import Testing

@Suite struct PlaceholderTests {
  /// The first placeholder times line 1, plus the second.
  private static let template = Formula(
    .sum([Formula(.product([.placeholder(0), .line(1)])), .placeholder(1)]))

  @Test func `every placeholder is filled in, and lines stay`() {
    let filled = Self.template.filled { $0 == 0 ? .line(1) : Formula(.previous(2)) }
    let square = Formula(.product([.line(1), .line(1)]))
    #expect(filled == Formula(.sum([square, Formula(.previous(2))])))
  }

  @Test func `lines are replaced, and placeholders stay`() {
    let moved = Self.template.renumbered { _ in 5 }
    #expect(
      moved
        == Formula(.sum([Formula(.product([.placeholder(0), .line(5)])), .placeholder(1)])))
    #expect(moved.lines == [5])
  }

  @Test func `a placeholder is no line, and one is not another`() {
    #expect(Formula.placeholder(1) != .line(1))
    #expect(Formula.placeholder(1) != .placeholder(0))
    #expect(Formula.placeholder(1).lines == [])
  }

  @Test func `a formula has a value where its placeholders have one`() {
    func value(_ numbers: [Double]) -> Double? {
      Self.template.value(
        step: 1, line: { _ in 3 }, previous: { _ in nil },
        placeholder: { numbers.indices.contains($0) ? numbers[$0] : nil })
    }
    #expect(value([2, 1]) == 7)
    #expect(value([2]) == nil)
  }
}
