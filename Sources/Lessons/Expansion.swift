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

  /// Whether there are more mistakes than are shown: no more are looked for.
  private var hasManyMistakes: Bool { mistakes.count > StatementReader.maximumMistakes }

  /// Notes that a mistake keeps members of a definition's family from being known.
  mutating func markBroken(_ definition: Definition) {
    quantities.markBroken(definition.equation.left.name)
  }

  /// Adds a line to the lines, and to its family, unless that has it already as one of a box.
  private mutating func addLine(
    _ family: Int, _ indices: [Int], _ line: Line, at place: Range<Int>, isInBox: Bool = false
  ) throws(Diagnostic) {
    if lines.count >= maximumLines { throw tooManyLines(at: place) }
    if !isInBox, let present = quantities.add(family, indices, line: lines.count) {
      throw Diagnostic(
        "'\(line.symbol)' is defined twice", at: place,
        note: "first in line \(source.line(at: places[present].lowerBound).number)")
    }
    lines.append(line)
    places.append(place)
  }

  /// Adds the next lines to their family, if they are its first and fill a box.
  private mutating func addBox(_ family: Int, _ members: [[Int]]) -> Bool {
    members.count <= maximumLines - lines.count
      && quantities.add(family, members, from: lines.count)
  }

  private func tooManyLines(at place: Range<Int>) -> Diagnostic {
    Diagnostic(
      "this lesson unrolls to more than \(maximumLines) lines", at: place,
      note: "--max-lines allows more")
  }

  // Given numbers.

  private var given: GivenNumbers {
    GivenNumbers(
      functions: functions, constants: quantities.constants, random: random,
      maximumSize: maximumSize)
  }

  /// Notes what other given values may use: constants, and the ranges of the tables.
  mutating func prepare(
    _ declarations: [Declaration], _ tables: [DataTable], brokenNames: Set<String>
  ) {
    quantities.brokenNames = brokenNames
    for table in tables where !table.rows.isEmpty {
      if table.index.isReserved {
        report(Diagnostic("'\(table.index)' is reserved", at: table.indexPlace))
      }
      if quantities.sampleRanges.updateValue(1...table.rows.count, forKey: table.index) != nil {
        report(Diagnostic("there is a table for '\(table.index)' already", at: table.indexPlace))
      }
    }
    // A constant may use one that is declared later: as many rounds as settle any.
    var count = -1
    while count < quantities.constants.count {
      count = quantities.constants.count
      let given = given
      for declaration in declarations
      where declaration.role == .const && !declaration.isEachStep && declaration.positions.isEmpty {
        if quantities.constants[declaration.name] == nil,
          case .values(let value) = declaration.content, let number = try? given.number(value)
        {
          quantities.constants[declaration.name] = number
        }
      }
    }
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
      let contents = try given.contents(of: declaration, ranges: ranges, count: count)
      let isRunning = shape.map(\.isRunning)
      quantities.cover(family, ranges.map(\.lowerBound)[...], isRunning: isRunning)
      quantities.cover(family, ranges.map(\.upperBound)[...], isRunning: isRunning)
      let members = members(ranges, count: count)
      let isInBox = addBox(family, members)
      for (offset, indices) in members.enumerated() {
        let symbol = Symbol.quantity(declaration.name, indices)
        let (definition, initial) = contents(offset, symbol)
        let line = Line(
          symbol, declaration.role,
          declaration.role == .param ? .carried(from: nil) : definition, initial: initial)
        try addLine(family, indices, line, at: declaration.place, isInBox: isInBox)
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

  /// All combinations of indices, of which there are `count`, the last one fastest.
  private func members(_ ranges: [ClosedRange<Int>], count: Int) -> [[Int]] {
    var members: [[Int]] = []
    members.reserveCapacity(count)
    var member = ranges.map(\.lowerBound)
    while members.count < count {
      members.append(member)
      var position = ranges.count - 1
      while position > 0, member[position] == ranges[position].upperBound {
        member[position] = ranges[position].lowerBound
        position -= 1
      }
      if position >= 0 { member[position] += 1 }
    }
    return members
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
      addSlots(definition, indices.map(definition.members))
    }
    resolveReductions(&definitions)
    let scope = scope
    var size = 0
    for (place, definition) in definitions.enumerated() {
      guard let definition, let indices = indices[place], let start = starts[place],
        !hasManyMistakes
      else { continue }
      instantiate(definition, indices, from: start, in: scope, &size)
    }
    if !mistakes.isEmpty { return nil }
    do throws(Circle) {
      return (lines, try EvaluationOrder.of(lines, from: firstEquation))
    } catch {
      report(error.described(lines, places))
      return nil
    }
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
      if hasManyMistakes {
        definitions[place] = nil
        continue
      }
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

  /// Adds a line for each member of a definition; their formulas come later.
  private mutating func addSlots(_ definition: Definition, _ members: [[Int]]) {
    let left = definition.equation.left
    let isInBox = addBox(definition.family, members)
    for indices in members {
      let line = Line(.quantity(left.name, indices), .forward, .formula(.zero))
      do throws(Diagnostic) {
        try addLine(definition.family, indices, line, at: left.place, isInBox: isInBox)
      } catch {
        report(error)
      }
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
      let hasBroken = !mistakes.isEmpty || !quantities.brokenNames.isEmpty
      if hasBroken, quantities.usesBroken(definition.equation.right) {
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
        // Another member is likely to have the same mistake in the same place.
        return report(error)
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
}
