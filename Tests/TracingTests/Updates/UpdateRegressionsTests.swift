import Testing

/// Lessons that once went wrong.
@Suite struct UpdateRegressionsTests {
  /// Only names that two blocks define are qualified; a fixed hyper-parameter defines no row.
  @Test func `a hyper-parameter of a transform does not qualify an optimizer's state`() throws {
    let lesson = try TracedLesson(
      """
      transform scaled(m)
        g' = m*g
      end
      param a = 1
      L = a
      minimize L by scaled(2) then adam, steps: 1
      """)
    #expect(lesson.has("m(a)"))
  }

  @Test func `the last index is the fastest, in whatever order the ranges stand`() throws {
    let lesson = try TracedLesson("y[i,j] = i*j for j in 1..2, i in 1..2")
    #expect(
      lesson.rows(at: 1) == [
        "forward y[1,1]", "forward y[1,2]", "forward y[2,1]", "forward y[2,2]",
      ])
  }

  /// By hand: every term is the gradient, 2w = 1.
  @Test func `a rule may have thousands of terms, each of which uses the next`() throws {
    let terms = (1..<3000).map { "t\($0) = t\($0 + 1)" }.joined(separator: "\n")
    let lesson = try TracedLesson(
      """
      optimizer long(rate)
      \(terms)
      t3000 = g
      w' = w - rate*t1
      end
      param a = 0.5
      L = a^2
      minimize L by long(0.25), steps: 1
      """)
    #expect(try lesson.value("a'") == 0.25)
  }
}
