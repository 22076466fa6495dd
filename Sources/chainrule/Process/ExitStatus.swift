/// The statuses that the program ends with.
enum ExitStatus: Int32, CaseIterable, Sendable {
  case done = 0
  case wrong = 1
  /// A value that is not finite arose.
  case notFinite = 2
  case wrongCall = 64
  case unreadable = 65
  case noInput = 66
  case cannotWrite = 73
}

/// A reason to stop, with what is told the user.
struct Failure: Error {
  let status: ExitStatus
  let message: String

  init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }
}
