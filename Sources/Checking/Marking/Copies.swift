import Decimals
import Formulas
import Programs
import Tracing

/// Finds the quantity or the step that a wrong number was taken from.
///
/// Among many numbers some agree with a typed one by chance. Looked at are those that somebody is
/// likely to have copied: what the line is computed from, what else is on the sheet, the steps
/// before and behind; and all others only where they are few for the digits that are typed.
struct Copies {
  private let trace: Trace
  /// The answers of each step, in the order of the lines.
  private let given: [Int: [(line: LineID, number: TypedNumber)]]

  init(_ trace: Trace, given: [Int: [LineID: TypedNumber]]) {
    self.trace = trace
    self.given = given.mapValues { answers in
      answers.sorted { $0.key < $1.key }.map { (line: $0.key, number: $0.value) }
    }
  }

  /// With fewer digits, zeros at the end apart, any number is like some other.
  private static let neededDigits = 3
  /// How much likelier a number is copied from the own sheet than from elsewhere.
  private static let likelihood = 2.0
  /// More numbers than these agree by chance.
  private static let most = 2

  /// The numbers that a typed one may have been copied from, which was given for another.
  func sources(of typed: TypedNumber, for number: TracedNumber) -> [TracedNumber] {
    if let other = exchanged(typed, number) { return [other] }
    let count = typed.expansion.digits.count
    guard count >= Self.neededDigits else { return [] }
    let room = powerOfTen(count - 2)
    let own = trace.value(of: number.line, at: number.step)
    var found: [(number: TracedNumber, value: Double)] = []
    func consider(_ other: TracedNumber, givenAs theirs: TypedNumber? = nil) {
      guard other != number, let value = trace.value(of: other.line, at: other.step), value != own
      else { return }
      let isIt = typed.isRounding(of: value) || typed.value == theirs?.value
      if isIt, !found.contains(where: { $0.value == value }) { found.append((other, value)) }
    }
    let formula = trace.program.line(number.line, at: number.step).formula?.writtenForm
    for line in formula?.lines ?? [] { consider(TracedNumber(line: line, step: number.step)) }
    let answered = given[number.step] ?? []
    for (line, answer) in answered where Double(answered.count) <= Self.likelihood * room {
      consider(TracedNumber(line: line, step: number.step), givenAs: answer)
    }
    for step in [number.step - 1, number.step + 1] {
      consider(TracedNumber(line: number.line, step: step))
    }
    if Double(trace.program.lines.count) <= room {
      for line in trace.program.lines.indices {
        consider(TracedNumber(line: line, step: number.step))
      }
    }
    if Double(trace.lastStep) <= room {
      for step in 1...trace.lastStep { consider(TracedNumber(line: number.line, step: step)) }
    }
    return found.count > Self.most ? [] : found.map(\.number)
  }

  /// The number that was typed for this one while this one was typed for it.
  private func exchanged(_ typed: TypedNumber, _ number: TracedNumber) -> TracedNumber? {
    guard let own = trace.value(of: number.line, at: number.step) else { return nil }
    let others = (given[number.step] ?? []).filter { line, answer in
      guard line != number.line, let value = trace.value(of: line, at: number.step) else {
        return false
      }
      return typed.isRounding(of: value) && answer.isRounding(of: own)
        && !answer.isRounding(of: value)
    }
    return others.count == 1 ? TracedNumber(line: others[0].line, step: number.step) : nil
  }
}
