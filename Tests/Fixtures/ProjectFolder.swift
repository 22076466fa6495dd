package import FoundationEssentials

/// Where the project lies, and the data that tests of several targets read.
package enum ProjectFolder {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  package static let sources = root.appending(path: "Sources")
  package static let docs = root.appending(path: "Docs")
  /// Worked examples that others published, with their numbers.
  package static let published = root.appending(path: "Tests/Published")
  /// Tables that programs of others computed.
  package static let references = root.appending(path: "Tests/References")
  /// What commands print for the lessons that come with the program.
  package static let goldens = root.appending(path: "Tests/Goldens")
}

extension URL {
  /// The names of the files in a folder.
  package var fileNames: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
  }

  /// The text of a file in a folder.
  package func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: appending(path: name)), as: UTF8.self)
  }
}
