import Formulas
import Programs

/// Families of lines that are told together, since one is a function of the other member by member, or
/// since they are computed in turn.
struct FamilyBlock {
  /// The members of each family, in the order of telling.
  private(set) var families: [[LineID]]
  /// All lines, in the order of telling.
  private(set) var lines: [LineID]
  private var phase: Phase
  private var axisCount: Int
  private var coordinates: Set<[Int]>
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
      guard let last = blocks.indices.last, family.count > 1, blocks[last].lines.count > 1,
        next.axisCount == blocks[last].axisCount, next.phase == blocks[last].phase,
        start(family) < blocks[last].families.map(end).max() ?? 0
          || next.coordinates == blocks[last].coordinates && next.letters == blocks[last].letters
            && next.uses(blocks[last], program)
      else {
        blocks.append(next)
        continue
      }
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
    coordinates = Set(indices.compactMap { axes?.coordinates(of: $0) })
    letters = axes.map { names.letters(of: $0, family[0]) } ?? []
  }

  private func uses(_ other: FamilyBlock, _ program: Program) -> Bool {
    let others = Set(other.lines)
    return program.lines[lines[0]].formula?.lines.contains(where: others.contains) ?? false
  }
}
