import Diagnostics

/// Texts as Markdown shows them: nothing in them is obeyed.
package enum MarkdownText {
  /// Words of a paragraph, heading or cell; what looks like an address is no link.
  package static func escaped(_ text: String) -> String {
    text.printable.map { character in
      if character == "|" { return bar }
      return special.contains(character) ? "\\\(character)" : String(character)
    }.joined().replacing("://", with: "\\://").replacing("www.", with: "www\\.")
  }

  private static let special: Set<Character> = [
    "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "&", "~", "$", "!", "@",
  ]

  /// A bar that parts no cells, whatever stands before it.
  private static let bar = "&#124;"

  /// A text as it is, in a fence that is longer than any in it.
  ///
  /// In a table a bar would end the cell even there: a text with bars is set as words.
  package static func code(_ text: String, inTable: Bool = false) -> String {
    if inTable, text.contains("|") { return escaped(text) }
    let text = text.printable
    if text.allSatisfy({ $0 == " " }) { return "" }
    var (longest, run) = (0, 0)
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let space = text.first == "`" || text.last == "`" ? " " : ""
    return fence + space + text + space + fence
  }
}
