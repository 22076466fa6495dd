/// A line of a program, by where it stands there.
///
/// Lines are in the order of their numbers: what a line uses of its step stands before it.
@usableFromInline package struct LineID: Hashable, Comparable, Sendable {
  /// How many lines stand before it.
  @usableFromInline package let index: Int

  @inlinable package init(_ index: Int) { self.index = index }

  @inlinable package static func == (left: LineID, right: LineID) -> Bool {
    left.index == right.index
  }

  @inlinable package static func < (left: LineID, right: LineID) -> Bool {
    left.index < right.index
  }

  @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(index) }
}

/// Ranges of lines can be walked through.
extension LineID: Strideable {
  @inlinable package func distance(to other: LineID) -> Int { other.index - index }
  @inlinable package func advanced(by count: Int) -> LineID { LineID(index + count) }
}
