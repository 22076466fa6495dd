package import Decimals

/// What a formula can be worked out in: doubles, intervals, numbers with what is known of them.
package protocol FormulaNumber {
  init(_ value: Double)
  /// A number that stands in the formula as it was typed.
  init(_ number: Numeral)
  init(step: Int)
  init(_ fraction: Fraction)
  /// A number that a lesson gives, or somebody wrote: the shortest decimal of the double.
  init(written value: Double)
  /// What is known of a number that there is not.
  static var unknown: Self { get }

  static func + (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (operand: Self) -> Self
  func raised(to exponent: Self) -> Self
  /// The sum of at least one term, from left to right.
  static func sum(of terms: [Self]) -> Self
  /// The value of a function that is no definition: definitions are unfolded.
  static func value(of function: Function, at arguments: [Self]) -> Self

  /// The value of a formula: the walk over it, compiled for this type.
  static func value(
    of formula: Formula, step: Int, line: (LineID) -> Self, previous: (LineID) -> Self,
    placeholder: (Int) -> Self
  ) -> Self
}

extension FormulaNumber {
  package init(_ number: Numeral) { self.init(number.value) }
  package init(step: Int) { self.init(Double(step)) }
  package init(_ fraction: Fraction) { self.init(fraction.value) }
  package init(written value: Double) { self.init(value) }

  package static var unknown: Self { Self(Double.nan) }

  package static func sum(of terms: [Self]) -> Self { terms.dropFirst().reduce(terms[0], +) }

  package static func value(
    of formula: Formula, step: Int, line: (LineID) -> Self, previous: (LineID) -> Self,
    placeholder: (Int) -> Self
  ) -> Self {
    formula.worked(out: { Self(step: step) }, line, previous, placeholder)
  }
}

extension Formula {
  /// The value where every operand has one, in the order of operations as it is written.
  package func value<Number: FormulaNumber>(
    step: Int, line: (LineID) -> Number, previous: (LineID) -> Number,
    placeholder: (Int) -> Number = { _ in
      preconditionFailure("the formula of a line has no placeholders")
    }
  ) -> Number {
    Number.value(
      of: self, step: step, line: line, previous: previous, placeholder: placeholder)
  }

  /// Works the formula out, operands before operations, from left to right.
  ///
  /// Throws what an operand throws, also where that stands in a branch that is not taken.
  func worked<Number: FormulaNumber, Missing: Error>(
    out step: () throws(Missing) -> Number, _ line: (LineID) throws(Missing) -> Number,
    _ previous: (LineID) throws(Missing) -> Number,
    _ placeholder: (Int) throws(Missing) -> Number
  ) throws(Missing) -> Number {
    func value(_ part: Formula) throws(Missing) -> Number {
      try part.worked(out: step, line, previous, placeholder)
    }
    func values(_ parts: [Formula]) throws(Missing) -> [Number] {
      var values: [Number] = []
      values.reserveCapacity(parts.count)
      for part in parts { values.append(try value(part)) }
      return values
    }
    switch kind {
    case .number(let number): return Number(number)
    case .line(let operand): return try line(operand)
    case .previous(let operand): return try previous(operand)
    case .step: return try step()
    case .placeholder(let number): return try placeholder(number)
    case .named(_, let formula): return try value(formula)
    case .negated(let operand): return try -value(operand)
    case .sum(let terms): return Number.sum(of: try values(terms))
    case .product(let factors):
      var product = try value(factors[0])
      for factor in factors.dropFirst() { product = try product * value(factor) }
      return product
    case .quotient(let top, let bottom): return try value(top) / value(bottom)
    case .power(let base, let exponent): return try value(base).raised(to: value(exponent))
    case .call(let function, let arguments):
      if case .definition(let unfolded) = function.value { return try value(unfolded(arguments)) }
      return Number.value(of: function, at: try values(arguments))
    }
  }
}
