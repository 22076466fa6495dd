import Formulas
import Lessons
import Programs
import Testing

/// Neurons and layers as they are read off the lines of a lesson.
///
/// What is expected follows by hand from the definitions in the comment on `Network`.
struct `Neurons and layers` {
  /// Each layer as `kind number: lines`.
  private func layers(_ statements: String) throws -> [String] {
    let lesson = try ReadLesson(statements).lesson
    return lesson.network.layers.map { layer in
      let number = layer.number.map { " \($0)" } ?? ""
      let names = layer.lines.map { lesson.program.lines[$0].symbol.description }
      return "\(layer.kind)\(number): \(names.joined(separator: " "))"
    }
  }

  @Test(arguments: [
    // One neuron is no layer.
    (
      "input x = 2\ntarget y = 1\nparam w = 1, b = 0\nz = w*x + b\np = sigmoid(z)\nL = (p - y)^2",
      ["neuron: z p"]
    ),
    // The last layer may end at its net input; the factors may stand in either order.
    (
      """
      input x1 = 1, x2 = 2
      target y = 1
      param w1 = 1, w2 = 2, w3 = 3, w4 = 4, v1 = 1, v2 = 2
      net_a = x1*w1 + w2*x2
      net_b = w3*x1 - w4*x2
      a = tanh(net_a)
      b = tanh(net_b)
      z = v1*a + v2*b - 1
      L = (z - y)^2
      """, ["hidden: net_a net_b a b", "output: z"]
    ),
    // An activation in several lines, and softmax.
    (
      """
      input x[1..2] = [1, 2]
      target y[1..3] = [0, 1, 0]
      param U[1..2,1..2] = [[1, 2], [3, 4]], V[1..2,1..2] = [[1, 2], [3, 4]]
      param W[1..3,1..2] = [[1, 2], [3, 4], [5, 6]]
      r[i] = sum(j: U[i,j]*x[j])
      e[i] = exp(-r[i])
      a[i] = 1/(1 + e[i])
      s[i] = sum(j: V[i,j]*a[j])
      c[i] = s[i]*sigmoid(s[i])
      z[k] = sum(j: W[k,j]*c[j])
      p[k] = softmax(k: z[k])
      L = -sum(k: y[k]*log(p[k]))
      """,
      [
        "hidden 1: r[1] r[2] e[1] e[2] a[1] a[2]", "hidden 2: s[1] s[2] c[1] c[2]",
        "output: z[1] z[2] z[3] p[1] p[2] p[3]",
      ]
    ),
    // Samples share the weights; a net input within an activation is a neuron too.
    (
      """
      input x[1..2] = [1, 2]
      target y[1..2] = [0, 1]
      param w[1..2] = [1, 2], v[1..2] = [1, 2], b = 0
      h[n,j] = tanh(w[j]*x[n])
      z[n] = sum(j: v[j]*h[n,j]) + b
      p[n] = sigmoid(z[n])
      L = mean(n: (p[n] - y[n])^2)
      """,
      ["hidden: h[1,1] h[1,2] h[2,1] h[2,2]", "output: z[1] z[2] p[1] p[2]"]
    ),
    // What feeds itself at another time is the cell.
    (
      """
      input x[1..2] = [1, 2]
      target y = 1
      param u = 1, v = 2, w = 3
      h[0] = 0
      z[t] = u*x[t] + v*h[t-1]
      h[t] = tanh(z[t])
      o = w*h[2]
      L = (o - y)^2
      """, ["cell: z[1] h[1] z[2] h[2]", "output: o"]
    ),
    // What is on the way from gate to gate belongs to the cell.
    (
      """
      input x[1..2] = [1, 2]
      target y = 1
      param w = 1, u = 2, r = 3, q = 4, v = 1
      h[0] = 0
      f[t] = sigmoid(w*x[t] + u*h[t-1])
      z[t] = r*x[t] + q*h[t-1]
      g[t] = tanh(z[t])
      h[t] = f[t]*g[t]
      s = v*h[2]
      L = (s - y)^2
      """, ["cell: h[0] f[1] z[1] g[1] h[1] f[2] z[2] g[2] h[2]", "output: s"]
    ),
    // Weights that are moved along.
    (
      """
      input x[1..3] = [1, 2, 3]
      param k[1..2] = [1, 2], w[1..2] = [1, 2]
      c[i] = sum(j: k[j]*x[i+j-1]) for i in 1..2
      a[i] = relu(c[i])
      z = sum(i: w[i]*a[i])
      p = sigmoid(z)
      L = -log(p)
      differentiate L
      """, ["featureMap: c[1] a[1] c[2] a[2]", "output: z p"]
    ),
    // One layer for each value of an index that stands on a parameter and on other sources.
    (
      """
      input x = 1
      param w[1..3] = [1, 2, 3]
      a[0] = x
      z[l] = w[l]*a[l-1] for l in 1..3
      a[l] = sigmoid(z[l])
      L = (a[3] - 1)^2
      differentiate L
      """, ["hidden 1: z[1] a[1]", "hidden 2: z[2] a[2]", "output: z[3] a[3]"]
    ),
  ])
  func `are found`(statements: String, expected: [String]) throws {
    #expect(
      try layers(statements).map { Set($0.split(separator: " ")) }
        == expected.map { Set($0.split(separator: " ")) })
  }

  /// A linear regression; products of two quantities; a sum without weights; no line of their own.
  @Test(arguments: [
    "input x = 2\ntarget y = 1\nparam w = 1, b = 0\np = w*x + b\nL = (p - y)^2\ndifferentiate L",
    """
    param q = 1, k[1..2] = [1, 2], v[1..2] = [3, 4]
    s[i] = q*k[i]
    a[i] = softmax(i: s[i])
    o = sum(i: a[i]*v[i])
    L = o^2
    """,
    "input x = 2, y = 3\nparam w = 1\nz = w*x*y\np = sigmoid(z)\nL = p^2",
    "input x = 2\nparam w = 1, v = 2\np = tanh(w*x)\nq = tanh(v*p)\nL = q^2\ndifferentiate L",
  ])
  func `are not found where there are none`(statements: String) throws {
    #expect(try layers(statements) == [])
  }
}

/// The names δ of derivatives by net inputs.
struct `The names δ` {
  private func names(_ statements: String) throws -> [String] {
    let lesson = try ReadLesson(statements).lesson
    return NetDeltas(lesson, lesson.network).names.map {
      "\($0.symbol) \(lesson.program.lines[$0.line].symbol)"
    }
  }

  private static let network = """
    input x[1..2] = [1, 2]
    target y = 1
    param W[1..2,1..2] = [[1, 2], [3, 4]], w[1..2] = [1, 2]
    z1[j] = sum(i: W[j,i]*x[i])
    a1[j] = tanh(z1[j])
    net_o = sum(j: w[j]*a1[j])
    out = sigmoid(net_o)
    E = (out - y)^2
    C = -log(out)

    """

  @Test func `are those of the first objective, with the indices and marks of the net inputs`()
    throws
  {
    #expect(
      try names(Self.network + "differentiate E\ndifferentiate C\n").sorted()
        == ["delta1[1] dE/dz1[1]", "delta1[2] dE/dz1[2]", "delta_o dE/dnet_o"])
  }

  @Test(arguments: [
    "const delta = 1\n", "symbol y = delta\n", "delta d[j] = dE/dz1[j]\nsymbol d = delta\n",
  ])
  func `give way to another δ`(statement: String) throws {
    #expect(try names(Self.network + "differentiate E\n" + statement) == [])
  }

  @Test func `are not given twice`() throws {
    let lesson = """
      input x = 1
      param u = 1, v = 2, w = 3
      z = u*x
      a = tanh(z)
      s = v*a
      b = tanh(s)
      net_o = w*b
      p = sigmoid(net_o)
      differentiate p
      """
    #expect(try names(lesson) == ["delta_o dp/dnet_o"])
  }

  @Test(arguments: [
    ("δ⁽¹⁾₂", ["dE/dz1[2]"]), ("δ1[2]", ["dE/dz1[2]"]), ("delta1", ["dE/dz1[1]", "dE/dz1[2]"]),
    ("δₒ", ["dE/dnet_o"]), ("delta_o", ["dE/dnet_o"]), ("dE/dnet_o", ["dE/dnet_o"]), ("δ", []),
  ])
  func `are read as they are printed`(name: String, lines: [String]) throws {
    let lesson = try ReadLesson(Self.network + "differentiate E\n").lesson
    let found = QuantityNames(lesson).lines(named: name)
    #expect(found.map { lesson.program.lines[$0].symbol.description }.sorted() == lines)
  }
}
