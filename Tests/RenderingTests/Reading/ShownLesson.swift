import Decimals
import Diagnostics
import Formulas
import Lessons
import Tracing

@testable import Rendering

/// The text that is shown of a lesson.
struct ShownLesson {
  let text: String

  /// Shows statements under the title "Lesson".
  init(_ statements: String, options: ShowOptions = ShowOptions()) throws {
    try self.init(document: "# Lesson\n\n```lesson\n\(statements)\n```\n", options: options)
  }

  init(document: String, options: ShowOptions = ShowOptions()) throws {
    let lesson = try Lesson.read(Source(name: "lesson.md", text: document))
    text = walkthroughText(lesson, try Trace(running: lesson.program), options)
  }

  /// The blocks between blank lines.
  var blocks: [String] { text.split(separator: "\n\n").map(String.init) }

  /// Its lines, with formulas that stand beside each other below one another.
  var lines: [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      .flatMap(PrintedLines.apart)
  }

  /// What is shown of a quantity: its formula, in general where that stands above it, the numbers and the
  /// result.
  func rows(_ name: String) -> [String] {
    let lines = self.lines
    let beginning = "\(name) = "
    // Names below one another end in the same column.
    let starts = lines.indices.filter { line in
      let row = lines[line].drop { $0 == " " }
      guard lines[line].hasPrefix("    "), row.hasPrefix(beginning) else { return false }
      // δ = ∂L/∂z says only what the name stands for.
      let isDelta = name.hasPrefix("δ") || name.hasPrefix("delta")
      return !(isDelta && !row.dropFirst(beginning.count).contains(" "))
    }
    var rows: [String] = []
    for start in starts {
      let margin = lines[start].prefix { $0 == " " }
      let indent = margin + String(repeating: " ", count: beginning.count - 2)
      let (first, remark) = PrintedPage.rows(lines[start].dropFirst(margin.count + beginning.count))
      // A formula that stands in a list of them is worked out below it.
      for row in first where row != rows.last { rows.append(row) }
      if let remark { rows[rows.count - 1] += "\n  \(remark)" }
      for line in lines[(start + 1)...].prefix(while: { $0.hasPrefix(indent) }) {
        if line.hasPrefix(indent + "= ") {
          let row = String(line.dropFirst(indent.count + 2))
          if row != rows.last { rows.append(row) }
        } else if !line.contains(" = ") || line.drop(while: { $0 == " " }).hasPrefix("(") {
          rows[rows.count - 1] += "\n" + line.dropFirst(indent.count)
        }
      }
    }
    return rows
  }
}

extension Walkthrough {
  /// With seventeen digits of every number, which tell it from all others.
  init(
    inFull lesson: Lesson, _ trace: Trace, _ options: ShowOptions,
    _ fractions: FractionStyle = .inRow
  ) {
    let numbers = PageNumbers.alike(NumberStyle(.digits(17)))
    var writer = WalkthroughWriter(lesson, trace, options, fractions, numbers)
    self = writer.walkthrough()
  }
}

extension ShowOptions {
  static let ascii = changed { $0.isASCII = true }
  static let brief = changed { $0.working = .brief }
  static let all = changed { $0.showsAll = true }

  static func width(_ columns: Int) -> ShowOptions { changed { $0.width = columns } }

  static func changed(_ change: (inout ShowOptions) -> Void) -> ShowOptions {
    var options = ShowOptions()
    change(&options)
    return options
  }
}
