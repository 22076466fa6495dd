package import Decimals

/// A formula as it was typed, with the place of each part, before its indices are expanded.
package struct ParsedFormula: Sendable {
  package indirect enum Kind: Sendable {
    case number(Numeral)
    case name(ParsedName)
    /// `dX/dY`, or `d2X/dYdZ`.
    case derivative(of: ParsedName, by: [ParsedName])
    case sum([ParsedFormula])
    /// Factors and divisors from left to right.
    case chain(ParsedFormula, [(isDivisor: Bool, operand: ParsedFormula)])
    case power(ParsedFormula, ParsedFormula)
    case negated(ParsedFormula)
    case comparison(Function, ParsedFormula, ParsedFormula)
    case call(ParsedCall)
    case reduction(ParsedReduction)
  }

  package let kind: Kind
  package let place: Range<Int>

  package init(_ kind: Kind, at place: Range<Int>) {
    self.kind = kind
    self.place = place
  }
}

/// A quantity as it was typed: `W[j, i-1]`, `m'`.
package struct ParsedName: Sendable {
  package let name: String
  package let indices: [ParsedFormula]
  package let isPrimed: Bool
  package let place: Range<Int>

  package init(_ name: String, indices: [ParsedFormula], isPrimed: Bool, at place: Range<Int>) {
    self.name = name
    self.indices = indices
    self.isPrimed = isPrimed
    self.place = place
  }
}

/// A call as it was typed: positional arguments, then named ones.
package struct ParsedCall: Sendable {
  package struct Argument: Sendable {
    package let name: String?
    package let value: ParsedFormula
    package let place: Range<Int>

    package init(name: String?, value: ParsedFormula, place: Range<Int>) {
      self.name = name
      self.value = value
      self.place = place
    }
  }

  package let name: String
  package let namePlace: Range<Int>
  package let arguments: [Argument]
  package let place: Range<Int>

  package init(
    name: String, namePlace: Range<Int>, arguments: [Argument], place: Range<Int>
  ) {
    self.name = name
    self.namePlace = namePlace
    self.arguments = arguments
    self.place = place
  }
}

/// An index with the range that was given for it, if any: `t in 2..T`.
package struct ParsedIndex: Sendable {
  package let name: String
  package let range: (low: ParsedFormula, high: ParsedFormula)?
  package let place: Range<Int>

  package init(
    name: String, range: (low: ParsedFormula, high: ParsedFormula)?, place: Range<Int>
  ) {
    self.name = name
    self.range = range
    self.place = place
  }
}

/// A reduction over indices: `sum(i, k in 1..3: …)`.
package struct ParsedReduction: Sendable {
  package let reduction: Reduction
  package let indices: [ParsedIndex]
  package let body: ParsedFormula
  package let place: Range<Int>

  package var name: String { reduction.name }
}

extension ParsedFormula {
  /// The formulas directly below this one, index positions included.
  package var parts: [ParsedFormula] {
    switch kind {
    case .number: []
    case .name(let name): name.indices
    case .derivative(let top, let bottom): top.indices + bottom.flatMap(\.indices)
    case .sum(let terms): terms
    case .chain(let first, let rest): [first] + rest.map(\.operand)
    case .power(let left, let right), .comparison(_, let left, let right): [left, right]
    case .negated(let operand): [operand]
    case .call(let call): call.arguments.map(\.value)
    case .reduction(let reduction):
      reduction.indices.flatMap { index in index.range.map { [$0.low, $0.high] } ?? [] }
        + [reduction.body]
    }
  }

  /// The quantities named directly in this node.
  package var names: [ParsedName] {
    switch kind {
    case .name(let name): [name]
    case .derivative(let top, let bottom): [top] + bottom
    default: []
    }
  }

  /// Calls `body` with this formula and everything below it, from left to right.
  package func forEachNode(_ body: (ParsedFormula) -> Void) {
    body(self)
    for part in parts { part.forEachNode(body) }
  }

  /// The name that the formula is, where it is nothing else.
  package var bareName: String? {
    if case .name(let name) = kind, name.indices.isEmpty, !name.isPrimed { return name.name }
    return nil
  }
}
