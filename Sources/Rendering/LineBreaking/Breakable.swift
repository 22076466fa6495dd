/// A line that knows where it may be broken.
struct Breakable<Piece: LinePiece> {
  private struct Part {
    let piece: Piece
    let width: Int
    /// Whether a space stands before the piece, unless a line begins with it.
    let hasSpace: Bool
    /// How unwelcome a line break before the piece is; `nil` where there can be none.
    let breakCost: Int?
  }

  private var parts: [Part] = []

  init() {}

  /// Adds what stays together; what no break may part is joined to what stands before.
  mutating func append(_ piece: Piece, afterSpace hasSpace: Bool = false, breakCost: Int? = nil) {
    parts.append(
      Part(piece: piece, width: piece.width, hasSpace: hasSpace, breakCost: breakCost))
  }

  var unbroken: Piece { line(parts.indices) }

  /// How wide it is in one line.
  var width: Int {
    parts.indices.reduce(0) { width, index in
      width + parts[index].width + (parts[index].hasSpace && index > 0 ? 1 : 0)
    }
  }

  /// Returns lines that are at most so wide, as long as there is somewhere to break.
  func lines(width: Int) -> [Piece] {
    var lines: [Piece] = []
    var start = 0
    while start < parts.count {
      let end = endOfLine(from: start, width: width)
      lines.append(line(start..<end))
      start = end
    }
    return lines
  }

  private func line(_ range: Range<Int>) -> Piece {
    var line = Piece()
    for part in parts[range] {
      if part.hasSpace, !line.isEmpty { line += .space }
      line += part.piece
    }
    return line
  }

  /// The index of the best break that still fits: the cheapest after a third of the line, and
  /// of several the last; else the last anywhere.
  private func endOfLine(from start: Int, width: Int) -> Int {
    var used = 0
    var best: (index: Int, cost: Int, isFull: Bool)?
    for index in start..<parts.count {
      let part = parts[index]
      if index > start, let cost = part.breakCost {
        if used > width, let best { return best.index }
        let isFull = 3 * used >= width
        let isBetter = best.map { !$0.isFull || isFull && cost <= $0.cost } ?? true
        if used <= width || best == nil, isBetter { best = (index, cost, isFull) }
      }
      used += part.width + (part.hasSpace && index > start ? 1 : 0)
    }
    guard used > width, let best else { return parts.count }
    return best.index
  }
}
