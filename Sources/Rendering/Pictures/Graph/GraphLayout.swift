/// Slots for boxes that stand in columns, chosen so that the lines between them are short and
/// seldom cross.
///
/// A line over several columns runs through slots of its own in those between, which the lines
/// from one box share.
struct GraphLayout {
  struct Slot {
    let column: Int
    let height: Double
    /// `nil` where a line runs through.
    let box: Int?
    /// Boxes of one group stand together; a line's own one is negative.
    fileprivate let group: Int
    fileprivate var before: [Int] = []
    fileprivate var after: [Int] = []
    /// The height of its middle.
    fileprivate(set) var y = 0.0
  }

  private(set) var slots: [Slot]
  /// Pairs of slots in columns that follow each other.
  private(set) var lines: [(from: Int, to: Int)] = []
  /// The slots of each column from its top on.
  private(set) var columns: [[Int]] = []

  init(
    boxes: [(column: Int, group: Int, height: Double)], edges: [(from: Int, to: Int)], columns: Int
  ) {
    slots = boxes.enumerated().map { box, entry in
      Slot(column: entry.column, height: entry.height, box: box, group: 2 * entry.group)
    }
    var passages: [Int: [Int]] = [:]
    for (from, to) in edges {
      var last = from
      for column in boxes[from].column + 1..<max(boxes[to].column, boxes[from].column + 1) {
        let known = passages[from, default: []]
        let number = column - boxes[from].column - 1
        if number < known.count {
          last = known[number]
          continue
        }
        passages[from, default: []].append(slots.count)
        lines.append((last, slots.count))
        last = slots.count
        slots.append(
          Slot(column: column, height: 0, box: nil, group: 2 * boxes.count + 2 * from + 1))
      }
      lines.append((last, to))
    }
    for (from, to) in lines {
      slots[from].after.append(to)
      slots[to].before.append(from)
    }
    self.columns = (0..<columns).map { column in
      slots.indices.filter { slots[$0].column == column }
    }
    settleOrder()
    settleHeights()
  }

  // Order.

  private static let sweeps = 6

  /// Sorts columns by the middle of what their slots are joined to, to and fro.
  private mutating func settleOrder() {
    var position = Array(repeating: 0.0, count: slots.count)
    func number(_ column: [Int]) {
      for (index, slot) in column.enumerated() {
        position[slot] = (Double(index) + 0.5) / Double(column.count)
      }
    }
    columns.forEach(number)
    for sweep in 0..<Self.sweeps {
      let isForward = sweep % 2 == 0
      for column in isForward ? Array(columns.indices) : columns.indices.reversed() {
        var groups: [(slots: [Int], middle: Double)] = []
        var known: [Int: Int] = [:]
        for slot in columns[column] {
          let group = known[slots[slot].group] ?? groups.count
          known[slots[slot].group] = group
          if group == groups.count { groups.append(([], 0)) }
          groups[group].slots.append(slot)
        }
        for group in groups.indices {
          let members = groups[group].slots
          let joined = members.flatMap { isForward ? slots[$0].before : slots[$0].after }
          let by = joined.isEmpty ? members : joined
          groups[group].middle = by.reduce(0) { $0 + position[$1] } / Double(by.count)
        }
        let order = groups.indices.sorted { (groups[$0].middle, $0) < (groups[$1].middle, $1) }
        columns[column] = order.flatMap { groups[$0].slots }
        number(columns[column])
      }
    }
  }

  // Heights.

  private func gap(_ above: Int, _ below: Int) -> Double {
    if slots[above].box == nil || slots[below].box == nil { return 9 }
    return slots[above].group == slots[below].group ? 5 : 14
  }

  private mutating func settleHeights() {
    for column in columns { arrange(column) { _ in 0 } }
    for sweep in 0..<2 * Self.sweeps {
      let isForward = sweep % 2 == 0
      let isLast = sweep >= 2 * Self.sweeps - 2
      for column in isForward ? columns : columns.reversed() {
        let wanted = column.map { slot -> Double in
          let own = slots[slot]
          let joined = isLast ? own.before + own.after : isForward ? own.before : own.after
          return joined.isEmpty
            ? own.y : joined.reduce(0) { $0 + slots[$1].y } / Double(joined.count)
        }
        arrange(column) { wanted[$0] }
      }
    }
  }

  /// Puts the slots of a column as near as possible to where they should be, without changing
  /// their order or letting them touch: by pooling neighbours that would.
  private mutating func arrange(_ column: [Int], wanted: (_ index: Int) -> Double) {
    var offset = 0.0
    var offsets: [Double] = []
    for (index, slot) in column.enumerated() {
      if index > 0 {
        let above = column[index - 1]
        offset += (slots[above].height + slots[slot].height) / 2 + gap(above, slot)
      }
      offsets.append(offset)
    }
    var pools: [(sum: Double, count: Int)] = []
    for index in column.indices {
      pools.append((wanted(index) - offsets[index], 1))
      while pools.count > 1 {
        let (last, before) = (pools[pools.count - 1], pools[pools.count - 2])
        if before.sum / Double(before.count) <= last.sum / Double(last.count) { break }
        pools.removeLast(2)
        pools.append((before.sum + last.sum, before.count + last.count))
      }
    }
    var index = 0
    for pool in pools {
      for _ in 0..<pool.count {
        slots[column[index]].y = pool.sum / Double(pool.count) + offsets[index]
        index += 1
      }
    }
  }
}
