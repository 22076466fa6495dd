import Diagnostics
import Formulas
import Programs

/// Finds the values of every equation's indices.
///
/// An equation's ranges depend on the families in which its indices stand plainly, and
/// those on the equations that define them: each equation is settled when all of its
/// families are. Of those that depend on each other, one is settled by the families that are known,
/// and has to agree with the others when these are.
struct RangeResolution {
  private let definitions: [Definition?]
  private var values: [[[Int]]?]
  private var total = 0

  /// Returns, for each definition, the values of its indices; `nil` where there was a mistake.
  static func run(_ definitions: [Definition?], _ unrolling: inout Unrolling) -> [[[Int]]?] {
    var resolution = RangeResolution(definitions)
    resolution.resolve(&unrolling)
    return resolution.values
  }

  private init(_ definitions: [Definition?]) {
    self.definitions = definitions
    values = Array(repeating: nil, count: definitions.count)
  }

  private mutating func resolve(_ unrolling: inout Unrolling) {
    let quantities = unrolling.quantities
    let count = definitions.count
    var members: [[Int]] = Array(repeating: [], count: quantities.families.count)
    for (number, definition) in definitions.enumerated() {
      if let definition { members[definition.family].append(number) }
    }
    // The definitions, then the families: each of these uses all of its definitions.
    let operands = (0..<count + members.count).map { number in
      if number >= count { return members[number - count] }
      return definitions[number].map { families(of: $0, quantities).map { count + $0 } } ?? []
    }
    let order = DependencyOrder(operands)
    // What uses each other stands in the order as one thing.
    var firsts = Array(operands.indices)
    var groups: [Int: [Int]] = [:]
    for group in order.groups {
      groups[group[0]] = group
      for number in group { firsts[number] = group[0] }
    }
    let whole =
      order.groups.isEmpty
      ? order
      : DependencyOrder(
        operands.indices.map { number in
          if let group = groups[number] {
            return group.flatMap { operands[$0] }.map { firsts[$0] }.filter { $0 != number }
          }
          return firsts[number] == number ? operands[number].map { firsts[$0] } : []
        })
    for number in whole.ordered {
      if let group = groups[number] {
        let families = group.filter { $0 >= count }.map { $0 - count }
        settle(group.filter { $0 < count }, open: Set(families), &unrolling)
      } else if number < count, firsts[number] == number {
        settle(number, open: [], &unrolling)
      }
    }
  }

  /// The families that must be settled before the definition's ranges are known.
  private func families(of definition: Definition, _ quantities: Quantities) -> [Int] {
    var families: Set<Int> = []
    for index in definition.indices where index.range == nil {
      families.formUnion(quantities.ranges(of: index, in: definition).map(\.family))
    }
    return families.sorted()
  }

  /// Settles a definition; of `open` families not all members are known.
  private mutating func settle(_ number: Int, open: Set<Int>, _ unrolling: inout Unrolling) {
    guard let definition = definitions[number] else { return }
    do throws(Diagnostic) {
      values[number] = try unrolling.indexValues(of: definition, open: open, &total)
    } catch {
      unrolling.report(error)
    }
    if values[number] == nil { unrolling.markBroken(definition) }
  }

  /// Settles definitions that depend on each other's families.
  private mutating func settle(
    _ group: [Int], open: Set<Int>, _ unrolling: inout Unrolling
  ) {
    var users: [Int: [Int]] = [:]
    for number in group {
      guard let definition = definitions[number] else { continue }
      for family in families(of: definition, unrolling.quantities) {
        users[family, default: []].append(number)
      }
    }
    var waiting = Set(group)
    var queue = group
    var next = 0
    while next < queue.count {
      let number = queue[next]
      next += 1
      guard waiting.contains(number), let definition = definitions[number],
        unrolling.quantities.unknownIndex(of: definition, open: open) == nil
      else { continue }
      waiting.remove(number)
      settle(number, open: open, &unrolling)
      queue += users[definition.family] ?? []
    }
    reportCircle(group.filter(waiting.contains).compactMap { definitions[$0] }, open, &unrolling)
    for number in group where values[number] != nil {
      if let definition = definitions[number] {
        unrolling.checkAgreement(of: definition, with: values[number] ?? [])
      }
    }
  }

  private func reportCircle(
    _ rest: [Definition], _ open: Set<Int>, _ unrolling: inout Unrolling
  ) {
    let quantities = unrolling.quantities
    let unknown = rest.compactMap { definition in
      quantities.unknownIndex(of: definition, open: open).map { (definition, $0) }
    }
    // What no right side says, nor what else defines the family, is no matter of a circle.
    let unsaid = unknown.filter { definition, index in
      quantities.ranges(of: index, in: definition).contains { family, position in
        !quantities.isSaid(index, by: definition)
          && !rest.contains { $0.family == family && quantities.isSaid(at: position, by: $0) }
      }
    }
    for (_, index) in unsaid { unrolling.report(.nothingSays(index.name, at: index.place)) }
    let circular = unknown.filter { quantities.isSaid($1, by: $0) }
    let ownCircle = circular.first { definition, index in
      quantities.ranges(of: index, in: definition).contains { $0.family == definition.family }
    }
    if unsaid.isEmpty, let (definition, index) = ownCircle ?? circular.first {
      unrolling.report(.circle(of: index, in: definition))
    }
    for definition in rest { unrolling.markBroken(definition) }
  }
}

extension Diagnostic {
  fileprivate static func circle(of index: ParsedIndex, in definition: Definition) -> Diagnostic {
    Diagnostic(
      "what '\(index.name)' runs over depends on itself", at: definition.equation.left.place,
      note: "add 'for \(index.name) in 1..4', for example")
  }
}

extension Unrolling {
  /// Reports where the ranges of a settled definition's indices are others than all of its families
  /// have in the end.
  fileprivate mutating func checkAgreement(of definition: Definition, with values: [[Int]]) {
    for (position, index) in definition.indices.enumerated() where index.range == nil {
      do throws(Diagnostic) {
        guard let range = try quantities.range(of: index, in: definition, open: []) else { return }
        let taken = values.map { $0[position] }
        if taken.min() != range.lowerBound || taken.max() != range.upperBound {
          throw .circle(of: index, in: definition)
        }
      } catch {
        report(error)
      }
    }
  }

  /// Returns all values of a definition's indices, and widens its family by them; `nil` where a
  /// mistake elsewhere keeps them from being known.
  ///
  /// Of `open` families not all members are known. `total` counts the lines of all equations so far.
  fileprivate mutating func indexValues(
    of definition: Definition, open: Set<Int>, _ total: inout Int
  ) throws(Diagnostic) -> [[Int]]? {
    var values: [[Int]] = [[]]
    for index in definition.indices {
      var common: ClosedRange<Int>?
      if index.range == nil {
        common = try quantities.range(of: index, in: definition, open: open)
        if common == nil { return nil }
      }
      var longer: [[Int]] = []
      for earlier in values {
        guard let range = try range(common, of: index, in: definition, given: earlier)
        else { return nil }
        if range.count > maximumLines - total - longer.count {
          throw Diagnostic(
            "this lesson unrolls to more than \(maximumLines) lines",
            at: definition.equation.left.place, note: "--max-lines allows more")
        }
        for value in range { longer.append(earlier + [value]) }
      }
      values = longer
    }
    // The last index of the left side is the fastest, in whatever order `for` names them.
    if !definition.namesIndicesInOrder {
      values.sort { definition.members($0).lexicographicallyPrecedes(definition.members($1)) }
    }
    total += values.count
    settle(definition, values)
    return values
  }

  private func range(
    _ common: ClosedRange<Int>?, of index: ParsedIndex, in definition: Definition,
    given earlier: [Int]
  ) throws(Diagnostic) -> ClosedRange<Int>? {
    guard common == nil, let typed = index.range else { return common }
    var scope = Scope(functions: [:])
    let quantities = quantities
    scope.integer = { quantities.integer($0.name) }
    let instantiation = Instantiation(
      scope, bindings: definition.bound(earlier), maximumSize: 1)
    return try Unrolling.range(typed.low, typed.high, instantiation)
  }
}

extension Quantities {
  /// The families that say what an index of a definition runs over.
  ///
  /// They are those in which it stands plainly. Where there are none, as in `c[0,j] = 0`, what else defines the family itself says it.
  fileprivate func ranges(
    of index: ParsedIndex, in definition: Definition
  ) -> [(family: Int, position: Int)] {
    if isSaid(index, by: definition) {
      return ranges(of: index.name, in: definition.equation.right)
    }
    return definition.positions.enumerated().compactMap { position, part in
      guard case .index(let own) = part, definition.indices[own].name == index.name else {
        return nil
      }
      return (definition.family, position)
    }
  }

  /// Whether a definition says what its index in a position of the left side runs over.
  fileprivate func isSaid(at position: Int, by definition: Definition) -> Bool {
    guard case .index(let own) = definition.positions[position] else { return false }
    return isSaid(definition.indices[own], by: definition)
  }

  /// Whether the right side of a definition says what an index runs over.
  fileprivate func isSaid(_ index: ParsedIndex, by definition: Definition) -> Bool {
    index.range != nil || sampleRanges[index.name] != nil
      || !ranges(of: index.name, in: definition.equation.right).isEmpty
  }

  /// Whether a mistake elsewhere keeps from being known what an index runs over.
  private func isBroken(_ index: ParsedIndex, of definition: Definition) -> Bool {
    families[definition.family].isBroken && !isSaid(index, by: definition)
  }

  /// The first index without a range that no family says yet what it runs over.
  fileprivate func unknownIndex(of definition: Definition, open: Set<Int>) -> ParsedIndex? {
    if usesBroken(definition.equation.right) { return nil }
    return definition.indices.first { index in
      guard index.range == nil, !isBroken(index, of: definition) else { return false }
      let ranges = ranges(of: index, in: definition)
      return !ranges.isEmpty
        && ranges.allSatisfy { extent($0.family, $0.position, open: open) == nil }
    }
  }

  fileprivate func range(
    of index: ParsedIndex, in definition: Definition, open: Set<Int>
  ) throws(Diagnostic) -> ClosedRange<Int>? {
    if isBroken(index, of: definition) { return nil }
    return try range(
      of: index.name, at: index.place, in: definition.equation.right,
      families: ranges(of: index, in: definition), open: open)
  }
}
