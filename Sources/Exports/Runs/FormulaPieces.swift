import Formulas

/// Splits long formulas: parts get names of their own, and placeholders stand where they are used.
struct FormulaPieces {
  typealias Part = (number: Int, formula: Formula)

  /// The most operations and operands that a piece has.
  private let largest: Int
  /// The most operations that stand inside each other in a piece.
  private let deepest: Int
  /// Whether what stands in a formula more than once becomes a part.
  private let sharesRepetitions: Bool
  /// The number of the next part.
  private var next: Int
  private var parts: [Part] = []
  private var known: [Formula: Formula] = [:]
  private var uses: [Formula: Int] = [:]

  /// Numbers the placeholders of parts behind so many that the formulas have already.
  init(
    behind count: Int = 0, largest: Int = .max, deepest: Int, sharesRepetitions: Bool = false
  ) {
    next = count
    self.largest = largest
    self.deepest = deepest
    self.sharesRepetitions = sharesRepetitions
  }

  /// The parts of a formula, each before its users, and what is made of them.
  mutating func pieces(of formula: Formula) -> (parts: [Part], whole: Formula) {
    (parts, known, uses) = ([], [:], [:])
    if sharesRepetitions { countUses(in: formula) }
    let whole = piece(formula).formula
    return (parts, whole)
  }

  private mutating func countUses(in formula: Formula) {
    for part in formula.parts where part.size > 1 {
      uses[part, default: 0] += 1
      if uses[part] == 1 { countUses(in: part) }
    }
  }

  private mutating func part(_ formula: Formula) -> Formula {
    if formula.isNumberOrName { return formula }
    parts.append((next, formula))
    next += 1
    return .placeholder(next - 1)
  }

  /// A formula whose pieces are small enough, and how deep it is.
  private mutating func piece(_ formula: Formula) -> (formula: Formula, depth: Int) {
    if case .named = formula.kind { return (formula, 0) }
    if formula.parts.isEmpty { return (formula, 0) }
    if let part = known[formula] { return (part, 0) }
    var depth = 0
    var result = formula.mapParts { part in
      let (piece, inside) = self.piece(part)
      if inside >= deepest { return self.part(piece) }
      depth = max(depth, inside)
      return piece
    }
    if result.size > largest { result = split(result) }
    if uses[formula, default: 0] > 1, formula.size > Self.smallestShared {
      result = part(result)
      known[formula] = result
      depth = -1
    }
    return (result, depth + 1)
  }

  /// What is smaller is written out where it is used.
  private static let smallestShared = 4

  /// The formula with fewer operands: what is taken together first becomes parts.
  private mutating func split(_ formula: Formula) -> Formula {
    let make: ([Formula]) -> Formula
    switch formula.kind {
    case .sum: make = { Formula(.sum($0)) }
    case .product: make = { Formula(.product($0)) }
    case .call(let function, _) where function.isVariadic:
      make = { Formula(.call(function, $0)) }
    default: return formula.mapParts { $0.size > largest / 4 ? part($0) : $0 }
    }
    var group: [Formula] = []
    var size = 1
    for operand in formula.parts {
      let operand = operand.size > largest / 2 ? part(operand) : operand
      if size + operand.size > largest {
        group = [part(make(group))]
        size = 2
      }
      group.append(operand)
      size += operand.size
    }
    return make(group)
  }
}
