import Fixtures
import Diagnostics
import Checking
import Decimals
import Formulas
import Foundation
import Lessons
import Programs
import Tracing

/// A sheet as somebody would write it who rounds every line and goes on with the rounded numbers.
struct HandWorkedSheet {
  /// How such a sheet comes about; everything follows from the seed.
  struct Style {
    let precision: Precision
    /// Whether the sheet says to what it was rounded.
    let isAsked: Bool
    let keepsZeros: Bool
    /// The part of the lines that has an answer.
    let share: Double
    let steps: ClosedRange<Int>

    init(using random: inout SplitMix64, of trace: Trace, isComplete: Bool = false) {
      let count = Int.random(in: 3...6, using: &random)
      precision = Bool.random(using: &random) ? .digits(count) : .decimals(count)
      isAsked = Bool.random(using: &random)
      keepsZeros = Bool.random(using: &random)
      share = isComplete || Bool.random(using: &random) ? 1 : .random(in: 0.2...1, using: &random)
      let first = Int.random(in: 1...min(trace.steps, 3), using: &random)
      steps = first...min(first + Int.random(in: 0...2, using: &random), trace.steps)
    }
  }

  private(set) var sheet: AnswerSheet
  /// The line that was given a wrong value, where there is one.
  private(set) var planted: TracedNumber?

  /// Works the lesson out; `nil` where rounding makes a number infinite or none.
  ///
  /// With `planting`, one line gets a value that differs by more than ten units of its last digit
  /// from what its formula gives, and everything behind it is worked out from that.
  init?(_ trace: Trace, _ style: Style, planting: Bool = false, using random: inout SplitMix64) {
    sheet = AnswerSheet(
      source: Source(name: "answers.txt", text: ""), asked: style.isAsked ? style.precision : nil)
    let lines = trace.program.lines
    let worked = lines.indices.filter { lines[$0].formula != nil }
    if planting {
      guard let line = worked.randomElement(using: &random) else { return nil }
      planted = TracedNumber(line: line, step: Int.random(in: style.steps, using: &random))
    }
    var previous: PerLine<Double>?
    var number = 0
    for step in style.steps {
      var isFinite = true
      var answers: [AnswerSheet.Answer] = []
      previous = trace.row(at: step, after: previous, in: Double.self) { line, value in
        if lines[line].formula == nil { return value }
        guard value.isFinite else {
          isFinite = false
          return value
        }
        var rounded = DecimalExpansion(exactly: value).rounded(to: style.precision, .halfUp)
        if planted == TracedNumber(line: line, step: step) {
          let units = Double.random(in: 11...2000, using: &random).rounded(.up)
          let unit = style.precision.unit(of: value)
          let wrong = value + (Bool.random(using: &random) ? units : -units) * unit
          rounded = DecimalExpansion(exactly: wrong).rounded(to: style.precision, .halfUp)
        }
        let text = style.text(rounded)
        guard let given = TypedNumber(text) else { preconditionFailure(text) }
        if Double.random(in: 0..<1, using: &random) < style.share {
          number += 1
          answers.append(
            AnswerSheet.Answer(
              line: number, step: step, name: lines[line].symbol.description,
              subject: .line(line, isNegated: false), given: given, text: text))
        }
        return given.value
      }
      if !isFinite { return nil }
      sheet.answers += answers
    }
  }
}

extension HandWorkedSheet.Style {
  /// A rounded number as it is written: with all the zeros that its precision has, or without.
  fileprivate func text(_ rounded: DecimalExpansion) -> String {
    var text = rounded.positional()
    if !keepsZeros { return text }
    let wanted =
      switch precision {
      case .decimals(let count): count
      case .digits(let count): max(count - 1 - rounded.exponent, 0)
      }
    if wanted == 0 { return text }
    let point = text.firstIndex(of: ".")
    if point == nil { text += "." }
    let has = point.map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    return text + String(repeating: "0", count: max(wanted - has, 0))
  }
}

extension Precision {
  /// One unit of the last digit that is kept of a number.
  fileprivate func unit(of value: Double) -> Double {
    switch self {
    case .decimals(let count): powerOfTen(-count)
    case .digits(let count):
      value == 0
        ? powerOfTen(-count) : powerOfTen(DecimalExpansion(exactly: value).exponent - count + 1)
    }
  }
}
