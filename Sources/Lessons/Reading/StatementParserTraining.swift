import Diagnostics
import Formulas

/// What is done with the equations.
extension StatementParser {
  /// So many rules may act one after the other.
  private static let mostRules = 100

  mutating func differentiate(_ start: Range<Int>) throws(Diagnostic) -> Differentiate {
    let target = try parser.formula()
    var variables: [ParsedName] = []
    if parser.take(word: "wrt") {
      repeat { variables.append(try parser.name()) } while parser.take(",")
    }
    return Differentiate(target: target, variables: variables, place: start)
  }

  /// Takes `NAME: minimize …`, or an update of that run alone.
  mutating func variant() throws(Diagnostic) -> Statement {
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

  mutating func training(
    _ word: String, _ start: Range<Int>, of variant: VariantName?
  ) throws(Diagnostic) -> TrainingStatement {
    let objective = try parser.name()
    var chain: [ParsedCall] = []
    if parser.take(word: "by") {
      repeat {
        if chain.count == Self.mostRules {
          throw Diagnostic(
            "this is a chain of more than \(Self.mostRules) rules", at: parser.token.place)
        }
        chain.append(try ruleCall())
      } while parser.take(word: "then")
    } else if !parser.token.isSign(",") {
      throw parser.unexpected("'by' and an optimizer, for example 'by gd(rate: 0.5)',")
    }
    let options = try trainingOptions()
    guard let steps = options.steps else {
      throw Diagnostic(
        "how many steps?", at: start, note: "end the line with ', steps: 100', for example")
    }
    return TrainingStatement(
      variant: variant, isMaximizing: word == "maximize", objective: objective, chain: chain,
      steps: steps, until: options.until, claims: options.claims, batch: try options.batch.option,
      place: start)
  }

  private mutating func trainingOptions() throws(Diagnostic) -> TrainingOptions {
    var options = TrainingOptions()
    while true {
      let hasComma = parser.take(",")
      let next = parser.token.place
      if parser.take(word: "using") {
        if options.claims != nil { throw Diagnostic("'using' is given twice", at: next) }
        options.claims = try claimUse(from: next)
      } else if hasComma {
        try takeOption(&options)
      } else {
        return options
      }
    }
  }

  /// Takes `steps: 100`, for example.
  private mutating func takeOption(_ options: inout TrainingOptions) throws(Diagnostic) {
    let (option, place) = try parser.expectName("'steps' or 'until'")
    try parser.expect(":", "after '\(option)'")
    switch option {
    case "steps" where options.steps == nil:
      options.steps = try count(1...1_000_000_000, "steps are a whole number from 1 to 1e9")
    case "until" where options.until == nil:
      options.until = try parser.formula()
    case "batch" where options.batch.size == nil:
      try takeBatch(&options.batch, at: place)
    case "shuffle" where options.batch.shuffle == nil:
      options.batch.shuffle = (try yesOrNo(), place)
    case "steps", "until", "batch", "shuffle":
      throw Diagnostic("'\(option)' is given twice", at: place)
    default:
      throw .noSuch(
        "option", option, at: place, among: ["steps", "until", "batch", "shuffle"])
    }
  }

  /// Takes `4` or `4 of n`.
  private mutating func takeBatch(
    _ batch: inout ParsedBatch, at place: Range<Int>
  ) throws(Diagnostic) {
    let size = try count(1...1_000_000_000, "a batch has a whole number of rows, from 1")
    batch.size = (size, place.lowerBound..<parser.previousEnd)
    if parser.take(word: "of") {
      batch.index = try parser.expectName("the index of a table")
    }
  }

  private mutating func yesOrNo() throws(Diagnostic) -> Bool {
    if parser.take(word: "yes") { return true }
    if parser.take(word: "no") { return false }
    throw parser.unexpected("'yes' or 'no'")
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

  // Searches.

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

/// What stands behind the chain of a training, as far as it has been read.
private struct TrainingOptions {
  var steps: Int?
  var until: ParsedFormula?
  var claims: ClaimUse?
  var batch = ParsedBatch()
}

/// What a training statement says of batches, as far as it has been read.
private struct ParsedBatch {
  var size: (count: Int, place: Range<Int>)?
  var index: (name: String, place: Range<Int>)?
  var shuffle: (isWanted: Bool, place: Range<Int>)?

  var option: BatchOption? {
    get throws(Diagnostic) {
      guard let (size, place) = size else {
        guard let (_, place) = shuffle else { return nil }
        throw Diagnostic(
          "'shuffle' is about batches", at: place, note: "write ', batch: 4' too, for example")
      }
      return BatchOption(
        size: size, index: index, isShuffled: shuffle?.isWanted ?? false, place: place)
    }
  }
}
