import Formulas
import Programs
import Tracing

/// The numbers that steps are given from outside, as tables of a script.
struct GivenTables {
  /// Lines, and where in the tables a step finds their numbers.
  typealias Use = (lines: [Int], numbers: String)

  private let run: RunExport
  /// Lines by the number of steps after which their numbers begin again.
  private var groups: [Int: [Int]] = [:]
  /// The columns of a table whose rows are shuffled, each with its lines in the order of the batch;
  /// that of the rows' own numbers first.
  private var columns: [(values: [Double], lines: [Int])] = []

  init(_ run: RunExport) {
    self.run = run
    let last = run.trace.lastStep
    var shuffled: [[Double]: [(place: Int, line: Int)]] = [:]
    for (position, line) in run.program.lines.enumerated() {
      switch line.definition {
      case .sequence(let values): groups[min(values.count, last), default: []].append(position)
      case .drawn: groups[last, default: []].append(position)
      case .shuffled(let values, let place, _):
        shuffled[values, default: []].append((place, position))
      case .constant, .carried, .formula, .outcome, .absent: break
      }
    }
    columns = shuffled.map { values, lines in
      (values, lines.sorted { $0.place < $1.place }.map(\.line))
    }.sorted { $0.lines[0] < $1.lines[0] }
    // Without the rows' numbers, each step has its numbers like any that are drawn.
    let rows = columns.firstIndex {
      $0.values.elementsEqual((1...$0.values.count).map(Double.init))
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
    let rows = (columns.first?.lines.count ?? 0) * run.trace.lastStep
    return groups.reduce(0) { $0 + $1.key * $1.value.count }
      + columns.dropFirst().reduce(rows) { $0 + $1.values.count }
  }

  /// Writes the tables, and returns what steps take from them; `counter` is the step's number.
  func write(_ names: inout PythonNames, counter: String, _ text: inout PythonText) -> [Use] {
    var uses: [Use] = []
    let last = run.trace.lastStep
    for (period, lines) in groups.sorted(by: { $0.key < $1.key }) {
      let ending = period < last ? ", again and again" : ""
      let name = write("What each step is given\(ending)", lines, period, &names, &text)
      uses.append((lines, "\(name)[(\(counter) - 1) % \(period)]"))
    }
    guard let rows = columns.first else { return uses }
    let name = write("The rows that each step takes", rows.lines, last, &names, &text)
    let taken = "\(name)[\(counter) - 1]"
    uses.append((rows.lines, taken))
    for column in columns.dropFirst() {
      let family = run.program.lines[column.lines[0]].symbol.quantity?.name ?? ""
      let name = names.name("\(family)_of_rows")
      text.add("")
      text.fill("\(name) = [", column.values.map(PythonFormulas.decimal), "]")
      uses.append((column.lines, "[\(name)[int(row) - 1] for row in \(taken)]"))
    }
    return uses
  }

  /// Writes a table with a list for each step, and returns its name.
  private func write(
    _ heading: String, _ lines: [Int], _ steps: Int, _ names: inout PythonNames,
    _ text: inout PythonText
  ) -> String {
    let name = names.name("given")
    text.add("", "# \(heading)", "\(name) = [")
    for step in 1...steps {
      let values = lines.map { run.trace.value(of: $0, at: step) ?? .nan }
      text.fill("    [", values.map(PythonFormulas.decimal), "],", extra: "    ")
    }
    text.add("]")
    return name
  }
}
