/// Reads formulas by the precedence of arithmetic, in either spelling.
struct PrintedFormulaParser {
  private let tokens: [PrintedToken]
  private var place = 0

  static func formula(_ text: String, _ names: PrintedNames) throws -> PrintedFormula {
    var parser = PrintedFormulaParser(tokens: PrintedTokenizer.tokens(text, names))
    let formula = try parser.sum()
    guard parser.place == parser.tokens.count else { throw NotUnderstood(text: text) }
    return formula
  }

  private init(tokens: [PrintedToken]) { self.tokens = tokens }

  private func peek(_ signs: String) -> Character? {
    guard place < tokens.count, case .sign(let sign) = tokens[place], signs.contains(sign) else {
      return nil
    }
    return sign
  }

  private mutating func take(_ signs: String) -> Character? {
    guard let sign = peek(signs) else { return nil }
    place += 1
    return sign
  }

  private mutating func take(word: String) -> Bool {
    guard place < tokens.count, tokens[place] == .word(word) else { return false }
    place += 1
    return true
  }

  private mutating func expect(_ sign: Character) throws {
    if take(String(sign)) == nil {
      throw NotUnderstood(text: "no \(sign) at \(tokens.dropFirst(place).prefix(3))")
    }
  }

  private mutating func sum() throws -> PrintedFormula {
    var left = try product()
    while let sign = take("+-") { left = .operation(sign, left, try product()) }
    return left
  }

  private mutating func product() throws -> PrintedFormula {
    if take("-") != nil { return .negated(try product()) }
    var left = try power()
    while true {
      if let sign = take("*/") {
        left = .operation(sign, left, try power())
      } else if case .number = left, isAtName {
        left = .operation("*", left, try power())
      } else {
        return left
      }
    }
  }

  /// Whether a quantity or a function comes next.
  private var isAtName: Bool {
    guard place < tokens.count else { return false }
    switch tokens[place] {
    case .name: return true
    case .word(let word): return word != "if" && word != "otherwise"
    case .number, .sign: return false
    }
  }

  private mutating func power() throws -> PrintedFormula {
    var base = try atom()
    while take("^") != nil {
      let isNegative = take("-") != nil
      let exponent = try atom()
      base = .operation("^", base, isNegative ? .negated(exponent) : exponent)
    }
    return base
  }

  /// A sum, or two that are compared.
  private mutating func statement() throws -> PrintedFormula {
    let left = try sum()
    guard let sign = take("<≤>≥=≠") else { return left }
    return .relation(String(sign), left, try sum())
  }

  private mutating func atom() throws -> PrintedFormula {
    guard place < tokens.count else { throw NotUnderstood(text: "the formula ends early") }
    let token = tokens[place]
    place += 1
    switch token {
    case .number(let number): return .number(number)
    case .name(let name, let isPrevious): return .name(name, isPrevious: isPrevious)
    case .word("e"), .word("π"), .word("pi"):
      if case .word(let word) = token { return .call(word, []) }
    case .word("if"):
      try expect("(")
      let arguments = try self.arguments()
      if arguments.count == 3 { return .choice(if: arguments[0], arguments[1], else: arguments[2]) }
    case .word(let word) where peek("(") != nil:
      try expect("(")
      return .call(word, try arguments())
    case .word("ln"): return .call("ln", [try atom()])
    case .sign("("):
      defer { place += 1 }
      let inner = try statement()
      if peek(")") != nil { return inner }
    case .sign("["):
      let inner = try statement()
      try expect("]")
      return inner
    case .sign("|"):
      let inner = try sum()
      try expect("|")
      return .call("abs", [inner])
    case .sign("⌊"):
      let inner = try sum()
      try expect("⌋")
      return .call("floor", [inner])
    case .sign("√"): return .call("sqrt", [try atom()])
    case .sign("{"):
      let then = try sum()
      let hasIf = take(word: "if")
      let condition = try statement()
      try expect(";")
      let other = try sum()
      if hasIf, take(word: "otherwise"), take("}") != nil {
        return .choice(if: condition, then, else: other)
      }
    default: break
    }
    throw NotUnderstood(text: "\(token)")
  }

  private mutating func arguments() throws -> [PrintedFormula] {
    var arguments = [try statement()]
    while take(",") != nil { arguments.append(try statement()) }
    try expect(")")
    return arguments
  }
}
