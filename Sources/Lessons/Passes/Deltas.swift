import Diagnostics
import Formulas
import Programs

/// The `delta` statements: names for derivatives, or lines of their own.
extension LoweredProgram {
  /// Adds the lines of `delta` statements, each just after the last line that it uses.
  mutating func define(_ equations: [Equation], _ mistakes: inout [Diagnostic]) {
    let proper = program.lines.indices
    defineInOrder(equations, as: .delta, &mistakes)
    let added = proper.upperBound..<program.lines.endIndex
    if added.isEmpty { return }
    // The line of the program proper after which each added line comes, if there is one.
    var predecessors: [LineID: LineID] = [:]
    var followers: [LineID?: [LineID]] = [:]
    for line in added {
      var operands: [LineID] = []
      program.lines[line].formula?.forEachLine { operands.append($0) }
      let last = operands.compactMap { added.contains($0) ? predecessors[$0] : $0 }.max()
      predecessors[line] = last
      followers[last, default: []].append(line)
    }
    let withFollowers = proper.flatMap { [$0] + followers[$0, default: []] }
    reorder(followers[nil, default: []] + withFollowers)
  }

  /// Adds the lines of `delta` statements that name what comes of an update.
  mutating func defineAfterUpdates(_ equations: [Equation], _ mistakes: inout [Diagnostic]) {
    defineInOrder(equations, as: .update, &mistakes)
  }

  /// Adds the lines of `delta` statements, each after those that it uses.
  private mutating func defineInOrder(
    _ equations: [Equation], as phase: Phase, _ mistakes: inout [Diagnostic]
  ) {
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

  /// Notes the members of one `delta` statement as names for lines, or adds lines for them.
  private mutating func define(_ equation: Equation, as phase: Phase) throws(Diagnostic) {
    for (symbol, bindings) in try environment.members(of: equation) {
      if program.positions[symbol] != nil || deltas[symbol] != nil {
        throw Diagnostic("'\(symbol)' is defined twice", at: equation.left.place)
      }
      let formula = try formula(equation.right, bindings)
      if case .derivative = equation.right.kind, case .line(let line) = formula.kind {
        deltas[symbol] = line
      } else {
        try limited(equation.left.place) { () throws(ProgramTooLarge) in
          _ = try program.append(Line(symbol, phase, .formula(formula)))
        }
      }
    }
  }
}

extension Environment {
  /// Tells apart the `delta` statements that name what comes of an update: a new parameter, a state
  /// or term of the optimizer, or such a delta.
  func sorted(
    _ deltas: [Equation], isTraining: Bool
  ) -> (early: [Equation], late: [Equation]) {
    if !isTraining { return (deltas, []) }
    let names = lateNames(among: deltas)
    let isLate = { (equation: Equation) in names.contains(equation.left.name) }
    return (deltas.filter { !isLate($0) }, deltas.filter(isLate))
  }

  private func lateNames(among deltas: [Equation]) -> Set<String> {
    let others = Set(deltas.map(\.left.name) + ["gradient_norm", "step", "pi"])
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
      for equation in deltas where isLate(equation, late) { late.insert(equation.left.name) }
    }
    return late
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
