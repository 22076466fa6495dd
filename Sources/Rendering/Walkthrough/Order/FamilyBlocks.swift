import Formulas
import Programs

/// Families of lines that are told together, since one is a function of the other member by member, or
/// since they are computed in turn.
struct FamilyBlock {
  /// The members of each family, in the order of telling.
  private(set) var families: [[LineID]]
  /// All lines, in the order of telling.
  private(set) var lines: [LineID]
  /// Whether the same indices run in all families.
  private(set) var hasOneShape = true
  private var phase: Phase
  private var axisCount: Int
  /// The values of the indices that run, for each line.
  private var places: [LineID: [Int]]
  /// What the indices are called.
  private let letters: [String]

  /// Divides lines that stand under one heading.
  static func blocks(of lines: [LineID], _ program: Program, _ names: ProgramNames) -> [FamilyBlock]
  {
    let place = Dictionary(uniqueKeysWithValues: lines.enumerated().map { ($1, $0) })
    func start(_ lines: [LineID]) -> Int { lines.first.flatMap { place[$0] } ?? 0 }
    func end(_ lines: [LineID]) -> Int { lines.last.flatMap { place[$0] } ?? 0 }
    var blocks: [FamilyBlock] = []
    for family in names.families(of: lines) {
      let next = FamilyBlock(family, program, names)
      guard let last = blocks.indices.last, blocks[last].lines.count > 1,
        next.belongs(to: blocks[last], program)
          || start(family) < blocks[last].families.map(end).max() ?? 0
      else {
        blocks.append(next)
        continue
      }
      let isAlike = family.count > 1 && next.axisCount == blocks[last].axisCount
      // What needs none of the others is told by itself, before those that need it.
      if !isAlike || next.phase != blocks[last].phase {
        if !next.uses(blocks[last], program) {
          blocks.insert(next, at: last)
          continue
        }
        if !blocks[last].uses(next, program) {
          blocks.append(next)
          continue
        }
      }
      blocks[last].hasOneShape = blocks[last].hasOneShape && isAlike
      blocks[last].places.merge(next.places) { own, _ in own }
      blocks[last].families.append(family)
      blocks[last].lines = (blocks[last].lines + family).sorted { place[$0] ?? 0 < place[$1] ?? 0 }
    }
    // In a recurrence, by what is computed last: it may begin with either.
    return blocks.map { block in
      var block = block
      block.families.sort { end($0) < end($1) }
      return block
    }
  }

  private init(_ family: [LineID], _ program: Program, _ names: ProgramNames) {
    families = [family]
    lines = family
    phase = program.lines[family[0]].phase
    let indices = family.map { names.symbol(of: $0).allIndices }
    let axes = FamilyAxes(of: indices)
    axisCount = axes?.values.count ?? 0
    places = Dictionary(
      uniqueKeysWithValues: zip(family, indices).map { ($0, axes?.coordinates(of: $1) ?? []) })
    letters = axes.map { names.letters(of: $0, family[0]) } ?? []
  }

  private func uses(_ other: FamilyBlock, _ program: Program) -> Bool {
    lines.contains { line in
      program.lines[line].formula?.lines.contains { other.places[$0] != nil } ?? false
    }
  }

  /// Whether it has the same places as another block, and each member is a function of those of the other
  /// one in its own place, and of no others.
  private func belongs(to other: FamilyBlock, _ program: Program) -> Bool {
    lines.count > 1 && phase == other.phase && axisCount == other.axisCount
      && letters == other.letters
      && Set(places.values) == Set(other.places.values)
      && lines.allSatisfy { line in
        let used = program.lines[line].formula?.lines.compactMap { other.places[$0] } ?? []
        return !used.isEmpty && used.allSatisfy { $0 == places[line] }
      }
  }
}
