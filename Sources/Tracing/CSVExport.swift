import Decimals
import Formulas
package import Programs

/// A trace as CSV, one row a value: `step,phase,quantity,value`.
package struct CSVExport: TraceExport {
  private let lines: [Int]
  /// What stands between the step and the value of each line.
  private let labels: [[UInt8]]

  /// Writes some lines of a program, in their order.
  package init(_ program: Program, lines: [Int]) {
    self.lines = lines
    labels = lines.map { position in
      let line = program.lines[position]
      return Array(",\(line.phase.rawValue),\(line.symbol.description.quotedField),".utf8)
    }
  }

  package func begin(_ output: inout OutputBuffer) { output += "step,phase,quantity,value\n" }

  package func write(_ step: Int, of trace: Trace, to output: inout OutputBuffer) throws {
    let prefix = Array(String(step).utf8)
    for (place, line) in lines.enumerated() {
      guard let value = trace.listedValue(of: line, at: step) else { continue }
      output.bytes += prefix
      output.bytes += labels[place]
      appendShortest(value, to: &output.bytes)
      output.bytes.append(UInt8(ascii: "\n"))
      try output.flushIfLarge()
    }
  }
}

/// A trace as CSV, one row a step, one column a quantity; where a step has no value, the cell is
/// empty.
package struct WideCSVExport: TraceExport {
  private let program: Program
  private let lines: [Int]

  /// Writes some lines of a program, in their order.
  package init(_ program: Program, lines: [Int]) {
    self.program = program
    self.lines = lines
  }

  package func begin(_ output: inout OutputBuffer) throws {
    output += "step"
    for line in lines {
      output += "," + program.lines[line].symbol.description.quotedField
      try output.flushIfLarge()
    }
    output += "\n"
  }

  package func write(_ step: Int, of trace: Trace, to output: inout OutputBuffer) throws {
    output += String(step)
    for line in lines {
      output.bytes.append(UInt8(ascii: ","))
      if let value = trace.listedValue(of: line, at: step) {
        appendShortest(value, to: &output.bytes)
      }
      try output.flushIfLarge()
    }
    output.bytes.append(UInt8(ascii: "\n"))
  }
}

extension String {
  /// A field in quotation marks where it contains a comma, as RFC 4180 has it.
  fileprivate var quotedField: String {
    if !contains(","), !contains("\"") { return self }
    let doubled = split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"")
    return "\"\(doubled)\""
  }
}
