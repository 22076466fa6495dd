import Diagnostics
import Decimals
import Formulas
import Programs

/// An argument of one of the training's rules that a search chooses.
struct SearchedArgument {
  /// The place of the rule in the chain, and that of the argument in the rule.
  let rule: Int
  let argument: Int
  let symbol: Symbol
  let range: SearchStatement.Range
  /// What it is in the first trial.
  var given = 0.0
}

/// Search over arguments of `minimize`: a trial is a whole training.
extension Completion {
  /// Finds what the ranges of a search mean among the arguments of the rules.
  func searchedArguments(
    of search: SearchStatement, in training: TrainingStatement
  ) throws(Diagnostic) -> [SearchedArgument] {
    if training.isMaximizing {
      throw Diagnostic(
        "a search looks for what is smallest, and this lesson maximizes", at: search.place,
        note: "'minimize' the negative, and search that")
    }
    var found: [SearchedArgument] = []
    for range in search.ranges {
      let argument = try searchedArgument(of: range, search, training)
      if found.contains(where: { $0.rule == argument.rule && $0.argument == argument.argument }) {
        throw Diagnostic("'\(range.spelling)' is searched twice", at: range.name.place)
      }
      found.append(argument)
    }
    return found
  }

  private func searchedArgument(
    of range: SearchStatement.Range, _ search: SearchStatement, _ training: TrainingStatement
  ) throws(Diagnostic) -> SearchedArgument {
    let name = range.name.name
    var places: [(rule: Int, argument: Int)] = []
    var known: [String] = []
    for (place, call) in training.chain.enumerated() {
      let parameters = catalogue.rules[call.name]?.parameters ?? []
      for parameter in parameters {
        let spelling = range.rule == nil ? parameter.name : "\(call.name).\(parameter.name)"
        if !known.contains(spelling) { known.append(spelling) }
      }
      if let rule = range.rule, rule != call.name { continue }
      if let argument = parameters.firstIndex(where: { $0.name == name }) {
        places.append((place, argument))
      }
    }
    guard let (rule, argument) = places.first, range.name.indices.isEmpty, !range.name.isPrimed
    else {
      if range.rule == nil, quantities.position(of: name) != nil {
        throw Diagnostic(
          "'\(name)' is no argument of 'minimize'", at: range.name.place,
          note: "a search beside it is over such arguments: \(known.joined(separator: ", "))")
      }
      throw .unknown(
        "'minimize' has no argument '\(range.spelling)'", at: range.name.place,
        word: range.spelling, among: known)
    }
    let rules = places.map { training.chain[$0.rule].name }
    if places.count > 1 {
      let single = rules.first { rule in rules.count { $0 == rule } == 1 }
      throw Diagnostic(
        Set(rules).count > 1
          ? "'\(range.spelling)' is an argument of \(rules.joined(separator: " and "))"
          : "the chain has \(rules.count) blocks '\(rules[0])' with the argument '\(name)'",
        at: range.name.place,
        note: single.map { "write '\($0).\(name)', for example" }
          ?? "a definition of your own under another name can be told apart from it")
    }
    let terms = training.chain.flatMap { catalogue.rules[$0.name]?.equations.map(\.name) ?? [] }
    let own = SearchMethod.all.first { $0.name == search.method.name }?.names ?? []
    let isTaken = quantities.position(of: name) != nil || (terms + own).contains(name)
    return SearchedArgument(
      rule: rule, argument: argument,
      symbol: .term(name, of: nil, block: range.rule ?? (isTaken ? rules[0] : nil)), range: range)
  }

  /// What a searched argument is in the program that is trained: the number of one trial, or a line
  /// that keeps what it begins with.
  mutating func argument(_ place: Int, given formula: Formula) throws(Diagnostic) -> Formula {
    let range = searched[place].range
    guard
      let given = formula.value(
        step: nil, line: { program.lines[$0].isConstant ? program.lines[$0].initial : nil },
        previous: { _ in nil })
    else {
      throw Diagnostic(
        "'\(range.spelling)' changes from step to step", at: range.name.place,
        note: "in the first trial it is the number that 'minimize' has")
    }
    searched[place].given = given
    let line = program.lines.count
    try limited(range.name.place) { () throws(TooManyLines) in
      try program.append(
        trial.map { Line(searched[place].symbol, .const, .constant, initial: $0.numbers[place]) }
          ?? Line(
            Self.symbol(ofSearched: place), .moment, .formula(Formula(.previous(line))),
            initial: given))
    }
    return .line(line)
  }

  private static func symbol(ofSearched place: Int) -> Symbol {
    .term("searched", of: nil, block: String(place))
  }

  /// Puts the search in the place of the training: each step is a whole run of that.
  mutating func searchTrainings(_ search: SearchStatement) throws(Diagnostic) {
    guard let (method, symbol, objective) = try subject(of: search) else { return }
    if program.lines[objective].phase != .forward {
      throw Diagnostic("'\(symbol)' is given: no training changes it", at: search.objective.place)
    }
    let searched = searched
    try checkNames(of: method, beside: [symbol], at: search.method.namePlace)
    let (arguments, counts) = try arguments(of: search, method, scopeOfTrials)
    let trials = try trials(of: search, method, counts, parameters: searched.count)
    var ranges: [SearchRange] = []
    for (place, argument) in searched.enumerated() {
      let (low, high) = try bounds(of: argument.range)
      try check(argument.given, of: argument.symbol, in: argument.range, low, high)
      ranges.append(argument.range.searched(place, low, high))
    }
    let beginnings = searched.indices.compactMap { place in
      program.positions[Self.symbol(ofSearched: place)].map { (line: $0, source: place) }
    }
    let run = InnerRun(program, outcome: objective, beginnings: beginnings)
    var trialProgram = Program(maximumLines: maximumLines)
    trialProgram.seed = program.seed
    try limited(search.place) { () throws(TooManyLines) in
      for argument in searched {
        try trialProgram.append(
          Line(argument.symbol, .param, .carried(from: nil), initial: argument.given))
      }
      let outcome = try trialProgram.append(Line(symbol, .forward, .outcome(run)))
      try trialProgram.search(
        for: outcome, in: ranges, by: method, arguments: arguments, counts: counts, trials: trials)
      become(trialProgram, objective: outcome, method, arguments)
    }
  }

  /// What names mean in the arguments of such a search: numbers that no training changes.
  private var scopeOfTrials: Scope {
    var scope = indexScope
    scope.quantity = { (name, indices) throws(Diagnostic) in
      _ = try quantities.line(name, indices)
      let symbol = Symbol.quantity(name.name, indices)
      guard let line = program.positions[symbol], program.lines[line].isConstant, !name.isPrimed
      else { throw Diagnostic("'\(symbol)' is no fixed number", at: name.place) }
      let value = Formula.number(Numeral(program.lines[line].initial))
      return Formula(.named(symbol.description, value))
    }
    return scope
  }
}
