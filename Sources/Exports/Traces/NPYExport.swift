package import Formulas
package import Tracing

/// A trace as an array in NumPy's NPY format, version 1.0: steps × lines, little-endian doubles.
///
/// Where a step has no value, NaN stands. The array does not say what its rows and columns are;
/// ``ColumnsExport`` does.
package struct NPYExport: TraceExport {
  /// Stands where a step has no value.
  private static let missing = Double.nan

  private let lines: [LineID]
  private let expectedRows: Int

  /// Writes some lines, in their order; a run that may end early has so many rows at most.
  package init(lines: [LineID], expectedRows: Int) {
    self.lines = lines
    self.expectedRows = expectedRows
  }

  package func begin(_ output: inout OutputBuffer) {
    output.bytes += header(rows: expectedRows)
  }

  /// The bytes before the numbers, the same count for any number of rows up to the expected.
  package func header(rows: Int) -> [UInt8] {
    let start = "{'descr': '<f8', 'fortran_order': False, 'shape': "
    let longest = start.utf8.count + "(\(expectedRows), \(lines.count)), }\n".utf8.count
    let size = (10 + longest + 63) / 64 * 64 - 10
    let text = start + "(\(rows), \(lines.count)), }"
    let padding = String(repeating: " ", count: size - 1 - text.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(size & 0xFF), UInt8(size >> 8)]
      + Array((text + padding).utf8)
  }

  package func write(
    _ step: Int, of trace: Trace, to output: inout OutputBuffer
  ) throws {
    for line in lines {
      let bits = (trace.listedValue(of: line, at: step) ?? Self.missing).bitPattern
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        output.bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
      try output.flushIfLarge()
    }
  }
}
