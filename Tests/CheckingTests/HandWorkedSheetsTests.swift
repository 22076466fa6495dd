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
/// `CHAINRULE_SHEETS=10000` marks so many for each lesson and says how they were marked.
@Suite struct HandWorkedSheetsTests {
  private static let asked = ProcessInfo.processInfo.environment["CHAINRULE_SHEETS"].flatMap {
    Int($0)
  }
  private static let count = asked ?? 40

  struct Traced {
    let lesson: Lesson
    let trace: Trace

    init(_ name: String) throws {
      let text = try #require(ShippedLessons.text(name))
      lesson = try Lesson.read(Source(name: name, text: text))
      trace = try Trace(running: lesson.program)
    }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `an honest sheet has nothing wrong`(name: String) throws {
    let traced = try Traced(name)
    var verdicts: [Marking.Verdict: Int] = [:]
    var sheets = 0
    for seed in 0..<Self.count {
      var random = SplitMix64(state: UInt64(seed))
      let style = HandWorkedSheet.Style(using: &random, of: traced.trace)
      guard let work = HandWorkedSheet(traced.trace, style, using: &random) else { continue }
      sheets += 1
      let marking = try Marking(work.sheet, of: traced.lesson, traced.trace)
      for mark in marking.marks { verdicts[mark.verdict, default: 0] += 1 }
      if let first = marking.first {
        Issue.record(
          "\(name), seed \(seed), \(style): \(first.answer.name) at step \(first.answer.step) is given as \(first.answer.text), truly \(first.expected ?? .nan), with own numbers \(first.explained ?? .nan)"
        )
      }
    }
    #expect(sheets > Self.count / 2)
    if Self.asked != nil { print("honest", name, sheets, verdicts) }
  }

  @Test(arguments: ShippedLessons.all.map(\.name))
  func `a planted mistake is found first, and what follows from it is not blamed`(
    name: String
  ) throws {
    let traced = try Traced(name)
    var (sheets, found, later, blameless) = (0, 0, 0, 0)
    var missed: [String] = []
    for seed in 0..<Self.count {
      var random = SplitMix64(state: UInt64(seed) &+ 1_000_000)
      let style = HandWorkedSheet.Style(using: &random, of: traced.trace, isComplete: true)
      guard
        let work = HandWorkedSheet(traced.trace, style, planting: true, using: &random),
        let planted = work.planted
      else { continue }
      sheets += 1
      let marking = try Marking(work.sheet, of: traced.lesson, traced.trace)
      if marking.first?.answer.place == planted {
        found += 1
      } else {
        missed.append(
          "seed \(seed) \(style.precision) \(traced.lesson.program.lines[planted.line].symbol) step \(planted.step): \(String(describing: marking.marks.first { $0.answer.place == planted }.map { "\($0.verdict) \($0.answer.text) \($0.expected ?? 0) \($0.explained ?? 0)" })); first \(String(describing: marking.first.map { $0.answer.name }))"
        )
      }
      for mark in marking.marks where planted < mark.answer.place {
        later += 1
        if mark.verdict.isRight || mark.verdict == .follows { blameless += 1 }
      }
    }
    if Self.asked != nil {
      print("planted", name, sheets, found, later, blameless, missed.prefix(8))
    }
    #expect(Double(found) >= 0.99 * Double(sheets), "\(missed.prefix(5))")
    #expect(Double(blameless) >= 0.99 * Double(later))
  }
}
