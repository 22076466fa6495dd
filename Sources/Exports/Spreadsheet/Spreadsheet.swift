import Formulas
import Diagnostics
import Decimals
import Lessons
import Programs
import Tracing
import Words

/// A run as a spreadsheet: a row for each line of the trace, a column for each step, and in each
/// cell the formula with the trace's value.
package struct Spreadsheet {
  private let run: RunExport
  private var rows: [Row] = []
  /// The row of each line, from 1, and that of each part of a formula.
  private var rowNumbers: [LineID: Int] = [:]
  private var partRows: [Int: Int] = [:]
  private var argumentRows: [Formula: Int] = [:]
  private var argumentNames: [Formula: String] = [:]
  private var hasNotFinite = false

  /// What a row of the sheet holds.
  private struct Row {
    enum Content {
      case step
      case argument(Formula)
      case line(LineID)
      /// A piece of the formula of a line.
      case part(Int, of: LineID)
    }

    let content: Content
    let name: String
    let phase: String
    /// The formula as the lesson has it.
    var text = ""
    /// The formula as cells have it.
    var formula: Formula?
  }

  private static let firstRow = 4
  /// The column of what is given, from 0; that of step 1 follows.
  private static let given = 3
  private static let mostCells = 1_000_000
  private static let mostRows = 200_000
  private static let mostSteps = 10_000

  package static func bytes(_ run: RunExport) throws(RunExport.Refusal) -> [UInt8] {
    try run.refuseFractions(in: "spreadsheets")
    var sheet = Spreadsheet(run)
    try sheet.fill()
    let cells = sheet.worksheet
    var workbook = Workbook()
    workbook.add("Trace", cells)
    workbook.add("Notes", sheet.notes)
    return workbook.bytes
  }

  private init(_ run: RunExport) { self.run = run }

  private var program: Program { run.program }
  private var trace: Trace { run.trace }

  // Rows.

  private mutating func fill() throws(RunExport.Refusal) {
    let cells = (program.lines.count + 1).multipliedReportingOverflow(by: trace.lastStep)
    if program.lines.count > Self.mostRows || trace.lastStep > Self.mostSteps || cells.overflow
      || cells.partialValue > Self.mostCells
    {
      throw RunExport.Refusal(
        message: "\(counted(program.lines.count, "line")) and \(counted(trace.lastStep, "step")) "
          + "are more than a spreadsheet is written for (\(Self.mostCells) cells, "
          + "\(Self.mostRows) lines, \(Self.mostSteps) steps)"
          + (trace.steps > 1 ? "; '--steps' takes fewer" : ""))
    }
    append(Row(content: .step, name: "step", phase: ""))
    var arguments = arguments[...]
    var known: [Formula: Formula] = [:]
    var pieces = FormulaPieces(largest: 120, deepest: 16, sharesRepetitions: true)
    for (position, line) in program.lines.numbered {
      let name = line.symbol.description
      guard let formula = line.formula else {
        append(Row(content: .line(position), name: name, phase: line.phase.rawValue))
        continue
      }
      while let argument = arguments.popFirst() { append(argument, &known) }
      let (parts, whole) = pieces.pieces(of: formula.inCells(&known))
      for (number, part) in parts.enumerated() {
        append(
          Row(
            content: .part(part.number, of: position), name: "\(name), part \(number + 1)",
            phase: "part", formula: part.formula))
      }
      append(
        Row(
          content: .line(position), name: name, phase: line.phase.rawValue,
          text: spelling.text(formula), formula: whole))
    }
    if rows.count > Self.mostRows {
      throw RunExport.Refusal(
        message: "the formulas of this lesson are too long for a spreadsheet")
    }
  }

  private mutating func append(_ row: Row) {
    let number = Self.firstRow + rows.count
    switch row.content {
    case .step: break
    case .argument(let argument): argumentRows[argument] = number
    case .line(let line): rowNumbers[line] = number
    case .part(let part, _): partRows[part] = number
    }
    rows.append(row)
  }

  private mutating func append(_ argument: Formula, _ known: inout [Formula: Formula]) {
    guard case .named(let name, let value) = argument.kind else { return }
    let others = argumentNames.keys.count { other in
      if case .named(name, _) = other.kind { return true }
      return false
    }
    let isTaken = others > 0 || program.positions[.named(name)] != nil
    let title = isTaken ? "\(name) (\(others + 2))" : name
    argumentNames[argument] = title
    append(
      Row(
        content: .argument(argument), name: title, phase: "argument",
        text: value.isNumber ? "" : spelling.text(value), formula: value.inCells(&known)))
  }

  /// Writes formulas as the lesson has them, with hyper-parameters by name.
  private var spelling: FormulaSpelling {
    FormulaSpelling(line: { [program] in program.lines[$0].symbol.description }) { _, formula in
      argumentNames[formula].map { ($0, .operand) }
    }
  }

  /// The hyper-parameters, each after those that it uses.
  private var arguments: [Formula] {
    var found: [Formula] = []
    var seen: Set<Formula> = []
    func visit(_ formula: Formula) {
      if formula.parts.isEmpty || !seen.insert(formula).inserted { return }
      for part in formula.parts { visit(part) }
      if formula.isArgument { found.append(formula) }
    }
    for line in program.lines { if let formula = line.formula { visit(formula) } }
    return found
  }

  // Cells.

  private var worksheet: Sheet {
    mutating get {
      var sheet = Sheet(widths: [18, 10, 40] + Array(repeating: 14, count: trace.lastStep + 1))
      sheet.frozen = (Self.firstRow - 1, Self.given)
      sheet.add([.text(run.lesson.titleOfRun(in: English()), .title)])
      sheet.add([.text("Change a yellow number: all others are computed again.", .plain)])
      var heading = ["quantity", "phase", "formula", "given"].map { Sheet.Cell.text($0, .bold) }
      for step in 1...trace.lastStep {
        let isClosing = trace.hasClosingPass && step == trace.lastStep
        heading.append(.text(isClosing ? "after step \(step - 1)" : "step \(step)", .bold))
      }
      sheet.add(heading)
      let writers = (1...trace.lastStep).map(formulas)
      var partValues = [[Int: Double]](repeating: [:], count: trace.lastStep)
      let states = run.usersOfPrevious
      for (index, row) in rows.enumerated() {
        let style: Sheet.Style = row.phase == "part" ? .quiet : .plain
        var cells: [Sheet.Cell] = [
          .text(row.name, style), .text(row.phase, style), .text(row.text, style),
        ]
        cells.append(givenCell(row, states, writers[0]))
        for step in 1...trace.lastStep {
          cells.append(
            cell(row, Self.firstRow + index, step, writers[step - 1], &partValues[step - 1]))
        }
        sheet.add(cells)
      }
      return sheet
    }
  }

  private func formulas(at step: Int) -> CellFormulas {
    let column = Sheet.column(Self.given + step)
    let before = Sheet.column(Self.given + step - 1)
    let given = Sheet.column(Self.given)
    return CellFormulas(
      line: { line in
        "\(isGivenOnce(line) ? "$\(given)" : column)\(rowNumber(of: line))"
      },
      previous: { "\(before)\(rowNumber(of: $0))" },
      part: { "\(column)\(rowNumber(ofPart: $0))" },
      argument: { argument in argumentRows[argument].map { "$\(given)\($0)" } },
      step: "\(column)\(Self.firstRow)")
  }

  private func rowNumber(of line: LineID) -> Int {
    guard let number = rowNumbers[line] else { preconditionFailure("every line has a row") }
    return number
  }

  private func rowNumber(ofPart part: Int) -> Int {
    guard let number = partRows[part] else { preconditionFailure("every part has a row") }
    return number
  }

  private func isGivenOnce(_ line: LineID) -> Bool {
    switch program.lines[line].definition {
    case .constant, .carried(from: nil): true
    case .carried, .sequence, .shuffled, .drawn, .formula, .outcome, .absent: false
    }
  }

  /// What the column of given numbers has in a row.
  private mutating func givenCell(
    _ row: Row, _ states: [LineID: [LineID]], _ writer: CellFormulas
  ) -> Sheet.Cell {
    switch row.content {
    case .argument(let argument):
      guard let value = argument.constantValue() else {
        preconditionFailure("what changes from step to step is a line, no argument")
      }
      guard let formula = row.formula, !formula.isNumber else { return given(value) }
      return computed(writer.text(formula), value)
    case .line(let line):
      let definition = program.lines[line].definition
      if case .carried = definition { return given(program.lines[line].initial) }
      return program.lines[line].isConstant || states[line] != nil
        ? given(program.lines[line].initial) : .empty
    case .step, .part: return .empty
    }
  }

  private mutating func cell(
    _ row: Row, _ number: Int, _ step: Int, _ writer: CellFormulas, _ parts: inout [Int: Double]
  ) -> Sheet.Cell {
    switch row.content {
    case .step: return .number(Double(step), .plain)
    case .argument: return .empty
    case .part(let part, let owner):
      guard trace.value(of: owner, at: step) != nil, let formula = row.formula else {
        return .empty
      }
      let known = parts
      let found = formula.value(
        step: step, line: { trace.value(of: $0, at: step) },
        previous: { trace.previousValue(of: $0, at: step) }, placeholder: { known[$0] })
      guard let value = found else {
        preconditionFailure("where a line has a value, the operands of its formula have one")
      }
      parts[part] = value
      return computed(writer.text(formula), value)
    case .line(let line):
      guard let value = trace.value(of: line, at: step) else { return .empty }
      switch program.lines[line].definition {
      case .constant, .carried(from: nil), .outcome, .absent: return .empty
      case .sequence, .shuffled, .drawn: return given(value)
      case .carried(let source?):
        let row = step == 1 ? number : self.rowNumber(of: source)
        return computed("\(Sheet.column(Self.given + step - 1))\(row)", value)
      case .formula:
        guard let formula = row.formula else {
          preconditionFailure("the row of a line with a formula has it")
        }
        return computed(writer.text(formula), value)
      }
    }
  }

  private mutating func given(_ value: Double) -> Sheet.Cell {
    hasNotFinite = hasNotFinite || !value.isFinite
    let largest = CellFormulas.largest
    return .number(value.isInfinite ? value.sign == .minus ? -largest : largest : value, .given)
  }

  private mutating func computed(_ formula: String, _ value: Double) -> Sheet.Cell {
    hasNotFinite = hasNotFinite || !value.isFinite
    return .formula(formula, value)
  }

  // What there is to know.

  private var notes: Sheet {
    var sheet = Sheet(widths: [100])
    sheet.add([.text(run.lesson.titleOfRun(in: English()), .title)])
    for remark in remarks { sheet.add([.text(remark, .wrapped)]) }
    for passage in run.text {
      sheet.add([])
      switch passage {
      case .words(let words): sheet.add([.text(words, .wrapped)])
      case .typed(let lines): for line in lines { sheet.add([.text(line, .plain)]) }
      }
    }
    return sheet
  }

  private var remarks: [String] {
    var remarks = [
      "In the first sheet a row is a line of the lesson, and a column is a step. Numbers on yellow "
        + "ground are given; every other number is computed from them. The formulas of the lesson "
        + "stand beside the rows."
    ]
    if rows.contains(where: { $0.phase == "part" }) {
      remarks.append("A row of the phase 'part' is a piece of the formula in a row below it.")
    }
    if let note = run.noteOnSteps { remarks.append(note) }
    if program.training?.until != nil {
      remarks.append(
        "The lesson stops by a condition. A spreadsheet cannot: it keeps these steps, whatever "
          + "its numbers become.")
    }
    let isDrawn = program.lines.contains { line in
      switch line.definition {
      case .shuffled, .drawn: true
      case .constant, .sequence, .carried, .formula, .outcome, .absent: false
      }
    }
    if isDrawn { remarks.append("Numbers and orders that are drawn are given here.") }
    if hasNotFinite {
      remarks.append(
        "Spreadsheets have neither infinity nor NaN. Where the lesson computes one there is an "
          + "error such as #NUM! or #DIV/0!; an infinity that is given is \(CellFormulas.largestText)."
      )
    }
    return remarks
  }
}
