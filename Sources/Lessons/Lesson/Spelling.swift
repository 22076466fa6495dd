import Formulas

/// The letters of a name: as it was typed, and its parts in print.
package struct Spelling: Hashable, Sendable {
  package let typed: String
  package let base: String
  package var accent: PrintedSymbol.Accent?
  /// Without parentheses; a format puts them around a number, which would else be a power.
  package var superscript: String?
  /// Whether the superscript looks like a power, so that no parentheses part them: σ².
  package var isPower: Bool
  package var `subscript`: String?

  package init(
    typed: String, base: String, accent: PrintedSymbol.Accent? = nil, superscript: String? = nil,
    isPower: Bool = false, subscript: String? = nil
  ) {
    self.typed = typed
    self.base = base
    self.accent = accent
    self.superscript = superscript
    self.isPower = isPower
    self.subscript = `subscript`
  }

  /// A quantity's name, by the rules of the lesson language.
  ///
  /// Trailing digits are a subscript, or a superscript in parentheses where indices follow; what
  /// follows an underscore is a subscript; the names of Greek letters are those letters.
  package init(of name: String, hasIndices: Bool) {
    if name.utf8.contains(UInt8(ascii: "_")), let underscore = name.firstIndex(of: "_"),
      underscore > name.startIndex
    {
      let base = String(name[..<underscore])
      let rest = String(name[name.index(after: underscore)...])
      self =
        rest.isEmpty
        ? Spelling(typed: name, base: name)
        : Spelling(typed: name, base: GreekLetters.letter(base) ?? base, subscript: rest)
      return
    }
    let letters = name.trimmingSuffix { $0.isASCII && $0.isNumber }
    let base = GreekLetters.letter(String(letters)) ?? String(letters)
    if letters.isEmpty || letters.endIndex == name.endIndex {
      self = Spelling(typed: name, base: letters.isEmpty ? name : base)
      return
    }
    let digits = String(name[letters.endIndex...])
    self =
      hasIndices
      ? Spelling(typed: name, base: base, superscript: digits)
      : Spelling(typed: name, base: base, subscript: digits)
  }

  /// A quantity's name, as the author wants it.
  package init(of name: String, as symbol: PrintedSymbol) {
    self.init(
      typed: name, base: GreekLetters.letter(symbol.base) ?? symbol.base, accent: symbol.accent,
      superscript: symbol.superscript, isPower: symbol.isPower, subscript: symbol.subscript)
  }

  /// What a name with such indices looks like: what was typed does not show, and indices look like a
  /// subscript.
  package func look(indices: [String] = []) -> Spelling {
    let below = ([`subscript`].compactMap { $0 } + [indices.joinedIndices].filter { !$0.isEmpty })
      .joined(separator: ",")
    return Spelling(
      typed: "", base: base, accent: accent, superscript: superscript, isPower: isPower,
      subscript: below)
  }
}

extension [String] {
  /// Indices one after the other, with commas unless each is one letter or digit.
  package var joinedIndices: String {
    joined(separator: allSatisfy { $0.count == 1 } ? "" : ",")
  }
}

extension StringProtocol {
  /// The text before the longest suffix whose characters all satisfy a condition.
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> SubSequence {
    var end = endIndex
    while end > startIndex, condition(self[index(before: end)]) { end = index(before: end) }
    return self[..<end]
  }
}
