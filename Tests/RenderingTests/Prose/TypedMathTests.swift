import Testing

@testable import Rendering

/// What an author typed between dollar signs; which of it compiles was tried with LaTeX itself.
struct TypedMathTests {
  @Test(arguments: [
    ("x^2", "x^{2}"), ("\\frac{a}{b}", "\\frac{a}{b}"), ("\\hat y", "\\hat{y}"),
    ("w_{ij}^{(1)}", "w_{ij}^{(1)}"), ("f'(x)", "f'(x)"),
    ("\\sum_{i=1}^n x_i", "\\sum _{i=1}^{n} x_{i}"),
    ("\\left( x \\right)", "\\left( x \\right)"), ("\\sqrt[3]{x}", "\\sqrt[3]{x}"),
    ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "\\begin{pmatrix}1 & 2\\\\{}3 & 4\\end{pmatrix}"),
    (
      "\\begin{cases}\\begin{pmatrix}1&2&3\\end{pmatrix}&x\\\\0&y\\end{cases}",
      "\\begin{cases}\\begin{pmatrix}1 & 2 & 3\\end{pmatrix} & x\\\\{}0 & y\\end{cases}"
    ),
    ("η·损", "\\eta \\cdot \\text{损}"), ("x₁₂²", "x{{}_{1}}{{}_{2}}{{}^{2}}"),
    ("10^{-3}", "10^{-3}"), ("\\text{a_b}", "\\text{a\\_b}"),
    ("a<b", "a< b"), ("\\text{a<b|c}", "\\text{a\\textless{}b\\textbar{}c}"),
    // With a letter that joins what follows, or an accent, a sign is one character.
    (
      "\\text{\u{D4E}\\input\u{D4E}{x\u{D4E}}}",
      "\\text{\u{D4E}\\textbackslash{}input\u{D4E}\\{x\u{D4E}\\}}"
    ),
    ("\u{D4E}\\input", "\\text{\u{D4E}\\textbackslash{}}input"),
    ("\\\u{301}input", "\\text{\\textbackslash{}\u{301}}input"),
  ])
  func `goes through`(typed: String, latex: String) {
    #expect(TypedMath(typed).map { LaTeXPiece($0).text } == latex)
  }

  @Test(arguments: [
    "\\input{x}", "\\write18{id}", "\\def\\x{y}", "\\catcode`\\%=12", "^^5cinput", "x % y", "#1",
    "\\frac{1}", "a^b^c", "a_b_c", "f^2'", "{x", "x}", "\\left( x", "x \\right)",
    "\\left x \\right)",
    "\\begin{cases}a&b&c\\end{cases}", "\\begin{matrix}a\\end{pmatrix}",
    "\\begin{verbatim}x\\end{verbatim}",
    "a & b", "a \\\\ b", "\\text{\\input{x}}", "x^", "\\", "", " ", "\\limits", "$", "\\^",
    "\\\u{37E}",
    String(repeating: "{", count: 1000) + String(repeating: "}", count: 1000),
  ])
  func `is not taken for a formula`(typed: String) {
    #expect(TypedMath(typed) == nil)
  }

  @Test(arguments: [
    ("$x$ and $5 or $6", ["x"]), ("\\(a\\) \\[b\\] $$c$$", ["a", "b", "c"]), ("`$x$`", []),
    ("\\$x$", []), ("$ x$", []), ("$\\input{x}$", []), ("costs $3, $4", []),
  ])
  func `stands in prose`(text: String, formulas: [String]) {
    let found = ProseSpan.spans(of: text).compactMap { span in
      if case .math = span.style { span.text } else { nil }
    }
    #expect(found == formulas)
  }

  @Test func `prose without marks stays as it was typed`() {
    for text in ["a $x^2$ b", "it costs $5", "`code` is closed", "`code is not", "``a`b``"] {
      let marks = text.hasSuffix("not") ? text : text.filter { $0 != "`" }
      let plain = ProseSpan.spans(of: text).plainText
      #expect(plain == (text == "``a`b``" ? "a`b" : marks))
    }
  }
}
