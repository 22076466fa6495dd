import Decimals
import Formulas
import Programs
import RandomNumbers

/// Turns declarations, tables and equations into the scalar lines of a program.
struct Expansion {
  let source: Source
  let functions: [String: Function]
  let maximumLines: Int
  let random: RandomSource
  private(set) var quantities = Quantities()
  private(set) var mistakes: [Diagnostic] = []
  private var lines: [Line] = []
  /// Where each line is defined.
  private var places: [Range<Int>] = []
  private var reported: Set<Diagnostic> = []

  init(
    _ source: Source, functions: [String: Function], maximumLines: Int, random: RandomSource
  ) {
    self.source = source
    self.functions = functions
    self.maximumLines = maximumLines
    self.random = random
  }

  /// A formula may not have more operations than this, nor all formulas together.
  private var maximumSize: Int { maximumLines.saturatingMultiplied(5) }

  /// Notes a mistake once, however many lines it is met in.
  mutating func report(_ mistake: Diagnostic) {
    if reported.insert(mistake).inserted { mistakes.append(mistake) }
  }

  /// Notes that a mistake keeps members of a definition's family from being known.
  mutating func markBroken(_ definition: Definition) {
    quantities.markBroken(definition.equation.left.name)
  }

  private mutating func addLine(
    _ family: Int, _ indices: [Int], _ line: Line, at place: Range<Int>
  ) throws(Diagnostic) {
    if lines.count >= maximumLines { throw tooManyLines(at: place) }
    if let present = quantities.add(family, indices, line: lines.count) {
      throw Diagnostic(
        "'\(line.symbol)' is defined twice", at: place,
        note: "first in line \(source.line(at: places[present].lowerBound).number)")
    }
    lines.append(line)
    places.append(place)
  }

  private func tooManyLines(at place: Range<Int>) -> Diagnostic {
    Diagnostic(
      "this lesson unrolls to more than \(maximumLines) lines", at: place,
      note: "--max-lines allows more")
  }

  // Given numbers.

  /// Notes what other given values may use: constants, and the ranges of the tables.
  mutating func prepare(_ declarations: [Declaration], _ tables: [DataTable]) {
    for table in tables where !table.rows.isEmpty {
      if quantities.sampleRanges.updateValue(1...table.rows.count, forKey: table.index) != nil {
        report(Diagnostic("there is a table for '\(table.index)' already", at: table.indexPlace))
      }
    }
    for declaration in declarations where declaration.role == .const && !declaration.isEachStep {
      if declaration.positions.isEmpty, case .values(.number(let formula)) = declaration.content,
        let value = try? constant(formula)
      {
        quantities.constants[declaration.name] = value
      }
    }
  }

  /// The value of a formula of numbers and constants.
  private func constant(_ parsed: ParsedFormula) throws(Diagnostic) -> Double {
    if case .number(let number) = parsed.kind { return number.value }
    var scope = Scope(functions: functions)
    scope.quantity = { (name, _) throws(Diagnostic) in
      guard let value = quantities.constants[name.name], name.indices.isEmpty else {
        throw Diagnostic("a given number can use numbers and constants only", at: name.place)
      }
      return .number(Numeral(value))
    }
    var instantiation = Instantiation(scope, maximumSize: Catalogue.maximumSize)
    guard let value = try instantiation.formula(parsed).constantValue() else {
      throw Diagnostic("a given number cannot change from step to step", at: parsed.place)
    }
    if !value.isFinite {
      throw Diagnostic("this is \(shortest(value)), not a number", at: parsed.place)
    }
    return value
  }

  mutating func declare(_ table: DataTable) {
    do throws(Diagnostic) {
      var families: [Int] = []
      for column in table.columns {
        families.append(
          try quantities.family(column.name, rank: column.indices.count + 1, at: column.place))
      }
      for (row, values) in table.rows.enumerated() {
        for (place, column) in table.columns.enumerated() {
          let indices = [row + 1] + column.indices
          quantities.cover(
            families[place], indices[...],
            isRunning: [true] + column.indices.map { _ in false })
          let line = Line(
            .quantity(column.name, indices), .input, .constant, initial: values[place])
          try addLine(families[place], indices, line, at: column.place)
        }
      }
    } catch {
      report(error)
      for column in table.columns { quantities.markBroken(column.name) }
    }
  }

  mutating func declare(_ declaration: Declaration) {
    do throws(Diagnostic) {
      let family = try quantities.family(
        declaration.name, rank: declaration.positions.count, at: declaration.place)
      let shape = try shape(of: declaration)
      let count = shape.reduce(1) { $0.saturatingMultiplied($1.range.count) }
      if count > maximumLines - lines.count {
        throw Diagnostic(
          "'\(declaration.name)' has \(count == .max ? "too many" : "\(count)") members: "
            + "a lesson may unroll to \(maximumLines) lines", at: declaration.place,
          note: "--max-lines allows more")
      }
      let ranges = shape.map(\.range)
      let contents = try contents(of: declaration, ranges: ranges, count: count)
      for (offset, indices) in allIndices(ranges).enumerated() {
        quantities.cover(family, indices[...], isRunning: shape.map(\.isRunning))
        let symbol = Symbol.quantity(declaration.name, indices)
        let (definition, initial) = contents(offset, symbol)
        let line = Line(
          symbol, declaration.role,
          declaration.role == .param ? .carried(from: nil) : definition, initial: initial)
        try addLine(family, indices, line, at: declaration.place)
      }
    } catch {
      report(error)
      quantities.markBroken(declaration.name)
    }
  }

  private func shape(
    of declaration: Declaration
  ) throws(Diagnostic) -> [(range: ClosedRange<Int>, isRunning: Bool)] {
    var shape: [(range: ClosedRange<Int>, isRunning: Bool)] = []
    for position in declaration.positions {
      switch position {
      case .single(let formula):
        if let name = formula.bareName, let range = quantities.sampleRanges[name] {
          shape.append((range, true))
        } else if let name = formula.bareName, quantities.integer(name) == nil {
          throw Diagnostic(
            "nothing says what '\(name)' runs over", at: formula.place,
            note: "write a range: \(declaration.name)[1..3]")
        } else {
          let index = try integers.integer(formula)
          shape.append((index...index, false))
        }
      case .range(let low, let high):
        shape.append((try range(low, high), true))
      }
    }
    return shape
  }

  private var integers: Instantiation {
    var scope = Scope(functions: [:])
    scope.integer = { quantities.integer($0.name) }
    return Instantiation(scope, maximumSize: 1)
  }

  private func range(
    _ low: ParsedFormula, _ high: ParsedFormula
  ) throws(Diagnostic) -> ClosedRange<Int> {
    try Expansion.range(low, high, integers)
  }

  static func range(
    _ low: ParsedFormula, _ high: ParsedFormula, _ instantiation: Instantiation
  ) throws(Diagnostic) -> ClosedRange<Int> {
    let (first, last) = (try instantiation.integer(low), try instantiation.integer(high))
    if last < first {
      throw Diagnostic(
        "this range runs backwards, from \(first) to \(last)",
        at: low.place.lowerBound..<high.place.upperBound)
    }
    if last.subtractingReportingOverflow(first).overflow || last - first >= Int.max - 1 {
      throw Diagnostic("this range is too long", at: low.place.lowerBound..<high.place.upperBound)
    }
    return first...last
  }

  /// All combinations of indices, the last one fastest.
  private func allIndices(_ ranges: [ClosedRange<Int>]) -> AnyIterator<[Int]> {
    var next: [Int]? = ranges.map(\.lowerBound)
    return AnyIterator {
      guard let current = next else { return nil }
      var following = current
      next = nil
      for position in ranges.indices.reversed() {
        if following[position] < ranges[position].upperBound {
          following[position] += 1
          next = following
          break
        }
        following[position] = ranges[position].lowerBound
      }
      return current
    }
  }

  /// What the member at an offset is, and its initial value.
  private typealias Contents = (_ offset: Int, Symbol) -> (Line.Definition, Double)

  private func contents(
    of declaration: Declaration, ranges: [ClosedRange<Int>], count: Int
  ) throws(Diagnostic) -> Contents {
    switch declaration.content {
    case .random(let call):
      let distribution = try distribution(call)
      if declaration.isEachStep { return { _, _ in (.drawn(distribution), 0) } }
      return { [random] _, symbol in
        let bits = random.bits(name: symbol.description, step: 0)
        return (.constant, distribution.value(from: bits))
      }
    case .values(let value) where declaration.isEachStep:
      guard case .list(let steps, let place) = value, !steps.isEmpty else {
        throw Diagnostic(
          "'each step' needs a list with a value for each step", at: value.place,
          note: "for example \(declaration.name) each step = [1, 2, 3]")
      }
      if steps.count.saturatingMultiplied(count) > maximumSize {
        throw Diagnostic("these are too many numbers", at: place)
      }
      var rows: [[Double]] = []
      for step in steps { rows.append(try flattened(step, ranges[...], count)) }
      return { offset, _ in (.sequence(rows.map { $0[offset] }), 0) }
    case .values(let value):
      let numbers = try flattened(value, ranges[...], count)
      return { offset, _ in (.constant, numbers[offset]) }
    }
  }

  /// The numbers of a nested list, checked against the ranges; a single number fills all.
  private func flattened(
    _ value: Declaration.Value, _ ranges: ArraySlice<ClosedRange<Int>>, _ count: Int
  ) throws(Diagnostic) -> [Double] {
    switch value {
    case .number(let formula):
      return Array(repeating: try constant(formula), count: count)
    case .list(let values, let place):
      guard let range = ranges.first else {
        throw Diagnostic(
          "one number is needed here, not a list", at: place,
          note: "a family has its ranges in brackets, a sequence says 'each step'")
      }
      if values.count != range.count {
        throw Diagnostic(
          "this list has \(counted(values.count, "value")), "
            + "the range \(range.typed) has \(range.count)", at: place)
      }
      var numbers: [Double] = []
      numbers.reserveCapacity(count)
      for value in values {
        if ranges.count > 1, case .number(let formula) = value {
          throw Diagnostic(
            "a list of \(ranges[ranges.startIndex + 1].count) values is needed here",
            at: formula.place)
        }
        numbers += try flattened(value, ranges.dropFirst(), count / range.count)
      }
      return numbers
    }
  }

  private static let distributions: [String: [String]] = [
    "uniform": ["low", "high"], "normal": ["mean", "deviation"], "bernoulli": ["p"],
    "xavier": ["fan_in", "fan_out"], "he": ["fan_in"],
  ]

  private func distribution(_ call: ParsedCall) throws(Diagnostic) -> Distribution {
    guard let parameters = Expansion.distributions[call.name] else {
      throw .unknown(
        "there is no distribution '\(call.name)'", at: call.namePlace, word: call.name,
        among: Expansion.distributions.keys.sorted())
    }
    var scope = Scope(functions: functions)
    scope.quantity = { (name, _) throws(Diagnostic) in
      guard let value = quantities.constants[name.name], name.indices.isEmpty else {
        throw Diagnostic("numbers and constants only may stand here", at: name.place)
      }
      return .number(Numeral(value))
    }
    var instantiation = Instantiation(scope, maximumSize: Catalogue.maximumSize)
    var values: [Double] = []
    for formula in try instantiation.bound(call, to: parameters, hasPreset: { _ in false }) {
      guard let value = formula?.constantValue(), value.isFinite else {
        throw Diagnostic("fixed numbers are needed here", at: call.place)
      }
      values.append(value)
    }
    func require(_ condition: Bool, _ requirement: String) throws(Diagnostic) {
      if !condition { throw Diagnostic(requirement, at: call.place) }
    }
    switch call.name {
    case "uniform":
      try require(values[0] <= values[1], "the lower bound is above the upper one")
      return .uniform(values[0], values[1])
    case "normal":
      try require(values[1] >= 0, "a standard deviation is not negative")
      return .normal(mean: values[0], deviation: values[1])
    case "bernoulli":
      try require(values[0] >= 0 && values[0] <= 1, "a probability is between 0 and 1")
      return .bernoulli(values[0])
    default:
      let fans = values.map { Int(exactly: $0) ?? 0 }
      try require(fans.allSatisfy { $0 > 0 }, "a fan is a number of connections: 1, 2, …")
      return fans.count == 1 ? .he(fanIn: fans[0]) : .xavier(fanIn: fans[0], fanOut: fans[1])
    }
  }

  // Equations.

  /// Adds the lines of all equations; returns them in the order of the program.
  mutating func define(_ equations: [Equation]) -> (lines: [Line], order: [Int])? {
    var definitions = self.definitions(of: equations)
    let indices = RangeResolution.run(definitions, &self)
    var starts: [Int?] = []
    let firstEquation = lines.count
    for (definition, indices) in zip(definitions, indices) {
      starts.append(lines.count)
      guard let definition, let indices else { continue }
      for bindings in indices { addSlot(definition, bindings) }
    }
    resolveReductions(&definitions)
    let scope = scope
    var size = 0
    for (place, definition) in definitions.enumerated() {
      guard let definition, let indices = indices[place], let start = starts[place] else {
        continue
      }
      instantiate(definition, indices, from: start, in: scope, &size)
    }
    if !mistakes.isEmpty { return nil }
    guard let order = evaluationOrder(from: firstEquation) else { return nil }
    return (lines, order)
  }

  /// The definitions of the equations whose names are all known; `nil` for the others.
  private mutating func definitions(of equations: [Equation]) -> [Definition?] {
    var definitions: [Definition?] = []
    for equation in equations {
      do throws(Diagnostic) {
        let family = try quantities.family(
          equation.left.name, rank: equation.left.indices.count, at: equation.left.place)
        quantities.markEquations(of: family)
        definitions.append(try Definition(equation, family: family, quantities))
      } catch {
        report(error)
        quantities.markBroken(equation.left.name)
        definitions.append(nil)
      }
    }
    for place in definitions.indices {
      guard let definition = definitions[place] else { continue }
      var check = NameCheck(quantities, functions, indices: definition.indices.map(\.name))
      check.run(definition)
      for mistake in check.mistakes { report(mistake) }
      if !check.mistakes.isEmpty {
        definitions[place] = nil
        markBroken(definition)
      }
    }
    return definitions
  }

  private mutating func addSlot(_ definition: Definition, _ bindings: [Int]) {
    let indices = definition.members(bindings)
    let line = Line(
      .quantity(definition.equation.left.name, indices), .forward, .formula(.zero))
    do throws(Diagnostic) {
      try addLine(definition.family, indices, line, at: definition.equation.left.place)
    } catch {
      report(error)
    }
  }

  /// Widens a definition's family by the values of its indices.
  mutating func settle(_ definition: Definition, _ values: [[Int]]) {
    let isRunning = definition.isRunning
    for value in values {
      quantities.cover(definition.family, definition.members(value)[...], isRunning: isRunning)
    }
  }

  /// Settles what the indices of reductions run over, where it is not typed.
  ///
  /// Definitions that have a mistake, or use a quantity whose definition has one, are dropped.
  private mutating func resolveReductions(_ definitions: inout [Definition?]) {
    for place in definitions.indices {
      guard let definition = definitions[place] else { continue }
      if !mistakes.isEmpty, quantities.usesBroken(definition.equation.right) {
        definitions[place] = nil
        continue
      }
      definition.equation.right.forEachNode { node in
        guard case .reduction(let reduction) = node.kind else { return }
        for index in reduction.indices where index.range == nil {
          do throws(Diagnostic) {
            quantities.reductionRanges[index.place.lowerBound] = try quantities.range(
              of: index.name, at: index.place, in: reduction.body,
              remedy: { "write '\(reduction.name)(\($0): …)'" })
          } catch {
            report(error)
            definitions[place] = nil
          }
        }
      }
    }
  }

  /// Writes out one definition; `size` counts the operations of all equations so far.
  private mutating func instantiate(
    _ definition: Definition, _ indices: [[Int]], from start: Int, in scope: Scope,
    _ size: inout Int
  ) {
    if size > maximumSize { return }
    for (offset, bindings) in indices.enumerated() {
      var instantiation = Instantiation(
        scope, bindings: definition.bound(bindings), maximumSize: maximumSize)
      do throws(Diagnostic) {
        let formula = try instantiation.formula(definition.equation.right)
        size = size.saturatingAdding(formula.size)
        if size > maximumSize {
          throw Diagnostic(
            "this unrolls to more than \(maximumSize) operations",
            at: definition.equation.left.place, note: "--max-lines allows more")
        }
        if mistakes.isEmpty { lines[start + offset].definition = .formula(formula) }
      } catch {
        report(error)
        if size > maximumSize { return }
      }
    }
  }

  /// What the names of a lesson's equations mean.
  private var scope: Scope {
    var scope = Scope(functions: functions)
    let references = lines.indices.map { Formula.line($0) }
    let quantities = quantities
    scope.quantity = { (name, indices) throws(Diagnostic) in
      if name.isPrimed {
        throw Diagnostic("a primed name cannot be used in an equation", at: name.place)
      }
      return references[try quantities.line(name, indices)]
    }
    scope.derivative = { (_, _, place) throws(Diagnostic) in
      throw Diagnostic(
        "a derivative cannot be used in an equation", at: place,
        note: "a delta may name it: delta d1 = …")
    }
    scope.integer = { quantities.integer($0.name) }
    scope.range = { (index, _) throws(Diagnostic) in
      guard let range = quantities.reductionRanges[index.place.lowerBound] else {
        throw Diagnostic("nothing says what '\(index.name)' runs over", at: index.place)
      }
      return range
    }
    return scope
  }

  // Order.

  /// Equations as written, each preceded by whatever it uses that has not come yet.
  private mutating func evaluationOrder(from first: Int) -> [Int]? {
    var order = Array(0..<first)
    order.reserveCapacity(lines.count)
    var operands: [[Int]] = []
    var isInOrder = true
    for line in first..<lines.count {
      var used: [Int] = []
      lines[line].formula?.forEachLine { if $0 >= first { used.append($0) } }
      if used.contains(where: { $0 >= line }) { isInOrder = false }
      operands.append(used)
    }
    if isInOrder { return Array(lines.indices) }
    enum State { case new, open, done }
    var states = [State](repeating: .new, count: operands.count)
    for root in operands.indices where states[root] == .new {
      var path: [(line: Int, next: Int)] = [(root, 0)]
      states[root] = .open
      while let (line, next) = path.last {
        if next == operands[line].count {
          states[line] = .done
          order.append(first + line)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let operand = operands[line][next] - first
        switch states[operand] {
        case .done: break
        case .new:
          states[operand] = .open
          path.append((operand, 0))
        case .open:
          let start = path.firstIndex { $0.line == operand } ?? 0
          report(cycle(path[start...].map { first + $0.line }))
          return nil
        }
      }
    }
    return order
  }

  private func cycle(_ path: [Int]) -> Diagnostic {
    let names = path.map { lines[$0].symbol.description }
    let shown = names.count > 6 ? names[..<3] + ["…"] + names.suffix(2) : names[...]
    let circle = (shown + [names[0]]).joined(separator: " → ")
    return Diagnostic(
      names.count == 1
        ? "'\(names[0])' depends on itself" : "these depend on each other: \(circle)",
      at: places[path[0]])
  }
}
