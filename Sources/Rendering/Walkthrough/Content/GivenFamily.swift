import Decimals
import Formulas
import Words

/// A family in a table that several may share.
struct GivenFamily {
  /// What its numbers are to the lesson; empty where that is not said.
  let label: String
  let lines: [LineID]
  /// The name with letters.
  let name: MathName
  /// The letters of the indices that run, and their values.
  let axes: [(letter: String, values: [Int])]
  private let places: [[Int]: LineID]

  /// `nil` where no index runs.
  init?(_ lines: [LineID], _ label: String, _ names: ProgramNames) {
    let indices = lines.map { names.symbol(of: $0).allIndices }
    guard lines.count > 1, let axes = FamilyAxes(of: indices), !axes.values.isEmpty else {
      return nil
    }
    let letters = names.letters(of: axes, lines[0])
    self.label = label
    self.lines = lines
    name = names.name(of: lines[0], axes, letters)
    self.axes = zip(letters, axes.values).map { ($0, $1) }
    places = Dictionary(
      zip(indices.map(axes.coordinates(of:)), lines), uniquingKeysWith: { first, _ in first })
  }

  subscript(place: [Int]) -> LineID? { places[place] }

  /// A matrix with more columns than this shares no table.
  private static let mostColumns = 6

  /// Whether its members stand in rows by its first index, beside those of other families.
  var sharesTables: Bool {
    axes.count == 1 || axes.count == 2 && axes[1].values.count <= Self.mostColumns
  }

  func hasRows(of other: GivenFamily) -> Bool {
    sharesTables && other.sharesTables && axes[0] == other.axes[0]
  }

  /// The columns that it has in a table by its first index, and what else their places have.
  var columns: [(name: MathName, rest: [Int])] {
    if axes.count == 1 { return [(name, [])] }
    return axes[1].values.map { (name.putting($0, for: axes[1].letter), [$0]) }
  }
}

/// Families in tables, those of one first index in one.
struct GivenTables {
  let families: [GivenFamily]
  /// More rows than this are shortened.
  let mostRows: Int
  let cell: (LineID?) -> Table.Cell

  /// Families of so many members that stand alone need no table.
  private static let fewMembers = 2

  /// The families that have one, in the order of the tables.
  private var shared: [[GivenFamily]] {
    var groups: [[GivenFamily]] = []
    for family in families {
      if let index = groups.firstIndex(where: { $0[0].hasRows(of: family) }) {
        groups[index].append(family)
      } else {
        groups.append([family])
      }
    }
    return groups.filter { group in
      group.count > 1 || group[0].axes.count > 1 || group[0].lines.count > Self.fewMembers
    }
  }

  /// All tables; those who stand in them need no rows of their own.
  var tables: (tables: [Table], told: Set<LineID>) {
    let groups = shared
    let tables = groups.flatMap { group in
      group[0].sharesTables ? [table(of: group)] : matrices(of: group[0])
    }
    return (tables, Set(groups.joined().flatMap(\.lines)))
  }

  private func table(of group: [GivenFamily]) -> Table {
    let columns = group.flatMap { family in
      family.columns.map { (family: family, name: $0.name, rest: $0.rest) }
    }
    var spans: [Table.FamilyShape.Span] = []
    for (family, _, _) in columns where !family.label.isEmpty {
      let isMore = spans.last?.label == family.label
      let count = isMore ? spans.removeLast().count : 0
      spans.append(.init(label: family.label, count: count + 1))
    }
    let (letter, values) = group[0].axes[0]
    return Table(
      index: letter, values, columns.map(\.name), spans: spans, to: mostRows, mostAsRows: 2
    ) {
      cell(columns[$1].family[[$0] + columns[$1].rest])
    }
  }

  /// A matrix for each value of all indices before the last two.
  private func matrices(of family: GivenFamily) -> [Table] {
    let outer = family.axes.dropLast(2)
    var slices: [[Int]] = [[]]
    for axis in outer { slices = slices.flatMap { slice in axis.values.map { slice + [$0] } } }
    return slices.shortened(to: mostRows).compactMap(\.self).map { slice in
      let name = zip(outer, slice).reduce(family.name) { $0.putting($1.1, for: $1.0.letter) }
      return Table(
        matrix: name, down: family.axes[outer.count], across: family.axes[outer.count + 1],
        label: family.label.isEmpty ? nil : family.label, to: mostRows
      ) {
        cell(family[slice + [$0, $1]])
      }
    }
  }

  /// What the indices run over, where one family has several or not all of their values are seen, and
  /// what they count, where that is known; the letter alone where the values are seen.
  func indices(_ counted: (_ letter: String) -> Counted?) -> [(range: MathNode, counted: Counted?)]
  {
    var axes: [(letter: String, values: [Int])] = []
    for axis in shared.joined().flatMap(\.axes) where !axes.contains(where: { $0 == axis }) {
      axes.append(axis)
    }
    let isClear = axes.allSatisfy { axis in
      axes.filter { $0.letter == axis.letter }.count == 1 && axis.values.areNeighbours
    }
    let isSeen = shared.joined().allSatisfy { family in
      family.axes.count == 1 && family.axes[0].values.count <= mostRows
    }
    if !isClear { return [] }
    if !isSeen { return axes.map { (range($0.letter, $0.values), counted($0.letter)) } }
    return axes.compactMap { axis in
      counted(axis.letter).map { (.name(.letter(axis.letter)), $0) }
    }
  }

  private func range(_ letter: String, _ values: [Int]) -> MathNode {
    func number(_ value: Int) -> MathNode { .number(.init(significand: String(value))) }
    let ends = [values.first, values.last].compactMap(\.self).map(number)
    let sign: MathNode = values.count == 2 ? .sign(.comma) : .ellipsis(nil)
    return .row([.name(.letter(letter)), .sign(.equals), ends[0], sign, ends[1]])
  }
}

extension [Int] {
  fileprivate var areNeighbours: Bool {
    count > 1 && zip(self, dropFirst()).allSatisfy { $1 == $0 + 1 }
  }
}
