import FoundationEssentials
import Lessons
import Testing

@testable import chainrule

/// What the documentation shows is what the program does.
struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The fenced blocks of a document that are not inside of another one.
  private static func blocks(of text: String) -> [(words: String, content: String)] {
    var blocks: [(words: String, content: String)] = []
    var open: (fence: Substring, words: String, lines: [Substring])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let fence = line.prefix { $0 == "`" }
      if let block = open {
        if line == block.fence {
          blocks.append((block.words, block.lines.joined(separator: "\n")))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if fence.count >= 3 {
        open = (fence, String(line.dropFirst(fence.count)), [])
      }
    }
    return blocks
  }

  @Test func `every lesson of the language's page runs`() throws {
    var count = 0
    for (words, content) in Self.blocks(of: try Self.text("Docs/lesson-language.md")) {
      guard words == "lesson" || words == "markdown" else { continue }
      let lesson = words == "lesson" ? "```lesson\n\(content)\n```\n" : content
      let run = CapturedRun(["show", "-"], input: lesson)
      #expect(run.status == .done, "\(content)\n\(run.messages)")
      count += 1
    }
    #expect(count > 10)
  }

  @Test func `the lesson in README runs`() throws {
    let lessons = Self.blocks(of: try Self.text("README.md")).filter { $0.words == "markdown" }
    #expect(lessons.count == 1)
    for lesson in lessons {
      let run = CapturedRun(["show", "-"], input: lesson.content)
      #expect(run.status == .done, "\(run.messages)")
      #expect(run.output.contains("11"))
    }
  }

  @Test func `README shows what its first command prints`() throws {
    let text = try Self.text("README.md")
    #expect(text.contains("\nswift run chainrule show two-layer-sigmoid\n"))
    let output = CapturedRun(["show", "two-layer-sigmoid"]).output
    let shown = Self.blocks(of: text).filter { $0.words == "text" }
    #expect(shown.count == 1)
    for block in shown {
      for paragraph in block.content.components(separatedBy: "\n\n") where paragraph != "  …" {
        let lines = paragraph.split(separator: "\n").filter { $0 != "Backward" }
        #expect(output.contains(lines.joined(separator: "\n")), "\(paragraph)")
      }
    }
  }

  @Test func `README names every command there is`() throws {
    let text = try Self.text("README.md")
    for command in Chainrule.commands {
      #expect(text.contains("`chainrule \(command.name)"), "\(command.name)")
    }
  }

  @Test func `README names every lesson there is`() throws {
    let text = try Self.text("README.md")
    for lesson in ShippedLessons.all {
      #expect(text.contains("\n| `\(lesson.name)` | "), "\(lesson.name)")
    }
  }
}
