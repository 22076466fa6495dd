import Diagnostics
package import Decimals
import Formulas

/// Texts as LaTeX prints them outside of math mode: nothing in them is obeyed.
package enum LaTeXText {
  /// Words of a paragraph.
  package static func escaped(_ text: String) -> String { set(text, longestWord: 20) }

  /// A text as it was typed, in a typewriter's letters.
  package static func typed(_ text: String) -> String {
    let text = set(text, longestWord: 12)
    return text.isEmpty ? "" : "\\texttt{\(text)}"
  }

  /// A line as it was typed, with its spaces: signs are as wide as letters, so that columns stay.
  package static func typedLine(_ line: String) -> String {
    let spaces = line.prefix { $0 == " " }.count
    var rest = String(line.dropFirst(spaces))
    // Of several spaces LaTeX prints one.
    while rest.contains("  ") { rest = rest.replacing("  ", with: "\u{A0} ") }
    let indent = spaces == 0 ? "" : "\\hspace*{\(Double(spaces) / 2)em}"
    return "\\texttt{\(indent)\(set(rest, longestWord: 12, inColumns: true))}"
  }

  /// A text whose long words may be broken at signs and after every few letters.
  private static func set(_ text: String, longestWord: Int, inColumns: Bool = false) -> String {
    text.printable.split(separator: " ", omittingEmptySubsequences: false).map { word in
      set(word: word, longest: longestWord, inColumns: inColumns)
    }.joined(separator: " ")
  }

  private static func set(word: Substring, longest: Int, inColumns: Bool) -> String {
    let isLong = word.count > longest
    var (result, formula, run) = ("", "", 0)
    func ending() -> String { formula.isEmpty ? "" : "$\(formula)$" }
    for character in word {
      let isSign = !character.isLetter && !character.isNumber && character != "."
      let isFirst = run == 0
      if let sign = sign(character), inColumns {
        result += "\\makebox[0.5em]{$\(sign)$}"
      } else if let sign = sign(character) {
        formula.append(sign: sign)
      } else {
        result += ending() + printed(character, after: result)
        formula = ""
      }
      run += 1
      if isLong, isSign && !isFirst || run == longest {
        result += ending() + "\\allowbreak{}"
        (formula, run) = ("", 1)
      }
    }
    return result + ending()
  }

  /// A number in math mode.
  package static func number(_ number: NumberText) -> String { "$\(LaTeXMath().text(number))$" }

  /// A character that nothing obeys; those that pdfLaTeX lacks stay, see ``LaTeXDocument``.
  private static func printed(_ character: Character, after text: String) -> String {
    if let sign = signs[character] { return sign }
    // Two hyphens would be a dash.
    if character == "-", text.hasSuffix("-") { return "{}-" }
    return character.isASCII ? LaTeXMath.escaped(String(character)) : String(character)
  }

  /// A character that formulas have, as math mode prints it.
  static func sign(_ character: Character) -> String? {
    if character.isASCII { return nil }
    if let sign = mathSigns[character] { return sign }
    if let letter = GreekLetters.command(String(character)) { return letter }
    let scalars = Array(character.unicodeScalars)
    guard scalars.count == 2, let accent = accents[scalars[1]] else { return nil }
    let base = Character(scalars[0])
    if let letter = GreekLetters.command(String(base)) { return "\\\(accent){\(letter)}" }
    return base.isASCII && base.isLetter ? "\\\(accent){\(base)}" : nil
  }

  private static let accents: [Unicode.Scalar: String] = [
    "\u{302}": "hat", "\u{304}": "bar", "\u{303}": "tilde",
  ]

  private static let mathSigns: [Character: String] = {
    var signs: [Character: String] = [
      "∂": "\\partial ", "∇": "\\nabla ", "−": "-", "·": "\\cdot ", "×": "\\times ",
      "÷": "\\div ", "⊙": "\\odot ", "≈": "\\approx ", "≤": "\\le ", "≥": "\\ge ", "≠": "\\ne ",
      "→": "\\to ", "←": "\\gets ", "⇒": "\\Rightarrow ", "∞": "\\infty ", "√": "\\surd ",
      "±": "\\pm ", "∈": "\\in ", "∑": "\\sum ", "∏": "\\prod ", "′": "'", "½": "\\tfrac12 ",
      "ŷ": "\\hat{y}", "ĝ": "\\hat{g}", "ŵ": "\\hat{w}", "ā": "\\bar{a}",
    ]
    for (plain, small) in String.subscripts { signs[small] = "_{\(plain)}" }
    for (plain, small) in String.superscripts { signs[small] = "^{\(plain)}" }
    return signs
  }()

  private static let signs: [Character: String] = [
    "…": "\\dots{}", "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'",
    "\u{A0}": "~", "°": "\\textdegree{}", "§": "\\S{}", "€": "\\texteuro{}", "«": "<<", "»": ">>",
  ]
}

extension String {
  /// Adds a sign to a formula; scripts of one kind that follow one another are one script.
  fileprivate mutating func append(sign: String) {
    let mark = sign.first ?? " "
    guard mark == "^" || mark == "_" || mark == "'", hasSuffix("}") else {
      self += sign
      return
    }
    if mark != "'", let open = lastIndex(of: "{"), open > startIndex,
      self[index(before: open)] == mark
    {
      removeLast()
      self += sign.dropFirst(2)
    } else {
      self += "{}" + sign
    }
  }
}
