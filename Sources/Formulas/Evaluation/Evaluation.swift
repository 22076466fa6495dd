import Decimals

extension Formula {
  /// The value of a formula that uses no line, such as a typed constant; `nil` of any other.
  package func constantValue(step: Int? = nil) -> Double? {
    value(step: step, line: { _ in nil }, previous: { _ in nil })
  }

  /// The value, in the order of operations as it is written; `nil` where an operand has none.
  ///
  /// `adding` gives the sum of the values of terms.
  package func value(
    step: Int?, line: (Int) -> Double?, previous: (Int) -> Double?,
    adding: ([Double]) -> Double = { $0.dropFirst().reduce($0[0], +) }
  ) -> Double? {
    func value(_ formula: Formula) -> Double? {
      formula.value(step: step, line: line, previous: previous, adding: adding)
    }
    switch kind {
    case .number(let number): return number.value
    case .line(let position): return line(position)
    case .previous(let position): return previous(position)
    case .step: return step.map(Double.init)
    case .named(_, let formula): return value(formula)
    case .negated(let operand): return value(operand).map { -$0 }
    case .call(let function, let arguments):
      if case .definition(let unfolded) = function.value { return value(unfolded(arguments)) }
    default: break
    }
    var values: [Double] = []
    for part in parts {
      guard let value = value(part) else { return nil }
      values.append(value)
    }
    switch kind {
    case .sum: return adding(values)
    case .product: return values.dropFirst().reduce(values[0], *)
    case .quotient: return values[0] / values[1]
    case .power: return Function.raise(values[0], to: values[1])
    case .call(let function, _): return function.applied(to: values)
    default: return nil
    }
  }
}

extension Formula {
  /// How large the value would be if terms did not cancel: what its rounding is measured against.
  ///
  /// `line` gives the magnitude of a line, `value` the value of any other part.
  package func magnitude(line: (Int) -> Double, value: (Formula) -> Double) -> Double {
    switch kind {
    case .line(let position): line(position)
    case .negated(let operand), .named(_, let operand):
      operand.magnitude(line: line, value: value)
    case .sum(let terms): terms.reduce(0) { $0 + $1.magnitude(line: line, value: value) }
    case .product(let factors):
      factors.reduce(1) { $0 * $1.magnitude(line: line, value: value) }
    case .quotient(let top, let bottom):
      top.magnitude(line: line, value: value) / abs(value(bottom))
    case .number, .previous, .step, .power, .call: abs(value(self))
    }
  }
}

extension Function {
  /// The power as it is computed everywhere: x² is x·x.
  package static func raise(_ base: Double, to exponent: Double) -> Double {
    exponent == 2 ? base * base : power.applied(to: [base, exponent])
  }

  /// The value at the arguments; a definition has none of its own.
  package func applied(to arguments: [Double]) -> Double {
    switch value {
    case .unary(let function): function(arguments[0])
    case .binary(let function): arguments.dropFirst().reduce(arguments[0], function)
    case .many(let function): function(arguments)
    case .choice: arguments[0] != 0 ? arguments[1] : arguments[2]
    case .definition: .nan
    }
  }
}
