import Diagnostics
import Decimals
import Formulas

/// Finds names that are not defined, wrong numbers of indices, and indices bound twice.
struct NameCheck {
  private let quantities: Quantities
  private let functions: [String: Function]
  /// Names that mean something here beside the lesson's quantities.
  private let others: Set<String>
  /// What may be called with a parameter: the states and terms of an optimizer.
  private let terms: Set<String>
  private var bound: [String]
  private(set) var mistakes: [Diagnostic] = []

  init(
    _ quantities: Quantities, _ functions: [String: Function], indices: [String] = [],
    others: Set<String> = [], terms: Set<String> = []
  ) {
    self.quantities = quantities
    self.functions = functions
    self.others = others
    self.terms = terms
    bound = indices
  }

  mutating func run(_ definition: Definition) {
    for index in definition.indices {
      if let family = quantities.position(of: index.name), quantities.families[family].rank == 0 {
        mistakes.append(
          Diagnostic("index '\(index.name)' bears the name of a quantity", at: index.place))
      }
    }
    for case let range? in definition.equation.ranges.map(\.range) {
      check(range.low)
      check(range.high)
    }
    check(definition.equation.right)
  }

  mutating func check(_ formula: ParsedFormula) {
    switch formula.kind {
    case .name(let name): check(name)
    case .derivative(let top, let bottom):
      for name in [top] + bottom { check(name) }
    case .reduction(let reduction): return check(reduction)
    case .call(let call): check(call)
    case .power(let base, let exponent):
      guard case .name(let name) = base.kind else { break }
      check(name, isBase: true)
      return check(exponent)
    default: break
    }
    for part in formula.parts { check(part) }
  }

  mutating func check(_ name: ParsedName, isBase: Bool = false) {
    if others.contains(name.name) { return }
    if name.indices.isEmpty, bound.contains(name.name) || ["pi", "step"].contains(name.name) {
      return
    }
    if quantities.isBroken(name.name) { return }
    guard let position = quantities.position(of: name.name) else {
      mistakes.append(quantities.unknown(name, isBase: isBase, besides: others))
      return
    }
    do throws(Diagnostic) {
      try quantities.checkRank(name, of: quantities.families[position])
    } catch {
      mistakes.append(error)
    }
  }

  /// Tries the call with its arguments left out of account.
  private mutating func check(_ call: ParsedCall) {
    if functions[call.name] == nil, terms.contains(call.name) { return }
    let numbers = call.arguments.map { argument in
      ParsedCall.Argument(
        name: argument.name,
        value: ParsedFormula(.number(Numeral(1)), at: argument.value.place), place: argument.place)
    }
    let bare = ParsedCall(
      name: call.name, namePlace: call.namePlace, arguments: numbers, place: call.place)
    var instantiation = Instantiation(Scope(functions: functions), maximumSize: .max)
    do throws(Diagnostic) {
      _ = try instantiation.formula(ParsedFormula(.call(bare), at: call.place))
    } catch {
      mistakes.append(error)
    }
  }

  private mutating func check(_ reduction: ParsedReduction) {
    let count = bound.count
    for index in reduction.indices {
      if let range = index.range {
        check(range.low)
        check(range.high)
      }
      if index.name.isReserved {
        mistakes.append(Diagnostic("'\(index.name)' is reserved", at: index.place))
      }
      if bound.contains(index.name), !reduction.reduction.isOfEach {
        mistakes.append(Diagnostic("'\(index.name)' is an index here already", at: index.place))
      }
      if let family = quantities.position(of: index.name), quantities.families[family].rank == 0 {
        mistakes.append(
          Diagnostic("index '\(index.name)' bears the name of a quantity", at: index.place))
      }
      bound.append(index.name)
    }
    check(reduction.body)
    bound.removeLast(bound.count - count)
  }
}
