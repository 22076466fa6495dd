import Fixtures
import Foundation
import Testing

@testable import chainrule

/// Long texts on a terminal.
///
/// Terminals are made as Linux has it.
@Suite(.serialized) struct PagerTests {
  @Test(
    arguments: [
      (["PAGER": "more"], true, "more"), (["PAGER": ""], true, nil), (["PAGER": "cat"], true, nil),
      ([:], true, "less -FRX"), ([:], false, nil), (["PAGER": "most -s"], false, "most -s"),
    ] as [([String: String], Bool, String?)])
  func `PAGER says which, and less is there without it`(
    environment: [String: String], hasLess: Bool, command: String?
  ) {
    #expect(Pager.command({ environment[$0] }, isInstalled: { _ in hasLess }) == command)
  }

  /// The program lies beside the tests.
  private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appending(path: "chainrule")

  /// TIOCSPTLCK and TIOCGPTN of Linux.
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  /// What the program writes to a terminal of so many lines, and the status that it ends with.
  private func run(
    _ words: [String], pager: String, rows: UInt16
  ) throws -> (output: String, status: Int32) {
    let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var (lock, number): (Int32, UInt32) = (0, 0)
    try #require(
      terminal >= 0 && ioctl(terminal, Self.setLock, &lock) == 0
        && ioctl(terminal, Self.getNumber, &number) == 0)
    let name = "/dev/pts/\(number)"
    var size = winsize(ws_row: rows, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0)
    let own = open(name, O_RDWR | O_NOCTTY)
    try #require(own >= 0 && ioctl(own, UInt(TIOCSWINSZ), &size) == 0)
    let process = Process()
    process.executableURL = Self.program
    process.arguments = words
    process.environment = [
      "PAGER": pager, "TERM": "xterm", "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
    ]
    let end = FileHandle(fileDescriptor: own, closeOnDealloc: true)
    process.standardOutput = end
    process.standardInput = FileHandle.nullDevice
    try process.run()
    try end.close()
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(terminal, &buffer, buffer.count)
      if count <= 0 { break }
      bytes += buffer.prefix(count)
    }
    close(terminal)
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    return (text, process.terminationStatus)
  }

  #if os(Linux)
    @Test func `what is longer than the screen goes through it, in colour`() throws {
      let paged = try run(["show", "circuit"], pager: "sed s/^/@/", rows: 10)
      #expect(paged.status == 0)
      #expect(paged.output.split(separator: "\n").allSatisfy { $0.hasPrefix("@") })
      #expect(paged.output.contains("\u{1B}[94mForward"))
      let plain = try run(["show", "circuit", "--no-pager"], pager: "sed s/^/@/", rows: 10)
      #expect(plain.output == paged.output.replacing("\n@", with: "\n").dropFirst())
      #expect(try run(["show", "circuit"], pager: "sed s/^/@/", rows: 500).output == plain.output)
      #expect(try run(["show", "circuit"], pager: "", rows: 10).output == plain.output)
      #expect(
        try run(["show", "circuit"], pager: "/no/such/pager 2>&-", rows: 10).output == plain.output)
    }

    /// `exit 3` closes the pipe before anything is read; log(0) is not finite.
    @Test func `a reader who stops is no error, and the status is that of the command`() throws {
      #expect(try run(["show", "xor"], pager: "exit 3", rows: 10).status == 0)
      let infinite = ["eval", "y = log(x)", "x=0"]
      #expect(try run(infinite, pager: "exit 3", rows: 3).status == ExitStatus.notFinite.rawValue)
    }
  #endif
}
