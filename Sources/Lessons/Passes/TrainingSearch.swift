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
  /// Its number in the one trial that is asked for.
  fileprivate let tried: Double?
  /// What stands for it in the program that is trained.
  fileprivate let inner: Symbol
  /// What it is in the first trial.
  fileprivate var given = 0.0
}

/// Search over arguments of `minimize`: a trial is a whole training.
extension Environment {
  /// Finds what the ranges of a search mean among the arguments of the training's rules.
  func searchedArguments(
    of run: PlannedRun, _ trial: Trial?
  ) throws(Diagnostic) -> [SearchedArgument] {
    guard let search = run.search, let training = run.training else { return [] }
    if training.isMaximizing {
      throw Diagnostic(
        "a search looks for what is smallest, and this lesson maximizes", at: search.place,
        note: "'minimize' the negative, and search that")
    }
    var found: [SearchedArgument] = []
    for (number, range) in search.ranges.enumerated() {
      let (rule, argument) = try place(of: range, in: training.chain)
      if found.contains(where: { $0.rule == rule && $0.argument == argument }) {
        throw Diagnostic("'\(range.spelling)' is searched twice", at: range.name.place)
      }
      let name = range.name.name
      let taken = namesTaken(by: search, training.chain)
      let isTaken = quantities.position(of: name) != nil || taken.contains(name)
      let block = range.rule ?? (isTaken ? training.chain[rule].name : nil)
      found.append(
        SearchedArgument(
          rule: rule, argument: argument, symbol: .term(name, of: nil, block: block),
          range: range, tried: trial?.numbers[number],
          inner: .term("searched", of: nil, block: String(number))))
    }
    return found
  }

  /// The names that lines of the rules and of the search itself have.
  private func namesTaken(by search: SearchStatement, _ chain: [ParsedCall]) -> [String] {
    let terms = chain.flatMap { catalogue.rules[$0.name]?.equations.map(\.name) ?? [] }
    return terms + (SearchMethod.all.first { $0.name == search.method.name }?.names ?? [])
  }

  /// The one argument that a range means: the places of its rule in the chain, and of itself there.
  private func place(
    of range: SearchStatement.Range, in chain: [ParsedCall]
  ) throws(Diagnostic) -> (rule: Int, argument: Int) {
    let name = range.name.name
    var places: [(rule: Int, argument: Int)] = []
    var known: [String] = []
    for (place, call) in chain.enumerated() {
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
    guard let place = places.first, range.name.indices.isEmpty, !range.name.isPrimed
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
    if places.count > 1 { throw range.isOfSeveral(places.map { chain[$0.rule].name }) }
    return place
  }
}

extension SearchStatement.Range {
  /// The mistake of an argument that several rules of a chain have.
  fileprivate func isOfSeveral(_ rules: [String]) -> Diagnostic {
    let single = rules.first { rule in rules.count { $0 == rule } == 1 }
    return Diagnostic(
      Set(rules).count > 1
        ? "'\(spelling)' is an argument of \(rules.joined(separator: " and "))"
        : "the chain has \(rules.count) blocks '\(rules[0])' with the argument '\(name.name)'",
      at: name.place,
      note: single.map { "write '\($0).\(name.name)', for example" }
        ?? "a definition of your own under another name can be told apart from it")
  }
}

extension LoweredProgram {
  /// What a searched argument is in the program that is trained: the number of one trial, or a line
  /// that keeps what it begins with.
  mutating func argument(
    _ searched: inout SearchedArgument, given formula: Formula
  ) throws(Diagnostic) -> Formula {
    let range = searched.range
    guard let given = program.constantValue(of: formula) else {
      throw Diagnostic(
        "'\(range.spelling)' changes from step to step", at: range.name.place,
        note: "in the first trial it is the number that 'minimize' has")
    }
    searched.given = given
    let line = program.lines.endIndex
    let added =
      searched.tried.map { Line(searched.symbol, .const, .constant, initial: $0) }
      ?? Line(searched.inner, .moment, .formula(Formula(.previous(line))), initial: given)
    try limited(range.name.place) { () throws(ProgramTooLarge) in try program.append(added) }
    return .line(line)
  }

  /// What names mean in the arguments of such a search: numbers that no training changes.
  fileprivate var scopeOfTrials: Scope {
    var scope = environment.indexScope
    scope.quantity = { (name, indices) throws(Diagnostic) in
      _ = try environment.quantities.line(name, indices)
      let symbol = Symbol.quantity(name.name, indices)
      guard let line = program.positions[symbol], program.lines[line].isConstant, !name.isPrimed
      else { throw Diagnostic("'\(symbol)' is no fixed number", at: name.place) }
      let value = Formula.number(Numeral(program.lines[line].initial))
      return Formula(.named(symbol.description, value))
    }
    return scope
  }
}

extension LoweredRun {
  /// Puts the search in the place of the training: each step is a whole run of that.
  mutating func searchTrainings(
    _ search: SearchStatement, _ subject: SearchSubject
  ) throws(Diagnostic) {
    let (trained, method, symbol) = (program.program, subject.method, subject.symbol)
    if trained.lines[subject.objective].phase != .forward {
      throw Diagnostic("'\(symbol)' is given: no training changes it", at: search.objective.place)
    }
    try method.checkNames(beside: [symbol], at: search.method.namePlace)
    let (arguments, counts) = try program.arguments(of: search, method, program.scopeOfTrials)
    let trials = try search.trials(by: method, counts, parameters: searched.count)
    var ranges: [SearchRange] = []
    for (place, argument) in searched.enumerated() {
      let (low, high) = try program.bounds(of: argument.range)
      try argument.range.check(argument.given, of: argument.symbol, low, high)
      ranges.append(argument.range.searched(LineID(place), low, high))
    }
    let beginnings = searched.enumerated().compactMap { place, argument in
      trained.positions[argument.inner].map { (line: $0, source: LineID(place)) }
    }
    let run = InnerRun(trained, outcome: subject.objective, beginnings: beginnings)
    var trialProgram = Program(maximumLines: program.environment.maximumLines)
    trialProgram.seed = trained.seed
    trialProgram.arithmetic = trained.arithmetic
    try limited(search.place) { () throws(ProgramTooLarge) in
      for argument in searched {
        try trialProgram.append(
          Line(argument.symbol, .param, .carried(from: nil), initial: argument.given))
      }
      let outcome = try trialProgram.append(Line(symbol, .forward, .outcome(run)))
      try trialProgram.search(
        for: outcome, in: ranges, by: method, arguments: arguments, counts: counts, trials: trials)
      become(trialProgram, objective: outcome, method, arguments)
    }
    (program.gradients, program.asked, program.deltas, claims) = ([], [], [:], [])
  }
}
