import Formulas
import Programs

/// How much of the working is shown.
package enum Working: String, CaseIterable, Sendable {
  /// As in `chain`, and the products of a sum are worked out one by one: 0.0075 + 0.02 + 0.35.
  case full
  /// Every factor of the chain rule under a name of its own.
  case chain
  /// Factors that are used once are written into the formula that uses them.
  case brief
}

/// Which derivative lines are printed, and what is written into others in print.
///
/// The trace has them all. A factor that is the constant 1 is dropped, and a local derivative
/// that is all that is left then is printed once, as the derivative of the objective.
struct Folding: Sendable {
  private let program: Program
  /// The lines that have no entry of their own.
  private var unlisted: Set<LineID> = []
  /// Those of them that are worked out within the line that uses them.
  private var folded: Set<LineID> = []
  /// Derivatives that are the constant 1.
  private var ones: Set<LineID> = []
  /// Local derivatives by the line under whose name they are printed.
  private var aliases: [LineID: LineID] = [:]
  private var written: [LineID: Formula] = [:]

  /// Formulas are written into others only where the result is no larger than this.
  private static let largest = 24

  /// What an author has named is kept, and δ is not written into other lines.
  init(_ program: Program, _ working: Working, _ names: ProgramNames) {
    let program = program.inWrittenForm
    self.program = program
    for (position, line) in program.lines.numbered {
      guard line.isDerivative, let formula = line.formula else { continue }
      if formula == .one {
        ones.insert(position)
        if line.phase == .delta, !names.isAuthored(position) { unlisted.insert(position) }
      } else if case .line(let local) = withoutOnes(formula).kind, isFactor(local, of: line),
        aliases[local] == nil, !names.isAuthored(local), let rest = program.lines[local].formula
      {
        aliases[local] = position
        unlisted.insert(local)
        written[position] = rest
      }
    }
    putInOrder()
    if working == .brief { fold(keeping: names.hasNameOfItsOwn) }
  }

  func isListed(_ line: LineID) -> Bool { !unlisted.contains(line) }

  /// The line under whose name one is printed.
  func shown(_ line: LineID) -> LineID { aliases[line] ?? line }

  /// Puts the terms of derivatives in the order in which families are computed first, so that the members
  /// of one family are written alike.
  private mutating func putInOrder() {
    var first: [Symbol: LineID] = [:]
    for (position, line) in program.lines.numbered where first[line.symbol.family] == nil {
      first[line.symbol.family] = position
    }
    /// The quantity whose derivative is a factor; what has none stands last.
    func rank(_ term: Formula) -> Int {
      for operand in term.lines {
        guard case .derivative(_, let variables) = program.lines[operand].symbol else { continue }
        return variables.last.flatMap { first[$0.family]?.index } ?? .max
      }
      return .max
    }
    for (position, line) in program.lines.numbered where line.isDerivative {
      guard written[position] == nil, case .sum(let terms)? = line.formula.map(printed)?.kind else {
        continue
      }
      let ranks = terms.map(rank)
      if zip(ranks, ranks.dropFirst()).allSatisfy({ $0 <= $1 }) { continue }
      let ordered = terms.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }
      written[position] = Formula(.sum(ordered.map { terms[$0] }))
    }
  }

  /// Whether a line has no number in print, not even under another name.
  func isFolded(_ line: LineID) -> Bool { folded.contains(line) }

  /// The formula of a line as it is printed.
  func formula(of line: LineID) -> Formula? {
    if let formula = written[line] { return formula }
    // A gradient that an update uses keeps its name there, also where it is 1.
    let isDerivative = program.lines[line].isDerivative
    return program.lines[line].formula.map { isDerivative ? printed($0) : renamed($0) }
  }

  /// A formula without factors that are the constant 1, and with lines that have an entry.
  func printed(_ formula: Formula) -> Formula { renamed(withoutOnes(formula)) }

  /// Whether a local derivative was written down for an adjoint: both are by the same quantity.
  private func isFactor(_ local: LineID, of adjoint: Line) -> Bool {
    guard case .local(_, let operand) = program.lines[local].symbol,
      case .derivative(_, let variables) = adjoint.symbol
    else { return false }
    return variables.last == operand
  }

  private func renamed(_ formula: Formula) -> Formula {
    aliases.isEmpty ? formula : formula.renumbered { aliases[$0] ?? $0 }
  }

  private func withoutOnes(_ formula: Formula) -> Formula {
    guard formula.dependsOnLines, !ones.isEmpty else { return formula }
    switch formula.kind {
    case .line(let line):
      return ones.contains(line) ? .one : formula
    case .product(let factors):
      let rest = factors.filter { factor in
        if case .line(let line) = factor.kind { return !ones.contains(line) }
        return true
      }
      if rest.isEmpty { return .one }
      if rest.count == 1 { return withoutOnes(rest[0]) }
      return (rest.count == factors.count ? formula : Formula(.product(rest)))
        .mapParts(withoutOnes)
    default:
      return formula.mapParts(withoutOnes)
    }
  }

  /// Writes each derivative that is used once into the line that uses it.
  private mutating func fold(keeping isNamed: (LineID) -> Bool) {
    var uses: [LineID: Int] = [:]
    for position in program.lines.indices where isListed(position) {
      formula(of: position)?.forEachLine { uses[$0, default: 0] += 1 }
    }
    for (position, line) in program.lines.numbered {
      guard line.phase == .delta || line.phase == .gradient, isListed(position),
        let formula = formula(of: position)
      else { continue }
      var operands: [LineID] = []
      formula.forEachLine { operand in
        if uses[operand] == 1, program.lines[operand].isDerivative,
          program.lines[operand].phase == .delta, !isNamed(operand)
        {
          operands.append(operand)
        }
      }
      var result = formula
      var folded: [LineID] = []
      let locals = operands.filter { program.lines[$0].symbol.isLocal }
      let others = operands.filter { !program.lines[$0].symbol.isLocal }
      for operand in locals + others {
        guard let inner = self.formula(of: operand) else { continue }
        let candidate = result.replacing(operand, by: inner)
        if candidate.size <= Self.largest {
          result = candidate
          folded.append(operand)
        }
      }
      if !folded.isEmpty { written[position] = result }
      unlisted.formUnion(folded)
      self.folded.formUnion(folded)
    }
  }
}

extension Line {
  fileprivate var isDerivative: Bool {
    guard phase == .delta || phase == .gradient else { return false }
    switch symbol {
    case .derivative, .local: return true
    case .quantity, .updated, .term: return false
    }
  }
}

extension Formula {
  /// Returns the formula with another one in the place of a line.
  func replacing(_ line: LineID, by replacement: Formula) -> Formula {
    switch kind {
    case .line(line): return replacement
    case .product(let factors):
      let new = factors.map { $0.replacing(line, by: replacement) }
      return zip(factors, new).allSatisfy { $0 === $1 } ? self : new.dropFirst().reduce(new[0], *)
    default: return dependsOnLines ? mapParts { $0.replacing(line, by: replacement) } : self
    }
  }
}
