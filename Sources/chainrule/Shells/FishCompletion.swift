/// Completion in fish.
struct FishCompletion {
  let commands: [Command]

  var script: String {
    let lines =
      [
        "# Completion for chainrule in fish: chainrule completions fish | source",
        "",
        "complete -c chainrule -f",
        line("__fish_use_subcommand", "-s h -l help", "Show help information."),
        line("__fish_use_subcommand", "-l version", "Show the version."),
        line("__fish_use_subcommand", "-a help", "Show help."),
        line(
          "__fish_seen_subcommand_from help", "-a \(names.inSingleQuotes)", "Help for it."),
        line("__fish_seen_subcommand_from help", "-l man", "As a page of the manual."),
      ]
      + commands.map { line("__fish_use_subcommand", "-a \($0.name)", $0.abstract) }
      + commands.flatMap(lines)
    return lines.joined(separator: "\n") + "\n"
  }

  private var names: String { commands.map(\.name).joined(separator: " ") }

  private func line(_ condition: String, _ words: String, _ help: String) -> String {
    "complete -c chainrule -n \(condition.inSingleQuotes) \(words) -d \(quoted(help))"
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
  }

  private func lines(_ command: Command) -> [String] {
    let condition = "__fish_seen_subcommand_from \(command.name)"
    var offers: [Completion] = []
    for completion in command.completions where !offers.contains(completion) {
      offers.append(completion)
    }
    return offers.compactMap { offer in
      self.words(offer).map { line(condition, $0, command.name) }
    }
      + command.options.map(\.spelling).map { option in
        let names = option.names.map {
          $0.hasPrefix("--") ? "-l \($0.dropFirst(2))" : "-s \($0.dropFirst())"
        }
        let value = option.value.map { _ in " -r " + (words(option.completion) ?? "-f") } ?? ""
        return line(condition, names.joined(separator: " ") + value, option.help)
      }
      + [line(condition, "-s h -l help", "Show help information.")]
  }

  /// What fish is told to offer; `nil` for nothing.
  private func words(_ completion: Completion) -> String? {
    let lessons = "-a \"(\(Shell.lessons(from: "chainrule")))\""
    return switch completion {
    case .nothing: nil
    case .words(let words): "-f -a \(words.joined(separator: " ").inSingleQuotes)"
    case .files: "-F"
    case .folders: "-f -a '(__fish_complete_directories)'"
    case .lessons(let isShipped): (isShipped ? "-f " : "-F -k ") + lessons
    }
  }
}
