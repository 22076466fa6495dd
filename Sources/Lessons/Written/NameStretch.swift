/// The stretches of text from one position on that may be the name of a quantity.
struct NameStretch {
  /// Where they end, the shortest first.
  private(set) var ends: [Int] = []
  private let text: WrittenText
  private let start: Int

  private static let maximumParts = 16
  private static let maximumLength = 200

  init(_ text: WrittenText, from start: Int) {
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
    case "⁽": return closing("⁽", "⁾", from: index)
    case "," where text[index - 1].isSubscript && scalar(index + 1)?.isSubscript == true:
      return word(from: index + 1)
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
    for position in index..<min(text.indices.upperBound, index + Self.maximumLength) {
      if text[position] == opening { depth += 1 }
      if text[position] == closing { depth -= 1 }
      if depth == 0 { return position + 1 }
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
  fileprivate var isSubscript: Bool { ("₀"..."₉").contains(self) }

  /// Whether the character may stand in a word: letters, digits, `_` and subscripts.
  package var isInWord: Bool {
    if isASCII { return isDigit || self == "_" || properties.isAlphabetic }
    if superscript != nil { return false }
    if properties.isAlphabetic || properties.canonicalCombiningClass != .notReordered {
      return true
    }
    return inNames?.unicodeScalars.allSatisfy { $0.isASCII && $0.isInWord } ?? false
  }
}
