import Formulas
import Programs

/// The formula that all members of a family have, with axes where their indices run.
indirect enum IndexedFormula {
  /// A member of a family, with the axis that each of its indices runs along.
  case member(Family, isPrevious: Bool)
  /// What is the same in all members and depends on no family.
  case scalar(Formula)
  case sum([IndexedFormula])
  case product([IndexedFormula])
  case quotient(IndexedFormula, IndexedFormula)
  case power(IndexedFormula, Formula)
  case negated(IndexedFormula)
  case call(Function, [IndexedFormula])
  /// A sum along an axis of its own.
  case summed(along: Int, values: [Int], IndexedFormula)

  struct Family {
    let symbol: Symbol
    let indices: [AxisIndex]
    /// A line of the family.
    let sample: LineID

    /// The axis of each index that is nothing else; `nil` where there is another number in its place.
    var axes: [Int?] { indices.map(\.onlyAxis) }
  }

  /// The axes that the formula depends on, apart from those it sums along.
  var axes: Set<Int> {
    switch self {
    case .member(let family, _): Set(family.indices.flatMap(\.factors.keys))
    case .scalar: []
    case .sum(let parts), .product(let parts), .call(_, let parts):
      parts.reduce(into: []) { $0.formUnion($1.axes) }
    case .quotient(let top, let bottom): top.axes.union(bottom.axes)
    case .power(let base, _): base.axes
    case .negated(let operand): operand.axes
    case .summed(let axis, _, let inner): inner.axes.subtracting([axis])
    }
  }
}

/// An index that depends on the values of axes: each times a factor, and a number.
struct AxisIndex: Hashable {
  var factors: [Int: Int] = [:]
  var constant = 0

  static func axis(_ axis: Int) -> AxisIndex { AxisIndex(factors: [axis: 1]) }

  var onlyAxis: Int? { constant == 0 && factors.count == 1 ? factors.first { $1 == 1 }?.key : nil }

  func value(at axes: [Int]) -> Int {
    factors.reduce(constant) { $0 + axes[$1.key] * $1.value }
  }
}

/// Finds the formula that stands for all members of a family.
struct IndexedFormulaFinder {
  let names: ProgramNames
  /// Whether an index may be more than the value of an axis: a number, or so much more or less.
  var allowsShifts = false

  /// A formula with the value of each axis there.
  struct Instance {
    let formula: Formula
    var axes: [Int]
  }

  /// Returns the formula that becomes each instance's at its values of the axes; `nil` where there
  /// is none.
  func formula(of instances: [Instance]) -> IndexedFormula? {
    let first = instances[0].formula
    if !first.dependsOnLines {
      return instances.allSatisfy { $0.formula == first } ? .scalar(first) : nil
    }
    switch first.kind {
    case .line(let sample): return member(sample, of: instances, isPrevious: false)
    case .previous(let sample): return member(sample, of: instances, isPrevious: true)
    case .number, .step, .placeholder, .named:
      return instances.allSatisfy { $0.formula == first } ? .scalar(first) : nil
    case .sum: return sum(of: instances)
    case .product(let factors):
      return parts(of: instances, count: factors.count).map { .product($0) }
    case .quotient:
      return parts(of: instances, count: 2).map { .quotient($0[0], $0[1]) }
    case .power(_, let exponent):
      guard !exponent.dependsOnLines,
        instances.allSatisfy({ $0.formula.exponent == exponent })
      else { return nil }
      return part(0, of: instances).map { .power($0, exponent) }
    case .negated: return part(0, of: instances).map { .negated($0) }
    case .call(let function, let arguments):
      guard instances.allSatisfy({ $0.formula.function == function }) else { return nil }
      return parts(of: instances, count: arguments.count).map { .call(function, $0) }
    }
  }

  private func part(_ index: Int, of instances: [Instance]) -> IndexedFormula? {
    formula(
      of: instances.map { Instance(formula: $0.formula.parts[index], axes: $0.axes) })
  }

  private func parts(of instances: [Instance], count: Int) -> [IndexedFormula]? {
    let first = instances[0].formula
    guard instances.allSatisfy({ $0.formula.hasShape(of: first) }) else { return nil }
    var parts: [IndexedFormula] = []
    for index in 0..<count {
      guard let part = part(index, of: instances) else { return nil }
      parts.append(part)
    }
    return parts
  }

  private func member(
    _ sample: LineID, of instances: [Instance], isPrevious: Bool
  ) -> IndexedFormula? {
    let symbol = names.symbol(of: sample)
    var indices: [[Int]] = []
    for instance in instances {
      guard let line = isPrevious ? instance.formula.previousLine : instance.formula.line,
        names.symbol(of: line).isOfFamily(of: symbol)
      else { return nil }
      indices.append(names.symbol(of: line).allIndices)
    }
    var found: [AxisIndex] = []
    for (position, origin) in symbol.indexPositions.enumerated() {
      let values = indices.map { $0[position] }
      let isOnly = names.extent(origin.family, origin.position)?.count == 1
      guard let index = index(values, instances.map(\.axes), isOnly: isOnly) else { return nil }
      found.append(index)
    }
    return .member(
      .init(symbol: symbol.family, indices: found, sample: sample), isPrevious: isPrevious)
  }

  /// What an index is that has these values where the axes have those; `isOnly` says that it never has
  /// another one.
  private func index(_ values: [Int], _ axes: [[Int]], isOnly: Bool) -> AxisIndex? {
    func fits(_ index: AxisIndex) -> Bool {
      zip(values, axes).allSatisfy { $0 == index.value(at: $1) }
    }
    let same = axes[0].indices.first { axis in zip(values, axes).allSatisfy { $0 == $1[axis] } }
    if let same { return .axis(same) }
    let constant = AxisIndex(constant: values[0])
    if isOnly || allowsShifts, values.allSatisfy({ $0 == values[0] }) { return constant }
    if isOnly || !allowsShifts { return isOnly ? constant : nil }
    let pairs = axes[0].indices.flatMap { first in
      axes[0].indices.filter { $0 != first }.flatMap { second in
        [AxisIndex(factors: [first: 1, second: 1]), AxisIndex(factors: [first: 1, second: -1])]
      }
    }
    return (axes[0].indices.map(AxisIndex.axis) + pairs + multiples(values, axes)).map { index in
      AxisIndex(factors: index.factors, constant: values[0] - index.value(at: axes[0]))
    }.first(where: fits)
  }

  /// What an index may be that grows by more than 1 with an axis, as windows do that lie side by side.
  private func multiples(_ values: [Int], _ axes: [[Int]]) -> [AxisIndex] {
    axes[0].indices.compactMap { axis in
      let other = axes.indices.first { axes[$0][axis] == axes[0][axis] + 1 }
      let factor = other.map { values[$0] - values[0] } ?? 0
      return factor > 1 ? AxisIndex(factors: [axis: factor]) : nil
    }
  }

  // Sums.

  /// Runs of terms of one shape are sums along an axis.
  private func sum(of instances: [Instance]) -> IndexedFormula? {
    let all = instances.map(\.formula.parts)
    let first = instances[0].formula
    guard instances.allSatisfy({ $0.formula.hasShape(of: first) }) else { return nil }
    var terms: [IndexedFormula] = []
    var start = 0
    while start < all[0].count {
      var end = start + 1
      while end < all[0].count, areAlike(all[0][start], all[0][end]) { end += 1 }
      let run = zip(instances, all).map { (axes: $0.axes, terms: Array($1[start..<end])) }
      guard let term = end - start == 1 ? single(run) : summed(run) else { return nil }
      terms.append(term)
      start = end
    }
    return terms.count == 1 ? terms[0] : .sum(terms)
  }

  private func single(_ run: [(axes: [Int], terms: [Formula])]) -> IndexedFormula? {
    formula(of: run.map { Instance(formula: $0.terms[0], axes: $0.axes) })
  }

  private func summed(_ run: [(axes: [Int], terms: [Formula])]) -> IndexedFormula? {
    let leaves = run[0].terms.map(positions)
    let leading = leaves[0].indices.first { leaves[0][$0].index != leaves[1][$0].index }
    guard let leading else { return nil }
    let origin = leaves[0][leading]
    let values = leaves.map { $0[leading].index }
    guard let extent = names.extent(origin.family, origin.position),
      values == Array(extent) || allowsShifts && values.areNeighbours
    else { return allowsShifts ? summedTwice(run, leaves.map { $0.map(\.index) }, values) : nil }
    let axis = run[0].axes.count
    let instances = run.flatMap { instance in
      zip(instance.terms, values).map { Instance(formula: $0, axes: instance.axes + [$1]) }
    }
    return formula(of: instances).map { .summed(along: axis, values: values, $0) }
  }

  /// Terms in rows: an index runs from term to term, another one from row to row.
  private func summedTwice(
    _ run: [(axes: [Int], terms: [Formula])], _ indices: [[Int]], _ values: [Int]
  ) -> IndexedFormula? {
    let width = (values.dropFirst().firstIndex(of: values[0])) ?? values.count
    guard width > 1, width < values.count, values.count.isMultiple(of: width) else { return nil }
    let inner = Array(values[..<width])
    let starts = stride(from: 0, to: values.count, by: width)
    let slot = indices[0].indices.first { indices[0][$0] != indices[width][$0] }
    guard inner.areNeighbours, starts.allSatisfy({ Array(values[$0..<$0 + width]) == inner }),
      let slot, case let outer = starts.map({ indices[$0][slot] }), outer.areNeighbours
    else { return nil }
    let axis = run[0].axes.count
    let instances = run.flatMap { instance in
      instance.terms.enumerated().map { place, term in
        Instance(
          formula: term, axes: instance.axes + [outer[place / width], inner[place % width]])
      }
    }
    return formula(of: instances).map {
      .summed(along: axis, values: outer, .summed(along: axis + 1, values: inner, $0))
    }
  }

  /// The numbers in all index positions of a formula, from left to right.
  private func positions(
    in formula: Formula
  ) -> [(index: Int, family: String, position: Int)] {
    guard let line = formula.line ?? formula.previousLine else {
      return formula.parts.flatMap(positions)
    }
    let symbol = names.symbol(of: line)
    return zip(symbol.allIndices, symbol.indexPositions).map { ($0, $1.family, $1.position) }
  }

  /// Whether two formulas are equal but for indices.
  func areAlike(_ first: Formula, _ second: Formula) -> Bool {
    switch (first.kind, second.kind) {
    case (.line(let line), .line(let other)), (.previous(let line), .previous(let other)):
      return names.symbol(of: line).isOfFamily(of: names.symbol(of: other))
    default:
      if !first.dependsOnLines { return first == second }
      return second.dependsOnLines && first.hasShape(of: second)
        && zip(first.parts, second.parts).allSatisfy(areAlike)
    }
  }
}

extension [Int] {
  /// Whether each number is one more than the one before it.
  fileprivate var areNeighbours: Bool { zip(self, dropFirst()).allSatisfy { $1 == $0 + 1 } }
}

extension Formula {
  fileprivate var line: LineID? {
    if case .line(let line) = kind { return line }
    return nil
  }

  fileprivate var previousLine: LineID? {
    if case .previous(let line) = kind { return line }
    return nil
  }

  fileprivate var exponent: Formula? {
    if case .power(_, let exponent) = kind { return exponent }
    return nil
  }

  fileprivate var function: Function? {
    if case .call(let function, _) = kind { return function }
    return nil
  }

  /// Whether the outermost operations are of one kind and have as many operands.
  fileprivate func hasShape(of other: Formula) -> Bool {
    switch (kind, other.kind) {
    case (.sum(let parts), .sum(let others)), (.product(let parts), .product(let others)),
      (.call(_, let parts), .call(_, let others)):
      parts.count == others.count
    case (.number, .number), (.line, .line), (.previous, .previous), (.step, .step),
      (.placeholder, .placeholder), (.named, .named), (.quotient, .quotient), (.power, .power),
      (.negated, .negated):
      true
    default: false
    }
  }
}
