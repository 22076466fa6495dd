import Decimals
import Formulas

/// A line with its numbers put in, as far as its digits are concerned.
struct WorkedLine {
  struct Operand {
    let value: Double
    let family: Symbol
    /// The number as it was typed, where it was.
    let typed: NumberText?
  }

  let formula: Formula
  let step: Int
  let result: Operand
  let lines: [LineID: Operand]
  /// Operands of the step before.
  let previous: [LineID: Operand]

  var operands: [Operand] { Array(lines.values) + Array(previous.values) }

  /// The value of the formula with other numbers for its operands.
  func value(_ number: (Operand) -> Double) -> Double? {
    formula.value(
      step: step, line: { lines[$0].map(number) }, previous: { previous[$0].map(number) },
      placeholder: { _ in nil })
  }
}

/// What a page is going to print, before its digits are chosen.
final class PageDraft {
  let rule: DigitFormat.Rule
  private var values: [Symbol: Set<Double>] = [:]
  /// In the order of the page.
  private var workings: [WorkedLine] = []

  init(_ rule: DigitFormat.Rule) { self.rule = rule }

  func add(_ value: Double, of family: Symbol) { values[family, default: []].insert(value) }

  func add(_ working: WorkedLine) { workings.append(working) }

  /// Adds a line that is printed with its numbers put in.
  func add(numbersOf working: WorkedLine) {
    add(working)
    for operand in working.operands where operand.typed == nil {
      add(operand.value, of: operand.family)
    }
  }

  /// The digits that suit all of it.
  ///
  /// Lines are closed from the last to the first, in one pass: while what is printed of a line's
  /// operands does not give its result, the family whose rounding moves that most gets one decimal
  /// more. If that does not help, it is taken back.
  func digits(_ families: DigitFamilies) -> PageDigits {
    var formats: [Symbol: DigitFormat] = [:]
    for (family, values) in values {
      formats[family] = DigitFormat(of: values, isTerm: family.isTerm, by: rule)
    }
    var digits = PageDigits(rule: rule, formats: formats)
    for working in workings.reversed() {
      let before = digits.formats
      while !digits.closes(working) {
        if let family = coarsest(of: working, digits, families),
          let finer = digits.formats[family]?.finer
        {
          digits.formats[family] = finer
        } else {
          digits.formats = before
          break
        }
      }
    }
    return digits
  }

  /// A line of more families than this is not worth their decimals.
  private static let mostFamilies = 64

  /// The family of operands whose rounding moves the result most, of those that can have one decimal
  /// more.
  private func coarsest(
    of working: WorkedLine, _ digits: PageDigits, _ families: DigitFamilies
  ) -> Symbol? {
    let candidates = Set(working.operands.lazy.filter { $0.typed == nil }.map(\.family)).filter {
      digits.formats[$0]?.finer != nil
        && !families.isSameRecurrence($0, working.result.family)
    }
    if candidates.count > Self.mostFamilies { return nil }
    guard let exact = working.value(\.value) else { return nil }
    let moved = candidates.map { family in
      let value = working.value { $0.family == family ? digits.printed($0) : $0.value }
      return (family: family, by: value.map { abs($0 - exact) } ?? 0)
    }
    // Among equals by name, so that a page is the same each time.
    return moved.filter { $0.by > 0 }.max {
      ($0.by, $1.family.description) < ($1.by, $0.family.description)
    }?.family
  }
}

extension Formula {
  /// The lines whose values in the step before are used.
  var previousLines: [LineID] {
    if case .previous(let line) = kind { return [line] }
    return dependsOnLines ? parts.flatMap(\.previousLines) : []
  }
}

extension Symbol {
  fileprivate var isTerm: Bool {
    if case .term = self { return true }
    return false
  }
}
