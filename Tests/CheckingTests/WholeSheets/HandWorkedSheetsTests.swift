import Words
import Fixtures
import Checking
import Decimals
import Formulas
import Foundation
import Lessons
import Programs
import Testing
import Tracing

/// Sheets as people write them, honest ones and ones with one mistake.
///
/// With `CHAINRULE_SHEETS=10000` in the environment there are so many of either kind for each
/// lesson, and how they were marked is printed as rows of the tables in `Docs/marking.md`.
@Suite struct HandWorkedSheetsTests {
  private static let asked = ProcessInfo.processInfo.environment["CHAINRULE_SHEETS"]
    .flatMap { Int($0) }
  private static let count = asked ?? 40

  /// A lesson with its trace, and sheets of it.
  private struct Sheets {
    let name: String
    let lesson: Lesson
    let trace: Trace

    init(_ name: String) throws {
      self.name = name
      lesson = try Lesson.shipped(name)
      trace = try Trace(running: lesson.program)
    }

    /// Marks so many sheets; where rounding makes a number infinite, another one is taken.
    func forEach(
      from start: UInt64, planting: Bool,
      _ body: (_ work: HandWorkedSheet, _ marking: Marking, _ seed: UInt64) -> Void
    ) throws {
      var done = 0
      for seed in start..<start + UInt64(5 * HandWorkedSheetsTests.count)
      where done < HandWorkedSheetsTests.count {
        var random = SplitMix64(state: seed)
        let style = HandWorkedSheet.Style(using: &random, of: trace, isComplete: planting)
        guard let work = HandWorkedSheet(trace, style, planting: planting, using: &random) else {
          continue
        }
        body(work, try Marking(work.sheet, of: lesson, trace), seed)
        done += 1
      }
      #expect(done == HandWorkedSheetsTests.count)
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `an honest sheet has nothing wrong`(name: String) throws {
    let sheets = try Sheets(name)
    var verdicts: [Marking.Verdict: Int] = [:]
    try sheets.forEach(from: 0, planting: false) { _, marking, seed in
      for mark in marking.marks { verdicts[mark.verdict, default: 0] += 1 }
      if let first = marking.first {
        let truth = "\(first.expected ?? .nan), by own numbers \(first.explained ?? .nan)"
        Issue.record(
          "\(name), seed \(seed): \(first.answer.name) = \(first.answer.text) is \(truth)")
      }
      #expect(marking.conventions.isEmpty, "\(name), seed \(seed)")
    }
    let shown = [.exact, .right, .truncated, .follows, .slip, .wrong] as [Marking.Verdict]
    if Self.asked != nil {
      print("| honest", name, Self.count, separator: " | ", terminator: " | ")
      print(shown.map { String(verdicts[$0] ?? 0) }.joined(separator: " | "), "|")
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a planted mistake is found first, and what follows from it is not blamed`(
    name: String
  ) throws {
    let sheets = try Sheets(name)
    var (found, later, blameless) = (0, 0, 0)
    var missed: [String] = []
    try sheets.forEach(from: 1_000_000, planting: true) { work, marking, seed in
      guard let planted = work.planted else { return }
      if marking.first?.answer.position == planted {
        found += 1
      } else {
        let name = sheets.lesson.program.lines[planted.line].symbol
        missed.append("seed \(seed), \(name) at step \(planted.step)")
      }
      for mark in marking.marks where planted < mark.answer.position {
        later += 1
        if mark.verdict.isRight || mark.verdict == .follows { blameless += 1 }
      }
    }
    if Self.asked != nil {
      print(
        "| planted", name, Self.count, found, later, blameless, separator: " | ", terminator: " |\n"
      )
    }
    #expect(Double(found) >= 0.99 * Double(Self.count), "\(missed.prefix(5))")
    #expect(Double(blameless) >= 0.99 * Double(later))
  }
}
