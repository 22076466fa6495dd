package import Formulas
package import Lessons

/// How names are printed, by the rules of the lesson language and the author's `symbol` statements.
///
/// Trailing digits are a subscript, or a superscript in parentheses where indices follow; what
/// follows an underscore is a subscript; the names of Greek letters are those letters.
package struct SymbolNotation: Sendable {
  private let printed: [String: PrintedSymbol]
  /// Names that are printed as they were typed.
  private var plain: Set<String> = []
  /// The letters of families whose names end in digits, which count layers: `b` where there is `b1[j]`.
  private var layered: Set<String> = []

  package init(_ printed: [String: PrintedSymbol] = [:]) {
    self.printed = printed
  }

  /// Has names printed as they were typed where two quantities would look the same.
  package func distinguishing(_ symbols: some Sequence<Symbol>) -> SymbolNotation {
    var result = self
    for symbol in symbols {
      guard let (name, indices) = symbol.quantity, !indices.isEmpty, printed[name] == nil else {
        continue
      }
      let spelling = Spelling(of: name, hasIndices: true)
      if spelling.superscript != nil { result.layered.insert(spelling.base) }
    }
    if !result.layered.isEmpty, result.layered != layered { return result.distinguishing(symbols) }
    var seen: [MathName: Symbol] = [:]
    var powers: [Symbol] = []
    for symbol in symbols {
      guard let own = symbol.quantity else { continue }
      let look = name(symbol).look
      if case .quantity(let spelling, _) = look, spelling.isPower { powers.append(symbol) }
      guard let other = seen[look]?.quantity else {
        seen[look] = symbol
        continue
      }
      // Of w1 and w[1], w1 gives way; of beta and β, the one whose print is not its name.
      let givesWay = [own, other].first { $0.indices.isEmpty && !$0.name.allSatisfy(\.isLetter) }
      let spelled = [own, other].first { spelling($0.name).base != $0.name }
      result.plain.insert((givesWay ?? spelled ?? own).name)
    }
    // Beside a quantity σ, σ² would be its square.
    for symbol in powers {
      guard case .quantity(var spelling, let indices) = name(symbol).look else { continue }
      (spelling.superscript, spelling.isPower) = (nil, false)
      if seen[.quantity(spelling, indices)] != nil, let own = symbol.quantity {
        result.plain.insert(own.name)
      }
    }
    return result
  }

  /// The printed name of a symbol.
  ///
  /// `indices` stand in its index positions, from left to right, instead of its own numbers.
  package func name(_ symbol: Symbol, indices: [MathIndex]? = nil) -> MathName {
    var rest = (indices ?? symbol.allIndices.map { .number($0) })[...]
    return name(symbol, taking: &rest)
  }

  private func name(_ symbol: Symbol, taking indices: inout ArraySlice<MathIndex>) -> MathName {
    switch symbol {
    case .quantity(let name, let own):
      defer { indices = indices.dropFirst(own.count) }
      return .quantity(spelling(name, hasIndices: !own.isEmpty), Array(indices.prefix(own.count)))
    case .updated(let parameter):
      return .updated(name(parameter, taking: &indices))
    case .derivative(let objective, let variables):
      if case .derivative(let base, let earlier) = objective {
        return name(.derivative(of: base, by: earlier + variables), taking: &indices)
      }
      let top = name(objective, taking: &indices)
      return .derivative(of: top, by: variables.map { name($0, taking: &indices) })
    case .local(let line, let operand):
      let top = name(line, taking: &indices)
      return .derivative(of: top, by: [name(operand, taking: &indices)])
    case .term(let name, let parameter, let block):
      return .term(
        termSpelling(name), block: block, of: parameter.map { self.name($0, taking: &indices) })
    }
  }

  /// The parts of a quantity's name.
  package func spelling(_ name: String, hasIndices: Bool = false) -> Spelling {
    if plain.contains(name) { return Spelling(typed: name, base: name) }
    return printed[name].map { Spelling(of: name, as: $0) }
      ?? Spelling(
        of: name,
        hasIndices: hasIndices
          || !layered.isEmpty && layered.contains(Spelling(of: name, hasIndices: true).base))
  }

  /// A term's name, in which `hat` after a single letter is an accent: `mhat`.
  private func termSpelling(_ name: String) -> Spelling {
    if name.count == 4, name.hasSuffix("hat") {
      return Spelling(typed: name, base: String(name.prefix(1)), accent: .hat)
    }
    return spelling(name)
  }
}

extension Symbol {
  /// The numbers in all index positions, from left to right.
  var allIndices: [Int] {
    switch self {
    case .quantity(_, let indices): indices
    case .updated(let parameter): parameter.allIndices
    case .derivative(let top, let below): top.allIndices + below.flatMap(\.allIndices)
    case .local(let line, let operand): line.allIndices + operand.allIndices
    case .term(_, let parameter, _): parameter?.allIndices ?? []
    }
  }

  /// The family and the position within it of each index, from left to right.
  var indexPositions: [(family: String, position: Int)] {
    switch self {
    case .quantity(let name, let indices): indices.indices.map { (name, $0) }
    case .updated(let parameter): parameter.indexPositions
    case .derivative(let top, let below): top.indexPositions + below.flatMap(\.indexPositions)
    case .local(let line, let operand): line.indexPositions + operand.indexPositions
    case .term(_, let parameter, _): parameter?.indexPositions ?? []
    }
  }

  /// The symbol with a 0 in each index position: the same for all members of a family.
  var family: Symbol {
    switch self {
    case .quantity(let name, let indices):
      indices.isEmpty ? self : .quantity(name, Array(repeating: 0, count: indices.count))
    case .updated(let parameter): .updated(parameter.family)
    case .derivative(let top, let below):
      .derivative(of: top.family, by: below.map(\.family))
    case .local(let line, let operand): .local(of: line.family, by: operand.family)
    case .term(let name, let parameter, let block):
      .term(name, of: parameter?.family, block: block)
    }
  }

  /// Whether the two are members of one family: equal but for the numbers in index positions.
  func isOfFamily(of other: Symbol) -> Bool {
    switch (self, other) {
    case (.quantity(let name, let indices), .quantity(let otherName, let others)):
      name == otherName && indices.count == others.count
    case (.updated(let parameter), .updated(let other)):
      parameter.isOfFamily(of: other)
    case (.derivative(let top, let below), .derivative(let otherTop, let others)):
      below.count == others.count && top.isOfFamily(of: otherTop)
        && zip(below, others).allSatisfy { $0.isOfFamily(of: $1) }
    case (.local(let line, let operand), .local(let otherLine, let other)):
      line.isOfFamily(of: otherLine) && operand.isOfFamily(of: other)
    case (.term, .term): family == other.family
    default: false
    }
  }
}
