import Diagnostics
import Formulas

/// A search as it was typed: `search L over u in [-2, 2], rate in [0.001, 1] log by random(trials: 20)`.
struct SearchStatement {
  struct Range {
    /// The rule that an argument of `minimize` belongs to, where the author says so.
    let rule: String?
    let name: ParsedName
    let low: ParsedFormula
    let high: ParsedFormula
    let isLogarithmic: Bool
    /// The brackets with both bounds.
    let place: Swift.Range<Int>

    var spelling: String { (rule.map { "\($0)." } ?? "") + name.name }
  }

  let objective: ParsedName
  let ranges: [Range]
  let method: ParsedCall
  let place: Swift.Range<Int>
}

extension StatementParser {
  mutating func search(_ start: Range<Int>) throws(Diagnostic) -> SearchStatement {
    let objective = try parser.name()
    if !parser.take(word: "over") {
      throw parser.unexpected("'over' and what is searched, for example 'over w in [-1, 1]'")
    }
    var ranges: [SearchStatement.Range] = []
    repeat { ranges.append(try searchRange()) } while parser.take(",")
    if !parser.take(word: "by") {
      throw parser.unexpected("'by' and a way to search, for example 'by random(trials: 20)'")
    }
    return SearchStatement(
      objective: objective, ranges: ranges, method: try parser.call(), place: start)
  }

  private mutating func searchRange() throws(Diagnostic) -> SearchStatement.Range {
    var name = try parser.name()
    var rule: String?
    if parser.take(".") {
      rule = name.name
      let own = try parser.name()
      name = ParsedName(
        own.name, indices: own.indices, isPrimed: own.isPrimed,
        at: name.place.lowerBound..<own.place.upperBound)
    }
    if !parser.take(word: "in") {
      throw parser.unexpected("'in' and the bounds of '\(name.name)', for example 'in [-1, 1]'")
    }
    let start = parser.token.place.lowerBound
    try parser.expect("[", "and the bounds of '\(name.name)'")
    let low = try parser.formula()
    try parser.expect(",", "and the upper bound")
    let high = try parser.formula()
    try parser.expect("]")
    let place = start..<parser.previousEnd
    return SearchStatement.Range(
      rule: rule, name: name, low: low, high: high, isLogarithmic: parser.take(word: "log"),
      place: place)
  }
}
