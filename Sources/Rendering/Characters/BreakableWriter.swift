/// Writes pieces of a formula, with the places where a line may be broken between them.
struct BreakableWriter {
  private(set) var result = BreakableText()
  /// What a text takes of a line.
  let measure: (String) -> Int
  /// Text that the next break ends.
  private var pending = ""
  private var pendingSpace = false
  private var pendingCost: Int?
  /// How many parentheses are open.
  private var depth = 0

  init(measure: @escaping (String) -> Int) { self.measure = measure }

  mutating func write(_ text: String) { pending += text }

  mutating func flush() {
    if !pending.isEmpty {
      result.append(
        pending, width: measure(pending), afterSpace: pendingSpace, breakCost: pendingCost)
    }
    pending = ""
  }

  /// Begins a piece before which the line may be broken; the less welcome, the deeper it stands.
  mutating func startPiece(afterSpace hasSpace: Bool = false, cost: Int) {
    flush()
    (pendingSpace, pendingCost) = (hasSpace, 3 * depth + cost)
  }

  mutating func open(_ fence: String) {
    write(fence)
    depth += 1
  }

  mutating func close(_ fence: String) {
    depth -= 1
    write(fence)
  }
}
