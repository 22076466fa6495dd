import FoundationEssentials

/// Writes a Swift source that holds lessons (`*.md`), their order (`chapters.txt`), their tables
/// (`*.csv`) and prelude files (`*.lesson`) as literals; tables keep the ending of their names.
@main
struct EmbedTextsTool {
  static func main() throws {
    guard let output = CommandLine.arguments.dropFirst().first else {
      throw EmbeddingError("usage: embed-texts OUTPUT FILE...")
    }
    let files = CommandLine.arguments.dropFirst(2).map { URL(filePath: $0) }
    guard let chapters = files.first(where: { $0.lastPathComponent == "chapters.txt" }) else {
      throw EmbeddingError("chapters.txt is not among the files")
    }
    let source = """
      enum EmbeddedTexts {
        static let chapters = \(literal(try text(of: chapters)))

        static let lessons: [(name: String, text: String)] = [
      \(try elements(of: files.filter { $0.pathExtension == "md" }))
        ]

        /// The tables that lessons read from files.
        static let samples: [(name: String, text: String)] = [
      \(try elements(of: files.filter { $0.pathExtension == "csv" }, naming: \.lastPathComponent))
        ]

        static let prelude: [(name: String, text: String)] = [
      \(try elements(of: files.filter { $0.pathExtension == "lesson" }))
        ]
      }

      """
    try Data(source.utf8).write(to: URL(filePath: output))
  }

  /// Returns an array element for each file, sorted by name.
  private static func elements(
    of files: [URL],
    naming name: (URL) -> String = { $0.deletingPathExtension().lastPathComponent }
  ) throws -> String {
    try files
      .map { (name: name($0), text: try text(of: $0)) }
      .sorted { $0.name < $1.name }
      .map { "(\(literal($0.name)), \(literal($0.text)))," }
      .joined(separator: "\n")
  }

  private static func text(of file: URL) throws -> String {
    guard let text = String(validating: try Data(contentsOf: file), as: UTF8.self) else {
      throw EmbeddingError("\(file.path): error: not UTF-8")
    }
    return text
  }

  /// Returns a raw multi-line literal whose value is exactly `text`.
  ///
  /// One `#` more than the longest run in the text keeps every quote and backslash literal. The
  /// compiler reads any line ending in a literal as a line feed and warns of control characters,
  /// so those are written as escapes.
  private static func literal(_ text: String) -> String {
    let fence = String(repeating: "#", count: longestRun(of: "#", in: text) + 1)
    var content = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\t", " "..."~", "\u{A0}"..."\u{FEFE}", "\u{FF00}"...:
        content.unicodeScalars.append(scalar)
      default:
        content += "\\\(fence)u{\(String(scalar.value, radix: 16))}"
      }
    }
    return "\(fence)\"\"\"\n\(content)\n\"\"\"\(fence)"
  }

  private static func longestRun(of repeated: Unicode.Scalar, in text: String) -> Int {
    var current = 0
    var longest = 0
    for scalar in text.unicodeScalars {
      current = scalar == repeated ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }
}

/// The reason why no source was written.
struct EmbeddingError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
