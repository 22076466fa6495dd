import Decimals
import Formulas
import Lessons

/// Prints formulas as LaTeX for math mode, with the commands of amsmath.
///
/// Fractions and derivatives are stacked: lay formulas out with ``FractionStyle/stacked``.
/// Parentheses have a size of their own and no `\left`, so that a line can be broken inside.
struct LaTeXMath: Sendable {
  /// Fractions, roots and powers wider than this are written in a row, where lines can be broken.
  var widest = Int.max
  /// Whether it stands in a line of text or in a table, where derivatives have a slash.
  var isInline = false

  func text(_ node: MathNode) -> String { breakable(node).unbroken }

  func breakable(_ node: MathNode) -> BreakableText {
    var printer = LaTeXPrinter(math: self)
    printer.print(node)
    printer.writer.flush()
    return printer.writer.result
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
  func raised(_ name: MathName, to exponent: String) -> String {
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
    let above = "\\partial\(order) \(operand(top))"
    return isInline ? "\(above)/\(variables)" : "\\frac{\(above)}{\(variables)}"
  }

  private func operand(_ name: MathName) -> String {
    name.isDerivative ? "\\left(\(text(name))\\right)" : text(name)
  }

  private func text(_ spelling: Spelling, below indices: String) -> String {
    var text = letters(spelling.base)
    if let accent = spelling.accent { text = "\\\(accent.rawValue){\(text)}" }
    if let above = spelling.superscript {
      // A bare number would be a power.
      let isNumber = !spelling.isPower && above.allSatisfy { $0.isASCII && $0.isNumber }
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
  ///
  /// Letters that fonts for formulas lack, such as Chinese ones, are set as text.
  private func letters(_ text: String) -> String {
    if let command = GreekLetters.command(text) { return command }
    if text.count == 1, text.allSatisfy({ $0.isASCII }) { return Self.escaped(text) }
    let commands = text.map { $0.isASCII ? nil : GreekLetters.command(String($0)) }
    if zip(text, commands).contains(where: { !$0.isASCII && $1 == nil }) {
      return "\\text{\(LaTeXText.escaped(text))}"
    }
    let characters = zip(text, commands).map { $1 ?? Self.escaped(String($0)) }
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

private struct LaTeXPrinter {
  let math: LaTeXMath
  var writer = BreakableWriter(measure: LaTeXWidth.of)

  init(math: LaTeXMath) { self.math = math }

  private mutating func write(_ text: String) { writer.write(text) }

  private func isWide(_ latex: String) -> Bool {
    math.widest < .max && LaTeXWidth.of(latex) > math.widest
  }

  mutating func print(_ node: MathNode) {
    switch node {
    case .number(let number): write(math.text(number))
    case .name(let name): write(math.text(name))
    case .words(let words): write("\\text{\(LaTeXText.escaped(words))}")
    case .sign(let sign): print(sign)
    case .row(let nodes): print(row: nodes)
    case .half: write("\\tfrac{1}{2}")
    case .fraction(let top, let bottom): print(top, over: bottom)
    case .power(let base, let exponent): print(base, raisedTo: math.text(exponent))
    case .exponential(let exponent):
      let power = "e^{\(math.text(exponent))}"
      if isWide(power) { return print("\\exp", of: exponent) }
      write(power)
    case .root(let operand):
      let root = "\\sqrt{\(math.text(operand))}"
      if isWide(root) { return print("\\operatorname{sqrt}", of: operand) }
      write(root)
    case .fenced(let fence, let operand): print(fence, operand)
    case .applied(let function, let member, let arguments):
      write(function.latex + (member.map { "_{\($0)}" } ?? ""))
      // A matrix has parentheses of its own.
      if arguments.count == 1, case .matrix = arguments[0] { return print(arguments[0]) }
      let height = arguments.map(\.height).max() ?? 0
      inside("(", ")", height: height) { printer in
        for (place, argument) in arguments.enumerated() {
          if place > 0 {
            printer.write(",")
            printer.writer.startPiece(cost: 1)
            printer.write("\\,")
          }
          printer.print(argument)
        }
      }
    case .cases(let then, let condition, let otherwise):
      print(then, if: condition, otherwise: otherwise)
    case .summed(let indices, let body):
      write(indices.map(text).joined())
      print(body)
    case .matrix(let rows):
      let columns = String(repeating: "r", count: rows.first?.count ?? 1)
      let cells = rows.map { $0.map(math.text).joined(separator: " & ") }
      write("\\left(\\begin{array}{\(columns)}")
      write(cells.joined(separator: " \\\\ ") + "\\end{array}\\right)")
    case .transposed(let operand): print(operand, raisedTo: "\\top ")
    case .ones: write("\\mathbf{1}")
    case .blank: write("\\rule{8em}{0.4pt}")
    case .ellipsis: write("\\dots ")
    }
  }

  /// Names that are multiplied stand side by side; between all others there is a point.
  private mutating func print(row nodes: [MathNode]) {
    for (place, node) in nodes.enumerated() {
      if node == .sign(.times), place > 0, place + 1 < nodes.count,
        nodes[place - 1].isPlainName, nodes[place + 1].isPlainName
      {
        write("\\,")
      } else {
        if node.isMatrix, place > 0, nodes[place - 1].isMatrix { writer.startPiece(cost: 2) }
        // Behind words, a minus sign would stand as one between two numbers.
        let isBehindWords = if place > 0, case .words = nodes[place - 1] { true } else { false }
        if isBehindWords, node.beginsWithMinus {
          write("{\(math.text(node))}")
        } else {
          print(node)
        }
      }
    }
  }

  private mutating func print(_ sign: MathSign) {
    switch sign {
    case .plus, .minus:
      writer.startPiece(cost: 0)
      write(sign == .plus ? " + " : " - ")
    case .times, .wideTimes:
      writer.startPiece(cost: sign == .times ? 2 : 1)
      write("\\cdot ")
    case .over:
      writer.startPiece(cost: 2)
      write("/")
    case .hadamard, .hadamardOver:
      writer.startPiece(cost: 1)
      write(sign == .hadamard ? "\\odot " : "\\oslash ")
    case .hadamardPower: write("\\odot ")
    case .comma:
      write(",\\ ")
      writer.startPiece(cost: 1)
    case .equals: write(" = ")
    case .negative: write("-")
    case .relation(_, _, let latex):
      writer.startPiece(cost: 2)
      write(" \(latex) ")
    }
  }

  private mutating func inside(
    _ opening: String, _ closing: String, height: Int, _ body: (_ printer: inout Self) -> Void
  ) {
    let size = ["", "\\bigg", "\\Bigg"][min(height, 2)]
    writer.open(size.isEmpty ? opening : "\(size)l\(opening)")
    body(&self)
    writer.close(size.isEmpty ? closing : "\(size)r\(closing)")
  }

  private mutating func print(_ fence: MathFence, _ operand: MathNode) {
    let (opening, closing) =
      switch fence {
      case .parentheses: ("(", ")")
      case .bars: ("\\lvert ", "\\rvert ")
      case .floor: ("\\lfloor ", "\\rfloor ")
      case .iverson: ("[", "]")
      }
    inside(opening, closing, height: operand.height) { $0.print(operand) }
  }

  /// Prints a call with the one pair of parentheses that it needs.
  private mutating func print(_ function: String, of operand: MathNode) {
    write(function)
    print(operand.inParentheses)
  }

  private mutating func print(_ top: MathNode, over bottom: MathNode) {
    let (above, below) = (math.text(top), math.text(bottom))
    if !isWide("\\frac{\(above)}{\(below)}") { return write("\\frac{\(above)}{\(below)}") }
    if !isWide(below) {
      write("\\frac{1}{\(below)}")
      print(.fenced(.parentheses, top))
    } else {
      let row = [.fenced(.parentheses, top), .sign(.over), MathNode.fenced(.parentheses, bottom)]
      print(.fenced(.parentheses, .row(row)))
    }
  }

  private mutating func print(_ base: MathNode, raisedTo exponent: String) {
    switch base {
    case .name(let name): write(math.raised(name, to: exponent))
    case .fenced:
      print(base)
      write("^{\(exponent)}")
    default: write("{\(math.text(base))}^{\(exponent)}")
    }
  }

  private mutating func print(_ then: MathNode, if condition: MathNode, otherwise: MathNode) {
    let cases =
      "\\begin{cases}\(math.text(then)) & \\text{if }\(math.text(condition))\\\\"
      + "\(math.text(otherwise)) & \\text{otherwise}\\end{cases}"
    if !isWide(cases) { return write(cases) }
    inside("\\{", "\\}", height: max(then.height, otherwise.height)) { printer in
      printer.print(then)
      printer.write("\\text{ if }")
      printer.print(condition)
      printer.write(";")
      printer.writer.startPiece(cost: 1)
      printer.write("\\ ")
      printer.print(otherwise)
      printer.write("\\text{ otherwise}")
    }
  }

  private func text(_ index: SumIndex) -> String {
    guard let range = index.range else { return "\\sum_{\(index.letter)} " }
    return "\\sum_{\(index.letter)=\(range.lowerBound)}^{\(range.upperBound)} "
  }
}

extension MathNode {
  /// How high it is: 0 for what fits in a line, 1 for a fraction or a large sign, 2 for more.
  fileprivate var height: Int {
    switch self {
    case .number, .words, .sign, .half, .blank, .ellipsis, .ones: 0
    case .matrix: 2
    case .transposed(let operand): operand.height
    case .name(let name): name.isDerivative ? 1 : 0
    case .row(let nodes): nodes.map(\.height).max() ?? 0
    case .fraction(let top, let bottom): 1 + max(top.height, bottom.height)
    case .power(let base, _): base.height
    case .exponential: 0
    case .root(let operand), .fenced(_, let operand): operand.height
    case .applied(_, _, let arguments): arguments.map(\.height).max() ?? 0
    case .cases: 2
    case .summed(_, let body): max(1, body.height)
    }
  }

  fileprivate var isPlainName: Bool {
    switch self {
    case .name(let name): !name.isDerivative
    case .power(.name(let name), .number): !name.isDerivative
    default: false
    }
  }
}
