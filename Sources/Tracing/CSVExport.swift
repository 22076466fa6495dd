import Decimals
import Formulas
package import Programs

/// Writes a trace as CSV: `step,phase,quantity,value`, one row a value, or one row a step.
package struct CSVExport {
  private let trace: Trace
  private let lines: [Int]
  /// What stands between the step and the value of each line.
  private let labels: [[UInt8]]

  /// Writes those of the lines, in their order, that are of one of the phases.
  package init(_ trace: Trace, phases: Set<Phase>, lines: [Int]) {
    self.trace = trace
    let lines = lines.filter { phases.contains(trace.program.lines[$0].phase) }
    self.lines = lines
    labels = lines.map { position in
      let line = trace.program.lines[position]
      return Array(",\(line.phase.rawValue),\(CSVExport.quoted(line.symbol.description)),".utf8)
    }
  }

  /// Writes the steps in one row for each value, in pieces.
  package func writeLong(_ steps: ClosedRange<Int>, to write: ([UInt8]) throws -> Void) throws {
    var buffer = Array("step,phase,quantity,value\n".utf8)
    for step in steps {
      let prefix = Array(String(step).utf8)
      for (place, line) in lines.enumerated() where trace.lists(line, at: step) {
        guard let value = trace.value(of: line, at: step) else { continue }
        buffer += prefix
        buffer += labels[place]
        appendShortest(value, to: &buffer)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= CSVExport.pieceSize { try flush(&buffer, write) }
      }
    }
    try flush(&buffer, write)
  }

  /// Writes the steps in one row for each step, with an empty cell where a step has no value.
  package func writeWide(_ steps: ClosedRange<Int>, to write: ([UInt8]) throws -> Void) throws {
    var buffer = Array("step".utf8)
    for line in lines {
      buffer += Array(",\(CSVExport.quoted(trace.program.lines[line].symbol.description))".utf8)
    }
    buffer.append(UInt8(ascii: "\n"))
    for step in steps {
      buffer += Array(String(step).utf8)
      for line in lines {
        buffer.append(UInt8(ascii: ","))
        if trace.lists(line, at: step), let value = trace.value(of: line, at: step) {
          appendShortest(value, to: &buffer)
        }
        if buffer.count >= CSVExport.pieceSize { try flush(&buffer, write) }
      }
      buffer.append(UInt8(ascii: "\n"))
    }
    try flush(&buffer, write)
  }

  private static let pieceSize = 1 << 18

  private func flush(_ buffer: inout [UInt8], _ write: ([UInt8]) throws -> Void) throws {
    try write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  /// A field in quotation marks where it contains a comma, as RFC 4180 has it.
  private static func quoted(_ field: String) -> String {
    field.contains(",") || field.contains("\"")
      ? "\"\(field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
      : field
  }
}
