import Decimals
package import Formulas
package import Programs
package import Tracing

/// A trace as CSV, one row a value: `step,phase,quantity,value`.
///
/// Values are written so that other programs take their column for one of doubles.
///
/// Of a lesson with several runs, `variant` is a column before them, and the heading is written with
/// the first run.
package struct CSVExport: TraceExport {
  private let lines: [LineID]
  private let variant: CSVVariant?
  /// What stands between the step and the value of each line.
  private let labels: [[UInt8]]

  /// Writes some lines of a program, in their order.
  package init(_ program: Program, lines: [LineID], variant: CSVVariant? = nil) {
    self.lines = lines
    self.variant = variant
    labels = lines.map { position in
      let line = program.lines[position]
      return Array(",\(line.phase.rawValue),\(line.symbol.description.csvField),".utf8)
    }
  }

  package func begin(_ output: inout OutputBuffer) {
    if let variant, !variant.isFirst { return }
    output += (variant == nil ? "" : "variant,") + "step,phase,quantity,value\n"
  }

  package func write(_ step: Int, of trace: Trace, to output: inout OutputBuffer) throws {
    let prefix = Array("\(variant?.field ?? "")\(step)".utf8)
    for (column, line) in lines.enumerated() {
      guard let value = trace.listedValue(of: line, at: step) else { continue }
      output.bytes += prefix
      output.bytes += labels[column]
      appendShortest(value, inColumn: true, to: &output.bytes)
      output.bytes.append(UInt8(ascii: "\n"))
      try output.flushIfLarge()
    }
  }
}

/// One of several runs in a CSV file.
package struct CSVVariant: Sendable {
  package let name: String
  package let isFirst: Bool

  package init(name: String, isFirst: Bool) {
    self.name = name
    self.isFirst = isFirst
  }

  fileprivate var field: String { name.csvField + "," }
}

/// A trace as CSV, one row a step, one column a quantity; where a step has no value, the cell is
/// empty.
package struct WideCSVExport: TraceExport {
  /// The names of the columns, with the line of each; `nil` where this run has none.
  private let columns: [(name: String, line: LineID?)]
  private let variant: CSVVariant?

  /// Writes some lines of a program, in their order.
  package init(_ program: Program, lines: [LineID]) {
    self.init(columns: lines.map { (program.lines[$0].symbol.description, $0) }, variant: nil)
  }

  /// Writes one run of several, whose columns are the same.
  package init(columns: [(name: String, line: LineID?)], variant: CSVVariant?) {
    self.columns = columns
    self.variant = variant
  }

  package func begin(_ output: inout OutputBuffer) throws {
    if let variant, !variant.isFirst { return }
    output += variant == nil ? "step" : "variant,step"
    for column in columns {
      output += "," + column.name.csvField
      try output.flushIfLarge()
    }
    output += "\n"
  }

  package func write(_ step: Int, of trace: Trace, to output: inout OutputBuffer) throws {
    output += "\(variant?.field ?? "")\(step)"
    for column in columns {
      output.bytes.append(UInt8(ascii: ","))
      if let value = column.line.flatMap({ trace.listedValue(of: $0, at: step) }) {
        appendShortest(value, inColumn: true, to: &output.bytes)
      }
      try output.flushIfLarge()
    }
    output.bytes.append(UInt8(ascii: "\n"))
  }
}
