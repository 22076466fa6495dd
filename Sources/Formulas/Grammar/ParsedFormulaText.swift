import Decimals

extension ParsedFormula {
  /// The formula with brackets around every operation, so that its tree can be seen.
  package var bracketed: String {
    switch kind {
    case .number(let number): number.text
    case .name(let name): name.bracketed
    case .derivative(let top, let bottom):
      "d(\(top.bracketed))" + bottom.map { "/d(\($0.bracketed))" }.joined()
    case .sum(let terms): "(" + terms.map(\.bracketed).joined(separator: " + ") + ")"
    case .chain(let first, let rest):
      "(" + first.bracketed
        + rest.map { " \($0.isDivisor ? "/" : "*") \($0.operand.bracketed)" }.joined() + ")"
    case .power(let base, let exponent): "(\(base.bracketed) ^ \(exponent.bracketed))"
    case .negated(let operand): "(-\(operand.bracketed))"
    case .comparison(let function, let left, let right):
      "(\(left.bracketed) \(function.name) \(right.bracketed))"
    case .call(let call): call.bracketed
    case .reduction(let reduction):
      "\(reduction.name)(\(reduction.indices.map(\.bracketed).joined(separator: ", ")): "
        + "\(reduction.body.bracketed))"
    }
  }
}

extension ParsedName {
  package var bracketed: String {
    let indices = indices.map(\.bracketed).joined(separator: ", ")
    return name + (isPrimed ? "'" : "") + (indices.isEmpty ? "" : "[\(indices)]")
  }
}

extension ParsedCall {
  package var bracketed: String {
    let arguments = arguments.map { ($0.name.map { "\($0): " } ?? "") + $0.value.bracketed }
    return "\(name)(\(arguments.joined(separator: ", ")))"
  }
}

extension ParsedIndex {
  package var bracketed: String {
    name + (range.map { " in \($0.low.bracketed)..\($0.high.bracketed)" } ?? "")
  }
}
