import Diagnostics
import Decimals
import Formulas
import Programs

/// Reads one statement from its tokens.
struct StatementParser {
  static let words = [
    "input", "target", "const", "param", "define", "differentiate", "minimize", "maximize",
    "optimizer", "transform", "delta", "symbol", "digits", "decimals", "seed", "state", "end",
    "update", "variant", "claim", "samples", "search", "arithmetic",
    "hide",
  ]
  static let roles: [String: Phase] = [
    "input": .input, "target": .target, "const": .const, "param": .param,
  ]

  var parser: FormulaParser
  /// Mistakes that keep nothing else of the statement from being read.
  private(set) var mistakes: [Diagnostic] = []

  init(_ source: Source, _ tokens: [Token], isQuantity: @escaping (String) -> Bool) {
    parser = FormulaParser(source, tokens, isQuantity: isQuantity)
  }

  /// The statement word that tokens begin with; `nil` where the first name is a quantity.
  static func word(of tokens: [Token], in source: Source) -> String? {
    guard let first = tokens.first, first.kind == .name else { return nil }
    let word = source.text(first.place)
    guard words.contains(word) else { return nil }
    let isQuantity = tokens.count > 1 && (tokens[1].isSign("=") || tokens[1].isSign("["))
    return isQuantity ? nil : word
  }

  /// The names that a statement defines, as far as its signs tell.
  static func definedNames(in tokens: [Token], of source: Source) -> [String] {
    guard let first = tokens.first, first.kind == .name else { return [] }
    guard let word = word(of: tokens, in: source) else { return [source.text(first.place)] }
    guard roles[word] != nil || word == "delta" else { return [] }
    var names: [String] = []
    var depth = 0
    for (index, token) in tokens.enumerated().dropFirst() {
      switch token.kind {
      case .sign("("), .sign("["): depth += 1
      case .sign(")"), .sign("]"): depth -= 1
      case .name where depth == 0 && (index == 1 || tokens[index - 1].isSign(",")):
        names.append(source.text(token.place))
      default: break
      }
    }
    return names
  }

  /// Returns the statements that the tokens make up; a declaration may hold several.
  mutating func statements(word: String?) throws(Diagnostic) -> [Statement] {
    let start = parser.token.place
    guard let word else { return [.equation(try equation())] }
    parser.advance()
    if let role = StatementParser.roles[word] { return try declarations(role) }
    let statement: Statement
    switch word {
    case "define": statement = .function(try functionDefinition())
    case "differentiate": statement = .differentiate(try differentiate(start))
    case "minimize", "maximize": statement = .training(try training(word, start, of: nil))
    case "variant": statement = try variant()
    case "search": statement = .search(try search(start))
    case "delta": statement = .delta(try equation())
    case "update": statement = .update(try equation(), of: nil)
    case "claim": statement = .claim(try claim())
    case "samples": statement = .samples(try samples())
    case "symbol": statement = try symbol()
    case "hide": statement = .hide(try hiddenNames())
    case "digits": statement = .digits(try count(1...17, "digits are a number from 1 to 17"))
    case "decimals": statement = .decimals(try count(0...17, "decimals are a number from 0 to 17"))
    case "arithmetic":
      if !parser.take(word: "exact") { throw parser.unexpected("'exact' after 'arithmetic'") }
      statement = .arithmeticExact
    case "seed": statement = .seed(UInt64(try count(0...Int.max, "a seed is a whole number")))
    default: throw Diagnostic("'\(word)' stands outside an optimizer or transform", at: start)
    }
    try parser.expectEnd()
    return [statement]
  }

  /// Takes a whole number; one outside of the range is a mistake, and the rest is read on.
  mutating func count(
    _ range: ClosedRange<Int>, _ requirement: String
  ) throws(Diagnostic) -> Int {
    let place = parser.token.place
    let isNegative = parser.take("-")
    let number = try parser.number()
    if !isNegative, let count = Int(exactly: number.value), range.contains(count) { return count }
    mistakes.append(Diagnostic(requirement, at: place.lowerBound..<parser.previousEnd))
    return range.lowerBound
  }

  // Equations and definitions.

  mutating func equation() throws(Diagnostic) -> Equation {
    let first = parser.token
    let left = try parser.name()
    if parser.token.kind == .name, left.indices.isEmpty {
      throw .unknown(
        "'\(left.name)' is neither a statement nor followed by '='", at: first.place,
        word: left.name, among: StatementParser.words)
    }
    if left.isPrimed {
      throw Diagnostic("a primed name cannot be defined here", at: left.place)
    }
    try parser.expect("=", "after '\(parser.source.text(left.place))'")
    let right = try parser.formula()
    return Equation(left: left, right: right, ranges: try ranges())
  }

  /// Takes `for i in 1..3, j in 1..i`, if it comes next, up to the end of the line.
  private mutating func ranges() throws(Diagnostic) -> [ParsedIndex] {
    var ranges: [ParsedIndex] = []
    if parser.take(word: "for") {
      repeat {
        let index = try parser.index()
        if index.range == nil { throw parser.unexpected("'in' and a range for '\(index.name)'") }
        ranges.append(index)
      } while parser.take(",")
    }
    try parser.expectEnd()
    return ranges
  }

  private mutating func claim() throws(Diagnostic) -> ClaimStatement {
    let label = try takeLabel()
    guard let left = try parser.derivative(), case .derivative(let top, let bottom) = left.kind
    else { throw parser.unexpected("a derivative (dL/dw)") }
    try parser.expect("=", "after '\(parser.source.text(left.place))'")
    let right = try parser.formula()
    return ClaimStatement(
      label: label, derivative: left, names: [top] + bottom, right: right, ranges: try ranges())
  }

  /// Takes a text in quotation marks, if it comes next.
  mutating func takeLabel() throws(Diagnostic) -> String? {
    let token = parser.token
    guard token.kind == .text else { return nil }
    parser.advance()
    let label = parser.text(token).dropFirst().dropLast()
    if label.allSatisfy(\.isWhitespace) { throw Diagnostic("this label is empty", at: token.place) }
    return String(label)
  }

  private mutating func functionDefinition() throws(Diagnostic) -> FunctionDefinition {
    let (name, place) = try parser.expectName("a name for the function")
    try parser.expect("(", "after '\(name)'")
    let parameters = try self.parameters()
    try parser.expect("=", "and the function's formula")
    return FunctionDefinition(
      name: name, place: place, parameters: parameters, body: try parser.formula())
  }

  /// Takes `u, v = 0.5)`.
  mutating func parameters() throws(Diagnostic) -> [(
    name: String, preset: ParsedFormula?, place: Range<Int>
  )] {
    var parameters: [(name: String, preset: ParsedFormula?, place: Range<Int>)] = []
    while !parser.token.isSign(")") {
      let (name, place) = try parser.expectName("a name")
      if parameters.contains(where: { $0.name == name }) {
        throw Diagnostic("'\(name)' stands here twice", at: place)
      }
      let preset = parser.take("=") ? try parser.formula() : nil
      parameters.append((name, preset, place))
      if !parser.take(",") { break }
    }
    try parser.expect(")")
    return parameters
  }
}
