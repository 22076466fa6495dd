import Formulas
import Lessons
import Programs
import Tracing
import Words

/// The numbers of a step in tables, one for each kind of quantity.
extension WalkthroughWriter {
  /// The tables of some steps, and nothing else.
  mutating func tables(of steps: ClosedRange<Int>) -> Walkthrough {
    let sections = (tables(of: steps) as [Table]).map { table in
      Walkthrough.Section(heading: "", detail: nil, content: [.table(table)])
    }
    return Walkthrough(
      title: "", position: nil, prose: [], sections: sections, afterword: [], notes: [])
  }

  /// The tables of some steps, then one over the steps of the run.
  private mutating func tables(of steps: ClosedRange<Int>) -> [Table] {
    var tables: [Table] = []
    for step in steps {
      var writer = at(step)
      tables += writer.tables(at: step, isFirst: step == steps.lowerBound)
    }
    if options.showsRun, trace.hasClosingPass, let objective = lesson.objective {
      tables.append(overview(of: objective))
    }
    return tables
  }

  private mutating func tables(at step: Int, isFirst: Bool) -> [Table] {
    // The deltas that name what comes of an update.
    let changes = listed([.update]).filter { program.lines[$0].symbol.quantity != nil }
    return [
      givenTable(at: step, isFirst: isFirst),
      table(.forward, listed([.forward]), at: step), table(.deltas, listed([.delta]), at: step),
      table(.gradients, listed([.gradient]), at: step),
      momentTable(at: step),
      updateTable(at: step),
      table(.changes, changes, at: step),
    ].compactMap { $0 }
  }

  private func title(
    _ table: NumberTable, at step: Int, rules: MathNode? = nil
  ) -> Table.Title {
    let isStep = trace.lastStep > 1
    let position = step > trace.steps ? PositionPhrase.after(.step, trace.steps) : .at(.step, step)
    return title(
      key(table.rawValue) + (isStep && step > 1 ? "-\(step)" : ""),
      .numbers(table, at: isStep ? position : nil, variant: lesson.variant, rules: rules))
  }

  private func title(_ key: String, _ caption: CaptionPhrase<MathNode>) -> Table.Title {
    Table.Title(
      key: key, caption: nodes(.caption(caption)), continued: words(.caption(.continued)))
  }

  /// A word for references, which tells the runs of a lesson apart.
  private func key(_ word: String) -> String {
    (lesson.variant.map { "\($0)-" } ?? "") + word
  }

  private mutating func givenTable(at step: Int, isFirst: Bool) -> Table? {
    var rows: [[Table.Cell]] = []
    for (phase, label) in Self.roles where options.phases.contains(phase) {
      let lines = program.lines.indices.filter { line in
        let entry = program.lines[line]
        return entry.phase == phase && !entry.isAbsent && isShown(line)
          && (isFirst || entry.isDrawnAnew)
      }
      for (index, row) in valueRows(lines, at: step).enumerated() {
        rows.append([.words(index == 0 ? words(.label(label.many)) : "")] + row)
      }
    }
    if rows.isEmpty { return nil }
    return Table(
      columns: [.words(""), column(.quantity), column(.value)], rows: rows,
      title: title(.given, at: step))
  }

  func column(_ label: LabelPhrase) -> MathNode { .words(words(.label(label))) }

  private mutating func table(
    _ table: NumberTable, _ lines: [LineID], at step: Int
  ) -> Table? {
    let rows = valueRows(lines, at: step)
    if rows.isEmpty { return nil }
    return Table(
      columns: [column(.quantity), column(.value)], rows: rows, title: title(table, at: step))
  }

  /// A row for each line that is shown, and one for those that are left out between them.
  private mutating func valueRows(_ lines: [LineID], at step: Int) -> [[Table.Cell]] {
    rows(lines, columns: 2) { writer, line in
      guard let number = writer.number(of: line, at: step) else { return nil }
      return [.name(writer.names.name(of: line)), .number(number)]
    }
  }

  private mutating func rows(
    _ lines: [LineID], columns: Int, _ row: (Self, LineID) -> [Table.Cell]?
  ) -> [[Table.Cell]] {
    let members = FamilyMembers(of: lines, symbol: names.symbol(of:), showsAll: options.showsAll)
    return members.entries.flatMap { entry -> [[Table.Cell]] in
      switch entry {
      case .line(let line): return [row(self, line)].compactMap { $0 }
      case .omitted(let lines):
        noteOmissions()
        return omissions(lines).map { omission in
          let words = nodes(.omission(.moreOf(omission.count, .name(omission.family))))
          return [.formula(.row([.ellipsis(nil), .words(" ")] + words))]
            + Array(repeating: .empty, count: columns - 1)
        }
      }
    }
  }

  /// States and terms of the update rules: a row for each parameter, and those that all share.
  private mutating func momentTable(at step: Int) -> Table? {
    let lines = listed([.transform, .moment])
    var columns: [Symbol] = []
    var cells: [Symbol: [Symbol: LineID]] = [:]
    var shared: [LineID] = []
    for line in lines {
      guard case .term(let name, let parameter?, let block) = program.lines[line].symbol else {
        shared.append(line)
        continue
      }
      let column = Symbol.term(name, of: nil, block: block)
      if !columns.contains(column) { columns.append(column) }
      cells[parameter, default: [:]][column] = line
    }
    if lines.isEmpty || value(of: lines[0], at: step) == nil { return nil }
    let parameters = program.lines.indices.filter { cells[program.lines[$0].symbol] != nil }
    let own = columns
    var rows = self.rows(parameters, columns: own.count + 1) { writer, parameter in
      [.name(writer.names.name(of: parameter))]
        + own.map { column in
          writer.cell(cells[writer.program.lines[parameter].symbol]?[column], at: step)
        }
    }
    for line in shared {
      let width = max(own.count, 1)
      rows.append(
        [.name(names.name(of: line)), cell(line, at: step)]
          + Array(repeating: .empty, count: width - 1))
    }
    let headings =
      own.isEmpty ? [column(.value)] : own.map { MathNode.name(names.notation.name($0)) }
    return Table(
      columns: [column(own.isEmpty ? .quantity : .parameter)] + headings,
      rows: rows, title: title(.moments, at: step))
  }

  /// A line's number; empty where there is none.
  func cell(_ line: LineID?, at step: Int) -> Table.Cell {
    Table.Cell(line.flatMap { number(of: $0, at: step) })
  }

  /// Each parameter with its gradient and its next value.
  private mutating func updateTable(at step: Int) -> Table? {
    let updates = listed([.update])
    guard let objective = lesson.objective, let first = updates.first,
      value(of: first, at: step) != nil
    else { return nil }
    var positions: [Symbol: LineID] = [:]
    for (position, line) in program.lines.numbered { positions[line.symbol] = position }
    let base = program.lines[objective].symbol
    func parameter(of update: LineID) -> LineID? {
      if case .updated(let symbol) = program.lines[update].symbol { return positions[symbol] }
      return nil
    }
    let parameters = updates.compactMap(parameter)
    let rows = self.rows(parameters, columns: 4) { writer, parameter in
      let symbol = writer.program.lines[parameter].symbol
      let gradient = positions[.derivative(of: base, by: [symbol])]
      return [
        .name(writer.names.name(of: parameter)), writer.cell(parameter, at: step),
        writer.cell(gradient, at: step), writer.cell(positions[.updated(symbol)], at: step),
      ]
    }
    let notation = names.notation
    let letter = Symbol.named("w")
    let gradient = Symbol.derivative(of: base, by: [letter])
    return Table(
      columns: [column(.parameter)]
        + [letter, gradient, .updated(letter)].map {
          .name(notation.name($0))
        }, rows: rows, title: title(.updates, at: step, rules: rules(at: step)))
  }

  /// The objective and the parameters at some of the steps.
  private func overview(of objective: LineID) -> Table {
    let parameters = program.lines.indices.filter {
      program.lines[$0].phase == .param && isShown($0)
    }
    let shown = [objective] + names.shown(parameters)
    let plain = table(of: shown)
    return Table(
      columns: plain.columns, rows: plain.rows,
      title: title(key("steps"), .overview(.name(names.name(of: objective)))))
  }
}
