import Formulas
import Lessons
import Programs

/// The names of a lesson's quantities in what its author says, which are set as formulas set them.
///
/// Of code and of typed formulas only what is a name as a whole is one. In words a name has a digit,
/// an underscore, indices or a fraction bar in it; what the lesson does not have stays as it is.
struct ProseNames {
  private let names: ProgramNames
  private let positions: Program.Positions
  private let deltas: [Symbol: LineID]
  /// What equations call their indices.
  private let letters: Set<String>
  /// The arguments of update rules.
  private let arguments: Set<String>

  init(_ lesson: Lesson, _ names: ProgramNames) {
    self.names = names
    positions = lesson.program.positions
    deltas = lesson.deltas
    letters = Set(lesson.indexNames.values.joined().compactMap(\.self))
    arguments = Set(lesson.rules.flatMap(\.arguments).map(\.name))
  }

  /// The spans, with each name in one of its own.
  func found(in spans: [ProseSpan]) -> [ProseSpan] {
    spans.flatMap { span -> [ProseSpan] in
      switch span.style {
      case .code, .math(_, isDisplayed: false):
        var reader = TypedNameReader(text: Array(span.text), names: self)
        return [reader.wholeName().map { span.named($0) } ?? span]
      case .plain:
        var reader = TypedNameReader(text: Array(span.text), names: self)
        return reader.spans(in: span)
      case .math, .name: return [span]
      }
    }
  }

  /// The printed name of a quantity, of a family's members or of the family.
  fileprivate func name(_ name: String, _ indices: [MathIndex]) -> MathName? {
    if indices.isEmpty {
      if has(.named(name)) { return names.notation.name(.named(name)) }
      if names.extent(name, 0) != nil {
        return .quantity(names.notation.spelling(name, hasIndices: true), [])
      }
      return arguments.contains(name) ? names.argument(name) : nil
    }
    guard names.extent(name, indices.count - 1) != nil, names.extent(name, indices.count) == nil
    else { return nil }
    if indices.numbers.count == indices.count {
      if !has(.quantity(name, indices.numbers)) { return nil }
    } else {
      for (position, index) in indices.enumerated() where !mayStand(index, position, in: name) {
        return nil
      }
    }
    return .quantity(names.notation.spelling(name, hasIndices: true), indices)
  }

  /// Whether a quantity, or members of a family, are updated.
  fileprivate func isUpdated(_ name: String, _ indices: [MathIndex]) -> Bool {
    let member = indices.enumerated().map { position, index in
      if case .number(let number) = index { return number }
      return names.extent(name, position)?.lowerBound ?? 0
    }
    return positions[.updated(.quantity(name, member))] != nil
  }

  private func has(_ symbol: Symbol) -> Bool {
    positions[symbol] != nil || deltas[symbol] != nil
  }

  private func mayStand(_ index: MathIndex, _ position: Int, in family: String) -> Bool {
    switch index {
    case .number(let number): names.extent(family, position)?.contains(number) == true
    case .linear(let terms, _):
      terms.allSatisfy { term in
        letters.contains(term.letter) || term.letter.count == 1 && !has(.named(term.letter))
      }
    }
  }
}

extension Prose {
  /// The block with the names of quantities in spans of their own.
  func finding(_ names: ProseNames) -> Prose {
    switch self {
    case .heading(let text): .heading(names.found(in: text))
    case .paragraph(let text): .paragraph(names.found(in: text))
    case .item(let marker, let indent, let text):
      .item(marker: marker, indent: indent, names.found(in: text))
    case .quote(let text): .quote(names.found(in: text))
    case .verbatim: self
    case .table(let typed, let rows):
      .table(typed: typed, rows: rows.map { $0.map { names.found(in: $0) } })
    }
  }
}

extension [MathIndex] {
  fileprivate var numbers: [Int] {
    compactMap { index in
      if case .number(let number) = index { return number }
      return nil
    }
  }
}

extension [ProseSpan] {
  /// Whether names of quantities have been found in them.
  var hasNames: Bool {
    contains { span in
      if case .name = span.style { return true }
      return false
    }
  }
}

extension ProseSpan {
  fileprivate func named(_ name: MathName) -> ProseSpan {
    ProseSpan(style: .name(name), text: text, typed: typed)
  }
}

/// Finds names in a text, each sign of which it looks at a few times at most.
private struct TypedNameReader {
  let text: [Character]
  let names: ProseNames
  private var result: [ProseSpan] = []
  /// Behind the last name or number: what a fraction bar or a minus sign may stand behind.
  private var endOfOperand = -1

  init(text: [Character], names: ProseNames) {
    self.text = text
    self.names = names
  }

  private struct Found {
    let name: MathName
    let end: Int
  }

  /// The name that the whole text is.
  mutating func wholeName() -> MathName? {
    guard let found = name(at: 0), found.end == text.count else { return nil }
    return found.name
  }

  /// The words of a span, with the names among them in spans of their own.
  mutating func spans(in span: ProseSpan) -> [ProseSpan] {
    var position = 0
    var start = 0
    while position < text.count {
      if position == 0 || text[position - 1].isWhitespace {
        let end = text[position...].firstIndex(where: \.isWhitespace) ?? text.count
        if text[position..<end].isAddress {
          position = end
          continue
        }
      }
      if let found = name(at: position), isName(position, found.end) {
        append(text[start..<position], of: span)
        let typed = String(text[position..<found.end])
        result.append(ProseSpan(style: .name(found.name), text: typed, typed: typed))
        (position, start, endOfOperand) = (found.end, found.end, found.end)
        continue
      }
      let end = endOfWord(from: position)
      let isNumber = end > position && text[position..<end].allSatisfy(\.isNumber)
      if isNumber && !isPart(of: "/", position) || text[position] == ")" {
        endOfOperand = max(end, position + 1)
      }
      position = max(end, position + 1)
    }
    if result.isEmpty { return [span] }
    append(text[start...], of: span)
    return result
  }

  private func isPart(of mark: Character, _ position: Int) -> Bool {
    position > 0 && text[position - 1] == mark
  }

  private mutating func append(_ words: ArraySlice<Character>, of span: ProseSpan) {
    if words.isEmpty { return }
    result.append(ProseSpan(style: span.style, text: String(words), typed: String(words)))
  }

  // Names.

  /// A name that begins here and is one of the lesson's.
  private func name(at start: Int) -> Found? {
    guard start < text.count else { return nil }
    if text[start] == "∂" { return derivative(at: start) }
    guard text[start].isLetter else { return nil }
    guard let (name, indices, end) = operand(at: start) else {
      return text[start] == "d" ? derivative(at: start) : nil
    }
    guard let own = names.name(name, indices) else {
      return text[start] == "d" ? derivative(at: start) : nil
    }
    let isQuoted = start > 0 && "'‘\"“".contains(text[start - 1])
    if end < text.count, text[end] == "⁺" || text[end] == "'" && !isQuoted,
      endOfWord(from: end + 1) == end + 1,
      names.isUpdated(name, indices)
    {
      return Found(name: .updated(own), end: end + 1)
    }
    return Found(name: own, end: end)
  }

  /// `dL/dw` or `∂L/∂w`.
  private func derivative(at start: Int) -> Found? {
    let mark = text[start]
    guard let (top, topIndices, bar) = operand(at: start + 1), bar + 1 < text.count,
      text[bar] == "/", text[bar + 1] == mark,
      let (below, indices, end) = operand(at: bar + 2),
      let objective = names.name(top, topIndices), let variable = names.name(below, indices)
    else { return nil }
    return Found(name: .derivative(of: objective, by: [variable]), end: end)
  }

  private func endOfWord(from start: Int) -> Int {
    var end = start
    while end < text.count, text[end].isWordPart { end += 1 }
    return end
  }

  /// What looks like a quantity's name, with indices if a bracket follows.
  private func operand(at start: Int) -> (name: String, indices: [MathIndex], end: Int)? {
    guard start < text.count, text[start].isLetter else { return nil }
    let end = endOfWord(from: start)
    let name = String(text[start..<end])
    guard end < text.count, text[end] == "[" else { return (name, [], end) }
    let limit = min(text.count, end + Self.longestIndices)
    guard let closing = text[end..<limit].firstIndex(of: "]") else { return nil }
    var indices: [MathIndex] = []
    for part in text[(end + 1)..<closing].split(separator: ",", omittingEmptySubsequences: false) {
      guard let index = MathIndex(typed: part) else { return nil }
      indices.append(index)
    }
    return (name, indices, closing + 1)
  }

  private static let longestIndices = 60

  // Names among words.

  private func isName(_ start: Int, _ end: Int) -> Bool {
    text[start..<end].contains { $0.isNumber || "[_/".contains($0) } && mayBegin(at: start)
      && mayEnd(at: end)
  }

  /// Whether what stands before allows for a name: no address, no option, no longer word.
  private func mayBegin(at start: Int) -> Bool {
    guard start > 0 else { return true }
    let before = text[start - 1]
    let earlier = start > 1 ? text[start - 2] : " "
    if before.isWordPart || ".\\@#$&%∂~".contains(before) { return false }
    switch before {
    case "/": return endOfOperand == start - 1
    case "-": return endOfOperand == start - 1 || !(earlier.isWordPart || earlier == "-")
    case "(": return earlier != "]" || endOfOperand == start - 1
    default: return true
    }
  }

  private func mayEnd(at end: Int) -> Bool {
    guard end < text.count else { return true }
    let next = text[end]
    let later = end + 1 < text.count ? text[end + 1] : " "
    if next.isWordPart || "[(^\\@".contains(next) { return false }
    switch next {
    case ".": return !later.isWordPart && later != "."
    case ":": return later != "/"
    case "/":
      guard later.isLetter || later == "∂" else { return later.isNumber || later == "(" }
      return name(at: end + 1) != nil
    default: return true
    }
  }
}

extension MathIndex {
  /// An index as it is typed: `2`, `n`, `t-1`.
  fileprivate init?(typed: ArraySlice<Character>) {
    let signs = typed.filter { $0 != " " }
    let word = signs.prefix(while: \.isLetter)
    let rest = String(signs.dropFirst(word.count)).replacing("−", with: "-")
    let digits = word.isEmpty ? rest[...] : rest.dropFirst()
    let isPlain = digits.count < 10 && digits.allSatisfy { $0.isASCII && $0.isNumber }
    if word.isEmpty {
      guard isPlain, let number = Int(digits) else { return nil }
      self = .number(number)
      return
    }
    var constant = 0
    if let sign = rest.first {
      guard isPlain, sign == "+" || sign == "-", let number = Int(digits) else { return nil }
      constant = sign == "-" ? -number : number
    }
    self = .linear([.init(factor: 1, letter: String(word))], constant: constant)
  }
}

extension ArraySlice<Character> {
  /// Whether a word is an address of a page or a person, or a path with backslashes.
  fileprivate var isAddress: Bool {
    guard contains(where: { ":@\\.".contains($0) }) else { return false }
    let word = String(self)
    return word.contains("://") || word.contains("www.") || word.contains("@")
      || word.contains("\\")
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
