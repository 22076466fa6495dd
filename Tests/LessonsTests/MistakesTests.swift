import Diagnostics
import Formulas
import Lessons
import Testing

/// What is wrong, in the author's words, and where.
@Suite struct MistakesTests {
  // Names.

  @Test func `a misspelt name has the nearest one beside it`() {
    expectMistakes(
      "param weight = 1\ny = «wieght»*2",
      "'wieght' is not defined = did you mean 'weight'?")
    expectMistakes(
      "param w = 1\ny = «sigmod»(w)", "there is no function 'sigmod' = did you mean 'sigmoid'?")
    expectMistakes(
      "«paramm» w = 1",
      "'paramm' is neither a statement nor followed by '=' = did you mean 'param'?")
  }

  @Test func `what is written otherwise elsewhere`() {
    expectMistakes("param w = 1\ny = «|»w|", "unexpected '|' = did you mean 'abs(…)'?")
    expectMistakes("param w = 1\ny = w«**»2", "unexpected '**' = did you mean '^'?")
    for name in ["σ", "sigma"] {
      expectMistakes(
        "param w = 1\ny = «\(name)»(w)",
        "there is no function '\(name)' = did you mean 'sigmoid'?")
    }
    expectMistakes(
      "param w = 1\ny = «e»^(-w)", "'e' is not defined = the exponential function is exp(x)")
    expectMistakes("param w = 1\ny = «e»*w", "'e' is not defined")
  }

  @Test func `of several near names the first defined is meant`() {
    expectMistakes("out2 = 1\nout1 = 2\ny = «out3»", "'out3' is not defined = did you mean 'out2'?")
  }

  @Test func `a name that is far from all others has none beside it`() {
    expectMistakes("param weight = 1\ny = «bias»", "'bias' is not defined")
    let found = mistakes(in: ReadLesson.source("param weight = 1\ny = bias"))
    #expect(found.map(\.note) == [nil])
  }

  @Test func `two mistakes give two diagnostics`() {
    expectMistakes(
      "param w = 1\ny = w «$» 2\nz = «u» + w\nv = 2«x»",
      "unexpected '$'", "'u' is not defined", "expected an operator, found 'x'")
    expectMistakes("y = «a» + «b»", "'a' is not defined", "'b' is not defined")
  }

  @Test func `one mistake in a family is told once`() {
    expectMistakes(
      "param x[1..50] = 1\ny[i] = x[i]*«u»", "'u' is not defined")
  }

  @Test func `a name is defined once`() {
    expectMistakes(
      "param w = 1\nparam «w» = 2", "'w' is defined twice = first in line 2")
    expectMistakes("a = 1\n«a» = 2", "'a' is defined twice = first in line 2")
    expectMistakes(
      "y[1] = 1\ny[2] = 2\n«y[1]» = 3", "'y[1]' is defined twice = first in line 2")
    expectMistakes(
      "x[i] = i for i in 1..3\n«x[2]» = 0", "'x[2]' is defined twice = first in line 2")
    expectMistakes(
      "```data n\nx,y\n1,2\n```\n```lesson\n«x[1]» = 2\n```",
      "'x[1]' is defined twice = first in line 2")
  }

  @Test(arguments: ["step", "pi"])
  func `a reserved name cannot be defined`(name: String) {
    expectMistakes("param «\(name)» = 1", "'\(name)' is reserved")
    expectMistakes("«\(name)» = 1", "'\(name)' is reserved")
    expectMistakes("y[\(name)] = 1 for «\(name)» in 1..2", "'\(name)' is reserved")
  }

  @Test func `a cycle is named`() {
    expectMistakes(
      "«a» = b\nb = c + 1\nc = 2*a", "these depend on each other: a → b → c → a")
    expectMistakes("«a» = a + 1", "'a' depends on itself")
    expectMistakes(
      "«h[t]» = h[t] + 1 for t in 1..2", "'h[1]' depends on itself")
  }

  @Test func `a long cycle is shortened`() {
    let lines = (1...99).map { "h\($0) = h\($0 + 1)" }.joined(separator: "\n")
    expectMistakes(
      "«h0» = h1\n\(lines)\nh100 = h0",
      "these depend on each other: h0 → h1 → h2 → … → h99 → h100 → h0")
  }

  // Indices.

  @Test func `an index outside its family`() {
    expectMistakes("param x[1..3] = 1\ny = x[«4»]", "index 4 is outside x[1..3]")
    expectMistakes(
      "param x[1..3, 0..1] = 1\ny[i] = x[i,«i - 1»] for i in 1..3",
      "index 2 is outside x[1..3, 0..1]")
    expectMistakes("y[i] = i for i in 1..3\nz = y[«0»]", "index 0 is outside y[1..3]")
  }

  @Test func `a wrong number of indices`() {
    expectMistakes(
      "param x[1..3] = 1\ny = «x» + 1", "'x' is a family: it needs 1 index = it is x[1..3]")
    expectMistakes("param x[1..3] = 1\ny = «x[1,2]»", "'x' has 1 index, here are 2")
    expectMistakes("param x = 1\ny = «x[1]»", "'x' is one number: it has no index")
  }

  @Test func `an index is a whole number`() {
    expectMistakes(
      "param x[1..3] = 1\ny = x[«1.5»]",
      "expected a whole number made of indices and integer constants")
    expectMistakes(
      "param x[1..3] = 1, w = 2\ny = x[«w»]",
      "expected a whole number made of indices and integer constants")
    expectMistakes(
      "param x[1..3] = 1\ny[i] = x[«i/2»] for i in 2..3",
      "expected a whole number made of indices and integer constants")
  }

  @Test func `an index too large for an integer`() {
    expectMistakes(
      "param x[1..3] = 1\ny = x[«9223372036854775808» + 1]",
      "this number is too large")
    expectMistakes(
      "y[i] = x[«i*4000000000*4000000000»] for i in 2..3\nparam x[1..3] = 1",
      "this number is too large")
  }

  @Test func `a range that runs backwards`() {
    expectMistakes("y = sum(i in «5..2»: i)", "this range runs backwards, from 5 to 2")
    expectMistakes("y[i] = 2 for i in «5..2»", "this range runs backwards, from 5 to 2")
    expectMistakes("param w[«3..1»] = 1", "this range runs backwards, from 3 to 1")
  }

  @Test func `nothing says what an index runs over`() {
    expectMistakes(
      "y[«i»] = 2", "nothing says what 'i' runs over = add 'for i in 1..3', for example")
    expectMistakes(
      "param w[«n»] = 2", "nothing says what 'n' runs over = write a range: w[1..3]")
  }

  @Test func `families of different ranges`() {
    expectMistakes(
      "param x[1..2] = 1, z[1..3] = 1\nv[«i»] = x[i]*z[i]",
      "index 'i' runs over 1..2 in x and over 1..3 in z = say which: add 'for i in 1..2'")
  }

  @Test func `ranges that depend on each other`() {
    expectMistakes(
      "param u = 1\n«h[t]» = u*h[t]",
      "what 't' runs over depends on itself"
        + " = add 'for t in 1..4', for example")
    // The boundary value has no mistake of its own.
    expectMistakes(
      "param v = 2\nc[0,j] = 0\n«c[t,j]» = v*c[t-1,j] + 1 for t in 1..3",
      "what 'j' runs over depends on itself = add 'for j in 1..4', for example")
    expectMistakes(
      "param u[1..2] = 1\n«a[i,j]» = u[i]*b[i,j]\nb[i,j] = a[i,j]\nd[j] = b[1,j]",
      "what 'j' runs over depends on itself = add 'for j in 1..4', for example")
  }

  @Test(arguments: [
    ("param p = 2\nsymbol «p» = pi\ny = p*pi", "'p' would be printed like 'pi'"),
    ("param p = 2, w1 = 3\nsymbol «p» = w_(1)\ny = p*w1", "'p' would be printed like 'w1'"),
    (
      "param p = 2, w[1..2] = 3\nsymbol «p» = w_(1)\ny = p*w[1]", "'p' would be printed like 'w[1]'"
    ),
    ("param p = 2, q = 3\nsymbol p = z\nsymbol «q» = z\ny = p*q", "'q' would be printed like 'p'"),
    (
      "param s[1..2] = 2, z[1..2] = 3\nsymbol «s» = z\ny = s[1]*z[2]",
      "'s' would be printed like 'z[1]'"
    ),
    (
      "param p = 2\nsymbol «p» = beta_(1)\ny = p^2\nminimize y by adam(0.1), steps: 1",
      "'p' would be printed like 'beta1', an argument of 'adam'"
    ),
    (
      "param p = 2\nsymbol «p» = norm\ny = p^2\n"
        + "minimize y by clip_norm(1) then gd(0.1), steps: 1",
      "'p' would be printed like 'norm'"
    ),
    (
      "param p = 2\nz = p^2\ny = z^2\ndelta d = dy/dz\nsymbol «p» = d\ndifferentiate y",
      "'p' would be printed like 'd'"
    ),
  ])
  func `a symbol that is taken by another name`(statements: String, message: String) {
    expectMistakes(statements, message + " = give it another symbol")
  }

  @Test func `two names may change places`() throws {
    _ = try ReadLesson("param p = 2, q = 3\nsymbol p = q\nsymbol q = p\ny = p*q")
  }

  @Test func `π is the number`() {
    expectMistakes("param «π» = 3", "'π' is reserved")
  }

  @Test func `an index that stands plainly in no family of a circle`() {
    expectMistakes(
      "param p[1..2] = 1\ninput x[1..3] = 1\nc[0,j] = 1\nc[t,j] = f[t,j]*c[t-1,j] + x[t]\n"
        + "f[«t»,j] = p[j]*c[t-1,j]",
      "nothing says what 't' runs over = add 'for t in 1..3', for example")
  }

  @Test func `ranges that families on a circle do not agree on`() {
    expectMistakes(
      "param u[1..2] = 1, v[1..3] = 1\nc[t,«j»] = c[t-1,j]*u[j] + v[j] for t in 1..3\nc[0,j] = 0",
      "index 'j' runs over 1..2 in u and over 1..3 in v = say which: add 'for j in 1..2'")
    expectMistakes(
      "param u[1..2] = 1\nc[t,«j»] = c[t-1,j]*u[j] for t in 1..3\nc[0,j] = 0 for j in 1..3",
      "index 'j' runs over 1..3 in c and over 1..2 in u = say which: add 'for j in 1..3'")
  }

  @Test func `an index is bound once in one place`() {
    expectMistakes(
      "param x[1..3] = 1\ny = sum(i: sum(«i»: x[i]))", "'i' is an index here already")
    expectMistakes(
      "param x[1..3] = 1\ny[i] = sum(«i»: x[i])", "'i' is an index here already")
    expectMistakes(
      "y[i] = i for i in 1..2, «i» in 1..3", "'i' has two ranges")
    expectMistakes("y[i] = i for i in 1..2, «j» in 1..3", "'j' is no index of the left side")
  }

  @Test func `an index may not bear the name of a scalar quantity`() {
    expectMistakes(
      "i = 1\ny[i] = 2 for «i» in 1..2", "index 'i' bears the name of a quantity")
    expectMistakes(
      "i = 1\nparam x[1..3] = 1\ny = sum(«i»: x[i])", "index 'i' bears the name of a quantity")
  }

  // Brackets, numbers and signs.

  @Test func `a bracket that is missing or too many`() {
    expectMistakes("param w = 1\ny = «(»w + 2\nz = w", "'(' is never closed")
    expectMistakes("param w = 1\ny = w + 2«)»", "')' closes nothing")
    expectMistakes(
      "param x[1..2] = 1\ny = (x[1«)»", "'[' is closed by ')' = the '[' stands in line 3")
  }

  @Test func `a mistake does not hide the lines after it`() {
    expectMistakes(
      "y = «(»1 + 2\nz = «u»", "'(' is never closed", "'u' is not defined")
  }

  @Test func `what is no formula`() {
    expectMistakes("y = 2*«»", "a number, a name or '(' is missing at the end of the line")
    expectMistakes("y = «*»2", "expected a number, a name or '(', found '*'")
    expectMistakes("y = 1 «2»", "expected the end of the line, found '2'")
    expectMistakes("y = 1 < 2 «<» 3", "comparisons cannot be chained")
    expectMistakes("y = «\"»text", "the quotation mark is never closed")
    expectMistakes("y = «1e400»", "this number is larger than a double can be")
    expectMistakes(
      "param w = 1\ny = 2«w»",
      "expected an operator, found 'w' = a product is written with '*': 2*w")
  }

  @Test(arguments: [("−", "-"), ("×", "*"), ("≤", "<="), ("{", "("), ("²", "^2"), ("，", ",")])
  func `a sign from another keyboard`(sign: String, plain: String) {
    expectMistakes("y = 1 «\(sign)» 2", "unexpected '\(sign)' = did you mean '\(plain)'?")
  }

  @Test func `nesting`() {
    let deep = { (count: Int) in
      String(repeating: "(", count: count) + "1" + String(repeating: ")", count: count)
    }
    #expect(mistakes(in: ReadLesson.source("y = " + deep(200))).isEmpty)
    let found = mistakes(in: ReadLesson.source("y = " + deep(200_000)))
    #expect(found.map(\.message) == ["this is nested more than 256 deep"])
    for sign in ["-", "2^", "sin("] {
      let text = "y = " + String(repeating: sign, count: 100_000) + "1"
      #expect(mistakes(in: ReadLesson.source(text)).count == 1, "\(sign)")
    }
  }

  // Functions.

  @Test func `a call that does not fit its function`() {
    expectMistakes("y = exp(1, «2»)", "'exp' takes 1 argument = exp(x)")
    expectMistakes("y = «exp()»", "'exp' needs 'x'")
    expectMistakes("y = «if(1, 2)»", "'if' needs 'else'")
    expectMistakes("y = «max()»", "'max' needs at least 1 argument")
    expectMistakes(
      "y = leaky_relu(1, «slop: 2»)",
      "'leaky_relu' has no argument 'slop' = did you mean 'slope'?")
    expectMistakes("y = leaky_relu(1, 2, «slope: 2»)", "'slope' is given twice")
    expectMistakes(
      "y = leaky_relu(x: 1, «2»)", "an argument without a name cannot follow 'x: …'")
    expectMistakes("y = «sum»(3)", "'sum' needs an index = for example sum(i: x[i])")
  }

  @Test func `nothing has no mean and no extremum`() {
    for name in ["mean", "max", "min", "logsumexp"] {
      expectMistakes("y = «\(name)(i in 1..0: i)»", "'\(name)' of nothing has no value")
    }
  }

  @Test func `a softmax needs an index of the equation`() {
    expectMistakes(
      "param z[1..3] = 1\np = «softmax(k: z[k])»",
      "'softmax' needs one index, an index of the equation"
        + " = for example p[k] = softmax(k: z[k])")
  }

  @Test func `a function that calls itself`() {
    expectMistakes(
      "define «f»(x) = f(x - 1)", "'f' calls itself = a function cannot be defined by itself")
    expectMistakes(
      "define «f»(x) = g(x)\ndefine g(x) = 2*f(x)", "these functions call each other: f, g")
  }

  @Test func `a function that grows without measure`() {
    // Each level doubles: 2⁴⁰ operations.
    let levels = (1...40).map { "define f\($0)(x) = f\($0 - 1)(x) + f\($0 - 1)(x)" }
    let text = "define f0(x) = x*x\n" + levels.joined(separator: "\n")
    let messages = mistakes(in: ReadLesson.source(text)).map(\.message)
    #expect(messages.first?.hasPrefix("this grows to more than 100000 operations") == true)
  }

  @Test func `a function sees its arguments only`() {
    expectMistakes(
      "param w = 1\ndefine f(x) = x*«w»", "a function sees its arguments only, not 'w'")
    expectMistakes("define f(x, «x») = x", "'x' stands here twice")
    expectMistakes("define «exp»(x) = x", "there is a function 'exp' already")
  }
}
