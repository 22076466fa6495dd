import Diagnostics
import Decimals
import Formulas
import Programs

/// Adds to the lines of the equations what a lesson asks for: derivatives, deltas, updates.
struct Completion {
  private let source: Source
  let quantities: Quantities
  let catalogue: Catalogue
  let maximumLines: Int
  var program: Program
  var objective: Int?
  /// What the objective is multiplied by, under another convention.
  var lossFactor: Numeral?
  /// The parameters by which the objective is differentiated, each with its gradient's line.
  var gradients: [(parameter: Int, gradient: Int)] = []
  /// The lines of each name, while they are where the equations have them.
  lazy var familyLines = program.linesByName
  var rules: [Lesson.Rule] = []
  /// The arguments of the training's rules that are searched.
  var searched: [SearchedArgument] = []
  /// Their numbers, where one trial is asked for and not the search.
  var trial: Trial?
  var givenUpdates: Set<Symbol> = []
  /// The same lesson with a shorter last batch, where there is one.
  var lastBatch: [LastBatch] = []
  /// Whether this is that one.
  var isLastBatch = false
  private(set) var deltas: [Symbol: Int] = [:]
  var claims: [Lesson.Claim] = []
  /// The operations in all claims together.
  var sizeOfClaims = 0
  var mistakes: [Diagnostic] = []

  init(source: Source, quantities: Quantities, catalogue: Catalogue, maximumLines: Int) {
    self.source = source
    self.quantities = quantities
    self.catalogue = catalogue
    self.maximumLines = maximumLines
    program = Program(maximumLines: maximumLines)
  }

  /// Builds the whole program.
  mutating func complete(
    _ lines: [Line], _ order: [Int], seed: UInt64, _ derivatives: [Differentiate],
    _ deltaEquations: [Equation], _ updates: [Equation], _ claims: [ClaimStatement],
    _ training: TrainingStatement?, _ search: SearchStatement?
  ) {
    do throws(Diagnostic) {
      try limited(0..<0) { () throws(TooManyLines) in
        program.reserve(lines.count)
        for line in lines { try program.append(line) }
      }
      program = program.reordered(order)
      program.seed = seed
      try differentiate(derivatives, training)
      let late = training == nil ? [] : lateDeltas(in: deltaEquations)
      try define(deltaEquations.indices.filter { !late.contains($0) }.map { deltaEquations[$0] })
      if let search, let training { searched = try searchedArguments(of: search, in: training) }
      if let training { try train(training, updates, claims, late.map { deltaEquations[$0] }) }
      keep(claims)
      for last in lastBatch { add(last) }
      guard let search, trial == nil, !isLastBatch else { return }
      if training == nil { try self.search(search) } else { try searchTrainings(search) }
    } catch {
      mistakes.append(error)
    }
  }

  /// Goes on with the program of a search.
  mutating func become(
    _ program: Program, objective: Int, _ method: SearchMethod, _ arguments: [Formula]
  ) {
    self.program = program
    self.objective = objective
    rules = [
      .init(
        name: method.name,
        arguments: zip(method.parameters, arguments).map { (name: $0.parameter.name, value: $1) })
    ]
    if !searched.isEmpty { (gradients, deltas, claims) = ([], [:], []) }
  }

  var indexScope: Scope {
    var scope = Scope(functions: catalogue.functions)
    scope.integer = { quantities.integer($0.name) }
    return scope
  }

  /// What names mean outside equations: derivatives, moments and updated parameters too.
  var scope: Scope {
    var scope = indexScope
    scope.quantity = { (name, indices) throws(Diagnostic) in
      let symbol = Symbol.quantity(name.name, indices)
      if name.isPrimed {
        if let line = program.positions[.updated(symbol)] { return .line(line) }
        throw Diagnostic("'\(symbol)' is not updated", at: name.place)
      }
      if let line = program.positions[symbol] ?? deltas[symbol] { return .line(line) }
      if indices.isEmpty, let line = program.positions[.term(name.name, of: nil, block: nil)] {
        return .line(line)
      }
      if name.name == "gradient_norm", indices.isEmpty { return gradientNorm }
      if let term = term(called: name), quantities.position(of: name.name) == nil {
        throw Diagnostic(
          "'\(name.name)' is not defined", at: name.place, note: "did you mean '\(term)'?")
      }
      _ = try quantities.line(name, indices)
      throw quantities.unknown(name)
    }
    scope.range = { (index, reduction) throws(Diagnostic) in
      guard
        let range = try quantities.range(
          of: index.name, at: index.place, in: reduction.body,
          remedy: { "write '\(reduction.name)(\($0): …)'" })
      else { throw Diagnostic("nothing says what '\(index.name)' runs over", at: index.place) }
      return range
    }
    scope.derivative = { (top, bottom, place) throws(Diagnostic) in
      .line(try derivative(of: top, by: bottom, at: place))
    }
    scope.term = { (call) throws(Diagnostic) in
      guard catalogue.functions[call.name] == nil, call.arguments.count == 1,
        case .name(let name) = call.arguments[0].value.kind
      else { return nil }
      let indices = try Instantiation(indexScope, maximumSize: 1).integers(name.indices)
      _ = try quantities.line(name, indices)
      let symbol = Symbol.term(call.name, of: .quantity(name.name, indices), block: nil)
      return program.positions[symbol].map { .line($0) }
    }
    return scope
  }

  /// The first state or term of a parameter that has a name.
  private func term(called name: ParsedName) -> Symbol? {
    program.lines.lazy.map(\.symbol).first { symbol in
      if case .term(name.name, of: .some, block: _) = symbol { return true }
      return false
    }
  }

  func derivative(
    of top: (ParsedName, [Int]), by bottom: [(ParsedName, [Int])], at place: Range<Int>
  ) throws(Diagnostic) -> Int {
    _ = try quantities.line(top.0, top.1)
    for (name, indices) in bottom { _ = try quantities.line(name, indices) }
    let upper = Symbol.quantity(top.0.name, top.1)
    let lower = bottom.map { Symbol.quantity($0.0.name, $0.1) }
    if let line = program.positions[.derivative(of: upper, by: lower)]
      ?? (lower.count == 1 ? program.positions[.local(of: upper, by: lower[0])] : nil)
    {
      return line
    }
    let target = lower.count > 1 ? Symbol.derivative(of: upper, by: lower.dropLast()) : upper
    throw Diagnostic(
      "'\(Symbol.derivative(of: upper, by: lower))' is not computed in this lesson", at: place,
      note: lower.last.map { "'differentiate \(target) wrt \($0)' computes it" })
  }

  /// √ of the sum of the squares of all gradients.
  private var gradientNorm: Formula {
    let squares = gradients.map { Formula(.power(.line($0.gradient), .number(2))) }
    let sum = squares.count == 1 ? squares[0] : Formula(.sum(squares))
    return Formula(.named("gradient_norm", .call(.sqrt, sum)))
  }

  /// Which `delta` statements may name what comes of an update: a new parameter, a state or term
  /// of the optimizer, or such a delta.
  private func lateDeltas(in equations: [Equation]) -> [Int] {
    let others = Set(equations.map(\.left.name) + ["gradient_norm", "step", "pi"])
    func isLate(_ equation: Equation, _ late: Set<String>) -> Bool {
      var isLate = false
      let known = others.union(equation.indices)
      equation.right.forEachNode { node in
        if case .call(let call) = node.kind, catalogue.functions[call.name] == nil { isLate = true }
        for name in node.names {
          let isKnown = quantities.position(of: name.name) != nil || known.contains(name.name)
          if name.isPrimed || late.contains(name.name) || !isKnown { isLate = true }
        }
      }
      return isLate
    }
    var late: Set<String> = []
    var count = -1
    while count < late.count {
      count = late.count
      for equation in equations where isLate(equation, late) { late.insert(equation.left.name) }
    }
    return equations.indices.filter { late.contains(equations[$0].left.name) }
  }

  /// Adds the lines of `delta` statements that name what comes of an update.
  mutating func defineAfterUpdates(_ equations: [Equation]) {
    defineInOrder(equations, as: .update)
  }

  /// Adds the lines of `delta` statements, each after those that it uses.
  private mutating func defineInOrder(_ equations: [Equation], as phase: Phase) {
    let order = DependencyOrder(equations.uses)
    for place in order.ordered + order.rest {
      do throws(Diagnostic) {
        try define(equations[place], as: phase)
      } catch {
        guard let circle = order.circle else {
          mistakes.append(error)
          continue
        }
        mistakes.append(
          .circle(
            of: circle.map { equations[$0].left.name }, at: equations[circle[0]].left.place))
        return
      }
    }
  }

  /// Adds the lines of `delta` statements, each just after the last line that it uses.
  private mutating func define(_ equations: [Equation]) throws(Diagnostic) {
    let count = program.lines.count
    defineInOrder(equations, as: .delta)
    if program.lines.count == count { return }
    // The line of the program proper after which each added line comes.
    var predecessors: [Int] = []
    var followers: [Int: [Int]] = [:]
    for added in count..<program.lines.count {
      var last = -1
      program.lines[added].formula?.forEachLine { line in
        last = max(last, line < count ? line : predecessors[line - count])
      }
      predecessors.append(last)
      followers[last, default: []].append(added)
    }
    let order = (followers[-1] ?? []) + (0..<count).flatMap { [$0] + (followers[$0] ?? []) }
    reorder(order)
  }

  /// Puts the lines in another order, which must keep operands before users.
  mutating func reorder(_ order: [Int]) {
    program = program.reordered(order)
    var places = [Int](repeating: 0, count: order.count)
    for (new, old) in order.enumerated() { places[old] = new }
    deltas = deltas.mapValues { places[$0] }
    objective = objective.map { places[$0] }
    gradients = gradients.map { (places[$0], places[$1]) }
  }

  /// Notes the members of one `delta` statement as names for lines, or adds lines for them.
  private mutating func define(_ equation: Equation, as phase: Phase) throws(Diagnostic) {
    for (symbol, right, bindings) in try members(of: equation) {
      if program.positions[symbol] != nil || deltas[symbol] != nil {
        throw Diagnostic("'\(symbol)' is defined twice", at: equation.left.place)
      }
      var instantiation = Instantiation(scope, bindings: bindings, maximumSize: maximumLines)
      let formula = try instantiation.formula(right)
      if case .derivative = right.kind, case .line(let line) = formula.kind {
        deltas[symbol] = line
      } else {
        try limited(equation.left.place) { () throws(TooManyLines) in
          _ = try program.append(Line(symbol, phase, .formula(formula)))
        }
      }
    }
  }

  /// The members of an equation; the ranges of its indices are those that they have in `formula`,
  /// or on its right side.
  func members(
    of equation: Equation, rangesIn formula: ParsedFormula? = nil
  ) throws(Diagnostic) -> [(Symbol, ParsedFormula, Scope.Bindings)] {
    if equation.left.name.isReserved {
      throw Diagnostic("'\(equation.left.name)' is reserved", at: equation.left.place)
    }
    let definition = try Definition(equation, family: 0, quantities)
    var bindings: [[Int]] = [[]]
    for index in definition.indices {
      var range = 0..<0
      if let typed = index.range {
        let instantiation = Instantiation(indexScope, maximumSize: 1)
        range = Range(try Expansion.range(typed.low, typed.high, instantiation))
      } else {
        let found = try quantities.range(
          of: index.name, at: index.place, in: formula ?? equation.right)
        range = found.map(Range.init) ?? 0..<0
      }
      if range.count.saturatingMultiplied(bindings.count) > maximumLines {
        throw Diagnostic("this stands for too many formulas", at: equation.left.place)
      }
      bindings = bindings.flatMap { first in range.map { first + [$0] } }
    }
    return bindings.map { values in
      (
        .quantity(equation.left.name, definition.members(values)), equation.right,
        definition.bound(values)
      )
    }
  }
}

extension Equation {
  /// The indices that it binds, on its left side and in reductions.
  fileprivate var indices: [String] {
    var names = left.indices.compactMap(\.bareName) + ranges.map(\.name)
    right.forEachNode { node in
      if case .reduction(let reduction) = node.kind { names += reduction.indices.map(\.name) }
    }
    return names
  }
}
extension [Equation] {
  /// For each equation, the places of those whose names it uses.
  fileprivate var uses: [[Int]] {
    let places = Dictionary(grouping: indices) { self[$0].left.name }
    return map { equation in
      var names: Set<String> = []
      equation.right.forEachNode { node in names.formUnion(node.names.map(\.name)) }
      return names.flatMap { places[$0] ?? [] }.sorted()
    }
  }
}
