import Diagnostics

/// Texts as Markdown shows them: nothing in them is obeyed.
package enum MarkdownText {
  /// Words of a paragraph, heading or cell; what looks like an address is no link.
  package static func escaped(_ text: String) -> String {
    // A sign and the accents behind it, or the letter that joins it, are one character.
    let escaped = text.printable.unicodeScalars.map { scalar in
      if scalar == "|" { return bar }
      if scalar == "@" { return at }
      return special.contains(scalar) ? "\\\(scalar)" : String(scalar)
    }.joined().unicodeScalars
    return String(
      escaped.replacing("://".unicodeScalars, with: "\\://".unicodeScalars)
        .replacing("www.".unicodeScalars, with: "www\\.".unicodeScalars))
  }

  private static let special: Set<Unicode.Scalar> = [
    "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "&", "~", "$", "!",
  ]

  /// A bar that parts no cells, whatever stands before it.
  private static let bar = "&#124;"

  /// A sign that no address has: a backslash would not keep GitHub from a link.
  private static let at = "@\u{200C}"

  /// A text as it is, in a fence that is longer than any in it.
  ///
  /// In a table a bar would end the cell even there: a text with bars is set as words.
  package static func code(_ text: String, inTable: Bool = false) -> String {
    let text = text.printable
    if inTable, text.unicodeScalars.contains("|") { return escaped(text) }
    if text.allSatisfy({ $0 == " " }) { return "" }
    let fence = String(repeating: "`", count: longestFence(in: text) + 1)
    let isFence = [text.unicodeScalars.first, text.unicodeScalars.last].contains("`")
    let space = isFence ? " " : ""
    return fence + space + text + space + fence
  }

  /// Lines as they are, in a fence that none of them closes.
  static func block(_ lines: [String]) -> [String] {
    let lines = lines.map(\.printable)
    let longest = lines.map(longestFence).reduce(0, max)
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return ["\(fence)text"] + lines + [fence]
  }

  private static func longestFence(in text: String) -> Int {
    text.unicodeScalars.split { $0 != "`" }.map(\.count).reduce(0, max)
  }

  /// A formula in a line.
  static func formula(_ latex: LaTeXPiece) -> String { "$`\(safe(latex.text).trimmingSpaces)`$" }

  /// Formulas in lines of their own.
  static func formulas(_ latex: String) -> [String] {
    ["```math"] + latex.split(whereSeparator: \.isNewline).map { safe(String($0)) } + ["```"]
  }

  /// A formula without the characters that Markdown and HTML have for markup: it is none even
  /// where the quotes around it are not known.
  private static func safe(_ latex: String) -> String {
    var result = MarkdownMath.line(latex.printable).unicodeScalars
    for (sign, command) in signs {
      result = result.replacing(sign.unicodeScalars, with: command.unicodeScalars)
    }
    return String(result)
  }

  /// In this order: a quotation mark stands in words only, and so do two signs in a row.
  private static let signs = [
    ("\\|", "\\Vert "), ("|", "\\vert "), ("<<", "«"), (">>", "»"), ("< ", "<"), ("> ", ">"),
    ("<", "\\lt "), (">", "\\gt "), ("``", "“"), ("`", "‘"), ("](", "]{}("), ("://", ":{}//"),
    ("www.", "www{}."), ("@", "@{}"),
  ]
}

extension String {
  var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
