/// A stretch of prose that is set in one way.
package struct ProseSpan: Hashable, Sendable {
  package enum Style: Hashable, Sendable {
    case plain(isEmphasized: Bool, isStrong: Bool)
    case code
    case math(TypedMath, isDisplayed: Bool)
    /// The name of a quantity, set as formulas set it.
    case name(MathName)
  }

  package let style: Style
  /// Of a formula, what was typed between the signs around it.
  package let text: String
  /// A formula with the signs that were typed around it.
  let typed: String

  /// Reads the Markdown and the formulas within a block.
  static func spans(of text: String) -> [ProseSpan] {
    var reader = SpanReader(text: Array(text))
    return reader.spans()
  }
}

extension [ProseSpan] {
  /// The words without marks; formulas as they were typed.
  package var plainText: String { map(\.typed).joined() }
}

private struct SpanReader {
  let text: [Character]
  private var result: [ProseSpan] = []
  private var position = 0
  private var plain = ""
  private var isEmphasized = false
  private var isStrong = false
  /// Lengths of runs of code marks that the rest of the text does not close.
  private var unclosed: Set<Int> = []

  init(text: [Character]) { self.text = text }

  mutating func spans() -> [ProseSpan] {
    while position < text.count { read() }
    endPlain()
    return result
  }

  private mutating func endPlain() {
    if plain.isEmpty { return }
    append(.plain(isEmphasized: isEmphasized, isStrong: isStrong), plain, typed: plain)
    plain = ""
  }

  private mutating func append(_ style: ProseSpan.Style, _ text: String, typed: String) {
    result.append(ProseSpan(style: style, text: text, typed: typed))
  }

  private mutating func read() {
    let character = text[position]
    if character == "`" { return readCode() }
    if readFormula() { return }
    if character == "\\", position + 1 < text.count,
      text[position + 1].isPunctuation || text[position + 1].isSymbol
    {
      plain.append(text[position + 1])
      position += 2
    } else if text.isMark(at: position) {
      readMark()
    } else {
      plain.append(character)
      position += 1
    }
  }

  /// What is code keeps all its characters; marks that no others close are characters.
  private mutating func readCode() {
    let fence = text[position...].prefix { $0 == "`" }.count
    let start = position + fence
    position = start
    guard !unclosed.contains(fence) else { return plain += String(repeating: "`", count: fence) }
    var end = start
    while end < text.count {
      let run = text[end...].prefix { $0 == "`" }.count
      if run == fence { break }
      end += max(run, 1)
    }
    guard end < text.count else {
      unclosed.insert(fence)
      return plain += String(repeating: "`", count: fence)
    }
    endPlain()
    let code = String(text[start..<end])
    append(.code, code, typed: code)
    position = end + fence
  }

  private mutating func readMark() {
    let mark = text[position]
    var end = position
    while end < text.count, text[end] == mark { end += 1 }
    endPlain()
    if end - position != 2 { isEmphasized.toggle() }
    if end - position >= 2 { isStrong.toggle() }
    position = end
  }

  private static let longestFormula = 2000

  private static let fences = [("$$", "$$", true), ("\\[", "\\]", true), ("\\(", "\\)", false)]

  /// Reads what is typed between `$…$`, `$$…$$`, `\(…\)` or `\[…\]`, where it is a formula.
  ///
  /// A dollar sign before a space, or one that ends before a digit, is one.
  private mutating func readFormula() -> Bool {
    let rest = text[position...]
    for (opening, closing, isDisplayed) in Self.fences where rest.starts(with: opening) {
      return readFormula(after: opening, to: closing, isDisplayed: isDisplayed)
    }
    guard rest.first == "$", rest.count > 2, !rest[position + 1].isWhitespace else { return false }
    return readFormula(after: "$", to: "$", isDisplayed: false)
  }

  private mutating func readFormula(
    after opening: String, to closing: String, isDisplayed: Bool
  ) -> Bool {
    let start = position + opening.count
    var end = start
    let limit = min(text.count, start + Self.longestFormula)
    while end < limit, !text[end...].starts(with: closing) {
      end += closing.count == 1 && text[end] == "\\" ? 2 : 1
    }
    guard end < limit, end > start else { return false }
    let next = end + closing.count
    if closing == "$" {
      let isAmount = next < text.count && text[next].isNumber
      if text[end - 1].isWhitespace || isAmount { return false }
    }
    let formula = String(text[start..<end])
    guard let math = TypedMath(formula) else { return false }
    endPlain()
    append(.math(math, isDisplayed: isDisplayed), formula, typed: opening + formula + closing)
    position = next
    return true
  }
}

extension [Character] {
  /// Whether an asterisk or underscore here begins or ends emphasis: it touches a word on one
  /// side only, so that `w*x` and `net_h1` stay.
  fileprivate func isMark(at position: Int) -> Bool {
    let mark = self[position]
    guard mark == "*" || mark == "_" else { return false }
    var (start, end) = (position, position + 1)
    while start > 0, self[start - 1] == mark { start -= 1 }
    while end < count, self[end] == mark { end += 1 }
    let opens = start == 0 || !self[start - 1].isWordPart
    let closes = end == count || !self[end].isWordPart
    let touchesLeft = start > 0 && !self[start - 1].isWhitespace
    let touchesRight = end < count && !self[end].isWhitespace
    return opens && touchesRight || closes && touchesLeft
  }
}

extension Character {
  fileprivate var isWordPart: Bool { isLetter || isNumber }
}
