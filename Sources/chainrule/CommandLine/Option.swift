/// An option or flag of a command, as its help shows it.
struct Option: Sendable {
  /// The spellings, the long one last.
  let names: [String]
  /// What its value is called; `nil` for a flag.
  let value: String?
  let help: String
  /// The value that means the same as no such option.
  let preset: String?
  /// Whether it takes all values up to the next option.
  let takesMany: Bool
  /// Whether it is known but does nothing yet.
  let isSupported: Bool

  init(
    _ names: String..., value: String? = nil, preset: String? = nil, takesMany: Bool = false,
    isSupported: Bool = true, help: String = ""
  ) {
    self.names = names
    self.value = value
    self.preset = preset
    self.help = help
    self.takesMany = takesMany
    self.isSupported = isSupported
  }

  var name: String { names.last ?? "" }
}

/// What a command is called, takes and does.
struct Command: Sendable {
  let name: String
  let abstract: String
  let arguments: [(name: String, help: String)]
  /// What may follow the arguments, any number of times.
  let moreArguments: (name: String, help: String)?
  let options: [Option]
  let run: @Sendable (Invocation, inout Surroundings) throws -> ExitStatus

  init(
    name: String, abstract: String, arguments: [(name: String, help: String)],
    moreArguments: (name: String, help: String)? = nil, options: [Option],
    run: @escaping @Sendable (Invocation, inout Surroundings) throws -> ExitStatus
  ) {
    self.name = name
    self.abstract = abstract
    self.arguments = arguments
    self.moreArguments = moreArguments
    self.options = options
    self.run = run
  }
}

/// A command line that fits its command.
struct Invocation {
  let arguments: [String]
  let values: [String: [String]]

  func has(_ option: String) -> Bool { values[option] != nil }
  func value(_ option: String) -> String? { values[option]?.last }
}

/// The statuses that the program ends with.
enum ExitStatus: Int32, Sendable {
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
