import Fixtures
import Foundation

@testable import chainrule

/// A page of the documentation, in fenced blocks.
struct DocumentationPage {
  /// A fenced block that is not inside of another one.
  struct Block {
    /// What stands behind the fence that opens it.
    let words: String
    let content: String
    /// The paragraph before it; empty where another block comes before.
    let paragraph: String
  }

  /// Where the page is, from the top of the project.
  let path: String
  let blocks: [Block]

  static func file(_ path: String) -> URL { ProjectFolder.root.appending(path: path) }

  /// README and everything in `Docs`.
  static var all: [DocumentationPage] {
    get throws {
      let names = try file("Docs").fileNames.filter { $0.hasSuffix(".md") }
      return try (["README.md"] + names.map { "Docs/\($0)" }).map { path in
        DocumentationPage(path, text: try String(contentsOf: file(path), encoding: .utf8))
      }
    }
  }

  init(_ path: String, text: String) {
    var blocks: [Block] = []
    var open: (fence: Substring, words: String, lines: [Substring])?
    var paragraph: [Substring] = []
    var isParagraphOver = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let fence = line.prefix { $0 == "`" }
      if let block = open {
        if line == block.fence {
          blocks.append(
            Block(
              words: block.words, content: block.lines.joined(separator: "\n"),
              paragraph: paragraph.joined(separator: "\n")))
          (open, paragraph) = (nil, [])
        } else {
          open?.lines.append(line)
        }
      } else if fence.count >= 3 {
        open = (fence, String(line.dropFirst(fence.count)), [])
      } else if line.isEmpty {
        isParagraphOver = true
      } else {
        if isParagraphOver { paragraph = [] }
        isParagraphOver = false
        paragraph.append(line)
      }
    }
    self.path = path
    self.blocks = blocks
  }
}

extension DocumentationPage.Block {
  /// The name of the lesson or answer sheet that the block is, if the paragraph before it has one.
  var fileName: String? {
    let endings = ["markdown": [".md"], "answers": [".txt", ".csv"]][words] ?? []
    let spans = paragraph.split(separator: "`", omittingEmptySubsequences: false)
    return spans.indices.filter { !$0.isMultiple(of: 2) }.map { String(spans[$0]) }
      .last { name in endings.contains { name.hasSuffix($0) } }
  }

  var lines: [String] {
    content.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

// Running what a page shows.

extension DocumentationPage {
  /// What a page says that commands print, and what they do print.
  struct Output {
    let shown: ShownOutput
    let printed: String
  }

  /// Runs the page's commands one after the other, in a folder of the page's own.
  ///
  /// The commands of a shell block are its lines that begin with `chainrule`; every other line has
  /// to be one of `otherLines`, or `cat` and a file that is there by then. Returns each block of output, and what is wrong apart from outputs.
  func run(otherLines: Set<String>) throws -> (outputs: [Output], mistakes: [String]) {
    var outputs: [Output] = []
    var mistakes: [String] = []
    try inTemporaryFolder { folder in
      /// What the shell block just before printed.
      var printed: String?
      for (place, block) in blocks.enumerated() {
        if let name = block.fileName {
          try (block.content + "\n").write(
            to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        if block.words == "text", !isOfPython(place) {
          if let printed, isOutput(place) {
            outputs.append(Output(shown: ShownOutput(block.content), printed: printed))
          } else {
            mistakes.append("no command stands before the output\n\(block.content)")
          }
        }
        printed = nil
        guard block.words == "sh" else { continue }
        for line in block.lines where !otherLines.contains(line) {
          if line.hasPrefix("cat "),
            let text = try? String(
              contentsOf: folder.appending(path: line.dropFirst(4)), encoding: .utf8)
          {
            printed = (printed ?? "") + text
            continue
          }
          guard let words = chainruleWords(line) else {
            mistakes.append("nothing says how this line is kept true: \(line)")
            continue
          }
          let run = CapturedRun(
            words.enumerated().map { place, word in
              let isOutput = place > 0 && words[place - 1] == "-o" && word != "-"
              return isOutput || word.isFileName ? folder.appending(path: word).path : word
            })
          if run.status != .done, !isOutput(place + 1) {
            mistakes.append("\(line)\nends with \(run.status): \(run.messages)")
          }
          let all = run.output + (run.messages.isEmpty ? "" : run.messages + "\n")
          printed = (printed ?? "") + all.components(separatedBy: folder.path + "/").joined()
        }
      }
    }
    return (outputs, mistakes)
  }

  /// Whether a block shows what the block just before it prints.
  private func isOutput(_ place: Int) -> Bool {
    blocks.indices.contains(place) && blocks[place].words == "text"
      && blocks[place].paragraph.isEmpty
  }

  /// Whether a block is the output of a Python block that `Tests/Outside/check_traces.py` runs.
  private func isOfPython(_ place: Int) -> Bool {
    path == "Docs/trace-formats.md" && isOutput(place) && place > 0
      && blocks[place - 1].words == "python"
  }
}

/// The words behind `chainrule` or `swift run chainrule` in a line of a shell, quotes taken off.
///
/// `nil` where the line is another command, or more than one plain command.
func chainruleWords(_ line: String) -> [String]? {
  var words: [String] = []
  var word: String?
  var quote: Character?
  for character in line {
    if let open = quote {
      if character == open {
        quote = nil
      } else if open == "\"", "$`\\!".contains(character) {
        return nil
      } else {
        word?.append(character)
      }
    } else if character == "'" || character == "\"" {
      quote = character
      word = word ?? ""
    } else if character == " " {
      if let word { words.append(word) }
      word = nil
    } else if "|<>;&$`\\*?()[]{}#~!".contains(character) {
      return nil
    } else {
      word = (word ?? "") + String(character)
    }
  }
  if quote != nil { return nil }
  if let word { words.append(word) }
  for start in [["chainrule"], ["swift", "run", "chainrule"]] where words.starts(with: start) {
    return Array(words.dropFirst(start.count))
  }
  return nil
}

extension String {
  /// Whether a word of a command line names a file of the page's folder.
  fileprivate var isFileName: Bool {
    let path = split(separator: "/", omittingEmptySubsequences: false)
    let parts = path[path.count - 1].split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 2
      && ["md", "csv", "json", "jsonl", "npy", "txt", "tex", "svg", "xlsx", "py"].contains(parts[1])
      && path.count <= 2
      && (path.dropLast() + parts.dropLast()).allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0.isLetter || $0.isNumber || "-_".contains($0) }
      }
  }
}

/// Printed lines as a page shows them; a line that holds only `…` stands for lines left out.
struct ShownOutput {
  /// The lines between those that stand for others.
  private let pieces: [[Substring]]

  let text: String

  init(_ text: String) {
    self.text = text
    pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
      .split(omittingEmptySubsequences: false) {
        $0.allSatisfy { $0 == " " || $0 == "…" } && $0.contains("…")
      }
      .map(Array.init)
  }

  /// The first piece that is not where it should be; `nil` where all is as it is shown.
  ///
  /// The first piece is the beginning and the last one the end; between two pieces, one line or
  /// more is left out.
  func missingPiece(in printed: String) -> String? {
    var lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    var earliest = 0
    for (place, piece) in pieces.enumerated() {
      let last = lines.count - piece.count
      guard
        let start = (earliest..<max(earliest, last + 1)).first(where: { start in
          (place > 0 || start == 0) && (place < pieces.count - 1 || start == last)
            && lines[start...].starts(with: piece)
        })
      else { return piece.joined(separator: "\n") }
      earliest = start + piece.count + 1
    }
    return nil
  }
}
