package import Decimals
import Formulas

/// Texts as LaTeX prints them outside of math mode: nothing in them is obeyed.
package enum LaTeXText {
  /// Words of a paragraph; characters that pdfLaTeX lacks are arguments of `\other`.
  package static func escaped(_ text: String) -> String { set(text, longestWord: 20) }

  /// A text as it was typed, in a typewriter's letters.
  package static func typed(_ text: String) -> String {
    let text = set(text, longestWord: 12)
    return text.isEmpty ? "" : "\\texttt{\(text)}"
  }

  /// A text whose long words may be broken at signs and after every few letters.
  private static func set(_ text: String, longestWord: Int) -> String {
    text.printable.split(separator: " ", omittingEmptySubsequences: false).map { word in
      set(word: word, isLong: word.count > longestWord)
    }.joined(separator: " ")
  }

  private static func set(word: Substring, isLong: Bool) -> String {
    var (result, others, run) = ("", "", 0)
    for character in word {
      guard let printed = printed(character) else {
        others.append(character)
        continue
      }
      if !others.isEmpty { result += "\\other{\(others)}" }
      let isFirst = result.isEmpty
      result += printed
      (others, run) = ("", run + 1)
      let isSign = !character.isLetter && !character.isNumber && character != "."
      if isLong, isSign && !isFirst || run == longestRun {
        result += "\\allowbreak{}"
        run = 0
      }
    }
    return others.isEmpty ? result : result + "\\other{\(others)}"
  }

  private static let longestRun = 10

  /// A number in math mode.
  package static func number(_ number: NumberText) -> String { "$\(LaTeXMath().text(number))$" }

  /// What a document needs before it begins.
  package static let preamble = """
    \\ifdefined\\pdftexversion
      \\usepackage[T1]{fontenc}
      \\usepackage[utf8]{inputenc}
    \\fi
    % Characters that pdfLaTeX lacks; LuaLaTeX and XeLaTeX print them with a font that has them.
    \\newcommand{\\other}[1]{\\ifdefined\\pdftexversion[\\dots]\\else#1\\fi}
    """

  private static func printed(_ character: Character) -> String? {
    if character.isASCII { return LaTeXMath.escaped(String(character)) }
    if let sign = signs[character] { return sign }
    if let letter = GreekLetters.command(String(character)) { return "\\ensuremath{\(letter)}" }
    guard let scalar = character.unicodeScalars.first, character.unicodeScalars.count == 1
    else { return nil }
    return ("À"..."ÿ").contains(scalar) ? String(scalar) : nil
  }

  private static let signs: [Character: String] = {
    let math: [Character: String] = [
      "∂": "\\partial", "−": "-", "·": "\\cdot", "×": "\\times", "÷": "\\div", "≈": "\\approx",
      "≤": "\\le", "≥": "\\ge", "≠": "\\ne", "→": "\\to", "∞": "\\infty", "√": "\\surd",
      "±": "\\pm", "′": "'", "⁺": "^{+}", "⁻": "^{-}",
      "½": "\\tfrac12",
    ]
    let digits = (0...9).flatMap { digit in
      [(Array("₀₁₂₃₄₅₆₇₈₉")[digit], "_{\(digit)}"), (Array("⁰¹²³⁴⁵⁶⁷⁸⁹")[digit], "^{\(digit)}")]
    }
    let text: [Character: String] = [
      "…": "\\dots{}", "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`", "’": "'",
      "\u{A0}": "~", "°": "\\textdegree{}", "§": "\\S{}", "€": "\\texteuro{}",
    ]
    return (math.map { ($0, $1) } + digits).reduce(into: text) { signs, sign in
      signs[sign.0] = "\\ensuremath{\(sign.1)}"
    }
  }()
}
