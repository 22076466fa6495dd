package import Formulas
package import Programs

/// The names δ of the derivatives of a lesson's objective with respect to its net inputs.
///
/// Each has the indices, the layer and the subscript of its net input: δ⁽²⁾ₙ of z⁽²⁾ₙ, δₒ₁ of netₒ₁. There
/// are none where something else is printed δ, and none for families that would have the same.
package struct NetDeltas: Sendable {
  /// The names as they are typed, in the order of the program, and the line that each means.
  package private(set) var names: [(symbol: Symbol, line: LineID)] = []
  /// The derivatives of the objective with respect to all net inputs.
  package private(set) var derivatives: [LineID] = []
  /// What equations call the indices, by the names.
  package private(set) var indexNames: [String: [String?]] = [:]
  /// How names are printed that are not spelled out by the rules of the language.
  package private(set) var printed: [String: PrintedSymbol] = [:]

  package init(_ lesson: Lesson, _ network: Network) {
    guard let objective = lesson.objective, !network.netInputs.isEmpty else { return }
    let program = lesson.program
    let positions = program.positions
    var found: [(net: String, symbol: Symbol, line: LineID)] = []
    for net in network.netInputs {
      let symbol = program.lines[net].symbol
      let derivative = Symbol.derivative(of: program.lines[objective].symbol, by: [symbol])
      guard let (name, indices) = symbol.quantity, let line = positions[derivative] else {
        continue
      }
      let typed = deltaName(of: name, hasIndices: !indices.isEmpty, lesson)
      found.append((name, .quantity(typed, indices), line))
      indexNames[typed] = lesson.indexNames[name]
    }
    derivatives = found.map(\.line)
    if lesson.printsLetterDelta { return }
    let ambiguous = Self.ambiguous(found.map { ($0.net, $0.symbol) }, in: lesson)
    names = found.filter { !ambiguous.contains($0.net) }.map { ($0.symbol, $0.line) }
  }

  /// The name of a δ, which is printed as the net input is.
  private mutating func deltaName(
    of net: String, hasIndices: Bool, _ lesson: Lesson
  ) -> String {
    guard let own = lesson.printedSymbols[net] else {
      let spelling = Spelling(of: net, hasIndices: hasIndices)
      if let below = spelling.subscript, !below.allSatisfy(\.isNumber) { return "delta_\(below)" }
      return "delta" + (spelling.superscript ?? spelling.subscript ?? "")
    }
    let above = own.superscript.map { $0.filter { $0.isLetter || $0.isNumber } } ?? ""
    let below = own.subscript.map { "_" + $0.filter { $0.isLetter || $0.isNumber } } ?? ""
    let name = "delta" + above + below
    printed[name] = PrintedSymbol(
      base: "delta", accent: nil, superscript: own.superscript, isPower: false,
      subscript: own.subscript)
    return name
  }

  /// Net inputs whose δ would be read as that of others, or as another name.
  private static func ambiguous(
    _ found: [(net: String, symbol: Symbol)], in lesson: Lesson
  ) -> Set<String> {
    var taken: [String: Set<String>] = [:]
    var named: [String: Set<String>] = [:]
    for (net, symbol) in found {
      taken[symbol.description.withoutBrackets, default: []].insert(net)
      symbol.quantity.map { _ = named[$0.name, default: []].insert(net) }
    }
    var ambiguous = Set((Array(taken.values) + named.values).filter { $0.count > 1 }.joined())
    let others = lesson.program.lines.map(\.symbol) + lesson.deltas.keys
    for other in others where other.quantity != nil {
      ambiguous.formUnion(taken[other.description.inPlainCharacters.withoutBrackets] ?? [])
    }
    return ambiguous
  }
}

extension Lesson {
  package var network: Network { Network(of: program, objective: objective) }

  /// Whether a quantity, an author's name for a derivative or an argument of a rule is printed δ.
  fileprivate var printsLetterDelta: Bool {
    var names = Set(program.lines.compactMap { $0.symbol.quantity?.name })
    names.formUnion(deltas.keys.compactMap { $0.quantity?.name })
    names.formUnion(rules.flatMap(\.arguments).map(\.name))
    let delta = Spelling(of: "delta", hasIndices: false).base
    return names.contains { name in
      let spelling =
        printedSymbols[name].map { Spelling(of: name, as: $0) }
        ?? Spelling(of: name, hasIndices: false)
      return spelling.base == delta
    }
  }
}
