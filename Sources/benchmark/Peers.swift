import Foundation
import Tracing

/// Programs that do the same as a workload: the C generated from it, and those of `peers.py`.
struct Peers {
  static let inPython = ["CasADi", "NumPy", "JAX", "micrograd"]
  private static let script =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("peers.py")
    .path

  private let workload: Workload
  private let folder: URL
  private let listing: URL

  init(_ workload: Workload, in folder: URL) throws {
    self.workload = workload
    self.folder = folder
    listing = folder.appendingPathComponent("\(workload.name).json")
    try InstructionListing(workload).write(to: listing)
  }

  /// The generated C, compiled, after its rows have been found to have the bits of ours.
  func generatedC() throws -> Competitor {
    let source = folder.appendingPathComponent("\(workload.name).c")
    let program = folder.appendingPathComponent(workload.name).path
    try GeneratedC.source(of: workload).write(to: source, atomically: true, encoding: .utf8)
    let flags = ["-O2", "-ffp-contract=off"]
    _ = try Competitor.whole("cc", flags + ["-o", program, source.path, "-lm"])
    let competitor = try Competitor("C", program)
    _ = try competitor.seconds("run 1")
    let rows = folder.appendingPathComponent("\(workload.name).rows")
    guard try competitor.ask("rows \(rows.path)") == "0" else {
      throw Competitor.Failed(description: "the C program cannot write its rows")
    }
    try compare(try Data(contentsOf: rows))
    try FileManager.default.removeItem(at: rows)
    return competitor
  }

  private func compare(_ bytes: Data) throws {
    try workload.rows.run()
    guard bytes.count == workload.traceBytes else {
      throw Competitor.Failed(description: "\(workload.name): C wrote \(bytes.count) bytes")
    }
    let values = bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
    let width = workload.code.width
    for row in 0..<workload.rowCount {
      for column in 0..<width {
        let ours = workload.rows[row, column].bitPattern
        if values[row * width + column] != ours {
          throw Competitor.Failed(
            description: "\(workload.name): C differs in row \(row), column \(column)")
        }
      }
    }
  }

  /// A program in Python, after its final parameters have been found to be ours to 1e-9; `nil`
  /// where its package is not there or it has no such workload.
  func inPython(_ name: String) throws -> Competitor? {
    let competitor: Competitor
    do {
      competitor = try Competitor(
        name, "python3", [Peers.script, name.lowercased(), listing.path])
      let answer = try competitor.line()
      if answer != "ready" {
        report("  \(name): \(answer)")
        return nil
      }
    } catch {
      report("  \(name): cannot be run (\(error))")
      return nil
    }
    _ = try competitor.seconds("run 1")
    try check(try competitor.ask("final"), of: name)
    return competitor
  }

  /// The seconds of a whole process of the JAX program.
  func wholeJAX() throws -> Double {
    let (output, seconds) = try Competitor.whole(
      "python3", [Peers.script, "jax", listing.path, "once"])
    try check(output, of: "JAX")
    return seconds
  }

  private func check(_ answer: String, of name: String) throws {
    let theirs = try JSONDecoder().decode([String: Double].self, from: Data(answer.utf8))
    let ours = workload.finalParameters
    guard theirs.count == ours.count else {
      throw Competitor.Failed(description: "\(name) has other parameters")
    }
    for (parameter, value) in ours {
      guard let other = theirs[parameter] else {
        throw Competitor.Failed(description: "\(workload.name): \(name) has no \(parameter)")
      }
      guard abs(other - value) <= 1e-9 * max(1, abs(value)) else {
        throw Competitor.Failed(
          description: "\(workload.name): \(name) has \(other) for \(parameter), not \(value)")
      }
    }
  }
}
