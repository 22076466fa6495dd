package import Diagnostics

/// A lesson's text in pieces: prose between fenced blocks.
package struct Document: Sendable {
  package enum Piece: Sendable {
    /// Markdown to be shown as it stands.
    case prose(Range<Int>)
    case lesson(Range<Int>)
    /// A table whose rows are counted by an index.
    case data(index: String, indexPlace: Range<Int>, Range<Int>)
    /// A piece of the trace that is shown here; what stands behind the word `show`.
    case show(Range<Int>)
  }

  package let source: Source
  package let pieces: [Piece]
  /// The first heading, or the file's name.
  package let title: String
  /// What stands between `{{` and `}}` in prose, in the order of the text.
  package let values: [Range<Int>]

  /// Whether it says which pieces of the trace are shown.
  package var hasShowBlocks: Bool {
    pieces.contains { piece in
      if case .show = piece { return true }
      return false
    }
  }

  var showsParts: Bool { hasShowBlocks || !values.isEmpty }
}

extension StringProtocol {
  /// The text without white space at either end.
  package var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
