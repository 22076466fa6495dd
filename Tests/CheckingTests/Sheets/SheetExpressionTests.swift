import Diagnostics
import Checking
import Decimals
import Formulas
import Lessons
import Testing
import Tracing

/// Expressions, chains of equalities and families on answer sheets.
@Suite struct SheetExpressionTests {
  @Test(arguments: [
    ("-dE/dnet_o1", "negated dE/dnet_o1"),
    ("−∂E/∂net_o1", "negated dE/dnet_o1"),
    ("- dE/dnet_o1", "negated dE/dnet_o1"),
    ("-(-dE/dw5)", "dE/dw5"),
    ("(w5')", "w5'"),
    ("w5' - w5", "(w5' - w5)"),
    ("w5+ - w5", "(w5' - w5)"),
    ("w₅⁺ − w₅", "(w5' - w5)"),
    ("w5 new - w5", "(w5' - w5)"),
    ("w5+w6", "(w5 + w6)"),
    ("w5 + w6", "(w5 + w6)"),
    ("0.5*dE/dw5", "(0.5*dE/dw5)"),
    ("0.5·∂E/∂w₅", "(0.5*dE/dw5)"),
    ("0,5 × ∂E / ∂w5", "(0.5*dE/dw5)"),
    ("dE/dnet_o1*out_h1", "(dE/dnet_o1*out_h1)"),
    ("-dE/dout_o1 * dout_o1/dnet_o1", "(-dE/dout_o1*dout_o1/dnet_o1)"),
    ("grad w5 * 2", "(dE/dw5*2)"),
    ("out_h1²", "(out_h1^2)"),
    ("out_h1⁻¹", "(out_h1^-1)"),
    ("√out_h1", "(sqrt(out_h1))"),
    ("√(out_h1 + 1)", "(sqrt(out_h1 + 1))"),
    ("σ(net_h1)", "(sigmoid(net_h1))"),
    ("Sigmoid(net_h1)", "(sigmoid(net_h1))"),
    ("ln(E)", "(log(E))"),
    ("½·E", "(1/2*E)"),
    ("E ÷ 2", "(E/2)"),
    ("ｗ５ － ｗ６", "(w5 - w6)"),
    ("half_squared_error(out_o1, t1)", "(half_squared_error(out_o1, t1))"),
    ("max(0, net_h1)", "(max(0, net_h1))"),
  ])
  func `the left side is an expression of quantities`(text: String, subject: String) {
    let read = ReadSheet("\(text) = 0.1")
    #expect(read.subjects == [subject], "\(read.mistakes)")
  }

  @Test func `a path's share of a derivative is an expression`() throws {
    let read = ReadSheet("dE/dout_h1 via net_o2 = -0.019\n∂E/∂out_h1 via net_o1 = 0.0554")
    let trace = SheetLesson.classic.trace
    let values = try read.sheet.answers.map { answer in
      guard case .expression(let formula) = answer.subject else { return Double.nan }
      return try #require(trace.value(of: formula, at: 1))
    }
    // As Mazur has them: -0.0380982366·0.5 and 0.138498562·0.4.
    #expect(abs(values[0] + 0.019049119) < 1e-8)
    #expect(abs(values[1] - 0.055399425) < 1e-8)
    #expect(
      ReadSheet("dE/dout_h1 via net_h1 = 1\ndE/dout_h7 via net_o1 = 1").subjects == [
        "unknown, dE/dout_h1 via net_o1", "unknown, dE/dout_h2",
      ])
  }

  @Test func `a local derivative that has no line is what it equals`() {
    let read = ReadSheet(
      """
      ∂net_o1/∂w₅ = 0.5933
      dnet_o1/dout_h1 = 0.4
      dE/dE_o1 = 1
      dE/dw5 = ∂E/∂out_o1 · ∂out_o1/∂net_o1 · ∂net_o1/∂w₅ = 0.0822
      dnet_o1/dw7 = 0
      """)
    #expect(read.subjects == ["out_h1", "w5", "dE/dE_o1", "dE/dw5", "unknown, nothing near"])
    #expect(read.working(3) == ["dE/dout_o1*dout_o1/dnet_o1*out_h1"])
    let sum = SheetLesson("param w = 2, b = 3\nz = 4*w + b\nL = z^2\ndifferentiate L")
    #expect(ReadSheet("dz/dw = 4\ndz/db = 1", of: sum).subjects == ["(4)", "(1)"])
  }

  @Test func `x² is a power, also beside a quantity x2`() {
    let lesson = SheetLesson("input x = 3, x2 = 5\ny = x^2 + x2")
    let read = ReadSheet("x² = 9\nx₂ = 5\ny = x² + x₂ = 14", of: lesson)
    #expect(read.subjects == ["(x^2)", "x2", "y"])
    #expect(read.working(2) == ["x^2 + x2"])
    // Where there is no x, it is another way to write x2.
    #expect(ReadSheet("x² = 5", of: SheetLesson("input x2 = 5\ny = x2")).subjects == ["x2"])
  }

  @Test func `signs of functions are read as they are printed`() {
    #expect(ReadSheet("|net_h1 − 1| = 0.6").subjects == ["(abs(net_h1 - 1))"])
    #expect(ReadSheet("⌊net_h1⌋ = 0").subjects == ["(floor(net_h1))"])
    #expect(ReadSheet("e^−net_h1 = 0.7").subjects == ["(exp(-net_h1))"])
  }

  @Test func `a state of an optimizer is a name`() {
    let lesson = SheetLesson(
      """
      param w5 = 1
      input x = 2
      L = (w5*x - 1)^2
      minimize L by adam(rate: 0.1), steps: 2
      """)
    let read = ReadSheet("m(w5) = 1\nm(w₅)/(1-0.9) = 2\nstep 2:\nmhat(w5) = 1", of: lesson)
    #expect(read.subjects == ["m(w5)", "(m(w5)/(1 - 0.9))", "mhat(w5)"])
  }

  @Test func `e is the number where the lesson has no quantity of the name`() throws {
    let read = ReadSheet("out_h1 = 1/(1 + e^-0.3775) = 1/(1+e^(−0,3775)) = 0.5933")
    let values = try read.sheet.answers[0].working.map {
      try #require(SheetLesson.classic.trace.value(of: $0.formula, at: 1))
    }
    #expect(values.allSatisfy { abs($0 - 0.593269992) < 1e-9 })
    let own = SheetLesson("input e = 2\ny = e + 1")
    #expect(ReadSheet("y = e + 1 = 3", of: own).working(0) == ["e + 1"])
  }

  @Test func `the last part of a chain is the answer and the others are its working`() {
    let read = ReadSheet(
      "E = E_o1 + E_o2 ≈ 0.2748 + 0.0236 = 0.2984  # by hand\nnet_h1 := 0.15*0.05 ＝ ?")
    #expect(
      read.answers == ["1@1 E: E = 0.2984", "2@1 net_h1: net_h1 = blank"])
    #expect(read.working(0) == ["E_o1 + E_o2", "0.2748 + 0.0236"])
    #expect(read.sheet.answers[0].working.map(\.text) == ["E_o1 + E_o2", "0.2748 + 0.0236"])
    #expect(read.sheet.answers[0].working.map(\.isNumeric) == [false, true])
    #expect(read.working(1) == ["0.15*0.05"])
    #expect(read.sheet.answers[0].comment == "by hand")
  }

  @Test func `a part that cannot be read leaves the answer and the other parts`() {
    let read = ReadSheet("E = E_o1 + = 0.2748 + 0.0236 = 0.2984")
    #expect(read.answers == ["1@1 E: E = 0.2984"])
    #expect(read.working(0) == ["0.2748 + 0.0236"])
    #expect(read.mistakes.count == 1)
  }

  @Test func `an author's own name stands for its expression, above and below`() {
    let read = ReadSheet(
      """
      Err = -0.1385
      let Err = -dE/dnet_o1
      let δ₁ = Err*out_h1
      δ₁ = 0.1
      2*Err = 0.2
      -Err = 0.1385
      """)
    #expect(
      read.subjects == [
        "negated dE/dnet_o1", "(-dE/dnet_o1*out_h1)", "(2*(-dE/dnet_o1))", "dE/dnet_o1",
      ])
    #expect(read.mistakes.isEmpty)
  }

  @Test func `own names that double are refused`() {
    var text = "let a0 = E + E\n"
    for number in 1..<60 { text += "let a\(number) = a\(number - 1)*a\(number - 1)\n" }
    let read = ReadSheet(text + "E = 1")
    #expect(read.answers.count == 1)
    #expect(read.sheet.mistakes.first?.message == "this grows to more than 10000 operations")
  }

  @Test func `the functions of the lesson may be called`() throws {
    let lesson = SheetLesson("define twice(u) = 2*u\ninput x = 3\ny = twice(x)")
    let read = ReadSheet("y = twice(3) = leaky_relu(6) = 6\ntwice(x) + 1 = 7", of: lesson)
    #expect(read.subjects == ["y", "(twice(x) + 1)"])
    #expect(read.working(0) == ["twice(3)", "leaky_relu(6, 0.01)"])
  }

  // Families.

  static let softmax = SheetLesson(
    """
    input x[1..2] = [1, 2]
    param W1[1..3, 1..2] = 0.1
    input n1 = 4
    z[j] = sum(i: W1[j,i]*x[i])
    p[j] = softmax(j: z[j])
    L = p[1]
    minimize L by gd(rate: 0.1), steps: 1
    """)

  @Test(arguments: [
    "p = [0.2, 0.6, -0.1]", "p = [0.2,0.6,−0.1,]", "p=[0,2; 0,6; -0,1]", "p = [0.2 0.6 -0.1]",
    "p = [ 1/5 , .6 , -1×10^-1 ]", "p ＝ ［０．２，０．６，－０．１］",
  ])
  func `a list has one answer for each member`(line: String) {
    let read = ReadSheet(line, of: Self.softmax)
    #expect(
      read.answers == ["1@1 p[1]: p[1] = 0.2", "1@1 p[2]: p[2] = 0.6", "1@1 p[3]: p[3] = -0.1"],
      "\(read.mistakes)")
    #expect(read.sheet.answers.count == 3)
  }

  @Test(arguments: ["W1", "dL/dW1", "∂L/∂W₁", "W1'"])
  func `lists of lists have one level for each index`(name: String) {
    let read = ReadSheet("\(name) = [[1, 2], [3, 4], [5, ?]]", of: Self.softmax)
    let plain = name == "∂L/∂W₁" ? "dL/dW1" : name
    let member = { (indices: String) in
      plain.hasSuffix("'") ? "W1[\(indices)]'" : "\(plain)[\(indices)]"
    }
    #expect(
      read.subjects == ["1,1", "1,2", "2,1", "2,2", "3,1", "3,2"].map(member), "\(read.mistakes)")
    #expect(read.sheet.answers.map { $0.given?.value } == [1, 2, 3, 4, 5, nil])
    #expect(read.sheet.answers.last?.name == (name == "W1'" ? "W1[3,2]'" : "\(name)[3,2]"))
    #expect(ReadSheet("W1'[3,2] = 1", of: Self.softmax).subjects == ["W1[3,2]'"])
  }

  @Test func `a family may be negated, left blank, or given for one member`() {
    let read = ReadSheet("-p = [1, 2, 3]\nz =\np[2] = 5\np2 = 6\nn1 = [4]", of: Self.softmax)
    #expect(
      read.answers == [
        "1@1 -p[1]: negated p[1] = 1.0", "1@1 -p[2]: negated p[2] = 2.0",
        "1@1 -p[3]: negated p[3] = 3.0", "2@1 z[1]: z[1] = blank", "2@1 z[2]: z[2] = blank",
        "2@1 z[3]: z[3] = blank", "3@1 p[2]: p[2] = 5.0", "4@1 p2: p[2] = 6.0", "5@1 n1: n1 = 4.0",
      ])
  }

  @Test func `one number of a list that cannot be read leaves the others`() {
    let read = ReadSheet("p = [0.2, x, 0.3]", of: Self.softmax)
    #expect(read.sheet.answers.map(\.name) == ["p[1]", "p[3]"])
    #expect(read.mistakes == ["1:11 «x» 'x' is not a number"])
  }

  @Test func `lists that do not fit are refused`() {
    let read = ReadSheet(
      """
      p = [0.2, 0.6]
      p = 0.2
      W1 = [1, 2, 3]
      W1 = [[1, 2], [3, 4], [5, 6, 7]]
      p = [[1], [2], [3]]
      p = [1, 2, 3
      p = [1, 2, 3] 4
      p*2 = [1, 2, 3]
      L = p[9] = 1
      """, of: Self.softmax)
    #expect(read.answers == ["9@1 L: L = 1.0"])
    #expect(
      read.mistakes == [
        "1:5 «[0.2, 0.6]» this list has 2 numbers, 'p' has 3",
        "2:5 «0.2» 'p' stands for 3 numbers, and one is given",
        "3:7 «1» a number stands where 'W1' has a list",
        "4:23 «[5, 6, 7]» this list has 3 numbers, 'W1' has 2",
        "5:6 «[1]» a list stands where 'p' has one number",
        "6:5 «[1, 2, 3» the list is never closed",
        "7:15 «4» something follows the list",
        "8:1 «p» 'p' is a family of 3 numbers",
        "9:5 «p[9]» there is no quantity 'p[9]'",
      ])
    #expect(
      read.sheet.mistakes[1].note == "write a list, p = [… , …], or one member, p[1] = …")
  }
}
