import Programs
import Diagnostics
import Lessons

/// The command-line program.
struct Chainrule {
  static let version = "0.1.0"
  static let commands = ownCommands + [CompletionsCommand.command(besides: ownCommands)]

  private static let ownCommands = [
    ListCommand.command, NamesCommand.command, ShowCommand.command, ExplainCommand.command,
    PlotCommand.command, TraceCommand.command, CheckCommand.command, WorksheetCommand.command,
    GradcheckCommand.command, ExportCommand.command, EvalCommand.command, NewCommand.command,
  ]

  /// Commands that no help lists.
  private static let unlisted = [StageCommand.command]

  /// Runs a command line and returns the status that the program ends with.
  static func run(_ words: ArraySlice<String>, _ surroundings: inout Surroundings) -> ExitStatus {
    do {
      return try dispatch(words, &surroundings)
    } catch let failure as Failure {
      let lines = failure.message.split(separator: "\n", omittingEmptySubsequences: false)
      surroundings.tell(lines.map(\.printable).joined(separator: "\n"))
      return failure.status
    } catch is ClosedPipe {
      return .done
    } catch let error as ProgramTooLarge {
      surroundings.tell("Error: \(error.message); \(error.wayOut)")
      return .unreadable
    } catch {
      surroundings.tell("Error: \(error)")
      return .cannotWrite
    }
  }

  private static func dispatch(
    _ words: ArraySlice<String>, _ surroundings: inout Surroundings
  ) throws -> ExitStatus {
    guard let word = words.first, !["-h", "--help"].contains(word) else {
      try surroundings.print(Help.program(commands))
      return .done
    }
    if word == "--version" {
      try surroundings.print(version)
      return .done
    }
    if word == "help" {
      let topic = words.dropFirst().first
      if topic == "--man" {
        try surroundings.print(ManualPage.text(commands, version: version))
        return .done
      }
      let text = try topic.map { name in Help.command(try named(name)) }
      try surroundings.print(text ?? Help.program(commands))
      return .done
    }
    let command = try named(word)
    let rest = words.dropFirst()
    let beforeEnd = rest.prefix { $0 != "--" }
    if beforeEnd.contains("-h") || beforeEnd.contains("--help") {
      try surroundings.print(Help.command(command))
      return .done
    }
    return try command.run(try CommandLineParser.parse(rest, for: command), &surroundings)
  }

  private static func named(_ name: String) throws(Failure) -> Command {
    if let command = (commands + unlisted).first(where: { $0.name == name }) { return command }
    let hint = nearestName(to: name, among: commands.map(\.name) + ["help"])
    throw Failure(
      .wrongCall,
      """
      Error: Unknown \(name.hasPrefix("-") ? "option" : "command") '\(name)'\
      \(hint.map { ". Did you mean '\($0)'?" } ?? "")
      Usage: chainrule <subcommand>
        See 'chainrule --help' for more information.
      """)
  }
}

extension Surroundings {
  /// Writes a text and a line end to standard output.
  func print(_ text: String) throws {
    try write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }
}
