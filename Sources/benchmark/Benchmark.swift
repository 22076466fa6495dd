import Diagnostics
import Foundation
import Lessons

/// Measures the engine on the workloads, beside generated C and beside programs that do the same.
///
///     swift run -c release benchmark [--quick] [WORKLOAD…]
///
/// Prints tables in Markdown; what it is doing meanwhile goes to standard error.
@main
struct Benchmark {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      report("Error: \(error.localizedDescription)\n\(usage)")
      exit(64)
    }
  }

  private static let usage = "Usage: benchmark [--quick] [WORKLOAD…]"

  private static func run(_ words: [String]) throws {
    var arguments = words
    if arguments.count == 2, arguments[0] == "--once" { return try runOnce(arguments[1]) }
    let isQuick = arguments.first == "--quick"
    if isQuick { arguments.removeFirst() }
    if arguments.contains(where: { $0.hasPrefix("-") }) {
      report(usage)
      exit(64)
    }
    let shipped = try Workload.shipped()
    let paths =
      arguments.isEmpty
      ? shipped
      : arguments.map { name in shipped.first { $0.hasSuffix("/\(name).md") } ?? name }

    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("benchmark-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }

    var figures: [Figures] = []
    for path in paths {
      let workload = try Workload(path: path)
      figures.append(try Figures(of: workload, in: folder, isQuick: isQuick))
    }
    print(Figures.tables(figures))
    if arguments.isEmpty { print("\n" + (try Growth.table())) }
  }

  /// Reads and runs as a whole process; prints by how many kilobytes the most memory that it had
  /// exceeds what it started with.
  private static func runOnce(_ path: String) throws {
    let atStart = try peakKilobytes()
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    _ = try Lesson.read(Source(name: path, bytes: bytes)).program.finalParameters()
    print(try peakKilobytes() - atStart)
  }
}

/// The most memory that this process has had at once.
///
/// On Linux, `getrusage` counts what the process that started this one had.
private func peakKilobytes() throws -> Int {
  #if os(Linux)
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    guard let line, let peak = Int(line.filter(\.isNumber)) else {
      throw Competitor.Failed(description: "/proc/self/status does not tell the most memory")
    }
    return peak
  #else
    var usage = rusage()
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss / 1024
  #endif
}

/// Writes what is being done to standard error.
func report(_ text: String) {
  FileHandle.standardError.write(Data((text + "\n").utf8))
}
