import Diagnostics
package import FoundationEssentials
import Lessons

/// Bytes that may be anything, and the commands that are run with them.
///
/// The first byte says what the others are: a lesson, formulas, a sheet, a table, a trace or the
/// words of a command line.
package struct FuzzedInput {
  /// What a command wrote.
  package struct Result {
    let status: Int32
    let output: String
    let messages: [String]

    package init(status: Int32, output: String, messages: [String]) {
      self.status = status
      self.output = output
      self.messages = messages
    }
  }

  /// Runs a command line with something on standard input.
  package typealias Run = (_ words: [String], _ input: [UInt8]) -> Result

  package enum Kind: UInt8, CaseIterable {
    case lesson = 0x30
    case formulas, sheet, table, trace, words
  }

  private typealias Call = (words: [String], input: [UInt8])

  private let kind: Kind
  private let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    let number = Int(bytes.first ?? 0) % Kind.allCases.count
    self.init(Kind.allCases[number], Array(bytes.dropFirst()))
  }

  package init(_ kind: Kind, _ bytes: [UInt8]) {
    self.kind = kind
    self.bytes = Self.shortened(bytes)
  }

  /// The bytes with at most two digits after `steps:` and `trials:`, so that no run takes long.
  private static func shortened(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    var digitsLeft: Int?
    for byte in bytes {
      if byte == UInt8(ascii: " "), kept.ends(with: "steps:") || kept.ends(with: "trials:") {
        digitsLeft = 2
      } else if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        if digitsLeft == 0 { continue }
        digitsLeft = digitsLeft.map { $0 - 1 }
      } else {
        digitsLeft = nil
      }
      kept.append(byte)
    }
    return kept
  }

  /// What a command does that none may do; files are written into the folder only.
  package func firstFault(in folder: URL, running run: Run) throws -> String? {
    for (index, call) in try calls(in: folder).enumerated() {
      let sheets = folder.appending(path: "sheets")
      try? FileManager.default.removeItem(at: sheets)
      let result = run(call.words, call.input)
      let pages = (try? sheets.fileNames.map(sheets.text)) ?? []
      if let fault = Self.fault(of: result, pages) {
        return "\(call.words): \(fault)\n\(result.messages.joined(separator: "\n"))"
      }
      // What cannot be read once is not read again.
      if index == 0, [64, 65, 66].contains(result.status) { break }
    }
    return nil
  }

  private static func fault(of result: Result, _ pages: [String]) -> String? {
    let statuses: [Int32] = [0, 1, 2, 64, 65, 66]
    if !statuses.contains(result.status) { return "status \(result.status)" }
    if result.messages.isEmpty, result.output.isEmpty || ![0, 1].contains(result.status) {
      return "status \(result.status) without a word"
    }
    let isArchive = result.output.hasPrefix("PK\u{3}\u{4}")
    let texts = (isArchive ? [] : [result.output]) + result.messages + pages
    let command = texts.lazy.flatMap(\.unicodeScalars).first { $0.isCommand && $0 != "\n" }
    return command.map { "\($0.codeAndName) in the output" }
  }

  private func calls(in folder: URL) throws -> [Call] {
    let text = String(decoding: bytes, as: UTF8.self)
    switch kind {
    case .lesson: return Self.lessonCalls(text, folder).map { ($0, bytes) }
    case .formulas:
      let words = text.split(separator: "\n").map(String.init)
      return [[], ["--all", "--working", "full"], ["--working", "brief", "--ascii"]].map {
        (["eval"] + $0 + ["--max-lines=300", "--"] + words, [])
      }
    case .sheet:
      let names = ShippedLessons.all.map(\.name)
      let name = names[Int(bytes.first ?? 0) % names.count]
      let options = [
        ["--all"], ["--hints=1"], ["--hints=2", "--format=markdown"], ["--format=json"],
        ["--format=latex", "--by-hand=4dp"], ["--format=csv", "--strict"],
      ]
      let sheet = Array(bytes.dropFirst())
      return options.map { (["check", name, "-"] + $0, sheet) }
    case .table: return try tableCalls(in: folder)
    case .trace:
      return [
        ["show"], ["trace"], ["trace", "--format=json"], ["explain", "--all", "-", "L"],
        ["gradcheck"], ["export", "--to=numpy"], ["plot", "-", "L"],
      ].map { (($0.contains("-") ? $0 : $0 + ["-"]) + ["--max-lines=300"], bytes) }
    case .words:
      let words = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      let harmless = words.filter { !["-o", "--o", "--max-lines"].contains(where: $0.hasPrefix) }
      guard let name = harmless.first, name != "new" else { return [] }
      let limit = ["list", "help", "completions"].contains(name) ? [] : ["--max-lines=300"]
      return [([name] + limit + harmless.dropFirst(), Array(Self.smallLesson.utf8))]
    }
  }

  private static func lessonCalls(_ text: String, _ folder: URL) -> [[String]] {
    let objective = text.firstWord(after: "minimize ") ?? text.firstWord(after: "wrt ") ?? "L"
    let calls = [
      ["names"], ["show"], ["show", "--all", "--working=full"], ["show", "--ascii", "--tables"],
      ["show", "--format=markdown"], ["show", "--format=markdown", "--all", "--working=brief"],
      ["show", "--format=latex"], ["show", "--format=latex", "--matrices", "--all"],
      ["show", "--format=latex", "--beamer"], ["show", "--format=svg"],
      ["show", "--format=tikz", "--fragment"], ["show", "--by-hand=3"], ["trace"],
      ["trace", "--wide"], ["trace", "--format=json"], ["trace", "--format=jsonl"],
      ["gradcheck"], ["explain", "-", objective], ["check", "-", "/dev/null"],
      ["plot", "-", objective], ["plot", "--format=svg", "-", objective],
      ["worksheet", "-o", folder.appending(path: "sheets").path], ["export", "--to=numpy"],
      ["export", "--to=pytorch"], ["export", "--to=spreadsheet"], ["stage", "-", "lines"],
    ]
    return calls.map { words in
      (words.contains("-") ? words : words + ["-"])
        + (words[0] == "stage" ? [] : ["--max-lines=300"])
    }
  }

  /// The table in a lesson, and in a file that a lesson reads.
  private func tableCalls(in folder: URL) throws -> [Call] {
    let equations = """
      param w = 0.5
      e[s] = w*x[s] - y[s]
      L = mean(s: e[s]^2)
      minimize L by gd(rate: 0.1), steps: 2
      ```

      """
    let lesson = folder.appending(path: "lesson.md")
    try Data("```lesson\nsamples s from \"table.csv\"\n\(equations)".utf8).write(to: lesson)
    try Data(bytes).write(to: folder.appending(path: "table.csv"))
    let inside = Array("```data s\n".utf8) + bytes + Array("\n```\n```lesson\n\(equations)".utf8)
    return [
      (["show", lesson.path, "--max-lines=300"], []), (["show", "-", "--max-lines=300"], inside),
      (["trace", lesson.path, "--format=json", "--max-lines=300"], []),
    ]
  }

  private static let smallLesson = """
    # Small
    ```lesson
    input x = 2
    param w = 3
    z = w*x
    L = z^2
    minimize L by gd(rate: 0.01), steps: 3
    ```
    """
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool {
    suffix(text.utf8.count).elementsEqual(text.utf8)
  }
}

extension String {
  /// What stands between a text and the next blank or comma.
  fileprivate func firstWord(after text: String) -> String? {
    guard let start = firstRange(of: text)?.upperBound else { return nil }
    let word = self[start...].prefix { !$0.isWhitespace && $0 != "," }
    return word.isEmpty || word.hasPrefix("-") ? nil : String(word)
  }
}
