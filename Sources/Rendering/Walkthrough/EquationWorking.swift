import Words
import Decimals
import Formulas
import Lessons
import Programs
import Tracing

/// One quantity: its formula in names, with its numbers put in, and its value.
extension WalkthroughWriter {
  func value(of line: LineID, at step: Int) -> Double? {
    byHand.map { $0.value(of: line, at: step) } ?? trace.value(of: line, at: step)
  }

  func previousValue(of line: LineID, at step: Int) -> Double? {
    byHand.map { $0.previousValue(of: line, at: step) } ?? trace.previousValue(of: line, at: step)
  }

  /// A line's number as it is printed: as it was typed, where it was; `nil` where it has none.
  func number(of line: LineID, at step: Int, in style: NumberStyle? = nil) -> NumberText? {
    value(of: line, at: step).map {
      program.lines[line].text($0, at: step, in: style ?? self.style)
    }
  }

  /// The same of the number that it had in the step before.
  func previousNumber(
    of line: LineID, at step: Int, in style: NumberStyle? = nil
  ) -> NumberText? {
    previousValue(of: line, at: step).map {
      program.lines[line].textBefore($0, at: step, in: style ?? self.style)
    }
  }

  func equation(_ line: LineID, at step: Int) -> Walkthrough.Equation? {
    guard let value = value(of: line, at: step) else { return nil }
    var rows: [MathNode] = []
    var dropped: [LineID] = []
    if names.isAuthored(line) {
      rows.append(.name(names.notation.name(program.lines[line].symbol)))
    }
    let isBlank = hides(line, at: step)
    if let formula = folding.formula(of: line) {
      if isBlank {
        rows.append(layout.symbolic(formula))
      } else {
        let working = working(formula, value, at: step)
        rows += working.rows
        dropped = working.dropped
      }
    }
    rows.append(isBlank ? .blank : .number(style.text(value)))
    return Walkthrough.Equation(
      line: line, left: names.name(of: line), rows: rows.withoutRepetitions,
      remark: remark(on: line, at: step) ?? outcomeRemark(on: line, at: step)
        ?? undefinedRemark(on: line, value, at: step) ?? noiseRemark(on: line, at: step)
        ?? lossRemark(on: line, value, at: step) ?? droppedRemark(dropped, at: step))
  }

  /// More names than these would hide the line that they belong to.
  private static let mostDropped = 6

  /// The quantities whose 0 or 1 is no longer seen once numbers are put in: (x₁ = x₃ = 0, b = 1).
  private func droppedRemark(_ lines: [LineID], at step: Int) -> MathNode? {
    let dropped = lines.filter { line in
      trace.value(of: line, at: step).map { $0 == 0 || $0 == 1 } ?? false
    }
    if dropped.isEmpty || dropped.count > Self.mostDropped { return nil }
    let groups = Dictionary(grouping: dropped) { trace.value(of: $0, at: step) ?? 0 }
    let parts = groups.keys.sorted(by: >).map { number -> [MathNode] in
      (groups[number] ?? []).flatMap { [.name(names.name(of: $0)), .sign(.equals)] }
        + [.number(style.text(number))]
    }
    return .fenced(.parentheses, .row(Array(parts.joined(separator: [.words(", ")]))))
  }

  /// Why a line has no value, where those that it uses have one.
  private func undefinedRemark(on line: LineID, _ value: Double, at step: Int) -> MathNode? {
    guard byHand == nil, value.isNaN, !hides(line, at: step),
      let formula = folding.formula(of: line)?.writtenForm,
      let undefined = formula.undefinedOperation({ trace.value(of: $0, at: step) })
    else { return nil }
    return .row(nodes(.remark(.undefined(layout.symbolic(undefined)))))
  }

  /// What the number is without rounding, where that has made it.
  private func noiseRemark(on line: LineID, at step: Int) -> MathNode? {
    guard byHand == nil, !hides(line, at: step), let finding = noise[line, step] else {
      return nil
    }
    let exact = finding.exact.map { MathNode.number(style.text($0)) }
    return .row(nodes(.remark(.effectOfRounding(exact: exact))))
  }

  /// What the formula as it is printed gives in doubles, where that has lost digits of the value.
  private func lossRemark(on line: LineID, _ value: Double, at step: Int) -> MathNode? {
    guard byHand == nil, !hides(line, at: step), let formula = folding.formula(of: line),
      let printed = trace.value(of: formula, at: step),
      !(abs(printed - value) <= Self.plainRounding * abs(value)), !(printed.isNaN && value.isNaN),
      style.text(printed) != style.text(value)
    else { return nil }
    return .row(nodes(.remark(.asWritten(.number(style.text(printed))))))
  }

  /// What another order of the same operations may change, relative to the value.
  private static var plainRounding: Double { 1e-12 }

  /// A formula in names, and with its numbers put in; and the lines whose 0 or 1 is not seen there.
  func working(
    _ formula: Formula, _ value: Double, at step: Int
  ) -> (rows: [MathNode], dropped: [LineID]) {
    if formula.isNumberOrName { return ([layout.symbolic(formula)], []) }
    let numbers = numbers(of: formula, value, at: step)
    let rows = [layout.symbolic(formula.textbookForm.writtenForm), numbers.node]
    return (rows + [workedOut(formula, value, at: step)].compactMap { $0 }, numbers.dropped)
  }

  /// A formula with its numbers put in, and the lines whose 0 or 1 is not seen there.
  private func numbers(
    of formula: Formula, _ value: Double, at step: Int
  ) -> (node: MathNode, dropped: [LineID]) {
    let operands = operands(of: formula, result: value, at: step)
    var substitution = Substitution(operands)
    guard options.exercise == nil, byHand == nil, let simplified = substitution.simplified(formula)
    else {
      return (layout.substituted(formula, operands), [])
    }
    return (layout.numbers(simplified), substitution.dropped)
  }

  /// A sum with its products worked out, where that is asked for and there are any.
  ///
  /// Who works by hand rounds whole lines, and no products.
  private func workedOut(_ formula: Formula, _ value: Double, at step: Int) -> MathNode? {
    guard options.working == .full, byHand == nil, options.exercise == nil else { return nil }
    let terms = formula.terms
    guard terms.count > 1, terms.count <= SumFinder.longest || options.showsAll,
      terms.contains(where: { !$0.formula.isNumberOrName })
    else { return nil }
    let operands = operands(of: formula, result: value, at: step)
    let kept =
      byHand != nil
      ? terms
      : terms.filter { term in
        var substitution = Substitution(operands)
        return substitution.simplified(term.formula) != .zero
      }
    let values = kept.compactMap { trace.value(of: $0.formula, at: step) }
    guard !kept.isEmpty, values.count == kept.count else { return nil }
    return sum(of: zip(values, kept).map { ($0, $1.isSubtracted) }, value, at: step)
  }

  /// Numbers added up, with as many digits as their sum needs.
  func sum(of values: [(number: Double, isSubtracted: Bool)], _ total: Double, at step: Int)
    -> MathNode
  {
    let terms = values.enumerated().map { place, value -> Formula in
      value.isSubtracted ? Formula(.negated(.placeholder(place))) : .placeholder(place)
    }
    let sum = Formula(.sum(terms))
    let precision = OperandPrecision(
      style: style, program: program, step: step, line: { _ in nil }, previous: { _ in nil },
      placeholder: { values[$0].number })
    let operandStyle = precision.style(for: sum, result: total)
    let operands = PrintedOperands(
      step: step, line: { _ in nil }, previous: { _ in nil },
      placeholder: { operandStyle.text(values[$0].number) })
    return layout.substituted(sum, operands)
  }

  /// The numbers of a formula; the name of a line stays where its number is hidden or where it has
  /// none.
  func operands(
    of formula: Formula, result: Double, at step: Int
  ) -> PrintedOperands {
    let style = operandStyle(of: formula, result: result, at: step)
    return PrintedOperands(
      step: step,
      line: { hides($0, at: step) ? nil : number(of: $0, at: step, in: style) },
      previous: {
        hides($0, at: step - 1) ? nil : previousNumber(of: $0, at: step, in: style)
      },
      isExact: { line in
        let value = trace.value(of: line, at: step)
        return value == 0 || value == 1 && program.lines[line].formula == nil
      },
      wasExact: { trace.previousValue(of: $0, at: step) == 0 })
  }

  /// As many digits as a result needs to follow from its operands.
  func operandStyle(of formula: Formula, result: Double, at step: Int) -> NumberStyle {
    if byHand != nil { return style }
    return OperandPrecision(
      style: style, program: program, step: step, line: { value(of: $0, at: step) },
      previous: { previousValue(of: $0, at: step) }
    ).style(for: formula, result: result)
  }
}

extension Formula {
  /// The terms of a sum, also of sums within it; a formula that is none is its only term.
  fileprivate var terms: [(formula: Formula, isSubtracted: Bool)] {
    guard case .sum(let terms) = kind else { return [(self, false)] }
    return terms.flatMap { term -> [(formula: Formula, isSubtracted: Bool)] in
      if case .negated(let operand) = term.kind { return [(operand, true)] }
      return term.terms
    }
  }
}
