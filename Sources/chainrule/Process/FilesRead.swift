import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files that a command has read: it overwrites none of them.
final class FilesRead: Sendable {
  private struct Identity: Hashable {
    let device: UInt64
    let number: UInt64

    init(_ status: stat) {
      (device, number) = (UInt64(truncatingIfNeeded: status.st_dev), UInt64(status.st_ino))
    }
  }

  private let identities = Mutex(Set<Identity>())

  /// Notes an open file.
  func note(_ file: Int32) {
    var status = stat()
    if fstat(file, &status) != 0 { return }
    let identity = Identity(status)
    _ = identities.withLock { $0.insert(identity) }
  }

  func contains(_ status: stat) -> Bool {
    let identity = Identity(status)
    return identities.withLock { $0.contains(identity) }
  }
}
