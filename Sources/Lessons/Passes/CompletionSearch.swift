import Diagnostics
import Decimals
import Formulas
import Programs
import RandomNumbers

/// Gradient-free search: what stands in the place of training.
extension Completion {
  /// Reports what can be said before the equations are lines.
  mutating func checkNames(of search: SearchStatement, ofTrainings: Bool) {
    var check = NameCheck(quantities, catalogue.functions)
    check.check(search.objective)
    for range in search.ranges where !ofTrainings {
      // The name of a family means all of it.
      if range.name.indices.isEmpty, quantities.position(of: range.name.name) != nil { continue }
      check.check(range.name)
    }
    for argument in search.method.arguments { check.check(argument.value) }
    mistakes += check.mistakes
    if SearchMethod.all.contains(where: { $0.name == search.method.name }) { return }
    mistakes.append(
      .unknown(
        "there is no search '\(search.method.name)'", at: search.method.namePlace,
        word: search.method.name, among: SearchMethod.all.map(\.name)))
  }

  mutating func search(_ search: SearchStatement) throws(Diagnostic) {
    guard let (method, _, objective) = try subject(of: search) else { return }
    try checkNames(
      of: method, beside: program.lines.map(\.symbol) + deltas.keys, at: search.method.namePlace)
    let ranges = try ranges(of: search)
    let (arguments, counts) = try arguments(of: search, method, scope)
    let trials = try trials(of: search, method, counts, parameters: ranges.count)
    try limited(search.place) { () throws(TooManyLines) in
      var searched = program
      try searched.search(
        for: objective, in: ranges, by: method, arguments: arguments, counts: counts,
        trials: trials)
      become(searched, objective: objective, method, arguments)
    }
  }

  /// The way to search, and what is to become small.
  func subject(
    of search: SearchStatement
  ) throws(Diagnostic) -> (method: SearchMethod, symbol: Symbol, objective: Int)? {
    let indices = try Instantiation(indexScope, maximumSize: 1).integers(search.objective.indices)
    _ = try quantities.line(search.objective, indices)
    let symbol = Symbol.quantity(search.objective.name, indices)
    guard let method = SearchMethod.all.first(where: { $0.name == search.method.name }),
      let objective = program.positions[symbol]
    else { return nil }
    return (method, symbol, objective)
  }

  /// Refuses names that the lines of a method have.
  func checkNames(
    of method: SearchMethod, beside symbols: [Symbol], at place: Range<Int>
  ) throws(Diagnostic) {
    let names = Set(symbols.compactMap(\.quantity?.name))
    guard let name = method.families.first(where: names.contains) else { return }
    throw Diagnostic(
      "'\(method.name)' has a quantity '\(name)' of its own", at: place,
      note: "give that of the lesson another name")
  }

  func trials(
    of search: SearchStatement, _ method: SearchMethod, _ counts: [Int], parameters: Int
  ) throws(Diagnostic) -> Int {
    if let trials = method.trials(counts, parameters), trials <= 1_000_000_000 { return trials }
    throw Diagnostic("these are more than 1e9 trials", at: search.method.place)
  }

  /// The numbers at both ends of a range.
  func bounds(
    of range: SearchStatement.Range
  ) throws(Diagnostic) -> (low: Double, high: Double) {
    let given = GivenNumbers(
      functions: catalogue.functions, constants: quantities.constants,
      random: RandomSource(seed: program.seed), maximumSize: maximumLines)
    let (low, high) = (try given.constant(range.low), try given.constant(range.high))
    if low >= high {
      throw Diagnostic("the lower bound is not below the upper one", at: range.place)
    }
    if range.isLogarithmic, low <= 0 {
      throw Diagnostic("a range that is searched by 'log' is above 0", at: range.place)
    }
    return (low, high)
  }

  /// Refuses a number outside the range that is to be searched.
  func check(
    _ start: Double, of symbol: Symbol, in range: SearchStatement.Range, _ low: Double,
    _ high: Double
  ) throws(Diagnostic) {
    if low <= start, start <= high { return }
    throw Diagnostic(
      "'\(symbol)' starts at \(shortest(start)), outside its range", at: range.place,
      note: "the first trial is of the given values")
  }

  private func ranges(of search: SearchStatement) throws(Diagnostic) -> [SearchRange] {
    let lines = program.linesByName
    let positions = program.positions
    var ranges: [SearchRange] = []
    var searched: Set<Int> = []
    for range in search.ranges {
      let (low, high) = try bounds(of: range)
      if let rule = range.rule {
        throw Diagnostic(
          "this lesson has no 'minimize' by '\(rule)'", at: range.name.place)
      }
      for line in try members(of: range.name, lines, positions) {
        let parameter = program.lines[line]
        if parameter.phase != .param {
          throw Diagnostic("'\(parameter.symbol)' is no param", at: range.name.place)
        }
        if !searched.insert(line).inserted {
          throw Diagnostic("'\(parameter.symbol)' is searched twice", at: range.name.place)
        }
        try check(parameter.initial, of: parameter.symbol, in: range, low, high)
        ranges.append(range.searched(line, low, high))
      }
    }
    return ranges
  }

  private func members(
    of name: ParsedName, _ lines: [String: [Int]], _ positions: Program.Positions
  ) throws(Diagnostic) -> [Int] {
    if name.indices.isEmpty { return lines[name.name] ?? [] }
    let indices = try Instantiation(indexScope, maximumSize: 1).integers(name.indices)
    _ = try quantities.line(name, indices)
    return positions[.quantity(name.name, indices)].map { [$0] } ?? []
  }

  /// The arguments, and those of them that are counts; both in the order of the parameters.
  func arguments(
    of search: SearchStatement, _ method: SearchMethod, _ scope: Scope
  ) throws(Diagnostic) -> ([Formula], counts: [Int]) {
    var instantiation = Instantiation(scope, maximumSize: maximumLines)
    let parameters = method.parameters.map(\.parameter)
    let given = try instantiation.bound(
      search.method, to: parameters.map(\.name), hasPreset: { parameters[$0].preset != nil })
    let arguments = zip(given, parameters).map { $0 ?? $1.preset ?? .zero }
    var counts: [Int] = []
    for (place, (parameter, kind)) in method.parameters.enumerated() {
      guard case .count(let range) = kind else { continue }
      let value = arguments[place].value(
        step: nil, line: { program.lines[$0].isConstant ? program.lines[$0].initial : nil },
        previous: { _ in nil })
      guard let count = value.flatMap(Int.init(exactly:)), range.contains(count) else {
        let typed = search.method.arguments.first { $0.name == parameter.name }
        throw Diagnostic(
          "\(parameter.name) are a whole number from \(range.lowerBound) to 1e9",
          at: (typed ?? search.method.arguments[place]).value.place)
      }
      counts.append(count)
    }
    return (arguments, counts)
  }
}

extension SearchStatement.Range {
  /// The range with its bounds, for the line at a position.
  func searched(_ parameter: Int, _ low: Double, _ high: Double) -> SearchRange {
    SearchRange(
      parameter: parameter, low: .number(Numeral(low)), high: .number(Numeral(high)),
      isLogarithmic: isLogarithmic)
  }
}
