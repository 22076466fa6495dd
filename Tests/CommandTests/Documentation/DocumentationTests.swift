import Foundation
import Lessons
import Testing

@testable import chainrule

/// What the documentation shows is what the program does.
@Suite struct DocumentationTests {
  /// Lines of shell blocks that are not run here, each with what keeps it true.
  private static let otherLines = [
    ReferencePagesTests.command: "the message about a stale page names the same command",
    GoldenTests.command: "the message about a changed file names the same command",
    "swift build": "continuous integration builds",
    "swift test --filter MarkingTests": "a part of what continuous integration runs",
    "CHAINRULE_ARROWS=1 swift test --filter StructureTests":
      "prints; to be tried by hand when it changes",
    "swift test": "continuous integration runs the line of README",
    "CHAINRULE_SHEETS=10000 swift test -c release -Xswiftc -enable-testing --filter HandWorkedSheets":
      "takes minutes; to be tried by hand when marking changes",
    "swift build -c release --static-swift-stdlib":
      "a build of its own; to be tried by hand when it changes",
    "swift build -c release": "builds; to be tried by hand when it changes",
    "swift run -c release benchmark": "measures; to be tried by hand when it changes",
    "python3 -m venv /tmp/peers": "prepares a measurement; to be tried by hand when it changes",
    "/tmp/peers/bin/pip install numpy casadi jax micrograd":
      "prepares a measurement; to be tried by hand when it changes",
    "PATH=/tmp/peers/bin:$PATH swift run -c release benchmark":
      "measures; to be tried by hand when it changes",
    "python3 line.py": "Tests/Outside/check_exports.py runs it and compares what it prints",
    "mkdir -p ~/.local/bin": "writes outside of the project; to be tried by hand when it changes",
    "cp .build/release/chainrule ~/.local/bin/":
      "writes outside of the project; to be tried by hand when it changes",
  ]

  @Test func `commands print what the pages show`() throws {
    var count = 0
    for page in try DocumentationPage.all {
      let (outputs, mistakes) = try page.run(otherLines: Set(Self.otherLines.keys))
      for mistake in mistakes { Issue.record("\(page.path): \(mistake)") }
      for output in outputs {
        count += 1
        if let piece = output.shown.missingPiece(in: output.printed) {
          Issue.record("\(page.path) shows\n\(piece)\nprinted is\n\(output.printed)")
        }
      }
    }
    #expect(count > 10)
  }

  @Test func `no line that is not run has gone from the pages`() throws {
    let shell = try DocumentationPage.all.flatMap(\.blocks).filter { $0.words == "sh" }
    let stale = Set(Self.otherLines.keys).subtracting(shell.flatMap(\.lines))
    #expect(stale == [])
  }

  @Test func `a changed digit in any output is noticed`() throws {
    for page in try DocumentationPage.all {
      for output in try page.run(otherLines: Set(Self.otherLines.keys)).outputs {
        let text = output.shown.text
        for place in text.indices where text[place].isASCII && text[place].isNumber {
          let digit = text[place].wholeNumberValue ?? 0
          var changed = text
          changed.replaceSubrange(place...place, with: String((digit + 1) % 10))
          if ShownOutput(changed).missingPiece(in: output.printed) == nil {
            Issue.record("\(page.path): nobody would notice\n\(changed)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    ("a\nb\nc", true), ("a\n…\nc", true), ("…\nc", true), ("a\n  …", true), ("…\nb\n…", true),
    ("…", true), ("a\nb", false), ("b\nc", false), ("a\n…\nb", false), ("b\n…\nc", false),
    ("a\nb\n…\nc", false), ("…\na\n…", false), ("…\nb", false), ("c\n…", false),
    ("a\nb\nc\n…", false), ("a\n…\nb\n…\nc", false), ("a…\nb\nc", false),
  ])
  func `what stands for lines left out`(shown: String, isTrue: Bool) {
    #expect((ShownOutput(shown).missingPiece(in: "a\nb\nc\n") == nil) == isTrue)
  }

  @Test(
    arguments: [
      ("chainrule show a.md", ["show", "a.md"]),
      ("swift run chainrule list", ["list"]),
      (
        "chainrule eval 'z = w*x; a = sigmoid(z)' w=2 \"x = 3\"",
        ["eval", "z = w*x; a = sigmoid(z)", "w=2", "x = 3"]
      ),
      ("chainrule show '' -'-all'", ["show", "", "--all"]),
      ("chainrule show xor | head", nil), ("chainrule eval w*x", nil), ("chainrule 'list", nil),
      ("chainrules list", nil), ("swift test", nil), ("", nil),
    ] as [(String, [String]?)])
  func `the words of a shell's line`(line: String, words: [String]?) {
    #expect(chainruleWords(line) == words)
  }

  @Test(arguments: [
    ("```sh\nmake\n```", "nothing says how this line is kept true: make"),
    ("```text\n1\n```", "no command stands before the output"),
    ("```sh\nchainrule list\n```\nIt prints\n```text\n1\n```", "no command stands before"),
    ("```sh\nchainrule show a.md\n```", "chainrule show a.md\nends with noInput"),
  ])
  func `a page that cannot be checked`(text: String, mistake: String) throws {
    let found = try DocumentationPage("page", text: text).run(otherLines: []).mistakes
    #expect(found.count == 1)
    #expect(found.allSatisfy { $0.hasPrefix(mistake) }, "\(found)")
  }

  @Test func `every lesson of the pages runs`() throws {
    var count = 0
    for page in try DocumentationPage.all {
      let shell = page.blocks.filter { $0.words == "sh" }.map(\.content).joined()
      for block in page.blocks where block.words == "lesson" || block.words == "markdown" {
        // A command of the page runs it, and may show its mistakes.
        if let name = block.fileName, shell.contains(name) { continue }
        let lesson =
          block.words == "lesson" ? "```lesson\n\(block.content)\n```\n" : block.content
        let run = CapturedRun(["show", "-"], input: lesson)
        #expect(run.status == .done, "\(page.path)\n\(block.content)\n\(run.messages)")
        count += 1
      }
    }
    #expect(count > 10)
  }

  @Test func `README names every command there is`() throws {
    let text = try String(contentsOf: DocumentationPage.file("README.md"), encoding: .utf8)
    for command in Chainrule.commands {
      #expect(text.contains("`chainrule \(command.name)"), "\(command.name)")
    }
  }

  @Test func `README has the lessons in their chapters, in the order of list`() throws {
    let text = try String(contentsOf: DocumentationPage.file("README.md"), encoding: .utf8)
    let table = text.split(separator: "\n").drop { $0 != "| name | shows |" }
      .prefix { $0.hasPrefix("|") }.dropFirst(2)
    let chapters = ShippedLessons.chapters.flatMap { title, lessons in
      ["**\(title)**"] + lessons.map { "`\($0.name)`" }
    }
    #expect(table.map { String($0.split(separator: " | ")[0].dropFirst(2)) } == chapters)
  }
}
