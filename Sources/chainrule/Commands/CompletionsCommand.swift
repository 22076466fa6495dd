import Diagnostics

enum CompletionsCommand {
  /// The command that writes completions for some others and for itself.
  static func command(besides others: [Command]) -> Command {
    Command(
      name: "completions", abstract: "Write a script with which a shell completes command lines.",
      arguments: [
        .init(
          name: "shell", help: listed(Shell.allCases.map(\.rawValue), "or") + ".",
          completion: .words(Shell.allCases.map(\.rawValue)))
      ],
      options: []
    ) { invocation, surroundings in
      let word = invocation.arguments[0]
      let names = Shell.allCases.map(\.rawValue)
      guard let shell = Shell(rawValue: word) else {
        throw Failure(
          .wrongCall,
          "Error: there are no completions for '\(word.printable)'; there are some for "
            + "\(listed(names)).\(hint(nearestName(to: word, among: names)))")
      }
      try surroundings.print(shell.script(for: others + [command(besides: others)]))
      return .done
    }
  }
}
