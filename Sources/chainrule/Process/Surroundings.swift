import Diagnostics
import FoundationEssentials
import Lessons
import Tracing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's calls, under names that the members below do not hide.
private let systemWrite: @Sendable (Int32, UnsafeRawPointer?, Int) -> Int = write
private let systemRead: @Sendable (Int32, UnsafeMutableRawPointer?, Int) -> Int = read

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
  /// Whether standard output is a terminal.
  var writesToTerminal = false
  /// Whether it is a terminal on which colours are wanted.
  var showsColour = false
  /// What shows texts that are longer than the screen, where standard output is a terminal.
  var pager: Pager?
  /// Writes over the last line of standard error, where that is a terminal.
  var showProgress: ((String) -> Void)?
  /// What has been read.
  let filesRead = FilesRead()

  /// The process's own.
  static var process: Surroundings {
    let tell = { (text: String) in
      _ = try? write(Array(text.utf8), to: STDERR_FILENO, name: "standard error")
    }
    return Surroundings(
      write: { try write($0, to: STDOUT_FILENO, name: "standard output") },
      tell: { tell($0 + "\n") },
      readInput: { try read(STDIN_FILENO, name: "standard input") },
      width: terminalWidth, writesToTerminal: isatty(STDOUT_FILENO) == 1,
      showsColour: isatty(STDOUT_FILENO) == 1 && wantsColour(environment), pager: terminalPager,
      showProgress: isatty(STDERR_FILENO) == 1 ? { tell("\r\($0)\u{1B}[K") } : nil)
  }

  /// The variables of the environment that say whether there is colour.
  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// Whether a terminal is to have colours: not where `NO_COLOR` is set to anything
  /// (no-color.org), and not where `TERM` is missing or says that it has none.
  static func wantsColour(_ environment: (String) -> String?) -> Bool {
    let terminal = environment("TERM") ?? ""
    return (environment("NO_COLOR") ?? "").isEmpty && !["", "dumb"].contains(terminal)
  }

  private static var terminalWidth: Int {
    guard let size = terminalSize, size.ws_col > 0 else { return 80 }
    return max(40, Int(size.ws_col))
  }

  /// The one that the environment names, or none for a terminal without a height or without signs to
  /// move on it.
  private static var terminalPager: Pager? {
    guard let size = terminalSize, size.ws_row > 0, environment("TERM") != "dumb" else {
      return nil
    }
    return Pager.command(environment, isInstalled: Pager.isInstalled).map {
      Pager(command: $0, rows: Int(size.ws_row))
    }
  }

  /// `nil` where standard output is no terminal.
  private static var terminalSize: winsize? {
    var size = winsize()
    let isTerminal = isatty(STDOUT_FILENO) == 1
    return isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }

  static func write(_ bytes: [UInt8], to file: Int32, name: String) throws {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { rest in
        systemWrite(file, rest.baseAddress, rest.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EAGAIN, wait(for: file, POLLOUT) { continue }
        if errno == EPIPE { throw ClosedPipe() }
        throw Failure(.cannotWrite, "Error: cannot write \(name): \(reason())")
      }
      written += count
    }
  }

  /// Waits until a pipe that does not wait by itself has room, or something to be read.
  private static func wait(for file: Int32, _ event: Int32) -> Bool {
    var waiting = pollfd(fd: file, events: Int16(event), revents: 0)
    return poll(&waiting, 1, -1) > 0 || errno == EINTR
  }

  /// The bytes of a file or pipe, which will not be overwritten.
  func read(path: String) throws(Failure) -> [UInt8] {
    try Self.read(path: path, filesRead)
  }

  /// The bytes of a file or pipe.
  static func read(path: String, _ filesRead: FilesRead? = nil) throws(Failure) -> [UInt8] {
    let file = open(path, O_RDONLY)
    if file < 0 { throw Failure(.noInput, "Error: cannot read '\(path.printable)': \(reason())") }
    defer { close(file) }
    filesRead?.note(file)
    return try read(file, name: "'\(path.printable)'")
  }

  /// All bytes; of what is larger than it may be, no more than is needed to see that.
  ///
  /// A lesson or a trace may have as much as can be read of one, anything else what `most` says.
  static func read(_ file: Int32, name: String, most: Int? = nil) throws(Failure) -> [UInt8] {
    func maximum(_ bytes: [UInt8]) -> Int {
      most ?? (RecordedTrace.isBegun(by: bytes) ? RecordedTrace.maximumBytes : Limits().bytes)
    }
    var bytes: [UInt8] = []
    while bytes.count <= maximum(bytes) {
      var status = 0
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        repeat {
          status = systemRead(file, buffer.baseAddress, buffer.count)
        } while status < 0 && (errno == EINTR || errno == EAGAIN && wait(for: file, POLLIN))
        count = max(0, status)
      }
      if status < 0 { throw Failure(.noInput, "Error: cannot read \(name): \(reason())") }
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  static func reason() -> String { String(cString: strerror(errno)) }

  /// Ends the process.
  static func exit(_ status: ExitStatus) -> Never { terminate(status.rawValue) }
}

private func terminate(_ status: Int32) -> Never { exit(status) }
