import Decimals
import Formulas
import Lessons
import Testing
import Tracing

@testable import Rendering

struct `Printed lines` {
  @Test func `show more digits where nearly equal numbers are subtracted`() throws {
    let shown = try ShownLesson("const a = 1.2345678\nconst b = 1.2345611\nd = a - b\ndigits 4")
    #expect(shown.rows("d") == ["a − b", "1.2345678 − 1.2345611", "6.7×10⁻⁶"])
  }

  @Test func `keep the digits asked for where the result follows from them`() throws {
    let shown = try ShownLesson("const a = 1.2345678\nconst b = 3.2345611\nd = a*b\ndigits 4")
    #expect(shown.rows("d") == ["a·b", "1.235·3.235", "3.993"])
  }

  static let lessons = [
    `The two-layer sigmoid lesson`.document,
    """
    # Noise, digits 3
    ```lesson
    input x[1..6] ~ normal(0, 2)
    param W[1..4, 1..6] ~ normal(0, 0.5)
    param v[1..4] ~ uniform(-1, 1)
    z[j] = sum(i: W[j,i]*x[i])
    a[j] = silu(z[j]) + tanh(z[j])/sqrt(1 + z[j]^2)
    p = sigmoid(sum(j: v[j]*a[j]))
    q[j] = softmax(j: z[j])
    L = binary_cross_entropy(p, 1) + huber(z[1], 2)/7 - log(q[2])*abs(v[1]) + exp(-z[2]^2)
    minimize L by clip_norm(0.1) then adam(rate: 0.02), steps: 2
    digits 3
    ```
    """,
    """
    # Decimals
    ```lesson
    param x1 = 1, x2 = 3.0001, x3 = 5
    param gamma = 0.003, beta = 1e-7
    mu = (x1 + x2 + x3)/3
    var = ((x1 - mu)^2 + (x2 - mu)^2 + (x3 - mu)^2)/3
    sd = sqrt(var + 1e-5)
    n2 = (x2 - mu)/sd
    y2 = gamma*n2 + beta
    L = y2^2
    minimize L by nesterov(rate: 0.5/step), steps: 1
    decimals 4
    ```
    """,
  ]

  /// Each row of numbers, read as a lesson of its own, gives the printed result: within ten units
  /// of its last digit for the rounding of the operands, and half a unit for its own.
  @Test(arguments: lessons, Working.allCases)
  func `are true by themselves`(document: String, working: Working) throws {
    let lesson = try Lesson.read(Source(name: "lesson.md", text: document))
    let trace = try Trace(running: lesson.program)
    var options = ShowOptions()
    options.showsAll = true
    options.working = working
    let walkthrough = Walkthrough(lesson, trace, options, fractions: .inRow)
    let math = TextMath(isASCII: true)
    var checked = 0
    for case .equation(let equation) in walkthrough.sections.flatMap(\.content)
    where equation.rows.count > 2 {
      let numbers = math.text(equation.rows[equation.rows.count - 2])
      let result = math.text(equation.rows[equation.rows.count - 1])
      let row = try Lesson.read(
        Source(name: "row.md", text: "```lesson\nq = \(numbers)\n```"))
      let value = try #require(try Trace(running: row.program).value(of: 0, at: 1))
      let printed = try #require(Double(result))
      let unit = unit(of: printed, lesson.precision)
      #expect(abs(value - printed) <= 10.5 * unit, "\(math.text(equation.left)) = \(numbers)")
      checked += 1
    }
    #expect(checked >= 9)
  }

  private func unit(of value: Double, _ precision: Precision) -> Double {
    guard value != 0 else { return 1e-12 }
    let exponent = DecimalExpansion(exactly: value).exponent
    let last =
      switch precision {
      case .digits(let count): exponent - count + 1
      case .decimals(let count): exponent < -count ? exponent - count + 1 : -count
      }
    return Function.raise(10, to: Double(last))
  }
}
