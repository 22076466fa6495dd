import Diagnostics
import Fixtures
import Formulas
import Lessons
import Programs
import Testing
import Words

@testable import Rendering

/// No two different quantities, and no two different formulas, are printed alike.
@Suite struct DistinctNamesTests {
  /// Names of which some are printed like others by the rules for names.
  private static let awkward = [
    "input w1 = 1, w_1 = 2, w[1..2] = 3\nL = w1*w_1*w[1] + w[2]",
    "input x2 = 1, x[1..3] = 2, x_2 = 4\nL = x2*x[2] + x_2",
    "input net_o1 = 1, net[1..2] = 2\ninput neto1 = 3, net_o[1..2] = 4\nL = net_o1*neto1*net[1] + net_o[1]",
    "param theta = 1, θ = 2, vartheta = 3\nL = theta*θ*vartheta\ndifferentiate L",
    "param dL = 2, w = 3, d = 4\nL = w^2*dL*d\ndifferentiate L",
    "param L2 = 2, w = 3, x = 1\nL = w^2*L2*x^2\ndifferentiate L",
    "input W12 = 1, W[1..2,1..2] = 2, W1[1..2] = 3, W_12 = 5\nL = W12*W[1,2]*W1[2]*W_12",
    "input W[1..12,1..2] = 1, W1[1..22] = 3, V[1..12] = 4\nL = W[1,2]*W[11,2]*W1[12]*V[12]",
    "input y = 1, yhat = 2, y_hat = 3, ŷ = 4, q = 5\nsymbol q = hat(q)\nL = y*yhat*y_hat*ŷ*q",
    "input z1[1..2] = 1, z[1..2] = 2, z_1[1..2] = 3\nL = z1[1]*z[1]*z_1[1] + z1[2]",
    "input e = 3, x = 2\na = e^x\nb = exp(x)\nc = e^2\nL = exp(2)*a*b*c",
    "input q = 3, x = 2\nsymbol q = e\na = q^x\nL = exp(x)*a",
    "input e[1..2] = 3, e1 = 4, x = 2\nL = e[1]^x*exp(x)*e1^x",
    "input sigma = 3, sigma2 = 4, var = 5\nsymbol var = sigma^2\nL = sigma^2*var*sigma2^2",
    "input x1 = 2, x = 3, x12 = 5\nL = x1^2*x^12*x12*x^1",
    "param m = 2, v = 3, w = 1, mhat = 4, norm = 5, g = 6\n"
      + "L = m*v*w*mhat*norm*g\nminimize L by clip_norm(1) then adam(0.1), steps: 2",
    "param rate = 2, beta1 = 3, t = 1\nL = rate*beta1*t\n"
      + "minimize L by adam(rate: 0.1/step), steps: 2",
    "param w[1..2] = 2, w1 = 3\nL = w[1]*w[2]*w1\nminimize L by gd(0.1), steps: 2",
    "param a = 2, b = 3\nL = a - (b - a) + (a - b) - a + a/(b*a) + a/b*a + (a/b)/a\ndifferentiate L",
    "param a = 2, b = 3\np = -a^2\nq = (-a)^2\nr = a^b^2\ns = (a^b)^2\nu = a^(-b)\nL = p + q + r + s + u",
    "param sum = 2, mean = 3, max = 4, log = 5, exp = 6, sin = 7\nL = sum*mean*max*log*exp*sin + sin(log)",
    "param O = 1, o = 2, Omicron = 3, omicron = 4, A = 5, Alpha = 6, Α = 7\n"
      + "L = O*o*Omicron*omicron*A*Alpha*Α",
    "param epsilon = 1, ε = 2, lambda = 3, λ = 4, mu = 5, µ = 6, μ = 7\nL = epsilon*ε*lambda*λ*mu*µ*μ",
    "param x_y_z = 1, x_yz = 2, xy_z = 3, x__y = 4, x_ = 5, _x = 6, x = 7\n"
      + "L = x_y_z*x_yz*xy_z*x__y*x_*_x*x",
    "param a = 1, b = 2\nz = a*b\nL = z^2\ndelta d1 = dL/dz\ndelta d[1] = dL/da\ndifferentiate L",
  ]

  private static let lessons: [(name: String, text: String)] =
    ShippedLessons.all.map { ($0.name, ShippedLessons.text($0.name) ?? "") }
    + awkward.map { ($0, "```lesson\n\($0)\n```\n") }

  /// The printed forms of a name or formula: text, plain characters and LaTeX.
  private func forms(_ node: MathNode) -> [String] {
    [node.text(isASCII: false), node.text(isASCII: true), LaTeXMath().piece(node).text]
  }

  @Test(arguments: lessons.map(\.name))
  func `quantities`(of lesson: String) throws {
    for run in try runs(lesson) {
      let names = ProgramNames(run)
      var owners: [[String]: [String: LineID]] = [:]
      for line in run.program.lines.indices where !run.program.lines[line].isAbsent {
        for (format, form) in forms(.name(names.name(of: line))).enumerated() {
          let other = owners[[String(format)], default: [:]].updateValue(line, forKey: form)
          if let other {
            Issue.record(
              "\(names.plainName(of: other)) and \(names.plainName(of: line)) are \(form)")
          }
        }
      }
    }
  }

  /// Formulas are different where they have other values at random numbers.
  @Test(arguments: lessons.map(\.name))
  func `formulas`(of lesson: String) throws {
    for run in try runs(lesson) {
      let names = ProgramNames(run)
      for style in [FractionStyle.inRow, .stacked] {
        var layout = MathLayout(names: names, fractions: style, language: English())
        layout.writesEverything = true
        var values: [String: (LineID, Double)] = [:]
        for line in run.program.lines.indices.prefix(2000) {
          guard let formula = run.program.lines[line].formula else { continue }
          let value = value(of: formula)
          let forms = forms(layout.symbolic(formula))
          for (format, form) in forms.enumerated() where (format == 2) == (style == .stacked) {
            let other = values.updateValue((line, value), forKey: "\(format) \(form)")
            if let (other, known) = other, !isClose(known, value) {
              Issue.record(
                "\(names.plainName(of: other)) and \(names.plainName(of: line)) are \(form)")
            }
          }
        }
      }
    }
  }

  private func runs(_ name: String) throws -> [Lesson] {
    let text = try #require(Self.lessons.first { $0.name == name }?.text)
    let lesson = try Lesson.read(Source(name: "lesson.md", text: text), files: .shipped)
    return lesson.variants.isEmpty ? [lesson] : lesson.variants
  }

  /// The value where each line has a number of its own between 0 and 1.
  private func value(of formula: Formula) -> Double {
    func number(_ key: UInt64) -> Double {
      var random = SplitMix64(state: key)
      return Double.random(in: 0.1..<0.9, using: &random)
    }
    return formula.value(
      step: 3, line: { number(UInt64($0.index)) },
      previous: { number(UInt64($0.index) + 1_000_000_007) })
  }

  private func isClose(_ one: Double, _ other: Double) -> Bool {
    one == other || one.isNaN && other.isNaN
      || abs(one - other) <= 1e-9 * max(abs(one), abs(other))
  }
}
