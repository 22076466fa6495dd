import Diagnostics
import Formulas
import Programs

/// Finds the values of every equation's indices.
///
/// An equation's ranges depend on the families in which its indices stand plainly, and
/// those on the equations that define them: each equation is settled when all of its
/// families are.
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
    let order = DependencyOrder(count: count + members.count) { number in
      if number >= count { return members[number - count] }
      return definitions[number].map { families(of: $0, quantities).map { count + $0 } } ?? []
    }
    for number in order.ordered where number < count {
      guard let definition = definitions[number] else { continue }
      do throws(Diagnostic) {
        values[number] = try unrolling.indexValues(of: definition, &total)
      } catch {
        unrolling.report(error)
      }
      if values[number] == nil { unrolling.markBroken(definition) }
    }
    reportCircle(order.rest.filter { $0 < count }.compactMap { definitions[$0] }, &unrolling)
  }

  /// The families that must be settled before the definition's ranges are known.
  private func families(of definition: Definition, _ quantities: Quantities) -> [Int] {
    var families: Set<Int> = []
    for index in definition.indices where index.range == nil {
      for (family, _) in quantities.ranges(of: index.name, in: definition.equation.right) {
        families.insert(family)
      }
    }
    return families.sorted()
  }

  private func reportCircle(_ rest: [Definition], _ unrolling: inout Unrolling) {
    let ownCircle = rest.first { definition in
      families(of: definition, unrolling.quantities).contains(definition.family)
    }
    guard let definition = ownCircle ?? rest.first,
      let index = definition.indices.first(where: { $0.range == nil })
    else { return }
    unrolling.report(
      Diagnostic(
        "what '\(index.name)' runs over depends on itself", at: definition.equation.left.place,
        note: "add 'for \(index.name) in 1..3', for example"))
  }
}

extension Unrolling {
  /// Returns all values of a definition's indices, and widens its family by them; `nil` where a
  /// mistake elsewhere keeps them from being known.
  ///
  /// `total` counts the lines of all equations so far.
  fileprivate mutating func indexValues(
    of definition: Definition, _ total: inout Int
  ) throws(Diagnostic) -> [[Int]]? {
    var values: [[Int]] = [[]]
    for index in definition.indices {
      var common: ClosedRange<Int>?
      if index.range == nil {
        common = try quantities.range(
          of: index.name, at: index.place, in: definition.equation.right)
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
