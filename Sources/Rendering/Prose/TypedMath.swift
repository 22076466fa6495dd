/// A formula that an author typed in LaTeX's notation, within prose.
///
/// Only what is known to be harmless and whole is one: a page that holds it compiles, reads no file
/// and defines nothing.
package struct TypedMath: Hashable, Sendable {
  /// What stands in a row of a formula.
  indirect enum Part: Hashable, Sendable {
    case space
    case sign(Character)
    /// A sign behind a backslash.
    case escape(Character)
    /// A command that takes no argument.
    case symbol(String)
    /// A command that takes words.
    case words(command: String, String)
    case applied(command: String, [[Part]])
    case root(index: String?, [Part])
    case group([Part])
    case scripts(Part, [Script])
    case fenced(String, [Part], String)
    case table(String, rows: [[[Part]]])
  }

  enum Script: Hashable, Sendable {
    case raised([Part])
    case lowered([Part])
    case prime
  }

  let parts: [Part]

  /// `nil` where the text is no formula, or has a command in it that is not known.
  init?(_ typed: String) {
    var reader = TypedMathReader(rest: Array(typed)[...])
    guard let parts = reader.formula(), parts.contains(where: { $0 != .space }) else { return nil }
    self.parts = parts
  }
}
