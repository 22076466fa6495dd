@testable import Lessons

/// A file of the prelude as text: what its first comment says, and its definitions.
struct PreludeFile {
  /// A function, optimizer or transform as it stands in the file.
  struct Definition {
    /// The word that it begins with: `define`, `optimizer` or `transform`.
    let word: String
    let name: String
    /// The comment above it, without its signs; empty where there is none.
    let comment: String
    /// What the comment that stands by itself above it says; empty below the first one.
    let family: String
    let lines: [String]
  }

  let name: String
  private(set) var introduction = ""
  private(set) var definitions: [Definition] = []
  /// Rules that are other forms of a rule that has its name in books too.
  private(set) var forms: [(name: String, form: String)] = []

  static let all = EmbeddedTexts.prelude.map { PreludeFile($0.name, text: $0.text) }

  private init(_ name: String, text: String) {
    self.name = name
    var comment: [String] = []
    var family = ""
    var block: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("#") {
        comment.append(String(line.dropFirst(2)))
      } else if line.isEmpty {
        let text = comment.joined(separator: " ")
        comment = []
        if introduction.isEmpty { introduction = text } else if !text.isEmpty { family = text }
      } else {
        block.append(line)
        let words = block[0].split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        if words[0] == "define" || line == "end" {
          definitions.append(
            Definition(
              word: words[0], name: words[1], comment: comment.joined(separator: " "),
              family: family, lines: block))
          (comment, block) = ([], [])
        } else if !["optimizer", "transform"].contains(words[0]) {
          forms.append((words[0], words[1]))
          block = []
        }
      }
    }
  }
}
