import Decimals

/// What the names in a formula stand for.
package struct Scope {
  package typealias Bindings = [(name: String, value: Int)]

  /// The functions that may be called.
  package var functions: [String: Function]
  /// Whether the number of the step may be used.
  package var knowsStep = true
  /// The value of a quantity with its indices.
  package var quantity: (ParsedName, [Int]) throws(Diagnostic) -> Formula
  /// The value of a derivative; each quantity comes with its indices.
  package var derivative:
    (_ of: (ParsedName, [Int]), _ by: [(ParsedName, [Int])], Range<Int>) throws(Diagnostic)
      -> Formula
  /// The value of an integer constant that may stand in an index position.
  package var integer: (ParsedName) -> Int?
  /// The range of an index of a reduction, where none is typed.
  package var range: (ParsedIndex, ParsedReduction) throws(Diagnostic) -> ClosedRange<Int>

  /// The value of a term such as `m(w5)`, which is written like a call.
  package var term: (ParsedCall) throws(Diagnostic) -> Formula?

  /// A scope in which no quantity has a value.
  package init(functions: [String: Function]) {
    self.functions = functions
    quantity = { (name, _) throws(Diagnostic) in
      throw Diagnostic("'\(name.name)' is not known here", at: name.place)
    }
    derivative = { (_, _, place) throws(Diagnostic) in
      throw Diagnostic("a derivative cannot be used here", at: place)
    }
    integer = { _ in nil }
    term = { _ in nil }
    range = { (index, _) throws(Diagnostic) in
      throw Diagnostic("the range of '\(index.name)' is not known here", at: index.place)
    }
  }
}

/// Turns a parsed formula into one over the lines of a program, for given values of its indices.
package struct Instantiation {
  package let scope: Scope
  package private(set) var bindings: Scope.Bindings
  /// A formula may not have more operations than this.
  package let maximumSize: Int

  package init(_ scope: Scope, bindings: Scope.Bindings = [], maximumSize: Int) {
    self.scope = scope
    self.bindings = bindings
    self.maximumSize = maximumSize
  }

  package mutating func bind(_ name: String, to value: Int) { bindings.append((name, value)) }
  package mutating func unbind() { bindings.removeLast() }

  private func binding(_ name: String) -> Int? { bindings.last { $0.name == name }?.value }

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
    return product()
  }

  // Calls.

  private mutating func call(_ call: ParsedCall) throws(Diagnostic) -> Formula {
    if let term = try scope.term(call) { return term }
    guard let function = scope.functions[call.name] else { throw unknownFunction(call) }
    let values = try arguments(of: call, for: function)
    if function === Function.softmax {
      let position = values[0].numeral.flatMap { Int(exactly: $0.value) } ?? 0
      if position < 1 || position >= values.count {
        throw Diagnostic(
          "a softmax of \(counted(values.count - 1, "score")) needs to know which one is meant, "
            + "by a number from 1 to \(values.count - 1)", at: call.arguments[0].place,
          note: "for a family, write softmax(k: z[k])")
      }
    }
    let result = Formula(.call(function, values))
    if result.size > maximumSize {
      throw Diagnostic(
        "this grows to more than \(maximumSize) operations when its definitions are unfolded",
        at: call.place)
    }
    if function.ownDepth > 0, result.depth > Instantiation.maximumDepth {
      throw Diagnostic(
        "this is nested more than \(Instantiation.maximumDepth) deep when its definitions are unfolded",
        at: call.place)
    }
    return result
  }

  /// Calls of definitions may not nest operations deeper than this.
  private static let maximumDepth = 1000

  private func unknownFunction(_ call: ParsedCall) -> Diagnostic {
    if ParsedReduction.names.contains(call.name) {
      return Diagnostic(
        "'\(call.name)' needs an index", at: call.namePlace,
        note: "for example \(call.name)(i: x[i])")
    }
    return .unknown(
      "there is no function '\(call.name)'", at: call.namePlace, word: call.name,
      among: scope.functions.keys.sorted())
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

  // Reductions.

  private mutating func reduction(_ reduction: ParsedReduction) throws(Diagnostic) -> Formula {
    if reduction.name == "softmax" { return try softmaxMember(reduction) }
    let terms = try members(of: reduction)
    if let function = scope.functions[reduction.name] {
      if terms.isEmpty {
        throw Diagnostic("'\(reduction.name)' of nothing has no value", at: reduction.place)
      }
      return terms.count == 1 && function !== Function.logsumexp
        ? terms[0] : Formula(.call(function, terms))
    }
    if reduction.name == "mean" && terms.isEmpty {
      throw Diagnostic("'mean' of nothing has no value", at: reduction.place)
    }
    switch reduction.name {
    case "product":
      return terms.isEmpty ? .one : terms.count == 1 ? terms[0] : Formula(.product(terms))
    case "mean":
      return Formula(.quotient(summed(terms), .number(terms.count)))
    default:
      return summed(terms)
    }
  }

  private func summed(_ terms: [Formula]) -> Formula {
    terms.isEmpty ? .zero : terms.count == 1 ? terms[0] : Formula(.sum(terms))
  }

  /// The body for each value of the indices, the last index fastest.
  private mutating func members(of reduction: ParsedReduction) throws(Diagnostic) -> [Formula] {
    var terms: [Formula] = []
    var size = 0
    try forEachBinding(of: reduction.indices[...], in: reduction) {
      instantiation throws(Diagnostic) in
      let term = try instantiation.formula(reduction.body)
      size = size.saturatingAdding(term.size)
      if size > instantiation.maximumSize {
        throw instantiation.tooLarge(reduction)
      }
      terms.append(term)
    }
    return terms
  }

  private func tooLarge(_ reduction: ParsedReduction) -> Diagnostic {
    Diagnostic("this unrolls to more than \(maximumSize) operations", at: reduction.place)
  }

  private mutating func forEachBinding(
    of indices: ArraySlice<ParsedIndex>, in reduction: ParsedReduction,
    outer: Int = 1, _ body: (inout Instantiation) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let index = indices.first else { return try body(&self) }
    let range = try range(of: index, in: reduction)
    let count = outer.saturatingMultiplied(range.count)
    if count > maximumSize { throw tooLarge(reduction) }
    bind(index.name, to: 0)
    defer { unbind() }
    for value in range {
      bindings[bindings.count - 1].value = value
      try forEachBinding(of: indices.dropFirst(), in: reduction, outer: count, body)
    }
  }

  private func range(
    of index: ParsedIndex, in reduction: ParsedReduction
  ) throws(Diagnostic) -> Range<Int> {
    guard let typed = index.range else { return Range(try scope.range(index, reduction)) }
    return try emptyOrRange(typed)
  }

  /// Returns the values of a typed range; one that ends just before it begins is empty.
  private func emptyOrRange(
    _ typed: (low: ParsedFormula, high: ParsedFormula)
  ) throws(Diagnostic) -> Range<Int> {
    let low = try integer(typed.low)
    let high = try integer(typed.high)
    if high < low - 1 {
      throw Diagnostic(
        "this range runs backwards, from \(low) to \(high)",
        at: typed.low.place.lowerBound..<typed.high.place.upperBound)
    }
    if high == .max { throw Diagnostic("this number is too large", at: typed.high.place) }
    return low..<high + 1
  }

  /// The member of a softmax that belongs to the present value of its index.
  private mutating func softmaxMember(
    _ reduction: ParsedReduction
  ) throws(Diagnostic) -> Formula {
    guard reduction.indices.count == 1, let index = reduction.indices.first,
      let own = binding(index.name)
    else {
      throw Diagnostic(
        "'softmax' needs one index, an index of the equation", at: reduction.place,
        note: "for example p[k] = softmax(k: z[k])")
    }
    let range = try range(of: index, in: reduction)
    guard range.contains(own) else {
      throw Diagnostic(
        "\(index.name) = \(own) is outside the softmax's range", at: index.place)
    }
    let z = try members(of: reduction)
    return Formula(.call(.softmax, [.number(own - range.lowerBound + 1)] + z))
  }

  // Integers.

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

/// Returns "1 argument", "2 arguments".
package func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
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
