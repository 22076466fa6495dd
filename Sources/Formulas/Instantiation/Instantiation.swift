package import Diagnostics
import Decimals

/// Turns a parsed formula into one over the lines of a program, for given values of its indices.
package struct Instantiation {
  package let scope: Scope
  package internal(set) var bindings: Scope.Bindings
  /// A formula may not have more operations than this.
  package let maximumSize: Int
  /// Whether a definition's body takes the arguments of a call: how large that gets is seen from the
  /// call.
  private let unfoldsDefinition: Bool

  /// Without a maximum, a definition is unfolded.
  package init(_ scope: Scope, bindings: Scope.Bindings = [], maximumSize: Int?) {
    self.scope = scope
    self.bindings = bindings
    self.maximumSize = maximumSize ?? .max
    unfoldsDefinition = maximumSize == nil
  }

  func binding(_ name: String) -> Int? { bindings.last { $0.name == name }?.value }

  package mutating func formula(_ parsed: ParsedFormula) throws(Diagnostic) -> Formula {
    switch parsed.kind {
    case .number(let number):
      return .number(number)
    case .name(let name):
      return try value(of: name)
    case .derivative(let top, let bottom):
      var variables: [(ParsedName, [Int])] = []
      for name in bottom { variables.append((name, try integers(name.indices))) }
      return try scope.derivative((top, integers(top.indices)), variables, parsed.place)
    case .sum(let terms):
      return Formula(.sum(try formulas(terms)))
    case .chain(let first, let rest):
      return try chain(first, rest)
    case .power(let base, let exponent):
      return Formula(.power(try formula(base), try formula(exponent)))
    case .negated(let operand):
      return Formula(.negated(try formula(operand)))
    case .comparison(let function, let left, let right):
      return .call(function, try formula(left), try formula(right))
    case .call(let call):
      return try self.call(call)
    case .reduction(let reduction):
      return try self.reduction(reduction)
    }
  }

  private mutating func formulas(_ parsed: [ParsedFormula]) throws(Diagnostic) -> [Formula] {
    var formulas: [Formula] = []
    formulas.reserveCapacity(parsed.count)
    for part in parsed { formulas.append(try formula(part)) }
    return formulas
  }

  private mutating func value(of name: ParsedName) throws(Diagnostic) -> Formula {
    if name.indices.isEmpty, !name.isPrimed {
      if let value = binding(name.name) { return .number(value) }
      if name.name == "pi" { return .pi }
      if name.name == "step", scope.knowsStep { return Formula(.step) }
    }
    return try scope.quantity(name, integers(name.indices))
  }

  /// Factors and divisors from left to right, as they were typed.
  private mutating func chain(
    _ first: ParsedFormula, _ rest: [(isDivisor: Bool, operand: ParsedFormula)]
  ) throws(Diagnostic) -> Formula {
    var factors: [Formula] = []
    factors.reserveCapacity(1 + rest.count)
    factors.append(try formula(first))
    func product() -> Formula { factors.count == 1 ? factors[0] : Formula(.product(factors)) }
    for (isDivisor, operand) in rest {
      let value = try formula(operand)
      if isDivisor {
        factors = [Formula(.quotient(product(), value))]
      } else {
        factors.append(value)
      }
    }
    let result = product()
    try checkDepth(
      of: result, at: first.place.lowerBound..<(rest.last?.operand ?? first).place.upperBound)
    return result
  }

  // Calls.

  private mutating func call(_ call: ParsedCall) throws(Diagnostic) -> Formula {
    if let term = try scope.term(call) { return term }
    guard let function = scope.functions[call.name] else { throw unknownFunction(call) }
    let values = try arguments(of: call, for: function)
    if case .member = function.notation {
      let scores = values.count - 1
      guard let position = values[0].numeral.flatMap({ Int(exactly: $0.value) }), position >= 1,
        position <= scores
      else {
        throw Diagnostic(
          "a \(function.name) of \(counted(scores, "score")) needs to know which one is meant, "
            + "by a number from 1 to \(scores)", at: call.arguments[0].place,
          note: "for a family, write \(function.name)(k: z[k])")
      }
    }
    let result = Formula(.call(function, values))
    if result.size > maximumSize {
      throw Diagnostic(
        "this grows to more than \(maximumSize) operations when its definitions are unfolded",
        at: call.place)
    }
    if function.ownDepth > 0 { try checkDepth(of: result, at: call.place) }
    return result
  }

  private func checkDepth(of formula: Formula, at place: Range<Int>) throws(Diagnostic) {
    if formula.depth <= Instantiation.maximumDepth || unfoldsDefinition { return }
    throw Diagnostic(
      "this is nested more than \(Instantiation.maximumDepth) deep when its definitions are unfolded",
      at: place, note: "parts that have names of their own keep it flat")
  }

  /// Operations may not stand deeper inside each other than this: passes over formulas call
  /// themselves.
  package static let maximumDepth = 1000

  private func unknownFunction(_ call: ParsedCall) -> Diagnostic {
    if Reduction.named(call.name) != nil {
      return Diagnostic(
        "'\(call.name)' needs an index", at: call.namePlace,
        note: "for example \(call.name)(i: x[i])")
    }
    let printed = scope.functions.values.filter { $0.isPrinted(call.name) }.map(\.name).min()
    if let printed {
      return .noSuch("function", call.name, at: call.namePlace, nearest: printed)
    }
    return .noSuch(
      "function", call.name, at: call.namePlace, among: scope.functions.keys.sorted())
  }

  /// Returns one value for each parameter: positional, then named, then preset ones.
  private mutating func arguments(
    of call: ParsedCall, for function: Function
  ) throws(Diagnostic) -> [Formula] {
    let parameters = function.parameters
    if function.isVariadic {
      if let named = call.arguments.first(where: { $0.name != nil }) {
        throw Diagnostic("'\(call.name)' takes no named arguments", at: named.place)
      }
      let given = try formulas(call.arguments.map(\.value))
      if given.count < parameters.count {
        throw Diagnostic(
          "'\(call.name)' needs at least \(counted(parameters.count, "argument"))", at: call.place)
      }
      return given
    }
    var values = try bound(
      call, to: parameters.map(\.name), hasPreset: { parameters[$0].preset != nil })
    for index in values.indices where values[index] == nil {
      values[index] = parameters[index].preset
    }
    return values.compactMap { $0 }
  }

  /// Returns the arguments of a call in the order of the parameters; `nil` where one is left out.
  package mutating func bound(
    _ call: ParsedCall, to parameters: [String], hasPreset: (Int) -> Bool
  ) throws(Diagnostic) -> [Formula?] {
    var values = [Formula?](repeating: nil, count: parameters.count)
    for (position, argument) in call.arguments.enumerated() {
      var index = position
      if let name = argument.name {
        guard let named = parameters.firstIndex(of: name) else {
          throw .unknown(
            "'\(call.name)' has no argument '\(name)'", at: argument.place, word: name,
            among: parameters)
        }
        index = named
      }
      if index >= parameters.count {
        throw Diagnostic(
          "'\(call.name)' takes \(counted(parameters.count, "argument"))", at: argument.place,
          note: parameters.isEmpty ? nil : "\(call.name)(\(parameters.joined(separator: ", ")))")
      }
      if values[index] != nil {
        throw Diagnostic("'\(parameters[index])' is given twice", at: argument.place)
      }
      values[index] = try formula(argument.value)
    }
    let missing = parameters.indices.filter { values[$0] == nil && !hasPreset($0) }
    if !missing.isEmpty {
      let names = missing.map { "'\(parameters[$0])'" }.joined(separator: " and ")
      throw Diagnostic("'\(call.name)' needs \(names)", at: call.place)
    }
    return values
  }
}
