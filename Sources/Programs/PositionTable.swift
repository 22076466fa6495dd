/// Positions in a list, found by the hashes of what stands there.
///
/// An open table that holds half of each hash beside the position, so what stands in the list is
/// looked at only where it is likely to be what is sought, and the table grows without it.
package struct PositionTable: Sendable {
  private struct Slot {
    var hash: UInt32 = 0
    /// -1 where the slot is free.
    var position: Int32 = -1
  }

  private var slots = [Slot](repeating: Slot(), count: 16)
  private var count = 0

  package init() {}

  /// Makes room for so many positions.
  package mutating func reserve(_ capacity: Int) {
    var size = slots.count
    while size / 4 * 3 <= capacity { size *= 2 }
    if size == slots.count { return }
    let old = slots
    slots = Array(repeating: Slot(), count: size)
    for taken in old where taken.position >= 0 {
      slots[slot(of: taken.hash) { _ in false }] = taken
    }
  }

  /// Returns the position with the hash at which what is sought stands.
  package func position(of hash: Int, where isSought: (Int) -> Bool) -> Int? {
    let position = slots[slot(of: UInt32(truncatingIfNeeded: hash), where: isSought)].position
    return position >= 0 ? Int(position) : nil
  }

  /// Keeps a position, in the stead of the one that `position(of:where:)` would return.
  package mutating func set(_ position: Int, of hash: Int, where isSought: (Int) -> Bool) {
    reserve(count + 1)
    let hash = UInt32(truncatingIfNeeded: hash)
    let slot = slot(of: hash, where: isSought)
    if slots[slot].position < 0 { count += 1 }
    slots[slot] = Slot(hash: hash, position: Int32(position))
  }

  /// The slot that has what is sought, or else the free one that it would take.
  private func slot(of hash: UInt32, where isSought: (Int) -> Bool) -> Int {
    var slot = Int(hash) & (slots.count - 1)
    while slots[slot].position >= 0 {
      if slots[slot].hash == hash, isSought(Int(slots[slot].position)) { break }
      slot = (slot + 1) & (slots.count - 1)
    }
    return slot
  }
}
