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
        + " = add 'for t in 1..3', for example")
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

  // Given numbers.

  @Test func `lists that do not fit their ranges`() {
    expectMistakes(
      "param x[1..2] = «[1, 2, 3]»", "this list has 3 values, the range 1..2 has 2")
    expectMistakes(
      "param x[1..2, 1..2] = [«1», 2]", "a list of 2 values is needed here")
    expectMistakes(
      "param x[1..2, 1..2] = [[1, 2], «[3]»]", "this list has 1 value, the range 1..2 has 2")
    expectMistakes("param x = «[1, 2]»", "one number is needed here, not a list")
    expectMistakes(
      "input a each step = «2»", "'each step' needs a list with a value for each step")
    expectMistakes(
      "input a each step = «[]»", "'each step' needs a list with a value for each step")
    expectMistakes("param «a» each step = [1]", "a param cannot be given anew each step")
  }

  @Test func `given numbers are fixed and finite`() {
    expectMistakes(
      "param v = 1\ninput x = 2*«v»", "a given number can use numbers and constants only")
    expectMistakes("input x = «1/0»", "this is inf, not a number")
    expectMistakes("input x = «step»", "a given number cannot change from step to step")
  }

  @Test func `distributions`() {
    expectMistakes(
      "param v ~ «norml»(0, 1)", "there is no distribution 'norml' = did you mean 'normal'?")
    expectMistakes("param v ~ «normal(1)»", "'normal' needs 'deviation'")
    expectMistakes("param v ~ «normal(0, -1)»", "a standard deviation is not negative")
    expectMistakes("param v ~ «uniform(1, 0)»", "the lower bound is above the upper one")
    expectMistakes("param v ~ «bernoulli(1.5)»", "a probability is between 0 and 1")
    expectMistakes("param v ~ «he(0)»", "a fan is a number of connections: 1, 2, …")
  }

  // Tables.

  @Test func `rows that do not fit their table`() {
    expectMistakes(
      """
      ```data n
      x,y
      1,2
      «3»
      4,«five»
      «6,7,8»
      9,10
      ```
      ```lesson
      L = sum(n: x[n])
      ```
      """,
      "this row has 1 value, the table has 2 columns", "'five' is not a number",
      "this row has 3 values, the table has 2 columns")
  }

  @Test(arguments: ["inf", "nan", "1e400", "0x10", "1 2", "１"])
  func `a cell that is no number`(cell: String) {
    expectMistakes(
      "```data n\nx\n«\(cell)»\n```\n```lesson\ny = 1\n```", "'\(cell)' is not a number")
  }

  @Test func `headers`() {
    expectMistakes(
      "```data n\nx,«x»\n1,2\n```\n```lesson\ny = 1\n```", "this column stands here twice")
    expectMistakes(
      "```data n\nx[«i»]\n1\n```\n```lesson\ny = 1\n```",
      "expected a whole number made of indices and integer constants")
    expectMistakes("```data «n»\n```\n```lesson\ny = 1\n```", "this table has no rows")
    expectMistakes(
      "«```data»\nx\n1\n```\n```lesson\ny = 1\n```", "a data block names its index")
    expectMistakes(
      "```data n\nx\n1\n```\n```data «n»\nu\n1\n```\n```lesson\ny = 1\n```",
      "there is a table for 'n' already")
  }

  // Training.

  @Test(arguments: ["-5", "0", "1e18", "1.5", "1000000001"])
  func `steps are a whole number`(steps: String) {
    expectMistakes(
      "param w = 1\nL = w\nminimize L by gd(1), steps: «\(steps)»",
      "steps are a whole number from 1 to 1e9")
  }

  @Test func `a wrong number of steps does not hide an unknown optimizer`() {
    expectMistakes(
      "param w = 1\nL = w\nminimize L by «adm»(0.1), steps: «0»\ndigits «99»",
      "there is no optimizer 'adm' = did you mean 'adam'?",
      "steps are a whole number from 1 to 1e9", "digits are a number from 1 to 17")
  }

  @Test func `what a training needs`() {
    let lesson = "param w = 1\nL = w\n"
    expectMistakes(
      lesson + "minimize L by «adm»(0.1), steps: 1",
      "there is no optimizer 'adm' = did you mean 'adam'?")
    expectMistakes(lesson + "minimize L by «gd», steps: 1", "'gd' needs 'rate'")
    expectMistakes(
      lesson + "minimize L by gd(«rte: 1»), steps: 1",
      "'gd' has no argument 'rte' = did you mean 'rate'?")
    expectMistakes(
      lesson + "«minimize» L by gd(1)",
      "how many steps? = end the line with ', steps: 100', for example")
    expectMistakes(
      lesson + "minimize L by «clip_norm»(1), steps: 1",
      "'clip_norm' is a transform: an optimizer must follow it")
    expectMistakes(
      lesson + "minimize L by «gd»(1) then adam, steps: 1",
      "'gd' is an optimizer: nothing can follow it")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1, «untl»: w < 1",
      "there is no option 'untl' = did you mean 'until'?")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1, «steps»: 2", "'steps' is given twice")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1, until: «u» < 1", "'u' is not defined")
    expectMistakes(
      "L = 1\n«minimize» L by gd(1), steps: 1",
      "there is nothing to learn: this lesson has no param")
    expectMistakes(
      "param w = 1\nminimize «E» by gd(1), steps: 1", "'E' is not defined")
    expectMistakes(
      lesson + "minimize L by gd(1), steps: 1\n«minimize» L by gd(2), steps: 1",
      "a lesson has one minimize or maximize")
  }

  @Test func `a derivative of a family, or by nothing`() {
    expectMistakes(
      "param w = 1\ny[i] = i*w for i in 1..2\ndifferentiate «y»",
      "'y' is a family: it needs 1 index = it is y[1..2]")
    expectMistakes("param w = 1\nL = w\ndifferentiate L wrt «v»", "'v' is not defined")
    expectMistakes(
      "param w = 1\nL = w\ndifferentiate «L + 1»",
      "a quantity or a derivative can be differentiated, not a formula")
  }

  @Test func `a derivative stands in no equation`() {
    expectMistakes(
      "param w = 1\nL = w\ny = «dL/dw»", "a derivative cannot be used in an equation")
    expectMistakes(
      "param w = 1, L = 1, dL = 2, dw = 3\ny = «dL/dw»",
      "'dL/dw' can be read as a derivative and as a quotient"
        + " = write spaces around '/' for the quotient, or rename a quantity")
  }

  @Test func `deltas`() {
    let lesson = "param w = 1, u = 2\nz = w\nL = 2*z\ndifferentiate L wrt w\n"
    expectMistakes(
      lesson + "delta d = «dL/du»", "'dL/du' is not computed in this lesson")
    expectMistakes(lesson + "delta «z» = dL/dw", "'z' is defined twice")
    expectMistakes(
      lesson + "delta d = dL/dz\ndelta «d» = dL/dw", "'d' is defined twice")
  }

  @Test func `an author's own rules`() {
    expectMistakes(
      "optimizer o(rate)\n  w' = w - rate*«slope»\nend\ny = 1", "'slope' is not defined here")
    expectMistakes(
      "optimizer «o»(rate)\n  v' = g\nend\ny = 1", "this optimizer does not say what w' is")
    expectMistakes(
      "optimizer o(rate)\n  «w'» = w - a\n  a = b\n  b = a\nend\ny = 1",
      "these depend on each other: w', a, b")
    expectMistakes(
      "transform t()\n  g' = g\n  «w'» = w\nend\ny = 1", "'w' cannot be defined here")
    expectMistakes(
      "optimizer o(rate)\n  w' = w\n  state «v» = 1\nend\ny = 1", "there is no equation for v'")
    expectMistakes(
      "optimizer o(rate)\n  w' = w - «u'»\nend\ny = 1", "there is no equation for u'")
    expectMistakes("«optimizer» o(rate)\n  w' = w", "this optimizer has no 'end'")
    expectMistakes("«end»\ny = 1", "'end' stands outside an optimizer or transform")
  }

  @Test func `how numbers are printed, and the seed`() {
    expectMistakes("y = 1\ndigits «0»", "digits are a number from 1 to 17")
    expectMistakes("y = 1\ndigits «18»", "digits are a number from 1 to 17")
    expectMistakes("y = 1\ndecimals «-1»", "decimals are a number from 0 to 17")
    expectMistakes("y = 1\nseed «1.5»", "a seed is a whole number")
    expectMistakes("y = 1\nsymbol «q» = hat(y)", "'q' is not defined")
    let above = "expected what stands above: a number, a letter, or '(…)'"
    expectMistakes("y = 1\nsymbol y = sigma^«+»", above)
    expectMistakes("y = 1\nsymbol y = sigma^2 «3»", "expected the end of the line, found '3'")
  }

  // The whole text.

  @Test func `a file without a lesson`() {
    let messages = { (text: String) in
      mistakes(in: Source(name: "lesson.md", text: text)).map(\.message)
    }
    #expect(messages("") == ["this file is empty"])
    #expect(
      messages("# Only prose\n\nNothing else.\n") == ["there is no lesson block in this file"])
    #expect(messages("```swift\nlet x = 1\n```\n") == ["there is no lesson block in this file"])
  }

  @Test func `a block that is never closed`() {
    expectMistakes(
      "# T\n\n«```lesson»\ny = 1\n", "this block is never closed = close it with '```'")
  }

  @Test func `a lesson that unrolls without end is refused`() {
    expectMistakes(
      "param «W[1..100000, 1..100000]» = 0",
      "'W' has 10000000000 members: a lesson may unroll to 2000000 lines = --max-lines allows more")
    expectMistakes(
      "«x[i,j]» = i for i in 1..3000000, j in 1..3000000",
      "this lesson unrolls to more than 2000000 lines = --max-lines allows more")
  }

  @Test func `a formula that grows without end is refused`() {
    var limits = Limits()
    limits.lines = 1000
    let text = "param x[1..200] = 1\ny = sum(j, k: x[j]*x[k])"
    #expect(
      mistakes(in: ReadLesson.source(text), limits: limits).map(\.message) == [
        "this unrolls to more than 5000 operations"
      ])
  }

  @Test func `derivatives and updates count as lines`() {
    let text = "param w[1..10] = 1\nL = sum(i: w[i])\nminimize L by gd(1), steps: 1"
    var limits = Limits()
    // 10 parameters, L, 10 gradients, 10 updates.
    limits.lines = 31
    #expect(mistakes(in: ReadLesson.source(text), limits: limits).isEmpty)
    limits.lines = 30
    #expect(
      mistakes(in: ReadLesson.source(text), limits: limits).map(\.message) == [
        "this lesson unrolls to more than 30 lines, derivatives and updates included"
      ])
  }

  @Test func `a text that is too large is refused`() {
    let bytes = [UInt8](repeating: UInt8(ascii: " "), count: 16_000_001)
    #expect(
      mistakes(in: Source(name: "lesson.md", bytes: bytes)).map(\.message) == [
        "a lesson may have 16 MB at most"
      ])
  }

  // How a mistake is shown.

  @Test func `a mistake is shown with its line, marked, and a way out`() throws {
    let source = Source(
      name: "lesson.md", text: "# T\n\n```lesson\nparam weight = 1\r\ny = 2*wieght + 1\r\n```\n")
    let error = #expect(throws: LessonMistakes.self) { try Lesson.read(source) }
    #expect(
      error?.description == """
        lesson.md:5:7: error: 'wieght' is not defined
            5 | y = 2*wieght + 1
              |       ^~~~~~
              = did you mean 'weight'?
        1 mistake
        """)
  }

  @Test func `columns count characters, and control characters are shown`() throws {
    let source = Source(name: "l", text: "```lesson\nθé = 1\ny = θé + \u{7}q\n```")
    let error = #expect(throws: LessonMistakes.self) { try Lesson.read(source) }
    #expect(
      error?.description == """
        l:3:10: error: unexpected a control character (U+7)
            3 | y = θé + �q
              |          ^
        1 mistake
        """)
  }

  // Updates.

  @Test func `updates that cannot be`() {
    let lesson = "param u = 1, v = 2\nL = u*v\n"
    expectMistakes(
      lesson + "update «u» = 3",
      "an update needs training = 'minimize L, steps: 10' says what is to become small, and for how "
        + "many steps")
    expectMistakes(
      lesson + "«minimize» L, steps: 2\nupdate u = 3",
      "nothing says how 'v' is updated = write 'by' and an optimizer, or give it an 'update' of its "
        + "own")
    let trained = lesson + "minimize L by gd(0.1), steps: 2\n"
    expectMistakes(trained + "update «L» = 3", "'L' is no param")
    expectMistakes(trained + "update u = 3\nupdate «u» = 4", "'u' is updated twice")
    expectMistakes(trained + "update u = «z»", "'z' is not defined")
    expectMistakes(
      trained + "update «u» = v'\nupdate v = u'", "these depend on each other: u' → v' → u'")
  }

  // Variants.

  @Test func `runs that cannot be told apart`() {
    let lesson = "param u = 1\nL = u^2\n"
    expectMistakes(
      lesson + "variant a: minimize L by gd(0.1), steps: 2\n«minimize» L by gd(0.2), steps: 2",
      "a lesson has one minimize or maximize = several runs need names: 'variant slow: minimize …'")
    expectMistakes(
      lesson + "variant a: minimize L by gd(0.1), steps: 2\n"
        + "variant «a»: minimize L by gd(0.2), steps: 2",
      "there is a variant 'a' already")
    expectMistakes(
      lesson + "variant slow: minimize L by gd(0.1), steps: 2\nvariant «slwo»: update u = 0",
      "there is no variant 'slwo' that is trained = did you mean 'slow'?")
    expectMistakes(
      lesson + "variant a: minimize L by «gdd»(0.1), steps: 2\n"
        + "variant b: minimize L by gd(0.2), steps: 2",
      "there is no optimizer 'gdd' = did you mean 'gd'?")
  }

  // What a document shows.

  @Test(arguments: [
    ("Here {{«E»}}.", "there is no quantity 'E'"),
    (
      "Here {{«w of step 9»}}.",
      "this lesson has 3 steps, the last of which is the pass after training"
    ),
    ("Here «{{»w.", "'{{' is never closed in its line = write '}}'"),
    ("```show «frward»\n```", "'frward' cannot be shown = did you mean 'forward'?"),
    ("```show«»\n```", "what is to be shown?"),
    ("```show table w, «q»\n```", "there is no quantity 'q'"),
    ("```show table«»\n```", "which quantities?"),
    ("```show forward «w»\n```", "'forward' takes no names"),
    ("```show «forward of steps 1..2»\n```", "'forward' shows one step"),
    ("```show «plot w of step 2»\n```", "a plot shows all steps"),
    ("```show graph «L»\n```", "'graph' takes no names"),
    ("```show «claims of step 2»\n```", "'claims' shows no step of its own"),
    ("```show «claims»\n```", "this lesson has no claims"),
    ("```show «table w of steps 3..1»\n```", "expected a step, or a range such as 1..5"),
    ("```show «value dL/dw of step 3»\n```", "'dL/dw' has no value after the last update"),
  ])
  func `what cannot be shown`(text: String, mistake: String) {
    expectMistakes(
      text + "\n\n```lesson\nparam w = 2\nL = w^2\nminimize L by gd(rate: 0.1), steps: 2\n```\n",
      mistake)
  }
}
