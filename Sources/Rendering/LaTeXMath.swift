import Decimals
import Formulas
import Lessons

/// Prints formulas as LaTeX for math mode, with the commands of amsmath.
///
/// Fractions and derivatives are stacked: lay formulas out with ``FractionStyle/stacked``.
struct LaTeXMath: Sendable {
  func text(_ node: MathNode) -> String {
    switch node {
    case .number(let number): text(number)
    case .name(let name): text(name)
    case .words(let words): "\\text{\(Self.escaped(words))}"
    case .sign(let sign): text(sign)
    case .row(let nodes): nodes.map(text).joined()
    case .half: "\\tfrac{1}{2}"
    case .fraction(let top, let bottom): "\\frac{\(text(top))}{\(text(bottom))}"
    case .power(.name(let name), let exponent): raised(name, to: text(exponent))
    case .power(let base, let exponent): "{\(text(base))}^{\(text(exponent))}"
    case .exponential(let exponent): "e^{\(text(exponent))}"
    case .root(let operand): "\\sqrt{\(text(operand))}"
    case .fenced(let fence, let operand): text(fence, operand)
    case .applied(let function, let member, let arguments):
      function.latex + (member.map { "_{\($0)}" } ?? "")
        + "\\left(" + arguments.map(text).joined(separator: ",\\,") + "\\right)"
    case .cases(let then, let condition, let otherwise):
      "\\begin{cases}\(text(then))&\\text{if }\(text(condition))\\\\"
        + "\(text(otherwise))&\\text{otherwise}\\end{cases}"
    case .summed(let indices, let body): indices.map(text).joined() + text(body)
    case .ellipsis: "\\dots "
    }
  }

  func text(_ number: NumberText) -> String {
    switch number.significand {
    case "nan": return "\\mathrm{NaN}"
    case "inf": return "\\infty "
    case "-inf": return "-\\infty "
    default: break
    }
    guard let exponent = number.exponent else { return number.significand }
    if number.magnitude.significand == "1" {
      return (number.isNegative ? "-" : "") + "10^{\(exponent)}"
    }
    return "\(number.significand)\\times 10^{\(exponent)}"
  }

  private func text(_ sign: MathSign) -> String {
    switch sign {
    case .plus: " + "
    case .minus: " - "
    case .times, .wideTimes: "\\cdot "
    case .over: "/"
    case .comma: ",\\ "
    case .equals: " = "
    case .negative: "-"
    case .relation(_, _, let latex): " \(latex) "
    }
  }

  private func text(_ fence: MathFence, _ operand: MathNode) -> String {
    let (opening, closing) =
      switch fence {
      case .parentheses: ("(", ")")
      case .bars: ("|", "|")
      case .floor: ("\\lfloor ", "\\rfloor ")
      case .iverson: ("[", "]")
      }
    return "\\left\(opening)\(text(operand))\\right\(closing)"
  }

  private func text(_ index: SumIndex) -> String {
    guard let range = index.range else { return "\\sum_{\(index.letter)}" }
    return "\\sum_{\(index.letter)=\(range.lowerBound)}^{\(range.upperBound)}"
  }

  // Names.

  func text(_ name: MathName) -> String {
    switch name {
    case .quantity(let spelling, let indices):
      return text(spelling, below: indices.map(\.typed).joined(separator: ","))
    case .updated(let parameter): return raised(parameter, to: "+")
    case .previous(let state): return raised(state, to: "-")
    case .derivative(let top, let below): return derivative(of: top, by: below)
    case .term(let spelling, let block, let parameter):
      let qualifier = block.map { "\\text{\(Self.escaped($0)).}" } ?? ""
      return qualifier + text(spelling, below: parameter.map { text($0) } ?? "")
    case .share(let derivative, let user):
      let path = user.map { "\\text{via }\(text($0))" } ?? "\\text{directly}"
      return "\\left.\(text(derivative))\\right|_{\(path)}"
    }
  }

  /// A superscript, above the subscript where there is no other one.
  private func raised(_ name: MathName, to exponent: String) -> String {
    switch name {
    case .quantity(let spelling, _) where spelling.superscript == nil,
      .term(let spelling, _, _) where spelling.superscript == nil:
      "\(text(name))^{\(exponent)}"
    default: "{\(text(name))}^{\(exponent)}"
    }
  }

  private func derivative(of top: MathName, by below: [MathName]) -> String {
    let order = below.count == 1 ? "" : "^{\(below.count)}"
    let variables: String
    if below.count > 1, let first = below.first, below.allSatisfy({ $0 == first }) {
      variables = "\\partial {\(operand(first))}\(order)"
    } else {
      variables = below.map { "\\partial \(operand($0))" }.joined(separator: "\\,")
    }
    return "\\frac{\\partial\(order) \(operand(top))}{\(variables)}"
  }

  private func operand(_ name: MathName) -> String {
    name.isDerivative ? "\\left(\(text(name))\\right)" : text(name)
  }

  private func text(_ spelling: Spelling, below indices: String) -> String {
    var text = letters(spelling.base)
    if let accent = spelling.accent { text = "\\\(accent.rawValue){\(text)}" }
    if let above = spelling.superscript {
      // A bare number would be a power.
      let isNumber = above.allSatisfy { $0.isASCII && $0.isNumber }
      text += "^{\(isNumber ? "(\(above))" : letters(above))}"
    }
    let below = [spelling.subscript.map(small), indices.isEmpty ? nil : indices]
      .compactMap { $0 }.joined(separator: ",")
    return below.isEmpty ? text : text + "_{\(below)}"
  }

  /// A subscript: a letter and digits as they are, a word upright.
  private func small(_ text: String) -> String {
    let isShort = text.count(where: \.isLetter) <= 1
    return isShort && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      ? text : letters(text)
  }

  /// One letter in italics; of several, one word and not a product.
  private func letters(_ text: String) -> String {
    if let command = GreekLetters.command(text) { return command }
    if text.count == 1, text.allSatisfy({ $0.isASCII }) { return Self.escaped(text) }
    let characters = text.map { GreekLetters.command(String($0)) ?? Self.escaped(String($0)) }
    return "\\mathit{\(characters.joined())}"
  }

  /// Text in which no character is a command.
  static func escaped(_ text: String) -> String {
    text.map { specialCharacters[$0] ?? String($0) }.joined()
  }

  private static let specialCharacters: [Character: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
    "_": "\\_", "%": "\\%", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
  ]
}
