import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Thrown where whoever reads the output has closed it: the work is done.
struct ClosedPipe: Error {}

/// What a command reads from and writes to.
struct Surroundings {
  /// Writes to standard output.
  var write: ([UInt8]) throws -> Void
  /// Writes a message to standard error.
  var tell: (String) -> Void
  /// Everything on standard input.
  var readInput: () throws -> [UInt8]
  /// How many columns a line of output has.
  var width: Int

  /// The process's own.
  static var process: Surroundings {
    Surroundings(
      write: { try write($0, to: STDOUT_FILENO, name: "standard output") },
      tell: { message in try? write(Array((message + "\n").utf8), to: STDERR_FILENO, name: "") },
      readInput: { read(STDIN_FILENO) },
      width: terminalWidth)
  }

  private static var terminalWidth: Int {
    var size = winsize()
    let isTerminal = isatty(STDOUT_FILENO) == 1
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return max(40, Int(size.ws_col))
  }

  fileprivate static func write(_ bytes: [UInt8], to file: Int32, name: String) throws {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { rest in
        systemWrite(file, rest.baseAddress, rest.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { throw ClosedPipe() }
        throw Failure(.cannotWrite, "Error: cannot write \(name): \(reason())")
      }
      written += count
    }
  }

  private static func systemWrite(
    _ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes, count)
    #elseif canImport(Musl)
      Musl.write(file, bytes, count)
    #else
      Darwin.write(file, bytes, count)
    #endif
  }

  private static func read(_ file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, systemRead(file, buffer.baseAddress, buffer.count))
      }
      if piece.isEmpty { return bytes }
      bytes += piece
    }
  }

  private static func systemRead(
    _ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      Glibc.read(file, bytes, count)
    #elseif canImport(Musl)
      Musl.read(file, bytes, count)
    #else
      Darwin.read(file, bytes, count)
    #endif
  }

  fileprivate static func reason() -> String { String(cString: strerror(errno)) }

  /// Ends the process.
  static func exit(_ status: ExitStatus) -> Never { terminate(status.rawValue) }

  /// Has a closed pipe be answered with an error instead of a signal.
  static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }
}

private func terminate(_ status: Int32) -> Never { exit(status) }

/// A file that is written under a temporary name and moved into place when it is whole.
final class OutputFile {
  private let path: String
  private let temporaryPath: String
  private var file: Int32

  init(_ path: String) throws(Failure) {
    self.path = path
    temporaryPath = "\(path).\(getpid()).part"
    file = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL, 0o666)
    if file < 0 { throw failure() }
  }

  deinit {
    if file >= 0 {
      close(file)
      unlink(temporaryPath)
    }
  }

  func write(_ bytes: [UInt8]) throws {
    try Surroundings.write(bytes, to: file, name: "'\(path)'")
  }

  /// Moves the file into place.
  func finish() throws(Failure) {
    let status = fsync(file) | close(file)
    file = -1
    if status != 0 || rename(temporaryPath, path) != 0 {
      let failure = failure()
      unlink(temporaryPath)
      throw failure
    }
  }

  private func failure() -> Failure {
    Failure(.cannotWrite, "Error: cannot write '\(path)': \(Surroundings.reason())")
  }
}
