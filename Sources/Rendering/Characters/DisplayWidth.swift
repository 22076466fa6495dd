extension StringProtocol {
  /// How many columns a terminal gives the text: none to accents, two to East Asian characters.
  package var displayWidth: Int {
    // Almost all texts are of characters that are seen, one column each.
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
    return reduce(0) { $0 + $1.displayWidth }
  }
}

extension String {
  /// The text with spaces behind it, so that it is as wide.
  func padded(to width: Int) -> String { self + spaces(width - displayWidth) }

  /// The text up to its last character that is no space.
  package var withoutTrailingSpaces: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}

func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

extension Character {
  /// Whether it is as wide as two letters, like the signs of East Asian scripts.
  var isEastAsian: Bool { displayWidth == 2 }

  fileprivate var displayWidth: Int {
    guard let first = unicodeScalars.first else { return 0 }
    if first.isASCII { return (0x20..<0x7F).contains(first.value) ? 1 : 0 }
    return first.isWide ? 2 : first.hasNoWidth ? 0 : 1
  }
}

extension Unicode.Scalar {
  fileprivate var hasNoWidth: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
  }

  /// East Asian wide and full-width characters, and pictographs.
  fileprivate var isWide: Bool { Self.wideRanges.contains { $0.contains(value) } }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
    0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
    0x20000...0x3FFFD,
  ]
}
