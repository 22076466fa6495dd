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
    shownValue(of: line, at: step).map { value in
      typed(value, line, at: step) ?? style?.text(value) ?? text(value, of: line)
    }
  }

  /// The same of the number that it had in the step before.
  func previousNumber(
    of line: LineID, at step: Int, in style: NumberStyle? = nil
  ) -> NumberText? {
    previousValue(of: line, at: step).map { value in
      program.lines[line].typedBefore(value, at: step) ?? style?.text(value)
        ?? text(value, of: line)
    }
  }

  /// A number as it was typed, also as a line's whole formula.
  private func typed(_ value: Double, _ line: LineID, at step: Int) -> NumberText? {
    if let text = program.lines[line].typed(value, at: step) { return text }
    let formula = program.lines[line].formula
    if case .negated(let operand) = formula?.kind { return operand.numeral?.typedText.negated }
    return formula?.numeral?.typedText
  }

  /// A computed number of a line, or one of the same kind.
  func text(_ value: Double, of line: LineID) -> NumberText {
    numbers.text(value, of: digitFamilies[line])
  }

  /// A line's value as a page shows it: 0 where nothing is left of it but rounding.
  private func shownValue(of line: LineID, at step: Int) -> Double? {
    guard let value = value(of: line, at: step) else { return nil }
    guard style == nil, value != 0, abs(value) < Self.largestNoise,
      let formula = program.lines[line].formula
    else { return value }
    let rounded: Approximation = formula.value(
      step: step, line: { operand(trace.value(of: $0, at: step)) },
      previous: { operand(trace.previousValue(of: $0, at: step)) })
    return abs(value) < Self.noiseUnits * rounded.error ? 0 : value
  }

  /// What rounding leaves of numbers that cancel is smaller than this, if the numbers are not huge.
  private static var largestNoise: Double { 1e-9 }
  /// So many errors of a line's own rounding are not told from 0.
  private static var noiseUnits: Double { 16 }

  private func operand(_ value: Double?) -> Approximation {
    Approximation(value ?? 0, error: 0x1p-52 * abs(value ?? 0))
  }

  /// `saysDropped` says whether the remark tells which factors and terms the numbers have not.
  func equation(
    _ line: LineID, at step: Int, saysDropped: Bool = true
  ) -> Walkthrough.Equation? {
    guard let value = value(of: line, at: step) else { return nil }
    var rows: [MathNode] = []
    var dropped: [Substitution.Operand] = []
    var isOpen = false
    if names.hasNameOfItsOwn(line), !state.definedDeltas.contains(names.symbol(of: line).family) {
      rows.append(.name(names.notation.name(program.lines[line].symbol)))
    }
    let isBlank = hides(line, at: step)
    if let formula = folding.formula(of: line) {
      if isBlank {
        rows.append(layout.symbolic(formula))
      } else {
        let working = working(formula, value, of: line, at: step)
        rows += working.rows
        dropped = working.dropped
        isOpen = working.isOpen
      }
    }
    let result = number(of: line, at: step)
    // A row that is the result already, but for its digits.
    if !isBlank, let number = rows.last?.writtenNumber, number == result?.value {
      rows.removeLast()
    }
    rows.append(isBlank ? .blank : result.map { .number($0) } ?? .blank)
    return Walkthrough.Equation(
      line: line, left: names.name(of: line), rows: rows.withoutRepetitions,
      remark: (isOpen ? .row(nodes(.remark(.needsMoreDigits))) : nil)
        ?? remark(on: line, at: step) ?? outcomeRemark(on: line, at: step)
        ?? undefinedRemark(on: line, value, at: step) ?? noiseRemark(on: line, at: step)
        ?? lossRemark(on: line, value, at: step)
        ?? (saysDropped ? droppedRemark(dropped, at: step) : nil))
  }

  /// More names than these would hide the line that they belong to.
  private static let mostDropped = 6

  /// The quantities whose 0 or 1 is no longer seen once numbers are put in: (x₁ = x₃ = 0, b = 1).
  func droppedRemark(_ operands: [Substitution.Operand], at step: Int) -> MathNode? {
    var names: [Double: [MathName]] = [:]
    for operand in operands {
      guard let (name, value) = nameAndValue(of: operand, at: step), value == 0 || value == 1
      else { continue }
      names[value, default: []].append(name)
    }
    let count = names.values.map(\.count).reduce(0, +)
    if count == 0 || count > Self.mostDropped { return nil }
    let parts = names.keys.sorted(by: >).map { number -> [MathNode] in
      (names[number] ?? []).flatMap { [.name($0), .sign(.equals)] }
        + [.number(NumberText(significand: number == 0 ? "0" : "1"))]
    }
    return .fenced(.parentheses, .row(Array(parts.joined(separator: [.words(", ")]))))
  }

  private func nameAndValue(
    of operand: Substitution.Operand, at step: Int
  ) -> (MathName, Double)? {
    switch operand {
    case .line(let line): shownValue(of: line, at: step).map { (names.name(of: line), $0) }
    case .previous(let line):
      trace.previousValue(of: line, at: step).map { (.previous(names.name(of: line)), $0) }
    }
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
    let exact = finding.exact.map { MathNode.number(text($0, of: line)) }
    return .row(nodes(.remark(.effectOfRounding(exact: exact))))
  }

  /// What the formula as it is printed gives in doubles, where that has lost digits of the value.
  private func lossRemark(on line: LineID, _ value: Double, at step: Int) -> MathNode? {
    guard byHand == nil, !hides(line, at: step), let formula = folding.formula(of: line),
      let printed = trace.value(of: formula, at: step),
      !(abs(printed - value) <= Self.plainRounding * abs(value)), !(printed.isNaN && value.isNaN),
      text(printed, of: line) != text(value, of: line)
    else { return nil }
    return .row(nodes(.remark(.asWritten(.number(text(printed, of: line))))))
  }

  /// What another order of the same operations may change, relative to the value.
  private static var plainRounding: Double { 1e-12 }

  /// A formula in names, and with its numbers put in.
  struct FormulaWorking {
    var rows: [MathNode]
    /// What has a 0 or 1 that is not seen there.
    var dropped: [Substitution.Operand] = []
    /// Whether the numbers are left out, since the printed ones do not give the result.
    var isOpen = false
  }

  /// A formula of a line, or of a part of its value.
  func working(_ formula: Formula, _ value: Double, of line: LineID, at step: Int)
    -> FormulaWorking
  {
    if formula.isNumberOrName { return FormulaWorking(rows: [layout.symbolic(formula)]) }
    if case .draft(let draft) = numbers {
      draft.add(numbersOf: workedLine(formula, value, of: line, at: step))
      _ = workedOut(formula, value, of: line, at: step)
      return FormulaWorking(rows: [])
    }
    let symbolic = layout.symbolic(formula.textbookForm.writtenForm)
    if !closes(formula, value, of: line, at: step) {
      return FormulaWorking(rows: [symbolic], isOpen: true)
    }
    // Where nothing is put in, a row of numbers would say the same again.
    if hidesAll(in: formula, at: step) { return FormulaWorking(rows: [symbolic]) }
    let numbers = numbers(of: formula, value, at: step)
    return FormulaWorking(
      rows: [symbolic, numbers.node]
        + [workedOut(formula, value, of: line, at: step)].compactMap { $0 },
      dropped: numbers.dropped)
  }

  /// Whether a worksheet hides the numbers of all names of a formula.
  private func hidesAll(in formula: Formula, at step: Int) -> Bool {
    options.exercise != nil && formula.dependsOnLines
      && formula.lines.allSatisfy { hides($0, at: step) }
      && formula.previousLines.allSatisfy { hides($0, at: step - 1) }
  }

  /// Whether what is printed of a formula's operands gives what is printed of its value.
  func closes(_ formula: Formula, _ value: Double, of line: LineID, at step: Int) -> Bool {
    switch numbers {
    case .alike: return true
    case .draft(let draft):
      draft.add(workedLine(formula, value, of: line, at: step))
      return true
    case .chosen(let digits):
      return digits.closes(workedLine(formula, value, of: line, at: step))
    }
  }

  private func workedLine(
    _ formula: Formula, _ value: Double, of line: LineID, at step: Int
  ) -> WorkedLine {
    var lines: [LineID: WorkedLine.Operand] = [:]
    var previous: [LineID: WorkedLine.Operand] = [:]
    for operand in formula.lines {
      lines[operand] = shownValue(of: operand, at: step).map {
        .init(
          value: $0, family: digitFamilies[operand], typed: typed($0, operand, at: step))
      }
    }
    for operand in formula.previousLines {
      previous[operand] = previousValue(of: operand, at: step).map {
        .init(
          value: $0, family: digitFamilies[operand],
          typed: program.lines[operand].typedBefore($0, at: step))
      }
    }
    return WorkedLine(
      formula: formula, step: step,
      result: .init(value: value, family: digitFamilies[line], typed: nil), lines: lines,
      previous: previous)
  }

  /// A formula with its numbers put in, and what has a 0 or 1 that is not seen there.
  private func numbers(
    of formula: Formula, _ value: Double, at step: Int
  ) -> (node: MathNode, dropped: [Substitution.Operand]) {
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
  private func workedOut(_ formula: Formula, _ value: Double, of line: LineID, at step: Int)
    -> MathNode?
  {
    guard options.working == .full, byHand == nil, options.exercise == nil else { return nil }
    let terms = formula.terms
    guard terms.count > 1, terms.count <= SumFinder.longest || options.showsAll,
      terms.contains(where: { !$0.formula.isNumberOrName })
    else { return nil }
    func shown(_ line: LineID) -> Double { shownValue(of: line, at: step) ?? .nan }
    let values = terms.map { term in
      let value = term.formula.value(
        step: step, line: shown, previous: { previousValue(of: $0, at: step) ?? .nan })
      return (number: value, isSubtracted: term.isSubtracted)
    }
    let kept = values.filter { $0.number != 0 }
    var substitution = Substitution(operands(of: formula, result: value, at: step))
    // Where numbers have been put together, it is no sum of these products.
    guard terms.count(where: { !$0.formula.dependsOnLines }) < 2,
      let simplified = substitution.simplified(formula), simplified.terms.count == kept.count
    else { return nil }
    return sum(of: kept, value, of: line, at: step)
  }

  /// Numbers added up, negative ones as what is subtracted and without those that are 0, with as many
  /// digits as their sum needs; `nil` where it needs too many, or nothing is left.
  func sum(
    of values: [(number: Double, isSubtracted: Bool)], _ total: Double, of line: LineID,
    at step: Int
  ) -> MathNode? {
    let values = values.filter { $0.number != 0 }.map { value in
      value.number < 0
        ? (number: -value.number, isSubtracted: !value.isSubtracted) : value
    }
    if values.isEmpty { return nil }
    let terms = values.enumerated().map { place, value -> Formula in
      value.isSubtracted ? Formula(.negated(.placeholder(place))) : .placeholder(place)
    }
    let sum = Formula(.sum(terms))
    let texts: [NumberText]?
    if case .chosen(let digits) = numbers {
      texts = digits.addends(
        values.map { $0.isSubtracted ? -$0.number : $0.number }, total: total,
        of: digitFamilies[line])
    } else {
      texts = values.map { text($0.isSubtracted ? -$0.number : $0.number, of: line) }
    }
    guard let texts else { return nil }
    let operands = PrintedOperands(
      step: step, line: { _ in nil }, previous: { _ in nil },
      placeholder: { values[$0].isSubtracted ? texts[$0].negated : texts[$0] })
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
        let value = shownValue(of: line, at: step)
        return value == 0 || value == 1 && program.lines[line].formula == nil
      },
      wasExact: { trace.previousValue(of: $0, at: step) == 0 })
  }

  /// On a worksheet, as many digits as a result needs to follow from its operands.
  private func operandStyle(of formula: Formula, result: Double, at step: Int) -> NumberStyle? {
    guard let style, byHand == nil else { return style }
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
