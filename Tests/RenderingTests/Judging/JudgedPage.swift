import Decimals
import Diagnostics
import Fixtures
import Lessons
import Programs
import Tracing

@testable import Rendering

/// The page of one step of a lesson, as it is shown where nothing else is asked for, before its judges.
struct JudgedPage {
  /// A rule, and how it is broken.
  struct Fault: CustomStringConvertible {
    enum Rule: String {
      case order = "is used too early"
      case lateGradient = "comes late"
      case index = "is out of the order of indices"
      case unreadable = "cannot be read"
      case untrue = "is not so of all members"
      case noFormula = "has no general formula"
      case repetition = "is said twice"
      case digits = "does not follow, or has other digits elsewhere"
      case manners = "is not written so"
      case command = "is no command of GitHub's formulas"
    }
    let rule: Rule
    /// The line of the page, or the quantity.
    let subject: String

    var description: String { "\(subject) \(rule.rawValue)" }
  }

  let lesson: Lesson
  let trace: Trace
  /// Runs of the same equations from other numbers.
  let others: [Trace]

  init(_ text: String, otherPoints: [String] = []) throws {
    func lesson(_ text: String) throws -> Lesson {
      let read = try Lesson.read(Source(name: "lesson.md", text: text), files: .shipped)
      return read.variants.first ?? read
    }
    self.lesson = try lesson(text)
    trace = try Trace(running: self.lesson.program)
    others = try otherPoints.map { try Trace(running: try lesson($0).program) }
  }

  /// All that is wrong with the page.
  func faults() -> [Fault] {
    let page = ToldPage(lesson, trace)
    let order = ToldOrder(page)
    let truth = GeneralTruth(page)
    let (instances, unreadable) = truth.instances()
    let found: [(rule: Fault.Rule, subjects: [String])] = [
      (.order, order.usesBeforeShown()), (.lateGradient, order.lateGradients()),
      (.index, order.unsorted()), (.unreadable, unreadable),
      (.untrue, ([trace] + others).flatMap { truth.faults(in: $0, instances) }),
      (.noFormula, truth.withoutFormula(instances)), (.repetition, page.repeatedNumbers),
      (.digits, digits(of: page)), (.manners, PageManners.faults(in: text { _ in })),
      (.command, MarkdownCommands.unknown(in: markdown)),
    ]
    return found.flatMap { rule, subjects in subjects.map { Fault(rule: rule, subject: $0) } }
  }

  private func text(_ change: (inout ShowOptions) -> Void) -> String {
    walkthroughText(lesson, trace, Self.options(change))
  }

  private static func options(_ change: (inout ShowOptions) -> Void = { _ in }) -> ShowOptions {
    .changed {
      $0.steps = 1...1
      change(&$0)
    }
  }

  private var markdown: String {
    MarkdownFormat().text(
      Walkthrough(lesson, trace, Self.options(), fractions: .stacked))
  }

  /// Lines that do not follow from their numbers, and quantities whose digits are not the same wherever they
  /// stand, tables included.
  private func digits(of page: ToldPage) -> [String] {
    var inFull = PrintedPage()
    for line in page.lesson.program.lines.indices {
      guard let value = trace.listedValue(of: line, at: 1) else { continue }
      let number = TextMath(isASCII: true).text(NumberStyle(.digits(17)).text(value))
      for name in page.names(of: line) { inFull.note(name, number, at: 1) }
    }
    var printed = PrintedPage((text { $0.isASCII = true }, 1))
    for (name, number) in page.numbersInTables { printed.note(name, number, at: 1) }
    let names = PrintedNames(
      printed.names.union(page.lines.keys).union(page.generalNames.map(\.key)))
    let reader = PrintedLineReader(printed, inFull: inFull, names: names)
    return inFull.contradictions + printed.contradictions
      + reader.report().faults.map(\.description)
  }
}
