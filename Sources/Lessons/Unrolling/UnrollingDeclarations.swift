import Diagnostics
import Formulas
import Programs

/// Tables and declarations.
extension Unrolling {
  private var given: GivenNumbers {
    GivenNumbers(
      functions: functions, constants: quantities.constants, random: random,
      maximumSize: maximumSize)
  }

  /// Notes what other given values may use: constants, and the ranges of the tables.
  mutating func prepare(_ statements: Statements, batch: BatchOption?, rest: Int?) {
    quantities.brokenNames = statements.brokenNames
    let tables = statements.tables
    for table in tables where table.rowCount > 0 {
      if table.index.isReserved {
        report(Diagnostic("'\(table.index)' is reserved", at: table.indexPlace))
      }
      if quantities.sampleRanges.updateValue(1...table.rowCount, forKey: table.index) != nil {
        report(Diagnostic("there is a table for '\(table.index)' already", at: table.indexPlace))
      }
    }
    if let batch { prepare(batch, tables, rest: rest) }
    noteConstants(statements.declarations)
  }

  /// Notes the scalar constants; one may use another that is declared later.
  private mutating func noteConstants(_ declarations: [Declaration]) {
    let constants = declarations.compactMap(\.scalarConstant)
    let positions = Dictionary(grouping: constants.indices) { constants[$0].name }
    let order = DependencyOrder(
      constants.map { constant in constant.value.names.flatMap { positions[$0, default: []] } })
    // What seems to use itself may do so by the name of an index only.
    for (name, value) in (order.ordered + order.rest).map({ constants[$0] })
    where quantities.constants[name] == nil {
      // What is wrong with it is told when it is declared.
      quantities.constants[name] = try? given.number(value)
    }
  }

  mutating func declare(_ table: DataTable) {
    do throws(Diagnostic) {
      if let batches, batches.index == table.index { return try declare(table, in: batches) }
      var families: [Int] = []
      for column in table.columns {
        families.append(
          try quantities.family(column.name, rank: column.indices.count + 1, at: column.place))
      }
      for row in 0..<table.rowCount {
        for (index, column) in table.columns.enumerated() {
          let indices = [row + 1] + column.indices
          quantities.cover(
            families[index], indices[...],
            isRunning: [true] + column.indices.map { _ in false })
          let line = Line(
            .quantity(column.name, indices), .input, .constant,
            initial: table.values[row * table.columns.count + index], given: column.given)
          try addLine(families[index], indices, line, at: column.place)
        }
      }
    } catch {
      report(error)
      for column in table.columns { quantities.markBroken(column.name) }
    }
  }

  mutating func declare(_ declaration: Declaration) {
    do throws(Diagnostic) {
      try checkName(declaration.name, at: declaration.place)
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
        let (definition, numbers) = contents(offset, symbol)
        let line = Line(
          symbol, declaration.role,
          declaration.role == .param ? .carried(from: nil) : definition,
          initial: numbers.first?.value ?? 0, given: numbers.given)
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
    try Unrolling.range(low, high, integers)
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
}

extension Declaration {
  /// What other given values may use; `nil` where it is no such constant.
  fileprivate var scalarConstant: (name: String, value: Value)? {
    guard role == .const, !isEachStep, positions.isEmpty, case .values(let value) = content else {
      return nil
    }
    return (name, value)
  }
}

extension Declaration.Value {
  /// The names in a formula; none in a list.
  fileprivate var names: [String] {
    guard case .formula(let formula) = self else { return [] }
    var names: [String] = []
    formula.forEachNode { node in names += node.names.map(\.name) }
    return names
  }
}
