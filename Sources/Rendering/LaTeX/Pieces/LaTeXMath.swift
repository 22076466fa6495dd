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
  /// Whether it is only tried how wide a formula is: what would be written in a row is too wide.
  private(set) var isTrial = false
  /// Whether it stands in a line of text or in a table, where derivatives have a slash.
  var isInline = false

  func piece(_ node: MathNode) -> LaTeXPiece { breakable(node).unbroken }

  /// Prints without writing anything in a row, in time that grows with the formula alone.
  var trying: LaTeXMath {
    var math = self
    math.isTrial = true
    return math
  }

  func breakable(_ node: MathNode) -> BreakableLaTeX {
    var printer = LaTeXPrinter(math: self)
    printer.print(node)
    printer.writer.flush()
    return printer.writer.result
  }

  func piece(_ number: NumberText) -> LaTeXPiece {
    switch number.significand {
    case "nan":
      return LaTeXPiece(characters: "NaN", inWords: true)
        .within("\\mathrm{", "}", adding: LaTeXWidth.roomOfWords)
    case "inf": return LaTeXPiece(command: "infty")
    case "-inf": return LaTeXPiece(characters: "-") + LaTeXPiece(command: "infty")
    default: break
    }
    guard let exponent = number.exponent else {
      return LaTeXPiece(characters: number.significand)
    }
    let power = LaTeXPiece(characters: "10") + .raised(LaTeXPiece(characters: "\(exponent)"))
    if number.magnitude.significand == "1" {
      return LaTeXPiece(characters: number.isNegative ? "-" : "") + power
    }
    return LaTeXPiece(characters: number.significand) + LaTeXPiece(command: "times") + power
  }

  // Names.

  func piece(_ name: MathName) -> LaTeXPiece {
    switch name {
    case .quantity(let spelling, let indices):
      return piece(spelling, below: index(indices.map(\.typed).joinedIndices))
    case .updated(let parameter): return raised(parameter, to: LaTeXPiece(characters: "+"))
    case .previous(let state): return raised(state, to: LaTeXPiece(characters: "-"))
    case .derivative(let top, let below): return derivative(of: top, by: below)
    case .term(let spelling, let block, let parameter):
      let term = piece(spelling, below: parameter.map { piece($0) } ?? LaTeXPiece())
      guard let block else { return term }
      return (escaped(block, inWords: true) + LaTeXPiece(characters: ".")).asWords + term
    case .share(let derivative, let user):
      let via = user.map { LaTeXText.words("via ").asWords + piece($0) }
      return piece(derivative).within("\\left.", "\\right|", adding: 107)
        + .lowered(via ?? LaTeXText.words("directly").asWords)
    }
  }

  /// Indices as they are typed: numbers, letters, and names of several letters.
  func index(_ typed: String) -> LaTeXPiece {
    typed.map { character in
      greek(String(character))
        ?? (character.isASCII
          ? LaTeXText.escaped(character, inWords: false)
          : LaTeXText.words(String(character)).asWords)
    }.joined()
  }

  /// A superscript, above the subscript where there is no other one.
  func raised(_ name: MathName, to exponent: LaTeXPiece) -> LaTeXPiece {
    switch name {
    case .quantity(let spelling, _) where spelling.superscript == nil,
      .term(let spelling, _, _) where spelling.superscript == nil:
      piece(name) + .raised(exponent)
    default: piece(name).inBraces + .raised(exponent)
    }
  }

  private func derivative(of top: MathName, by below: [MathName]) -> LaTeXPiece {
    let sign = LaTeXPiece(command: "partial")
    let order = below.count == 1 ? nil : LaTeXPiece(characters: String(below.count))
    let variables: LaTeXPiece
    if let order, below.allSatisfy({ $0 == below[0] }) {
      variables = sign + operand(below[0]).inBraces + .raised(order)
    } else {
      variables = below.map { sign + operand($0) }.joined(by: LaTeXPiece("\\,", width: 17))
    }
    let ordered = order.map { order in
      LaTeXPiece("\\partial", width: sign.width) + .raised(order) + .space
    }
    let above = (ordered ?? sign) + operand(top)
    return isInline
      ? above + LaTeXPiece(characters: "/") + variables : .fraction(above, variables)
  }

  private func operand(_ name: MathName) -> LaTeXPiece {
    name.isDerivative ? piece(name).within("\\left(", "\\right)", adding: 118) : piece(name)
  }

  private func piece(_ spelling: Spelling, below indices: LaTeXPiece) -> LaTeXPiece {
    var piece = letters(spelling.base)
    if let accent = spelling.accent { piece = piece.within("\\\(accent.rawValue){", "}") }
    if let above = spelling.superscript {
      // A bare number would be a power.
      let isNumber = !spelling.isPower && above.allSatisfy { $0.isASCII && $0.isNumber }
      piece += .raised(isNumber ? LaTeXPiece(characters: "(\(above))") : letters(above))
    }
    let below = [spelling.subscript.map(small), indices.isEmpty ? nil : indices]
      .compactMap { $0 }.joined(by: LaTeXPiece(characters: ","))
    return below.isEmpty ? piece : piece + .lowered(below)
  }

  /// A subscript: a letter and digits as they are, a word upright.
  private func small(_ text: String) -> LaTeXPiece {
    let isShort = text.count(where: \.isLetter) <= 1
    return isShort && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      ? LaTeXPiece(characters: text) : letters(text)
  }

  /// One letter in italics; of several, one word and not a product.
  ///
  /// Letters that fonts for formulas lack, such as Chinese ones, are set as text.
  private func letters(_ text: String) -> LaTeXPiece {
    if let letter = greek(text) { return letter }
    if text.count == 1, text.allSatisfy({ $0.isASCII }) { return escaped(text, inWords: false) }
    let commands = text.map { $0.isASCII ? nil : greek(String($0)) }
    if zip(text, commands).contains(where: { !$0.isASCII && $1 == nil }) {
      return LaTeXText.words(text).asWords
    }
    let characters = zip(text, commands).map { character, command in
      command ?? LaTeXText.escaped(character, inWords: true)
    }
    return characters.joined().within("\\mathit{", "}", adding: LaTeXWidth.roomOfWords)
  }

  private func greek(_ letter: String) -> LaTeXPiece? {
    GreekLetters.command(letter).map { LaTeXPiece($0, width: LaTeXWidth.of(greek: letter)) }
  }

  /// Text in which no character is a command.
  private func escaped(_ text: String, inWords isText: Bool) -> LaTeXPiece {
    text.map { LaTeXText.escaped($0, inWords: isText) }.joined()
  }
}
