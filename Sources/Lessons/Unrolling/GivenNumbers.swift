import Diagnostics
import Decimals
import Formulas
import Programs
import RandomNumbers

/// The numbers that declarations give: constants, lists, sequences, random draws.
struct GivenNumbers {
  let functions: [String: Function]
  let constants: [String: Number]
  let random: RandomSource
  /// No more numbers than this are taken.
  let maximumSize: Int

  /// A number, and what it is beyond its double.
  struct Number {
    let value: Double
    var given: Given?

    init(_ typed: Numeral) {
      self.init(value: typed.value, given: typed.isWrittenInFull ? nil : .typed(typed))
    }

    init(value: Double, given: Given? = nil) {
      self.value = value
      self.given = given
    }

    /// The number as others use it.
    fileprivate var formula: Formula {
      switch given {
      case nil: .number(Numeral(value))
      case .typed(let numeral): .number(numeral)
      case .computed(let fraction): fraction.formula
      case .inexact: .number(Numeral(nearest: value))
      }
    }
  }

  /// Numbers, functions and constants.
  private var scope: Scope {
    var scope = Scope(functions: functions)
    scope.quantity = { (name, _) throws(Diagnostic) in
      guard let value = constants[name.name], name.indices.isEmpty else {
        throw Diagnostic("a given number can use numbers and constants only", at: name.place)
      }
      return value.formula
    }
    return scope
  }

  /// The value of a formula of numbers and constants.
  func constant(_ parsed: ParsedFormula) throws(Diagnostic) -> Double {
    try computed(parsed).value
  }

  private func computed(_ parsed: ParsedFormula) throws(Diagnostic) -> Number {
    if let typed = parsed.typedNumber { return Number(typed) }
    var instantiation = Instantiation(scope, maximumSize: Catalogue.maximumSize)
    let formula = try instantiation.formula(parsed)
    guard let value = formula.constantValue() else {
      throw Diagnostic("a given number cannot change from step to step", at: parsed.place)
    }
    if !value.isFinite {
      throw Diagnostic("this is \(shortest(value)), not a number", at: parsed.place)
    }
    guard let fraction = formula.constantFraction else {
      return Number(value: value, given: .inexact)
    }
    let isShortest = ExactNumber(written: value).fraction == fraction
    return Number(value: value, given: isShortest ? nil : .computed(fraction))
  }

  /// What the member at an offset is, with its numbers: a sequence, or the initial one.
  typealias Contents = (_ offset: Int, Symbol) -> (Line.Definition, [Number])

  func contents(
    of declaration: Declaration, ranges: [ClosedRange<Int>], count: Int
  ) throws(Diagnostic) -> Contents {
    switch declaration.content {
    case .random(let call):
      let distribution = try distribution(call)
      if declaration.isEachStep { return { _, _ in (.drawn(distribution), []) } }
      return { [random] _, symbol in
        let bits = random.bits(name: symbol.description, step: 0)
        return (.constant, [Number(value: distribution.value(from: bits), given: .inexact)])
      }
    case .values(let value) where declaration.isEachStep:
      guard case .list(let steps, let place) = value, !steps.isEmpty else {
        throw Diagnostic(
          "'each step' needs a list with a value for each step", at: value.place,
          note: "for example \(declaration.name) each step = [1, 2, 3]")
      }
      if steps.count.saturatingMultiplied(count) > maximumSize {
        throw Diagnostic("these are too many numbers", at: place)
      }
      var rows: [[Number]] = []
      for step in steps { rows.append(try flattened(step, ranges[...], count)) }
      return { offset, _ in
        let numbers = rows.map { $0[offset] }
        return (.sequence(numbers.map(\.value)), numbers)
      }
    case .values(let value):
      let numbers = try flattened(value, ranges[...], count)
      return { offset, _ in (.constant, [numbers[offset]]) }
    }
  }

  /// The number that a value is; `nil` where it is a list.
  func number(_ value: Declaration.Value) throws(Diagnostic) -> Number? {
    switch value {
    case .number(let number, _): Number(number)
    case .formula(let formula): try computed(formula)
    case .list: nil
    }
  }

  /// The numbers of a nested list, checked against the ranges; a single number fills all.
  private func flattened(
    _ value: Declaration.Value, _ ranges: ArraySlice<ClosedRange<Int>>, _ count: Int
  ) throws(Diagnostic) -> [Number] {
    if let number = try number(value) { return Array(repeating: number, count: count) }
    guard case .list(let values, let place) = value else { return [] }
    guard let range = ranges.first else {
      throw Diagnostic(
        "one number is needed here, not a list", at: place,
        note: "a family has its ranges in brackets, a sequence says 'each step'")
    }
    if values.count != range.count {
      throw Diagnostic(
        "this list has \(counted(values.count, "value")), "
          + "the range \(range.typed) has \(range.count)", at: place,
        note: values.hasTightCommas
          ? "a comma separates, also in 0,5; decimal numbers are written with a point" : nil)
    }
    var numbers: [Number] = []
    numbers.reserveCapacity(count)
    for value in values {
      if case .list = value {
        numbers += try flattened(value, ranges.dropFirst(), count / range.count)
      } else if ranges.count > 1 {
        throw Diagnostic(
          "a list of \(ranges[ranges.startIndex + 1].count) values is needed here",
          at: value.place)
      } else if let number = try number(value) {
        numbers.append(number)
      }
    }
    return numbers
  }

  private func distribution(_ call: ParsedCall) throws(Diagnostic) -> Distribution {
    guard let named = NamedDistribution.all.first(where: { $0.name == call.name }) else {
      throw .noSuch(
        "distribution", call.name, at: call.namePlace,
        among: NamedDistribution.all.map(\.name).sorted())
    }
    var instantiation = Instantiation(scope, maximumSize: Catalogue.maximumSize)
    var values: [Double] = []
    for formula in try instantiation.bound(call, to: named.parameters, hasPreset: { _ in false }) {
      guard let value = formula?.constantValue(), value.isFinite else {
        throw Diagnostic("fixed numbers are needed here", at: call.place)
      }
      values.append(value)
    }
    do throws(NamedDistribution.Refusal) {
      return try named.distribution(values)
    } catch {
      throw Diagnostic(error.reason, at: call.place)
    }
  }
}

extension [GivenNumbers.Number] {
  /// What the numbers are beyond their doubles.
  var given: [Double: Given] {
    Dictionary(compactMap { number in number.given.map { (number.value, $0) } }) { first, _ in first
    }
  }
}

extension ParsedFormula {
  /// The number, if that is all there is, with its sign.
  fileprivate var typedNumber: Numeral? {
    switch kind {
    case .number(let number): number
    case .negated(let operand): operand.typedNumber?.negated
    default: nil
    }
  }
}
