import Decimals
import Formulas
import Tracing

extension Marker {
  /// The last part of a chain whose value is not the number given.
  ///
  /// The numbers that were put in may be rounded themselves. Strictly, they are what they are; only
  /// between parts there may be rounding.
  func arithmetic(
    of mark: Marking.Mark, _ explained: Double, isStrict: Bool
  ) -> Marking.Arithmetic? {
    guard let given = mark.answer.given else { return nil }
    var margin = 0.0
    for part in mark.answer.working.reversed() {
      guard let value = learnersValue(of: part.formula, at: mark.answer.step) else { continue }
      let own = roundingMargin(of: part.formula, at: mark.answer.step)
      if !isStrict { margin = max(margin, own) }
      let isNear = margin > 0 && abs(value - given.value) <= given.unit + margin
      if !given.isAbout(value), !isNear {
        let isRight = [mark.expected, explained].contains { target in
          target.map { abs($0 - value) <= given.unit } == true
        }
        let ranges = learnersRanges(of: mark.answer)
        return Marking.Arithmetic(
          text: part.text, value: value,
          formulaIsRight: isRight
            || ranges.contains { $0.widened(by: given.unit).contains(value) })
      }
      margin = max(margin, own)
    }
    return nil
  }

  /// How far the value of a part may move by the rounding of its numbers or quantities.
  private func roundingMargin(of formula: Formula, at step: Int) -> Double {
    if !formula.dependsOnLines { return formula.roundingMargin }
    guard let truth = trace.value(of: formula, at: step),
      let own = learnersValue(of: formula, at: step),
      let range = range(of: formula, at: step)
    else { return 0 }
    return max(range.width, abs(truth - own))
  }

  private func learnersValue(of formula: Formula, at step: Int) -> Double? {
    formula.value(
      step: step,
      line: { line in
        let value = learner.numbers(of: step)?.values[line] ?? trace.value(of: line, at: step)
        return value.map { negated.contains(line) ? -$0 : $0 }
      },
      previous: { trace.previousValue(of: $0, at: step) })
  }
}

extension Formula {
  /// How far the value may move where each typed number with a decimal point was rounded.
  fileprivate var roundingMargin: Double {
    var numbers: [TypedNumber] = []
    let opened = withPlaceholders { text in
      guard text.contains("."), let number = TypedNumber(text) else { return nil }
      numbers.append(number)
      return numbers.count - 1
    }
    let range = opened.value(
      step: 1, line: { _ in Interval.everything }, previous: { _ in .everything },
      placeholder: { Interval(numbers[$0].value).widened(by: numbers[$0].unit / 2) })
    return range.width.isNaN ? .infinity : range.width
  }

  /// The formula with placeholders for numbers.
  private func withPlaceholders(_ place: (String) -> Int?) -> Formula {
    if case .number(let number) = kind {
      return place(number.text).map { .placeholder($0) } ?? self
    }
    return dependsOnLines ? self : mapParts { $0.withPlaceholders(place) }
  }
}
