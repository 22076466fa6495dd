import Diagnostics
import Formulas

/// The quantities of a lesson by name, while it is being read.
struct Quantities {
  private(set) var families: [Family] = []
  private var positions: [String: Int] = [:]
  /// Scalar constants, which other given values may use.
  var constants: [String: GivenNumbers.Number] = [:]
  /// The range of each data table's index.
  var sampleRanges: [String: ClosedRange<Int>] = [:]
  /// The ranges of reductions, by where their index is bound.
  var reductionRanges: [Int: ClosedRange<Int>] = [:]

  /// What statements that cannot be read would have defined.
  var brokenNames: Set<String> = []

  /// Whether a name has a definition with a mistake.
  func isBroken(_ name: String) -> Bool {
    positions[name].map { families[$0].isBroken } ?? brokenNames.contains(name)
  }

  /// The names in the order in which they were first defined.
  var names: [String] { families.map(\.name) }

  func position(of name: String) -> Int? { positions[name] }

  func integer(_ name: String) -> Int? { constants[name].flatMap { Int(exactly: $0.value) } }

  /// Returns the position of a family, made anew where the name is new.
  mutating func family(
    _ name: String, rank: Int, at place: Range<Int>
  ) throws(Diagnostic) -> Int {
    if name.isReserved { throw Diagnostic("'\(name)' is reserved", at: place) }
    guard let position = positions[name] else {
      positions[name] = families.count
      families.append(Family(name, rank: rank, at: place))
      return families.count - 1
    }
    let present = families[position]
    if present.rank != rank {
      throw Diagnostic(
        "'\(name)' has \(counted(present.rank, "index", plural: "indices")) where it is "
          + "first defined, and \(rank) here", at: place)
    }
    return position
  }

  mutating func cover(_ family: Int, _ indices: ArraySlice<Int>, isRunning: [Bool]) {
    families[family].cover(indices, isRunning: isRunning)
  }

  /// Notes that a mistake keeps members of a name from being known.
  mutating func markBroken(_ name: String) {
    if let position = positions[name] { families[position].isBroken = true }
  }

  /// Whether a formula uses a quantity whose definition has a mistake.
  func usesBroken(_ formula: ParsedFormula) -> Bool {
    var found = false
    formula.forEachNode { node in
      for name in node.names where isBroken(name.name) { found = true }
    }
    return found
  }

  mutating func markEquations(of family: Int) { families[family].hasEquations = true }

  mutating func add(_ family: Int, _ indices: [Int], line: LineID) -> LineID? {
    families[family].add(indices, line: line)
  }

  /// Adds the first members of a family, in lines that follow each other, if they fill a box.
  mutating func add(_ family: Int, _ members: [[Int]], from line: LineID) -> Bool {
    families[family].add(members, from: line)
  }

  /// Returns the line that a name with indices means.
  func line(_ name: ParsedName, _ indices: [Int]) throws(Diagnostic) -> LineID {
    guard let position = positions[name.name] else { throw unknown(name) }
    if let line = families[position].line(indices) { return line }
    let family = families[position]
    try checkRank(name, of: family)
    for (slot, index) in indices.enumerated() {
      if let extent = family.extent(slot), !extent.contains(index) {
        throw Diagnostic(
          "index \(index) is outside \(family.description)", at: name.indices[slot].place,
          note: family.hasEquations
            ? "a boundary value would be an equation such as "
              + "\(Symbol.spelling(name.name, indices)) = 0" : nil)
      }
    }
    throw .undefined(Symbol.spelling(name.name, indices), at: name.place)
  }

  /// `isBase` says that the name is raised to a power.
  func unknown(
    _ name: ParsedName, isBase: Bool = false, besides others: Set<String> = []
  ) -> Diagnostic {
    .undefined(
      name.name, at: name.place, among: names + others.sorted(),
      note: isBase && name.name == "e" ? "the exponential function is exp(x)" : nil)
  }

  func checkRank(_ name: ParsedName, of family: Family) throws(Diagnostic) {
    if name.indices.count == family.rank { return }
    if name.indices.isEmpty {
      throw Diagnostic(
        "'\(name.name)' is a family: it needs "
          + counted(family.rank, "index", plural: "indices"), at: name.place,
        note: "it is \(family.description)")
    }
    throw Diagnostic(
      family.rank == 0
        ? "'\(name.name)' is one number: it has no index"
        : "'\(name.name)' has \(counted(family.rank, "index", plural: "indices")), "
          + "here are \(name.indices.count)", at: name.place)
  }

  /// The families in which an index stands plainly, with the position and the range there.
  func ranges(
    of index: String, in formula: ParsedFormula
  ) -> [(family: Int, position: Int)] {
    var found: [(family: Int, position: Int)] = []
    formula.forEachNode { node in
      for name in node.names {
        guard let family = positions[name.name] else { continue }
        for (position, part) in name.indices.enumerated()
        where part.bareName == index && position < families[family].rank {
          if !found.contains(where: { $0 == (family, position) }) {
            found.append((family, position))
          }
        }
      }
    }
    return found
  }

  /// The one range that the families give an index; `nil` where a mistake keeps it from being known.
  ///
  /// `remedy` says what to write, given the index with a range.
  func range(
    of index: String, at place: Range<Int>, in formula: ParsedFormula,
    remedy: (String) -> String = { "add 'for \($0)'" }
  ) throws(Diagnostic) -> ClosedRange<Int>? {
    try range(
      of: index, at: place, in: formula, families: ranges(of: index, in: formula), open: [],
      remedy: remedy)
  }

  /// The one range that some families give an index; of those that are `open` only the members that
  /// are known count.
  func range(
    of index: String, at place: Range<Int>, in formula: ParsedFormula,
    families candidates: [(family: Int, position: Int)], open: Set<Int>,
    remedy: (String) -> String = { "add 'for \($0)'" }
  ) throws(Diagnostic) -> ClosedRange<Int>? {
    if usesBroken(formula) { return nil }
    var chosen: (range: ClosedRange<Int>, family: String)?
    for (family, position) in candidates {
      guard let extent = extent(family, position, open: open) else { continue }
      let name = families[family].name
      if let chosen, chosen.range != extent {
        throw Diagnostic(
          "index '\(index)' runs over \(chosen.range.typed) in \(chosen.family) and over "
            + "\(extent.typed) in \(name)", at: place,
          note: "say which: \(remedy("\(index) in \(chosen.range.typed)"))")
      }
      if chosen == nil { chosen = (extent, name) }
    }
    if let range = chosen?.range ?? sampleRanges[index] { return range }
    throw .nothingSays(index, at: place, remedy: remedy)
  }

  /// The range of a family's position; of an `open` one, of what an index is known to run over there.
  func extent(_ family: Int, _ position: Int, open: Set<Int>) -> ClosedRange<Int>? {
    open.contains(family)
      ? families[family].runningExtent(position) : families[family].extent(position)
  }
}

extension Diagnostic {
  /// No family gives an index its range; `remedy` says what to write, given the index with a range.
  static func nothingSays(
    _ index: String, at place: Range<Int>, remedy: (String) -> String = { "add 'for \($0)'" }
  ) -> Diagnostic {
    Diagnostic(
      "nothing says what '\(index)' runs over", at: place,
      note: "\(remedy("\(index) in 1..3")), for example")
  }
}

extension ClosedRange<Int> {
  /// The range as a lesson has it.
  var typed: String { "\(lowerBound)..\(upperBound)" }
}

/// Returns "1 index", "2 indices".
func counted(_ count: Int, _ noun: String, plural: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(plural)"
}
