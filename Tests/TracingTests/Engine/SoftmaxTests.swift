import Testing

/// Softmax and its logarithm, against mpmath with 40 digits at z = 1, 2, 3.
@Suite struct SoftmaxTests {
  private static let tolerance = 4 * Double.ulpOfOne
  /// A score of 1000 is itself rounded to 1e-13, and e^z follows its absolute error.
  private static let toleranceOfLargeScores = 1e-13

  private static let classifier = """
    param z[1..3] = [1, 2, 3]
    target y[1..3] = [0, 1, 0]
    p[k] = softmax(k: z[k])
    s = logsumexp(k: z[k])
    L = sum(k: cross_entropy(p[k], y[k]))
    """

  @Test func `members, logarithm and loss`() throws {
    let lesson = try TracedLesson(SoftmaxTests.classifier)
    let expected: [(String, Double)] = [
      ("p[1]", 0.090030573170380458), ("p[2]", 0.244728471054797652),
      ("p[3]", 0.66524095577482189), ("s", 3.4076059644443803), ("L", 1.4076059644443803),
    ]
    for (name, number) in expected {
      #expect(agrees(try lesson.value(name), number, within: SoftmaxTests.tolerance), "\(name)")
    }
  }

  @Test func `the gradient of the cross-entropy is p - y`() throws {
    let lesson = try TracedLesson(SoftmaxTests.classifier + "\ndifferentiate L")
    for (index, target) in [0.0, 1, 0].enumerated() {
      let member = try lesson.value("p[\(index + 1)]")
      let gradient = try lesson.value("dL/dz[\(index + 1)]")
      #expect(agrees(gradient, member - target, within: SoftmaxTests.tolerance, floor: 1))
    }
  }

  @Test func `derivatives are written with the members`() throws {
    let lesson = try TracedLesson(SoftmaxTests.classifier + "\ndifferentiate L")
    #expect(try lesson.formula("dp[2]/dz[2]") == "p[2]*(1 - p[2])")
    #expect(try lesson.formula("dp[1]/dz[2]") == "-(p[1]*p[2])")
    #expect(try lesson.formula("dp[2]/dz[1]") == "-(p[2]*p[1])")
  }

  @Test func `the derivative of logsumexp is the softmax`() throws {
    let lesson = try TracedLesson(
      """
      param z[1..3] = [1, 2, 3]
      s = logsumexp(k: z[k])
      p[k] = softmax(k: z[k])
      L = 2*s
      differentiate L
      """)
    for index in 1...3 {
      let member = try lesson.value("p[\(index)]")
      #expect(
        agrees(try lesson.value("dL/dz[\(index)]"), 2 * member, within: SoftmaxTests.tolerance))
    }
  }

  /// e^1000 overflows; shifted by the largest, the members are those of 0, −1 and −1000.
  @Test func `large scores do not overflow`() throws {
    let lesson = try TracedLesson(
      """
      param z[1..3] = [1000, 999, 0]
      p[k] = softmax(k: z[k])
      s = logsumexp(k: z[k])
      L = s - z[1] + p[3]
      differentiate L
      """)
    let expected: [(String, Double)] = [
      ("p[1]", 0.731058578630004879), ("p[2]", 0.268941421369995121), ("p[3]", 0),
      ("s", 1000.31326168751822),
    ]
    for (name, number) in expected {
      #expect(agrees(try lesson.value(name), number, within: SoftmaxTests.tolerance), "\(name)")
    }
    // dL/dz is p − (1, 0, 0) + dp₃/dz.
    let gradient = [-0.268941421369995121, 0.268941421369995121, 0]
    for (index, number) in gradient.enumerated() {
      let value = try lesson.value("dL/dz[\(index + 1)]")
      #expect(agrees(value, number, within: SoftmaxTests.toleranceOfLargeScores), "\(value)")
    }
  }

  /// Logits at which a softmax rounds to 0 and 1, and the loss of each class as the target.
  ///
  /// mpmath with 50 digits: log Σ e^z − z_c, and the softmax.
  @Test(
    arguments: [
      ([1000, 0, -1000], [0, 1000, 2000], [1, 0, 0]),
      (
        [1000, 998, 999], [0.40760596444438030, 2.4076059644443803, 1.4076059644443803],
        [0.66524095577482189, 0.090030573170380458, 0.24472847105479765]
      ),
      (
        [-1000, -1000, -1002], [0.75862367567951347, 0.75862367567951347, 2.7586236756795135],
        [0.46831053083348119, 0.46831053083348119, 0.063378938333037618]
      ),
    ] as [([Double], [Double], [Double])])
  func `cross-entropy of large logits`(
    logits: [Double], losses: [Double], shares: [Double]
  ) throws {
    for (target, loss) in losses.enumerated() {
      let targets = logits.indices.map { $0 == target ? "1" : "0" }.joined(separator: ", ")
      let lesson = try TracedLesson(
        """
        param z[1..3] = \(logits)
        target y[1..3] = [\(targets)]
        s = logsumexp(k: z[k])
        L = sum(k: cross_entropy_with_logit(z[k], y[k], s))
        differentiate L
        """)
      let tolerance = SoftmaxTests.toleranceOfLargeScores
      #expect(agrees(try lesson.value("L"), loss, within: tolerance, floor: 1))
      for (index, share) in shares.enumerated() {
        let gradient = try lesson.value("dL/dz[\(index + 1)]")
        let expected = share - (index == target ? 1 : 0)
        #expect(agrees(gradient, expected, within: tolerance, floor: 1), "\(gradient)")
      }
    }
  }

  @Test func `one score alone has probability 1`() throws {
    let lesson = try TracedLesson(
      """
      param z[1..1] = [-700]
      p[k] = softmax(k: z[k])
      s = logsumexp(k: z[k])
      L = p[1] + s
      differentiate L
      """)
    #expect(try lesson.value("p[1]") == 1)
    #expect(try lesson.value("s") == -700)
    #expect(try lesson.value("dL/dz[1]") == 1)
  }

  /// Rows of a matrix each have their own softmax: of equal scores, a half.
  @Test func `a softmax over one of two indices`() throws {
    let lesson = try TracedLesson(
      """
      param s[1..2, 1..2] = [[1, 1], [5, 5]]
      a[i,j] = softmax(j: s[i,j])
      L = sum(i, j: a[i,j])
      """)
    for name in ["a[1,1]", "a[1,2]", "a[2,1]", "a[2,2]"] {
      #expect(try lesson.value(name) == 0.5)
    }
    #expect(try lesson.value("L") == 2)
  }

  @Test func `a softmax over an explicit range counts its own positions`() throws {
    let lesson = try TracedLesson(
      """
      const n = 3
      param z[0..3] = [9, 1, 2, 3]
      p[k] = softmax(k in 1..n: z[k]) for k in 1..n
      L = p[1]
      """)
    #expect(
      agrees(try lesson.value("p[1]"), 0.090030573170380458, within: SoftmaxTests.tolerance))
  }
}
