import Diagnostics
import Rendering

/// The lines of a script, none wider than a page where they can be broken.
struct PythonText {
  private(set) var lines: [String] = []
  var indent = ""

  private static let width = 98
  private static let commentWidth = 80

  /// Whether a text has room in one line.
  func fits(_ text: String) -> Bool { indent.count + text.count <= Self.width }

  mutating func add(_ lines: String...) { add(contentsOf: lines) }

  mutating func add(contentsOf texts: [String]) {
    for text in texts {
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append(line.isEmpty ? "" : indent + line)
      }
    }
  }

  /// Adds a list in one line, or in as many as it needs.
  mutating func fill(
    _ opening: String, _ items: [String], _ closing: String, separator: String = ",",
    extra: String = ""
  ) {
    let row = items.joined(separator: "\(separator) ")
    if fits(opening + row + closing) {
      return add(opening + row + closing)
    }
    if !opening.isEmpty { add(opening) }
    var line = ""
    for item in items {
      let next = item + separator
      if !line.isEmpty, indent.count + extra.count + 5 + line.count + next.count > Self.width {
        add("\(extra)    \(line)")
        line = ""
      }
      line += line.isEmpty ? next : " " + next
    }
    add("\(extra)    \(line)", extra + closing)
  }

  /// Adds a line of the lesson as a comment, as it was typed.
  mutating func typed(_ line: String) {
    add(("#     " + line.replacingCommands).withoutTrailingSpaces)
  }

  /// Adds words as a comment, in as many lines as they need.
  mutating func comment(_ words: String) {
    var line = "#"
    for word in words.replacingCommands.split(separator: " ") {
      if line.count > 1, line.displayWidth + 1 + String(word).displayWidth > Self.commentWidth {
        add(line)
        line = "#"
      }
      line += " " + word
    }
    add(line)
  }
}
