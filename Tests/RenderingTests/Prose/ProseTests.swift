import Rendering
import Testing

struct `Prose` {
  private func shown(_ prose: String, width: Int = 80) throws -> [String] {
    let document = "# Lesson\n\n\(prose)\n\n```lesson\nconst a = 1\n```\n"
    let text = try ShownLesson(document: document, options: .width(width)).text
    let lines = text.split(separator: "\n").map(String.init)
    return Array(lines.dropFirst().prefix { $0 != "Given" })
  }

  @Test(arguments: [
    ("*emphasis*, __strong__ and `code*x*y`", "emphasis, strong and code*x*y"),
    ("w*x, net_h1 and 2 * 3", "w*x, net_h1 and 2 * 3"),
    ("escaped \\*stars\\*", "escaped *stars*"),
    ("## A part", "A part\n──────"),
    ("> quoted\n> words", "| quoted words"),
    ("| a | b |", "    | a | b |"),
    ("1. first", "1. first"),
  ])
  func `is plain text`(markdown: String, text: String) throws {
    #expect(try shown(markdown).joined(separator: "\n") == text)
  }

  @Test func `joins lines of East Asian scripts without a space`() throws {
    #expect(try shown("误差\n反向。\n传播\nnet\nout") == ["误差反向。传播 net out"])
  }

  @Test func `is wrapped, and lists hang`() throws {
    #expect(
      try shown("- one\n- two words and some more of them", width: 20) == [
        "• one", "• two words and some", "  more of them",
      ])
  }

  @Test func `sends no commands to the terminal`() throws {
    let document =
      "# Title\u{1B}]0;x\u{7}\n\nred \u{1B}[31m and \u{9B}2J, \u{202E}reversed\u{8}\n\n"
      + "```lesson\nconst a = 1\n```\n"
    let text = try ShownLesson(document: document).text
    #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    #expect(!text.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
    #expect(!text.unicodeScalars.contains("\u{202E}"))
  }
}
