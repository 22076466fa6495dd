package import Diagnostics
import Decimals

/// Integer expressions of indices and integer constants.
extension Instantiation {
  package func integers(_ parsed: [ParsedFormula]) throws(Diagnostic) -> [Int] {
    try parsed.map { part throws(Diagnostic) in try integer(part) }
  }

  /// Indices and what they are computed from stay far from where integers overflow.
  private static let largestInteger: UInt = 1_000_000_000_000_000

  /// The value of an integer expression of indices and integer constants.
  package func integer(_ parsed: ParsedFormula) throws(Diagnostic) -> Int {
    if let value = try integerOrNil(parsed) {
      if value.magnitude > Instantiation.largestInteger {
        throw Diagnostic("this number is too large", at: parsed.place)
      }
      return value
    }
    throw Diagnostic(
      "expected a whole number made of indices and integer constants", at: parsed.place)
  }

  private func integerOrNil(_ parsed: ParsedFormula) throws(Diagnostic) -> Int? {
    switch parsed.kind {
    case .number(let number):
      return number.value > Double(Instantiation.largestInteger) ? .max : Int(exactly: number.value)
    case .name(let name):
      guard name.indices.isEmpty, !name.isPrimed else { return nil }
      return binding(name.name) ?? scope.integer(name)
    case .negated(let operand):
      return try 0.subtracting(integer(operand), at: parsed.place)
    case .sum(let terms):
      var sum = 0
      for term in terms { sum = try sum.adding(integer(term), at: parsed.place) }
      return sum
    case .chain(let first, let rest):
      var value = try integer(first)
      for (isDivisor, operand) in rest {
        let other = try integer(operand)
        if isDivisor {
          guard other != 0, value.isMultiple(of: other) else { return nil }
          value /= other
        } else {
          value = try value.multiplied(by: other, at: parsed.place)
        }
      }
      return value
    default:
      return nil
    }
  }
}

extension Int {
  fileprivate func adding(_ other: Int, at place: Range<Int>) throws(Diagnostic) -> Int {
    try checked(addingReportingOverflow(other), at: place)
  }

  fileprivate func subtracting(_ other: Int, at place: Range<Int>) throws(Diagnostic) -> Int {
    try checked(subtractingReportingOverflow(other), at: place)
  }

  fileprivate func multiplied(by other: Int, at place: Range<Int>) throws(Diagnostic) -> Int {
    try checked(multipliedReportingOverflow(by: other), at: place)
  }

  private func checked(
    _ result: (partialValue: Int, overflow: Bool), at place: Range<Int>
  ) throws(Diagnostic) -> Int {
    if result.overflow { throw Diagnostic("this number is too large", at: place) }
    return result.partialValue
  }
}
