/// How an author wants a name to be printed.
package struct PrintedSymbol: Hashable, Sendable {
  package enum Accent: String, CaseIterable, Sendable { case hat, bar, tilde }

  package let base: String
  package let accent: Accent?
  package let superscript: String?
  /// Whether the superscript is typed as a power, and printed as one: `sigma^2`.
  package let isPower: Bool
  package let `subscript`: String?

  /// The letters in a row, without indices.
  var typed: String {
    base + (accent?.rawValue ?? "") + (superscript ?? "") + (self.`subscript` ?? "")
  }
}
