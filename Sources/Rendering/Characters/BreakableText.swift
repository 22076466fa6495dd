/// A line of text that knows where it may be broken.
struct BreakableText {
  private struct Piece {
    let text: String
    let width: Int
    /// Whether a space stands before the piece, unless a line begins with it.
    let hasSpace: Bool
    /// How unwelcome a line break before the piece is; `nil` where there can be none.
    let breakCost: Int?
  }

  private var pieces: [Piece] = []

  /// Adds text that stays together; text that no break may part is joined to what stands before.
  ///
  /// Its width is counted in columns where nothing else is said.
  mutating func append(
    _ text: String, width: Int? = nil, afterSpace hasSpace: Bool = false, breakCost: Int? = nil
  ) {
    pieces.append(
      Piece(
        text: text, width: width ?? text.displayWidth, hasSpace: hasSpace, breakCost: breakCost))
  }

  /// The words of a text, which may be parted anywhere between them.
  init(words text: String = "") {
    for word in text.split(separator: " ") {
      append(String(word), afterSpace: true, breakCost: 0)
    }
  }

  var unbroken: String { line(pieces.indices) }

  /// How wide it is in one line.
  var width: Int {
    pieces.indices.reduce(0) { width, place in
      width + pieces[place].width + (pieces[place].hasSpace && place > 0 ? 1 : 0)
    }
  }

  /// Returns lines of at most so many columns, as long as there is somewhere to break.
  func lines(width: Int) -> [String] {
    var lines: [String] = []
    var start = 0
    while start < pieces.count {
      let end = endOfLine(from: start, width: width)
      lines.append(line(start..<end))
      start = end
    }
    return lines
  }

  private func line(_ range: Range<Int>) -> String {
    var text = ""
    for piece in pieces[range] {
      if piece.hasSpace, !text.isEmpty { text.append(" ") }
      text.append(piece.text)
    }
    return text
  }

  /// The place of the best break that still fits: the cheapest after a third of the line, and
  /// of several the last; else the last anywhere.
  private func endOfLine(from start: Int, width: Int) -> Int {
    var used = 0
    var best: (place: Int, cost: Int, isFull: Bool)?
    for place in start..<pieces.count {
      let piece = pieces[place]
      if place > start, let cost = piece.breakCost {
        if used > width, let best { return best.place }
        let isFull = 3 * used >= width
        let isBetter = best.map { !$0.isFull || isFull && cost <= $0.cost } ?? true
        if used <= width || best == nil, isBetter { best = (place, cost, isFull) }
      }
      used += piece.width + (piece.hasSpace && place > start ? 1 : 0)
    }
    return used > width ? best?.place ?? pieces.count : pieces.count
  }
}
