package import Formulas
package import Lessons
import Programs

/// The printed names of a program's lines.
package struct ProgramNames: Sendable {
  let program: Program
  let notation: SymbolNotation
  /// The symbol whose name each line is printed under.
  private let symbols: PerLine<Symbol>
  private let indexNames: [String: [String?]]
  /// The author's names for derivatives, by line.
  private let authored: [LineID: Symbol]
  /// The names δ of derivatives by net inputs, by line.
  private let deltas: [LineID: Symbol]
  /// The derivatives of the objective by net inputs, by an author's name or as δ.
  private let netDerivatives: Set<LineID>
  let network: Network
  /// What δ is derived of.
  let objective: LineID?
  /// The places of the derivatives that the lesson asks for, in the order in which it does.
  let askedPlaces: [LineID: Int]
  /// The span of the numbers in each position of a family.
  private let extents: [String: [ClosedRange<Int>]]
  /// Arguments of update rules that are called like a quantity, or like another rule's argument.
  private let ambiguousArguments: Set<String>
  /// How arguments of update rules are printed, and `step`, where there is a symbol for them.
  private let argumentSymbols: [String: PrintedSymbol]
  /// Whether something is printed as e, so that a power of the number e has to look otherwise.
  let hasLetterE: Bool

  package init(_ lesson: Lesson) {
    program = lesson.program
    network = lesson.network
    objective = lesson.objective
    askedPlaces = Dictionary(
      zip(lesson.askedDerivatives, 0...), uniquingKeysWith: { first, _ in first })
    let netDeltas = NetDeltas(lesson, network)
    notation = SymbolNotation(
      lesson.printedSymbols.merging(netDeltas.printed) { own, _ in own }
    ).distinguishing(
      lesson.program.lines.lazy.map(\.symbol).filter { $0.quantity != nil }
        + lesson.deltas.sorted { $0.value < $1.value }.map(\.key) + netDeltas.names.map(\.symbol))
    indexNames = lesson.indexNames.merging(netDeltas.indexNames) { own, _ in own }
    deltas = Dictionary(netDeltas.names.map { ($0.line, $0.symbol) }, uniquingKeysWith: { $1 })
    netDerivatives = Set(netDeltas.derivatives)
    authored = Dictionary(lesson.deltas.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var symbols = PerLine(program.lines.map(\.symbol))
    for (line, symbol) in deltas { symbols[line] = symbol }
    for (line, symbol) in authored { symbols[line] = symbol }
    self.symbols = symbols
    extents = Self.extents(
      of: program.lines.lazy.filter { !$0.isAbsent }.map(\.symbol) + authored.values
        + deltas.values)
    argumentSymbols = Self.argumentSymbols(of: lesson, notation)
    ambiguousArguments = Self.ambiguousArguments(of: lesson, notation)
    let e = MathName.quantity(Spelling(typed: "e", base: "e"), []).look
    let (notation, authored) = (notation, authored)
    hasLetterE =
      program.lines.contains { line in
        switch line.symbol {
        case .quantity(_, []), .term(_, of: nil, block: nil):
          notation.name(line.symbol).lettersLook(like: e)
        default: false
        }
      }
      || authored.values.contains { notation.name($0).look == e }
      || lesson.rules.flatMap(\.arguments).contains { notation.name(.named($0.name)).look == e }
  }

  /// What the indices of each family span.
  private static func extents(of symbols: some Sequence<Symbol>) -> [String: [ClosedRange<Int>]] {
    var extents: [String: [ClosedRange<Int>]] = [:]
    for symbol in symbols {
      guard let (name, indices) = symbol.quantity, !indices.isEmpty else { continue }
      extents[name, default: indices.map { $0...$0 }].widen(by: indices)
    }
    return extents
  }

  /// For each argument the first symbol that nothing else looks like.
  private static func argumentSymbols(
    of lesson: Lesson, _ notation: SymbolNotation
  ) -> [String: PrintedSymbol] {
    let arguments = Set(lesson.rules.flatMap(\.arguments).map(\.name)).union(["step"])
    let candidates = Lesson.symbolsOfArguments.filter { arguments.contains($0.name) }
    var taken = Set(
      lesson.indexNames.values.joined().compactMap { $0.map { MathName.letter($0).look } })
    for argument in arguments { taken.insert(notation.name(.named(argument)).look) }
    let names = Set(
      lesson.program.lines.compactMap { line in
        switch line.symbol {
        case .quantity(let name, _), .term(let name, _, _): name
        case .updated, .derivative, .local: nil
        }
      })
    for name in names { taken.insert(notation.name(.named(name)).look) }
    var symbols: [String: PrintedSymbol] = [:]
    for (name, symbol) in candidates where symbols[name] == nil {
      let look = MathName.quantity(Spelling(of: name, as: symbol), []).look
      if taken.insert(look).inserted { symbols[name] = symbol }
    }
    return symbols
  }

  /// The name that an argument of an update rule is printed under, or the number of a step.
  func argument(_ name: String) -> MathName {
    argumentSymbols[name].map { .quantity(Spelling(of: name, as: $0), []) }
      ?? notation.name(.named(name))
  }

  private static func ambiguousArguments(
    of lesson: Lesson, _ notation: SymbolNotation
  ) -> Set<String> {
    var values: [String: Set<Formula>] = [:]
    for argument in lesson.rules.flatMap(\.arguments) {
      values[argument.name, default: []].insert(argument.value)
    }
    let looks = Dictionary(
      values.keys.map { (notation.name(.named($0)).look, $0) }, uniquingKeysWith: { $1 })
    var ambiguous = Set(values.filter { $1.count > 1 }.keys)
    for line in lesson.program.lines where !looks.isEmpty && line.symbol.quantity != nil {
      if let argument = looks[notation.name(line.symbol).look] { ambiguous.insert(argument) }
    }
    return ambiguous
  }

  /// Whether only its number says which argument of an update rule is meant.
  func isAmbiguous(argument: String) -> Bool { ambiguousArguments.contains(argument) }

  /// Whether a line belongs to the update of parameters.
  func isOfUpdate(_ line: LineID) -> Bool { program.lines[line].phase.group == .update }

  /// The name that a line is printed under: the author's, where there is one, or δ.
  func symbol(of line: LineID) -> Symbol { symbols[line] }

  /// Whether a line is a derivative that is not printed as one, but under a name of its own.
  func hasNameOfItsOwn(_ line: LineID) -> Bool { authored[line] != nil || deltas[line] != nil }

  /// The same of the derivatives by net inputs.
  func isDelta(_ line: LineID) -> Bool {
    netDerivatives.contains(line) && hasNameOfItsOwn(line)
  }

  var hasDeltas: Bool { !netDerivatives.isEmpty }

  func isAuthored(_ line: LineID) -> Bool { authored[line] != nil }

  /// The name as it is typed.
  func plainName(of line: LineID) -> String { symbol(of: line).description }

  package func name(of line: LineID) -> MathName { notation.name(symbol(of: line)) }

  /// Those of some lines that are shown where large families are shortened.
  package func shown(_ lines: [LineID]) -> [LineID] {
    FamilyMembers(of: lines, symbol: symbol(of:), showsAll: false).entries.compactMap { entry in
      if case .line(let line) = entry { return line }
      return nil
    }
  }

  /// The members of each family among some lines, by the first of each; what has no index stands by
  /// itself.
  func families(of lines: some Sequence<LineID>) -> [[LineID]] {
    var families: [[LineID]] = []
    var places: [Symbol: Int] = [:]
    for line in lines {
      let symbol = symbol(of: line)
      // Members mostly follow each other.
      if let last = families.last?[0], symbol.isOfFamily(of: self.symbol(of: last)),
        !symbol.allIndices.isEmpty
      {
        families[families.count - 1].append(line)
        continue
      }
      let family = symbol.family
      if !family.allIndices.isEmpty, let place = places[family] {
        families[place].append(line)
      } else {
        places[family] = families.count
        families.append([line])
      }
    }
    return families
  }

  /// The name with letters for indices, which stands for some members of one family.
  ///
  /// An index that is always so much more than an earlier one of the same letter is written so:
  /// ∂hₜ/∂hₜ₋₁.
  func familyName(of members: [LineID]) -> MathName {
    notation.name(symbol(of: members[0]), indices: familyIndices(of: members))
  }

  /// The same of the derivative that members of a family are an author's name for, or δ.
  func derivativeName(of members: [LineID]) -> MathName {
    let derivative = program.lines[members[0]].symbol
    let own = derivative.allIndices
    let indices = familyIndices(of: members)
    let top = own.dropLast(indices.count).map { MathIndex.number($0) }
    return notation.name(derivative, indices: top + indices)
  }

  private func familyIndices(of members: [LineID]) -> [MathIndex] {
    let numbers = symbol(of: members[0]).allIndices
    var letters = IndexLetters()
    var positions: [String: Int] = [:]
    return indexNames(of: members[0]).enumerated().map { position, own -> MathIndex in
      var letter = own ?? letters.next()
      var offset = 0
      if let earlier = positions[letter] {
        offset = numbers[position] - numbers[earlier]
        let isConstant = members.allSatisfy { member in
          let numbers = self.symbol(of: member).allIndices
          return numbers[position] - numbers[earlier] == offset
        }
        if !isConstant { (letter, offset) = (letters.next(to: letter), 0) }
      }
      if positions[letter] == nil { positions[letter] = position }
      letters.use(letter)
      return .linear([.init(factor: 1, letter: letter)], constant: offset)
    }
  }

  /// What equations call the indices of a line; an author's name for a derivative has those of what it is
  /// derived by.
  func indexNames(of line: LineID) -> [String?] {
    let own = symbol(of: line).indexPositions
    let derived = program.lines[line].symbol.indexPositions
    return own.enumerated().map { place, origin in
      indexName(origin.family, origin.position)
        ?? (derived.count == own.count
          ? indexName(derived[place].family, derived[place].position) : nil)
    }
  }

  /// What equations call the index in a position of a family.
  func indexName(_ family: String, _ position: Int) -> String? {
    guard let names = indexNames[family], position < names.count else { return nil }
    return names[position]
  }

  func extent(_ family: String, _ position: Int) -> ClosedRange<Int>? {
    guard let ranges = extents[family], position < ranges.count else { return nil }
    return ranges[position]
  }
}

/// The letters i, j, k, … that are not in use yet.
struct IndexLetters {
  private var used: Set<String> = []

  mutating func use(_ letter: String) { used.insert(letter) }

  func contains(_ letter: String) -> Bool { used.contains(letter) }

  /// The letter that an index has, or where that is taken another one of its kind.
  func choice(_ own: String?) -> String {
    own.map { contains($0) ? next(to: $0) : $0 } ?? next()
  }

  /// A letter of the same kind, where one is free.
  func next(to letter: String) -> String {
    let kind =
      [["i", "j", "k", "l"], ["m", "n"], ["r", "s", "t"]].first { $0.contains(letter) } ?? []
    let start = kind.firstIndex(of: letter) ?? 0
    return (kind[start...] + kind[..<start]).first { !used.contains($0) } ?? next()
  }

  func next() -> String {
    ["i", "j", "k", "l", "m", "n", "r", "s", "t"].first { !used.contains($0) } ?? "i"
  }
}

extension Array<ClosedRange<Int>> {
  fileprivate mutating func widen(by indices: [Int]) {
    for (position, index) in indices.enumerated() where position < count {
      let range = self[position]
      self[position] = Swift.min(range.lowerBound, index)...Swift.max(range.upperBound, index)
    }
  }
}
