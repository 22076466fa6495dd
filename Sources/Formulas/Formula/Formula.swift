package import Decimals

/// The right side of a line: an immutable tree that shares its parts.
///
/// Nodes carry their hash, so
/// that equal formulas are found in constant time, and their size, so that a
/// formula that would grow beyond measure is refused before it is unfolded.
package final class Formula: Hashable, Sendable {
  package enum Kind: Sendable {
    /// A number, kept as it was typed.
    indirect case number(Numeral)
    /// The value of a line in this step.
    case line(LineID)
    /// The value of a line in the step before.
    case previous(LineID)
    /// The number of this step: 1, 2, …
    case step
    /// What is no line, and stands elsewhere: an argument of a definition, what an update rule has of
    /// each parameter, a part of a long formula. Who makes it numbers it.
    case placeholder(Int)
    /// A value that formulas call by a name, such as a hyper-parameter or π.
    indirect case named(String, Formula)
    /// Terms added from left to right.
    case sum([Formula])
    /// Factors multiplied from left to right.
    case product([Formula])
    case quotient(Formula, Formula)
    case power(Formula, Formula)
    case negated(Formula)
    case call(Function, [Formula])
  }

  package let kind: Kind
  private let hash: Int
  /// How many operations and operands the formula has with every definition unfolded.
  package let size: Int
  /// How many operations stand inside each other with every definition unfolded.
  package let depth: Int32
  /// Whether any line of the program, in this step or the one before, is an operand; a placeholder
  /// may stand for one.
  package let dependsOnLines: Bool
  /// Whether a part is a call that is written as another formula.
  private let isWrittenOtherwise: Bool

  package init(_ kind: Kind) {
    let summary = Summary(kind)
    self.kind = kind
    hash = summary.hash
    size = summary.size
    depth = summary.depth
    dependsOnLines = summary.dependsOnLines
    isWrittenOtherwise = summary.isWrittenOtherwise
  }

  /// What a node knows of all that stands below it.
  private struct Summary {
    private(set) var hash: Int
    private(set) var size = 1
    private(set) var depth: Int32 = 1
    private(set) var dependsOnLines = false
    private(set) var isWrittenOtherwise = false

    init(_ kind: Kind) {
      switch kind {
      case .number(let number): hash = number.value.hashValue
      case .line(let line):
        hash = 1.mixed(with: line.index)
        dependsOnLines = true
      case .previous(let line):
        hash = 2.mixed(with: ~line.index)
        dependsOnLines = true
      case .step: hash = 3
      case .placeholder(let number):
        hash = 9.mixed(with: number)
        dependsOnLines = true
      case .named(let name, let value):
        hash = name.hashValue
        take(value)
      case .sum(let terms):
        hash = 4
        for term in terms { take(term) }
      case .product(let factors):
        hash = 5
        for factor in factors { take(factor) }
      case .quotient(let numerator, let denominator):
        hash = 6
        take(numerator)
        take(denominator)
      case .power(let base, let exponent):
        hash = 7
        take(base)
        take(exponent)
      case .negated(let operand):
        hash = 8
        take(operand)
      case .call(let function, let arguments):
        hash = function.hashValue
        if case .written = function.notation { isWrittenOtherwise = true }
        take(arguments, of: function)
      }
    }

    private mutating func take(_ part: Formula, times count: Int = 1) {
      hash = hash.mixed(with: part.hash)
      size = size.saturatingAdding(part.size.saturatingMultiplied(count))
      depth = max(depth, part.depth.saturatingAdding(1))
      if part.dependsOnLines { dependsOnLines = true }
      if part.isWrittenOtherwise { isWrittenOtherwise = true }
    }

    private mutating func take(_ arguments: [Formula], of function: Function) {
      for (index, argument) in arguments.enumerated() {
        take(argument, times: function.uses(ofArgument: index))
      }
      size = size.saturatingAdding(function.ownSize)
      depth = depth.saturatingAdding(function.ownDepth)
    }
  }

  package static func == (left: Formula, right: Formula) -> Bool {
    left === right || left.hash == right.hash && sameKind(left.kind, right.kind)
  }

  private static func sameKind(_ left: Kind, _ right: Kind) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)):
      a.value == b.value && (a.text == b.text || a.exact == b.exact)
    case (.line(let a), .line(let b)): a == b
    case (.previous(let a), .previous(let b)): a == b
    case (.step, .step): true
    case (.placeholder(let a), .placeholder(let b)): a == b
    case (.named(let a, let x), .named(let b, let y)): a == b && x == y
    case (.sum(let a), .sum(let b)): a == b
    case (.product(let a), .product(let b)): a == b
    case (.quotient(let a, let x), .quotient(let b, let y)): a == b && x == y
    case (.power(let a, let x), .power(let b, let y)): a == b && x == y
    case (.negated(let a), .negated(let b)): a == b
    case (.call(let f, let a), .call(let g, let b)): f == g && a == b
    default: false
    }
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}

extension Formula {
  package static func number(_ value: Numeral) -> Formula { Formula(.number(value)) }
  package static func number(_ value: Int) -> Formula { Formula(.number(Numeral(value))) }
  package static func line(_ line: LineID) -> Formula { Formula(.line(line)) }
  package static func placeholder(_ number: Int) -> Formula { Formula(.placeholder(number)) }
  package static func call(_ function: Function, _ arguments: Formula...) -> Formula {
    Formula(.call(function, arguments))
  }
  package static let zero = Formula.number(0)
  package static let one = Formula.number(1)

  /// The formulas directly below this one, in the order in which they are written.
  package var parts: [Formula] {
    switch kind {
    case .number, .line, .previous, .step, .placeholder: []
    case .named(_, let value): [value]
    case .sum(let parts), .product(let parts), .call(_, let parts): parts
    case .quotient(let left, let right), .power(let left, let right): [left, right]
    case .negated(let operand): [operand]
    }
  }

  /// Returns the formula with `change` applied to each of its direct parts.
  package func mapParts(_ change: (Formula) -> Formula) -> Formula {
    let old = parts
    var new = old
    var isChanged = false
    for (index, part) in old.enumerated() {
      let changed = change(part)
      if changed === part { continue }
      new[index] = changed
      isChanged = true
    }
    if !isChanged { return self }
    return switch kind {
    case .number, .line, .previous, .step, .placeholder: self
    case .named(let name, _): Formula(.named(name, new[0]))
    case .sum: Formula(.sum(new))
    case .product: Formula(.product(new))
    case .quotient: Formula(.quotient(new[0], new[1]))
    case .power: Formula(.power(new[0], new[1]))
    case .negated: Formula(.negated(new[0]))
    case .call(let function, _): Formula(.call(function, new))
    }
  }

  /// Returns the formula with every line replaced by another one.
  package func renumbered(_ newLine: (LineID) -> LineID) -> Formula {
    switch kind {
    case .line(let line):
      let new = newLine(line)
      return new == line ? self : .line(new)
    case .previous(let line):
      return Formula(.previous(newLine(line)))
    default:
      return dependsOnLines ? mapParts { $0.renumbered(newLine) } : self
    }
  }

  /// Returns the formula with every placeholder replaced by what it stands for.
  package func filled(_ meaning: (Int) -> Formula) -> Formula {
    if case .placeholder(let number) = kind { return meaning(number) }
    return dependsOnLines ? mapParts { $0.filled(meaning) } : self
  }

  /// The calls in the formula that depend on lines, inner ones first, and those in definitions
  /// without a derivative of their own; of all formulas asked with one `seen`, each once.
  package func calls(besides seen: inout Set<Formula>) -> [Formula] {
    var calls: [Formula] = []
    func visit(_ formula: Formula) {
      guard formula.dependsOnLines, formula.size > 1, seen.insert(formula).inserted else { return }
      formula.parts.forEach(visit)
      guard case .call(let function, let arguments) = formula.kind else { return }
      calls.append(formula)
      if case .definition(let unfolded) = function.value, function.partial == nil {
        visit(unfolded(arguments))
      }
    }
    visit(self)
    return calls
  }

  /// Calls `body` with each line whose value in this step is used, once for each use.
  package func forEachLine(_ body: (LineID) -> Void) {
    if !dependsOnLines { return }
    switch kind {
    case .line(let line): body(line)
    case .number, .previous, .step, .placeholder: return
    case .named(_, let operand), .negated(let operand): operand.forEachLine(body)
    case .sum(let parts), .product(let parts), .call(_, let parts):
      for part in parts { part.forEachLine(body) }
    case .quotient(let left, let right), .power(let left, let right):
      left.forEachLine(body)
      right.forEachLine(body)
    }
  }

  /// The formula as it is written on paper: it has no digits more than doubles leave it.
  package var writtenForm: Formula {
    if !isWrittenOtherwise { return self }
    if case .call(let function, let arguments) = kind, case .written(let form) = function.notation {
      return form(arguments).writtenForm
    }
    return mapParts(\.writtenForm)
  }

  /// The lines whose values in this step are used, each once, in the order of first use.
  package var lines: [LineID] {
    var lines: [LineID] = []
    if size <= Self.short {
      forEachLine { if !lines.contains($0) { lines.append($0) } }
      return lines
    }
    var seen: Set<LineID> = []
    forEachLine { if seen.insert($0).inserted { lines.append($0) } }
    return lines
  }

  /// In a formula of such a size, a line is found faster by looking at all than by its hash.
  private static let short = 32

  /// The lines whose values in the step before are used, each once, in the order of first use.
  package var previousLines: [LineID] {
    var lines: [LineID] = []
    func visit(_ formula: Formula) {
      if case .previous(let line) = formula.kind {
        if !lines.contains(line) { lines.append(line) }
      } else if formula.dependsOnLines {
        for part in formula.parts { visit(part) }
      }
    }
    visit(self)
    return lines
  }

  /// The number that the formula is, where it is nothing else.
  package var numeral: Numeral? {
    if case .number(let number) = kind { return number }
    return nil
  }

  /// The line that the formula is, where it is nothing else.
  package var line: LineID? {
    if case .line(let line) = kind { return line }
    return nil
  }

  /// Whether the formula is a number (also a negated one, or a fraction of two).
  package var isNumber: Bool {
    switch kind {
    case .number: true
    case .negated(let operand): operand.isNumber
    case .quotient(let left, let right): left.numeral != nil && right.numeral != nil
    default: false
    }
  }

  /// Whether the formula is no more than a number, or a name that may be negated.
  package var isNumberOrName: Bool {
    switch kind {
    case .line, .previous, .step, .placeholder: true
    case .negated(let operand): operand.isNumberOrName
    default: isNumber
    }
  }
}

extension FixedWidthInteger {
  /// The sum, or the largest integer where it would overflow.
  package func saturatingAdding(_ other: Self) -> Self {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }

  /// The product, or the largest integer where it would overflow.
  package func saturatingMultiplied(_ other: Self) -> Self {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? .max : product
  }
}

extension Int {
  /// A hash of this number followed by another one, at the cost of a multiplication.
  package func mixed(with other: Int) -> Int {
    let product = UInt(bitPattern: self ^ other) &* 0x9E37_79B9_7F4A_7C15
    return Int(bitPattern: product ^ product >> 32)
  }
}
