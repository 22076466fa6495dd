/// The help texts, in the shape that command-line tools written in Swift have.
enum Help {
  private static let width = 80
  private static let column = 26

  static func program(_ commands: [Command]) -> String {
    let version = OptionSpelling(names: ["--version"], value: nil, help: "Show the version.")
    return """
      OVERVIEW: Traces backpropagation step by step: every number with its formula.

      USAGE: chainrule <subcommand>

      OPTIONS:
      \([version, help].map(entry).joined(separator: "\n"))

      SUBCOMMANDS:
      \(commands.map { entry($0.name, $0.abstract) }.joined(separator: "\n"))

        See 'chainrule help <subcommand>' for detailed help, and 'chainrule help --man'
        for a page of the manual.
      """
  }

  static func command(_ command: Command) -> String {
    var sections = ["OVERVIEW: \(command.abstract)", usage(of: command, title: "USAGE")]
    let arguments =
      command.arguments.map { ("<\($0.name)>", $0.help) }
      + (command.moreArguments.map { [("<\($0.name)> ...", $0.help)] } ?? [])
    if !arguments.isEmpty {
      let entries = arguments.map { entry($0.0, $0.1) }
      sections.append("ARGUMENTS:\n" + entries.joined(separator: "\n"))
    }
    let options = command.options.map(\.spelling) + [help]
    sections.append("OPTIONS:\n" + options.map(entry).joined(separator: "\n"))
    return sections.joined(separator: "\n\n")
  }

  private static let help = OptionSpelling(
    names: ["-h", "--help"], value: nil, help: "Show help information.")

  static func usage(of command: Command, title: String) -> String {
    let arguments =
      command.arguments.map { "<\($0.name)>" }
      + (command.moreArguments.map { ["[<\($0.name)> ...]"] } ?? [])
    let options = command.options.map(\.spelling).map { option in
      "[\(label(option, names: [option.name]))]"
    }
    return wrapped(
      "\(title): chainrule \(command.name)", arguments + options,
      indent: title.count + 2)
  }

  private static func label(_ option: OptionSpelling, names: [String]? = nil) -> String {
    let spelled = (names ?? option.names).joined(separator: ", ")
    guard let value = option.value else { return spelled }
    return "\(spelled) <\(value)>\(option.takesMany ? " ..." : "")"
  }

  private static func entry(_ option: OptionSpelling) -> String {
    entry(label(option), option.help)
  }

  private static func entry(_ label: String, _ help: String) -> String {
    let start = "  " + label
    let words = help.split(separator: " ").map(String.init)
    if start.count < column - 1 {
      let padding = String(repeating: " ", count: column - start.count - 1)
      return wrapped(start + padding, words, indent: column)
    }
    return start + "\n" + wrapped(String(repeating: " ", count: column - 1), words, indent: column)
  }

  private static func wrapped(_ start: String, _ words: [String], indent: Int) -> String {
    var lines = [start]
    for word in words {
      if (lines.last?.count ?? 0) + 1 + word.count > width {
        lines.append(String(repeating: " ", count: indent) + word)
      } else {
        lines[lines.count - 1] += " " + word
      }
    }
    return lines.joined(separator: "\n")
  }
}
