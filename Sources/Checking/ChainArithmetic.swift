import Decimals
import Formulas
import Tracing

extension Marker {
  /// The first part of a chain whose value is not the number given.
  func arithmetic(
    of mark: Marking.Mark, _ explained: Double, _ range: Interval
  ) -> Marking.Arithmetic? {
    guard let given = mark.answer.given else { return nil }
    var margin = 0.0
    for part in mark.answer.working.reversed() {
      guard let value = authorsValue(of: part.formula, at: mark.answer.step) else { continue }
      if !given.isAbout(value), margin == 0 || abs(value - given.value) > given.unit + margin {
        let isRight = [mark.expected, explained].contains { target in
          target.map { abs($0 - value) <= given.unit } == true
        }
        return Marking.Arithmetic(
          text: part.text, value: value,
          formulaIsRight: isRight || range.widened(by: given.unit).contains(value))
      }
      margin = max(margin, part.formula.roundingMargin)
    }
    return nil
  }

  private func authorsValue(of formula: Formula, at step: Int) -> Double? {
    formula.value(
      step: step,
      line: { line in
        let value = authors.numbers(of: step)?.values[line] ?? trace.value(of: line, at: step)
        return value.map { negated.contains(line) ? -$0 : $0 }
      },
      previous: { trace.previousValue(of: $0, at: step) })
  }
}

extension Formula {
  /// How far the value may move where each typed number with a decimal point was rounded.
  fileprivate var roundingMargin: Double {
    var numbers: [TypedNumber] = []
    let opened = withNumbers { text in
      guard text.contains("."), let number = TypedNumber(text) else { return nil }
      numbers.append(number)
      return numbers.count - 1
    }
    let range = opened.range(
      step: 1, line: { Interval(numbers[$0].value).widened(by: numbers[$0].unit / 2) },
      previous: { _ in .everything })
    return range.width.isNaN ? .infinity : range.width
  }

  /// The formula with numbers replaced by lines.
  private func withNumbers(_ line: (String) -> Int?) -> Formula {
    if case .number(let number) = kind { return line(number.text).map { .line($0) } ?? self }
    return dependsOnLines ? self : mapParts { $0.withNumbers(line) }
  }
}
