import Diagnostics
import Formulas
import Programs

/// A run's program in the making, and which of its lines statements mean.
struct LoweredProgram {
  let environment: Environment
  var program: Program
  /// What is learned from or differentiated, where there is such a line.
  var objective: LineID?
  /// The parameters by which the objective is differentiated, each with its gradient's line.
  var gradients: [(parameter: LineID, gradient: LineID)] = []
  /// The derivatives that are asked for, in the order in which they are.
  var asked: [LineID] = []
  /// The author's names for derivatives.
  var deltas: [Symbol: LineID] = [:]

  /// The lines of the equations, in the order of their evaluation.
  init(
    _ lines: PerLine<Line>, _ order: [LineID], in environment: Environment, seed: UInt64,
    _ arithmetic: Arithmetic
  ) throws(Diagnostic) {
    self.environment = environment
    var program = Program(maximumLines: environment.maximumLines)
    try limited(0..<0) { () throws(ProgramTooLarge) in
      program.reserve(lines.count)
      for line in lines { try program.append(line) }
    }
    self.program = program.reordered(order)
    self.program.seed = seed
    self.program.arithmetic = arithmetic
  }

  /// Puts the lines in another order, which must keep operands before users.
  mutating func reorder(_ order: [LineID]) {
    program = program.reordered(order)
    var places = PerLine(repeating: LineID(0), count: order.count)
    for (new, old) in PerLine(order).numbered { places[old] = new }
    deltas = deltas.mapValues { places[$0] }
    objective = objective.map { places[$0] }
    gradients = gradients.map { (places[$0], places[$1]) }
    asked = asked.map { places[$0] }
  }

  // What names mean outside equations.

  /// Quantities, and derivatives, moments and updated parameters too.
  var scope: Scope {
    var scope = environment.indexScope
    scope.quantity = { (name, indices) throws(Diagnostic) in try value(of: name, indices) }
    scope.range = { (index, reduction) throws(Diagnostic) in
      try environment.range(of: index, in: reduction)
    }
    scope.derivative = { (top, bottom, place) throws(Diagnostic) in
      .line(try derivative(of: top, by: bottom, at: place))
    }
    scope.term = { (call) throws(Diagnostic) in try term(of: call) }
    return scope
  }

  /// The formula of an equation, of a member for which its indices have these values.
  func formula(
    _ parsed: ParsedFormula, _ bindings: Scope.Bindings = []
  ) throws(Diagnostic) -> Formula {
    var instantiation = Instantiation(
      scope, bindings: bindings, maximumSize: environment.maximumLines)
    return try instantiation.formula(parsed)
  }

  private func value(of name: ParsedName, _ indices: [Int]) throws(Diagnostic) -> Formula {
    let quantities = environment.quantities
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
      throw .undefined(name.name, at: name.place, note: didYouMean(term.description))
    }
    _ = try quantities.line(name, indices)
    throw quantities.unknown(name)
  }

  /// The first state or term of a parameter that has a name.
  private func term(called name: ParsedName) -> Symbol? {
    program.lines.lazy.map(\.symbol).first { symbol in
      if case .term(name.name, of: .some, block: _) = symbol { return true }
      return false
    }
  }

  /// The state or term of a parameter that a call such as `m(w)` means.
  private func term(of call: ParsedCall) throws(Diagnostic) -> Formula? {
    guard environment.catalogue.functions[call.name] == nil, call.arguments.count == 1,
      case .name(let name) = call.arguments[0].value.kind
    else { return nil }
    let symbol = Symbol.term(call.name, of: try environment.symbol(name), block: nil)
    return program.positions[symbol].map { .line($0) }
  }

  /// √ of the sum of the squares of all gradients.
  private var gradientNorm: Formula {
    let squares = gradients.map { Formula(.power(.line($0.gradient), .number(2))) }
    let sum = squares.count == 1 ? squares[0] : Formula(.sum(squares))
    return Formula(.named("gradient_norm", .call(.sqrt, sum)))
  }

  func derivative(
    of top: (ParsedName, [Int]), by bottom: [(ParsedName, [Int])], at place: Range<Int>
  ) throws(Diagnostic) -> LineID {
    let quantities = environment.quantities
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
}

extension Program {
  /// The lines of each name, in their order.
  var linesByName: [String: [LineID]] {
    var result: [String: [LineID]] = [:]
    for (position, line) in lines.numbered {
      if let name = line.symbol.quantity?.name { result[name, default: []].append(position) }
    }
    return result
  }

  /// The value of a formula that is the same at every step; `nil` where it is not.
  func constantValue(of formula: Formula) -> Double? {
    formula.value(
      step: nil, line: { lines[$0].isConstant ? lines[$0].initial : nil }, previous: { _ in nil })
  }
}

/// Reports where a change makes the program too large.
func limited(
  _ place: Range<Int>, _ change: () throws(ProgramTooLarge) -> Void
) throws(Diagnostic) {
  do throws(ProgramTooLarge) {
    try change()
  } catch {
    throw Diagnostic(error.message, at: place, note: error.wayOut)
  }
}
