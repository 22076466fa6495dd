#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program that shows a long text screen by screen.
struct Pager {
  /// A command for the shell.
  let command: String
  /// How many lines the screen has.
  let rows: Int

  /// What `PAGER` says, or else less, if it is there; `nil` where there is to be none.
  static func command(
    _ environment: (String) -> String?, isInstalled: (_ program: String) -> Bool
  ) -> String? {
    guard let pager = environment("PAGER") else {
      return isInstalled("less") ? "less -FRX" : nil
    }
    let words = pager.split(separator: " ")
    return words.isEmpty || words == ["cat"] ? nil : pager
  }

  /// Whether a program is in one of the folders of `PATH`.
  static func isInstalled(_ program: String) -> Bool {
    let path = getenv("PATH").map { String(cString: $0) } ?? ""
    return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  /// Whether a text, whose lines are no wider than the screen, is longer.
  func isNeeded(for bytes: [UInt8]) -> Bool { bytes.count { $0 == UInt8(ascii: "\n") } >= rows }

  /// Hands over a text and waits until it has been read; returns whether the command was found.
  ///
  /// A reader who has seen enough closes the pipe, which is no error. The keys that interrupt are
  /// the pager's as long as it runs.
  func show(_ bytes: [UInt8]) throws -> Bool {
    // As git has it: colours are shown, and a text that fits is left on the screen.
    setenv("LESS", "FRX", 0)
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child = start(reading: ends[0])
    close(ends[0])
    guard let child else {
      close(ends[1])
      return false
    }
    let before = signal(SIGINT, SIG_IGN)
    defer { signal(SIGINT, before) }
    var status: Int32 = 0
    do {
      defer {
        close(ends[1])
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
      }
      try Surroundings.write(bytes, to: ends[1], name: "to '\(command)'")
    } catch is ClosedPipe {}
    // The shell's status for a command that is not there, or is none.
    return ![126, 127].contains((status >> 8) & 0xFF)
  }

  private func start(reading input: Int32) -> pid_t? {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    var signals = Signals.set(of: [SIGPIPE, SIGXFSZ])
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    let words = ["sh", "-c", command].map { (word: String) in strdup(word) }
    defer { for word in words { free(word) } }
    var child: pid_t = 0
    let status = posix_spawn(&child, "/bin/sh", &actions, &attributes, words + [nil], environ)
    return status == 0 ? child : nil
  }
}
