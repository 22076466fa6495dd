/// The page of the manual, for `man`, from the table that the help is made of.
enum ManualPage {
  static func text(_ commands: [Command], version: String) -> String {
    let parts: [[String]] = [
      [".TH CHAINRULE 1 \"\" \"chainrule \(version)\" \"User Commands\""],
      [".SH NAME", "chainrule \\- trace backpropagation step by step"],
      [
        ".SH SYNOPSIS", ".B chainrule",
        "\\fIcommand\\fR [\\fIargument\\fR ...] [\\fIoption\\fR ...]",
      ],
      [".SH DESCRIPTION"] + paragraph(description),
      [".SH OPTIONS"] + entry("\\fB\\-\\-version\\fR", "Show the version.")
        + entry("\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Show help; behind a command, its own."),
      [".SH COMMANDS"], commands.flatMap(section),
      [".SH EXIT STATUS"]
        + ExitStatus.allCases.flatMap { entry("\\fB\($0.rawValue)\\fR", $0.meaning) },
      [".SH ENVIRONMENT"]
        + entry("\\fBNO_COLOR\\fR", "Where it is set to anything, nothing has a colour.")
        + entry("\\fBTERM\\fR", "Where it is dumb or missing, nothing has a colour."),
      [".SH EXAMPLES"] + entry("\\fBchainrule list\\fR", "The lessons that come with the program.")
        + entry("\\fBchainrule show xor \\-\\-step 1\\fR", "The first step of one of them.")
        + entry(
          "\\fBchainrule check xor answers.txt\\fR", "Mark what somebody worked out for it."),
    ]
    return parts.joined().joined(separator: "\n") + "\n"
  }

  private static let description =
    "A lesson is a text with equations. chainrule works them out forward, takes the derivatives "
    + "backward by the chain rule, and trains by any optimizer that is written as equations. It "
    + "shows every number with its formula, writes them as data, and marks answers."

  private static func section(_ command: Command) -> [String] {
    let arguments =
      command.arguments.map { ($0.name, $0.help, "") }
      + (command.moreArguments.map { [($0.name, $0.help, " ...")] } ?? [])
    let synopsis = arguments.map { name, _, dots in
      dots.isEmpty ? "\\fI\(plain(name))\\fR" : "[\\fI\(plain(name))\\fR\(dots)]"
    }
    return [".SS \(plain(command.name))"] + paragraph(command.abstract)
      + [".PP", "\\fBchainrule \(plain(command.name))\\fR " + synopsis.joined(separator: " ")]
      + arguments.flatMap { entry("\\fI\(plain($0.0))\\fR\($0.2)", $0.1) }
      + command.options.map(\.spelling).flatMap { option in
        let names = option.names.map { "\\fB\(plain($0))\\fR" }.joined(separator: ", ")
        let value = option.value.map { " \\fI\(plain($0))\\fR" } ?? ""
        return entry(names + value + (option.takesMany ? " ..." : ""), option.help)
      }
  }

  private static func entry(_ label: String, _ help: String) -> [String] {
    [".TP", label] + paragraph(help)
  }

  private static func paragraph(_ text: String) -> [String] { [plain(text)] }

  /// A text without meaning to `roff`, in ASCII.
  private static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      default:
        result +=
          scalar.isASCII ? String(scalar) : "\\[u\(hexadecimal(scalar.value))]"
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }

  private static func hexadecimal(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension ExitStatus {
  /// When the program ends with it.
  fileprivate var meaning: String {
    switch self {
    case .done: "Done; of check and gradcheck, nothing is wrong."
    case .wrong:
      "check: an answer is wrong, unknown or blank. gradcheck: a gradient or claim fails."
    case .notFinite: "A value that is not finite arose; the first one is named."
    case .wrongCall: "A wrong call."
    case .unreadable: "The lesson or the answers cannot be read."
    case .noInput: "There is no such file or lesson."
    case .cannotWrite: "The output cannot be written."
    }
  }
}
