/// Programs whose indices are more than letters: times, windows, and softmax over an index.
extension LessonDraft {
  /// One quantity that needs itself, in several forms.
  mutating func recurrence(form: Int) {
    let (times, units) = (size(2...4), size(2...3))
    objective = pick(["L", "E"])
    let squash = pick(["tanh", "sigmoid", "identity", "softplus", "relu"])
    switch form {
    case 0:
      give("input", "x", times)
      for name in ["u", "v", "b"] { give("param", name) }
      give("target", "y")
      add("h[0] = 0", "z[t] = u*x[t] + v*h[t-1] + b", "h[t] = \(squash)(z[t]) for t in 1..\(times)")
      add("\(objective) = 1/2*(h[\(times)] - y)^2")
    case 1:
      give("input", "x", times)
      for name in ["u", "v"] { give("param", name) }
      give("target", "y", times)
      add("h[0] = 0", "h[t] = \(squash)(u*x[t] + v*h[t-1]) for t in 1..\(times)")
      add("\(objective) = 1/2*sum(t: (h[t] - y[t])^2)")
    case 2:
      give("input", "x", times)
      for name in ["w", "v"] { give("param", name) }
      give("target", "y")
      add("h[1] = w*x[1]", "h[t] = \(squash)(w*x[t] + v*h[t-1]) for t in 2..\(times)")
      add("\(objective) = (h[\(times)] - y)^2")
    case 3:
      give("input", "x", times)
      give("param", "U", units, units)
      give("param", "V", units)
      give("target", "y", units)
      add("h[0,j] = 0 for j in 1..\(units)")
      add("z[t,j] = V[j]*x[t] + sum(k: U[j,k]*h[t-1,k])")
      add("h[t,j] = \(squash)(z[t,j]) for t in 1..\(times), j in 1..\(units)")
      add("\(objective) = 1/2*sum(j: (h[\(times),j] - y[j])^2)")
    case 4:
      give("input", "x", times)
      for name in ["u", "v", "q", "c"] { give("param", name) }
      give("target", "y", times)
      add("h[0] = 0", "z[t] = u*x[t] + v*h[t-1]", "h[t] = \(squash)(z[t]) for t in 1..\(times)")
      add("o[t] = q*h[t] + c", "\(objective) = mean(t: (o[t] - y[t])^2)")
    case 5:
      for name in ["a", "b"] { give("param", name) }
      give("target", "y")
      add("f[0] = \(start())", "f[1] = \(start())")
      add("f[t] = a*f[t-1] + b*f[t-2] for t in 2..\(times + 1)")
      add("\(objective) = 1/2*(f[\(times + 1)] - y)^2")
    case 6:
      give("input", "x", units)
      give("param", "W", times, units, units)
      give("target", "y", units)
      add("a[0,j] = x[j]", "s[l,j] = sum(i: W[l,j,i]*a[l-1,i])")
      add("a[l,j] = \(squash)(s[l,j]) for l in 1..\(times), j in 1..\(units)")
      add("\(objective) = 1/2*sum(j: (a[\(times),j] - y[j])^2)")
    default:
      for name in ["r", "x0"] { give("param", name) }
      give("target", "y")
      add("p[0] = x0", "p[m] = p[m-1] + r*p[m-1]*(1 - p[m-1]) for m in 1..\(times)")
      add("\(objective) = (p[\(times)] - y)^2")
    }
    finish()
  }

  /// What a recurrence begins with, the same at all points.
  private mutating func start() -> String { pick(["0", "1", "0.5", "-0.25"]) }

  /// Several quantities that need each other from time to time.
  mutating func gates(form: Int) {
    let times = size(2...3)
    objective = "L"
    give("input", "x", times)
    give("target", "y")
    switch form {
    case 0, 1:
      for gate in ["f", "i", "o", "g"] {
        for name in ["w\(gate)", "u\(gate)"] { give("param", name) }
        if form == 1 { give("param", "b\(gate)") }
      }
      func net(_ gate: String) -> String {
        "w\(gate)*x[t] + u\(gate)*h[t-1]" + (form == 1 ? " + b\(gate)" : "")
      }
      add("h[0] = 0", "c[0] = 0")
      add("f[t] = sigmoid(\(net("f")))", "i[t] = sigmoid(\(net("i")))")
      add("o[t] = sigmoid(\(net("o")))", "g[t] = tanh(\(net("g")))")
      add("c[t] = f[t]*c[t-1] + i[t]*g[t] for t in 1..\(times)")
      add("h[t] = o[t]*tanh(c[t]) for t in 1..\(times)")
      add("L = 1/2*(h[\(times)] - y)^2")
    case 2:
      for name in ["wz", "uz", "wr", "ur", "wh", "uh"] { give("param", name) }
      add("h[0] = 0", "z[t] = sigmoid(wz*x[t] + uz*h[t-1])", "r[t] = sigmoid(wr*x[t] + ur*h[t-1])")
      add("c[t] = tanh(wh*x[t] + uh*r[t]*h[t-1])")
      add("h[t] = (1 - z[t])*h[t-1] + z[t]*c[t] for t in 1..\(times)")
      add("L = (h[\(times)] - y)^2")
    default:
      for name in ["a", "b", "c", "d"] { give("param", name) }
      add("p[0] = \(start())", "q[0] = \(start())")
      add("p[t] = tanh(a*p[t-1] + b*q[t-1] + x[t]) for t in 1..\(times)")
      add("q[t] = c*p[t-1] + d*q[t-1] for t in 1..\(times)")
      add("L = 1/2*(p[\(times)] + q[\(times)] - y)^2")
    }
    finish()
  }

  /// Windows that move along an input, and what gathers their outputs.
  mutating func convolution(form: Int) {
    let (window, places, maps) = (size(2...3), size(2...4), size(2...2))
    let inputs = places + window - 1
    let squash = pick(["relu", "tanh", "sigmoid", "leaky_relu"])
    objective = "L"
    switch form {
    case 0:
      give("input", "x", inputs)
      give("target", "y", places)
      give("param", "k", window)
      give("param", "b")
      add("c[i] = sum(j: k[j]*x[i+j-1]) + b for i in 1..\(places)", "a[i] = \(squash)(c[i])")
      add("L = 1/2*sum(i: (a[i] - y[i])^2)")
      add(flip() ? "differentiate L wrt k, b, x" : "differentiate L")
      return
    case 1:
      give("input", "x", inputs)
      give("target", "y")
      give("param", "K", maps, window)
      give("param", "v", maps)
      add("s[f,i] = sum(d: K[f,d]*x[i+d-1]) for f in 1..\(maps), i in 1..\(places)")
      add("a[f,i] = \(squash)(s[f,i])", "m[f] = mean(i: a[f,i])", "o = sum(f: v[f]*m[f])")
      add("L = 1/2*(o - y)^2")
    case 2:
      give("input", "x", 3, 3)
      give("target", "y")
      give("param", "K", 2, 2)
      add("c[i,j] = sum(p, q: K[p,q]*x[i+p-1,j+q-1]) for i in 1..2, j in 1..2")
      add("a[i,j] = \(squash)(c[i,j])", "o = mean(i, j: a[i,j])", "L = (o - y)^2")
    case 3:
      give("input", "x", 3 + window)
      give("target", "y")
      give("param", "k", window)
      give("param", "v", 2)
      add("c[i] = sum(j: k[j]*x[i+j-1]) for i in 1..4", "a[i] = \(squash)(c[i])")
      add("m[r] = max(i in 1..2: a[2*r+i-2]) for r in 1..2", "o = sum(r: v[r]*m[r])")
      add("L = 1/2*(o - y)^2")
    default:
      give("input", "x", inputs + 1)
      give("target", "y", places)
      give("param", "k", window)
      give("param", "l", 2)
      add("c[i] = sum(j: k[j]*x[i+j-1]) for i in 1..\(places + 1)", "a[i] = \(squash)(c[i])")
      add("d[r] = sum(s: l[s]*a[r+s-1]) for r in 1..\(places)", "L = 1/2*sum(r: (d[r] - y[r])^2)")
    }
    finish()
  }

  /// Products of two quantities, and a softmax over an index.
  mutating func attention(form: Int) {
    let (keys, width, queries) = (size(2...3), 2, 2)
    objective = "L"
    switch form {
    case 0:
      give("input", "q", width)
      give("param", "K", keys, width)
      give("param", "v", keys)
      give("target", "y")
      add("s[k] = sum(d: q[d]*K[k,d])/sqrt(2)", "a[k] = softmax(k: s[k])")
      add("o = sum(k: a[k]*v[k])", "L = half_squared_error(o, y)")
    case 1:
      give("param", "Q", queries, width)
      give("param", "K", keys, width)
      give("param", "V", keys, width)
      give("target", "y", queries, width)
      add("s[i,j] = sum(d: Q[i,d]*K[j,d])/sqrt(2)", "a[i,j] = softmax(j: s[i,j])")
      add("o[i,d] = sum(j: a[i,j]*V[j,d])", "L = 1/2*sum(i, d: (o[i,d] - y[i,d])^2)")
    case 2:
      give("input", "x", keys)
      for name in ["u", "v", "w"] { give("param", name) }
      give("target", "y", keys)
      add("q[i] = u*x[i]", "k[j] = v*x[j]", "r[j] = w*x[j]", "s[i,j] = q[i]*k[j]")
      add("a[i,j] = softmax(j: s[i,j])", "o[i] = sum(j: a[i,j]*r[j])")
      add("L = mean(i: (o[i] - y[i])^2)")
    default:
      give("input", "x", keys, width)
      give("param", "w", width)
      give("param", "v", width)
      give("target", "y", width)
      add("e[n] = tanh(sum(d: w[d]*x[n,d]))", "a[n] = softmax(n: e[n])")
      add("c[d] = sum(n: a[n]*x[n,d])", "o[d] = v[d]*c[d]", "L = 1/2*sum(d: (o[d] - y[d])^2)")
    }
    finish()
  }

  /// Mean, variance and normalisation of a batch, of each feature, or of each sample.
  mutating func statistics(form: Int) {
    let (samples, features) = (size(3...4), 2)
    objective = "L"
    switch form {
    case 0:
      give("input", "x", samples)
      give("target", "t", samples)
      for name in ["gamma", "beta"] { give("param", name) }
      add("mu = mean(n: x[n])", "var = mean(n: (x[n] - mu)^2)", "sd = sqrt(var + 0.001)")
      add("u[n] = (x[n] - mu)/sd", "out[n] = gamma*u[n] + beta")
      add("L = 1/2*sum(n: (out[n] - t[n])^2)", "differentiate L wrt gamma, beta, x")
      return
    case 1:
      give("input", "x", samples, features)
      give("target", "t", samples, features)
      for name in ["g", "b"] { give("param", name, features) }
      add("mu[j] = mean(n: x[n,j])", "var[j] = mean(n: (x[n,j] - mu[j])^2)")
      add("u[n,j] = (x[n,j] - mu[j])/sqrt(var[j] + 0.01)", "o[n,j] = g[j]*u[n,j] + b[j]")
      add("L = mean(n: sum(j: (o[n,j] - t[n,j])^2))")
    case 2:
      give("input", "x", 2, samples)
      give("param", "w", samples)
      give("target", "t", 2)
      add("m[n] = mean(i: x[n,i])", "v[n] = mean(i: (x[n,i] - m[n])^2)")
      add("h[n,i] = (x[n,i] - m[n])/sqrt(v[n])", "o[n] = sum(i: w[i]*h[n,i])")
      add("L = 1/2*sum(n: (o[n] - t[n])^2)")
    default:
      give("input", "x", samples)
      give("param", "w")
      give("target", "t", samples)
      add("z[n] = w*x[n]^2", "m = mean(n: z[n])", "v = mean(n: (z[n] - m)^2)")
      add("u[n] = (z[n] - m)/sqrt(v + 0.1)", "L = sum(n: (u[n] - t[n])^2)")
    }
    finish()
  }
}
