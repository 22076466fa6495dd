#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What signals do to the process.
enum Signals {
  /// Has a closed pipe, and a file that may not grow, be answered with an error instead of a signal, and
  /// SIGQUIT end the process at once, where Swift's runtime would list what it was doing.
  static func prepare() {
    for number in [SIGPIPE, SIGXFSZ] { signal(number, SIG_IGN) }
    if !does(SIGQUIT, SIG_IGN) { signal(SIGQUIT, SIG_DFL) }
  }

  /// Whether a signal still does what it does by itself; one that is ignored, as with nohup, stays so.
  static func isUntouched(_ number: Int32) -> Bool { does(number, SIG_DFL) }

  private static func does(_ number: Int32, _ action: (@convention(c) (Int32) -> Void)?) -> Bool {
    var current = sigaction()
    sigaction(number, nil, &current)
    return withUnsafeBytes(of: &current) {
      $0.load(as: Int.self) == unsafeBitCast(action, to: Int.self)
    }
  }

  /// Holds signals back from this thread, or lets them through.
  static func mask(_ signals: [Int32], _ how: Int32) {
    var set = set(of: signals)
    pthread_sigmask(how, &set, nil)
  }

  static func set(of signals: [Int32]) -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for number in signals { sigaddset(&set, number) }
    return set
  }
}
