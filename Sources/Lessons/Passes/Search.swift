import Diagnostics
import Decimals
import Formulas
import Programs
import RandomNumbers

/// Gradient-free search: what stands in the place of training.
extension LoweredRun {
  /// Puts a search into the program: over its parameters, or over arguments of its training.
  mutating func search(
    _ search: SearchStatement, isOfTrainings: Bool
  ) throws(Diagnostic) {
    guard let subject = try program.subject(of: search) else { return }
    if isOfTrainings {
      try searchTrainings(search, subject)
    } else {
      try searchParameters(search, subject)
    }
  }

  private mutating func searchParameters(
    _ search: SearchStatement, _ subject: SearchSubject
  ) throws(Diagnostic) {
    let (method, before) = (subject.method, program.program)
    try method.checkNames(
      beside: before.lines.map(\.symbol) + program.deltas.keys, at: search.method.namePlace)
    let ranges = try program.ranges(of: search)
    let (arguments, counts) = try program.arguments(of: search, method, program.scope)
    let trials = try search.trials(by: method, counts, parameters: ranges.count)
    try limited(search.place) { () throws(ProgramTooLarge) in
      var searched = before
      try searched.search(
        for: subject.objective, in: ranges, by: method, arguments: arguments, counts: counts,
        trials: trials)
      become(searched, objective: subject.objective, method, arguments)
    }
  }

  /// Goes on with the program of a search.
  mutating func become(
    _ searching: Program, objective: LineID, _ method: SearchMethod, _ arguments: [Formula]
  ) {
    program.program = searching
    program.objective = objective
    rules = [
      .init(
        name: method.name,
        arguments: zip(method.parameters, arguments).map { (name: $0.parameter.name, value: $1) })
    ]
  }
}

/// The way to search, and what is to become small.
struct SearchSubject {
  let method: SearchMethod
  let symbol: Symbol
  let objective: LineID
}

extension LoweredProgram {
  func subject(of search: SearchStatement) throws(Diagnostic) -> SearchSubject? {
    let symbol = try environment.symbol(search.objective)
    guard let method = SearchMethod.all.first(where: { $0.name == search.method.name }),
      let objective = program.positions[symbol]
    else { return nil }
    return SearchSubject(method: method, symbol: symbol, objective: objective)
  }

  /// The numbers at both ends of a range.
  func bounds(
    of range: SearchStatement.Range
  ) throws(Diagnostic) -> (low: Double, high: Double) {
    let given = GivenNumbers(
      functions: environment.catalogue.functions, constants: environment.quantities.constants,
      random: RandomSource(seed: program.seed), maximumSize: environment.maximumLines)
    let (low, high) = (try given.constant(range.low), try given.constant(range.high))
    if low >= high {
      throw Diagnostic("the lower bound is not below the upper one", at: range.place)
    }
    if range.isLogarithmic, low <= 0 {
      throw Diagnostic("a range that is searched by 'log' is above 0", at: range.place)
    }
    return (low, high)
  }

  fileprivate func ranges(of search: SearchStatement) throws(Diagnostic) -> [SearchRange] {
    let lines = program.linesByName
    var ranges: [SearchRange] = []
    var searched: Set<LineID> = []
    for range in search.ranges {
      let (low, high) = try bounds(of: range)
      if let rule = range.rule {
        throw Diagnostic(
          "this lesson has no 'minimize' by '\(rule)'", at: range.name.place)
      }
      for line in try members(of: range.name, lines) {
        let parameter = program.lines[line]
        if parameter.phase != .param {
          throw Diagnostic("'\(parameter.symbol)' is no param", at: range.name.place)
        }
        if !searched.insert(line).inserted {
          throw Diagnostic("'\(parameter.symbol)' is searched twice", at: range.name.place)
        }
        try range.check(parameter.initial, of: parameter.symbol, low, high)
        ranges.append(range.searched(line, low, high))
      }
    }
    return ranges
  }

  private func members(
    of name: ParsedName, _ lines: [String: [LineID]]
  ) throws(Diagnostic) -> [LineID] {
    if name.indices.isEmpty { return lines[name.name] ?? [] }
    return program.positions[try environment.symbol(name)].map { [$0] } ?? []
  }

  /// The arguments, and those of them that are counts; both in the order of the parameters.
  func arguments(
    of search: SearchStatement, _ method: SearchMethod, _ scope: Scope
  ) throws(Diagnostic) -> ([Formula], counts: [Int]) {
    var instantiation = Instantiation(scope, maximumSize: environment.maximumLines)
    let parameters = method.parameters.map(\.parameter)
    let given = try instantiation.bound(
      search.method, to: parameters.map(\.name), hasPreset: { parameters[$0].preset != nil })
    let arguments = zip(given, parameters).map { $0 ?? $1.preset ?? .zero }
    var counts: [Int] = []
    for (place, (parameter, kind)) in method.parameters.enumerated() {
      guard case .count(let range) = kind else { continue }
      let value = program.constantValue(of: arguments[place])
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

extension SearchMethod {
  /// Refuses names that the lines of the method have.
  func checkNames(beside symbols: [Symbol], at place: Range<Int>) throws(Diagnostic) {
    let names = Set(symbols.compactMap(\.quantity?.name))
    guard let name = families.first(where: names.contains) else { return }
    throw Diagnostic(
      "'\(self.name)' has a quantity '\(name)' of its own", at: place,
      note: "give that of the lesson another name")
  }
}

extension SearchStatement {
  func trials(
    by method: SearchMethod, _ counts: [Int], parameters: Int
  ) throws(Diagnostic) -> Int {
    if let trials = method.trials(counts, parameters), trials <= 1_000_000_000 { return trials }
    throw Diagnostic("these are more than 1e9 trials", at: self.method.place)
  }
}

extension SearchStatement.Range {
  /// Refuses a number outside the range that is to be searched.
  func check(
    _ start: Double, of symbol: Symbol, _ low: Double, _ high: Double
  ) throws(Diagnostic) {
    if low <= start, start <= high { return }
    throw Diagnostic(
      "'\(symbol)' starts at \(shortest(start)), outside its range", at: place,
      note: "the first trial is of the given values")
  }

  /// The range with its bounds, for a parameter.
  func searched(_ parameter: LineID, _ low: Double, _ high: Double) -> SearchRange {
    SearchRange(
      parameter: parameter, low: .number(Numeral(low)), high: .number(Numeral(high)),
      isLogarithmic: isLogarithmic)
  }
}
