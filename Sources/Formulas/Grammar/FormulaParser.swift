package import Diagnostics
package import Decimals

/// Reads formulas from the tokens of one statement.
///
///     sum        = product { ("+" | "-") product } [ comparison sum ]
///     product    = unary { ("*" | "/") unary }
///     unary      = "-" unary | operand [ "^" unary ]
///     operand    = number | name [ "'" ] [ "[" … "]" ] | dX/dY | call | reduction | "(" formula ")"
package struct FormulaParser {
  /// Deeper nesting than this is refused.
  package static let maximumDepth = 256

  package let source: Source
  let tokens: [Token]
  /// Whether a name is a quantity; it decides how `dX/dY` is read.
  let isQuantity: (String) -> Bool
  var position = 0
  private var depth = 0

  package init(_ source: Source, _ tokens: [Token], isQuantity: @escaping (String) -> Bool) {
    self.source = source
    self.tokens = tokens
    self.isQuantity = isQuantity
  }

  // Tokens.

  package var token: Token {
    if position < tokens.count { return tokens[position] }
    // Without any token, the end is where the text begins.
    let end = tokens.last?.place.upperBound ?? 0
    return Token(kind: .end, place: end..<end)
  }

  package var previousEnd: Int { position > 0 ? tokens[position - 1].place.upperBound : 0 }

  package func token(ahead: Int) -> Token? {
    position + ahead < tokens.count ? tokens[position + ahead] : nil
  }

  package var isAtEnd: Bool { token.kind == .end }

  /// The token as it was typed; names in Unicode's normal form C, whatever form they were typed in.
  package func text(_ token: Token) -> String {
    let text = source.text(token.place)
    if token.kind != .name || text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    return String(decoding: text._nfcCodeUnits, as: UTF8.self)
  }

  package mutating func advance() { position += 1 }

  /// Takes the sign if it comes next.
  package mutating func take(_ sign: String) -> Bool {
    if token.isSign(sign) {
      position += 1
      return true
    }
    return false
  }

  /// Takes the word if it comes next.
  package mutating func take(word: String) -> Bool {
    if token.kind == .name, text(token) == word {
      position += 1
      return true
    }
    return false
  }

  package mutating func expect(_ sign: String, _ context: String = "") throws(Diagnostic) {
    if !take(sign) { throw unexpected("'\(sign)'" + (context.isEmpty ? "" : " \(context)")) }
  }

  package mutating func expectName(_ what: String) throws(Diagnostic) -> (String, Range<Int>) {
    guard token.kind == .name else { throw unexpected(what) }
    position += 1
    return (text(tokens[position - 1]), tokens[position - 1].place)
  }

  package func expectEnd() throws(Diagnostic) {
    if !isAtEnd { throw unexpected("the end of the line") }
  }

  package func unexpected(_ wanted: String) -> Diagnostic {
    isAtEnd
      ? Diagnostic("\(wanted) is missing at the end of the line", at: token.place)
      : Diagnostic(
        "expected \(wanted), found '\(text(token))'", at: token.place, note: hintAtDecimalComma)
  }

  /// What the author may have meant, where a comma stands between numbers as in `0,5`.
  private var hintAtDecimalComma: String? {
    let commas = [position, position - 1].filter { comma in
      comma > 0 && comma + 1 < tokens.count && tokens[comma].isSign(",")
    }
    for (number, decimals) in commas.map({ (tokens[$0 - 1], tokens[$0 + 1]) })
    where number.kind == .number && decimals.kind == .number {
      let (whole, rest) = (text(number), text(decimals))
      let isTight = number.place.upperBound + 1 == decimals.place.lowerBound
      if isTight, whole.utf8.allSatisfy({ $0 != UInt8(ascii: ".") }) {
        return "a decimal number is written with a point: \(whole).\(rest)"
      }
    }
    return nil
  }

  private mutating func nested<Result>(
    _ body: (inout FormulaParser) throws(Diagnostic) -> Result
  ) throws(Diagnostic) -> Result {
    depth += 1
    defer { depth -= 1 }
    if depth > FormulaParser.maximumDepth {
      throw Diagnostic(
        "this is nested more than \(FormulaParser.maximumDepth) deep", at: token.place,
        note: "give a part a name of its own")
    }
    return try body(&self)
  }

  // Formulas.

  package mutating func formula() throws(Diagnostic) -> ParsedFormula {
    try nested { parser throws(Diagnostic) in
      let left = try parser.sum()
      guard let function = parser.takeComparison() else { return left }
      let right = try parser.sum()
      if case .sign(let sign) = parser.token.kind,
        Function.comparisons.contains(where: { $0.name == sign })
      {
        throw Diagnostic("comparisons cannot be chained", at: parser.token.place)
      }
      return ParsedFormula(
        .comparison(function, left, right), at: left.place.lowerBound..<right.place.upperBound)
    }
  }

  private mutating func takeComparison() -> Function? {
    guard case .sign(let sign) = token.kind,
      let function = Function.comparisons.first(where: { $0.name == sign })
    else { return nil }
    position += 1
    return function
  }

  private mutating func sum() throws(Diagnostic) -> ParsedFormula {
    let first = try product()
    guard token.isSign("+") || token.isSign("-") else { return first }
    var terms = [first]
    while true {
      let start = token.place.lowerBound
      if take("+") {
        terms.append(try product())
      } else if take("-") {
        let term = try product()
        terms.append(ParsedFormula(.negated(term), at: start..<term.place.upperBound))
      } else {
        break
      }
    }
    return ParsedFormula(.sum(terms), at: first.place.lowerBound..<previousEnd)
  }

  private mutating func product() throws(Diagnostic) -> ParsedFormula {
    let first = try unary()
    var rest: [(isDivisor: Bool, operand: ParsedFormula)] = []
    while true {
      if take("*") {
        if token.isSign("*"), token.place.lowerBound == previousEnd {
          throw Diagnostic(
            "unexpected '**'", at: previousEnd - 1..<token.place.upperBound,
            note: "did you mean '^'?")
        }
        rest.append((false, try unary()))
      } else if take("/") {
        rest.append((true, try unary()))
      } else {
        break
      }
    }
    if rest.isEmpty { return first }
    return ParsedFormula(.chain(first, rest), at: first.place.lowerBound..<previousEnd)
  }

  private mutating func unary() throws(Diagnostic) -> ParsedFormula {
    let start = token.place.lowerBound
    if take("-") {
      let operand = try nested { parser throws(Diagnostic) in try parser.unary() }
      return ParsedFormula(.negated(operand), at: start..<operand.place.upperBound)
    }
    let base = try operand()
    guard take("^") else { return base }
    let exponent = try nested { parser throws(Diagnostic) in try parser.unary() }
    return ParsedFormula(
      .power(base, exponent), at: base.place.lowerBound..<exponent.place.upperBound)
  }

  private mutating func operand() throws(Diagnostic) -> ParsedFormula {
    let start = token.place
    switch token.kind {
    case .number:
      return ParsedFormula(.number(try number()), at: start)
    case .sign("("):
      position += 1
      let inner = try formula()
      try expect(")")
      return inner
    case .name:
      if let derivative = try derivative() { return derivative }
      if token(ahead: 1)?.isSign("(") == true { return try callOrReduction() }
      let name = try name()
      return ParsedFormula(.name(name), at: name.place)
    default:
      throw unexpected("a number, a name or '('")
    }
  }

  /// Takes a number.
  package mutating func number() throws(Diagnostic) -> Numeral {
    let place = token.place
    guard token.kind == .number else { throw unexpected("a number") }
    position += 1
    if let next = token(ahead: 0), next.kind == .name, next.place.lowerBound == place.upperBound {
      throw Diagnostic(
        "expected an operator, found '\(text(next))'", at: next.place,
        note: "a product is written with '*': \(source.text(place))*\(text(next))")
    }
    guard let number = Numeral(source.text(place)) else {
      throw Diagnostic("this number is larger than a double can be", at: place)
    }
    return number
  }

  /// Takes a number, perhaps a negative one, if the next sign is the comma or bracket after it.
  package mutating func takeNumberInList() -> Numeral? {
    let isNegative = token.isSign("-")
    let count = isNegative ? 2 : 1
    guard let number = token(ahead: count - 1), number.kind == .number,
      let next = token(ahead: count), next.isSign(",") || next.isSign("]"),
      let numeral = Numeral(source.text(number.place))
    else { return nil }
    position += count
    return isNegative ? numeral.negated : numeral
  }

  /// Takes a quantity with its prime and indices.
  package mutating func name() throws(Diagnostic) -> ParsedName {
    let (name, start) = try expectName("a name")
    var isPrimed = take("'")
    let indices = try self.indices()
    if !isPrimed { isPrimed = take("'") }
    return ParsedName(
      name, indices: indices, isPrimed: isPrimed, at: start.lowerBound..<previousEnd)
  }

  private mutating func indices() throws(Diagnostic) -> [ParsedFormula] {
    guard take("[") else { return [] }
    var indices: [ParsedFormula] = []
    repeat {
      indices.append(try nested { parser throws(Diagnostic) in try parser.sum() })
    } while take(",")
    try expect("]")
    return indices
  }

  // Calls and reductions.

  private mutating func callOrReduction() throws(Diagnostic) -> ParsedFormula {
    if token(ahead: 2)?.kind == .name, opensReduction(from: position + 2),
      let reduction = Reduction.named(text(token))
    {
      let parsed = try self.reduction(reduction)
      return ParsedFormula(.reduction(parsed), at: parsed.place)
    }
    let call = try call()
    return ParsedFormula(.call(call), at: call.place)
  }

  /// Whether the tokens from `start` are indices, up to a colon.
  private func opensReduction(from start: Int) -> Bool {
    var index = start
    while index + 1 < tokens.count, tokens[index].kind == .name {
      switch tokens[index + 1].kind {
      case .sign(":"): return true
      case .sign(","): index += 2
      case .name: return text(tokens[index + 1]) == "in"
      default: return false
      }
    }
    return false
  }

  private mutating func reduction(
    _ reduction: Reduction
  ) throws(Diagnostic) -> ParsedReduction {
    let start = token.place
    position += 2
    var indices: [ParsedIndex] = []
    repeat { indices.append(try index()) } while take(",")
    try expect(":", "after the indices")
    let body = try formula()
    try expect(")")
    return ParsedReduction(
      reduction: reduction, indices: indices, body: body, place: start.lowerBound..<previousEnd)
  }

  /// Takes an index with its range, if one is given: `t in 1..4`.
  package mutating func index() throws(Diagnostic) -> ParsedIndex {
    let (name, place) = try expectName("an index")
    let range = take(word: "in") ? try self.range() : nil
    return ParsedIndex(name: name, range: range, place: place)
  }

  /// Takes a range `lo..hi`.
  package mutating func range() throws(Diagnostic) -> (low: ParsedFormula, high: ParsedFormula) {
    let low = try nested { parser throws(Diagnostic) in try parser.sum() }
    try expect("..", "and the end of the range")
    return (low, try nested { parser throws(Diagnostic) in try parser.sum() })
  }

  /// Takes a call with its arguments.
  package mutating func call() throws(Diagnostic) -> ParsedCall {
    let (name, place) = try expectName("a function")
    var arguments: [ParsedCall.Argument] = []
    try expect("(")
    while !token.isSign(")") {
      let start = token.place.lowerBound
      var label: String?
      if token.kind == .name, token(ahead: 1)?.isSign(":") == true {
        label = text(token)
        position += 2
      } else if let earlier = arguments.last?.name {
        throw Diagnostic(
          "an argument without a name cannot follow '\(earlier): …'", at: token.place,
          note: hintAtDecimalComma)
      }
      let value = try formula()
      arguments.append(.init(name: label, value: value, place: start..<previousEnd))
      if !take(",") { break }
    }
    try expect(")")
    return ParsedCall(
      name: name, namePlace: place, arguments: arguments, place: place.lowerBound..<previousEnd)
  }
}
