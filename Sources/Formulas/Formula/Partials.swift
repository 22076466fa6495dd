import Decimals

/// Partial derivatives of one formula by the lines that it uses.
extension Formula {
  /// The partial derivative with respect to each line that the formula uses, in the order of first use.
  ///
  /// One reverse sweep from the root to the leaves; the parts that several
  /// derivatives share are shared objects. `ownLine` is the line whose right side
  /// this is: derivatives that are taught in terms of the result (σ' = σ·(1 − σ))
  /// name it. Lines that are not `wanted` are left out.
  package func partials(
    ownLine: LineID, wanted: (LineID) -> Bool = { _ in true }
  ) -> [(line: LineID, derivative: Formula)] {
    conditionalPartials(ownLine: ownLine, wanted: wanted).map { ($0.line, $0.derivative) }
  }

  /// The same, with the conditions of branches under which each line is used at all.
  package func conditionalPartials(
    ownLine: LineID, wanted: (LineID) -> Bool
  ) -> [ConditionalPartial] {
    withoutActuallyEscaping(wanted) { wanted in
      var sweep = ReverseSweep(root: self, result: .line(ownLine), isWanted: wanted)
      sweep.visit(self, adjoint: .one)
      return sweep.partials
    }
  }
}

/// A partial derivative, and where the formula uses the line.
package struct ConditionalPartial {
  package let line: LineID
  package let derivative: Formula
  package let use: Use
}

/// Whether a line is used: not by a branch that is not taken.
package enum Use {
  case never
  /// Where a formula is not 0.
  case when(Formula)
  case always

  /// Used here or there.
  package func or(_ other: Use) -> Use {
    switch (self, other) {
    case (.always, _), (_, .always): .always
    case (.never, let use), (let use, .never): use
    case (.when(let first), .when(let second)):
      first == second ? self : .when(.choice(first, .one, second))
    }
  }

  /// Used by what is used itself.
  package func by(_ user: Use) -> Use {
    switch (user, self) {
    case (.never, _), (_, .never): .never
    case (.always, let use), (let use, .always): use
    case (.when(let first), .when(let second)): .when(.choice(first, second, .zero))
    }
  }

  /// Used by one branch or the other.
  fileprivate static func choice(_ condition: Formula, _ then: Use, _ otherwise: Use) -> Use {
    switch (then, otherwise) {
    case (.always, .always): .always
    case (.always, .never): .when(condition)
    default: .when(.choice(condition, then.formula, otherwise.formula))
    }
  }

  private var formula: Formula {
    switch self {
    case .never: .zero
    case .when(let formula): formula
    case .always: .one
    }
  }
}

extension Formula {
  /// The derivative of a power by its base: b·x^(b−1), which is 0 where b = 0.
  package func slope(raisedTo exponent: Formula) -> Formula {
    exponent.numeral == nil
      ? .call(.powerSlope, self, exponent)
      : exponent * raised(to: .total([exponent, .number(-1)]))
  }

  /// The derivative of a power by its exponent: x^b·log x, which is 0 where x^b is.
  package func exponentSlope(raisedTo exponent: Formula, result: Formula) -> Formula {
    let isKnownPositive = numeral.map { $0.value > 0 } ?? false
    return isKnownPositive
      ? result * .call(.log, self) : Formula(.call(.xlogy, [result, self]))
  }
}

private struct ReverseSweep {
  let root: Formula
  let result: Formula
  let isWanted: (LineID) -> Bool
  /// The lines that have a share, in the order of first use, and the index of each.
  private var lines: [LineID] = []
  private var indices: [LineID: Int] = [:]
  private var shares: [(index: Int, adjoint: Formula, use: Use)] = []

  init(root: Formula, result: Formula, isWanted: @escaping (LineID) -> Bool) {
    self.root = root
    self.result = result
    self.isWanted = isWanted
  }

  var partials: [ConditionalPartial] {
    var terms: [[Formula]] = Array(repeating: [], count: lines.count)
    var uses = Array(repeating: Use.never, count: lines.count)
    for (index, adjoint, use) in shares {
      terms[index].append(adjoint)
      uses[index] = uses[index].or(use)
    }
    return lines.indices.compactMap { index in
      let total = Formula.total(terms[index])
      return total == .zero
        ? nil : ConditionalPartial(line: lines[index], derivative: total, use: uses[index])
    }
  }

  private mutating func contribute(
    _ adjoint: Formula, to line: LineID, where use: Use = .always
  ) {
    let index = indices[line] ?? lines.count
    if index == lines.count {
      indices[line] = index
      lines.append(line)
    }
    shares.append((index, adjoint, use))
  }

  /// Whether the formula may use a wanted line.
  private func matters(_ formula: Formula) -> Bool {
    if case .line(let line) = formula.kind { return isWanted(line) }
    return formula.dependsOnLines
  }

  mutating func visit(_ formula: Formula, adjoint: Formula) {
    guard matters(formula), adjoint != .zero else { return }
    switch formula.kind {
    case .number, .previous, .step, .placeholder, .named:
      break
    case .line(let line):
      contribute(adjoint, to: line)
    case .sum(let terms):
      for term in terms { visit(term, adjoint: adjoint) }
    case .negated(let operand):
      visit(operand, adjoint: -adjoint)
    case .product(let factors):
      visit(factors: factors[...], adjoint: adjoint)
    case .quotient(let numerator, let denominator):
      visit(numerator, adjoint: adjoint / denominator)
      if case .power(let base, let exponent) = denominator.kind, exponent.numeral?.exact != nil {
        // u/vⁿ by v is −n·u/vⁿ⁺¹.
        let raised = base.raised(to: .total([exponent, .one]))
        visit(base, adjoint: -(adjoint * (exponent * numerator / raised)))
      } else {
        visit(denominator, adjoint: -(adjoint * (numerator / denominator.squared)))
      }
    case .power(let base, let exponent):
      visit(power: formula, base, exponent, adjoint: adjoint)
    case .call(let function, let arguments):
      visit(call: formula, function, arguments, adjoint: adjoint)
    }
  }

  /// Long products are halved, so that all derivatives together stay near linear in size.
  private mutating func visit(factors: ArraySlice<Formula>, adjoint: Formula) {
    if factors.count > 8 {
      let middle = factors.startIndex + factors.count / 2
      let (left, right) = (factors[..<middle], factors[middle...])
      visit(factors: left, adjoint: adjoint * Formula(.product(Array(right))))
      visit(factors: right, adjoint: adjoint * Formula(.product(Array(left))))
      return
    }
    for index in factors.indices where matters(factors[index]) {
      let before = factors[..<index].reduce(adjoint, *)
      visit(factors[index], adjoint: factors[(index + 1)...].reduce(before, *))
    }
  }

  private mutating func visit(
    power formula: Formula, _ base: Formula, _ exponent: Formula, adjoint: Formula
  ) {
    let result = formula === root ? result : formula
    visit(base, adjoint: adjoint * base.slope(raisedTo: exponent))
    if exponent.dependsOnLines {
      visit(exponent, adjoint: adjoint * base.exponentSlope(raisedTo: exponent, result: result))
    }
  }

  private mutating func visit(
    call formula: Formula, _ function: Function, _ arguments: [Formula], adjoint: Formula
  ) {
    if case .choice = function.value {
      visit(choice: arguments[0], arguments[1], arguments[2], adjoint: adjoint)
    } else if let partial = function.partial {
      let result = formula === root ? result : formula
      for (index, argument) in arguments.enumerated() where matters(argument) {
        visit(argument, adjoint: adjoint * partial(arguments, result, index))
      }
    } else if case .definition(let unfolded) = function.value {
      visit(unfolded(arguments), adjoint: adjoint)
    }
  }

  /// The branch not taken contributes nothing, not even a NaN: the choice stands outside.
  private mutating func visit(
    choice condition: Formula, _ then: Formula, _ otherwise: Formula, adjoint: Formula
  ) {
    var (taken, left) = (
      ReverseSweep(root: root, result: result, isWanted: isWanted),
      ReverseSweep(root: root, result: result, isWanted: isWanted)
    )
    taken.visit(then, adjoint: adjoint)
    left.visit(otherwise, adjoint: adjoint)
    let whereTaken = Dictionary(uniqueKeysWithValues: taken.partials.map { ($0.line, $0) })
    let whereLeft = Dictionary(uniqueKeysWithValues: left.partials.map { ($0.line, $0) })
    for line in taken.lines + left.lines.filter({ taken.indices[$0] == nil }) {
      let (first, second) = (whereTaken[line], whereLeft[line])
      if first == nil && second == nil { continue }
      contribute(
        .choice(condition, first?.derivative ?? .zero, second?.derivative ?? .zero), to: line,
        where: .choice(condition, first?.use ?? .never, second?.use ?? .never))
    }
  }
}
