package import Formulas

/// A net input, read off the right side of a line: quantities, each times a weight, and biases.
package struct NetInput: Sendable {
  /// What is multiplied: the quantities by the parameter or constant that weighs them.
  package private(set) var sources: [(weights: [LineID], quantities: [LineID])] = []

  /// `nil` where the formula is no sum of such products, of parameters and of constants.
  init?(_ formula: Formula, _ origins: Origins) {
    guard add(formula.writtenForm, times: [], origins), !sources.isEmpty else { return nil }
  }

  /// Adds a term; `false` where it is none of a net input.
  private mutating func add(
    _ term: Formula, times weights: [LineID], _ origins: Origins
  ) -> Bool {
    if origins.isFixed(term) { return true }
    switch term.kind {
    case .sum(let terms):
      return terms.allSatisfy { add($0, times: weights, origins) }
    case .negated(let operand):
      return add(operand, times: weights, origins)
    case .product(let factors):
      let quantities = factors.filter { !origins.isFixed($0) }
      let fixed = factors.filter(origins.isFixed).flatMap(\.lines)
      return quantities.count == 1 && add(quantities[0], times: weights + fixed, origins)
    case .line, .call, .power:
      if weights.isEmpty { return false }
      sources.append((weights, term.lines.filter { !origins.isFixed($0) }))
      return true
    case .quotient, .number, .previous, .step, .placeholder, .named:
      return false
    }
  }
}

/// What the lines of a program come from.
struct Origins {
  private enum Origin { case nothing, weights, quantities }

  private let origins: PerLine<Origin>

  init(_ program: Program) {
    var origins = PerLine<Origin>()
    for line in program.lines {
      switch (line.phase, line.formula) {
      case (.param, _), (.const, _): origins.append(.weights)
      case (.forward, let formula?):
        var origin = Origin.nothing
        formula.forEachLine { operand in
          guard operand < origins.endIndex, origins[operand] != .nothing else { return }
          if origin != .quantities { origin = origins[operand] }
        }
        origins.append(formula.usesPrevious ? .quantities : origin)
      default: origins.append(.quantities)
      }
    }
    self.origins = origins
  }

  /// Whether a line is a parameter or a constant, or computed of them alone: it weighs, and is not
  /// weighed.
  func isFixed(_ line: LineID) -> Bool { origins[line] == .weights }

  func isFixed(_ formula: Formula) -> Bool {
    if case .previous = formula.kind { return false }
    if case .line(let line) = formula.kind { return isFixed(line) }
    return !formula.dependsOnLines || formula.parts.allSatisfy(isFixed)
  }
}

extension Formula {
  fileprivate var usesPrevious: Bool {
    if case .previous = kind { return true }
    return dependsOnLines && parts.contains(where: \.usesPrevious)
  }
}
