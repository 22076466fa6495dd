import Decimals
package import Programs
package import Tracing

/// Writes a trace in one format: a beginning, then step after step, then an end.
package protocol TraceExport {
  func begin(_ output: inout OutputBuffer) throws
  /// Writes one step of a trace, which may be one that is being streamed.
  mutating func write(_ step: Int, of trace: Trace, to output: inout OutputBuffer) throws
  func end(_ trace: Trace, _ output: inout OutputBuffer) throws
}

extension TraceExport {
  package func end(_ trace: Trace, _ output: inout OutputBuffer) throws {}
}

/// Bytes on their way out, which leave in large pieces.
package struct OutputBuffer {
  package var bytes: [UInt8] = []
  private let write: ([UInt8]) throws -> Void

  private static let pieceSize = 1 << 18

  package init(_ write: @escaping ([UInt8]) throws -> Void) { self.write = write }

  package static func += (buffer: inout OutputBuffer, text: String) { buffer.bytes += text.utf8 }

  package mutating func flushIfLarge() throws {
    if bytes.count >= Self.pieceSize { try flush() }
  }

  package mutating func flush() throws {
    try write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}

/// Which steps of a run are written: the first, each so-manieth, and the last.
package struct ChosenSteps: Sendable {
  /// The steps to choose from; by default all.
  private let range: ClosedRange<Int>?
  private let every: Int

  package init(_ range: ClosedRange<Int>?, every: Int = 1) {
    self.range = range
    self.every = every
  }

  /// Whether a step is written; `isLast` says that the run ends with it.
  package func contains(_ step: Int, isLast: Bool) -> Bool {
    if let range, !range.contains(step) { return false }
    return step.isMultiple(of: every) || step == first || isLast || step == range?.upperBound
  }

  private var first: Int { range?.lowerBound ?? 1 }

  /// How many steps are written of so many.
  package func count(upTo last: Int) -> Int {
    let end = min(range?.upperBound ?? last, last)
    if first >= end { return first == end ? 1 : 0 }
    return 2 + (end - 1) / every - first / every
  }

  /// The steps that are written of so many: the first, the multiples between, and the last.
  package func numbers(upTo last: Int) -> [Int] {
    let end = min(range?.upperBound ?? last, last)
    if first > end { return [] }
    let multiples = stride(from: first / every * every + every, to: end, by: every)
    return [first] + multiples + (end > first ? [end] : [])
  }
}

extension Trace {
  /// Runs a program and writes the chosen steps while they are computed: no more than two are kept.
  ///
  /// `progress` is told the number of each step. Returns the trace up to its last step, and the
  /// first value that is not finite.
  package static func exporting(
    _ program: Program, as export: some TraceExport, _ steps: ChosenSteps,
    memory: Int, to output: inout OutputBuffer, progress: (_ step: Int) -> Void
  ) throws -> (trace: Trace, firstNotFinite: NotFinite?) {
    var export = export
    var firstNotFinite: NotFinite?
    try export.begin(&output)
    let trace = try streaming(program, memory: memory) { trace, step in
      progress(step)
      let isLast = trace.hasClosingPass || program.training == nil
      if steps.contains(step, isLast: isLast) { try export.write(step, of: trace, to: &output) }
      if firstNotFinite == nil { firstNotFinite = trace.firstNotFinite(at: step) }
    }
    try export.end(trace, &output)
    try output.flush()
    return (trace, firstNotFinite)
  }
}
