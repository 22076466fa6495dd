import Formulas
import Programs
import Tracing

/// The numbers that steps are given from outside, as tables of a script.
struct GivenTables {
  private let run: RunExport
  /// Lines by the number of steps after which their numbers begin again.
  private var groups: [Int: [LineID]] = [:]
  /// The columns of a table whose rows are shuffled, each with its lines in the order of the batch;
  /// that of the rows' own numbers first.
  private var columns: [(values: [GivenNumber], lines: [LineID])] = []

  init(_ run: RunExport) {
    self.run = run
    let last = run.trace.lastStep
    var shuffled: [[GivenNumber]: [(slot: Int, line: LineID)]] = [:]
    for (position, line) in run.program.lines.numbered {
      switch line.definition {
      case .sequence(let values): groups[min(values.count, last), default: []].append(position)
      case .drawn: groups[last, default: []].append(position)
      case .shuffled(let values, let slot, _):
        let numbers = values.map { run.number($0, of: position) }
        shuffled[numbers, default: []].append((slot, position))
      case .constant, .carried, .formula, .outcome, .absent: break
      }
    }
    columns = shuffled.map { values, lines in
      (values, lines.sorted { $0.slot < $1.slot }.map(\.line))
    }.sorted { $0.lines[0] < $1.lines[0] }
    // Without the rows' numbers, each step has its numbers like any that are drawn.
    let rows = columns.firstIndex {
      $0.values.map(\.value).elementsEqual((1...$0.values.count).map(Double.init))
    }
    if let rows, Set(columns.map(\.lines.count)).count == 1 {
      columns.insert(columns.remove(at: rows), at: 0)
    } else if !columns.isEmpty {
      groups[last, default: []] += columns.flatMap(\.lines)
      columns = []
    }
  }

  /// How many numbers the tables have.
  var count: Int {
    let rows = columns.prefix(1).reduce(0) { $0 + $1.lines.count * run.trace.lastStep }
    return groups.reduce(rows) { $0 + $1.key * $1.value.count }
      + columns.dropFirst().reduce(0) { $0 + $1.values.count }
  }

  /// The tables, and how lines get their numbers in a step.
  var statements: (tables: [Script.Statement], uses: [Script.Statement]) {
    var tables: [Script.Statement] = []
    var uses: [Script.Statement] = []
    var next = 0
    func add(_ heading: String, _ lines: [LineID], steps: Int) -> Int {
      let rows = (1...steps).map { step in lines.map { run.givenNumber(of: $0, at: step) } }
      tables += [.blank, .comment(heading), .table(next, rows)]
      next += 1
      return next - 1
    }
    let last = run.trace.lastStep
    for (period, lines) in groups.sorted(by: { $0.key < $1.key }) {
      let ending = period < last ? ", again and again" : ""
      let table = add("What each step is given\(ending)", lines, steps: period)
      uses.append(.row(lines, of: table, period: period))
    }
    guard let rows = columns.first else { return (tables, uses) }
    let table = add("The rows that each step takes", rows.lines, steps: last)
    uses.append(.row(rows.lines, of: table, period: nil))
    for column in columns.dropFirst() {
      guard let quantity = run.program.lines[column.lines[0]].symbol.quantity else {
        preconditionFailure("only quantities of the lesson are shuffled")
      }
      tables += [.blank, .column(next, of: quantity.name, column.values)]
      uses.append(.members(column.lines, of: next, at: table))
      next += 1
    }
    return (tables, uses)
  }
}
