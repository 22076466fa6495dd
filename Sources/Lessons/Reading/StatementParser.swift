import Diagnostics
import Decimals
import Formulas
import Programs

/// Reads one statement from its tokens.
struct StatementParser {
  static let words = [
    "input", "target", "const", "param", "define", "differentiate", "minimize", "maximize",
    "optimizer", "transform", "delta", "symbol", "digits", "decimals", "seed", "state", "end",
    "update", "variant", "claim", "samples", "search",
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
    case "digits": statement = .digits(try count(1...17, "digits are a number from 1 to 17"))
    case "decimals": statement = .decimals(try count(0...17, "decimals are a number from 0 to 17"))
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

  // Declarations.

  private mutating func declarations(_ role: Phase) throws(Diagnostic) -> [Statement] {
    var statements: [Statement] = []
    repeat { statements.append(.declaration(try declaration(role))) } while parser.take(",")
    try parser.expectEnd()
    return statements
  }

  private mutating func declaration(_ role: Phase) throws(Diagnostic) -> Declaration {
    let (name, place) = try parser.expectName("a name")
    var positions: [Declaration.Position] = []
    if parser.take("[") {
      repeat { positions.append(try position()) } while parser.take(",")
      try parser.expect("]")
    }
    let end = parser.previousEnd
    var isEachStep = try takeEachStep()
    let content: Declaration.Content
    if parser.take("~") {
      content = .random(try parser.call())
      if try takeEachStep() { isEachStep = true }
    } else {
      try parser.expect("=", "and a value for '\(name)'")
      content = .values(try value())
    }
    if isEachStep && role == .param {
      throw Diagnostic("a param cannot be given anew each step", at: place)
    }
    return Declaration(
      role: role, name: name, place: place.lowerBound..<end, positions: positions,
      content: content, isEachStep: isEachStep)
  }

  private mutating func takeEachStep() throws(Diagnostic) -> Bool {
    guard parser.take(word: "each") else { return false }
    if !parser.take(word: "step") { throw parser.unexpected("'step' after 'each'") }
    return true
  }

  private mutating func position() throws(Diagnostic) -> Declaration.Position {
    let low = try parser.formula()
    guard parser.take("..") else { return .single(low) }
    return .range(low: low, high: try parser.formula())
  }

  private mutating func value() throws(Diagnostic) -> Declaration.Value {
    var depth = 0
    return try value(&depth)
  }

  private mutating func value(_ depth: inout Int) throws(Diagnostic) -> Declaration.Value {
    let start = parser.token.place
    guard parser.take("[") else {
      if let number = parser.takeNumberInList() {
        return .number(number, place: start.lowerBound..<parser.previousEnd)
      }
      return .formula(try parser.formula())
    }
    depth += 1
    if depth > 16 { throw Diagnostic("lists are nested too deep", at: start) }
    var values: [Declaration.Value] = []
    while !parser.token.isSign("]") {
      values.append(try value(&depth))
      if !parser.take(",") { break }
    }
    try parser.expect("]")
    depth -= 1
    return .list(values, place: start.lowerBound..<parser.previousEnd)
  }

  // Equations and definitions.

  private mutating func equation() throws(Diagnostic) -> Equation {
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
  private mutating func takeLabel() throws(Diagnostic) -> String? {
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

  private mutating func symbol() throws(Diagnostic) -> Statement {
    let (name, place) = try parser.expectName("a name")
    try parser.expect("=", "and how '\(name)' is printed")
    return .symbol(name, try printedSymbol(), place: place)
  }

  /// Takes `hat(y)`, `z^(2)`, `x_(in)` or a plain name.
  private mutating func printedSymbol() throws(Diagnostic) -> PrintedSymbol {
    let (word, place) = try parser.expectName("a name, or hat, bar or tilde of one")
    if let accent = PrintedSymbol.Accent(rawValue: word), parser.take("(") {
      if parser.token(ahead: 1)?.isSign("(") == true,
        PrintedSymbol.Accent(rawValue: parser.text(parser.token)) != nil
      {
        throw Diagnostic("a symbol has one accent", at: parser.token.place)
      }
      let inner = try printedSymbol()
      try parser.expect(")")
      return PrintedSymbol(
        base: inner.base, accent: accent, superscript: inner.superscript,
        isPower: inner.isPower, subscript: inner.subscript)
    }
    var base = word
    let hasSubscript = parser.token.isSign("(") && base.hasSuffix("_") && base.count > 1
    if hasSubscript { base.removeLast() }
    let below = hasSubscript ? try parenthesised() : nil
    let isRaised = parser.take("^")
    let isPower = isRaised && !parser.token.isSign("(")
    let above = isPower ? try exponent() : isRaised ? try parenthesised() : nil
    if parser.token.isSign("(") {
      throw .unknown(
        "'\(word)' is no accent", at: place, word: word,
        among: PrintedSymbol.Accent.allCases.map(\.rawValue))
    }
    return PrintedSymbol(
      base: base, accent: nil, superscript: above, isPower: isPower, subscript: below)
  }

  /// Takes a number or a letter behind `^`.
  private mutating func exponent() throws(Diagnostic) -> String {
    let text = parser.text(parser.token)
    guard !text.isEmpty, text.allSatisfy({ $0.isLetter || $0.isASCII && $0.isNumber }) else {
      throw Diagnostic(
        "expected what stands above: a number, a letter, or '(…)'", at: parser.token.place)
    }
    parser.advance()
    return text
  }

  private mutating func parenthesised() throws(Diagnostic) -> String {
    try parser.expect("(")
    var text = ""
    while !parser.token.isSign(")"), !parser.isAtEnd {
      text += parser.text(parser.token)
      parser.advance()
    }
    try parser.expect(")")
    return text
  }

  // What is done with the equations.

  private mutating func differentiate(_ start: Range<Int>) throws(Diagnostic) -> Differentiate {
    let target = try parser.formula()
    var variables: [ParsedName] = []
    if parser.take(word: "wrt") {
      repeat { variables.append(try parser.name()) } while parser.take(",")
    }
    return Differentiate(target: target, variables: variables, place: start)
  }

  /// Takes `NAME: minimize …`, or an update of that run alone.
  private mutating func variant() throws(Diagnostic) -> Statement {
    let (name, place) = try parser.expectName("a name for the variant")
    try parser.expect(":", "after '\(name)'")
    let variant = VariantName(name: name, place: place)
    let start = parser.token.place
    for word in ["minimize", "maximize"] where parser.take(word: word) {
      return .training(try training(word, start, of: variant))
    }
    if parser.take(word: "update") { return .update(try equation(), of: variant) }
    throw parser.unexpected("'minimize', 'maximize' or 'update'")
  }

  private mutating func training(
    _ word: String, _ start: Range<Int>, of variant: VariantName?
  ) throws(Diagnostic) -> TrainingStatement {
    let objective = try parser.name()
    var chain: [ParsedCall] = []
    if parser.take(word: "by") {
      repeat { chain.append(try ruleCall()) } while parser.take(word: "then")
    } else if !parser.token.isSign(",") {
      throw parser.unexpected("'by' and an optimizer, for example 'by gd(rate: 0.5)',")
    }
    var steps: Int?
    var until: ParsedFormula?
    var claims: ClaimUse?
    var batch = ParsedBatch()
    while true {
      let hasComma = parser.take(",")
      let next = parser.token.place
      if parser.take(word: "using") {
        if claims != nil { throw Diagnostic("'using' is given twice", at: next) }
        claims = try claimUse(from: next)
        continue
      }
      if !hasComma { break }
      let (option, place) = try parser.expectName("'steps' or 'until'")
      try parser.expect(":", "after '\(option)'")
      switch option {
      case "steps" where steps == nil:
        steps = try count(1...1_000_000_000, "steps are a whole number from 1 to 1e9")
      case "until" where until == nil:
        until = try parser.formula()
      case "batch" where batch.size == nil:
        try takeBatch(&batch, at: place)
      case "shuffle" where batch.shuffle == nil:
        batch.shuffle = (try yesOrNo(), place)
      case "steps", "until", "batch", "shuffle":
        throw Diagnostic("'\(option)' is given twice", at: place)
      default:
        throw .unknown(
          "there is no option '\(option)'", at: place, word: option,
          among: ["steps", "until", "batch", "shuffle"])
      }
    }
    guard let steps else {
      throw Diagnostic(
        "how many steps?", at: start, note: "end the line with ', steps: 100', for example")
    }
    return TrainingStatement(
      variant: variant, isMaximizing: word == "maximize", objective: objective, chain: chain,
      steps: steps, until: until, claims: claims, batch: try batch.option, place: start)
  }

  private mutating func claimUse(from start: Range<Int>) throws(Diagnostic) -> ClaimUse {
    if !parser.take(word: "claim") { throw parser.unexpected("'claim' after 'using'") }
    let label = try takeLabel()
    return ClaimUse(label: label, place: start.lowerBound..<parser.previousEnd)
  }

  /// An optimizer or transform with its arguments; the brackets may be left out.
  private mutating func ruleCall() throws(Diagnostic) -> ParsedCall {
    if parser.token(ahead: 1)?.isSign("(") == true { return try parser.call() }
    let (name, place) = try parser.expectName("an optimizer")
    return ParsedCall(name: name, namePlace: place, arguments: [], place: place)
  }
}
