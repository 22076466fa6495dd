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
    // A local derivative is shown with the derivative after it, which it is a factor of.
    var places: [Symbol: Int] = [:]
    var counts: [Int] = []
    var families = Array(repeating: 0, count: lines.count)
    for place in lines.indices.reversed() {
      let family = symbol(lines[place]).family
      if case .local = family, place + 1 < lines.count {
        families[place] = families[place + 1]
        continue
      }
      families[place] = places[family, default: counts.count]
      if families[place] == counts.count {
        places[family] = counts.count
        counts.append(0)
      }
      counts[families[place]] += 1
    }
    var seen = Array(repeating: 0, count: counts.count)
    var entries: [Entry] = []
    var omitted: [Int] = []
    for (line, family) in zip(lines, families) {
      let number = seen[family] + 1
      if case .local = symbol(line) {} else { seen[family] = number }
      if counts[family] > Self.most, number > 2, number < counts[family] {
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
