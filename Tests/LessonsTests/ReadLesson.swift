import Diagnostics
import Decimals
import Formulas
import Lessons
import Programs
import Testing

/// A lesson that has been read, with its lines by name.
struct ReadLesson {
  let lesson: Lesson
  private let positions: [String: LineID]

  /// Statements without a fence around them are put into one block.
  init(_ text: String) throws {
    lesson = try Lesson.read(ReadLesson.source(text))
    positions = Dictionary(
      lesson.program.lines.numbered.map { ($1.symbol.description, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  static func source(_ text: String) -> Source {
    Source(name: "lesson.md", text: text.contains("```") ? text : "```lesson\n\(text)\n```\n")
  }

  /// The names of all lines, in order.
  var names: [String] { lesson.program.lines.map(\.symbol.description) }

  /// A given number, or the value before the first step.
  func initial(_ name: String) throws -> Double {
    lesson.program.lines[try position(name)].initial
  }

  func phase(_ name: String) throws -> String {
    lesson.program.lines[try position(name)].phase.rawValue
  }

  /// The right side of a line, with each part of an operation in brackets that is one itself.
  func formula(_ name: String) throws -> String {
    let line = lesson.program.lines[try position(name)]
    return spelled(
      try #require(line.formula, "\(name) has no formula").writtenForm, isWhole: true)
  }

  private func position(_ name: String) throws -> LineID {
    try #require(positions[name], "there is no line \(name)")
  }

  private func spelled(_ formula: Formula, isWhole: Bool = false) -> String {
    func joined(_ parts: [Formula], _ sign: String) -> String {
      parts.map { spelled($0) }.joined(separator: sign)
    }
    let text: String
    switch formula.kind {
    case .number(let number): return number.text
    case .line(let line): return lesson.program.lines[line].symbol.description
    case .previous(let line): return "previous \(lesson.program.lines[line].symbol)"
    case .step: return "step"
    case .placeholder(let number): return "_\(number)"
    case .named(let name, _): return name
    case .call(let function, let arguments): return "\(function.name)(\(joined(arguments, ", ")))"
    case .negated(let operand): text = "-\(spelled(operand))"
    case .sum(let terms): text = joined(terms, " + ")
    case .product(let factors): text = joined(factors, "*")
    case .quotient(let top, let bottom): text = "\(spelled(top))/\(spelled(bottom))"
    case .power(let base, let exponent): text = "\(spelled(base))^\(spelled(exponent))"
    }
    return isWhole ? text : "(\(text))"
  }
}
