/// A shell that can complete the program's command lines.
enum Shell: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script that teaches it to, from the table that the help is made of.
  func script(for commands: [Command]) -> String {
    switch self {
    case .bash: BashCompletion(commands: commands).script
    case .zsh: ZshCompletion(commands: commands).script
    case .fish: FishCompletion(commands: commands).script
    }
  }

  /// How a shell gets the names of the lessons from a program; the first column of the list.
  static func lessons(from program: String) -> String {
    "\(program) list 2>/dev/null | cut -d ' ' -f 1"
  }
}

extension Command {
  /// What completes the argument at a position; of further ones, what completes them all.
  var completions: [Completion] {
    arguments.map(\.completion) + (moreArguments.map { [$0.completion] } ?? [])
  }
}

extension String {
  /// The text as one word of a shell, in single quotation marks.
  var inSingleQuotes: String { "'" + replacing("'", with: "'\\''") + "'" }
}
