import Diagnostics

/// Reductions, written out for each value of their indices.
extension Instantiation {
  mutating func reduction(_ reduction: ParsedReduction) throws(Diagnostic) -> Formula {
    switch reduction.reduction.result {
    case .ofEach(let function): return try member(of: reduction, function)
    case .ofAll(let ofNone, let keepsOne, let combined):
      let members = try members(of: reduction)
      if members.count == 1, keepsOne { return members[0] }
      if !members.isEmpty { return combined(members) }
      guard let ofNone else {
        throw Diagnostic("'\(reduction.name)' of nothing has no value", at: reduction.place)
      }
      return ofNone
    }
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
    bindings.append((index.name, 0))
    defer { bindings.removeLast() }
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

  /// The result of a reduction that belongs to the present value of its index.
  private mutating func member(
    of reduction: ParsedReduction, _ function: Function
  ) throws(Diagnostic) -> Formula {
    guard reduction.indices.count == 1, let index = reduction.indices.first,
      let own = binding(index.name)
    else {
      throw Diagnostic(
        "'\(reduction.name)' needs one index, an index of the equation", at: reduction.place,
        note: "for example p[k] = \(reduction.name)(k: z[k])")
    }
    let range = try range(of: index, in: reduction)
    guard range.contains(own) else {
      throw Diagnostic(
        "\(index.name) = \(own) is outside the \(reduction.name)'s range", at: index.place)
    }
    let members = try members(of: reduction)
    return Formula(.call(function, [.number(own - range.lowerBound + 1)] + members))
  }
}
