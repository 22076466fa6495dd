/// Networks: layers of families, of scalars in rows, and those that end in a softmax.
extension LessonDraft {
  private struct Letters {
    let sample: String
    let units: [String]
  }

  private mutating func letters() -> Letters {
    Letters(
      sample: pick(["n", "m", "s"]),
      units: pick([
        ["i", "j", "k", "l", "o"], ["p", "q", "r", "u", "v"], ["k", "j", "i", "h", "g"],
      ])
    )
  }

  /// One to four layers of families, at one sample or at several.
  mutating func layers(hasSamples: Bool) {
    let letters = letters()
    let count = size(1...(hasSamples ? 3 : 4))
    let sizes = (0...count).map { _ in size(2...3) }
    let samples = hasSamples ? size(2...4) : 0
    let of = hasSamples ? "\(letters.sample)," : ""
    let (input, weight, bias, net, output) = pick([
      ("x", "W", "b", "z", "a"), ("x", "A", "c", "s", "h"), ("inp", "weight", "bias", "net", "out"),
    ])
    let hasBias = size(1...4) > 1
    let endsInOne = flip()
    let last = endsInOne ? 1 : sizes[count]
    if hasSamples {
      give("input", input, samples, sizes[0])
    } else {
      give("input", input, sizes[0])
    }
    for layer in 1...count {
      let isLast = layer == count
      let above = isLast && endsInOne
      if above {
        give("param", "\(weight)\(layer)", sizes[layer - 1])
      } else {
        give("param", "\(weight)\(layer)", sizes[layer], sizes[layer - 1])
      }
      if hasBias {
        if above {
          give("param", "\(bias)\(layer)")
        } else {
          give("param", "\(bias)\(layer)", sizes[layer])
        }
      }
    }
    let shapes = [hasSamples ? samples : nil, endsInOne ? nil : last].compactMap(\.self)
    switch shapes.count {
    case 0: give("target", "y")
    case 1: give("target", "y", shapes[0])
    default: give("target", "y", shapes[0], shapes[1])
    }
    var before = "\(input)[\(of)\(letters.units[0])]"
    for layer in 1...count {
      let (from, to) = (letters.units[layer - 1], letters.units[layer])
      let isOne = layer == count && endsInOne
      let index = isOne ? (hasSamples ? "[\(letters.sample)]" : "") : "[\(of)\(to)]"
      let own = isOne ? "" : "[\(to)]"
      let weights = "\(weight)\(layer)[\(isOne ? "" : "\(to),")\(from)]"
      let sum = "sum(\(from): \(weights)*\(before))"
      let value = hasBias ? "\(sum) + \(bias)\(layer)\(own)" : sum
      if size(1...6) == 1 {
        add("\(output)\(layer)\(index) = \(activation())(\(value))")
      } else {
        add("\(net)\(layer)\(index) = \(value)")
        add("\(output)\(layer)\(index) = \(activation())(\(net)\(layer)\(index))")
      }
      before = "\(output)\(layer)\(index)"
    }
    let indices = (hasSamples ? [letters.sample] : []) + (endsInOne ? [] : [letters.units[count]])
    let target = indices.isEmpty ? "y" : "y[\(indices.joined(separator: ","))]"
    loss(of: before, target, over: indices)
    finish()
  }

  private mutating func loss(of output: String, _ target: String, over indices: [String]) {
    let name = pick(["L", "E", "C"])
    var text = pick([
      "1/2*(\(output) - \(target))^2", "(\(output) - \(target))^2",
      "half_squared_error(\(output), \(target))", "squared_error(\(output), \(target))",
    ])
    for (place, index) in indices.reversed().enumerated() {
      let isOuter = place == indices.count - 1
      text = "\(isOuter ? pick(["mean", "sum"]) : "sum")(\(index): \(text))"
    }
    add("\(name) = \(text)")
    objective = name
  }

  /// Gradients alone, or a step of training.
  mutating func finish() {
    add(
      pick([
        "differentiate \(objective)", "minimize \(objective) by gd(rate: 0.1), steps: 1",
        "minimize \(objective) by gd(rate: 0.25), steps: 2",
      ]))
  }

  /// Neurons that are scalars.
  mutating func rows() {
    let counts = (0...size(1...3)).map { _ in size(2...3) }
    let names = pick([("net_", "out_"), ("z", "a"), ("s_", "h_")])
    let layerLetters = ["i", "h", "g", "o"]
    let hasUnderscore = names.0.hasSuffix("_")
    var before: [String] = (1...counts[0]).map { "x\($0)" }
    for input in before { give("input", input) }
    var weight = 0
    var equations: [String] = []
    for layer in 1..<counts.count {
      let activation = activation()
      let (weights, bias) = (weight, flip() ? "b\(layer)" : nil)
      var (nets, outputs): ([String], [String]) = ([], [])
      for unit in 1...counts[layer] {
        let label = hasUnderscore ? "\(layerLetters[layer])\(unit)" : "\(layer)\(unit)"
        let terms = before.map { source in
          weight += 1
          return "w\(weight)*\(source)"
        }
        nets.append(
          "\(names.0)\(label) = \((terms + [bias].compactMap(\.self)).joined(separator: " + "))")
        outputs.append("\(names.1)\(label) = \(activation)(\(names.0)\(label))")
      }
      for place in (weights + 1)...weight { give("param", "w\(place)") }
      if let bias { give(pick(["param", "const"]), bias) }
      equations += nets + outputs
      before = outputs.map { String($0.prefix { $0 != " " }) }
    }
    for place in before.indices { give("target", "t\(place + 1)") }
    lines += equations
    let errors = zip(1..., before).map { "1/2*(t\($0) - \($1))^2" }
    if flip() {
      for (place, error) in errors.enumerated() { add("E\(place + 1) = \(error)") }
      add("E = \(errors.indices.map { "E\($0 + 1)" }.joined(separator: " + "))")
    } else {
      add("E = \(errors.joined(separator: " + "))")
    }
    objective = "E"
    finish()
  }

  /// Softmax outputs with the cross-entropy: of scores, of a layer, of several samples, of scalars.
  mutating func softmax(form: Int) {
    let (classes, inputs, samples) = (size(2...4), size(2...3), size(2...3))
    let right = size(1...classes)
    let hot = (1...classes).map { $0 == right ? "1" : "0" }.joined(separator: ", ")
    objective = pick(["L", "H"])
    switch form {
    case 0:
      give("param", "z", classes)
      add("target y[1..\(classes)] = [\(hot)]", "p[k] = softmax(k: z[k])")
      add(
        "\(objective) = \(pick(["-sum(k: y[k]*log(p[k]))", "sum(k: cross_entropy(p[k], y[k]))"]))")
    case 1:
      give("input", "x", inputs)
      give("param", "W", classes, inputs)
      give("param", "b", classes)
      add("target t[1..\(classes)] = [\(hot)]", "z[c] = sum(i: W[c,i]*x[i]) + b[c]")
      add("q[c] = softmax(c: z[c])", "\(objective) = -sum(c: t[c]*log(q[c]))")
    case 2:
      give("input", "x", samples, inputs)
      give("param", "W", classes, inputs)
      let rows = (1...samples).map { _ in
        let one = size(1...classes)
        return "[" + (1...classes).map { $0 == one ? "1" : "0" }.joined(separator: ", ") + "]"
      }
      add("target y[1..\(samples), 1..\(classes)] = [\(rows.joined(separator: ", "))]")
      add("z[n,k] = sum(i: W[k,i]*x[n,i])", "p[n,k] = softmax(k: z[n,k])")
      add("\(objective) = -mean(n: sum(k: y[n,k]*log(p[n,k])))")
    default:
      give("input", "x", inputs)
      give("param", "U", 3, inputs)
      give("param", "V", classes, 3)
      add("s[j] = sum(i: U[j,i]*x[i])", "h[j] = \(activation())(s[j])")
      add("z[k] = sum(j: V[k,j]*h[j])", "p[k] = softmax(k: z[k])")
      add("\(objective) = -log(p[\(right)])")
    }
    finish()
  }

  /// Losses of logits, without a probability between.
  mutating func logits(form: Int) {
    let (classes, inputs, samples) = (size(2...4), size(2...3), size(2...3))
    let right = size(1...classes)
    objective = pick(["L", "C"])
    switch form {
    case 0:
      give("input", "x", inputs)
      give("param", "W", classes, inputs)
      add("z[k] = sum(i: W[k,i]*x[i])", "\(objective) = logsumexp(k: z[k]) - z[\(right)]")
    case 1:
      give("input", "x", samples, inputs)
      give("param", "w", inputs)
      give("param", "b")
      let targets = (1...samples).map { _ in pick(["0", "1"]) }.joined(separator: ", ")
      add("target y[1..\(samples)] = [\(targets)]", "z[n] = sum(i: w[i]*x[n,i]) + b")
      add("\(objective) = mean(n: binary_cross_entropy_with_logit(z[n], y[n]))")
    default:
      give("input", "x", samples, inputs)
      give("param", "W", classes, inputs)
      let rows = (1...samples).map { _ in
        let one = size(1...classes)
        return "[" + (1...classes).map { $0 == one ? "1" : "0" }.joined(separator: ", ") + "]"
      }
      add("target y[1..\(samples), 1..\(classes)] = [\(rows.joined(separator: ", "))]")
      add("z[n,k] = sum(i: W[k,i]*x[n,i])", "e[n] = logsumexp(k: z[n,k])")
      add("\(objective) = mean(n: e[n] - sum(k: y[n,k]*z[n,k]))")
    }
    finish()
  }
}
