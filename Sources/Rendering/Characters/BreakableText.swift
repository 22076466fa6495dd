extension String: LinePiece {
  var width: Int { displayWidth }
  static var space: String { " " }
}

/// A line of text, its width counted in columns.
typealias BreakableText = Breakable<String>

extension BreakableText {
  /// The words of a text, which may be parted anywhere between them.
  init(words text: String) {
    for word in text.split(separator: " ") {
      append(String(word), afterSpace: true, breakCost: 0)
    }
  }
}
