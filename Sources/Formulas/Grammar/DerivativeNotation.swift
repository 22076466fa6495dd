package import Diagnostics

/// Derivatives `dX/dY`, written without spaces.
extension FormulaParser {
  /// Takes `dX/dY` where it stands next and means a derivative.
  package mutating func derivative() throws(Diagnostic) -> ParsedFormula? {
    guard mayBeDerivative else { return nil }
    let start = position
    let top = try derivativeTop()
    position += 1
    let lower = try name()
    let quotientIsPossible = isQuantity(text(tokens[start])) && isQuantity(lower.name)
    let variables = try variables(of: lower, count: top.order)
    let derivativeIsPossible =
      isQuantity(top.name.name) && variables?.allSatisfy { isQuantity($0.name) } == true
    guard let variables, derivativeIsPossible || !quotientIsPossible else {
      position = start
      return nil
    }
    let place = tokens[start].place.lowerBound..<previousEnd
    if quotientIsPossible {
      throw Diagnostic(
        "'\(source.text(place))' can be read as a derivative and as a quotient", at: place,
        note: "write spaces around '/' for the quotient, or rename a quantity")
    }
    return ParsedFormula(.derivative(of: top.name, by: variables), at: place)
  }

  /// Whether `dX`, perhaps with indices, then `/dY` come next and are not plainly a quotient.
  ///
  /// Only tokens are looked at: indices that were parsed to no end would be parsed again.
  private var mayBeDerivative: Bool {
    let word = text(token)
    guard word.hasPrefix("d"), word.count > 1 else { return false }
    var next = position + 1
    if next < tokens.count, tokens[next].isSign("[") {
      var depth = 0
      repeat {
        if tokens[next].isSign("[") { depth += 1 }
        if tokens[next].isSign("]") { depth -= 1 }
        next += 1
      } while depth > 0 && next < tokens.count
    }
    guard next + 1 < tokens.count, tokens[next].isSign("/"), tokens[next + 1].kind == .name,
      tokens[next].place.lowerBound == tokens[next - 1].place.upperBound,
      tokens[next + 1].place.lowerBound == tokens[next].place.upperBound
    else { return false }
    let lower = text(tokens[next + 1])
    guard lower.hasPrefix("d"), lower.count > 1 else { return false }
    let quotientIsPossible = isQuantity(word) && isQuantity(lower)
    return !quotientIsPossible
      || isQuantity(String(word.dropFirst())) && isQuantity(String(lower.dropFirst()))
  }

  private mutating func derivativeTop() throws(Diagnostic) -> (name: ParsedName, order: Int) {
    let word = text(token)
    let place = token.place
    let full = try name()
    func stripped(_ count: Int) -> ParsedName {
      ParsedName(
        String(word.dropFirst(count)), indices: full.indices, isPrimed: false,
        at: place.lowerBound + count..<full.place.upperBound)
    }
    let second = word.dropFirst(2)
    if word.hasPrefix("d2"), !second.isEmpty, isQuantity(String(second)),
      !isQuantity(String(word.dropFirst()))
    {
      return (stripped(2), 2)
    }
    return (stripped(1), 1)
  }

  /// Splits `dY`, or `dYdZ` with indices at the end, into as many quantities as the order says.
  private mutating func variables(
    of lower: ParsedName, count: Int
  ) throws(Diagnostic) -> [ParsedName]? {
    guard lower.name.hasPrefix("d"), lower.name.count > 1, !lower.isPrimed else { return nil }
    let word = lower.name.dropFirst()
    func variable(_ name: Substring, indices: [ParsedFormula]) -> ParsedName {
      ParsedName(String(name), indices: indices, isPrimed: false, at: lower.place)
    }
    if count == 1 { return [variable(word, indices: lower.indices)] }
    if word.hasSuffix("2"), !isQuantity(String(word)), isQuantity(String(word.dropLast())) {
      let twice = variable(word.dropLast(), indices: lower.indices)
      return [twice, twice]
    }
    // dYdZ is one word, unless Y has indices: dY[1]dZ[2].
    if token.kind == .name, token.place.lowerBound == previousEnd,
      isQuantity(String(word)), text(token).hasPrefix("d")
    {
      let second = try name()
      return [
        variable(word, indices: lower.indices),
        variable(second.name.dropFirst(), indices: second.indices),
      ]
    }
    for split in word.indices.dropFirst() where word[split] == "d" {
      let (first, second) = (word[..<split], word[word.index(after: split)...])
      if isQuantity(String(first)), isQuantity(String(second)) {
        return [variable(first, indices: []), variable(second, indices: lower.indices)]
      }
    }
    return nil
  }
}
