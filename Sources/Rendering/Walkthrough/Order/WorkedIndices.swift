import Decimals
import Formulas
import Programs

/// The value that each index letter has wherever an entry of a family is worked out: one for the whole
/// page, so that a reader follows one way through the program.
///
/// Letters are fixed one after another. Each takes the value whose lines keep the most operands, then
/// the one whose smallest value is the largest beside those of its family, then the smallest.
struct WorkedIndices {
  /// What a line has to show: how many operands are left once zeros and ones have gone, and its size
  /// beside the largest of its family, which for updates does not count.
  fileprivate struct Entry {
    let coordinates: [Int]
    let operands: Int
    let size: Double
  }

  fileprivate struct Family {
    let letters: [String]
    let entries: [Entry]
  }

  /// More values of a letter are not looked at.
  private static let mostValues = 200

  private(set) var values: [String: Int] = [:]

  /// `lines` are those that a page tells, in its order.
  init(
    of lines: [LineID], _ names: ProgramNames, formula: (LineID) -> Formula?,
    value: (LineID) -> Double?
  ) {
    let families = names.families(of: lines).map { members in
      Family(members, names, formula: formula, value: value)
    }
    for letter in families.flatMap(\.letters) where values[letter] == nil {
      values[letter] = best(letter, in: families.filter { $0.letters.contains(letter) })
    }
  }

  private func best(_ letter: String, in families: [Family]) -> Int? {
    var operands: [Int: Int] = [:]
    var smallest: [Int: Double] = [:]
    for family in families {
      guard let place = family.letters.firstIndex(of: letter) else { continue }
      let known = family.letters.enumerated().compactMap { index, letter in
        values[letter].map { (index, $0) }
      }
      for entry in family.entries where known.allSatisfy({ entry.coordinates[$0.0] == $0.1 }) {
        let value = entry.coordinates[place]
        operands[value, default: 0] += entry.operands
        smallest[value] = min(smallest[value] ?? .infinity, entry.size)
      }
    }
    let candidates = operands.keys.sorted().prefix(Self.mostValues)
    return candidates.dropFirst().reduce(candidates.first) { best, next in
      guard let best, let ownCount = operands[best], let count = operands[next] else { return next }
      let (own, size) = (smallest[best] ?? 0, smallest[next] ?? 0)
      return (count, size) > (ownCount, own) ? next : best
    }
  }
}

extension WorkedIndices.Family {
  fileprivate init(
    _ members: [LineID], _ names: ProgramNames, formula: (LineID) -> Formula?,
    value: (LineID) -> Double?
  ) {
    guard let axes = FamilyAxes(of: members.map { names.symbol(of: $0).allIndices }) else {
      (letters, entries) = ([], [])
      return
    }
    letters = names.letters(of: axes, members[0])
    let isUpdate = names.isOfUpdate(members[0])
    let sizes = members.map { value($0).map(abs) ?? 0 }
    let largest = sizes.max() ?? 0
    entries = zip(members, sizes).map { line, size in
      WorkedIndices.Entry(
        coordinates: axes.coordinates(of: names.symbol(of: line).allIndices),
        operands: formula(line)?.operandsLeft(value).count ?? 0,
        size: isUpdate ? .infinity : largest > 0 ? size / largest : 0)
    }
  }
}

extension Formula {
  /// How many operands are left where those that are 0 or 1 have gone, with what they are multiplied
  /// by; and whether nothing is.
  fileprivate func operandsLeft(_ value: (LineID) -> Double?) -> (count: Int, isZero: Bool) {
    switch kind {
    case .line(let line):
      let number = value(line)
      return (number == 0 || number == 1 ? 0 : 1, number == 0)
    case .number(let number): return (0, number.value == 0)
    case .product(let factors):
      let parts = factors.map { $0.operandsLeft(value) }
      if parts.contains(where: \.isZero) { return (0, true) }
      return (parts.reduce(0) { $0 + $1.count }, false)
    case .quotient(let top, let bottom):
      let above = top.operandsLeft(value)
      return above.isZero ? (0, true) : (above.count + bottom.operandsLeft(value).count, false)
    case .negated(let operand): return operand.operandsLeft(value)
    case .sum(let terms):
      let parts = terms.map { $0.operandsLeft(value) }
      return (parts.reduce(0) { $0 + $1.count }, parts.allSatisfy(\.isZero))
    default: return (parts.reduce(0) { $0 + $1.operandsLeft(value).count }, false)
    }
  }
}
