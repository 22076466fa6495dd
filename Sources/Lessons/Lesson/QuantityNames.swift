import Diagnostics
package import Formulas
import Programs

/// Finds the lines of a lesson by name, however the name is written.
///
/// `∂` for `d`, Greek letters for their names, subscripts, full-width characters and other minus
/// signs mean the plain characters; spaces do not count; `w+` and `w new` are `w'`; `grad w` is the
/// objective's derivative with respect to w; `d2L/dw2` is `d2L/dwdw`; δ of a net input is its derivative. A
/// family's name without indices means all of its members. Indices may stand without brackets, and layers
/// in parentheses, as they are printed, where no other name is spelled so.
package struct QuantityNames {
  private var exact: [String: [LineID]] = [:]
  private var families: [String: [LineID]] = [:]
  /// Names without brackets and underscores.
  private var bare: [String: [LineID]] = [:]
  /// The families that names without brackets and underscores mean.
  private var bareFamilies: [String: Set<String>] = [:]
  private let names: [String]
  private let objective: String?

  package init(_ lesson: Lesson) {
    var symbols = lesson.program.lines.indices.map { ($0, lesson.program.lines[$0].symbol) }
    for (symbol, line) in lesson.deltas.sorted(by: { $0.value < $1.value }) {
      symbols.append((line, symbol))
    }
    for (symbol, line) in NetDeltas(lesson, lesson.network).names { symbols.append((line, symbol)) }
    for (line, symbol) in symbols {
      if let printed = symbol.printed(by: lesson.printedSymbols)?.description.inPlainCharacters {
        bare[printed.withoutBrackets, default: []].append(line)
      }
      guard let spelling = symbol.spelledWithPowers?.inPlainCharacters else { continue }
      exact[spelling, default: []].append(line)
      bare[spelling.withoutBrackets, default: []].append(line)
    }
    let names = symbols.map { $1.description }
    objective = lesson.objective.map { lesson.program.lines[$0].symbol.description }
    var namesOfFamilies: [String] = []
    for ((line, _), name) in zip(symbols, names) {
      let plain = name.inPlainCharacters
      exact[plain, default: []].append(line)
      let family = plain.withoutIndices
      if family != plain {
        if families[family] == nil { namesOfFamilies.append(name.withoutIndices) }
        families[family, default: []].append(line)
        bareFamilies[family.withoutBrackets, default: []].insert(family)
      }
      bare[plain.withoutBrackets, default: []].append(line)
    }
    self.names = names + namesOfFamilies
  }

  /// The lines that a name means: one, or the members of a family; none where it is unknown.
  package func lines(named name: String) -> [LineID] {
    // Beside a quantity x, x² is its square and no name of x2.
    if let base = name.base, !lines(named: base).isEmpty { return [] }
    let plain = name.inPlainCharacters
    let spellings = [plain, plain.withUpdateMark, plain.withGradient(of: objective)]
    for spelling in spellings {
      if let found = exact[spelling] ?? families[spelling] { return found }
    }
    for spelling in spellings.map(\.withoutBrackets) {
      if let found = bare[spelling], found.count == 1 { return found }
      if let family = bareFamilies[spelling], family.count == 1 {
        return family.first.flatMap { families[$0] } ?? []
      }
    }
    return []
  }

  /// The name that comes nearest to an unknown one.
  package func nearest(to name: String) -> String? {
    nearestName(to: name.inPlainCharacters, among: names)
  }
}

extension Symbol {
  /// The symbol with the letters that an author has some of its names printed with; `nil` where that is none
  /// of them.
  fileprivate func printed(by printed: [String: PrintedSymbol]) -> Symbol? {
    if printed.isEmpty { return nil }
    let symbol = mapNames { printed[$0]?.typed ?? $0 }
    return symbol == self ? nil : symbol
  }

  private func mapNames(_ transform: (String) -> String) -> Symbol {
    switch self {
    case .quantity(let name, let indices): .quantity(transform(name), indices)
    case .updated(let symbol): .updated(symbol.mapNames(transform))
    case .derivative(let top, let variables):
      .derivative(of: top.mapNames(transform), by: variables.map { $0.mapNames(transform) })
    case .local(let line, let operand):
      .local(of: line.mapNames(transform), by: operand.mapNames(transform))
    case .term(let name, let parameter, let block):
      .term(name, of: parameter?.mapNames(transform), block: block)
    }
  }

  /// A higher derivative as it is printed, `d2L/dw2` for `d2L/dwdw`; `nil` for any other symbol.
  fileprivate var spelledWithPowers: String? {
    guard case .derivative(let objective, let variables) = self else { return nil }
    if case .derivative(let base, let earlier) = objective {
      return Symbol.derivative(of: base, by: earlier + variables).spelledWithPowers
    }
    var below: [(variable: Symbol, order: Int)] = []
    for variable in variables {
      if below.last?.variable == variable {
        below[below.count - 1].order += 1
      } else {
        below.append((variable, 1))
      }
    }
    if below.allSatisfy({ $0.order == 1 }) { return nil }
    let powers = below.map { "d\($0.variable)\($0.order == 1 ? "" : String($0.order))" }
    return "d\(variables.count)\(objective)/\(powers.joined())"
  }
}

extension String {
  /// What is raised to a power at the end of the text; `nil` where nothing is, as in z⁽²⁾ and in a
  /// derivative.
  fileprivate var base: String? {
    guard let last = unicodeScalars.last, last.superscript?.first?.isNumber == true,
      !unicodeScalars.contains(where: { ($0.inNames ?? String($0)) == "/" })
    else { return nil }
    let base = unicodeScalars.reversed().drop { $0.superscript != nil }.reversed()
    return base.isEmpty ? nil : String(String.UnicodeScalarView(base))
  }

  /// `w+` and `wnew` as `w'`, `W'[1]` as `W[1]'`.
  fileprivate var withUpdateMark: String {
    if hasSuffix("]"), let mark = firstIndex(of: "'"), let bracket = firstIndex(of: "["),
      index(after: mark) == bracket
    {
      return self[..<mark] + self[bracket...] + "'"
    }
    if hasSuffix("+") { return dropLast() + "'" }
    return hasSuffix("new") ? dropLast(3) + "'" : self
  }

  /// `gradw` as the derivative of an objective.
  fileprivate func withGradient(of objective: String?) -> String {
    guard hasPrefix("grad"), let objective else { return self }
    return "d\(objective.inPlainCharacters)/d\(dropFirst(4))"
  }

  /// The name of a family, of that of a member.
  var withoutIndices: String {
    var depth = 0
    return String(
      filter { character in
        if character == "[" { depth += 1 }
        defer { if character == "]" { depth -= 1 } }
        return depth == 0
      })
  }

  /// The name as it is spelled on a page, where brackets and underscores do not show.
  var withoutBrackets: String { filter { !"[](),_".contains($0) } }
}
