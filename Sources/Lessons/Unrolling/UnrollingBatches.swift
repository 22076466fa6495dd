import Diagnostics
import Formulas
import Programs

/// A table that is fed in batches.
struct BatchedTable {
  let index: String
  let option: BatchOption
  /// How many rows the table has.
  let rowCount: Int
  /// How many rows a batch has here.
  let size: Int
  /// The families that its columns are.
  let columns: Set<String>

  /// The name of the input that says which sample each row of a batch is.
  static let rowName = "row"

  /// How many steps an epoch has.
  var period: Int { (rowCount + option.size - 1) / option.size }

  /// How many rows the last batch of an epoch has where these are fewer; `nil` where they are not.
  var rest: Int? {
    let rest = rowCount % option.size
    return rest == 0 || rowCount < option.size ? nil : rest
  }
}

/// Mini-batches: a table has the rows of one batch, and their numbers are given anew each step.
extension Unrolling {
  /// Settles which table is fed in batches; its index then counts the rows of a batch, or of the
  /// last batch with its `rest`.
  mutating func prepare(_ option: BatchOption, _ tables: [DataTable], rest: Int?) {
    let known = tables.filter { $0.rowCount > 0 }
    // Where a table cannot be read, nothing more can be said.
    if known.isEmpty && !tables.isEmpty { return }
    do throws(Diagnostic) {
      let table = try table(of: option, among: known)
      let size = rest ?? min(option.size, table.rowCount)
      quantities.sampleRanges[table.index] = 1...size
      batches = BatchedTable(
        index: table.index, option: option, rowCount: table.rowCount, size: size,
        columns: Set(table.columns.map(\.name) + [BatchedTable.rowName]))
      for table in known {
        for column in table.columns {
          try checkName(column.name, at: column.place)
        }
      }
    } catch {
      report(error)
    }
  }

  private func table(
    of option: BatchOption, among tables: [DataTable]
  ) throws(Diagnostic) -> DataTable {
    let names = tables.map(\.index)
    if let (name, place) = option.index {
      if let table = tables.first(where: { $0.index == name }) { return table }
      throw .noSuch("table for", name, at: place, among: names)
    }
    guard let table = tables.first else {
      throw Diagnostic(
        "there is no table to take batches of", at: option.place,
        note: "a data block, or 'samples n from \"houses.csv\"', has samples")
    }
    if tables.count > 1 {
      throw Diagnostic(
        "batches of which table?", at: option.place,
        note: names.map { "'batch: \(option.size) of \($0)'" }.joined(separator: " or "))
    }
    return table
  }

  /// Reports a name that batches have for themselves.
  func checkName(_ name: String, at place: Range<Int>) throws(Diagnostic) {
    if batches != nil, name == BatchedTable.rowName {
      throw Diagnostic(
        "'row' is the number of the sample where there are batches: take another name", at: place)
    }
  }

  /// Returns the equations without those that have no place where there are batches, and reports
  /// these: they define `row`, or use a sample that is not the one that they are about.
  mutating func checked(_ equations: [Equation]) -> [Equation] {
    equations.filter { equation in
      do throws(Diagnostic) {
        try checkName(equation.left.name, at: equation.left.place)
        try checkOffsets(in: equation.right)
        return true
      } catch {
        report(error)
        quantities.markBroken(equation.left.name)
        quantities.brokenNames.insert(equation.left.name)
        return false
      }
    }
  }

  /// Throws where a formula uses a sample next to the one that it is about.
  func checkOffsets(in formula: ParsedFormula) throws(Diagnostic) {
    guard let batches else { return }
    var place: Range<Int>?
    formula.forEachNode { node in
      for name in node.names where place == nil { place = offset(in: name, batches) }
    }
    if let place {
      throw Diagnostic(
        "with batches, '\(source.text(place))' would be another sample of the batch", at: place,
        note: "a row of the table can hold what belongs to it")
    }
  }

  /// Reports a condition or a claim that uses a sample next to another.
  mutating func report(offsetsIn formula: ParsedFormula?) {
    guard let formula else { return }
    do throws(Diagnostic) {
      try checkOffsets(in: formula)
    } catch {
      report(error)
    }
  }

  /// Where a name has an index that is computed from that of the samples.
  private func offset(in name: ParsedName, _ batches: BatchedTable) -> Range<Int>? {
    for (position, index) in name.indices.enumerated() {
      if index.bareName != nil { continue }
      var names: Set<String> = []
      index.forEachNode { node in names.formUnion(node.names.map(\.name)) }
      names = names.filter { quantities.integer($0) == nil }
      if names.contains(batches.index)
        || position == 0 && !names.isEmpty && batches.columns.contains(name.name)
      {
        return index.place
      }
    }
    return nil
  }

  /// Adds the lines of a table that is fed in batches: for each row of a batch, the number of its
  /// sample, then its columns.
  mutating func declare(_ table: DataTable, in batches: BatchedTable) throws(Diagnostic) {
    let option = batches.option
    var columns = [
      (
        name: BatchedTable.rowName, indices: [Int](), place: option.place,
        values: (1...table.rowCount).map(Double.init), given: [Double: Given]()
      )
    ]
    for (index, column) in table.columns.enumerated() {
      columns.append(
        (column.name, column.indices, column.place, table.values(of: index), column.given))
    }
    var families: [Int] = []
    for column in columns {
      families.append(
        try quantities.family(column.name, rank: column.indices.count + 1, at: column.place))
    }
    for member in 1...batches.size {
      for (family, column) in zip(families, columns) {
        let indices = [member] + column.indices
        quantities.cover(
          family, indices[...], isRunning: [true] + column.indices.map { _ in false })
        let (definition, initial) = batches.content(of: column.values, at: member - 1)
        let line = Line(
          .quantity(column.name, indices), .input, definition, initial: initial,
          given: column.given)
        try addLine(family, indices, line, at: column.place)
      }
    }
  }
}

extension BatchedTable {
  /// What a row of each batch has of a column.
  fileprivate func content(
    of column: [Double], at row: Int
  ) -> (Line.Definition, initial: Double) {
    if option.isShuffled { return (.shuffled(column, row: row, batch: option.size), 0) }
    // The last batch may not have this row: no step asks for that number.
    let values = stride(from: row, to: period * option.size, by: option.size).map {
      $0 < column.count ? column[$0] : .nan
    }
    return values.count == 1 ? (.constant, values[0]) : (.sequence(values), 0)
  }
}
