package import Diagnostics
import Formulas

/// Formulas and numbers that are given one by one, as a lesson.
///
/// What nothing else uses is differentiated with respect to some of the numbers. A formula without a name is
/// called `result`. A list of numbers is a family: `x` given as `[1, 2]` is x[1] and x[2]. All may
/// be written as a walkthrough prints it.
package struct FormulaLesson: Sendable {
  /// The lesson's text, for `Lesson.read`.
  package let source: Source
  /// What is differentiated; `nil` where that stands for several numbers.
  package let objective: String?
  /// The text as it was typed.
  private let typed: Source
  /// The lines of the lesson within its block.
  private let lines: [PlainFormula]
  /// The number of the line that says with respect to what to differentiate.
  private let lastLine: Int

  /// `variables` are the numbers with respect to which to differentiate; all where they are not given.
  ///
  /// Mistakes are told with the number of the formula as their line.
  package init(
    name: String, formulas: String, numbers: [(name: String, value: String)],
    variables: [String]?
  ) {
    var formulas = formulas.split(whereSeparator: { $0 == ";" || $0.isNewline })
      .map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    let names = FormulaNames(formulas: formulas, numbers: numbers)
    let plain = formulas.map { names.plain(Source(name: name, text: $0)).bytes }
    var equations = plain.map { PlainEquation(Source(name: name, bytes: $0)) }
    if let unnamed = formulas.lastIndex(where: { $0.definingSign == nil }) {
      formulas[unnamed] = "result = \(formulas[unnamed])"
      equations[unnamed].name = "result"
    }
    let objective = equations.unused
    self.objective = objective
    let variables = variables.map { $0.map(names.name) }
    let numbers = numbers.map { (name: names.name($0.name), value: $0.value) }
    var lines = formulas
    for (name, value) in numbers {
      let statement = variables?.contains(name) == true ? "param" : "input"
      lines.append("\(statement) \(name)\(value.listRanges) = \(value)")
    }
    lastLine = lines.count + 1
    let by = variables ?? numbers.map(\.name)
    if let objective, !by.isEmpty {
      lines.append("differentiate \(objective) wrt \(by.joined(separator: ", "))")
    }
    let typed = Source.lesson(name: name, lines.map { Array($0.utf8) })
    var start = Source.blockStart.utf8.count
    var plainLines: [PlainFormula] = []
    for line in lines {
      let end = start + line.utf8.count
      plainLines.append(names.plain(typed, in: start..<end))
      start = end + 1
    }
    self.typed = typed
    self.lines = plainLines
    source = Source.lesson(name: name, self.lines.map(\.bytes))
  }

  /// Mistakes in the lesson's text, at their places in what was typed.
  package func typed(_ mistakes: LessonMistakes) -> LessonMistakes {
    LessonMistakes(source: typed, mistakes: mistakes.mistakes.map(typed))
  }

  private func typed(_ mistake: Diagnostic) -> Diagnostic {
    let (number, range) = source.line(at: mistake.place.lowerBound)
    guard lines.indices.contains(number - 1) else {
      return Diagnostic(mistake.message, at: 0..<0, note: mistake.note)
    }
    let start = mistake.place.lowerBound - range.lowerBound
    let end = max(start, min(mistake.place.upperBound, range.upperBound) - range.lowerBound)
    let place = lines[number - 1].typed(start..<end).place
    return Diagnostic(mistake.message, at: place, note: mistake.note)
  }

  /// Whether a place in the lesson's text is where it says with respect to what to differentiate.
  package func isVariable(at place: Range<Int>) -> Bool {
    source.line(at: place.lowerBound).number == lastLine
  }
}

extension Source {
  fileprivate static let blockStart = "```lesson\n"

  /// A lesson of one block.
  fileprivate static func lesson(name: String, _ lines: [[UInt8]]) -> Source {
    let text = lines.flatMap { $0 + "\n".utf8 }
    return Source(name: name, bytes: blockStart.utf8 + text + "```\n".utf8, frame: 1)
  }
}

extension String {
  /// The ranges of the indices of a typed list: `[1..2, 1..3]` of `[[…, …, …], […, …, …]]`.
  ///
  /// They are those of the first list at each depth; the lesson says where others differ.
  fileprivate var listRanges: String {
    let lengths = listLengths
    return lengths.isEmpty ? "" : "[\(lengths.map { "1..\($0)" }.joined(separator: ", "))]"
  }

  /// The lengths of a typed list and of the first list at each depth in it.
  var listLengths: [Int] {
    var lengths: [Int] = []
    var isMeasured: [Bool] = []
    var depth = 0
    for character in self {
      switch character {
      case "[":
        depth += 1
        if depth > lengths.count {
          lengths.append(1)
          isMeasured.append(false)
        }
      case "]" where depth > 0:
        isMeasured[depth - 1] = true
        depth -= 1
      case "," where depth > 0 && !isMeasured[depth - 1]:
        lengths[depth - 1] += 1
      default: break
      }
    }
    return lengths
  }
}
