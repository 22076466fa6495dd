import Testing

/// What a branch that is not taken leaves of derivatives: nothing, also through other lines.
@Suite struct BranchTests {
  /// y is |w·x| where that is above 0.5: the slope by w is |x| there, and 3 + 4 in all.
  @Test func `a branch on another line brings in no NaN`() throws {
    let lesson = try TracedLesson(
      """
      input x[1..3] = [3, 0, -4]
      param w = 1
      r[n] = sqrt((w*x[n])^2)
      y[n] = if(r[n] > 0.5, r[n], 1)
      L = sum(n: y[n])
      differentiate L wrt w, x
      """)
    #expect(try lesson.value("dL/dw") == 7)
    #expect(try (1...3).map { try lesson.value("dL/dx[\($0)]") } == [1, 0, -1])
    #expect(try lesson.value("dL/dr[2]") == 0)
  }

  /// Far lines count too, and a branch inside another one: log(u) has no slope at 0.
  @Test func `what stands behind a branch contributes nothing either`() throws {
    let lesson = try TracedLesson(
      """
      param u = 0, v = 2
      a = log(u)
      b = a*v
      c = if(u > 0, b, v)
      d = if(v > 1, c, b)
      L = d^2
      differentiate L
      """)
    // L is v² here.
    #expect(try lesson.value("dL/du") == 0)
    #expect(try lesson.value("dL/dv") == 4)
  }

  /// At u = e: L = log(u)·v, with slopes v/u and log(u).
  @Test func `a branch that is taken contributes as ever`() throws {
    let lesson = try TracedLesson(
      """
      param u = 2, v = 3
      a = 1/u
      b = a*v
      L = if(u > 0, b, v)
      differentiate L
      differentiate dL/du wrt u
      """)
    #expect(try lesson.value("dL/du") == -0.75)
    #expect(try lesson.value("dL/dv") == 0.5)
    // 2v/u³
    #expect(try lesson.value("d2L/dudu") == 0.75)
  }

  /// max(u, −u) written out: both branches use u, and nothing has to be kept out.
  @Test func `a line that both branches use is used always`() throws {
    let lesson = try TracedLesson(
      """
      param w = 2
      u = 3*w
      y = if(u > 0, u, -u)
      L = y^2
      differentiate L
      """)
    #expect(try lesson.formula("dL/dw") == "3*dL/du")
    #expect(try lesson.value("dL/dw") == 36)
  }

  /// 0·∞ is no 0 where no branch says so: √u has an infinite slope at 0.
  @Test func `a factor that happens to be 0 stays a factor`() throws {
    let lesson = try TracedLesson("param u = 0\nr = sqrt(u)\ny = r^2\ndifferentiate y")
    #expect(try lesson.value("dy/du").isNaN)
  }

  /// The shares of x cancel where x < 0: what is left is the other branch, once.
  @Test func `a line whose shares cancel in one branch counts once in the other`() throws {
    let lesson = try TracedLesson("param x = 1\nL = if(x < 0, x - x, x)\ndifferentiate L")
    #expect(try lesson.value("dL/dx") == 1)
  }

  /// √x has the slope ∞ at 0; what is only compared, counted or taken for given depends on nothing.
  @Test(arguments: [
    ("x + if(t > 1, 2, 3)", 1.0), ("2*x + sign(t)", 2), ("3*x + stop_gradient(t)", 3),
    ("4*x + t^0", 4), ("5*x + floor(t) + argmax(t, 1)", 5),
  ])
  func `a line that nothing depends on passes on nothing`(formula: String, slope: Double) throws {
    let lesson = try TracedLesson(
      "param x = 0\nt = sqrt(x)\nL = \(formula)\ndifferentiate L")
    #expect(try lesson.value("dL/dx") == slope)
  }

  /// In one line, √(if(x > 0, x, 0)) has the slope 0 at 0 as well.
  @Test(arguments: ["if(x, x, 0)", "if(x == 0, 0, x)", "if(x > 0, x, 0)"])
  func `a branch not taken keeps infinity out across lines`(branch: String) throws {
    let lesson = try TracedLesson("param x = 0\na = \(branch)\nL = sqrt(a)\ndifferentiate L")
    #expect(try lesson.value("dL/dx") == 0)
  }

  /// Any number but 0 takes the first branch, one below 0 too: c = x + b, so dL/dx = 2·c = 3.
  @Test(arguments: [
    "if(-1, x, 2) + if(b <= b, b, x)", "if(b <= b, b, x) + if(-1, x, 2)",
    "if(-0.5, x, 2) + if(1 - 1, x, b)", "if(0, 2, x) + if(b - 3, b, x)",
  ])
  func `a condition below 0 counts as one above`(formula: String) throws {
    let lesson = try TracedLesson(
      "param x = 0.5\nconst b = 1\nc = \(formula)\nL = c^2\ndifferentiate L")
    #expect(try lesson.value("dL/dx") == 3)
  }
}
