package import Diagnostics
package import Formulas

/// A formula as it is printed or written by hand, in the characters of the lesson language, with
/// the place of every byte in what was written.
///
/// Names are the caller's to know: what it gives for a stretch of text stands in its place.
package struct PlainFormula: Sendable {
  /// A bracket that is open.
  private struct Bracket {
    /// Whether commas inside it separate.
    var isList = false
    /// Whether it is a square one around an operand, which may be a truth value: `[a = b]`.
    var isAroundOperand = false
    var isBar = false
  }

  private let text: WrittenText
  private let functions: [String: Function]
  private let readsDecimalCommas: Bool
  package private(set) var bytes: [UInt8] = []
  /// The words that the caller gave, with what was typed.
  private var words: [(word: String, typed: WrittenText)] = []
  /// The character that each byte comes from.
  private var origins: [Int] = []
  private var position: Int
  private var brackets: [Bracket] = []
  /// How many powers and roots the operand that is being written stands in.
  private var depth = 0

  /// Deeper powers and roots are left without an operand; the grammar refuses them anyway.
  private static let maximumDepth = 256
  /// What square brackets stand around is no longer than this.
  private static let longestInBrackets = 1000

  package init(
    _ text: WrittenText, _ functions: [String: Function], readsDecimalCommas: Bool
  ) {
    self.text = text
    self.functions = functions
    self.readsDecimalCommas = readsDecimalCommas
    position = text.indices.lowerBound
  }

  /// Gives the word for a stretch of text that is a name; `longer` is what else would begin there.
  package typealias Naming<Failure: Error> =
    (_ stretch: WrittenText, _ longer: WrittenText?) throws(Failure) -> String?

  /// Writes the formula.
  package mutating func write<Failure: Error>(
    _ name: Naming<Failure>
  ) throws(Failure) {
    while let scalar = next { try writePiece(from: scalar, name) }
  }

  /// Writes the sign that is left out between a whole number and a name: 2 x.
  private mutating func writeProduct() {
    guard bytes.last == UInt8(ascii: " "), endsInNumber else { return }
    append("*", from: position)
  }

  /// Whether nothing but spaces follows the last number.
  private var endsInNumber = false

  private var next: Unicode.Scalar? {
    position < text.indices.upperBound ? text[position] : nil
  }

  private mutating func append(_ plain: String, from index: Int) {
    for byte in plain.utf8 {
      bytes.append(byte)
      origins.append(index)
    }
  }

  private mutating func writePiece<Failure: Error>(
    from scalar: Unicode.Scalar, _ name: Naming<Failure>
  ) throws(Failure) {
    defer {
      if scalar != " " { endsInNumber = scalar.isDigit || scalar == "." }
    }
    if scalar.isDigit || scalar == "." {
      writeNumber()
    } else if scalar.isInWord {
      try writeWord(name)
    } else if scalar == "√" {
      try writeRoot(name)
    } else if scalar.superscript != nil {
      append("^", from: position)
      writeRaisedNumber()
    } else {
      writeSign(scalar)
    }
  }

  // Signs and brackets.

  private mutating func writeSign(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "(", "⌊", "[":
      let isAroundOperand = scalar == "[" && self.isAroundOperand
      let isList = scalar == "[" ? !isAroundOperand : scalar == "(" && isCall
      append(isAroundOperand ? "(" : plain(scalar), from: position)
      brackets.append(Bracket(isList: isList, isAroundOperand: isAroundOperand))
    case ")", "]", "⌋":
      let isAroundOperand = brackets.popLast()?.isAroundOperand ?? false
      append(isAroundOperand && scalar == "]" ? ")" : plain(scalar), from: position)
    case "|": writeBar()
    case "=" where brackets.last?.isAroundOperand == true && !isPartOfRelation:
      append("==", from: position)
    default: append(plain(scalar), from: position)
    }
    position += 1
  }

  private func plain(_ scalar: Unicode.Scalar) -> String { scalar.inFormulas ?? String(scalar) }

  /// A bar of |x|: one that follows an operand closes.
  private mutating func writeBar() {
    let isClosing = lastByte.map { !"(+-*/^,=<>:[;".utf8.contains($0) } ?? false
    if isClosing {
      append(")", from: position)
      if brackets.last?.isBar == true { brackets.removeLast() }
    } else {
      append("abs(", from: position)
      brackets.append(Bracket(isBar: true))
    }
  }

  /// The last byte that is no space.
  private var lastByte: UInt8? { bytes.last { $0 != UInt8(ascii: " ") } }

  /// Whether the bracket that comes next opens the arguments of a function.
  private var isCall: Bool {
    bytes.last.map { UnicodeScalar($0).isInWord && !UnicodeScalar($0).isDigit || $0 >= 0x80 }
      ?? false
  }

  /// Whether the square bracket that comes next stands around an operand: nothing is named before it,
  /// and it is no list.
  private var isAroundOperand: Bool {
    if let last = bytes.last, UnicodeScalar(last).isInWord || last >= 0x80 { return false }
    var depth = 0
    for index in (position..<text.indices.upperBound).prefix(Self.longestInBrackets) {
      if "[(".unicodeScalars.contains(text[index]) { depth += 1 }
      if ")]".unicodeScalars.contains(text[index]) { depth -= 1 }
      if depth == 0 { return true }
      if depth == 1, ",;".unicodeScalars.contains(text[index]) { return false }
    }
    return false
  }

  private var isPartOfRelation: Bool {
    let isAfter = position + 1 < text.indices.upperBound && text[position + 1] == "="
    return isAfter || bytes.last.map { "<>=".utf8.contains($0) } ?? false
  }

  // Numbers.

  /// A number, with a decimal comma where none can separate arguments.
  private mutating func writeNumber() {
    var hasPoint = !readsDecimalCommas || brackets.last?.isList ?? false
    while let scalar = next {
      let next = position + 1 < text.indices.upperBound ? text[position + 1] : " "
      if scalar == "," && !hasPoint && next.isDigit {
        append(".", from: position)
        hasPoint = true
      } else if scalar.isDigit || scalar == "." {
        append(String(scalar), from: position)
        hasPoint = hasPoint || scalar == "."
      } else if scalar == "e" || scalar == "E", exponentFollows {
        append("e", from: position)
        if !next.isDigit {
          append(plain(next), from: position + 1)
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
    let isSign = ["-", "+"].contains(plain(text[sign]))
    return isSign && sign + 1 < text.indices.upperBound && text[sign + 1].isDigit
  }

  /// Raised digits and signs, in parentheses.
  private mutating func writeRaisedNumber() {
    append("(", from: position)
    while let digit = next?.superscript {
      append(digit, from: position)
      position += 1
    }
    append(")", from: position - 1)
  }

  // Words.

  /// A name, by the longest stretch that is one; else a word as it is.
  private mutating func writeWord<Failure: Error>(_ name: Naming<Failure>) throws(Failure) {
    let ends = NameStretch(text, from: position).ends
    for (number, end) in ends.enumerated().reversed() {
      let longer = number + 1 < ends.count ? text[position..<ends[number + 1]] : nil
      let stretch = text[position..<end]
      guard let word = try name(stretch, longer) else { continue }
      writeProduct()
      words.append((word, stretch))
      append(word, to: end)
      return
    }
    let end = ends.first ?? position + 1
    let word = text[position..<end].string.inPlainCharacters
    if ["e", "ℯ", "𝑒"].contains(word) {
      writeProduct()
      try writeExponential(after: end, name)
    } else if text.has("(", at: text.skippingSpaces(from: end)) {
      writeProduct()
      writeFunction(word, to: end)
    } else if let function = bareFunction(word), operandFollows(from: end) {
      writeProduct()
      append(function + "(", to: end)
      try writeOperand(name)
      append(")", from: max(position - 1, text.indices.lowerBound))
    } else {
      append(word, to: end)
    }
  }

  /// The function of such a name whose argument may stand without parentheses.
  private func bareFunction(_ word: String) -> String? {
    functions.first { name, function in
      guard case .bare = function.notation else { return false }
      return name == word || function.isPrinted(word)
    }?.key
  }

  private func operandFollows(from end: Int) -> Bool {
    let place = text.skippingSpaces(from: end)
    guard place > end, place < text.indices.upperBound else { return false }
    return text[place].isInWord || text[place].isDigit || "√|.".unicodeScalars.contains(text[place])
  }

  /// Appends a word that stands for all up to a place, and goes on there.
  private mutating func append(_ word: String, to end: Int) {
    append(word, from: position)
    // The last byte of the word is where the stretch ends.
    origins[origins.count - 1] = end - 1
    position = end
  }

  /// The function of a name that may be typed in capitals or as it is printed.
  private mutating func writeFunction(_ word: String, to end: Int) {
    if functions[word] == nil, let member = member(word) {
      append(member.function, to: end)
      position = text.skippingSpaces(from: end)
      append("(\(member.number), ", from: position)
      position += 1
      brackets.append(Bracket(isList: true))
    } else if functions[word] == nil {
      let lowercased = functions[word.lowercased()].map { _ in word.lowercased() }
      let printed = functions.filter { $0.value.isPrinted(word) }.map(\.key).min()
      append(lowercased ?? printed ?? word, to: end)
    } else {
      append(word, to: end)
    }
  }

  /// The function and its first argument in a word such as `softmax₂`.
  private func member(_ word: String) -> (function: String, number: String)? {
    let digits = String(word.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    let name = String(word.dropLast(digits.count))
    guard !digits.isEmpty, let function = functions[name], case .member = function.notation else {
      return nil
    }
    return (name, digits)
  }

  /// The number e, or a power of it: `exp(x)`.
  private mutating func writeExponential<Failure: Error>(
    after end: Int, _ name: Naming<Failure>
  ) throws(Failure) {
    append("exp(", to: end)
    let sign = text.skippingSpaces(from: end)
    if next?.superscript != nil {
      writeRaisedNumber()
    } else if text.has("^", at: sign) {
      position = sign + 1
      try writeOperand(name)
    } else {
      append("1", from: end - 1)
    }
    append(")", from: position - 1)
  }

  /// What one sign of a power, or a root, takes: signs, a number, name, call or bracket, and what
  /// that is raised to.
  private mutating func writeOperand<Failure: Error>(
    raised isRaised: Bool = true, _ name: Naming<Failure>
  ) throws(Failure) {
    if depth == Self.maximumDepth { return }
    depth += 1
    defer { depth -= 1 }
    position = text.skippingSpaces(from: position)
    while isRaised, let scalar = next, ["-", "+"].contains(plain(scalar)) {
      append(plain(scalar), from: position)
      position = text.skippingSpaces(from: position + 1)
    }
    guard let first = next, !")],;|⌋".unicodeScalars.contains(first) else { return }
    let outside = brackets.count
    try writePiece(from: first, name)
    let isWord = first.isInWord
    while let scalar = next,
      brackets.count > outside || isWord && (scalar == "(" || scalar == "[")
    {
      try writePiece(from: scalar, name)
    }
    guard isRaised else { return }
    if next?.superscript != nil {
      append("^", from: position)
      writeRaisedNumber()
    } else if text.has("^", at: text.skippingSpaces(from: position)) {
      position = text.skippingSpaces(from: position)
      append("^", from: position)
      position += 1
      try writeOperand(name)
    }
  }

  /// A root sign before brackets, or before a number or name.
  private mutating func writeRoot<Failure: Error>(_ name: Naming<Failure>) throws(Failure) {
    append("sqrt", from: position)
    position = text.skippingSpaces(from: position + 1)
    if next == nil || next == "(" { return }
    append("(", from: position)
    try writeOperand(raised: false, name)
    append(")", from: max(position - 1, text.indices.lowerBound))
  }

  // Places.

  /// What was typed where a range of bytes comes from.
  package func typed(_ place: Range<Int>) -> WrittenText {
    if place.lowerBound >= origins.count {
      return text[text.indices.upperBound..<text.indices.upperBound]
    }
    let last = place.isEmpty ? place.lowerBound : min(place.upperBound, origins.count) - 1
    let first = origins[place.lowerBound]
    return text[first..<max(origins[last], first) + 1]
  }

  /// A mistake in these bytes as one of what was typed, also where it names the caller's words.
  package func original(_ diagnostic: Diagnostic) -> Diagnostic {
    func inTypedWords(_ message: String) -> String {
      words.reduce(message) { $0.replacing($1.word, with: $1.typed.printable) }
    }
    return Diagnostic(
      inTypedWords(diagnostic.message), at: typed(diagnostic.place).place,
      note: diagnostic.note.map(inTypedWords))
  }
}
