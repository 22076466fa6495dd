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
    for place in parts.indices where place % 2 == 1 {
      if let number = Int(parts[place]), words.indices.contains(number) {
        parts[place] = words[number].typed.printable
      }
    }
    return parts.joined()
  }
}

/// The stretches of text from one place on that may be the name of a quantity.
private struct NameStretch {
  /// Where they end, the shortest first.
  private(set) var ends: [Int] = []
  private let text: SheetText
  private let start: Int

  private static let maximumParts = 16
  private static let maximumLength = 200

  init(_ text: SheetText, from start: Int) {
    self.text = text
    self.start = start
    guard var end = word(from: start) else { return }
    ends.append(end)
    while ends.count < Self.maximumParts, end - start < Self.maximumLength,
      let next = part(from: end)
    {
      ends.append(next)
      end = next
    }
  }

  private func scalar(_ index: Int) -> Unicode.Scalar? {
    index < text.indices.upperBound ? text[index] : nil
  }

  private func word(from index: Int) -> Int? {
    guard let first = scalar(index), first.isInWord, !first.isDigit else { return nil }
    var end = index + 1
    while let next = scalar(end), next.isInWord { end += 1 }
    return end
  }

  /// The end of what may belong to a name that goes on at `index`.
  private func part(from index: Int) -> Int? {
    guard let next = scalar(index) else { return nil }
    switch next {
    case "[": return closing("[", "]", from: index)
    case "(": return closing("(", ")", from: index)
    case "'", "′", "’": return index + 1
    case ".": return word(from: index + 1)
    case "+": return isUpdateMark(index) ? index + 1 : nil
    default: break
    }
    if next.superscript != nil {
      var end = index
      while scalar(end)?.superscript != nil { end += 1 }
      return end
    }
    if next.isInWord { return word(from: index) }
    let after = text.skippingSpaces(from: index)
    if let slash = scalar(after), (slash.inNames ?? String(slash)) == "/", isDifferential(start) {
      let lower = text.skippingSpaces(from: after + 1)
      return isDifferential(lower) ? word(from: lower) : nil
    }
    guard after > index, let end = word(from: after) else { return nil }
    return text[after..<end].string == "new" || text[start..<index].string == "grad" ? end : nil
  }

  private func isDifferential(_ index: Int) -> Bool {
    scalar(index).map { ($0.inNames ?? String($0)) == "d" } ?? false
  }

  private func closing(
    _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, from index: Int
  ) -> Int? {
    var depth = 0
    for place in index..<min(text.indices.upperBound, index + Self.maximumLength) {
      if text[place] == opening { depth += 1 }
      if text[place] == closing { depth -= 1 }
      if depth == 0 { return place + 1 }
    }
    return nil
  }

  /// Whether a plus sign behind a name means the value after the update: nothing follows that
  /// could be added.
  private func isUpdateMark(_ index: Int) -> Bool {
    let after = text.skippingSpaces(from: index + 1)
    guard let next = scalar(after) else { return true }
    let plain = next.inFormulas ?? String(next)
    if plain == "-" { return after > index + 1 }
    return ["*", "/", "+", ")", "]", ",", "^"].contains(plain)
  }
}

extension Unicode.Scalar {
  /// Whether the character may stand in a word: letters, digits, `_` and subscripts.
  var isInWord: Bool {
    if isASCII { return isDigit || self == "_" || properties.isAlphabetic }
    if superscript != nil { return false }
    if properties.isAlphabetic || properties.canonicalCombiningClass != .notReordered {
      return true
    }
    return inNames?.unicodeScalars.allSatisfy { $0.isASCII && $0.isInWord } ?? false
  }
}
