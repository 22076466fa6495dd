import FoundationEssentials
import Formulas
import Lessons

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

  /// The process's own.
  static var process: Surroundings {
    Surroundings(
      write: { try write($0, to: STDOUT_FILENO, name: "standard output") },
      tell: { message in
        try? write(Array((message + "\n").utf8), to: STDERR_FILENO, name: "")
      },
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

  private static func read(_ file: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    // More than a lesson may have is refused by its size; it need not be read to the end.
    while bytes.count <= Limits().bytes {
      let piece = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, systemRead(file, buffer.baseAddress, buffer.count))
      }
      if piece.isEmpty { return bytes }
      bytes += piece
    }
    return bytes
  }

  fileprivate static func reason() -> String { String(cString: strerror(errno)) }

  /// Ends the process.
  static func exit(_ status: ExitStatus) -> Never { terminate(status.rawValue) }

  /// Has a closed pipe be answered with an error instead of a signal.
  static func ignoreClosedPipes() { signal(SIGPIPE, SIG_IGN) }
}

private func terminate(_ status: Int32) -> Never { exit(status) }

/// A file that is written under a temporary name and moved into place when it is whole.
///
/// What a symbolic link points to is written, not the link; a device or a pipe is written
/// directly. A file that is there already keeps its permissions.
final class OutputFile {
  private let path: String
  private let target: String
  /// `nil` where the output is no regular file and is written directly.
  private let temporaryPath: String?
  private var file: Int32

  init(_ path: String) throws(Failure) {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      target = path
      temporaryPath = nil
      file = open(path, O_WRONLY)
      if file < 0 { throw failure() }
      return
    }
    let target = exists ? OutputFile.resolved(path) : path
    self.target = target
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? ""
    let temporary = "\(folder).chainrule-\(getpid()).part"
    temporaryPath = temporary
    if exists, access(target, W_OK) != 0 {
      file = -1
      throw failure()
    }
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL, exists ? status.st_mode & 0o777 : 0o666)
    if file < 0 { throw failure() }
    if exists { fchmod(file, status.st_mode & 0o777) }
  }

  deinit {
    if file >= 0 {
      close(file)
      if let temporaryPath { unlink(temporaryPath) }
    }
  }

  /// The path with symbolic links followed.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  func write(_ bytes: [UInt8]) throws {
    try Surroundings.write(bytes, to: file, name: "'\(path.printable)'")
  }

  /// Moves the file into place.
  func finish() throws(Failure) {
    guard let temporaryPath else {
      if close(file) != 0 { throw failure() }
      file = -1
      return
    }
    let status = fsync(file) | close(file)
    file = -1
    if status != 0 || rename(temporaryPath, target) != 0 {
      let failure = failure()
      unlink(temporaryPath)
      throw failure
    }
  }

  private func failure() -> Failure {
    Failure(.cannotWrite, "Error: cannot write '\(path.printable)': \(Surroundings.reason())")
  }

  /// Whether two paths name one file.
  static func areSame(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    return stat(first, &one) == 0 && stat(second, &other) == 0
      && one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }
}
