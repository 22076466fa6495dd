import Formulas

/// The members of one name: their lines, and the ranges of their indices.
struct Family {
  let name: String
  let rank: Int
  let place: Range<Int>
  /// Whether equations define members; boundary values may then be given.
  var hasEquations = false
  /// Whether a mistake in a definition keeps members from being known.
  var isBroken = false
  private var box: Box?
  /// The lines of the members that are not in the box.
  private var lines: [[Int]: LineID] = [:]
  /// The range of each position that an index runs over.
  private var running: [ClosedRange<Int>?]
  /// The span of the numbers that stand in each position.
  private var literal: [ClosedRange<Int>?]

  init(_ name: String, rank: Int, at place: Range<Int>) {
    self.name = name
    self.rank = rank
    self.place = place
    running = Array(repeating: nil, count: rank)
    literal = running
  }

  /// The range of a position: boundary values do not widen it where an index runs there.
  func extent(_ position: Int) -> ClosedRange<Int>? { running[position] ?? literal[position] }

  /// The range of what indices run over in a position.
  func runningExtent(_ position: Int) -> ClosedRange<Int>? { running[position] }

  /// The name with its ranges: `W1[1..3, 1..2]`.
  var description: String {
    if rank == 0 { return name }
    let ranges = (0..<rank).map { position in
      extent(position).map {
        $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)..\($0.upperBound)"
      } ?? "–"
    }
    return "\(name)[\(ranges.joined(separator: ", "))]"
  }

  /// Widens the ranges by a definition's indices.
  mutating func cover(_ indices: ArraySlice<Int>, isRunning: [Bool]) {
    for (position, index) in indices.enumerated() {
      func widened(_ range: ClosedRange<Int>?) -> ClosedRange<Int> {
        range.map { min($0.lowerBound, index)...max($0.upperBound, index) } ?? index...index
      }
      if isRunning[position] {
        running[position] = widened(running[position])
      } else {
        literal[position] = widened(literal[position])
      }
    }
  }

  /// Adds a member; returns the line that has its indices already, if there is one.
  mutating func add(_ indices: [Int], line: LineID) -> LineID? {
    if let present = self.line(indices) { return present }
    if !add([indices], from: line) { lines[indices] = line }
    return nil
  }

  /// Adds the first members, in lines that follow each other, if their indices fill a box.
  mutating func add(_ members: [[Int]], from line: LineID) -> Bool {
    guard box == nil, lines.isEmpty, let box = Box(members, from: line) else { return false }
    self.box = box
    return true
  }

  func line(_ indices: [Int]) -> LineID? { box?.line(indices) ?? lines[indices] }
}

/// Members whose indices take all values of their ranges, the last one fastest, in lines that
/// follow each other: where one lies can be computed.
private struct Box {
  private let ranges: [ClosedRange<Int>]
  private let firstLine: LineID

  /// Makes a box of the members if they are all that their ranges have, in order.
  init?(_ members: [[Int]], from line: LineID) {
    guard let first = members.first, let last = members.last else { return nil }
    for (low, high) in zip(first, last) where low > high { return nil }
    ranges = zip(first, last).map { $0...$1 }
    firstLine = line
    let count = ranges.reduce(1) { $0.saturatingMultiplied($1.count) }
    guard count == members.count else { return nil }
    for (offset, member) in members.enumerated()
    where self.line(member) != line.advanced(by: offset) {
      return nil
    }
  }

  func line(_ indices: [Int]) -> LineID? {
    guard indices.count == ranges.count else { return nil }
    var offset = 0
    for (range, index) in zip(ranges, indices) {
      guard range.contains(index) else { return nil }
      offset = offset * range.count + (index - range.lowerBound)
    }
    return firstLine.advanced(by: offset)
  }
}
