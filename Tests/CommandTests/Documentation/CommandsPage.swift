@testable import chainrule

/// `Docs/commands.md`: what each command takes.
enum CommandsPage {
  static var text: String {
    """
    # Commands

    This page is what `chainrule help` prints, and `chainrule help COMMAND` for each command. [The tour](tour.md) shows what the
    commands are for.

    \(help(""))
    \(Chainrule.commands.map { "## \($0.name)\n\n\(help(" \($0.name)"))" }.joined(separator: "\n"))
    """
  }

  private static func help(_ topic: String) -> String {
    let words = ["help"] + topic.split(separator: " ").map(String.init)
    return """
      ```sh
      chainrule help\(topic)
      ```

      ```text
      \(CapturedRun(words).output)```

      """
  }
}
