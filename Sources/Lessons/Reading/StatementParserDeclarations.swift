import Diagnostics
import Formulas
import Programs

/// What is given: quantities, and tables in files.
extension StatementParser {
  mutating func declarations(_ role: Phase) throws(Diagnostic) -> [Statement] {
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

  /// Takes `n from "houses.csv"`.
  mutating func samples() throws(Diagnostic) -> SamplesStatement {
    let (index, indexPlace) = try parser.expectName("the index of the table's rows")
    guard parser.take(word: "from") else { throw parser.unexpected("'from' and a file") }
    let token = parser.token
    guard token.kind == .text else {
      throw parser.unexpected("a file in quotation marks, such as \"houses.csv\"")
    }
    parser.advance()
    return SamplesStatement(
      index: index, indexPlace: indexPlace, file: String(parser.text(token).dropFirst().dropLast()),
      place: token.place)
  }
}
