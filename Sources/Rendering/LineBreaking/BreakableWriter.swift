/// Writes a formula with the places where a line may be broken.
struct BreakableWriter<Piece: LinePiece> {
  private(set) var result = Breakable<Piece>()
  /// What the next break ends.
  private var pending = Piece()
  private var pendingSpace = false
  private var pendingCost: Int?
  /// How many parentheses are open.
  private var depth = 0

  mutating func write(_ piece: Piece) { pending += piece }

  mutating func flush() {
    if !pending.isEmpty {
      result.append(pending, afterSpace: pendingSpace, breakCost: pendingCost)
    }
    pending = Piece()
  }

  /// Begins a piece before which the line may be broken; the less welcome, the deeper it stands.
  mutating func startPiece(afterSpace hasSpace: Bool = false, cost: Int) {
    flush()
    (pendingSpace, pendingCost) = (hasSpace, 3 * depth + cost)
  }

  mutating func open(_ fence: Piece) {
    write(fence)
    depth += 1
  }

  mutating func close(_ fence: Piece) {
    depth -= 1
    write(fence)
  }
}
