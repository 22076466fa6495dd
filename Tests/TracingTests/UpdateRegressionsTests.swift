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
}
