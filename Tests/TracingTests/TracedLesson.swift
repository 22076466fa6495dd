import Diagnostics
import Decimals
import Formulas
import Lessons
import Programs
import Testing
import Tracing

/// A lesson that has been read and run, with its values and formulas by name.
struct TracedLesson {
  let lesson: Lesson
  let trace: Trace
  private let positions: [String: LineID]

  /// Statements without a fence around them are put into one block.
  init(_ text: String) throws {
    let document = text.contains("```") ? text : "```lesson\n\(text)\n```\n"
    try self.init(Lesson.read(Source(name: "lesson.md", text: document), files: .shipped))
  }

  init(_ lesson: Lesson) throws {
    self.lesson = lesson
    trace = try Trace(running: lesson.program)
    positions = Dictionary(
      lesson.program.lines.numbered.map { ($1.symbol.description, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// A lesson that comes with the program.
  init(shipped name: String) throws { try self.init(try #require(ShippedLessons.text(name))) }

  /// The runs of such a lesson by name.
  static func runs(ofShipped name: String) throws -> [String: TracedLesson] {
    let variants = try TracedLesson(shipped: name).lesson.variants
    return Dictionary(
      uniqueKeysWithValues: try variants.map { ($0.variant ?? "", try TracedLesson($0)) })
  }

  func value(_ name: String, at step: Int = 1) throws -> Double {
    let position = try #require(positions[name], "there is no line \(name)")
    return try #require(trace.value(of: position, at: step), "\(name) has no value at step \(step)")
  }

  var steps: Int { trace.steps }
  var lastStep: Int { trace.lastStep }

  var firstNotFinite: String? {
    trace.firstNotFinite.map { "\(lesson.program.lines[$0.line].symbol) at step \($0.step)" }
  }

  func has(_ name: String) -> Bool { positions[name] != nil }

  /// The phase and the name of every row of a step, in order.
  func rows(at step: Int) -> [String] {
    lesson.program.lines.numbered.filter { trace.lists($0.0, at: step) }
      .map { "\($1.phase) \($1.symbol)" }
  }

  func phase(_ name: String) -> String? {
    positions[name].map { lesson.program.lines[$0].phase.rawValue }
  }

  /// The names that `delta` statements give to derivatives which have a row already.
  var deltaNames: [String] { lesson.deltas.keys.map(\.description).sorted() }

  /// The right side of a line, as it is written on paper.
  func formula(_ name: String) throws -> String {
    let position = try #require(positions[name], "there is no line \(name)")
    let formula = try #require(lesson.program.lines[position].formula, "\(name) has no formula")
    return formula.writtenForm.text { lesson.program.lines[$0].symbol.description }
  }
}

/// Whether two numbers differ by at most `tolerance`, relative to the larger of the expected
/// number's size and `floor`.
func agrees(
  _ value: Double, _ expected: Double, within tolerance: Double, floor: Double = 0
) -> Bool {
  value == expected || abs(value - expected) <= tolerance * max(abs(expected), floor)
}
