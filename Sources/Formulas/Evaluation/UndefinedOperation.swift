import Decimals

extension Formula {
  /// The operation that has no value although each of its operands has one, with the operands' values
  /// in their places: 0/0, ∞ − ∞, log(−1); `nil` where there is none.
  ///
  /// `value` gives the value of a part; functions that are printed in full are looked into.
  package func undefinedOperation(_ value: (Formula) -> Double?) -> Formula? {
    guard value(self)?.isNaN == true else { return nil }
    var operands = parts
    if case .call(let function, let arguments) = kind {
      if let written = function.spelledOut?(arguments) {
        return written.undefinedOperation(value)
      }
      if function == .choice {
        operands = [arguments[0], arguments[value(arguments[0]) == 0 ? 2 : 1]]
      }
    }
    if let undefined = operands.first(where: { value($0)?.isNaN != false }) {
      return undefined.undefinedOperation(value)
    }
    return operands.isEmpty
      ? nil : mapParts { part in value(part).map { .number(Numeral($0)) } ?? part }
  }
}
