import Diagnostics

/// Where a command writes to: the file of `-o`, or standard output.
struct Output {
  private let file: OutputFile?
  private let surroundings: Surroundings

  init(_ invocation: Invocation, _ surroundings: Surroundings) throws(Failure) {
    self.surroundings = surroundings
    guard let path = try invocation[CommonOptions.output] else {
      file = nil
      return
    }
    if let lesson = invocation.arguments.first, OutputFile.areSame(path, lesson) {
      throw Failure(.wrongCall, "Error: '\(path.printable)' is the lesson itself")
    }
    file = try OutputFile(path, sparing: surroundings.filesRead)
  }

  func write(_ bytes: [UInt8]) throws {
    if let file { try file.write(bytes) } else { try surroundings.write(bytes) }
  }

  /// Moves a file into place.
  func finish() throws(Failure) { try file?.finish() }

  /// Writes a whole text, in a pager where it is longer than the screen.
  static func write(
    _ text: String, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws {
    let output = try Output(invocation, surroundings)
    let bytes = Array(text.utf8)
    if output.file == nil, !invocation.has(CommonOptions.noPager), let pager = surroundings.pager,
      pager.isNeeded(for: bytes), try pager.show(bytes)
    {
      return
    }
    try output.write(bytes)
    try output.finish()
  }
}
