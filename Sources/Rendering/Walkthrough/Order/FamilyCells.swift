import Decimals
import Formulas
import Programs

/// The members of families by their indices.
struct FamilyCells {
  /// The names of the families, with letters where indices run.
  let families: [MathName]
  /// The letters of their indices.
  let letters: [String]
  /// Each place once, in the order of telling.
  let inOrder: [[Int]]
  /// The members of each family by their places.
  private let lines: [[[Int]: LineID]]
  private let places: [LineID: [Int]]

  init(_ block: FamilyBlock, _ names: ProgramNames) {
    let axes = block.families.map { members in
      FamilyAxes(of: members.map { names.symbol(of: $0).allIndices })
    }
    families = zip(block.families, axes).map { members, axes in
      axes.map { names.name(of: members[0], $0, names.letters(of: $0, members[0])) }
        ?? names.familyName(of: members)
    }
    var lines = families.map { _ in [[Int]: LineID]() }
    var places: [LineID: [Int]] = [:]
    var letters: [String] = []
    for (family, members) in block.families.enumerated() {
      guard let axes = axes[family] else { continue }
      if letters.isEmpty { letters = names.letters(of: axes, members[0]) }
      for line in members {
        let place = axes.coordinates(of: names.symbol(of: line).allIndices)
        lines[family][place] = line
        places[line] = place
      }
    }
    (self.lines, self.places, self.letters) = (lines, places, letters)
    var seen: Set<[Int]> = []
    inOrder = block.lines.compactMap { places[$0] }.filter { seen.insert($0).inserted }
  }

  subscript(place: [Int], family: Int) -> LineID? { lines[family][place] }

  func coordinates(of line: LineID) -> [Int] { places[line] ?? [] }

  func lines(at place: [Int]) -> [LineID] {
    lines.compactMap { $0[place] }
  }

  func label(_ axis: Int, _ value: Int) -> MathNode {
    .row([
      .name(.letter(letters[axis])), .sign(.equals), .number(.init(significand: String(value))),
    ])
  }

  /// The values of all indices: n = 4, j = 3.
  func position(_ place: [Int]) -> MathNode {
    .row(place.enumerated().flatMap { ($0 == 0 ? [] : [.words(", ")]) + [label($0, $1)] })
  }
}
