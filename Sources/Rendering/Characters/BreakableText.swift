extension String: LinePiece {
  var width: Int { displayWidth }
  static var space: String { " " }
}

/// A line of text, its width counted in columns.
typealias BreakableText = Breakable<String>

extension BreakableText {
  /// Signs that a formula in prose rather has within a line.
  private static let signs: Set<Substring> = ["−", "+", "·", "=", "<", ">", "≤", "≥", "/"]
  private static let costAtSign = 3

  /// The words of a text, which may be parted anywhere between them, and between the signs of East
  /// Asian scripts.
  init(words text: String) {
    var before: Substring = ""
    for word in text.split(separator: " ") {
      let isAtSign = Self.signs.contains(word) || Self.signs.contains(before)
      for (index, part) in word.partsBetweenBreaks.enumerated() {
        append(
          String(part), afterSpace: index == 0,
          breakCost: index == 0 && isAtSign ? Self.costAtSign : 0)
      }
      before = word
    }
  }
}

extension Substring {
  /// The parts of a word between which a line may end.
  fileprivate var partsBetweenBreaks: [Substring] {
    if utf8.allSatisfy({ $0 < 0x80 }) { return [self] }
    var parts: [Substring] = []
    var start = startIndex
    var before: Character?
    for place in indices {
      if let before, before.mayEndLine(before: self[place]) {
        parts.append(self[start..<place])
        start = place
      }
      before = self[place]
    }
    return parts + [self[start...]]
  }
}

extension Character {
  /// Signs that no line begins with, and those that none ends with.
  private static let closing: Set<Character> = Set("、。，．！？；：）」』】》〉”’…,.!?;:)]}")
  private static let opening: Set<Character> = Set("（「『【《〈“‘([{")

  /// Whether a line may end between this sign and one that follows without a space.
  fileprivate func mayEndLine(before next: Character) -> Bool {
    (isEastAsian || next.isEastAsian) && !Self.closing.contains(next)
      && !Self.opening.contains(self)
  }
}
