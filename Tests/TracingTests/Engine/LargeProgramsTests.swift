import Testing

/// Programs whose size would show a deep recursion or a quadratic growth.
@Suite struct LargeProgramsTests {
  /// w·(1 + 1/n)ⁿ: the derivative is the value for w = 1.
  @Test func `a chain of 100,000 lines`() throws {
    let lesson = try TracedLesson(
      """
      param w = 1
      h[0] = w
      h[t] = h[t-1] + h[t-1]/100000 for t in 1..100000
      L = h[100000]
      differentiate L
      """)
    // (1 + 10⁻⁵)^100000, from mpmath; a hundred thousand roundings may add up to 1e-11.
    let expected = 2.71826823717448967
    #expect(try agrees(lesson.value("L"), expected, within: 1e-11))
    #expect(try agrees(lesson.value("dL/dw"), expected, within: 1e-11))
  }

  @Test func `a chain that is written backwards`() throws {
    let count = 3_000
    let lines = (1...count).map { "h\($0 - 1) = h\($0) + 1" }
    let lesson = try TracedLesson(
      "param w = 5\n" + lines.joined(separator: "\n") + "\nh\(count) = w\ndifferentiate h0")
    #expect(try lesson.value("h0") == Double(5 + count))
    #expect(try lesson.value("dh0/dw") == 1)
  }

  @Test func `a sum of 200,000 terms`() throws {
    let lesson = try TracedLesson(
      """
      param w[1..200000] = 0.5
      L = sum(i: w[i])
      differentiate L
      """)
    #expect(try lesson.value("L") == 100_000)
    #expect(try lesson.value("dL/dw[200000]") == 1)
  }

  @Test func `a typed sum of 50,000 terms`() throws {
    let lesson = try TracedLesson(
      "param w = 0.5\nL = " + Array(repeating: "w", count: 50_000).joined(separator: " + ")
        + "\ndifferentiate L")
    #expect(try lesson.value("L") == 25_000)
    #expect(try lesson.value("dL/dw") == 50_000)
  }

  /// d/dwᵢ log Σwⱼ = 1/Σwⱼ: the sum must not be repeated for each i.
  @Test func `the logarithm of a long sum`() throws {
    let lesson = try TracedLesson(
      """
      param w[1..2000] = 0.5
      L = 3*log(sum(i: w[i]^2))
      differentiate L
      """)
    for index in [1, 1000, 2000] {
      // 3·2w/Σw² = 3/500.
      #expect(try agrees(lesson.value("dL/dw[\(index)]"), 0.006, within: 1e-13))
    }
    #expect(lesson.rows(at: 1).count == 2000 + 1 + 2000)
  }

  @Test func `a logsumexp and a softmax of many members`() throws {
    let lesson = try TracedLesson(
      """
      param z[1..100] = 2
      p[k] = softmax(k: z[k])
      L = logsumexp(k: z[k]) + p[1]
      differentiate L
      """)
    // 2 + log 100 + 1/100, from mpmath.
    #expect(try agrees(lesson.value("L"), 6.61517018598809137, within: 1e-13))
    // 1/100 − 1/100² for the others, and 1/100 more for the first.
    #expect(try agrees(lesson.value("dL/dz[2]"), 0.0099, within: 1e-12))
    #expect(try agrees(lesson.value("dL/dz[1]"), 0.0199, within: 1e-12))
  }

  /// Each derivative is the product of the other factors.
  @Test func `a product of many factors`() throws {
    let lesson = try TracedLesson(
      """
      param w[1..999] = 1
      param v = 3
      L = product(i: w[i])*v
      differentiate L
      """)
    #expect(try lesson.value("L") == 3)
    #expect(try lesson.value("dL/dw[500]") == 3)
    #expect(try lesson.value("dL/dv") == 1)
  }

  @Test func `functions of functions do not double at each level`() throws {
    let lesson = try TracedLesson(
      """
      define f(x) = x*sigmoid(x)
      param w = 0.5
      a = f(f(f(f(w))))
      L = a
      differentiate L
      """)
    // mpmath: f∘f∘f∘f at 0.5 and its derivative.
    #expect(try agrees(lesson.value("L"), 0.0513246313054334455, within: 1e-14))
    #expect(try agrees(lesson.value("dL/dw"), 0.156327590200566519, within: 1e-14))
  }

  @Test func `a network of a hundred samples`() throws {
    let rows = (0..<100).map { "\($0 % 2),\(Double($0) / 50 - 1),\($0 % 3)" }
    let lesson = try TracedLesson(
      """
      ```data n
      x[1],x[2],y
      \(rows.joined(separator: "\n"))
      ```
      ```lesson
      param W[1..4, 1..2] ~ normal(0, 0.5)
      param w[1..4] ~ normal(0, 0.5)
      a[n,j] = relu(sum(i: W[j,i]*x[n,i]))
      p[n] = sum(j: w[j]*a[n,j])
      L = mean(n: squared_error(p[n], y[n]))
      minimize L by adam(rate: 0.01), steps: 20
      ```
      """)
    let (first, last) = (try lesson.value("L", at: 1), try lesson.value("L", at: 21))
    #expect(last < first)
    #expect(lesson.firstNotFinite == nil)
  }
}
