import Fixtures
import Formulas
import Foundation
import Lessons
import Programs

@testable import chainrule

/// What commands print for one lesson, by the names of the files that hold it.
struct GoldenOutputs {
  /// Outputs with more bytes are kept as their beginning and end.
  private static let maximumBytes = 12_000
  private static let bytesOfBeginning = 4_000
  private static let bytesOfEnd = 1_500
  /// Lessons whose marked sheet is kept in every format.
  private static let lessonsWithAllMarkings = ["two-layer-sigmoid", "softmax"]
  /// The lesson whose spreadsheet is kept.
  private static let lessonOfSpreadsheet = "circuit"

  private let lesson: String
  private(set) var texts: [String: String] = [:]

  init(of name: String) throws {
    lesson = name
    let read = try Lesson.shipped(name)
    record("names.txt", "names")
    record("gradcheck.txt", "gradcheck")
    record("explain.txt", "explain", [Self.subject(of: read)])
    recordShown()
    try recordWorksheet()
    var options = read.variant.map { ["--variant", $0] } ?? []
    if read.program.training != nil { options += ["--steps", "3"] }
    record("export.py", "export", ["--to", "numpy"] + options)
    if name == Self.lessonOfSpreadsheet { recordSpreadsheet() }
  }

  /// The first derivative that is asked for; without one, the objective.
  private static func subject(of lesson: Lesson) -> String {
    let lines = lesson.program.lines
    let gradient = lines.first { $0.phase == .gradient && $0.formula != nil }
    let line = gradient ?? lesson.objective.map { lines[$0] } ?? lines.last
    return line?.symbol.description ?? ""
  }

  private mutating func recordShown() {
    record("show.txt", "show")
    record("show.md", "show", ["--format", "markdown"])
    record("show.tex", "show", ["--format", "latex"])
    record("slides.tex", "show", ["--format", "latex", "--beamer"])
    record("matrices.tex", "show", ["--format", "latex", "--matrices"])
    record("graph.svg", "show", ["--format", "svg"])
    record("graph.tikz.tex", "show", ["--format", "tikz"])
    // Without families there are no matrices.
    if texts["matrices.tex"] == texts["show.tex"] { texts["matrices.tex"] = "As show.tex.\n" }
  }

  /// A worksheet, and its key with one changed number as it is marked.
  private mutating func recordWorksheet() throws {
    var key = ""
    try inTemporaryFolder { folder in
      let run = CapturedRun(["worksheet", lesson, "-o", folder.path])
      if run.status == .done {
        texts["worksheet.tex"] = Self.shortened(try folder.text("sheet.tex"))
        texts["answers.txt"] = Self.shortened(try folder.text("answers.txt"))
        key = try folder.text("answers-key.txt")
      } else {
        texts["worksheet.tex"] = run.messages + "\n"
      }
    }
    if key.isEmpty { return }
    let sheet = Self.withMistake(key)
    record("check.txt", "check", ["-"], input: sheet)
    guard Self.lessonsWithAllMarkings.contains(lesson) else { return }
    for (ending, format) in [
      ("json", "json"), ("md", "markdown"), ("tex", "latex"), ("csv", "csv"),
    ] {
      record("check.\(ending)", "check", ["-", "--format", format], input: sheet)
    }
  }

  private mutating func recordSpreadsheet() {
    let bytes = CapturedRun(["export", lesson, "--to", "spreadsheet"]).output
    guard let start = bytes.firstRange(of: "<worksheet"),
      let end = bytes.firstRange(of: "</worksheet>")
    else { return }
    let rows = bytes[start.lowerBound..<end.upperBound].replacing("<row", with: "\n<row")
    texts["export.xlsx.xml"] = Self.shortened(rows + "\n")
  }

  private mutating func record(
    _ file: String, _ command: String, _ options: [String] = [], input: String = ""
  ) {
    let run = CapturedRun([command, lesson] + options, input: input)
    let text = run.output + (run.messages.isEmpty ? "" : run.messages + "\n")
    texts[file] = Self.shortened(Self.withoutLastBits(text))
  }

  /// The text without what the last bits of the C library's functions make: numbers to nine digits,
  /// and ε for the tiny errors that checks of gradients find.
  static func withoutLastBits(_ text: String) -> String {
    text.replacing(/[0-9]+\.[0-9]{10,}(e[-+]?[0-9]+)?/) { number in
      Double(number.0).map { String(format: "%.9g", $0) } ?? String(number.0)
    }.replacing(/[0-9.]+×10⁻¹[⁰¹²³⁴⁵⁶⁷⁸⁹]/, with: "ε")
  }

  /// The sheet with the first digit of its second number that is not 0 made another one.
  static func withMistake(_ sheet: String) -> String {
    var lines = sheet.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let answers = lines.indices.filter { lines[$0].contains(" = ") }
    for place in answers.dropFirst() + answers.prefix(1) {
      guard let equals = lines[place].firstRange(of: " = "),
        let digit = lines[place][equals.upperBound...].prefix(while: { $0 != "#" })
          .firstIndex(where: { ("1"..."9") ~= $0 }),
        let value = lines[place][digit].wholeNumberValue
      else { continue }
      lines[place].replaceSubrange(digit...digit, with: "\(value % 9 + 1)")
      break
    }
    return lines.joined(separator: "\n")
  }

  /// A long text as its beginning and end, with the number and a hash of the lines between them.
  static func shortened(_ text: String, maximumBytes: Int = maximumBytes) -> String {
    if text.utf8.count <= maximumBytes { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    func count(_ lines: some Sequence<Substring>, within bytes: Int) -> Int {
      var rest = bytes
      return lines.prefix { line in
        rest -= line.utf8.count + 1
        return rest >= 0
      }.count
    }
    let first = count(lines, within: bytesOfBeginning)
    let last = lines.count - count(lines[first...].reversed(), within: bytesOfEnd)
    let between = lines[first..<last]
    let hash = between.joined(separator: "\n").utf8.reduce(0xcbf2_9ce4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    let mark = "… \(between.count) lines, fnv1a 0x\(String(hash, radix: 16))"
    return (lines[..<first] + [mark[...]] + lines[last...]).joined(separator: "\n")
  }
}
