/// Programs of scalars that are no network, and ways to train.
extension LessonDraft {
  /// A few gates, each of what stands before it.
  mutating func circuit() {
    var known: [String] = []
    for name in ["x", "y", "w"].prefix(size(2...3)) {
      give(pick(["input", "param"]), name)
      known.append(name)
    }
    give("param", "c")
    known.append("c")
    var unused = known
    for gate in 1...size(3...6) {
      let left = unused.popLast() ?? pick(known)
      let right = pick(known)
      let name = pick(["q", "r", "g"]) + String(gate)
      add(
        "\(name) = "
          + pick([
            "\(left)*\(right)", "\(left) + \(right)", "\(left) - 2*\(right)",
            "\(left)^2 + \(right)",
            "sigmoid(\(left)*\(right))", "tanh(\(left)) - \(right)", "exp(-\(left)^2)*\(right)",
            "max(\(left), \(right))", "\(left)/(1 + \(right)^2)", "sin(\(left))*cos(\(right))",
            "sqrt(1 + \(left)^2)", "log(2 + \(left)^2)",
          ]))
      known.append(name)
      unused.append(name)
    }
    let rest = unused.count > 1 ? unused.joined(separator: " + ") : unused[0]
    add(
      "f = \(rest)",
      "differentiate f\(flip() ? "" : " wrt \(known.prefix(2).joined(separator: ", "))")")
  }

  static let optimizers = [
    "gd(rate: 0.1)", "momentum(rate: 0.05)", "nesterov(rate: 0.05)", "adagrad(rate: 0.1)",
    "rmsprop(rate: 0.01)", "adadelta()", "adam(rate: 0.02)", "amsgrad(rate: 0.02)", "adamax()",
    "nadam(rate: 0.01)", "adamw(rate: 0.01)", "lion(rate: 0.01)",
    "clip_norm(0.5) then gd(rate: 0.2)", "weight_decay(0.01) then momentum(rate: 0.1)",
    "clip_value(0.3) then adam(rate: 0.05)",
  ]

  /// Small models with each kind of update, several steps, several objectives, updates given outright.
  mutating func training(form: Int) {
    let (samples, inputs) = (size(2...3), size(2...3))
    give("input", "x", samples, inputs)
    give("target", "y", samples)
    give("param", "w", inputs)
    give("param", "b")
    add("z[n] = sum(i: w[i]*x[n,i]) + b", "p[n] = \(pick(["sigmoid", "tanh", "identity"]))(z[n])")
    add("L = mean(n: (p[n] - y[n])^2)")
    let optimizer = pick(Self.optimizers)
    switch form {
    case 0, 1: add("minimize L by \(optimizer), steps: \(size(1...4))")
    case 2:
      add("R = sum(i: w[i]^2)", "differentiate L", "differentiate R")
    default:
      add("R = 1/2*sum(i: w[i]^2)", "J = L + 0.1*R")
      add("maximize M by \(optimizer), steps: 2", "M = -J")
    }
  }
}
