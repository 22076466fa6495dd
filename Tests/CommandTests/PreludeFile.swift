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
    let lines: [String]
  }

  let name: String
  private(set) var introduction = ""
  private(set) var definitions: [Definition] = []

  static let all = EmbeddedTexts.prelude.map { PreludeFile($0.name, text: $0.text) }

  private init(_ name: String, text: String) {
    self.name = name
    var comment: [String] = []
    var block: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("#") {
        comment.append(String(line.dropFirst(2)))
      } else if line.isEmpty {
        if definitions.isEmpty, !comment.isEmpty { introduction = comment.joined(separator: " ") }
        comment = []
      } else {
        block.append(line)
        let words = block[0].split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
        if words[0] == "define" || line == "end" {
          definitions.append(
            Definition(
              word: words[0], name: words[1], comment: comment.joined(separator: " "), lines: block)
          )
          (comment, block) = ([], [])
        }
      }
    }
  }
}
