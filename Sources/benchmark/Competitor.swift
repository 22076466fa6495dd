import Foundation

/// A program that runs a workload when it is asked to, and says how long that took.
///
/// It reads requests from standard input, a line each, and answers each in a line:
/// `run N` runs all steps N times and answers the seconds.
final class Competitor {
  /// Thrown where a program cannot be started, or does not answer.
  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var unread = Data()

  init(_ name: String, _ executable: String, _ arguments: [String] = []) throws {
    self.name = name
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [executable] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  func ask(_ request: String) throws -> String {
    try input.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
    return try line()
  }

  func line() throws -> String {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[(end + 1)...]) }
        return String(decoding: unread[..<end], as: UTF8.self)
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw Failed(description: "\(name) ended without an answer") }
      unread += more
    }
  }

  func seconds(_ request: String) throws -> Double {
    let answer = try ask(request)
    guard let seconds = Double(answer) else {
      throw Failed(description: "\(name) answered '\(answer)'")
    }
    return seconds
  }

  /// Runs a program to its end; returns its standard output and the seconds that it took.
  static func whole(
    _ executable: String, _ arguments: [String]
  ) throws -> (output: String, seconds: Double) {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [executable] + arguments
    process.standardOutput = output
    let start = ContinuousClock.now
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    let seconds = (ContinuousClock.now - start).seconds
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      throw Failed(description: "\(executable) ended with status \(process.terminationStatus)")
    }
    return (String(decoding: bytes, as: UTF8.self), seconds)
  }
}
