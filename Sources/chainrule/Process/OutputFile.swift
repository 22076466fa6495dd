import Diagnostics
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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

  /// Begins a file.
  ///
  /// One that is there already is replaced, unless it is among those that were read; with
  /// `beginning`, only one that begins so.
  init(
    _ path: String, sparing filesRead: FilesRead, replacingOnly beginning: String? = nil
  ) throws(Failure) {
    self.path = path
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists && filesRead.contains(status) || !exists && lstat(path, &status) == 0 {
      (target, temporaryPath, file) = (path, nil, -1)
      throw Failure(
        .cannotWrite,
        exists
          ? "Error: '\(path.printable)' is read by this command, and would be overwritten"
          : "Error: '\(path.printable)' is a link to what is not there")
    }
    if exists, let beginning, !OutputFile.begins(path, with: beginning) {
      (target, temporaryPath, file) = (path, nil, -1)
      throw Failure(
        .cannotWrite,
        "Error: '\(path.printable)' is there already, and is something else; move it away")
    }
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
    let temporary = "\(folder).chainrule-\(getpid())-\(target.hashValue.magnitude).part"
    temporaryPath = temporary
    if exists, access(target, W_OK) != 0 {
      file = -1
      throw failure()
    }
    TemporaryFiles.shared.insert(temporary)
    file = open(temporary, O_WRONLY | O_CREAT | O_EXCL, exists ? status.st_mode & 0o777 : 0o666)
    if file < 0 {
      let failure = failure()
      TemporaryFiles.shared.remove(temporary)
      throw failure
    }
    if exists { fchmod(file, status.st_mode & 0o777) }
  }

  deinit {
    if file >= 0 {
      close(file)
      if let temporaryPath {
        unlink(temporaryPath)
        TemporaryFiles.shared.remove(temporaryPath)
      }
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

  /// Writes the first bytes anew.
  func overwriteBeginning(_ bytes: [UInt8]) throws(Failure) {
    let count = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
    if count != bytes.count { throw failure() }
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
    defer { TemporaryFiles.shared.remove(temporaryPath) }
    if status != 0 || rename(temporaryPath, target) != 0 {
      let failure = failure()
      unlink(temporaryPath)
      throw failure
    }
  }

  private func failure() -> Failure {
    Failure(.cannotWrite, "Error: cannot write '\(path.printable)': \(Surroundings.reason())")
  }

  private static func begins(_ path: String, with text: String) -> Bool {
    let file = open(path, O_RDONLY)
    if file < 0 { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: text.utf8.count)
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, 0) }
    return count == bytes.count && bytes == Array(text.utf8)
  }

  /// Whether two paths name one file.
  static func areSame(_ first: String, _ second: String) -> Bool {
    var (one, other) = (stat(), stat())
    return stat(first, &one) == 0 && stat(second, &other) == 0
      && one.st_dev == other.st_dev && one.st_ino == other.st_ino
  }
}

/// The temporary files that a signal which ends the process takes away.
///
/// From the first file on the signals are held back, and a thread waits for one: none is lost, whenever
/// it comes.
private final class TemporaryFiles: Sendable {
  private struct State {
    var paths: Set<String> = []
    var isWatched = false
  }

  static let shared = TemporaryFiles()

  /// Those that end a process which does nothing about them, but for those of a mistake in it.
  private static let signals: [Int32] = {
    var signals = [
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU,
    ]
    #if os(Linux)
      signals += [SIGPOLL, SIGPWR, SIGSTKFLT]
    #endif
    return signals
  }()
  private let state = Mutex(State())

  func insert(_ path: String) {
    state.withLock { state in
      state.paths.insert(path)
      if state.isWatched { return }
      state.isWatched = true
      let signals = Self.signals.filter(Signals.isUntouched)
      Signals.mask(signals, SIG_BLOCK)
      DispatchQueue.global().async { self.wait(for: signals) }
    }
  }

  func remove(_ path: String) {
    state.withLock { state in _ = state.paths.remove(path) }
  }

  private func wait(for signals: [Int32]) {
    Signals.mask(signals, SIG_BLOCK)
    var set = Signals.set(of: signals)
    var number: Int32 = 0
    if sigwait(&set, &number) != 0 { return }
    state.withLock { state in
      for path in state.paths { unlink(path) }
      // Nothing may be moved into place any more: the lock is not given back.
      Signals.mask([number], SIG_UNBLOCK)
      raise(number)
    }
  }
}
