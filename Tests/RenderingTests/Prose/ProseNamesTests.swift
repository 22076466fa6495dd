import Diagnostics
import Lessons
import Testing
import Tracing

@testable import Rendering

/// Names of quantities among an author's words, set as formulas set them.
struct ProseNamesTests {
  private static let xor = """
    ```data n
    x[1],x[2],y
    0,1,1
    1,0,0
    ```

    ```lesson
    param W1[1..3, 1..2] = 0.1
    param b1[1..3] = 0
    param w2[1..3] = 0.2
    param b2 = 0
    z1[n,j] = sum(i: W1[j,i]*x[n,i]) + b1[j]
    a1[n,j] = tanh(z1[n,j])
    z2[n]   = sum(j: w2[j]*a1[n,j]) + b2
    p[n]    = sigmoid(z2[n])
    L       = mean(n: binary_cross_entropy(p[n], y[n]))
    minimize L by gd(rate: 0.1), steps: 1
    ```
    """

  private static let twoLayers = """
    ```lesson
    input x1 = 0.5
    param w5 = 0.4, w6 = 0.3, w = 2
    net_o1 = w5*x1 + w6*w
    E = (net_o1 - 1)^2
    minimize E by gd(rate: 0.1), steps: 1
    ```
    """

  private static func walkthrough(_ prose: String, _ lesson: String) throws -> Walkthrough {
    let lesson = try Lesson.read(
      Source(name: "lesson.md", text: "# Lesson\n\n\(prose)\n\n\(lesson)\n"))
    return Walkthrough(
      lesson, try Trace(running: lesson.program), ShowOptions(), fractions: .inRow)
  }

  private static func text(
    _ prose: String, _ lesson: String, isASCII: Bool = false
  ) throws -> String {
    let format = TextFormat(width: 200, isASCII: isASCII)
    return format.blocks(try walkthrough(prose, lesson).prose).map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n")
  }

  @Test(arguments: [
    ("the line for z1[n,j] stands for twelve", "the line for z⁽¹⁾ₙⱼ stands for twelve"),
    ("by z2[n] is (p[n] − y[n])/2:", "by z⁽²⁾ₙ is (pₙ − yₙ)/2:"),
    ("two rows, dL/dp[n] and dp[n]/dz2[n]; that", "two rows, ∂L/∂pₙ and ∂pₙ/∂z⁽²⁾ₙ; that"),
    ("∂L/∂z2[n] and ∂L/∂W1[1, 2]", "∂L/∂z⁽²⁾ₙ and ∂L/∂W⁽¹⁾₁₂"),
    ("In step 1, W1[1,1] and w2[2].", "In step 1, W⁽¹⁾₁₁ and w⁽²⁾₂."),
    ("because W1 has three rows. Of b2 it is", "because W⁽¹⁾ has three rows. Of b⁽²⁾ it is"),
    ("W1[1,1]' is new", "W⁽¹⁾₁₁⁺ is new"),
  ])
  func `members and families have their indices below`(typed: String, set: String) throws {
    #expect(try Self.text(typed, Self.xor) == set)
    #expect(!(try Self.text(typed, Self.xor, isASCII: true)).contains("₁"))
  }

  @Test(arguments: [
    "W1[4,1], W1[1], W1[1,1,1], W1[1..3, 1..2], w2[0]", "u*x1 + v*x2",
    "(1, 0) and 1..4 for 1..3",
    "`chainrule show xor --step 1`, `1..3`, `sigmoid(z2[n])`, `seed 3`, `z1[n`", "L and p stay",
    "dL/dq[n], d/dw2x, W1_x, aW1[1,1]",
  ])
  func `what the lesson does not have stays`(typed: String) throws {
    let plain = typed.filter { $0 != "`" }
    #expect(try Self.text(typed, Self.xor) == plain)
  }

  @Test(arguments: [
    ("w5, w5' and (net_o1).", "w₅, w₅⁺ and (netₒ₁)."),
    ("∂E/∂net_o1 = dE/dw5·2", "∂E/∂netₒ₁ = ∂E/∂w₅·2"),
    ("w5⁺ is not w5, `w⁺`", "w₅⁺ is not w₅, w⁺"),
    ("w5/w6, 1/w5 and u·x1 − w7·x2", "w₅/w₆, 1/w₅ and u·x₁ − w7·x2"),
    ("w alone, `w`, `w5` and $w6$", "w alone, w, w₅ and w₆"), ("`rate` and rate", "η and rate"),
    ("'w5' is x1's weight, x1-w5", "'w₅' is x₁'s weight, x₁-w₅"),
    ("**The w5 here** is *x1*", "The w₅ here is x₁"), ("## About w5", "About w₅\n────────"),
    ("- one w5", "• one w₅"), ("> of w5", "| of w₅"),
    // Addresses, options, files, calls and code.
    (
      "https://a.b/w5/x1 w5.csv a/w5 --w5 my-w5 w5@x1.org",
      "https://a.b/w5/x1 w5.csv a/w5 --w5 my-w5 w5@x1.org"
    ),
    ("[here](w5) w5(x) w5..w6 C:\\\\w5 w5^2", "[here](w5) w5(x) w5..w6 C:\\w5 w5^2"),
    ("`w5*x1` and `x1 + w`", "w5*x1 and x1 + w"), ("```text\nw5\n```", "    w5"),
  ])
  func `single quantities have their digits below`(typed: String, set: String) throws {
    #expect(try Self.text(typed, Self.twoLayers) == set)
  }

  @Test func `in tables they are set, and the columns keep to their widths`() throws {
    let table = "| w5 | a weight |\n|---|---|\n| `w5'`, ∂E/∂net_o1 | |"
    let set = """
          | w₅             | a weight |
          | -------------- | -------- |
          | w₅⁺, ∂E/∂netₒ₁ |          |
      """
    #expect(try Self.text(table, Self.twoLayers) == set)
    #expect(
      try Self.text(table, Self.twoLayers, isASCII: true).split(separator: "\n").last
        == "    | `w5'`, dE/dnet_o1 | |")
    let plain = "| w | a number |\n|---|---|"
    #expect(try Self.text(plain, Self.twoLayers) == "    | w | a number |\n    |---|---|")
  }

  @Test func `in ASCII names stay as they were typed`() throws {
    #expect(
      try Self.text("∂E/∂net_o1, `w5`, w5'", Self.twoLayers, isASCII: true)
        == "dE/dnet_o1, w5, w5'")
  }

  @Test func `Markdown and LaTeX have them as formulas`() throws {
    let prose = try Self.walkthrough("**The `w5` of x1**, a_b <w9>", Self.twoLayers).prose
    #expect(
      MarkdownFormat().blocks(prose) == ["**The** $`w_{5}`$ **of** $`x_{1}`$, a\\_b \\<w9\\>"])
    let latex = LaTeXFormat(PaperOptions()).blocks(prose).map(\.text).joined()
    #expect(latex.hasPrefix("\\textbf{The }$w_{5}$\\textbf{ of }$x_{1}$, "))
    let families = try Self.walkthrough("W1[1,1], dL/dz2[n]", Self.xor).prose
    #expect(
      MarkdownFormat().blocks(families) == [
        "$`W^{(1)}_{11}`$, $`\\partial L/\\partial z^{(2)}_{n}`$"
      ])
  }

  /// Brackets that nothing closes, bars and marks of derivatives are read a few times each.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "w5/", "w5[", "∂w5/", "w5[1,", "dw5/d", "w5'", "w5.", "a@b ",
    ])
  func `long texts take time in proportion`(part: String) throws {
    let text = String(repeating: part, count: 10_000)
    #expect(!(try Self.walkthrough(text, Self.twoLayers)).prose.isEmpty)
  }
}
