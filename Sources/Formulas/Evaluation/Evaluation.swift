import Decimals

extension Formula {
  private struct NoValue: Error {}

  /// The value of a formula that uses neither a line nor the step, such as a typed constant; `nil`
  /// of any other.
  package func constantValue() -> Double? {
    value(step: nil, line: { _ in nil }, previous: { _ in nil })
  }

  /// The value, in the order of operations as it is written; `nil` where an operand has none.
  package func value(
    step: Int?, line: (LineID) -> Double?, previous: (LineID) -> Double?,
    placeholder: (Int) -> Double? = { _ in nil }
  ) -> Double? {
    func present(_ value: Double?) throws(NoValue) -> Double {
      guard let value else { throw NoValue() }
      return value
    }
    do throws(NoValue) {
      return try worked(
        out: { () throws(NoValue) in try present(step.map(Double.init)) },
        { (operand) throws(NoValue) in try present(line(operand)) },
        { (operand) throws(NoValue) in try present(previous(operand)) },
        { (number) throws(NoValue) in try present(placeholder(number)) })
    } catch {
      return nil
    }
  }
}

extension Double: FormulaNumber {
  package func raised(to exponent: Double) -> Double { Function.raise(self, to: exponent) }

  package static func value(of function: Function, at arguments: [Double]) -> Double {
    function.applied(to: arguments)
  }
}

extension Function {
  /// The value at the arguments; a definition has none of its own.
  package func applied(to arguments: [Double]) -> Double {
    switch value {
    case .unary(let function): function(arguments[0])
    case .binary(let function): arguments.dropFirst().reduce(arguments[0], function)
    case .many(let function): function(arguments)
    case .choice: arguments[0] != 0 ? arguments[1] : arguments[2]
    case .definition: preconditionFailure("a definition is unfolded before it has a value")
    }
  }
}
