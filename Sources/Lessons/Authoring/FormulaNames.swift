import Diagnostics
import Formulas

/// The names that formulas and numbers from a command line define, and how they may be written.
///
/// w₁ is `w1`, θ is `theta`, and the member x[2] of a family may be written x₂.
struct FormulaNames {
  /// The names by their spelling in plain characters.
  private var names: [String: String] = [:]
  /// How many indices each family has, by the spelling of its name.
  private var ranks: [String: Int] = [:]

  init(formulas: [String], numbers: [(name: String, value: String)]) {
    for (name, value) in numbers { add(name, rank: value.listLengths.count) }
    for formula in formulas {
      guard let equals = formula.definingSign else { continue }
      let left = formula[..<equals]
      let name = left.prefix { $0 != "[" }
      let indices = left.dropFirst(name.count)
      add(String(name), rank: indices.isEmpty ? 0 : indices.count { $0 == "," } + 1)
    }
  }

  private mutating func add(_ typed: String, rank: Int) {
    guard let spelling = typed.spelling, names[spelling] == nil else { return }
    names[spelling] = typed.trimmed.isName ? typed.trimmed : spelling
    ranks[spelling] = rank
  }

  /// The name of the lesson that a typed one means; itself where there is none.
  func name(_ typed: String) -> String { typed.spelling.flatMap { names[$0] } ?? typed }

  /// A line in the characters of the lesson language.
  func plain(_ source: Source, in place: Range<Int>? = nil) -> PlainFormula {
    let text = WrittenText(source, in: place ?? 0..<source.bytes.count)
    var formula = PlainFormula(text, Catalogue.prelude.functions, readsDecimalCommas: false)
    formula.write { stretch, longer in
      // What stands before parentheses is a function.
      if let longer, longer.has("(", at: stretch.indices.upperBound) { return nil }
      guard let spelling = stretch.string.spelling else { return nil }
      return names[spelling] ?? member(stretch.string)
    }
    return formula
  }

  /// The member of a family that is written with its indices below the line: `x[2]` of x₂.
  private func member(_ typed: String) -> String? {
    let name = typed.prefix { !$0.isLowered }
    let indices = typed.dropFirst(name.count)
    guard !name.isEmpty, indices.allSatisfy({ $0.isLowered || $0 == "," }),
      let spelling = String(name).spelling, let family = names[spelling],
      let rank = ranks[spelling], rank > 0
    else { return nil }
    var numbers = indices.split(separator: ",").map { String($0).inPlainCharacters }
    if numbers.count == 1, rank > 1 { numbers = numbers[0].map { String($0) } }
    return numbers.count == rank ? "\(family)[\(numbers.joined(separator: ","))]" : nil
  }
}

/// A formula from a command line in the characters of the lesson language: what it defines, and
/// what it uses.
struct PlainEquation {
  /// The name that it defines; `nil` where it has none.
  var name: String?
  /// The indices as they are written, without spaces.
  private var indices = ""
  private var uses: [(name: String, indices: String)] = []

  init(_ source: Source) {
    var tokenizer = Tokenizer(source, in: 0..<source.bytes.count)
    guard let tokens = try? tokenizer.nextStatement() else { return }
    let equals = tokens.firstIndex { $0.isSign("=") }
    let quantities = tokens.quantities(in: source)
    for (position, name, indices) in quantities {
      if let equals, position < equals {
        if self.name == nil { (self.name, self.indices) = (name, indices) }
      } else {
        uses.append((name, indices))
      }
    }
  }

  fileprivate var member: String? { name.map { $0 + indices } }

  fileprivate var usedNames: [String] { uses.map(\.name) }

  /// Whether letters stand for numbers, so that it defines several.
  fileprivate var isFamily: Bool { indices.contains(where: \.isLetter) }

  fileprivate func uses(_ other: PlainEquation) -> Bool {
    uses.contains { name, indices in
      name == other.name
        && (indices == other.indices || other.isFamily || indices.contains(where: \.isLetter))
    }
  }
}

extension [PlainEquation] {
  /// What no other equation uses, the last of several such; of a circle, what is defined last.
  ///
  /// It is `nil` where that stands for several numbers.
  var unused: String? {
    var users: [String: Set<Int>] = [:]
    for (index, equation) in enumerated() {
      for name in equation.usedNames { users[name, default: []].insert(index) }
    }
    let unused = indices.last { index in
      let users = self[index].name.flatMap { users[$0] } ?? []
      return !users.contains { $0 != index && self[$0].uses(self[index]) }
    }
    guard let index = unused ?? indices.last, !self[index].isFamily else { return nil }
    return self[index].member
  }
}

extension [Token] {
  /// The names that are none of functions, each with its indices and where it stands.
  fileprivate func quantities(
    in source: Source
  ) -> [(position: Int, name: String, indices: String)] {
    indices.compactMap { position in
      let next = position + 1
      guard self[position].kind == .name, next == count || !self[next].isSign("(") else {
        return nil
      }
      let name = source.text(self[position].place)
      guard next < count, self[next].isSign("[") else { return (position, name, "") }
      var depth = 0
      var text = ""
      for token in self[next...] {
        text += source.text(token.place)
        if token.isSign("[") { depth += 1 }
        if token.isSign("]") { depth -= 1 }
        if depth == 0 { break }
      }
      return (position, name, text)
    }
  }
}

extension String {
  /// The equals sign behind a name, if the text begins with one: none of a comparison, and outside
  /// of brackets that begin the text.
  var definingSign: Index? {
    var depth = 0
    var before: Character = " "
    for index in indices {
      switch self[index] {
      case "[", "(": depth += 1
      case "]", ")": depth -= 1
      case "=" where depth == 0 && !"<>=!".contains(before):
        let after = self.index(after: index)
        if after == endIndex || self[after] != "=" { return index }
      default: break
      }
      before = self[index]
    }
    return nil
  }

  /// The name in plain characters; `nil` where it is none, as with a raised number outside of
  /// raised parentheses: x² is a power.
  fileprivate var spelling: String? {
    var result = ""
    var (isRaised, isLowered) = (false, false)
    for scalar in unicodeScalars {
      // net_h1 is printed as netₕ₁.
      if scalar.isLoweredLetter, !isLowered, !result.isEmpty { result += "_" }
      isLowered = scalar.isLoweredLetter
      switch scalar {
      case "⁽": isRaised = true
      case "⁾": isRaised = false
      case ",": result += "_"
      case _ where scalar.superscript != nil && !isRaised: return nil
      default: result += String(scalar).inPlainCharacters
      }
    }
    return result.isName ? result : nil
  }

  /// Whether this is a name of the lesson language.
  fileprivate var isName: Bool {
    let source = Source(name: "", text: self)
    var tokenizer = Tokenizer(source, in: 0..<source.bytes.count)
    guard let tokens = try? tokenizer.nextStatement(), tokens.count == 1 else { return false }
    return tokens[0].kind == .name && tokens[0].place == 0..<source.bytes.count
  }

  fileprivate var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}

extension Character {
  fileprivate var isLowered: Bool { ("₀"..."₉").contains(self) || self == "₋" }
}
