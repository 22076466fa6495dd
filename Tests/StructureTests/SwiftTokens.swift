/// A word or a sign of a Swift source; comments and the texts of strings are left out.
///
/// What is interpolated into a string stands between `(` and `)` in the place of the string.
struct SwiftToken {
  let text: String
  /// The line that it stands in, from 1.
  let line: Int

  static func all(in bytes: [UInt8]) -> [SwiftToken] {
    var reader = SwiftTokenReader(bytes: bytes)
    reader.readCode(isInterpolation: false)
    return reader.tokens
  }

  var isWord: Bool { text.utf8.first.map(\.isOfWord) ?? false }
  /// Whether it can be the name of a type.
  var isCapitalized: Bool { text.utf8.first.map { $0 >= 65 && $0 <= 90 } ?? false }
}

private struct SwiftTokenReader {
  let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private(set) var tokens: [SwiftToken] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads to the end, or to the bracket that closes an interpolation.
  mutating func readCode(isInterpolation: Bool) {
    var depth = 0
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        position += 1
      case UInt8(ascii: " "): position += 1
      case UInt8(ascii: "/") where next(1) == UInt8(ascii: "/"): skipLine()
      case UInt8(ascii: "#") where startsDirective: skipLine()
      case UInt8(ascii: "\""), UInt8(ascii: "#"): readString()
      case _ where byte.isOfWord: readWord()
      default:
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") { depth -= 1 }
        if depth < 0, isInterpolation { return }
        tokens.append(SwiftToken(text: String(UnicodeScalar(byte)), line: line))
        position += 1
      }
    }
  }

  private func next(_ offset: Int) -> UInt8 {
    position + offset < bytes.count ? bytes[position + offset] : 0
  }

  /// Whether `#if`, `#else` or `#endif` stands here.
  private var startsDirective: Bool { next(1) == UInt8(ascii: "i") || next(1) == UInt8(ascii: "e") }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
  }

  private mutating func readWord() {
    let start = position
    while position < bytes.count, bytes[position].isOfWord { position += 1 }
    tokens.append(
      SwiftToken(text: String(decoding: bytes[start..<position], as: UTF8.self), line: line))
  }

  /// Reads a string with its signs, or a `#` that begins none.
  private mutating func readString() {
    var hashes = 0
    while next(0) == UInt8(ascii: "#") {
      hashes += 1
      position += 1
    }
    guard next(0) == UInt8(ascii: "\"") else { return }
    let quotes = next(1) == UInt8(ascii: "\"") && next(2) == UInt8(ascii: "\"") ? 3 : 1
    position += quotes
    while position < bytes.count {
      if next(0) == UInt8(ascii: "\""), isRun(of: "\"", quotes, at: 0),
        isRun(of: "#", hashes, at: quotes)
      {
        position += quotes + hashes
        return
      }
      if next(0) == UInt8(ascii: "\\"), isRun(of: "#", hashes, at: 1) {
        position += 1 + hashes
        if next(0) == UInt8(ascii: "(") { readInterpolation() } else { position += 1 }
        continue
      }
      if next(0) == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  private func isRun(of sign: Unicode.Scalar, _ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { next(offset + $0) == UInt8(ascii: sign) }
  }

  private mutating func readInterpolation() {
    tokens.append(SwiftToken(text: "(", line: line))
    position += 1
    readCode(isInterpolation: true)
    tokens.append(SwiftToken(text: ")", line: line))
    position += 1
  }
}

extension UInt8 {
  /// Whether a letter, a digit, `_` or a part of another character.
  fileprivate var isOfWord: Bool {
    self >= 97 && self <= 122 || self >= 65 && self <= 90 || self >= 48 && self <= 57
      || self == 95 || self >= 128
  }
}
