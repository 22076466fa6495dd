import Decimals
package import Formulas

extension Program {
  /// Returns this program followed by the derivative of each line along a direction: forward mode.
  ///
  /// `directions` holds, for each line that may vary, the line with its component of the
  /// direction. The result's `tangents` hold the line of each derivative; lines that do not vary
  /// have none. Nothing is simplified and no adjoint is used, so that it can be compared with the
  /// lines of `differentiated(of:by:among:)`.
  package func withTangents(
    along directions: [LineID: LineID]
  ) throws(ProgramTooLarge) -> (program: Program, tangents: [LineID: LineID]) {
    var program = self
    var tangents = directions
    for (position, line) in lines.numbered {
      guard let formula = line.formula else { continue }
      var sweep = TangentSweep { line in tangents[line].map { .line($0) } }
      guard let tangent = sweep.tangent(of: formula) else { continue }
      tangents[position] = try program.append(
        Line(.term("tangent", of: line.symbol, block: nil), .delta, .formula(tangent)))
    }
    return (program, tangents)
  }
}

/// The derivative of a formula along a direction, by the rules for sums, products and quotients.
///
/// What does not vary contributes nothing, also where a factor beside it is not finite.
private struct TangentSweep {
  /// The derivative of a line; `nil` where it is 0 whatever the direction.
  let ofLine: (LineID) -> Formula?
  /// What large formulas gave: they share parts.
  private var known: [Formula: Formula?] = [:]

  init(ofLine: @escaping (LineID) -> Formula?) { self.ofLine = ofLine }

  mutating func tangent(of formula: Formula) -> Formula? {
    if !formula.dependsOnLines { return nil }
    if formula.size <= 32 { return newTangent(of: formula) }
    if let known = known[formula] { return known }
    let result = newTangent(of: formula)
    known[formula] = .some(result)
    return result
  }

  private mutating func newTangent(of formula: Formula) -> Formula? {
    switch formula.kind {
    case .number, .step, .previous, .placeholder: return nil
    case .line(let line): return ofLine(line)
    case .named(_, let value): return tangent(of: value)
    case .sum(let terms): return sum(terms.map { tangent(of: $0) })
    case .negated(let operand): return tangent(of: operand).map { Formula(.negated($0)) }
    case .product(let factors): return product(factors[...])
    case .quotient(let top, let bottom):
      // (u/v)' = (u' − (u/v)·v')/v
      let lost = tangent(of: bottom).map { Formula(.negated(varying($0, [formula, $0]))) }
      return sum([tangent(of: top), lost]).map { inner in
        .call(.choice, inner, Formula(.quotient(inner, bottom)), .zero)
      }
    case .power(let base, let exponent): return power(formula, base, exponent)
    case .call(let function, let arguments): return call(formula, function, arguments)
    }
  }

  private func sum(_ terms: [Formula?]) -> Formula? {
    let terms = terms.compactMap { $0 }
    return terms.count > 1 ? Formula(.sum(terms)) : terms.first
  }

  /// A product that is 0 where the derivative in it is.
  private func varying(_ tangent: Formula, _ factors: [Formula]) -> Formula {
    .call(.choice, tangent, Formula(.product(factors)), .zero)
  }

  /// The rule (p·q)' = p'·q + p·q', for the halves of a product.
  private mutating func product(_ factors: ArraySlice<Formula>) -> Formula? {
    if factors.count == 1 { return tangent(of: factors[factors.startIndex]) }
    let middle = factors.startIndex + factors.count / 2
    let (left, right) = (factors[..<middle], factors[middle...])
    return sum([
      product(left).map { varying($0, [$0] + right) },
      product(right).map { varying($0, left + [$0]) },
    ])
  }

  /// The rule (bᵉ)' = e·bᵉ⁻¹·b' + bᵉ·log b·e'.
  private mutating func power(
    _ power: Formula, _ base: Formula, _ exponent: Formula
  ) -> Formula? {
    let byBase = tangent(of: base).flatMap { inner -> Formula? in
      let outer = base.slope(raisedTo: exponent)
      return outer == .zero ? nil : varying(inner, [outer, inner])
    }
    let byExponent = tangent(of: exponent).map { inner in
      varying(inner, [base.exponentSlope(raisedTo: exponent, result: power), inner])
    }
    return sum([byBase, byExponent])
  }

  private mutating func call(
    _ call: Formula, _ function: Function, _ arguments: [Formula]
  ) -> Formula? {
    if let partial = function.partial {
      return sum(
        arguments.enumerated().map { index, argument in
          guard let inner = tangent(of: argument) else { return nil }
          let outer = partial(arguments, call, index)
          return outer == .zero ? nil : varying(inner, [outer, inner])
        })
    }
    switch function.value {
    case .definition(let unfolded): return tangent(of: unfolded(arguments))
    case .choice:
      let branches = arguments.dropFirst().map { tangent(of: $0) }
      if branches.allSatisfy({ $0 == nil }) { return nil }
      return Formula(.call(function, [arguments[0]] + branches.map { $0 ?? .zero }))
    case .unary, .binary, .many: return nil
    }
  }
}
