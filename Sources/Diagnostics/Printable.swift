extension StringProtocol {
  /// The text without characters that a terminal would obey or that would reorder it.
  package var printable: String { replacingCommands(by: "") }

  /// The text with a � for each such character, so that places in it stay where they are.
  package var replacingCommands: String { replacingCommands(by: "\u{FFFD}") }

  private func replacingCommands(by mark: String) -> String {
    if !unicodeScalars.contains(where: { $0 == "\t" || $0.isCommand }) { return String(self) }
    var result = ""
    for scalar in unicodeScalars {
      if scalar == "\t" {
        result += " "
      } else if scalar.isCommand {
        result += mark
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Control characters, and those that change the direction of the text around them.
  package var isCommand: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    return switch properties.generalCategory {
    case .control: true
    case .format: self != "\u{200D}" && self != "\u{200C}"
    case .lineSeparator, .paragraphSeparator, .surrogate: true
    // Codes that Unicode keeps for use inside a program.
    case .unassigned: (0xFDD0...0xFDEF).contains(value)
    default: false
    }
  }
}
