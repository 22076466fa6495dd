import Diagnostics
import Formulas

/// What names mean in a lesson, apart from its program.
struct Environment {
  let quantities: Quantities
  let catalogue: Catalogue
  /// The most lines that the program may have, and the most operations of a formula.
  let maximumLines: Int

  /// Functions, and the constants that an index may use.
  var indexScope: Scope {
    var scope = Scope(functions: catalogue.functions)
    scope.integer = { quantities.integer($0.name) }
    return scope
  }

  /// The symbol of the one quantity that a name means.
  func symbol(_ name: ParsedName) throws(Diagnostic) -> Symbol {
    let indices = try Instantiation(indexScope, maximumSize: 1).integers(name.indices)
    _ = try quantities.line(name, indices)
    return .quantity(name.name, indices)
  }

  /// What an index of a reduction runs over.
  func range(
    of index: ParsedIndex, in reduction: ParsedReduction
  ) throws(Diagnostic) -> ClosedRange<Int> {
    let range = try quantities.range(
      of: index.name, at: index.place, in: reduction.body,
      remedy: { "write '\(reduction.name)(\($0): …)'" })
    if let range { return range }
    throw Diagnostic("nothing says what '\(index.name)' runs over", at: index.place)
  }

  /// The members of an equation; the ranges of its indices are those that they have in `formula`,
  /// or on its right side.
  func members(
    of equation: Equation, rangesIn formula: ParsedFormula? = nil
  ) throws(Diagnostic) -> [(symbol: Symbol, bindings: Scope.Bindings)] {
    if equation.left.name.isReserved {
      throw Diagnostic("'\(equation.left.name)' is reserved", at: equation.left.place)
    }
    let definition = try Definition(equation, family: 0, quantities)
    var bindings: [[Int]] = [[]]
    for index in definition.indices {
      let range = try range(of: index, in: formula ?? equation.right)
      if range.count.saturatingMultiplied(bindings.count) > maximumLines {
        throw Diagnostic("this stands for too many formulas", at: equation.left.place)
      }
      bindings = bindings.flatMap { first in range.map { first + [$0] } }
    }
    return bindings.map { values in
      (.quantity(equation.left.name, definition.members(values)), definition.bound(values))
    }
  }

  private func range(
    of index: ParsedIndex, in formula: ParsedFormula
  ) throws(Diagnostic) -> Range<Int> {
    if let typed = index.range {
      let instantiation = Instantiation(indexScope, maximumSize: 1)
      return Range(try Unrolling.range(typed.low, typed.high, instantiation))
    }
    let found = try quantities.range(of: index.name, at: index.place, in: formula)
    return found.map(Range.init) ?? 0..<0
  }
}
