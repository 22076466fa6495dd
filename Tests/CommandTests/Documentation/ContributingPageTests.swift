import Words
import Checking
import Fixtures
import Foundation
import Formulas
import Rendering
import Reports
import Testing

@testable import Lessons
@testable import chainrule

/// The tables of `Docs/contributing.md`, held against the files that they name.
@Suite struct ContributingPageTests {
  /// The files of each table, in its order, by the heading above it.
  private let files: [String: [String]]

  init() throws {
    let text = try ProjectFolder.docs.text("contributing.md")
    var files: [String: [String]] = [:]
    var heading = ""
    for line in text.split(separator: "\n") {
      if line.hasPrefix("### ") { heading = String(line.dropFirst(4)) }
      guard line.hasPrefix("| `"), let name = line.split(separator: "`").dropFirst().first else {
        continue
      }
      files[heading, default: []].append(String(name))
    }
    self.files = files
  }

  private func text(_ path: String) throws -> String { try ProjectFolder.root.text(path) }

  /// The text of a file and of those beside it that go on with it, such as `StatementParserSymbols`.
  private func textOfParts(_ path: String) throws -> String {
    let file = ProjectFolder.root.appending(path: path)
    let (folder, name) = (file.deletingLastPathComponent(), file.deletingPathExtension())
    return try folder.fileNames.filter { $0.hasPrefix(name.lastPathComponent) }
      .map { try folder.text($0) }.joined()
  }

  /// Each of the words stands in each of the Swift sources that a table names.
  private func expect(_ words: [String], inSourcesOf heading: String) throws {
    let sources = try #require(files[heading]).filter {
      $0.hasPrefix("Sources/") && $0.hasSuffix(".swift")
    }
    #expect(!sources.isEmpty && !words.isEmpty)
    for source in sources {
      let text = try text(source)
      for word in words where !text.contains(word) {
        Issue.record("\(heading): \(source) has no \(word)")
      }
    }
  }

  @Test func `there is a table for each thing, and its files are there`() {
    #expect(
      files.keys.sorted() == [
        "A command", "A format of marked sheets", "A language for readers", "A lesson",
        "A schedule", "A statement", "A verdict", "An activation or a loss",
        "An elementary function", "An export language", "An optimizer or a transform",
        "An output format of show",
      ])
    for (heading, paths) in files {
      for path in paths
      where !FileManager.default.fileExists(atPath: ProjectFolder.root.appending(path: path).path) {
        Issue.record("\(heading): there is no \(path)")
      }
    }
  }

  @Test func `every elementary function stands in its files`() throws {
    // Every language has a way of its own to write a choice.
    let names = Set(Function.elementary.values.map(\.name)).subtracting(["if"])
    let sources = try #require(files["An elementary function"]).filter { $0.hasPrefix("Sources/") }
    let text = try sources.map(text).joined()
    for name in names where !text.contains("\"\(name)\"") {
      Issue.record("\(sources) have no \(name)")
    }
  }

  @Test func `every verdict stands in its files`() throws {
    let cases = Marking.Verdict.allCases.map(\.rawValue)
    for source in try #require(files["A verdict"]) where source.hasSuffix(".swift") {
      let text = try text(source)
      for name in cases where !text.contains(".\(name)") && !text.contains("case \(name)") {
        Issue.record("\(source) has no verdict '\(name)'")
      }
    }
  }

  @Test func `every statement stands in its files`() throws {
    let sources = try #require(files["A statement"]).filter { $0.hasSuffix(".swift") }
    let cases = try text(sources[0]).split(separator: "\nenum Statement {")[1]
      .split(separator: "\n}\n")[0].split(separator: "\n").compactMap { line in
        line.hasPrefix("  case ") ? String(line.dropFirst(7).prefix { $0.isLetter }) : nil
      }
    #expect(cases.count > 10 && cases.contains("differentiate"))
    for source in sources.dropFirst() {
      let text = try textOfParts(source)
      for name in cases where !text.contains(".\(name)") {
        Issue.record("\(source) has no statement '\(name)'")
      }
    }
    let parser = try text(sources[1])
    for word in StatementParser.words { #expect(parser.contains("\"\(word)\"")) }
  }

  @Test func `formats stand in their files`() throws {
    let sources = try #require(files["An output format of show"])
    let formats = [ShowFormat.all.map(\.name), PictureFormat.all.map(\.name)]
    for (source, names) in zip(sources, formats) {
      for name in names { #expect(try text(source).contains("\"\(name)\""), "\(source): \(name)") }
    }
    try expect(MarkingFormat.allCases.map(\.rawValue), inSourcesOf: "A format of marked sheets")
  }

  @Test func `functions and rules of the prelude stand in their files`() throws {
    let headings = [
      "An activation or a loss", "A schedule", "An optimizer or a transform",
    ]
    let named = Set(try headings.flatMap { try #require(files[$0]) })
    for file in PreludeFile.all {
      let isNamed = named.contains {
        $0.hasPrefix("Sources/Lessons/Prelude/") && $0.hasSuffix("/\(file.name).lesson")
      }
      #expect(isNamed, "\(file.name)")
    }
  }

  @Test func `every command is in a file of the folder`() throws {
    let folder = ProjectFolder.root.appending(path: "Sources/chainrule/Commands")
    let sources = try folder.fileNames.map { try folder.text($0) }.joined()
    let list = try text(try #require(files["A command"])[0])
    for command in Chainrule.commands {
      #expect(sources.contains("name: \"\(command.name)\""), "\(command.name)")
      let type = command.name.prefix(1).uppercased() + command.name.dropFirst() + "Command"
      #expect(list.contains("\(type).command"), "\(command.name)")
    }
  }
}
