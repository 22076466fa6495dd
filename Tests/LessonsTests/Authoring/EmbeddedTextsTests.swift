import Fixtures
import FoundationEssentials
import Testing

@testable import Lessons

@Suite struct EmbeddedTextsTests {
  @Test func `the embedded lessons are the files in lessons, byte for byte`() throws {
    #expect(bytes(EmbeddedTexts.lessons) == (try files(in: "lessons", withExtension: "md")))
  }

  @Test func `the embedded prelude is the files below Prelude, byte for byte`() throws {
    let files = try files(in: "Sources/Lessons/Prelude", withExtension: "lesson")
    #expect(bytes(EmbeddedTexts.prelude) == files)
  }

  @Test func `the embedded tables are the files in lessons, with their endings`() throws {
    let files = try files(in: "lessons", withExtension: "csv")
    let named = Dictionary(uniqueKeysWithValues: files.map { ("\($0.key).csv", $0.value) })
    #expect(bytes(EmbeddedTexts.samples) == named)
    #expect(!named.isEmpty)
  }

  @Test func `every lesson stands in one chapter, and every name there is one`() throws {
    let file = try #require(try files(in: "lessons", withExtension: "txt")["chapters"])
    #expect(Data(EmbeddedTexts.chapters.utf8) == file)
    let names = EmbeddedTexts.chapters.split(separator: "\n").filter { $0.hasPrefix("  ") }
      .map { String($0.dropFirst(2)) }
    #expect(names.sorted() == EmbeddedTexts.lessons.map(\.name))
    #expect(ShippedLessons.all.map(\.name) == names)
    #expect(ShippedLessons.chapters.allSatisfy { !$0.title.isEmpty && !$0.lessons.isEmpty })
  }

  @Test func `embedded texts are sorted by name`() {
    let lessons = EmbeddedTexts.lessons.map(\.name)
    let prelude = EmbeddedTexts.prelude.map(\.name)
    #expect(lessons == lessons.sorted())
    #expect(prelude == prelude.sorted())
  }

  private func bytes(_ texts: [(name: String, text: String)]) -> [String: Data] {
    Dictionary(uniqueKeysWithValues: texts.map { ($0.name, Data($0.text.utf8)) })
  }

  /// The files in a folder and in those below it, by their names without the ending.
  private func files(
    in folder: String, withExtension pathExtension: String
  ) throws -> [String: Data] {
    let folder = ProjectFolder.root.appending(path: folder)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      .map { folder.appending(path: $0) }
      .filter { $0.pathExtension == pathExtension }
    return Dictionary(
      uniqueKeysWithValues: try files.map { file in
        (file.deletingPathExtension().lastPathComponent, try Data(contentsOf: file))
      }
    )
  }
}
