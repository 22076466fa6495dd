import Diagnostics
import Formulas
import Lessons

/// An expression in the characters of the lesson language, in which a word stands for each
/// quantity, with the place of every byte in the sheet.
struct PlainFormula {
  private let text: SheetText
  private let functions: [String: Function]
  private(set) var bytes: [UInt8] = []
  /// What the word that begins at a byte stands for.
  private(set) var formulas: [Int: Formula] = [:]
  /// The words that stand for quantities, with what was typed.
  private var words: [(word: String, typed: SheetText)] = []
  /// The character that each byte comes from.
  private var origins: [Int] = []
  private var position: Int

  init(_ text: SheetText, _ functions: [String: Function]) {
    self.text = text
    self.functions = functions
    position = text.indices.lowerBound
  }

  /// Writes the expression; `formula` gives what a stretch of text is the name of.
  mutating func write(
    _ formula: (SheetText) throws(SheetFormulas.Failure) -> Formula?
  ) throws(SheetFormulas.Failure) {
    var brackets: [Bool] = []
    while position < text.indices.upperBound {
      let scalar = text[position]
      if scalar.isDigit || scalar == "." {
        number(isInList: brackets.last ?? false)
      } else if scalar.isInWord {
        try word(formula)
      } else if scalar == "√" {
        try root(formula)
      } else if scalar.superscript != nil {
        power()
      } else if scalar == "#" {
        throw .mistake(Diagnostic("unexpected '#'", at: text[position..<position + 1].place))
      } else {
        if scalar == "(" { brackets.append(isCall) }
        if scalar == "[" { brackets.append(true) }
        if scalar == ")" || scalar == "]" { _ = brackets.popLast() }
        append(scalar.inFormulas ?? String(scalar), from: position)
        position += 1
      }
    }
  }

  private mutating func append(_ plain: String, from index: Int) {
    for byte in plain.utf8 {
      bytes.append(byte)
      origins.append(index)
    }
  }

  /// Whether the bracket that comes next opens the arguments of a function.
  private var isCall: Bool {
    bytes.last.map { UnicodeScalar($0).isInWord && !UnicodeScalar($0).isDigit || $0 >= 0x80 }
      ?? false
  }

  /// A number, with a decimal comma where none can separate arguments.
  private mutating func number(isInList: Bool) {
    var hasPoint = false
    while position < text.indices.upperBound {
      let scalar = text[position]
      let next = position + 1 < text.indices.upperBound ? text[position + 1] : " "
      if scalar == "," && !isInList && !hasPoint && next.isDigit {
        append(".", from: position)
        hasPoint = true
      } else if scalar.isDigit || scalar == "." {
        append(String(scalar), from: position)
        hasPoint = hasPoint || scalar == "."
      } else if scalar == "e" || scalar == "E", exponentFollows {
        append("e", from: position)
        if !next.isDigit {
          append(next.inFormulas ?? String(next), from: position + 1)
          position += 1
        }
      } else {
        return
      }
      position += 1
    }
  }

  /// Whether the letter at the position begins the power of ten of a number.
  private var exponentFollows: Bool {
    let sign = position + 1
    guard sign < text.indices.upperBound else { return false }
    if text[sign].isDigit { return true }
    let isSign = ["-", "+"].contains(text[sign].inFormulas ?? String(text[sign]))
    return isSign && sign + 1 < text.indices.upperBound && text[sign + 1].isDigit
  }

  /// A quantity, by the longest stretch that names one; else a word as it is.
  private mutating func word(
    _ formula: (SheetText) throws(SheetFormulas.Failure) -> Formula?
  ) throws(SheetFormulas.Failure) {
    let ends = NameStretch(text, from: position).ends
    for (number, end) in ends.enumerated().reversed() {
      let stretch = text[position..<end]
      let meaning: Formula?
      do throws(SheetFormulas.Failure) {
        meaning = try formula(stretch)
      } catch {
        // A family's name before brackets that name none of its members.
        if text.has("[", at: end), number + 1 < ends.count {
          throw .unknown(name: text[position..<ends[number + 1]])
        }
        throw error
      }
      guard let meaning else { continue }
      let word = "\u{A74F}\(words.count)\u{A74F}"
      formulas[bytes.count] = meaning
      words.append((word, stretch))
      append(word, from: position)
      // The last byte of the word is where the stretch ends.
      origins[origins.count - 1] = end - 1
      position = end
      return
    }
    let end = ends.first ?? position + 1
    let plain = text[position..<end].string.inPlainCharacters
    let isCall = text.has("(", at: text.skippingSpaces(from: end))
    append(isCall ? functionName(plain) : plain, from: position)
    origins[origins.count - 1] = end - 1
    position = end
  }

  /// The function of a name that may be typed in capitals or as it is printed.
  private func functionName(_ name: String) -> String {
    if functions[name] != nil { return name }
    if functions[name.lowercased()] != nil { return name.lowercased() }
    return functions.filter { $0.value.isPrinted(name) }.map(\.key).min() ?? name
  }

  /// A root sign before brackets, or before a number or name.
  private mutating func root(
    _ formula: (SheetText) throws(SheetFormulas.Failure) -> Formula?
  ) throws(SheetFormulas.Failure) {
    append("sqrt", from: position)
    position = text.skippingSpaces(from: position + 1)
    guard position < text.indices.upperBound, text[position] != "(" else { return }
    append("(", from: position)
    if text[position].isDigit || text[position] == "." {
      number(isInList: false)
    } else if text[position].isInWord {
      try word(formula)
    }
    append(")", from: max(position - 1, text.indices.lowerBound))
  }

  private mutating func power() {
    append("^(", from: position)
    while position < text.indices.upperBound, let digit = text[position].superscript {
      append(digit, from: position)
      position += 1
    }
    append(")", from: position - 1)
  }

  // Places.

  /// What was typed where a range of bytes comes from.
  func typed(_ place: Range<Int>) -> SheetText {
    if place.lowerBound >= origins.count {
      return text[text.indices.upperBound..<text.indices.upperBound]
    }
    let last = place.isEmpty ? place.lowerBound : min(place.upperBound, origins.count) - 1
    let first = origins[place.lowerBound]
    return text[first..<max(origins[last], first) + 1]
  }

  /// A mistake in these bytes as one of the sheet.
  func original(_ diagnostic: Diagnostic) -> Diagnostic {
    Diagnostic(
      inTypedWords(diagnostic.message), at: typed(diagnostic.place).place,
      note: diagnostic.note.map(inTypedWords))
  }

  /// A message with what was typed in place of the words that stand for quantities.
  private func inTypedWords(_ message: String) -> String {
    var parts = message.split(separator: "\u{A74F}", omittingEmptySubsequences: false).map(
      String.init)
    for index in parts.indices where index % 2 == 1 {
      if let number = Int(parts[index]), words.indices.contains(number) {
        parts[index] = words[number].typed.printable
      }
    }
    return parts.joined()
  }
}
