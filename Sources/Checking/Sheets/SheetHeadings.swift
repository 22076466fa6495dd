import Lessons
import Diagnostics
import Decimals

/// A line that says which step the answers below it belong to: `step 2:`, `after step 1:`, `第2步：`.
struct StepHeading {
  let step: Int
  /// The word that it begins with, as it was typed.
  let word: String
  /// What stands behind its colon.
  let rest: WrittenText

  /// `nil` for any other line; throws where the number is none.
  init?(_ text: WrittenText) throws(Diagnostic) {
    var index = text.indices.lowerBound
    let first = text.word(at: index)
    var isAfter = false
    if text.has("第", at: index) {
      index += 1
    } else {
      var word = first
      if word.lowercased() == "after" {
        isAfter = true
        index = text.skippingSpaces(from: index + word.unicodeScalars.count)
        word = text.word(at: index)
      }
      guard word.lowercased() == "step" else { return nil }
      index = text.skippingSpaces(from: index + word.unicodeScalars.count)
      if text.has(":", at: index) { index += 1 }
    }
    index = text.skippingSpaces(from: index)
    let numberStart = index
    while index < text.indices.upperBound, text[index].isDigit { index += 1 }
    let digits = text[numberStart..<index]
    index = text.skippingSpaces(from: index)
    if text.has("第", at: text.indices.lowerBound) {
      guard text.has("步", at: index) else { return nil }
      index = text.skippingSpaces(from: index + 1)
    }
    let hasColon = text.has(":", at: index)
    if hasColon || text.has(".", at: index) && index + 1 == text.indices.upperBound { index += 1 }
    rest = text[index..<text.indices.upperBound].trimmed
    // Without its colon it stands alone, or it is the name of something.
    if !hasColon, !rest.isEmpty || digits.isEmpty {
      if rest.firstIndex(of: "=") != nil || rest.firstIndex(of: "＝") != nil { return nil }
      throw StepHeading.mistake(text)
    }
    guard let number = Int(digits.string), number >= 1, number < Int.max else {
      throw StepHeading.mistake(text)
    }
    step = isAfter ? number + 1 : number
    word = first
  }

  /// A comment that is nothing but such a line, as headings of Markdown are; `nil` for any other.
  init?(inComment comment: WrittenText) {
    let start = comment.indices.first { comment[$0] != "#" && comment[$0] != " " }
    guard let start else { return nil }
    let text = comment[start..<comment.indices.upperBound].trimmed
    guard let heading = try? StepHeading(text), heading.rest.isEmpty else { return nil }
    self = heading
  }

  private static func mistake(_ text: WrittenText) -> Diagnostic {
    Diagnostic(
      "\(text.quoted) does not say which step", at: text.place,
      note: "a step has a number from 1 on and a line of its own, such as 'step 2:'")
  }
}

/// A line that says what was asked for: `decimals 4`, `digits: 4`.
struct PrecisionHeading {
  let precision: Precision
  let word: String

  private static let largest = 100

  /// `nil` for any other line; throws where the number is none.
  init?(_ text: WrittenText) throws(Diagnostic) {
    word = text.word(at: text.indices.lowerBound)
    let isDigits = word.lowercased() == "digits"
    guard isDigits || word.lowercased() == "decimals" else { return nil }
    let start = text.indices.lowerBound + word.unicodeScalars.count
    var index = text.skippingSpaces(from: start)
    if text.has(":", at: index) || text.has("=", at: index) {
      index = text.skippingSpaces(from: index + 1)
    } else if index == start, index < text.indices.upperBound {
      return nil
    }
    let lowest = isDigits ? 1 : 0
    let typed = text[index..<text.indices.upperBound].trimmed
    guard typed.indices.count <= 3, let count = Int(typed.string),
      (lowest...Self.largest).contains(count)
    else {
      throw Diagnostic(
        "'\(word)' needs a whole number from \(lowest) to \(Self.largest)", at: text.place,
        note: "for example '\(word) 4'")
    }
    precision = isDigits ? .digits(count) : .decimals(count)
  }
}

extension WrittenText {
  /// The letters that stand at an index.
  fileprivate func word(at index: Int) -> String {
    var end = index
    while end < indices.upperBound, self[end].properties.isAlphabetic { end += 1 }
    return self[index..<end].string
  }

  /// The text before its comment, and the comment.
  ///
  /// A `#` inside a name such as `clip_norm#2.norm` begins none.
  var splittingComment: (content: WrittenText, comment: WrittenText?) {
    for index in indices where self[index] == "#" {
      if index > indices.lowerBound, self[index - 1].isInWord, isNumberedBlock(from: index + 1) {
        continue
      }
      return (self[indices.lowerBound..<index].trimmed, self[index + 1..<indices.upperBound])
    }
    return (trimmed, nil)
  }

  private func isNumberedBlock(from index: Int) -> Bool {
    var index = index
    let start = index
    while index < indices.upperBound, self[index].isDigit { index += 1 }
    return index > start && index + 1 < indices.upperBound && self[index] == "."
      && self[index + 1].isInWord && !self[index + 1].isDigit
  }

  /// The parts of a chain of equalities; one part where there is none.
  ///
  /// Comparisons are no equalities.
  var splittingEqualities: [WrittenText] {
    var parts: [WrittenText] = []
    var start = indices.lowerBound
    for index in indices {
      let scalar = self[index]
      guard scalar == "=" || "≈≃≅≐".unicodeScalars.contains(scalar) else { continue }
      let before = index > indices.lowerBound ? self[index - 1] : " "
      let after = index + 1 < indices.upperBound ? self[index + 1] : " "
      if scalar == "=", ["<", ">", "=", "!"].contains(before) || after == "=" { continue }
      let end = before == ":" || before == "&" ? index - 1 : index
      parts.append(self[start..<max(start, end)].trimmed)
      start = index + 1
    }
    parts.append(self[start..<indices.upperBound].trimmed)
    return parts
  }

  /// Whether one answer may end here and another begin.
  var separatesAnswers: Bool {
    if indices.contains(where: { self[$0] == ";" || has(", ", at: $0) }) { return true }
    let pieces = piecesBetweenGaps.filter { !$0.isEmpty }
    return zip(pieces, pieces.dropFirst()).contains { number, name in
      number[number.indices.upperBound - 1].isDigit && name[name.indices.lowerBound].isInWord
    }
  }

  /// What a `let` says, without the word.
  var definition: WrittenText? {
    guard has("let ", at: indices.lowerBound) else { return nil }
    let rest = self[indices.lowerBound + 4..<indices.upperBound].trimmed
    // 'let = 0.5' is about a quantity.
    return rest.isEmpty || rest[rest.indices.lowerBound] == "=" ? nil : rest
  }
}

extension Source {
  /// Why nothing of the sheet can be read, where that is so.
  var mistakeOfWhole: Diagnostic? {
    if bytes.count > AnswerSheet.maximumBytes {
      return Diagnostic(
        "an answer sheet may have \(AnswerSheet.maximumBytes / 1_000_000) MB at most", at: 0..<0)
    }
    if let mistake = mistakeOfEncoding { return mistake }
    if bytes.contains(0) || String(validating: bytes, as: UTF8.self) == nil {
      return Diagnostic(
        "this file is not UTF-8 text", at: 0..<0,
        note: "save it as plain text, or as CSV, in UTF-8")
    }
    if let end = bytes.firstIndex(of: UInt8(ascii: "\r")), end + 1 < bytes.count,
      !bytes.contains(UInt8(ascii: "\n"))
    {
      return Diagnostic(
        "the lines of this file end with carriage returns alone", at: end..<end + 1,
        note: "save it with the line ends of Unix or Windows")
    }
    return nil
  }

  /// The lines with their numbers, without their ends; a byte-order mark belongs to none.
  var sheetLines: [(number: Int, place: Range<Int>)] {
    var lines: [(number: Int, place: Range<Int>)] = []
    var start = beginning
    while start < bytes.count {
      let (line, next) = line(from: start)
      lines.append((lines.count + 1, line))
      start = next
    }
    return lines
  }
}
