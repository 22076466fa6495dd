import Testing

/// What a derivative is where there is none, and what an untaken branch contributes: nothing.
@Suite struct KinksTests {
  /// The right side of y in a and b, where they are, and y, dy/da and dy/db there, by hand.
  @Test(
    arguments: [
      ("relu(a) + 0*b", "0 0", [0, 0, 0]),
      ("abs(a) + 0*b", "0 0", [0, 0, 0]),
      ("sign(a) + floor(b)", "0 2", [2, 0, 0]),
      // Equal arguments: the first takes everything.
      ("max(a, b)", "3 3", [3, 1, 0]),
      ("max(b, a)", "3 3", [3, 0, 1]),
      ("min(a, b)", "3 3", [3, 1, 0]),
      ("max(a, a) + min(b, b)", "2 5", [7, 1, 1]),
      ("max(a, b, 3)", "3 3", [3, 1, 0]),
      ("min(4, b, a)", "3 3", [3, 0, 1]),
      ("max(0, 1 - b*a)", "1 1", [0, 0, 0]),
      ("hinge(a, b)", "0.5 2", [0, 0, 0]),
      // At 0 these take the branch of x ≤ 0.
      ("leaky_relu(a, slope: b)", "0 0.1", [0, 0.1, 0]),
      ("prelu(a, b)", "0 0.25", [0, 0.25, 0]),
      ("elu(a, alpha: b)", "0 2", [0, 2, 0]),
      // Flat at both ends of the slope, ±3 for 1/6.
      ("hard_sigmoid(a) + b", "3 0", [1, 0, 1]),
      ("hard_sigmoid(a) + b", "-3 0", [0, 0, 1]),
      ("hard_sigmoid(a, slope: b)", "2 0.25", [1, 0, 0]),
      ("absolute_error(a, b)", "2 2", [0, 0, 0]),
      // At a distance of delta the parabola and the lines meet, with the same slope.
      ("huber(a, b)", "3 2", [0.5, 1, -1]),
      ("huber(a, b, delta: 2)", "1 3", [2, -2, 2]),
      // x log y and its derivatives are 0 where x is, by agreement.
      ("xlogy(a, b)", "0 0", [0, -.infinity, 0]),
      ("xlogy(a, b)", "0 2", [0, 0.6931471805599453, 0]),
      ("binary_cross_entropy(a, 1) + b", "1 0", [0, -1, 1]),
      ("binary_cross_entropy(a, 0) + b", "0 0", [0, 1, 1]),
      ("cross_entropy(a, 0) + b", "0 1", [1, 0, 1]),
      // The branch not taken would be infinite or not a number.
      ("if(a > 0, log(a), b)", "-1 4", [4, 0, 1]),
      ("if(a > 0, b, sqrt(a)/a)", "1 4", [4, 0, 1]),
      ("if(a > 0, a*log(a), 0) + b", "0 1", [1, 0, 1]),
      ("if(a > 0, if(b > 0, log(a*b), a), b/a)", "0.5 -1", [0.5, 1, 0]),
      ("if(a, b, -b)", "-0.5 3", [3, 0, 1]),
      ("if(a, b, -b)", "0 3", [-3, 0, -1]),
      // Comparisons are 1 or 0, and flat.
      ("(a > b)*a + (a <= b)*b", "2 1", [2, 1, 0]),
      ("(a == b)*a", "2 2", [2, 1, 0]),
      ("(a >= b)*a + (a < b)*b", "2 2", [2, 1, 0]),
      // Powers with whole exponents need no logarithm of the base.
      ("a^2 + b^3", "0 0", [0, 0, 0]),
      ("a^3 + b^0", "-2 0", [-7, 12, 0]),
      ("a^1 + b^2", "0 -3", [9, 1, -6]),
      ("a^(-1) + b", "-4 1", [0.75, -0.0625, 1]),
    ] as [(String, String, [Double])])
  func `a convention holds`(right: String, point: String, expected: [Double]) throws {
    let numbers = point.split(separator: " ")
    let lesson = try TracedLesson(
      """
      param a = \(numbers[0]), b = \(numbers[1])
      y = \(right)
      differentiate y
      """)
    for (name, number) in zip(["y", "dy/da", "dy/db"], expected) {
      let value = try lesson.value(name)
      #expect(value == number, "\(name) is \(value), not \(number)")
    }
  }

  /// A tie goes to the first; the members are 4, 7, 7 and −1.
  @Test(arguments: [("max", [0, 1, 0, 0]), ("min", [0, 0, 0, 1])] as [(String, [Double])])
  func `the extremum of a family has one derivative of 1`(name: String, expected: [Double]) throws {
    let lesson = try TracedLesson(
      """
      param z[1..4] = [4, 7, 7, -1]
      y = \(name)(k: z[k])
      differentiate y
      """)
    for (index, number) in expected.enumerated() {
      #expect(try lesson.value("dy/dz[\(index + 1)]") == number)
    }
  }

  @Test func `equal members of a family of two`() throws {
    let lesson = try TracedLesson(
      "param z[1..2] = 5\ny = max(k: z[k]) + min(k: 2*z[k])\ndifferentiate y")
    #expect(try lesson.value("dy/dz[1]") == 3)
    #expect(try lesson.value("dy/dz[2]") == 0)
  }

  /// Values at the far ends, where exp alone would overflow or vanish.
  @Test(
    arguments: [
      ("sigmoid(a)", "1000", [1, 0]), ("sigmoid(a)", "-1000", [0, 0]),
      ("softplus(a)", "1000", [1000, 1]), ("softplus(a)", "-1000", [0, 0]),
      ("tanh(a)", "1000", [1, 0]), ("silu(a)", "-1000", [0, 0]), ("elu(a)", "-1000", [-1, 0]),
      ("gelu(a)", "40", [40, 1]), ("gelu(a)", "-40", [0, 0]),
      ("gelu_tanh(a)", "-1000", [0, 0]), ("mish(a)", "1000", [1000, 1]),
      ("mish(a)", "-1000", [0, 0]), ("slope_sigmoid(a, -2)", "1000", [0, 0]),
      ("binary_cross_entropy_with_logit(a, 0)", "1000", [1000, 1]),
      ("binary_cross_entropy_with_logit(a, 1)", "1000", [0, 0]),
    ] as [(String, String, [Double])])
  func `nothing overflows far out`(right: String, point: String, expected: [Double]) throws {
    let lesson = try TracedLesson("param a = \(point)\ny = \(right)\ndifferentiate y")
    #expect(try lesson.value("y") == expected[0])
    #expect(try abs(lesson.value("dy/da") - expected[1]) == 0)
  }

  @Test func `what is not finite is traced, and its first place is known`() throws {
    let lesson = try TracedLesson(
      """
      param a = 0
      fine = a + 1
      p = log(a)
      q = p - p
      minimize q by gd(rate: 1), steps: 2
      """)
    #expect(try lesson.value("p") == -.infinity)
    #expect(try lesson.value("q").isNaN)
    let first = try #require(lesson.firstNotFinite)
    #expect(first == "p at step 1")
  }

  @Test func `a branch not taken is not a value of the trace`() throws {
    let lesson = try TracedLesson("param a = -1\ny = if(a > 0, log(a), a)\ndifferentiate y")
    #expect(lesson.firstNotFinite == nil)
  }
}
