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
  private let given: [Int: [(line: Int, number: TypedNumber)]]

  init(_ trace: Trace, given: [Int: [Int: TypedNumber]]) {
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

  /// The places whose number was given for `place`, which is something else.
  func sources(of number: TypedNumber, for place: Marking.Place) -> [Marking.Place] {
    if let other = exchanged(number, place) { return [other] }
    let count = number.expansion.digits.count
    guard count >= Self.neededDigits else { return [] }
    let room = powerOfTen(count - 2)
    let own = trace.value(of: place.line, at: place.step)
    var found: [(place: Marking.Place, value: Double)] = []
    func look(at other: Marking.Place, givenAs theirs: TypedNumber? = nil) {
      guard other != place, let value = trace.value(of: other.line, at: other.step), value != own
      else { return }
      let isIt = number.isRounding(of: value) || number.value == theirs?.value
      if isIt, !found.contains(where: { $0.value == value }) { found.append((other, value)) }
    }
    let formula = trace.program.line(place.line, at: place.step).formula
    for line in formula?.lines ?? [] { look(at: Marking.Place(line: line, step: place.step)) }
    let answered = given[place.step] ?? []
    for (line, answer) in answered where Double(answered.count) <= Self.likelihood * room {
      look(at: Marking.Place(line: line, step: place.step), givenAs: answer)
    }
    for step in [place.step - 1, place.step + 1] {
      look(at: Marking.Place(line: place.line, step: step))
    }
    if Double(trace.program.lines.count) <= room {
      for line in trace.program.lines.indices {
        look(at: Marking.Place(line: line, step: place.step))
      }
    }
    if Double(trace.lastStep) <= room {
      for step in 1...trace.lastStep { look(at: Marking.Place(line: place.line, step: step)) }
    }
    return found.count > Self.most ? [] : found.map(\.place)
  }

  /// The place whose number stands here while the number of this place stands there.
  private func exchanged(_ number: TypedNumber, _ place: Marking.Place) -> Marking.Place? {
    guard let own = trace.value(of: place.line, at: place.step) else { return nil }
    let others = (given[place.step] ?? []).filter { line, answer in
      guard line != place.line, let value = trace.value(of: line, at: place.step) else {
        return false
      }
      return number.isRounding(of: value) && answer.isRounding(of: own)
        && !answer.isRounding(of: value)
    }
    return others.count == 1 ? Marking.Place(line: others[0].line, step: place.step) : nil
  }
}
