import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// The engine runs lines in batches; here each line is evaluated by itself, as its formula is written.
@Suite struct EngineTests {
  /// Families of every size that the engine treats in a way of its own, and one more than it.
  @Test(arguments: [1, 2, 3, 4, 5, 6, 8, 16, 17, 31, 128, 130])
  func `batches of every width have the bits of formulas that are evaluated one by one`(
    count: Int
  ) throws {
    try expectSameBits(
      """
      seed \(count)
      input x[1..\(count)] ~ normal(0, 1)
      target t[1..\(count)] ~ normal(0, 1) each step
      input k[1..\(count), 1..3] ~ normal(0, 2)
      param w[1..\(count)] ~ normal(0, 1), b = 0.3, u[1..3] ~ uniform(-1, 1)
      net[i] = w[i]*x[i] + u[1]*k[i,1] - u[2]*k[i,2] + b
      out[i] = tanh(net[i])/(1 + net[i]^2)
      side[i] = 3/(2 + out[i]^2) - (t[i] - out[i]) - x[i]*t[i]
      bent[i] = if(out[i] > 0.1, -side[i], max(side[i], x[i]))
      root[i] = sqrt(1 + bent[i]^2) - relu(sum(m: u[m]*k[i,m]))
      error[i] = t[i] - root[i]
      share = sum(i: w[i]*out[i]) - sum(i: side[i])/\(count) + error[\(count)]*out[1]
      first = argmax(\((1...count).map { "out[\($0)]" }.joined(separator: ", ")), b)
      L = mean(i: error[i]^2) + share^2 + first*b
      minimize L by adam(rate: 0.05), steps: 5
      """)
  }

  /// x[i] for i = 1, 3, 5, … lie apart, and so do members that are taken backwards.
  @Test func `operands that lie apart or backwards`() throws {
    try expectSameBits(
      """
      input x[1..40] ~ normal(0, 1)
      param w[1..20] ~ normal(0, 1), v[1..20, 1..2] ~ normal(0, 1)
      p[i] = w[i]*x[2*i] - w[i]*x[2*i-1] for i in 1..20
      q[i] = p[21-i] + v[i,1]*v[21-i,2] for i in 1..20
      r[j] = sum(i: v[i,j]*q[i])
      s[j] = sum(i: q[i]) - r[j]
      L = r[1]*s[2] - r[2]*s[1] + sum(i: p[i]*q[i]) - sum(i: p[i])
      minimize L by gd(rate: 0.001), steps: 3
      """)
  }

  @Test func `a shorter batch has the bits of its own formulas`() throws {
    let rows = (1...7).map { "\(Double($0) / 7),\(1 / Double($0))" }.joined(separator: "\n")
    try expectSameBits(
      """
      ```data n
      x,y
      \(rows)
      ```
      ```lesson
      param w[1..5] ~ normal(0, 1)
      h[n,j] = tanh(w[j]*x[n])
      m[j] = mean(n: h[n,j])
      p[n] = sum(j: w[j]*(h[n,j] - m[j]))
      L = mean(n: (p[n] - y[n])^2)
      minimize L by clip_norm(1) then adam(0.1), steps: 9, batch: 5, shuffle: yes
      ```
      """)
  }

  private func expectSameBits(_ text: String) throws {
    let lesson = try TracedLesson(text)
    let program = lesson.lesson.program
    var before = PerLine(program.lines.map(\.initial))
    for step in 1...lesson.steps {
      var values = before
      for (position, line) in program.at(step).lines.numbered {
        switch line.definition {
        case .absent: continue
        case .constant: break
        case .carried(let source): if let source { values[position] = before[source] }
        case .sequence, .shuffled, .drawn, .outcome:
          values[position] = try #require(lesson.trace.value(of: position, at: step))
        case .formula(let formula): values[position] = value(formula, values, before, step)
        }
        let traced = try #require(lesson.trace.value(of: position, at: step))
        #expect(
          traced.bitPattern == values[position].bitPattern, "\(line.symbol) at step \(step)")
      }
      before = values
    }
  }

  private func value(
    _ formula: Formula, _ values: PerLine<Double>, _ before: PerLine<Double>, _ step: Int
  ) -> Double {
    func of(_ part: Formula) -> Double { value(part, values, before, step) }
    switch formula.kind {
    case .number(let number): return number.value
    case .line(let line): return values[line]
    case .previous(let line): return before[line]
    case .step: return Double(step)
    case .placeholder: preconditionFailure("the formula of a line has no placeholders")
    case .named(_, let part): return of(part)
    case .negated(let part): return -of(part)
    case .sum(let parts): return parts.dropFirst().reduce(of(parts[0])) { $0 + of($1) }
    case .product(let parts): return parts.dropFirst().reduce(of(parts[0])) { $0 * of($1) }
    case .quotient(let top, let bottom): return of(top) / of(bottom)
    case .power(let base, let exponent): return Function.raise(of(base), to: of(exponent))
    case .call(let function, let arguments):
      if case .definition(let unfolded) = function.value { return of(unfolded(arguments)) }
      return function.applied(to: arguments.map(of))
    }
  }
}
