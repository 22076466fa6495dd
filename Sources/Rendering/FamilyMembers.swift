import Formulas

/// Which of the lines in a list are shown, and where some of a large family are left out.
struct FamilyMembers {
  enum Entry {
    case line(Int)
    /// Lines that follow one another and are left out.
    case omitted([Int])
  }

  /// Families with more members than this are shortened to their first two and the last.
  static let most = 8

  let entries: [Entry]

  init(of lines: [Int], symbol: (Int) -> Symbol, showsAll: Bool) {
    if showsAll || lines.count <= Self.most {
      entries = lines.map { .line($0) }
      return
    }
    var places: [Symbol: Int] = [:]
    var counts: [Int] = []
    let families = lines.map { line -> Int in
      let place = places[symbol(line).family, default: counts.count]
      if place == counts.count {
        places[symbol(line).family] = place
        counts.append(0)
      }
      counts[place] += 1
      return place
    }
    var seen = Array(repeating: 0, count: counts.count)
    var entries: [Entry] = []
    var omitted: [Int] = []
    for (line, family) in zip(lines, families) {
      seen[family] += 1
      if counts[family] > Self.most, seen[family] > 2, seen[family] < counts[family] {
        omitted.append(line)
        continue
      }
      if !omitted.isEmpty { entries.append(.omitted(omitted)) }
      omitted = []
      entries.append(.line(line))
    }
    if !omitted.isEmpty { entries.append(.omitted(omitted)) }
    self.entries = entries
  }
}
