import Formulas

/// Which of the lines in a list are shown, and where some of a large family are left out.
struct FamilyMembers {
  enum Entry {
    case line(LineID)
    /// Lines that follow one another and are left out.
    case omitted([LineID])
  }

  /// Families with more members than this are shortened to their first two and the last.
  static let most = 8

  let entries: [Entry]

  init(of lines: [LineID], symbol: (LineID) -> Symbol, showsAll: Bool) {
    if showsAll || lines.count <= Self.most {
      entries = lines.map { .line($0) }
      return
    }
    // A local derivative is shown with the derivative after it, which it is a factor of.
    var leaders = Array(lines.indices)
    for index in lines.indices.reversed() {
      if case .local = symbol(lines[index]), index + 1 < lines.count {
        leaders[index] = leaders[index + 1]
      }
    }
    // The first two and the last by their indices, in whichever order the lines stand.
    var members: [Symbol: [Int]] = [:]
    for index in lines.indices where leaders[index] == index {
      members[symbol(lines[index]).family, default: []].append(index)
    }
    var isOmitted = Array(repeating: false, count: lines.count)
    for indices in members.values where indices.count > Self.most {
      let ordered = indices.sorted { left, right in
        symbol(lines[left]).allIndices.lexicographicallyPrecedes(symbol(lines[right]).allIndices)
      }
      for index in ordered[2..<ordered.count - 1] { isOmitted[index] = true }
    }
    var entries: [Entry] = []
    var omitted: [LineID] = []
    for (line, leader) in zip(lines, leaders) {
      if isOmitted[leader] {
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
