/// What a command is called, takes and does.
struct Command: Sendable {
  struct Argument: Sendable {
    let name: String
    let help: String
    /// What a shell may offer for it.
    var completion = Completion.nothing
  }

  let name: String
  let abstract: String
  let arguments: [Argument]
  /// What may follow the arguments, any number of times.
  let moreArguments: Argument?
  let options: [any AnyOption]
  let run: @Sendable (Invocation, inout Surroundings) throws -> ExitStatus

  init(
    name: String, abstract: String, arguments: [Argument], moreArguments: Argument? = nil,
    options: [any AnyOption],
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
  /// The words that are given for each option, by its name; none for a flag.
  let words: [String: [String]]

  func has(_ option: some AnyOption) -> Bool { words[option.spelling.name] != nil }

  /// What an option is given as; `nil` where it is not there.
  subscript<Value>(option: Option<Value>) -> Value? {
    get throws(Failure) {
      guard let words = words[option.name] else { return nil }
      return try option.value(of: words)
    }
  }

  /// Refuses two options beside each other.
  func refuse(_ option: some AnyOption, beside other: some AnyOption) throws(Failure) {
    if has(option), has(other) {
      throw Failure(
        .wrongCall,
        "Error: '\(option.spelling.name)' and '\(other.spelling.name)' exclude each other")
    }
  }
}
