package import Diagnostics

/// A word, number or sign of a lesson, with its place.
package struct Token: Sendable {
  package enum Kind: Hashable, Sendable {
    case number, name, text
    /// A sign of one or two ASCII characters, such as `(` or `<=`.
    case sign(String)
    case newline
    case end
  }

  package let kind: Kind
  package let place: Range<Int>

  package func isSign(_ sign: String) -> Bool { kind == .sign(sign) }
}

/// Splits a text into tokens.
///
/// A line end inside a bracket, or after an operator, a comma or `=`, is no token:
/// the statement goes on in the next line. Comments are left out.
package struct Tokenizer {
  private let source: Source
  private let end: Int
  private var position: Int
  private var openBrackets: [Int] = []

  package init(_ source: Source, in place: Range<Int>) {
    self.source = source
    self.position = place.lowerBound
    self.end = place.upperBound
  }

  /// Returns the tokens of the next statement without its line end; empty for a blank
  /// line, `nil` after the last one.
  ///
  /// After a mistake the next call goes on with the line that follows the mistake.
  package mutating func nextStatement() throws(Diagnostic) -> [Token]? {
    guard position < end else { return nil }
    let start = position
    openBrackets = []
    var tokens: [Token] = []
    do throws(Diagnostic) {
      while let token = try nextToken() {
        if token.kind == .newline {
          if openBrackets.isEmpty && !(tokens.last.map(goesOn) ?? false) { return tokens }
        } else {
          tokens.append(token)
        }
      }
      if let open = openBrackets.last {
        let bracket = source.text(open..<open + 1)
        throw Diagnostic("'\(bracket)' is never closed", at: open..<open + 1)
      }
    } catch {
      let line = source.line(at: error.place.lowerBound).range
      // A bracket left open swallowed what follows: go on after its own line.
      position = max(min(line.upperBound, end), start)
      skipLine()
      throw error
    }
    return tokens
  }

  private mutating func skipLine() {
    while position < end, source.bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position = min(position + 1, end)
  }

  private func goesOn(after token: Token) -> Bool {
    guard case .sign(let sign) = token.kind else { return false }
    return ["+", "-", "*", "/", "^", ",", "=", "<", "<=", ">", ">=", "==", "~", ":"].contains(sign)
  }

  private func byte(_ offset: Int) -> UInt8 { offset < end ? source.bytes[offset] : 0 }

  private mutating func nextToken() throws(Diagnostic) -> Token? {
    while position < end {
      let start = position
      let character = byte(start)
      switch character {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "#"):
        while position < end, byte(position) != UInt8(ascii: "\n") { position += 1 }
      case UInt8(ascii: "\n"):
        position += 1
        return Token(kind: .newline, place: start..<position)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        return number()
      case UInt8(ascii: ".") where isDigit(byte(start + 1)):
        return number()
      case UInt8(ascii: "\""):
        return try quotedText()
      default:
        if let name = name() { return name }
        let (scalar, length) = scalar(at: start)
        guard let scalar, !scalar.isASCII, scalar.isSpace else { return try sign() }
        position += length
      }
    }
    return nil
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private mutating func number() -> Token {
    let start = position
    while isDigit(byte(position)) { position += 1 }
    if byte(position) == UInt8(ascii: "."), byte(position + 1) != UInt8(ascii: ".") {
      position += 1
      while isDigit(byte(position)) { position += 1 }
    }
    if byte(position) | 0x20 == UInt8(ascii: "e") {
      let sign = byte(position + 1)
      let signed = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
      if isDigit(byte(position + (signed ? 2 : 1))) {
        position += signed ? 2 : 1
        while isDigit(byte(position)) { position += 1 }
      }
    }
    return Token(kind: .number, place: start..<position)
  }

  private mutating func quotedText() throws(Diagnostic) -> Token {
    let start = position
    position += 1
    while position < end, byte(position) != UInt8(ascii: "\n") {
      position += 1
      if byte(position - 1) == UInt8(ascii: "\"") {
        return Token(kind: .text, place: start..<position)
      }
    }
    throw Diagnostic("the quotation mark is never closed", at: start..<start + 1)
  }

  /// A letter of any script or `_`, then letters, marks, digits and `_`.
  private mutating func name() -> Token? {
    let start = position
    var next = position
    while next < end {
      let first = source.bytes[next]
      if first < 0x80 {
        let isLetter = first | 0x20 >= UInt8(ascii: "a") && first | 0x20 <= UInt8(ascii: "z")
        guard isLetter || first == UInt8(ascii: "_") || next > start && isDigit(first) else {
          break
        }
        next += 1
      } else {
        let (scalar, length) = scalar(at: next)
        guard let properties = scalar?.properties,
          properties.isAlphabetic
            || next > start && properties.canonicalCombiningClass != .notReordered
        else { break }
        next += length
      }
    }
    if next == start { return nil }
    position = next
    return Token(kind: .name, place: start..<next)
  }

  private func scalar(at offset: Int) -> (scalar: Unicode.Scalar?, length: Int) {
    let piece = String(decoding: source.bytes[offset..<min(offset + 4, end)], as: UTF8.self)
    guard let scalar = piece.unicodeScalars.first, scalar != "\u{FFFD}" else { return (nil, 1) }
    return (scalar, String(scalar).utf8.count)
  }

  private mutating func sign() throws(Diagnostic) -> Token {
    let start = position
    if let sign = Tokenizer.sign(byte(start), byte(start + 1)) {
      position += sign.utf8.count
      switch sign {
      case "(", "[": openBrackets.append(start)
      case ")", "]": try close(sign, at: start)
      default: break
      }
      return Token(kind: .sign(sign), place: start..<position)
    }
    let (scalar, length) = scalar(at: start)
    let place = start..<min(start + length, end)
    position = place.upperBound
    guard let scalar else { throw Diagnostic("this is not UTF-8 text", at: place) }
    if scalar.isInvisible {
      throw Diagnostic(
        "there is an invisible character here, \(scalar.codeAndName)", at: place,
        note: "delete it; such characters come with texts that are copied from elsewhere")
    }
    let plain = Tokenizer.plainForms[scalar]
    let shown =
      scalar.properties.generalCategory == .control
      ? "a control character (U+\(String(scalar.value, radix: 16, uppercase: true)))"
      : "'\(scalar)'"
    throw Diagnostic(
      "unexpected \(shown)", at: place, note: plain.map { "did you mean '\($0)'?" })
  }

  private mutating func close(_ sign: String, at offset: Int) throws(Diagnostic) {
    guard let open = openBrackets.popLast() else {
      throw Diagnostic("'\(sign)' closes nothing", at: offset..<offset + 1)
    }
    let opening = source.text(open..<open + 1)
    if (opening == "(") != (sign == ")") {
      throw Diagnostic(
        "'\(opening)' is closed by '\(sign)'", at: offset..<offset + 1,
        note: "the '\(opening)' stands in line \(source.line(at: open).number)")
    }
  }

  /// The sign that two bytes begin with.
  private static func sign(_ first: UInt8, _ second: UInt8) -> String? {
    switch (first, second) {
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): "<="
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): ">="
    case (UInt8(ascii: "="), UInt8(ascii: "=")): "=="
    case (UInt8(ascii: "."), UInt8(ascii: ".")): ".."
    default: first < 0x80 ? signs[Int(first)] : nil
    }
  }

  /// The signs of one character, by their bytes.
  private static let signs: [String?] = {
    var signs = [String?](repeating: nil, count: 0x80)
    for sign in "+-*/^()[],:=~'<>.".utf8 { signs[Int(sign)] = String(UnicodeScalar(sign)) }
    return signs
  }()

  private static let plainForms: [Unicode.Scalar: String] = [
    "−": "-", "–": "-", "·": "*", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "…": "..", "{": "(",
    "}": ")", ";": ",", "²": "^2", "³": "^3", "√": "sqrt", "，": ",", "（": "(", "）": ")", "＝": "=",
    "：": ":", "|": "abs(…)",
  ]
}
