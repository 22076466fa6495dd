import Diagnostics

/// Reads the words after a command's name.
struct CommandLineParser {
  private let command: Command
  private var rest: ArraySlice<String>
  private var arguments: [String] = []
  private var words: [String: [String]] = [:]

  static func parse(_ words: ArraySlice<String>, for command: Command) throws(Failure) -> Invocation
  {
    var parser = CommandLineParser(command, words)
    return try parser.parse()
  }

  private init(_ command: Command, _ words: ArraySlice<String>) {
    self.command = command
    rest = words
  }

  private mutating func parse() throws(Failure) -> Invocation {
    while let word = rest.popFirst() {
      if word == "--" {
        arguments += rest
        break
      }
      if word.hasPrefix("-"), word != "-" {
        try readOption(word)
      } else {
        arguments.append(word)
      }
    }
    if arguments.count < command.arguments.count {
      throw wrong("Missing expected argument '<\(command.arguments[arguments.count].name)>'")
    }
    if arguments.count > command.arguments.count, command.moreArguments == nil {
      throw wrong("Unexpected argument '\(arguments[command.arguments.count])'")
    }
    return Invocation(arguments: arguments, words: words)
  }

  private mutating func readOption(_ word: String) throws(Failure) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = String(parts[0])
    let options = command.options.map(\.spelling)
    guard let option = options.first(where: { $0.names.contains(name) }) else {
      let known = options.flatMap(\.names)
      let nearest = name.hasPrefix("--") ? nearestName(to: name, among: known) : nil
      let way = "What begins with '-' and is no option goes after '--'."
      throw wrong("Unknown option '\(name)'. \(nearest.map { "Did you mean '\($0)'?" } ?? way)")
    }
    var given = parts.dropFirst().map(String.init)
    guard let value = option.value else {
      if !given.isEmpty { throw wrong("'\(name)' takes no value") }
      words[option.name] = []
      return
    }
    if given.isEmpty {
      repeat {
        guard let next = rest.first, next.isValue else { break }
        given.append(rest.removeFirst())
      } while option.takesMany
    }
    guard let last = given.last else {
      throw wrong("Missing value for '\(name) <\(value)>'")
    }
    if last == option.preset {
      words[option.name] = nil
    } else {
      words[option.name, default: []] += given
    }
  }

  private func wrong(_ message: String) -> Failure {
    Failure(
      .wrongCall,
      """
      Error: \(message)
      \(Help.usage(of: command, title: "Usage"))
        See 'chainrule \(command.name) --help' for more information.
      """)
  }
}

extension String {
  /// Whether the word can be an option's value: no option itself, but perhaps a negative number.
  fileprivate var isValue: Bool {
    let rest = dropFirst()
    return !hasPrefix("-") || rest.isEmpty || rest.first == "." || rest.first?.isNumber == true
  }
}
