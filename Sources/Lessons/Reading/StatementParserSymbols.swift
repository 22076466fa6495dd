import Diagnostics
import Formulas

/// How names are printed, and which are not.
extension StatementParser {
  mutating func symbol() throws(Diagnostic) -> Statement {
    let (name, place) = try parser.expectName("a name")
    try parser.expect("=", "and how '\(name)' is printed")
    return .symbol(name, try printedSymbol(), place: place)
  }

  /// Takes `hat(y)`, `z^(2)`, `x_(in)` or a plain name.
  private mutating func printedSymbol() throws(Diagnostic) -> PrintedSymbol {
    let (word, place) = try parser.expectName("a name, or hat, bar or tilde of one")
    if let accent = PrintedSymbol.Accent(rawValue: word), parser.take("(") {
      if parser.token(ahead: 1)?.isSign("(") == true,
        PrintedSymbol.Accent(rawValue: parser.text(parser.token)) != nil
      {
        throw Diagnostic("a symbol has one accent", at: parser.token.place)
      }
      let inner = try printedSymbol()
      try parser.expect(")")
      return PrintedSymbol(
        base: inner.base, accent: accent, superscript: inner.superscript,
        isPower: inner.isPower, subscript: inner.subscript)
    }
    var base = word
    let hasSubscript = parser.token.isSign("(") && base.hasSuffix("_") && base.count > 1
    if hasSubscript { base.removeLast() }
    let below = hasSubscript ? try parenthesised() : nil
    let isRaised = parser.take("^")
    let isPower = isRaised && !parser.token.isSign("(")
    let above = isPower ? try exponent() : isRaised ? try parenthesised() : nil
    if parser.token.isSign("(") {
      throw .unknown(
        "'\(word)' is no accent", at: place, word: word,
        among: PrintedSymbol.Accent.allCases.map(\.rawValue))
    }
    return PrintedSymbol(
      base: base, accent: nil, superscript: above, isPower: isPower, subscript: below)
  }

  /// Takes names as they are typed or printed, with commas between them.
  mutating func hiddenNames() throws(Diagnostic) -> [HiddenName] {
    var names: [HiddenName] = []
    repeat {
      let start = parser.token.place.lowerBound
      var depth = 0
      while !parser.isAtEnd, depth > 0 || !parser.token.isSign(",") {
        if parser.token.isSign("[") || parser.token.isSign("(") { depth += 1 }
        if parser.token.isSign("]") || parser.token.isSign(")") { depth -= 1 }
        parser.advance()
      }
      if start >= parser.previousEnd { throw parser.unexpected("a name") }
      let place = start..<parser.previousEnd
      names.append(HiddenName(text: parser.source.text(place), place: place))
    } while parser.take(",")
    return names
  }

  /// Takes a number or a letter behind `^`.
  private mutating func exponent() throws(Diagnostic) -> String {
    let text = parser.text(parser.token)
    guard !text.isEmpty, text.allSatisfy({ $0.isLetter || $0.isASCII && $0.isNumber }) else {
      throw Diagnostic(
        "expected what stands above: a number, a letter, or '(…)'", at: parser.token.place)
    }
    parser.advance()
    return text
  }

  private mutating func parenthesised() throws(Diagnostic) -> String {
    try parser.expect("(")
    var text = ""
    while !parser.token.isSign(")"), !parser.isAtEnd {
      text += parser.text(parser.token)
      parser.advance()
    }
    try parser.expect(")")
    return text
  }
}
