import Diagnostics
package import Decimals

/// Texts as LaTeX prints them outside of math mode: nothing in them is obeyed.
package enum LaTeXText {
  /// Words of a paragraph.
  package static func words(_ text: String) -> LaTeXPiece { set(text, longestWord: 20) }

  /// A text as it was typed, in a typewriter's letters.
  package static func typed(_ text: String) -> LaTeXPiece {
    let text = set(text, longestWord: 12)
    return text.isEmpty ? text : text.within("\\texttt{", "}")
  }

  /// A line as it was typed, with its spaces: signs are as wide as letters, so that columns stay.
  static func typedLine(_ line: String) -> LaTeXPiece {
    let spaces = line.prefix { $0 == " " }.count
    var rest = String(line.dropFirst(spaces))
    // Of several spaces LaTeX prints one.
    while rest.contains("  ") { rest = rest.replacing("  ", with: "\u{A0} ") }
    let indent = spaces == 0 ? "" : "\\hspace*{\(Double(spaces) / 2)em}"
    return set(rest, longestWord: 12, inColumns: true)
      .within("\\texttt{\(indent)", "}", adding: spaces * LaTeXWidth.digit)
  }

  /// A number in math mode.
  package static func number(_ number: NumberText) -> LaTeXPiece {
    LaTeXMath().piece(number).inFormula
  }

  /// Words outside of formulas, all else in them.
  package static func row(_ nodes: [MathNode]) -> LaTeXPiece {
    let math = LaTeXMath(isInline: true)
    return MathRun.runs(of: nodes).map { run in
      switch run {
      case .words(let words): self.words(words)
      case .formula(let node): math.piece(node).inFormula
      }
    }.joined()
  }

  // Words.

  /// A text whose long words may be broken at signs and after every few letters.
  private static func set(
    _ text: String, longestWord: Int, inColumns: Bool = false
  ) -> LaTeXPiece {
    text.printable.split(separator: " ", omittingEmptySubsequences: false).map { word in
      set(word: word, longest: longestWord, inColumns: inColumns)
    }.joined(by: LaTeXPiece(characters: " ", inWords: true))
  }

  private static func set(word: Substring, longest: Int, inColumns: Bool) -> LaTeXPiece {
    let isLong = word.count > longest
    var (result, signs, run) = (LaTeXPiece(), LaTeXSignRow(), 0)
    func ending() -> LaTeXPiece { signs.isEmpty ? LaTeXPiece() : signs.formula.inFormula }
    for character in word {
      let isSign = !character.isLetter && !character.isNumber && character != "."
      let isFirst = run == 0
      if let sign = LaTeXSign(character) {
        signs.append(sign)
        if inColumns {
          result += ending().within("\\makebox[0.5em]{", "}")
          signs = LaTeXSignRow()
        }
      } else {
        let printed = printed(character, after: result)
        result += ending() + printed
        signs = LaTeXSignRow()
      }
      run += 1
      if isLong, isSign && !isFirst || run == longest {
        result += ending() + LaTeXPiece("\\allowbreak{}", width: 0)
        (signs, run) = (LaTeXSignRow(), 1)
      }
    }
    return result + ending()
  }

  /// A character that nothing obeys; those that pdfLaTeX lacks stay, see ``LaTeXLetters``.
  private static func printed(_ character: Character, after piece: LaTeXPiece) -> LaTeXPiece {
    if let sign = signs[character] { return sign }
    // Two hyphens would be a dash.
    if character == "-", piece.text.hasSuffix("-") {
      return LaTeXPiece("{}-", width: LaTeXWidth.digit)
    }
    return escaped(character, inWords: true)
  }

  /// A character that is no command, in words or in a formula.
  static func escaped(_ character: Character, inWords isText: Bool) -> LaTeXPiece {
    let scalars = character.unicodeScalars
    let special = isText ? specialInWords : specialCharacters
    guard scalars.contains(where: { special[$0] != nil }) else {
      return LaTeXPiece(characters: String(character), inWords: isText)
    }
    // A sign and the accents behind it, or the letter that joins it, are one character.
    return scalars.map { scalar in
      special[scalar] ?? LaTeXPiece(characters: String(scalar), inWords: isText)
    }.joined()
  }

  /// What is another character in some fonts, or a rule.
  private static let specialInWords = specialCharacters.merging([
    "<": LaTeXPiece("\\textless{}", width: 78), ">": LaTeXPiece("\\textgreater{}", width: 78),
    "|": LaTeXPiece("\\textbar{}", width: 28),
  ]) { $1 }

  private static let specialCharacters: [Unicode.Scalar: LaTeXPiece] = [
    "\\": LaTeXPiece("\\textbackslash{}", width: 50), "{": escapedSign("{"), "}": escapedSign("}"),
    "$": escapedSign("$"), "&": escapedSign("&"), "#": escapedSign("#"), "_": escapedSign("_"),
    "%": escapedSign("%"), "^": LaTeXPiece("\\textasciicircum{}", width: 55),
    "~": LaTeXPiece("\\textasciitilde{}", width: 55),
  ]

  private static func escapedSign(_ sign: String) -> LaTeXPiece {
    LaTeXPiece("\\\(sign)", width: 55)
  }

  private static let signs: [Character: LaTeXPiece] = [
    "…": LaTeXPiece("\\dots{}", width: 134), "–": LaTeXPiece("--", width: 50),
    "—": LaTeXPiece("---", width: 100), "“": LaTeXPiece("``", width: 53),
    "”": LaTeXPiece("''", width: 53), "‘": LaTeXPiece("`", width: 28),
    "’": LaTeXPiece("'", width: 28), "\u{A0}": LaTeXPiece("~", width: LaTeXWidth.space),
    "°": LaTeXPiece("\\textdegree{}", width: 60), "§": LaTeXPiece("\\S{}", width: 60),
    "€": LaTeXPiece("\\texteuro{}", width: 85), "«": LaTeXPiece("<<", width: 134),
    "»": LaTeXPiece(">>", width: 134),
  ]
}
