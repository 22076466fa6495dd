package import Decimals
import Formulas
import Programs
import Tracing
import Words

/// How far a number that was worked out by hand is from the exact one.
package struct HandError {
  /// The exact number, with digits enough to show the error.
  package let exact: NumberText
  /// By hand minus exact, to two digits or whole; `nil` where it is not finite.
  package let size: NumberText?

  /// `nil` where there is no error.
  init?(of line: LineID, at step: Int, in trace: ByHandTrace, _ noise: RoundingNoise) {
    guard let byHand = trace.value(of: line, at: step),
      let value = trace.exact.value(of: line, at: step)
    else { return nil }
    let exact = noise[line, step]?.exact ?? value
    self.init(byHand, exact: exact, precision: trace.precision)
  }

  /// `nil` where there is no error.
  package init?(_ byHand: Double, exact value: Double, precision: Precision) {
    if byHand == value || value.isFinite && TypedNumber(exactly: value).equals(byHand) {
      return nil
    }
    let error = byHand - value
    guard byHand.isFinite, value.isFinite else {
      if byHand.isNaN, value.isNaN { return nil }
      (exact, size) = (shown(value, to: .digits(9)), nil)
      return
    }
    // The number by hand less the exact one as it is printed is the error as it is printed.
    let last = Self.lastDigit(byHand, precision, error: error, exact: value)
    let beside = DecimalExpansion(shortest: value).rounded(toPlace: last)
    let left = DecimalExpansion(shortest: byHand - beside.value).rounded(toPlace: last)
    size = left.rounded(to: .digits(max(2, left.exponent + 1)), .halfUp).text
    exact = beside.text
  }

  /// The difference with its sign.
  var difference: MathNode? { size.map { .row([.words(Self.plus(before: $0)), .number($0)]) } }

  /// The sign before a difference that has none of its own.
  package static func plus(before size: NumberText) -> String { size.isNegative ? "" : "+" }

  /// The last digit that the exact number needs: the third of the error, and behind the last by
  /// hand, but not behind the last that a double has.
  private static func lastDigit(
    _ byHand: Double, _ precision: Precision, error: Double, exact: Double
  ) -> Int {
    func exponent(_ value: Double) -> Int { DecimalExpansion(shortest: value).exponent }
    let last =
      switch precision {
      case .digits(let count): exponent(byHand) - count + 1
      case .decimals(let count): -count
      }
    return max(min(exponent(error) - 2, last - 1), exponent(exact) - TypedNumber.digitsOfDoubles)
  }
}

extension WalkthroughWriter {
  /// The exact value and the error of a number by hand; `nil` where there is none.
  func remark(on line: LineID, at step: Int) -> MathNode? {
    guard let error = byHand.flatMap({ HandError(of: line, at: step, in: $0, noise) }) else {
      return nil
    }
    return .row(nodes(.remark(.exact(.number(error.exact), error: error.difference))))
  }

  /// The errors of some lines at the last step; `nil` where there are none.
  func lastErrors(of lines: [LineID]) -> Walkthrough.Content? {
    guard let byHand else { return nil }
    let step = trace.lastStep
    let errors = lines.compactMap { line -> (name: MathNode, error: MathNode)? in
      guard let error = HandError(of: line, at: step, in: byHand, noise)?.difference else {
        return nil
      }
      return (.name(names.name(of: line)), error)
    }
    return errors.isEmpty ? nil : .remark(nodes(.remark(.errors(errors, step: step))))
  }

  /// What the numbers of the page are, and which of those of some steps is furthest from the exact one.
  func byHandSection(_ steps: ClosedRange<Int>?) -> Walkthrough.Section? {
    guard let byHand else { return nil }
    let endsEarly = options.showsRun && program.training?.until != nil
    var content: [Walkthrough.Content] = [
      .remark(nodes(.remark(.byHand(endsAsWithoutRounding: endsEarly))))
    ]
    if let steps, let (line, step) = largestError(at: steps),
      let error = HandError(of: line, at: step, in: byHand, noise)?.difference
    {
      content.append(
        .remark(
          nodes(
            .remark(
              .largestError(
                .name(names.name(of: line)), error: error, step: steps.count == 1 ? nil : step)))))
    }
    if let first = byHand.firstNotFinite {
      content.append(
        .remark(
          nodes(
            .remark(
              .notFiniteByHand(
                .name(names.name(of: first.line)), value: .number(shownInFull(first.value)),
                step: first.step)))))
    }
    return Walkthrough.Section(
      heading: words(.heading(.byHand)), detail: .row(nodes(.detail(.rounded(byHand.precision)))),
      content: content)
  }

  /// Where the largest error is among the lines that are shown.
  private func largestError(at steps: ClosedRange<Int>) -> (line: LineID, step: Int)? {
    let lines = program.lines.indices.filter { line in
      options.phases.contains(program.lines[line].phase) && folding.isListed(line)
        && isShown(line)
    }
    var largest: (line: LineID, step: Int, size: Double)?
    for step in steps {
      for line in lines {
        guard let size = byHand?.error(of: line, at: step)?.magnitude, size.isFinite, size > 0
        else { continue }
        if let largest, size <= largest.size { continue }
        largest = (line, step, size)
      }
    }
    return largest.map { ($0.line, $0.step) }
  }
}

extension ShowOptions {
  /// The steps whose values a page shows, or that those of a shown step begin with.
  func neededSteps(of trace: Trace) -> Set<Int> {
    let shown = Set(shownSteps.lowerBound - 1...shownSteps.upperBound)
    return showsRun ? shown.union([2] + StepSelection.overview(to: trace.lastStep)) : shown
  }
}
