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

  /// What is shown of a quantity: its formula, in general where that stands above it, the numbers and the
  /// result.
  func rows(_ name: String) -> [String] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let beginning = "    \(name) = "
    // δ = ∂L/∂z says only what the name stands for.
    let starts = lines.indices.filter { line in
      lines[line].hasPrefix(beginning)
        && !((name.hasPrefix("δ") || name.hasPrefix("delta"))
          && !lines[line].dropFirst(beginning.count).contains(" "))
    }
    var rows: [String] = []
    let indent = String(repeating: " ", count: beginning.count - 2)
    for start in starts {
      let block = lines[(start + 1)...].prefix { $0.hasPrefix(indent) }
      for line in [lines[start]] + block {
        if line.hasPrefix(indent + "= ") || line.hasPrefix(beginning) {
          let row = String(line.dropFirst(beginning.count))
          // A formula that stands in a list of them is worked out below it.
          if row != rows.last { rows.append(row) }
        } else {
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
