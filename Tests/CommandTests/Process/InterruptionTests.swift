import Fixtures
import Foundation
import Testing

/// The program itself, ended while it writes.
@Suite(.serialized) struct InterruptionTests {
  /// The program lies beside the tests.
  private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "chainrule")

  private static let endless = """
    ```lesson
    param w = 1
    L = w^2
    minimize L by gd(rate: 0.0001), steps: 1000000000
    ```
    """

  /// Starts a trace that would take very long, ends it as soon as it writes, and tells what is left.
  private func filesLeft(
    after signal: Int32, format: String = "csv", replacing old: String?
  ) throws -> [String: String] {
    var files: [String: String] = [:]
    try inTemporaryFolder { folder in
      let lesson = folder.appending(path: "lesson.md")
      let output = folder.appending(path: "trace.\(format)")
      try Data(Self.endless.utf8).write(to: lesson)
      if let old { try Data(old.utf8).write(to: output) }
      let process = Process()
      process.executableURL = Self.program
      process.arguments = ["trace", lesson.path, "--format", format, "-o", output.path]
      try process.run()
      let isWriting = {
        try folder.fileNames.contains { name in
          guard name.hasSuffix(".part") else { return false }
          let path = folder.appending(path: name).path
          let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
          return (size ?? 0) > 1_000_000
        }
      }
      defer { kill(process.processIdentifier, SIGKILL) }
      let limit = ContinuousClock.now + .seconds(60)
      while try !isWriting(), process.isRunning, .now < limit { usleep(1000) }
      kill(process.processIdentifier, signal)
      while process.isRunning, .now < limit { usleep(1000) }
      #expect(process.terminationReason == .uncaughtSignal)
      #expect(process.terminationStatus == signal)
      for name in try folder.fileNames where name != "lesson.md" {
        files[name] =
          name.hasSuffix(".part")
          ? "" : try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      }
    }
    return files
  }

  @Test func `killed, it leaves no file under the final name, or the one that was there`() throws {
    let none = try filesLeft(after: SIGKILL, replacing: nil)
    #expect(none["trace.csv"] == nil)
    #expect(try filesLeft(after: SIGKILL, replacing: "old")["trace.csv"] == "old")
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `interrupted, it leaves nothing`(signal: Int32) throws {
    let files = try filesLeft(after: signal, replacing: nil)
    #expect(files.isEmpty)
    #expect(try filesLeft(after: signal, format: "npy", replacing: nil).isEmpty)
    let kept = try filesLeft(after: signal, replacing: "old")
    #expect(kept == ["trace.csv": "old"])
  }
}
